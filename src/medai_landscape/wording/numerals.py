"""Numbers in words: 一亿二千三百万, 十几亿, 五六千万, 20余亿, several hundred million.

Arabic and Chinese digits and the units of both languages add up in the same
way: a unit multiplies the digits since the last unit of its size or above.  A
number may leave itself open (数亿, 十几亿, 五六千万), so a `Figure` is an
interval; where it is exact, both ends are the same.

"Several" starts at two and stops below the next unit word: 数亿 is at least
200,000,000 and less than 十亿 (SPEC.md, section G).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from medai_landscape.errors import AmountError
from medai_landscape.intervals import Interval
from medai_landscape.wording.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NUMERAL_KINDS", "NUMERAL_SHAPES", "Figure", "compound_words", "read_figure"]

NUMERAL_SHAPES = r"(?P<number>[0-9][0-9,.]*)"
NUMERAL_KINDS = frozenset({"big", "digit", "more", "number", "plural", "several", "small", "zero"})

# At most 23 digits, so that a product with two digits more is still exact in a Decimal.
_NUMBER = re.compile(
    r"(?:(?:0|[1-9][0-9]{0,14})|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,8})?"
)
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONE, _TWO, _TEN, _HUNDRED = Decimal(1), Decimal(2), Decimal(10), Decimal(100)


@frozen
class Figure:
    """A number as it is written: what it can be, and the units it names.

    *place* is the value of a one in its last digit that is not zero: 千万 for
    3.5亿.  *small* is its last 十, 百 or 千 and *big* the product of its units
    from 千 and 万 up, both 1 where none is named; *groups* counts numbers with
    a unit of their own, two in 1亿2千万.
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
        if right.groups > 1 or unit == right.big * _TEN:
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
    low = _Count.of(tokens, upper=False)
    high = _Count.of(tokens, upper=True) if low.is_open else low
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


def _misplaced(token: Token) -> AmountError:
    return AmountError(
        token.text, "a number such as 3.5, 3,500, 一亿二千万, 十几亿 or several hundred million"
    )


def _value(token: Token) -> Decimal:
    if token.kind == "number" and _NUMBER.fullmatch(token.value) is None:
        raise AmountError(
            token.text, "up to 15 digits, a comma between thousands, up to 8 decimals after a point"
        )
    return Decimal(token.value.replace(",", ""))


def _last_place(value: Decimal) -> Decimal:
    """Return the value of a one in the last digit that is not zero."""
    return _ONE.scaleb(int(value.normalize().as_tuple().exponent)) if value else _ONE


def _is_latin(token: Token) -> bool:
    return token.text.isascii()


@define
class _Count:
    """One end of a figure, counted token by token.

    A digit that is left open (数, 五六, 20余) counts as the first number it can
    be or, at the *upper* end, as the first one above.
    """

    upper: bool
    groups: list[tuple[Decimal, Decimal]] = field(factory=list)  # numbers with a big unit
    section: Decimal | None = None  # since then, what has a small unit
    digit: Decimal | None = None  # since then
    unit: Token | None = None  # right before the digit
    place: Decimal = _ONE
    small: Decimal = _ONE
    big: Decimal = _ONE
    last: str = ""
    is_open: bool = False

    @classmethod
    def of(cls, tokens: Sequence[Token], *, upper: bool) -> _Count:
        """Count all *tokens*."""
        count = cls(upper)
        for token in tokens:
            count._take(token)
            count.last = token.kind
        count._finish(tokens[-1])
        return count

    def total(self) -> Decimal:
        """Return the number so far."""
        return sum((value for value, _ in self.groups), self._pending() or Decimal(0))

    def _take(self, token: Token) -> None:
        match token.kind:
            case "number" | "digit":
                self._take_digit(token)
            case "several":
                self._take_several(token)
            case "more":
                self._take_more(token)
            case "small":
                self._take_small(token)
            case "big":
                self._take_big(token)
            case "plural":
                self._take_plural(token)
            case _:
                self._take_zero(token)

    def _take_digit(self, token: Token) -> None:
        value = _value(token)
        if self.digit is None:
            self.digit, self.place = value, _last_place(value)
        elif (
            self.last == token.kind == "digit" and self.digit == value - 1 and value < _TEN
        ):  # 五六
            self._open(token)
            self.digit = value + 1 if self.upper else self.digit
        else:
            raise _misplaced(token)

    def _take_several(self, token: Token) -> None:
        """Count 数 as 2 to 9, and as 1 to 9 after tens: 十几, 30几."""
        self._open(token)
        after_tens = self.last == "small" and self.small == _TEN
        if self.last == "number" and self.digit and not self.digit % _TEN:
            after_tens = True
        elif self.digit is not None:
            raise _misplaced(token)
        least = _ONE if after_tens else _TWO
        self.digit = (self.digit or 0) + (_TEN if self.upper else least)
        self.place = _ONE

    def _take_more(self, token: Token) -> None:
        """Count 20余 as up to one more of the last place named."""
        self._open(token)
        if self.digit is None and self.section is None:
            raise _misplaced(token)
        self.digit = (self.digit or Decimal(0)) + (self.place if self.upper else 0)
        self.unit = None

    def _take_zero(self, token: Token) -> None:
        if self.digit is not None or self.unit is None:
            raise _misplaced(token)
        self.unit = None

    def _take_small(self, token: Token) -> None:
        unit = Decimal(token.value)
        if self.last == "more" or (self.section is not None and unit >= self.small):
            raise _misplaced(token)
        if self.digit is None:
            self.digit = self.place = _ONE  # 十 is 一十
        self.section = (self.section or 0) + self.digit * unit
        self.place, self.small, self.digit, self.unit = self.place * unit, unit, None, token

    def _take_big(self, token: Token) -> None:
        unit = Decimal(token.value)
        if self.unit is not None and _is_latin(self.unit) is not _is_latin(token):
            raise _misplaced(token)
        if self._is_short() and self.last != "number" and not _is_latin(token):  # 三千五万
            raise _misplaced(token)
        pending, self.section, self.digit = self._pending(), None, None
        while self.groups and self.groups[-1][1] < unit:
            pending = (pending or 0) + self.groups.pop()[0]
        if pending is None and not self.groups:
            pending = self.place = _ONE  # 亿元 is 1亿元
        if pending is None or (self.groups and self.groups[-1][1] == unit):
            raise _misplaced(token)
        self.groups.append((pending * unit, unit))
        self.big = self.big * unit if self.last == "big" else unit
        self.place, self.unit = self.place * unit, token

    def _take_plural(self, token: Token) -> None:
        """Count "hundreds of" as several hundred, and "millions" alone as several million."""
        is_big = Decimal(token.value) > _HUNDRED
        if self.digit is None and self.section is None:
            self._take_several(token)
        elif not is_big:
            raise _misplaced(token)
        if is_big:
            self._take_big(token)
        else:
            self._take_small(token)

    def _is_short(self) -> bool:
        """Whether a digit follows a unit from 百 up directly, as in 一万五."""
        return self.digit is not None and self.unit is not None and self.unit.value != "10"

    def _finish(self, token: Token) -> None:
        """Read 一万五 as 一万五千; 1万5 and two million five are left to their writers."""
        if not self._is_short() or self.unit is None or self.digit is None:
            return
        if token.kind != "digit":
            raise _misplaced(token)
        if not _is_latin(token):
            self.place = Decimal(self.unit.value) / _TEN
            self.digit *= self.place
        elif self.unit.kind == "big":
            raise _misplaced(token)

    def _open(self, token: Token) -> None:
        if self.is_open:
            raise _misplaced(token)
        self.is_open = True

    def _pending(self) -> Decimal | None:
        if self.digit is None:
            return self.section
        return self.digit + (self.section or 0)
