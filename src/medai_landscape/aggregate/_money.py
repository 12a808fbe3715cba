"""Sums, means and medians of amounts that are only known to lie between bounds."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Amount", "Total"]

# Wide enough for the sum of a billion amounts of the largest kind; never rounds.
_EXACT = Context(prec=120)
_CENT = Decimal("0.01")


@frozen
class Amount:
    """The bounds of one amount; a bound that is None is not known."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = True
    high_closed: bool = True
    approximate: bool = False

    @property
    def is_disclosed(self) -> bool:
        """Whether anything is known of it."""
        return self.low is not None or self.high is not None

    def times(self, rate: Decimal) -> Amount:
        """Convert it."""
        low = None if self.low is None else _EXACT.multiply(self.low, rate)
        high = None if self.high is None else _EXACT.multiply(self.high, rate)
        return Amount(low, high, self.low_closed, self.high_closed, self.approximate)


@frozen
class Total:
    """What can be said of the sum, the mean and the median of several amounts.

    The bounds of a sum contain every sum of figures within the bounds of its
    parts.  A bound of the sum is unknown as soon as one part has none.  Cents
    are rounded outwards: the low bound down, the high bound up.
    """

    amounts: tuple[tuple[Amount, int], ...]

    @classmethod
    def of(cls, amounts: Iterable[tuple[Amount, int]]) -> Total:
        """Gather amounts with how often each occurs, leaving out the undisclosed."""
        return cls(tuple((amount, number) for amount, number in amounts if amount.is_disclosed))

    @property
    def number(self) -> int:
        """How many amounts are added."""
        return sum(number for _, number in self.amounts)

    @property
    def low(self) -> Decimal | None:
        """Low bound of the sum."""
        return _down(self._sum([(amount.low, number) for amount, number in self.amounts]))

    @property
    def high(self) -> Decimal | None:
        """High bound of the sum."""
        return _up(self._sum([(amount.high, number) for amount, number in self.amounts]))

    @property
    def low_closed(self) -> bool | None:
        """Whether the sum can be its low bound."""
        return all(amount.low_closed for amount, _ in self.amounts) if self.amounts else None

    @property
    def high_closed(self) -> bool | None:
        """Whether the sum can be its high bound."""
        return all(amount.high_closed for amount, _ in self.amounts) if self.amounts else None

    @property
    def approximate(self) -> bool | None:
        """Whether a bound is our reading of "about"."""
        return any(amount.approximate for amount, _ in self.amounts) if self.amounts else None

    def unbounded(self) -> tuple[int, int]:
        """Count the amounts without a low bound, and those without a high one."""
        low = sum(number for amount, number in self.amounts if amount.low is None)
        high = sum(number for amount, number in self.amounts if amount.high is None)
        return low, high

    def mean(self) -> tuple[Decimal | None, Decimal | None]:
        """Bounds of the mean."""
        sums = (
            self._sum([(amount.low, number) for amount, number in self.amounts]),
            self._sum([(amount.high, number) for amount, number in self.amounts]),
        )
        low, high = (None if end is None else _EXACT.divide(end, self.number) for end in sums)
        return _down(low), _up(high)

    def median(self) -> tuple[Decimal | None, Decimal | None]:
        """Bounds of the median: the medians of the low and of the high bounds."""
        zero, endless = Decimal(0), Decimal("Infinity")
        low = self._middle([(a.low if a.low is not None else zero, n) for a, n in self.amounts])
        high = self._middle(
            [(a.high if a.high is not None else endless, n) for a, n in self.amounts]
        )
        return _down(low), _up(None if high == endless else high)

    @staticmethod
    def _sum(ends: list[tuple[Decimal | None, int]]) -> Decimal | None:
        if not ends:
            return None
        total = Decimal(0)
        for end, number in ends:
            if end is None:
                return None
            total = _EXACT.add(total, _EXACT.multiply(end, Decimal(number)))
        return total

    @staticmethod
    def _middle(ends: list[tuple[Decimal, int]]) -> Decimal | None:
        if not ends:
            return None
        number = sum(times for _, times in ends)
        places = ((number - 1) // 2, number // 2)
        found: list[Decimal] = []
        passed = 0
        for end, times in sorted(ends):
            found += [end for place in places if passed <= place < passed + times]
            passed += times
        return _EXACT.divide(_EXACT.add(found[0], found[1]), Decimal(2))


def _down(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_CENT, ROUND_FLOOR, _EXACT)


def _up(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_CENT, ROUND_CEILING, _EXACT)
