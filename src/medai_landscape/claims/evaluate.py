"""Measuring: from a measure and a landscape to what the records say.

Each function of the language is one method here, or one function of `groups` or
`extremes`.  They take the records that the landscape holds and say what was found
and in which of them; whether a claim holds is for the audit.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from typing import Any as Anything

from attrs import evolve, frozen

from medai_landscape.amounts import AmountRange
from medai_landscape.claims import extremes, groups, tally
from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.claimed import Claimed
from medai_landscape.claims.fields import value_of
from medai_landscape.claims.measure import (
    Arithmetic,
    Call,
    Literal,
    Name,
    Selection,
    Test,
    Words,
)
from medai_landscape.claims.observation import (
    Figure,
    Found,
    NothingFoundError,
    Observation,
    Stated,
    unverified,
)
from medai_landscape.dates import DateSpan

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.claims.measure import Condition, Expression
    from medai_landscape.claims.selection import Selector
    from medai_landscape.records.claim import Claim

__all__ = ["Evaluator"]

_GROUPS: dict[str, Callable[..., Found]] = {
    "all": groups.all_of,
    "exists": groups.exists,
    "first": extremes.first,
    "is": groups.individuals,
    "largest": extremes.largest,
    "listed": groups.listed,
    "only": groups.only,
    "partition": groups.partition,
}
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")


@frozen
class Evaluator:
    """Measures over one landscape and the claims that a measure may name."""

    selector: Selector
    claims: dict[str, Claim]

    def measured(self, expression: Expression) -> Observation:
        """Return what the records say.

        Raises:
            NothingFoundError: no record answers.
            ScopeError: figures that count unlike things were joined or compared.
            ClaimError: the measure asks a field for what it is not.
        """
        if isinstance(expression, Literal):
            return Figure(expression.value, expression.value)
        if isinstance(expression, Arithmetic):
            left, right = self._figure(expression.left), self._figure(expression.right)
            return left.joined(expression.operator, right)
        about_records = _GROUPS.get(expression.function)
        if about_records is not None:
            return about_records(self.selector, *expression.arguments)
        result: Observation = getattr(self, f"_{expression.function}")(*expression.arguments)
        return result

    def _figure(self, expression: Expression) -> Figure:
        found = self.measured(expression)
        if not isinstance(found, Figure):
            what = expression.function if isinstance(expression, Call) else "it"
            raise ClaimError("measure", what, "a figure where figures are joined")
        return found

    # Figures.

    def _count(self, selection: Selection) -> Figure:
        return tally.counted(self.selector.select(selection))

    def _aggregate(
        self, function: Name, selection: Selection, column: Name, *options: Test
    ) -> Figure:
        settings = {option.field: option.values[0] for option in options}
        return tally.aggregated(self.selector, selection, function.text, column.text, settings)

    def _distinct(self, selection: Selection, field: Name) -> Figure:
        chosen = self.selector.select(selection)
        values: dict[Anything, str] = {}
        for record in chosen.records:
            value = value_of(chosen.table, record, field.text)
            if value not in (None, ()):
                values.setdefault(value, record.id)
        number = Decimal(len(values))
        base = evolve(chosen.base, parts=tuple(p for p in chosen.base.parts if p[0] != "unit"))
        exact = chosen.complete and not chosen.possible
        return Figure(
            number, number if exact else None, base, tuple(values.values()), chosen.complete
        )

    def _share(self, selection: Selection, condition: Condition) -> Figure:
        found = groups.all_of(self.selector, selection, condition)
        if not found.size:
            raise NothingFoundError
        share = Decimal(100 * len(found.supporters)) / found.size
        sure = found.complete and not found.undecided
        return Figure(
            share if sure else None, share if sure else None, found.base, found.supporters, sure
        )

    def _total(self, selection: Selection) -> Stated:
        chosen = self.selector.select(selection)
        amounts = [r.amount for r in chosen.records if getattr(r, "amount", None) is not None]
        total = AmountRange.total(amounts)
        if total is None:
            raise NothingFoundError
        if not chosen.complete or chosen.possible or len(amounts) < len(chosen.records):
            total = evolve(total, high=None)  # what is undisclosed or not here adds to it
        return Stated(total, chosen.ids)

    def _pace(self, expression: Expression) -> Figure:
        figure = self._figure(expression)
        if figure.base.window is None or not figure.base.window.days:
            raise NothingFoundError
        days = Figure(*(Decimal(figure.base.window.days),) * 2)
        return evolve(figure.joined("/", days), base=figure.base.timeless())

    # Other claims.

    def _claim(self, name: Words) -> Figure:
        return self._named(name).figure()

    def _before(self, name: Words) -> Figure:
        return self._named(name).before()

    def _after(self, name: Words) -> Figure:
        return self._named(name).after()

    def _same(self, left: Words, right: Words, part: Name) -> Found:
        return self._named(left).require_same(self._named(right), part.text)

    def _named(self, name: Words) -> Claimed:
        if name.text not in self.claims:
            raise NothingFoundError(name.text)
        return Claimed(self.claims[name.text])

    # Values.

    def _value(self, selection: Selection, field: Name) -> Stated:
        chosen = self.selector.select(selection)
        values = [(r, value_of(chosen.table, r, field.text)) for r in chosen.records]
        known = [value for _, value in values if value not in (None, ())]
        if not known or any(value != known[0] for value in known):
            raise NothingFoundError
        also = _other_dates(chosen.records[0], field.text) if len(chosen.records) == 1 else ()
        return Stated(known[0], chosen.ids, unverified(chosen.records, field.text), also)

    def _years(self, selection: Selection, field: Name) -> Stated:
        stated = self._value(selection, field)
        years = [int(year) for year in _YEAR.findall(str(stated.value))]
        if not years:
            raise NothingFoundError
        span = DateSpan(date(min(years), 1, 1), date(max(years), 12, 31), "year")
        return evolve(stated, value=span)

    def _largest_amount(self, selection: Selection) -> Stated:
        leader = extremes.leader(self.selector.select(selection).records)
        return Stated(leader.amount, (leader.id,), unverified((leader,), "amount"))


def _other_dates(record: Anything, field: str) -> tuple[tuple[str, str], ...]:
    """Return the other dates of an instrument: signing and publication are mixed up in reports."""
    names = ("signed", "published", "effective")
    if field not in names:
        return ()
    dates = ((name, getattr(record, name, None)) for name in names if name != field)
    return tuple((name, day.isoformat()) for name, day in dates if day is not None)
