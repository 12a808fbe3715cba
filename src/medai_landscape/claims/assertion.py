"""What a claim asserts, read from its text: a figure with its comparison, a date, a change.

The forms are those of the `asserted` column: ``= 11``, ``> 70 %``, ``= 1000000000
CNY``, ``near 160``, ``order of 1000000000 CNY``, ``change 24 -> 14 months``,
``all of 11``, ``9 of 11``, ``40 > 24``, ``month = 2025-06``, ``class = IIb``,
``> 40 each of 2023 2024 2025``; a figure alone is ``=`` that figure, and anything
else is a statement such as ``first``.
"""

from __future__ import annotations

import operator
import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.dates import PartialDate
from medai_landscape.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "COMPARISONS",
    "Assertion",
    "Bound",
    "Change",
    "Dated",
    "Figures",
    "Fraction",
    "Property",
    "Statement",
    "Versus",
    "read_assertion",
]

COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip
"""The signs of comparison."""

_N = r"[0-9]{1,18}(?:\.[0-9]{1,9})?"
_UNIT = r"(?: ?(%|[A-Za-z]{1,20}))?"
_SIGN = r"(>=|<=|=|>|<|≥|≤)"
_EACH = re.compile(r"(.{1,80}?) each of ([0-9]{4}(?: [0-9]{4}){0,20})")
_FIGURE = re.compile(rf"(?:([a-z]{{1,20}}) )?(?:{_SIGN} ?)?({_N}){_UNIT}")
_BOUND = re.compile(rf"(near|order of) ({_N}){_UNIT}")
_CHANGE = re.compile(rf"change ({_N}) -> ({_N}){_UNIT}")
_FRACTION = re.compile(r"(all|none|[0-9]{1,9}) of ([0-9]{1,9})")
_VERSUS = re.compile(rf"({_N}) {_SIGN} ({_N}){_UNIT}")
_SIGNS = {None: "=", "≥": ">=", "≤": "<="}
_DATED = re.compile(r"(date|month|year) = (.{1,40})")
_PROPERTY = re.compile(r"([a-z][a-z _]{0,30}) = (\S.{0,200})")
_STATEMENT = re.compile(r"([^\W0-9_][^\W0-9_ ]{0,40}(?: [^\W0-9_ ]{1,40}){0,8})(?: ([0-9]{1,9}))?")
_FORMS = "= 11, > 70 %, near 160, change 24 -> 14 months, all of 11, month = 2025-06, first"


@frozen
class Figure:
    """A number with its comparison and unit; *subject* is what it is of: ratio, age."""

    sign: str
    value: Decimal
    unit: str | None = None
    subject: str | None = None


@frozen
class Figures:
    """One or several figures; with *years*, each year has to satisfy them."""

    figures: tuple[Figure, ...]
    years: tuple[str, ...] = ()


@frozen
class Bound:
    """``near 160`` lies below it and not far; ``order of 10`` lies between it and its tenfold.

    >>> Bound("near", Decimal(160)).contains(Decimal(150))
    True
    >>> Bound("order of", Decimal(10)).contains(Decimal(100))
    False
    """

    kind: str
    value: Decimal
    unit: str | None = None

    def contains(self, value: Decimal) -> bool:
        """Whether *value* is what the words allow."""
        if self.kind == "near":
            return self.value * Decimal("0.9") <= value < self.value
        return self.value <= value < 10 * self.value


@frozen
class Change:
    """A figure before and a figure after."""

    before: Decimal
    after: Decimal
    unit: str | None = None


@frozen
class Fraction:
    """So many of so many; *part* None is all of them."""

    part: int | None
    total: int


@frozen
class Versus:
    """Two stated figures and how one stands to the other."""

    left: Decimal
    sign: str
    right: Decimal
    unit: str | None = None


@frozen
class Dated:
    """A date, to the precision of its word."""

    word: str
    date: PartialDate


@frozen
class Property:
    """A named property and its value."""

    name: str
    value: str


@frozen
class Statement:
    """A statement that is so or not so, with a number where its words have one."""

    words: str
    number: int | None = None


Assertion = Figures | Bound | Change | Fraction | Versus | Dated | Property | Statement


@lru_cache(maxsize=1024)
def read_assertion(text: str) -> Assertion:
    """Return what *text* asserts.

    >>> read_assertion("> 70 %").figures[0].unit
    '%'
    >>> read_assertion("all of 11")
    Fraction(part=None, total=11)

    Raises:
        ClaimError: none of the forms.
    """
    for read in (_each, _dated, _bound, _change, _fraction, _versus, _figures, _property):
        found = read(text)
        if found is not None:
            return found
    match = _STATEMENT.fullmatch(text)
    if match is None:
        raise ClaimError("asserted", text, f"a form such as {_FORMS}")
    return Statement(match[1], None if match[2] is None else int(match[2]))


def _each(text: str) -> Assertion | None:
    match = _EACH.fullmatch(text)
    figures = None if match is None else _figures(match[1])
    if match is None or figures is None:
        return None
    return evolve(figures, years=tuple(match[2].split(" ")))


def _figures(text: str) -> Figures | None:
    matches = [_FIGURE.fullmatch(part) for part in text.split(" and ")]
    unit = None
    found = []
    for match in reversed(matches):
        if match is None:
            return None
        subject, sign, value, own = match.groups()
        unit = own or unit  # "= 280 and = 180 %": the last unit is that of all
        found.append(Figure(_SIGNS.get(sign, sign), Decimal(value), unit, subject))
    return Figures(tuple(reversed(found)))


def _dated(text: str) -> Dated | None:
    match = _DATED.fullmatch(text)
    if match is None:
        return None
    try:
        date = PartialDate.of(match[2])
    except DateError as error:
        raise ClaimError("asserted", text, error.expected) from None
    wanted = {"date": "day"}.get(match[1], match[1])
    if date.precision != wanted:
        raise ClaimError("asserted", text, f"a {wanted} after the word {match[1]}")
    return Dated(match[1], date)


def _bound(text: str) -> Bound | None:
    match = _BOUND.fullmatch(text)
    return None if match is None else Bound(match[1], Decimal(match[2]), match[3])


def _change(text: str) -> Change | None:
    match = _CHANGE.fullmatch(text)
    return None if match is None else Change(Decimal(match[1]), Decimal(match[2]), match[3])


def _fraction(text: str) -> Fraction | None:
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    part = {"all": None, "none": 0}[match[1]] if match[1] in {"all", "none"} else int(match[1])
    return Fraction(part, int(match[2]))


def _versus(text: str) -> Versus | None:
    match = _VERSUS.fullmatch(text)
    if match is None:
        return None
    sign = _SIGNS.get(match[2], match[2])
    return Versus(Decimal(match[1]), sign, Decimal(match[3]), match[4])


def _property(text: str) -> Property | None:
    match = _PROPERTY.fullmatch(text)
    return None if match is None else Property(match[1], match[2])
