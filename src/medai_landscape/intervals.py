"""Intervals of numbers with open or closed ends; an end that is None is unbounded.

>>> adults = Interval(low=Decimal(18))
>>> adults.contains(Decimal(18)), Interval(Decimal(18), low_closed=False).contains(Decimal(18))
(True, False)
>>> adults.covers(Interval(Decimal(40)))
True
"""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from medai_landscape.errors import LandscapeError

__all__ = ["Interval", "IntervalError"]


class IntervalError(LandscapeError):
    """The two ends of an interval leave nothing between them, or are no numbers."""

    code = "interval"

    def __init__(self, low: object, high: object, expected: str) -> None:
        super().__init__(low, high, expected)
        self.low = low
        self.high = high
        self.expected = expected

    def __str__(self) -> str:
        return f"no interval from {self.low} to {self.high}: expected {self.expected}"


def check_ends(
    low: Decimal | None,
    high: Decimal | None,
    *,
    low_closed: bool,
    high_closed: bool,
) -> None:
    """Refuse ends that are no finite decimals, or with nothing between them.

    Raises:
        IntervalError: says which.
    """
    for end in (low, high):
        if end is not None and not (isinstance(end, Decimal) and end.is_finite()):
            raise IntervalError(low, high, "finite Decimals, or None where there is no end")
    if low is None or high is None:
        return
    if low > high:
        raise IntervalError(low, high, "a low end that is not above the high end")
    if low == high and not (low_closed and high_closed):
        raise IntervalError(low, high, "both ends closed where they are the same number")


@frozen(order=False)
class Interval:
    """Numbers between two ends, each of them in it (closed) or not (open)."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = field(default=True, kw_only=True)
    high_closed: bool = field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_ends(self.low, self.high, low_closed=self.low_closed, high_closed=self.high_closed)

    @property
    def is_unbounded(self) -> bool:
        """Whether every number is in it."""
        return self.low is None and self.high is None

    def contains(self, value: Decimal) -> bool:
        """Whether *value* is in it."""
        below = self.low is not None and (
            value < self.low or (value == self.low and not self.low_closed)
        )
        above = self.high is not None and (
            value > self.high or (value == self.high and not self.high_closed)
        )
        return not below and not above

    def covers(self, other: Interval) -> bool:
        """Whether every number of *other* is in it."""
        return _starts_no_later(self, other) and _ends_no_earlier(self, other)

    def meet(self, other: Interval) -> Interval | None:
        """Return the numbers that are in both, None where there are none."""
        first = other if _starts_no_later(self, other) else self
        last = other if _ends_no_earlier(self, other) else self
        try:
            return Interval(
                first.low, last.high, low_closed=first.low_closed, high_closed=last.high_closed
            )
        except IntervalError:
            return None

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval with both in it."""
        first = self if _starts_no_later(self, other) else other
        last = self if _ends_no_earlier(self, other) else other
        return Interval(
            first.low, last.high, low_closed=first.low_closed, high_closed=last.high_closed
        )

    def __str__(self) -> str:
        low = "(" if self.low is None or not self.low_closed else "["
        high = ")" if self.high is None or not self.high_closed else "]"
        ends = ("" if end is None else str(end) for end in (self.low, self.high))
        return f"{low}{', '.join(ends)}{high}"


def _starts_no_later(one: Interval, other: Interval) -> bool:
    if one.low is None:
        return True
    if other.low is None or one.low > other.low:
        return False
    return one.low < other.low or one.low_closed or not other.low_closed


def _ends_no_earlier(one: Interval, other: Interval) -> bool:
    if one.high is None:
        return True
    if other.high is None or one.high < other.high:
        return False
    return one.high > other.high or one.high_closed or not other.high_closed
