"""Amounts of money in words, Chinese and English: 数亿元, 超3.5亿元, US$1.2bn, undisclosed.

    amount := undisclosed | side | ["between"] side "to" side
    side   := hedge* currency? hedge* figure currency? hedge* currency?

The words stand in ``data/wording/amount_words.csv`` and ``currencies.csv``;
what is in neither makes the text unreadable.  `numerals` reads the figure,
`hedges` says what "over" and "about" leave of it.  A mark for a missing figure
(``N/A``, ``-``, ``--``) counts as undisclosed; blank text does not, since
nobody wrote it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import define, field

from medai_landscape.amounts import AmountRange
from medai_landscape.errors import AmountError
from medai_landscape.intervals import Interval, IntervalError
from medai_landscape.wording.currencies import currency_of, currency_words
from medai_landscape.wording.hedges import HEDGE_KINDS, hedged
from medai_landscape.wording.numerals import (
    NUMERAL_KINDS,
    NUMERAL_SHAPES,
    Figure,
    compound_words,
    read_figure,
)
from medai_landscape.wording.tokens import Lexicon, Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

__all__ = ["amount_tokens", "parse_amount", "read_amount"]

_NO_FIGURE = frozenset({"-", "--", "—", "——", "–", "/"})
_EXPECTED = "an amount such as 3.5亿元, 数千万美元, US$1.2bn, $10-15 million or 未披露"


@cache
def _lexicon() -> Lexicon:
    also = (*currency_words(), *compound_words())
    return Lexicon.from_table("wording/amount_words.csv", NUMERAL_SHAPES, also=also)


def parse_amount(text: str, *, currency: str | None = None) -> AmountRange | None:
    """Read an amount of money as the interval that its words leave, None for undisclosed.

    Half of a funding table is no number: 数亿元 is anything from 200 million to
    less than a billion, 过亿元 has no upper end.  The bounds of such words are
    conventions, listed in `medai_landscape.wording.hedges`.  A text that names no
    currency gives an amount without one; digits with neither unit nor currency
    are no amount.

    Args:
        text: One amount, not a sentence with an amount in it.
        currency: ISO 4217 code for a text that names none, such as a cell of a
            column of dollars; then bare digits are read too.  It also decides
            between the currencies that share ``$`` or ``¥``.

    Returns:
        The range, or None where the figure was withheld.

    Raises:
        AmountError: the text is no amount, or is one in two different readings.

    >>> parse_amount("3.5亿元"), parse_amount("数千万美元")
    (AmountRange(350000000 CNY), AmountRange([20000000, 100000000) USD))
    >>> parse_amount("过亿"), parse_amount("超3.5亿美元")
    (AmountRange((100000000, ?)), AmountRange((350000000, 400000000) USD))
    >>> parse_amount("US$1.2bn"), parse_amount("undisclosed"), parse_amount("350", currency="EUR")
    (AmountRange(1200000000 USD), None, AmountRange(350 EUR))
    >>> parse_amount("¥350 million")
    Traceback (most recent call last):
    medai_landscape.errors.AmountError: '¥350 million' cannot be read as an amount: \
expected CNY or JPY written out, or currency= given: ¥ may be either
    """
    return read_amount(text, currency)


def read_amount(
    text: str, currency: str | None, scale: Decimal | None = None
) -> AmountRange | None:
    """Read an amount as `parse_amount` does, with a unit that stands elsewhere.

    *scale* is the unit of figures that name none, such as the 亿 over a column;
    with it bare digits are read too.

    Raises:
        AmountError: as `parse_amount`.
    """
    tokens = amount_tokens(text)
    code = currency_of([token for token in tokens if token.kind == "currency"], text, currency)
    kinds = {token.kind for token in tokens}
    if text.strip() in _NO_FIGURE or (
        "undisclosed" in kinds and kinds <= {"undisclosed", "filler"}
    ):
        return None
    try:
        sides = _sides(tokens)
        figures = [side.figure() for side in sides]
        is_bare = all(figure.big == 1 for figure in figures)
        if is_bare and scale is not None:
            _refuse_two_units(sides, scale)
            figures = [figure.times(scale) for figure in figures]
        interval = _interval(sides, figures)
    except (AmountError, IntervalError) as error:
        raise AmountError(text, f"{_EXPECTED}; {error.expected}") from None
    hedges = frozenset().union(*(side.hedges for side in sides))
    if code is None and "level" in hedges and not text.isascii():
        code = "CNY"  # 千万级 is said of yuan, as the table of the specification decides
    if code is None and is_bare and scale is None:
        raise AmountError(text, "a unit (万, million) or a currency with the digits, or currency=")
    return AmountRange(
        low=_plain(interval.low),
        high=_plain(interval.high),
        low_closed=interval.low_closed,
        high_closed=interval.high_closed,
        currency=code,
        approximate="about" in hedges,
    )


def _refuse_two_units(sides: Sequence[_Side], scale: Decimal) -> None:
    """Refuse 3500元 under 万元, which may be either."""
    if scale != 1 and any(side.names_currency_after for side in sides):
        raise AmountError("", "one unit, either in the cell or over its column")


def amount_tokens(text: str) -> list[Token]:
    """Cut *text* into the words that amounts are made of.

    Raises:
        AmountError: a part of it is no such word.
    """
    return _lexicon().tokens(text, AmountError, _EXPECTED)


@define
class _Side:
    """One of the two ends of a range, or the only one: its figure and what is said of it."""

    numerals: list[Token] = field(factory=list)
    hedges: set[str] = field(factory=set)
    is_closed: bool = False
    names_currency_after: bool = False

    def take(self, token: Token) -> None:
        """Add *token*.

        Raises:
            AmountError: a second figure, or a hedge on the wrong side of the figure.
        """
        if token.kind == "more" and self.is_closed:  # 2亿元多
            self.hedges.add("more")
        elif token.kind in NUMERAL_KINDS:
            if self.is_closed:
                raise AmountError(token.text, f"one figure, and not {token.text!r} after it")
            self.numerals.append(token)
        else:
            self.close()
            if token.kind == "currency":
                self.names_currency_after = self.is_closed
            elif token.kind in HEDGE_KINDS:
                if self.is_closed is (token.value == "before"):
                    raise AmountError(token.text, f"{token.text!r} on the other side of its figure")
                self.hedges.add(token.kind)
            elif token.kind != "filler":
                raise AmountError(token.text, f"an amount without {token.text!r}")

    def close(self) -> None:
        """End the figure, if it has begun; a last 多 is said of it and no part of it."""
        if self.numerals and not self.is_closed:
            self.is_closed = True
            if self.numerals[-1].kind == "more":
                self.hedges.add(self.numerals.pop().kind)

    def figure(self) -> Figure:
        """Read the figure.

        Raises:
            AmountError: there is none, or its words make no number.
        """
        self.close()
        if not self.numerals:
            raise AmountError("", "a figure on each side")
        return read_figure(self.numerals)


def _sides(tokens: Sequence[Token]) -> list[_Side]:
    """Part *tokens* at "to", and at "and" where it belongs to "between"."""
    sides = [_Side()]
    kinds = {token.kind for token in tokens}
    joint = {"to", "tilde", "and"} if kinds & {"between", "closing"} else {"to", "tilde"}
    for token in tokens:
        if token.kind == "tilde" and not sides[-1].numerals:  # ~$20M
            sides[-1].hedges.add("about")
        elif token.kind in joint:
            sides.append(_Side())
        elif token.kind == "between" and len(sides) == 1 and not sides[0].numerals:
            continue
        elif token.kind != "closing" or len(sides) == 1:
            sides[-1].take(token)
    if len(sides) > 2 or ("between" in kinds and len(sides) == 1):  # noqa: PLR2004 - two ends
        raise AmountError("", "one figure, or two with 至, - or to between them")
    return sides


def _interval(sides: Sequence[_Side], figures: Sequence[Figure]) -> Interval:
    if len(sides) == 1:
        return hedged(figures[0], frozenset(sides[0].hedges))
    (left, right), (low, high) = sides, figures
    if not left.names_currency_after:
        low = low.with_unit_of(high)
    about = {"about"} & (left.hedges | right.hedges)
    first = hedged(low, frozenset(left.hedges or about))
    last = hedged(high, frozenset(right.hedges or about))
    return Interval(first.low, last.high, low_closed=first.low_closed, high_closed=last.high_closed)


def _plain(value: Decimal | None) -> Decimal | None:
    """Return 350000000.0 as 350000000, and 1.50 as 1.5."""
    if value is None or value == value.to_integral_value():
        return value and value.to_integral_value()
    return value.normalize()
