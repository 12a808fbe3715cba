"""Counts of records laid out along the years, quarters or months of their window."""

from __future__ import annotations

from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._counts import count_records, names
from medai_landscape.aggregate._periods import first_day, label, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.aggregate._counts import Counts
    from medai_landscape.aggregate._dating import Every, When

__all__ = ["along_the_calendar", "calendar"]


def along_the_calendar(
    native: Any,
    name: str,
    *,
    unit: str,
    by: str | Sequence[str],
    date: str = "approved",
    every: Every,
    since: When,
    until: When,
    trace: bool,
    edition: str | None,
) -> Any:
    """Count records as `count_records` does, and lay them out by period with running totals.

    The column of counts is called *name*.
    """
    counts = count_records(
        native,
        unit=unit,
        by=names(by),
        date=date,
        every=every,
        since=since,
        until=until,
        trace=trace,
        edition=edition,
    )
    return _by_period(counts, every, name)


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


def _by_period(counts: Counts, every: Every, name: str) -> Any:
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
