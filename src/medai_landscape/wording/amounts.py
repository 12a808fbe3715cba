"""Amounts of money in words, Chinese and English: 数亿元, 超3.5亿元, US$1.2bn, undisclosed.

    amount := undisclosed | unstated | side | ["between"] side "to" side
    side   := hedge* currency? hedge* figure currency? hedge* currency?

A round (A轮, Series B) may stand beside it, and in brackets behind it the same
amount in another currency.

The words stand in ``data/wording/amount_words.csv`` and ``currencies.csv``;
what is in neither makes the text unreadable.  `numerals` reads the figure,
`hedges` says what "over" and "about" leave of it.  A figure that was withheld (未披露)
and one that nobody entered (暂无, ``N/A``, ``-``, ``?``) are both None, and the words
say which; blank text is no amount, since nobody wrote it.  So are 无, ``none`` and
``nil``, which may mean zero.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from medai_landscape.amounts import AmountRange
from medai_landscape.errors import AmountError
from medai_landscape.intervals import Interval, IntervalError
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.amount_sides import Side, sides_of
from medai_landscape.wording.currencies import currency_of, currency_words
from medai_landscape.wording.hedges import hedged
from medai_landscape.wording.numerals import (
    NUMERAL_KINDS,
    NUMERAL_SHAPES,
    compound_words,
)
from medai_landscape.wording.tokens import Lexicon, Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from medai_landscape.wording.numerals import Figure

__all__ = ["amount_tokens", "parse_amount", "read_amount"]

# A round, or what ends a sentence.
_FILLER_SHAPE = (
    r"(?P<filler>(?:pre[- ]?)?[a-h][0-9]?\+{0,3}轮"
    r"|series (?:pre-)?[a-h](?:[0-9]|\+{1,2})?(?![a-z0-9])"
    r"|[.;；]\Z)"
)
_WITHHELD_SHAPE = (
    "(?P<undisclosed>(?:暂时|暂|尚|并|均|仍|还)?(?:未有|未予|未|没有|没|不予|不便|不|拒绝|待)"
    "(?:对外|向外界|公开)?(?:披露|公开|公布|公佈|公開|透露|揭露))"
)
_NO_FIGURE = re.compile(r"[-–—−－/／\\]{1,3}|[?？]{1,3}")
_NONE_KINDS = frozenset({"undisclosed", "unstated"})
_BRACKETS = "in brackets nothing but a remark, or at the end the amount in another currency"
_EXPECTED = "an amount such as 3.5亿元, 数千万美元, US$1.2bn, $10-15 million or 未披露"


@cache
def _lexicon() -> Lexicon:
    also = (*_round_names(), *currency_words(), *compound_words())
    shapes = f"{_FILLER_SHAPE}|{_WITHHELD_SHAPE}|{NUMERAL_SHAPES}"
    return Lexicon.from_table("wording/amount_words.csv", shapes, also=also)


def _round_names() -> list[Token]:
    """Return the names of rounds as words that say nothing of the amount; a lone A+ may be more."""
    names = {
        name.lower()
        for row in read_rows("vocabularies/rounds.csv")
        for name in (row["zh"], row["en"], *row["aliases"].split("|"))
    }
    return [Token("filler", "", name) for name in names if sum(map(str.isalpha, name)) > 1]


def parse_amount(text: str, *, currency: str | None = None) -> AmountRange | None:
    """Read an amount of money as the interval that its words leave, None where no figure is told.

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
        The range, or None where the figure was withheld or never entered.

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
    if isinstance(text, str) and _NO_FIGURE.fullmatch(text.strip()):
        return None
    tokens, aside = _without_brackets(amount_tokens(text), text)
    code = currency_of([token for token in tokens if token.kind == "currency"], text, currency)
    kinds = {token.kind for token in tokens}
    if kinds & _NONE_KINDS and kinds <= {*_NONE_KINDS, "filler"} and not aside:
        return None
    try:
        sides = sides_of(tokens)
        figures = [side.figure() for side in sides]
        _check_aside(aside, code, text)
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


def _without_brackets(tokens: Sequence[Token], text: str) -> tuple[list[Token], list[Token]]:
    """Take brackets away, and apart what stands in the last of them if it has a figure.

    Raises:
        AmountError: brackets that do not close, or with a figure before the last.
    """
    outside: list[Token] = []
    inside: list[Token] | None = None
    aside: list[Token] = []
    for token in tokens:
        if token.kind == "bracket":
            if (token.value == "open") is not (inside is None) or aside:
                raise AmountError(text, _BRACKETS)
            if inside is not None and any(each.kind in NUMERAL_KINDS for each in inside):
                aside = inside
            else:
                outside += inside or ()
            inside = [] if inside is None else None
        else:
            (outside if inside is None else inside).append(token)
    if inside is not None:
        raise AmountError(text, _BRACKETS)
    return outside, aside


def _check_aside(aside: Sequence[Token], code: str | None, text: str) -> None:
    """Refuse a figure in brackets unless it is the amount in another currency.

    Raises:
        AmountError: it is not; (5,000) is a loss to an accountant.
    """
    if not aside:
        return
    words = [token for token in aside if token.kind == "currency"]
    # Which of the two ¥ is, matters only beside one of them.
    other = currency_of(words, text, "CNY") if words else None
    for side in sides_of(aside):
        side.figure()
    if None in {code, other} or code == other:
        raise AmountError(text, _BRACKETS)


def _refuse_two_units(sides: Sequence[Side], scale: Decimal) -> None:
    """Refuse 3500元 under 万元, which may be either."""
    if scale != 1 and any(side.names_currency_after for side in sides):
        raise AmountError("", "one unit, either in the cell or over its column")


def amount_tokens(text: str) -> list[Token]:
    """Cut *text* into the words that amounts are made of.

    Raises:
        AmountError: a part of it is no such word.
    """
    return _lexicon().tokens(text, AmountError, _EXPECTED)


def _interval(sides: Sequence[Side], figures: Sequence[Figure]) -> Interval:
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
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
