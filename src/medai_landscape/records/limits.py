"""Clinical limits as intervals: nodules of 4 mm and more, stenosis of 50 % and more.

Limits of one quantity are brought to one unit (``data/units.csv``), so that
0.4 cm and 4 mm are the same limit.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.answers import Answer
from medai_landscape.intervals import Interval, IntervalError
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.records.intended_use import Threshold

__all__ = ["LENGTH", "Limits", "limits_of"]

LENGTH = "length"
"""The quantity of sizes and diameters; its reference unit is the millimetre."""


@cache
def _units() -> Mapping[str, tuple[str, Decimal]]:
    return {
        row["unit"]: (row["quantity"], Decimal(row["factor"])) for row in read_rows("units.csv")
    }


@frozen
class Limits:
    """All limits that a statement sets for one measure, in the reference unit.

    `interval` is None where they do not make one interval: two lower limits
    belong to two different findings, and nobody says which is whose.
    """

    measure: str
    quantity: str
    each: frozenset[Interval]
    interval: Interval | None

    def contain(self, value: Decimal) -> Answer:
        """Say whether *value* is inside; unknown where the limits disagree about it."""
        if self.interval is not None:
            return Answer.of(self.interval.contains(value))
        verdicts = {limit.contains(value) for limit in self.each}
        return Answer.of(verdicts.pop()) if len(verdicts) == 1 else Answer.UNKNOWN


def limits_of(thresholds: Iterable[Threshold]) -> dict[tuple[str, str], Limits]:
    """Group *thresholds* by measure and quantity; an unlisted unit is a quantity of its own.

    >>> from medai_landscape.records.intended_use import Threshold
    >>> size = Threshold(measure="lesion_size", op=">=", value="0.4", unit="cm")
    >>> str(limits_of([size])["lesion_size", "length"].interval)
    '[4.0, )'
    """
    groups: dict[tuple[str, str], set[Interval]] = {}
    for threshold in thresholds:
        quantity, factor = _units().get(threshold.unit, (threshold.unit, Decimal(1)))
        limit = _one_sided(threshold.op, threshold.value * factor)
        groups.setdefault((str(threshold.measure), quantity), set()).add(limit)
    return {
        (measure, quantity): Limits(measure, quantity, frozenset(each), _joined(each))
        for (measure, quantity), each in groups.items()
    }


def _one_sided(op: str, value: Decimal) -> Interval:
    closed = "=" in op
    if op.startswith(">"):
        return Interval(low=value, low_closed=closed)
    return Interval(high=value, high_closed=closed)


def _joined(each: set[Interval]) -> Interval | None:
    lower = [limit for limit in each if limit.low is not None]
    upper = [limit for limit in each if limit.high is not None]
    if len(lower) > 1 or len(upper) > 1:
        return None
    whole = Interval()
    try:
        for limit in each:
            whole = Interval(
                whole.low if limit.low is None else limit.low,
                whole.high if limit.high is None else limit.high,
                low_closed=whole.low_closed if limit.low is None else limit.low_closed,
                high_closed=whole.high_closed if limit.high is None else limit.high_closed,
            )
    except IntervalError:
        return None
    return whole
