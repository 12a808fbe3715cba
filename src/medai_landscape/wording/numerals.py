"""Numbers in words: 一亿二千三百万, 十几亿, 五六千万, 20余亿, several hundred million.

A number may leave itself open (数亿, 十几亿, 五六千万), so a `Figure` is an
interval; where it is exact, both ends are the same.  `counting` adds up its words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from medai_landscape.errors import AmountError
from medai_landscape.intervals import Interval
from medai_landscape.wording.counting import Count
from medai_landscape.wording.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NUMERAL_KINDS", "NUMERAL_SHAPES", "Figure", "compound_words", "read_figure"]

# A space parts a number only before three digits: 1 250 000.  A point at the very end is a full
# stop.
NUMERAL_SHAPES = r"(?P<number>[0-9](?:[0-9,'’]|\.(?!\Z)| (?=[0-9]{3}(?![0-9])))*)"
NUMERAL_KINDS = frozenset(
    {
        *("big", "counter", "digit", "figures", "half", "more", "number"),
        *("plural", "point", "several", "small", "zero"),
    }
)

# Whoever writes Mio and Mrd may part thousands with a point.
_CONTINENTAL = ("mio", "mrd")
_THOUSANDS_OR_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONE, _TEN = Decimal(1), Decimal(10)


@frozen
class Figure:
    """A number as it is written: what it can be, and the units it names.

    *place* is the value of a one in its last digit that is not zero: 千万 for
    3.5亿.  *small* is its last 十, 百 or 千 and *big* the product of its units
    from 千 and 万 up, both 1 where none is named; *groups* counts numbers with
    a unit of their own, two in 1亿2千万, none in 九位数.
    """

    range: Interval
    place: Decimal = _ONE
    small: Decimal = _ONE
    big: Decimal = _ONE
    groups: int = 0
    is_digit: bool = False

    @property
    def exact(self) -> Decimal | None:
        """The number, or None where the words leave it open."""
        return self.range.low if self.range.low == self.range.high else None

    def with_unit_of(self, right: Figure) -> Figure:
        """Return it with the unit of *right* if it has none itself, as the 1 of 1-2亿.

        Raises:
            AmountError: *right* has two units to choose from, as in 三到五十万.
        """
        if self.big != 1 or right.big == 1:
            return self
        unit = right.big
        if self.is_digit and right.small != 1 and not self._is_over(right, unit * right.small):
            unit *= right.small
        if right.groups != 1 or unit == right.big * _TEN:
            raise AmountError(f"{self.range.low:f}", "a unit beside each of the two numbers")
        return self.times(unit)

    def times(self, unit: Decimal) -> Figure:
        """Return it in a unit that stands elsewhere."""
        low, high = (
            None if end is None else end * unit for end in (self.range.low, self.range.high)
        )
        return evolve(
            self, range=evolve(self.range, low=low, high=high), place=self.place * unit, big=unit
        )

    def _is_over(self, right: Figure, unit: Decimal) -> bool:
        low, high = self.range.low, right.range.high
        return low is not None and high is not None and low * unit > high


def read_figure(tokens: Sequence[Token]) -> Figure:
    """Read *tokens*, each of one of `NUMERAL_KINDS`, as one number.

    Raises:
        AmountError: they make no number; says which token stands in the wrong place.
    """
    for number, unit in pairwise(tokens):
        if unit.text.startswith(_CONTINENTAL) and _THOUSANDS_OR_DECIMALS.fullmatch(number.text):
            raise AmountError(number.text, "1,200 or 1.2 beside Mio and Mrd: 1.200 may be either")
    low = Count.of(tokens, upper=False)
    high = Count.of(tokens, upper=True) if low.is_open else low
    more = any(token.kind == "more" for token in tokens)
    return Figure(
        Interval(low.total(), high.total(), low_closed=not more, high_closed=not low.is_open),
        low.place,
        low.small,
        low.big,
        len(low.groups),
        is_digit=len(tokens) == 1 and low.total() < _TEN,
    )


def compound_words() -> list[Token]:
    """Return twenty-one to ninety-nine, whose hyphen is no "to", as words of a lexicon."""
    return [
        Token("digit", str(10 * tens + ones), f"{ten}{joint}{one}")
        for tens, ten in enumerate(_TENS, 2)
        for ones, one in enumerate(_ONES, 1)
        for joint in "- "
    ]
