"""Selecting records by a condition, in three values, and whether the records are all there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Any as Anything

from attrs import frozen

from medai_landscape.amounts import AmountRange
from medai_landscape.answers import Answer
from medai_landscape.claims._parser import read_condition
from medai_landscape.claims.base import Base
from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.fields import UNITS, value_of
from medai_landscape.claims.measure import All, Not, Test, conjuncts
from medai_landscape.companies import Place
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import DateError, VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.claims.measure import Condition, Selection
    from medai_landscape.records.landscape import Landscape

__all__ = ["Selected", "Selector"]

_NUMBER = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DATES = {
    "announced", "approved", "dated", "effective", "expires", "published", "registered", "signed",
    "started",
}  # fmt: skip


@frozen
class Selected:
    """Records that satisfy a condition, those that may, and what a count of them is of."""

    table: str
    records: tuple[Anything, ...]
    possible: tuple[Anything, ...]
    base: Base
    complete: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the records that satisfy it."""
        return tuple(record.id for record in self.records)


@frozen
class Selector:
    """Selects records of a landscape; *window* is that of the claim."""

    landscape: Landscape
    window: DateSpan | None = None

    def select(self, selection: Selection) -> Selected:
        """Return the records of a selection."""
        answers = [
            (record, self.test(selection.table, record, selection.condition))
            for record in self.landscape.table(selection.table)
        ]
        return Selected(
            selection.table,
            tuple(record for record, answer in answers if answer is Answer.YES),
            tuple(record for record, answer in answers if answer is Answer.UNKNOWN),
            self._base(selection),
            self.is_complete(selection),
        )

    def test(self, table: str, record: Anything, condition: Condition | None) -> Answer:
        """Say whether a record satisfies a condition: unknown where its fields do not say."""
        if condition is None:
            return Answer.YES
        if isinstance(condition, Test):
            return self._test(condition, value_of(table, record, condition.field))
        if isinstance(condition, Not):
            return ~self.test(table, record, condition.condition)
        answers = [self.test(table, record, part) for part in condition.conditions]
        result = answers[0]
        for answer in answers[1:]:
            result = result & answer if isinstance(condition, All) else result | answer
        return result

    def _test(self, test: Test, value: Anything) -> Answer:
        if test.operator == "stated":
            return Answer.of(value is not None and value != ())
        if value is None:
            return Answer.UNKNOWN
        if test.window and self.window is None:
            raise ClaimError("window", "", "a window, since the measure asks for it")
        words = (str(self.window),) if test.window else test.values
        return _any(_compare(test, value, word) for word in words)

    def is_complete(self, selection: Selection, window: DateSpan | None = None) -> bool:
        """Whether the landscape holds every record of a selection.

        It does if a register promises it.  A landscape without any registers
        is taken as it is, but a table without any rows covers nothing.
        """
        if self.landscape.registers is None:
            return bool(self.landscape.table(selection.table))
        return self.is_registered(selection, window)

    def is_registered(self, selection: Selection, window: DateSpan | None = None) -> bool:
        """Whether a register promises every record of a selection, in *window* or in its own."""
        parts = conjuncts(selection.condition)
        asked = window or self._window(selection) or DateSpan()
        for register in self.landscape.registers or ():
            if register.table != selection.table:
                continue
            condition = register.where and read_condition(register.table, register.where)
            if conjuncts(condition or None) <= parts and _covers(register.window, asked):
                return True
        return False

    def _window(self, selection: Selection) -> DateSpan | None:
        """Return the window that a selection is limited to."""
        for test in conjuncts(selection.condition):
            if isinstance(test, Test) and test.operator == "in" and test.field in _DATES:
                if test.window:
                    return self.window
                if len(test.values) == 1 and (span := _span(test.values[0])) is not None:
                    return span
        return None

    def _base(self, selection: Selection) -> Base:
        parts = {"unit": UNITS[selection.table]}
        for test in conjuncts(selection.condition):
            if isinstance(test, Test) and test.operator == "=":
                parts[test.field] = test.values[0]
        return Base(tuple(sorted(parts.items())), self._window(selection))


def _covers(register: DateSpan, asked: DateSpan) -> bool:
    starts = register.first is None or (asked.first is not None and register.first <= asked.first)
    ends = register.last is None or (asked.last is not None and asked.last <= register.last)
    return starts and ends


def _any(answers: Iterable[Answer]) -> Answer:
    result = Answer.NO
    for answer in answers:
        result = result | answer
    return result


def _span(word: str) -> DateSpan | None:
    try:
        return DateSpan.of(word)
    except DateError:
        return None


def _compare(  # noqa: PLR0911 - one return a kind of value
    test: Test, value: Anything, word: str
) -> Answer:
    """Answer one comparison; a list satisfies it if one of its items does."""
    if isinstance(value, tuple):
        if test.operator not in {"has", "=", "!="}:
            return _any(_compare(test, item, word) for item in value)
        found = Answer.of(any(_text(item) == word for item in value))
        return ~found if test.operator == "!=" else found
    if isinstance(value, Place):
        return _compare_places(test, value, word)
    if isinstance(value, bool):
        return _compare_texts(test, "true" if value else "false", word)
    if isinstance(value, PartialDate):
        return _compare_dates(test, value, word)
    if isinstance(value, AmountRange):
        return _compare_amounts(test, value, _number(test, word))
    if isinstance(value, int | Decimal):
        return _compare_numbers(test, Decimal(value), _number(test, word))
    return _compare_texts(test, _text(value), word)


def _text(value: Anything) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _compare_texts(test: Test, value: str, word: str) -> Answer:
    answers = {
        "=": value == word, "in": value == word, "has": value == word, "!=": value != word,
        "starts": value.startswith(word), "ends": value.endswith(word), "contains": word in value,
    }  # fmt: skip
    if test.operator not in answers:
        raise _unfit(test, "a text")
    return Answer.of(answers[test.operator])


def _compare_places(test: Test, value: Place, word: str) -> Answer:
    """Answer whether a place is in a cluster: of a province alone that may not be known."""
    if test.operator not in {"has", "in", "=", "!="}:
        raise _unfit(test, "a list of clusters")
    try:
        inside = value.in_cluster(word)
    except VocabularyError as error:
        raise _unfit(test, f"a list of clusters: {', '.join(error.allowed)}") from None
    return ~inside if test.operator == "!=" else inside


def _compare_dates(test: Test, value: PartialDate, word: str) -> Answer:
    span = _span(word)
    if span is None:
        raise _unfit(test, "a date, compared with dates")
    first, last = value.earliest(), value.latest()
    inside = span.contains(value)
    if test.operator in {"=", "in", "has"}:
        return inside
    if test.operator == "!=":
        return ~inside
    if span.first is None or span.last is None or test.operator not in {"<", "<=", ">", ">="}:
        raise _unfit(test, "a date, compared with a day, a month or a year")
    before = _order(last < span.first, first >= span.first)
    after = _order(first > span.last, last <= span.last)
    return {"<": before, ">=": ~before, ">": after, "<=": ~after}[test.operator]


def _order(surely: bool, never: bool) -> Answer:  # noqa: FBT001 - two truths into one answer
    return Answer.YES if surely else Answer.NO if never else Answer.UNKNOWN


def _compare_amounts(test: Test, value: AmountRange, number: Decimal) -> Answer:
    answers = {
        ">=": value.at_least(number), ">": value.more_than(number),
        "<": ~value.at_least(number), "<=": ~value.more_than(number),
    }  # fmt: skip
    if test.operator in answers:
        return answers[test.operator]
    raise _unfit(test, "an amount, compared with >=, >, < or <=")


def _compare_numbers(test: Test, value: Decimal, number: Decimal) -> Answer:
    answers = {
        "=": value == number, "in": value == number, "!=": value != number, ">": value > number,
        ">=": value >= number, "<": value < number, "<=": value <= number,
    }  # fmt: skip
    if test.operator not in answers:
        raise _unfit(test, "a number")
    return Answer.of(answers[test.operator])


def _number(test: Test, word: str) -> Decimal:
    # Decimal would also take "nan", "1e9", "1_000" and the digits of other scripts.
    if _NUMBER.fullmatch(word) is None:
        raise _unfit(test, "a number, compared with numbers")
    return Decimal(word)


def _unfit(test: Test, expected: str) -> ClaimError:
    words = ", ".join(test.values) or "window"
    return ClaimError(
        "measure", f"{test.field} {test.operator} {words}", f"{test.field} is {expected}"
    )
