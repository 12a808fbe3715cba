"""Counting: the words of a number added up, from the first to the last.

Arabic and Chinese digits and the units of both languages add up in the same
way: a unit multiplies the digits since the last unit of its size or above.

"Several" starts at two and stops below the next unit word: 数亿 is at least
200,000,000 and less than 十亿 (SPEC.md, section G).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define, field, frozen

from medai_landscape.errors import AmountError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from medai_landscape.wording.tokens import Token

__all__ = ["Count"]

_ONE, _TWO, _TEN, _HUNDRED = Decimal(1), Decimal(2), Decimal(10), Decimal(100)
_TENTH = Decimal("0.1")
_FIGURES = range(2, 16)
# The kinds of word one of which must follow; nothing can follow 位数.
_NEXT: Mapping[str, frozenset[str]] = {
    "counter": frozenset({"big", "more"}),
    "figures": frozenset(),
    "point": frozenset({"digit"}),
    "zero": frozenset({"digit", "number", "point", "several"}),
}


@frozen
class _Notation:
    """How a number in figures is written: what parts its thousands, and what its decimals."""

    pattern: re.Pattern[str]
    mark: str
    point: str


# At most 23 digits, so that a product with two digits more is still exact in a Decimal.
_DECIMALS = r"(?:\.[0-9]{1,8})?"
_NOTATIONS = (
    _Notation(re.compile(rf"(?:0|[1-9][0-9]{{0,14}}){_DECIMALS}"), "", "."),
    *(
        _Notation(
            re.compile(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}}){{1,4}}{_DECIMALS}"), mark, "."
        )
        for mark in ",'’ "
    ),
    # 1,25,00,000: by lakhs and crores.
    _Notation(re.compile(rf"[1-9][0-9]?(?:,[0-9]{{2}}){{1,4}},[0-9]{{3}}{_DECIMALS}"), ",", "."),
    # 1.234.567,89: only where no other reading is left, which 1.234 and 1,5 have.
    _Notation(
        re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){1,4},[0-9]{1,8}|(?:\.[0-9]{3}){2,4})"),
        ".",
        ",",
    ),
)


def _misplaced(token: Token) -> AmountError:
    return AmountError(
        token.text, "a number such as 3.5, 3,500, 一亿二千万, 十几亿 or several hundred million"
    )


def _value(token: Token) -> Decimal:
    for notation in _NOTATIONS:
        if notation.pattern.fullmatch(token.value):
            return Decimal(token.value.replace(notation.mark, "").replace(notation.point, "."))
    raise AmountError(
        token.text, "up to 15 digits, a comma between thousands, up to 8 decimals after a point"
    )


def _last_place(value: Decimal) -> Decimal:
    """Return the value of a one in the last digit that is not zero."""
    return _ONE.scaleb(int(value.normalize().as_tuple().exponent)) if value else _ONE


def _is_latin(token: Token) -> bool:
    return token.text.isascii()


@define
class Count:
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
    tenth: Decimal | None = None  # what a one in the next place behind a point is worth
    is_open: bool = False

    @classmethod
    def of(cls, tokens: Sequence[Token], *, upper: bool) -> Count:
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
        if token.kind not in _NEXT.get(self.last, {token.kind}):
            raise _misplaced(token)
        self._TAKES[token.kind](self, token)

    def _take_digit(self, token: Token) -> None:
        value = _value(token)
        if self.digit is not None and self.tenth is not None and value < _TEN:  # 三点二五
            self.digit += value * self.tenth
            self.place, self.tenth = self.tenth, self.tenth * _TENTH
        elif self.digit is None and (value >= 1 or self.unit is None):  # no 一亿半
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
        if self.digit is None and self.unit is not None:
            self.unit = None
        elif self.last:
            raise _misplaced(token)
        else:
            self.digit = Decimal(0)  # of 零点五

    def _take_point(self, token: Token) -> None:
        """Count 十二点五 as 12 and the tenths that follow."""
        pending = self._pending()
        if pending is None or self.is_open or self.groups or self.last == "number":
            raise _misplaced(token)
        self.digit, self.section, self.unit, self.tenth = pending, None, None, _TENTH

    def _take_half(self, token: Token) -> None:
        """Count "two and a half" as 2.5."""
        if self.last != "digit" or self.digit is None or self.is_open:
            raise _misplaced(token)
        self.digit, self.place = self.digit + _value(token), _ONE

    def _take_counter(self, token: Token) -> None:
        """Pass over the 个 of 三个亿."""
        if self.digit is None and self.section is None:
            raise _misplaced(token)

    def _take_figures(self, token: Token) -> None:
        """Count 九位数 and "nine figures" as all numbers of nine digits."""
        digit = self.digit or Decimal(0)
        if self.section is not None or self.groups or digit not in _FIGURES:
            raise _misplaced(token)
        self._open(token)
        self.place = self.big = _TEN ** int(digit - 1)
        self.section, self.digit = self.big * (_TEN if self.upper else _ONE), None

    def _take_small(self, token: Token) -> None:
        unit = Decimal(token.value)
        if self.last == "more" or (self.section is not None and unit >= self.small):
            raise _misplaced(token)
        if self.digit is None:
            self.digit = self.place = _ONE  # 十 is 一十
        self.section = (self.section or 0) + self.digit * unit
        self.place, self.small, self.digit, self.unit = self.place * unit, unit, None, token
        self.tenth = None

    def _take_big(self, token: Token) -> None:
        unit = Decimal(token.value)
        if self.unit is not None and _is_latin(self.unit) is not _is_latin(token):
            raise _misplaced(token)
        if self._is_short() and self.last != "number" and not _is_latin(token):  # 三千五万
            raise _misplaced(token)
        pending, self.section, self.digit, self.tenth = self._pending(), None, None, None
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
        if _NEXT.get(self.last):
            raise _misplaced(token)
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

    _TAKES: ClassVar[Mapping[str, Callable[[Any, Token], None]]] = {
        "big": _take_big,
        "counter": _take_counter,
        "digit": _take_digit,
        "figures": _take_figures,
        "half": _take_half,
        "more": _take_more,
        "number": _take_digit,
        "plural": _take_plural,
        "point": _take_point,
        "several": _take_several,
        "small": _take_small,
        "zero": _take_zero,
    }
