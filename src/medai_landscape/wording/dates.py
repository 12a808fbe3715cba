"""Dates and periods in words, Chinese and English: 截至2025年5月末, 2025年1-10月, since 2019.

    phrase := relation* point relation* | [since] point "to" point [until]

`date_points` reads a point; the relations say which of its days bound the
span.  A span has no more than was said: 截至 gives a last day only, 以来 a first
day only.

- 截至, 至, by, until, as of: the last day is the last one of the point.
- 前, 以前, before: the day before the point; 2025年底前 includes the last of December.
- 自, 从, 起, 以来, since, from: the first day is the first one of the point.
- 后, 以后, after: the day after the point.
- 至今, to date, present: the last day is the context's, if that is a date.

A hyphen between a year and a part of one makes no period: 2024-Q3 is a quarter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from attrs import define, field

from medai_landscape.dates import DateSpan, Precision
from medai_landscape.errors import DateError
from medai_landscape.wording.date_points import FIRST_SHAPE, POINT_KINDS, Point
from medai_landscape.wording.partial_dates import (
    DATE_SHAPE,
    HAN_NUMBER,
    Order,
    read_partial_date,
)
from medai_landscape.wording.tokens import Lexicon, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["parse_date"]

_EXPECTED = "a date or period such as 2025年6月, 2025年1-10月, 截至2025年5月末 or since March 2025"
# The digit of 1h and 1q belongs to the word; that of 2025q3 does not.
_SHAPES = (
    f"(?P<date>(?:{DATE_SHAPE})(?![0-9年月日号]))"
    f"|(?P<first>{FIRST_SHAPE})"
    f"|(?P<number>[0-9]{{1,4}}(?:st|nd|rd|th)?(?![0-9])(?![hq](?![1-4](?![0-9])))|{HAN_NUMBER})"
)
_FINEST: Precision = "day"
_DAY = timedelta(1)
_UNSAID = frozenset({"between", "closing", "filler"})
_TIES = frozenset("-/–−")  # of 2024-Q3, which is one point
_RELATIONS = frozenset({"after", "before", "since", "to_now", "until"})


@cache
def _lexicon() -> Lexicon:
    return Lexicon.from_table("wording/date_words.csv", _SHAPES)


def parse_date(
    text: str, *, context: date | int | None = None, order: Order | None = None
) -> DateSpan:
    """Read a date, a period or one end of it as a span of days.

    A word such as 截至 or "since" leaves the other end open; nothing is filled
    in.  What "end of the year" and its like mean in days is listed in
    `medai_landscape.wording.date_points`.

    Args:
        text: One phrase, not a sentence with a phrase in it.
        context: The day, or only the year, from which the text counts.  Needed for
            10月 without a year, for 去年 and, as a day, for 本月 and today.
        order: How the numbers of 03/04/2025 stand; see `read_partial_date`.

    Returns:
        The span; its precision is that of the coarser end.

    Raises:
        DateError: no date, a day that does not exist, two readings, or a word that
            needs a context.

    >>> str(parse_date("2025年1-10月")), str(parse_date("截至2025年5月末"))
    ('2025-01-01/2025-10-31', '../2025-05-31')
    >>> str(parse_date("2024年2月前")), str(parse_date("从6月至10月", context=2025))
    ('../2024-01-31', '2025-06-01/2025-10-31')
    >>> str(parse_date("since March 2025")), str(parse_date("Q3 2025"))
    ('2025-03-01/..', '2025-07-01/2025-09-30')
    """
    if isinstance(context, datetime | bool) or not isinstance(context, date | int | None):
        raise DateError(context, "context= to be a date, a year, or None")
    try:
        return read_partial_date(text, order=order).span()
    except DateError:
        tokens = _lexicon().tokens(text, DateError, _EXPECTED)
    try:
        return _span(_sides(tokens, order), context)
    except DateError as error:
        raise DateError(text, f"{_EXPECTED}; {error.expected}") from None
    except OverflowError:
        raise DateError(text, f"{_EXPECTED}, from the year 1 to 9999") from None


@define
class _Side:
    """One end of a phrase: its point, and the words that say which end it is."""

    point: Point = field(factory=Point)
    relations: set[str] = field(factory=set)
    is_open: bool = False
    is_tied: bool = False
    is_now: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing but relations was said."""
        return not (self.point.is_begun or self.is_open or self.is_now)

    def take(self, token: Token, order: Order | None) -> None:
        """Add *token*.

        Raises:
            DateError: it does not belong to one date.
        """
        if token.kind == "date":
            self.point.take_date(read_partial_date(token.value, order=order))
        elif token.kind in POINT_KINDS:
            self.point.take(token)
        elif token.kind in _RELATIONS:
            self.relations.add(token.kind)
        elif token.kind == "open":
            self.is_open = True
        elif token.kind == "now":
            self.is_now = True
        elif token.kind not in _UNSAID:
            raise DateError(token.text, f"a date without {token.text!r}")


def _sides(tokens: Sequence[Token], order: Order | None) -> list[_Side]:
    """Part *tokens* at "to", and at "and" where it belongs to "between"."""
    sides = [_Side()]
    joint = {"to", "and"} if any(token.kind == "between" for token in tokens) else {"to"}
    for token in tokens:
        if token.kind == "to" and len(sides) == 1 and sides[0].is_empty:  # 至2025年10月
            sides[0].relations.add("until")
        elif token.kind in joint:
            sides.append(_Side(is_tied=token.text in _TIES))
        else:
            sides[-1].take(token, order)
    for side in sides:
        side.point.finish()
    left, right = sides[0], sides[-1]
    if len(sides) == 2 and right.is_tied and left.point.completes(right.point):  # noqa: PLR2004 - two ends
        left.point.absorb(right.point)
        left.relations |= right.relations
        return [left]
    return sides


def _span(sides: Sequence[_Side], context: date | int | None) -> DateSpan:
    if len(sides) == 1:
        return _one_end(sides[0].point, sides[0].relations, context)
    if len(sides) > 2:  # noqa: PLR2004 - two ends
        raise DateError("", "one point, or two with 至, - or to between them")
    left, right = sides
    if left.relations - {"since"} or right.relations - {"before", "to_now", "until"}:
        raise DateError("", "自, from and since at the first end, 止 and before at the last")
    left.point.explain_bare(right.point, nearest=0)
    right.point.explain_bare(left.point, nearest=-1)
    left.point.inherit(right.point)
    right.point.inherit(left.point)
    first, precision = None, _FINEST
    if not left.is_open:
        first, _, precision = left.point.days(context)
    if right.is_open:
        return DateSpan(first, None, precision)
    if right.is_now or right.relations == {"to_now"}:
        return DateSpan(first, _today(context), precision)
    last = _one_end(right.point, right.relations | {"until"}, context)
    return DateSpan(first, last.last, _coarser(precision, last.precision))


def _one_end(point: Point, relations: set[str], context: date | int | None) -> DateSpan:
    """Return the span of a phrase with one point: its days, or what lies on one side of them."""
    first, last, precision = point.days(context)
    match sorted(relations):
        case []:
            return DateSpan(first, last, precision)
        case ["until"]:
            return DateSpan(None, last, precision)
        case ["before"] | ["before", "until"]:
            # 年底前 includes the last of December.
            return DateSpan(None, last if point.part == "end" else first - _DAY, precision)
        case ["since"]:
            return DateSpan(first, None, precision)
        case ["to_now"] | ["since", "to_now"]:
            return DateSpan(first, _today(context), precision)
        case ["after"]:
            return DateSpan(last + _DAY, None, precision)
        case _:
            raise DateError("", "one of before, until, since and after")


def _today(context: date | int | None) -> date | None:
    return context if isinstance(context, date) else None


def _coarser(one: Precision, other: Precision) -> Precision:
    return max(one, other, key=("day", "month", "year").index)
