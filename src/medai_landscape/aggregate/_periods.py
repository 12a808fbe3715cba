"""Years, quarters and months: as whole numbers one apart, and counts laid out along them."""

from __future__ import annotations

from datetime import date
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.aggregate._counts import Counts
    from medai_landscape.aggregate._dating import Every

__all__ = ["PER_YEAR", "by_period", "calendar", "first_day", "label", "number_of"]

PER_YEAR = {"year": 1, "quarter": 4, "month": 12}
"""How many periods of each length a year has."""


def number_of(day: date, every: Every) -> int:
    """Return the number of the period that *day* lies in."""
    per_year = PER_YEAR[every]
    return day.year * per_year + (day.month - 1) * per_year // 12


def first_day(number: int, every: Every) -> date:
    """Return the first day of a period."""
    per_year = PER_YEAR[every]
    year, part = divmod(number, per_year)
    return date(year, part * 12 // per_year + 1, 1)


def label(number: int, every: Every) -> str:
    """Name a period: 2025, 2025-Q1 or 2025-01."""
    first = first_day(number, every)
    if every == "year":
        return f"{first.year:04d}"
    if every == "quarter":
        return f"{first.year:04d}-Q{(first.month + 2) // 3}"
    return f"{first.year:04d}-{first.month:02d}"


def calendar(counts: Counts, every: Every) -> range:
    """Return all periods of the window; where it is open, up to the outermost record."""
    seen = [number for periods in counts.counts.values() for number in periods]
    window = counts.base.window
    ends = [None if end is None else number_of(end, every) for end in (window.first, window.last)]
    first, last = ends
    if not seen and None in ends:
        return range(0)
    first = min(seen) if first is None else first
    last = max(seen) if last is None else last
    return range(first, last + 1)


def by_period(counts: Counts, every: Every, name: str) -> Any:
    """Lay counts out along the calendar, with running totals.

    Args:
        counts: What was counted.
        every: Length of a period.
        name: What the column of counts is called.
    """
    periods: Sequence[int | None] = calendar(counts, every)
    keys = counts.keys or ([] if counts.key_types else [()])
    if counts.undated and not (keys and periods):
        keys, periods = [(None,) * len(counts.key_types)], [None]
    found = [counts.counts.get(key, {}) for key in keys]
    lines = [[0 if number is None else line.get(number, 0) for number in periods] for line in found]
    labels = [None if number is None else label(number, every) for number in periods]
    days = [None if number is None else first_day(number, every) for number in periods]
    return counts.result(
        list(chain.from_iterable(repeat(key, len(periods)) for key in keys)),
        {
            "period": (nw.String, labels * len(keys)),
            "period_first": (nw.Date, days * len(keys)),
            name: (nw.Int64, list(chain.from_iterable(lines))),
            "cumulative": (nw.Int64, list(chain.from_iterable(map(accumulate, lines)))),
        },
        periods=list(periods) * len(keys),
    )
