"""How many: authorisations, devices, holders or parent companies, each its own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medai_landscape.aggregate._counts import count_records
from medai_landscape.aggregate.counting_base import Count
from medai_landscape.arguments import checked

if TYPE_CHECKING:
    from medai_landscape.aggregate._dating import When

__all__ = ["UNITS", "count"]

UNITS: dict[str, tuple[str, ...]] = {
    "authorisation": (),
    "device": ("product_name", "holder"),
    "holder": ("holder",),
    "parent": ("parent",),
}
"""Which columns tell two things of a unit apart; an authorisation is a row."""


@checked
def count(
    frame: Any,
    *,
    unit: str = "authorisation",
    date: str = "approved",
    since: When = None,
    until: When = None,
    edition: str | None = None,
) -> Count:
    """Count things of one unit, as a value that refuses to be compared with another unit.

    A device is a product name of a holder, a holder a name as written, a
    parent what the column `parent` says after linking.  Rows that do not state
    it are left out, and the count says how many.

    Args:
        frame: One row an authorisation.
        unit: What to count: a key of `UNITS`; any other word counts the rows and names them.
        date: Which date the window is about.
        since: First day that counts.
        until: Last day that counts.
        edition: Edition of the data, where the frame has no `edition` column.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    columns = UNITS.get(unit, ())
    counts = count_records(
        frame, unit=unit, of=columns, date=date, since=since, until=until, edition=edition
    )
    if not columns:
        return Count(counts.records, counts.base, counts.undated)
    rows = {size: sum(periods.values()) for (size,), periods in counts.counts.items()}
    missing = rows.pop(None, 0)
    things = sum(number // size for size, number in rows.items())
    return Count(things, counts.base, counts.undated + missing)
