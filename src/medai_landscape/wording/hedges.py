"""What "nearly", "over", "about" and their like leave of a figure: an interval.

The figures 90 %, 5 % and "up to the next round figure" are conventions of
ours, taken from SPEC.md, section G; a reader who wants others has the words in
`amount_text`.  A predicate (过亿, 以上, at least) has no upper bound; a
reporter's "over" (超, over) has one, since the next round figure would have
been named.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from medai_landscape.errors import AmountError
from medai_landscape.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.wording.numerals import Figure

__all__ = ["HEDGE_KINDS", "hedged"]

HEDGE_KINDS = frozenset(
    {"about", "above", "at_least", "at_most", "below", "level", "more", "near", "over"}
)
_NEAR, _ABOUT = Decimal("0.9"), Decimal("0.05")
_ZERO, _TEN = Decimal(0), Decimal(10)


def hedged(figure: Figure, hedges: frozenset[str]) -> Interval:
    """Return what *figure* can be under *hedges*, words of `HEDGE_KINDS`.

    Raises:
        AmountError: hedges that contradict each other (近…以上), or that need one
            figure and have 数亿.
    """
    one = hedges - {"level"} or hedges
    if not one:
        return figure.range
    if len(one) > 1:
        raise AmountError(" and ".join(sorted(one)), "one hedge for one figure")
    (hedge,) = one
    if "level" in hedges and hedge == "over":  # 超亿元级
        return evolve(_level(figure), low_closed=False)
    return _READINGS[hedge](figure)


def _single(figure: Figure) -> Decimal:
    if not figure.exact:
        raise AmountError(str(figure.range), "one figure above zero beside this hedge")
    return figure.exact


def _about(figure: Figure) -> Interval:
    """5 % on either side; 约数亿 is as wide as 数亿 already."""
    if figure.exact is None:
        return figure.range
    return Interval(figure.exact * (1 - _ABOUT), figure.exact * (1 + _ABOUT))


def _near(figure: Figure) -> Interval:
    """Below the figure, by a tenth at most."""
    figure_named = _single(figure)
    return Interval(figure_named * _NEAR, figure_named, high_closed=False)


def _over(figure: Figure) -> Interval:
    """Above the figure, below the next one that has a single digit (超3.5亿: 4亿)."""
    if figure.exact is None:
        return _above(figure)
    named = _single(figure)
    place = Decimal(1).scaleb(named.adjusted())
    return Interval(named, (named // place + 1) * place, low_closed=False, high_closed=False)


def _more(figure: Figure) -> Interval:
    """Above the figure, by less than one of the last place named (2亿多: 3亿)."""
    named = _single(figure)
    return Interval(named, named + figure.place, low_closed=False, high_closed=False)


def _level(figure: Figure) -> Interval:
    """An order of magnitude; 数亿元级 is one already."""
    if figure.exact is None:
        return figure.range
    named = _single(figure)
    return Interval(named, named * _TEN, high_closed=False)


def _above(figure: Figure) -> Interval:
    return Interval(figure.range.low, None, low_closed=False)


def _at_least(figure: Figure) -> Interval:
    return evolve(figure.range, high=None, high_closed=True)


def _at_most(figure: Figure) -> Interval:
    return evolve(figure.range, low=_ZERO, low_closed=False)


def _below(figure: Figure) -> Interval:
    return Interval(_ZERO, figure.range.high, low_closed=False, high_closed=False)


_READINGS: dict[str, Callable[[Figure], Interval]] = {
    "about": _about,
    "above": _above,
    "at_least": _at_least,
    "at_most": _at_most,
    "below": _below,
    "level": _level,
    "more": _more,
    "near": _near,
    "over": _over,
}
