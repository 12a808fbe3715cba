"""What all the records of a frame have in common: the base of a figure about them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._tally import rows_of, settled, tally
from medai_landscape.aggregate.counting_base import Base, marker
from medai_landscape.dates import DateSpan

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["base_of", "stated"]

_FIRST_ROWS = 1000


def base_of(
    frame: Any,
    *,
    unit: str,
    edition: str | None,
    window: DateSpan | None = None,
    known: Mapping[str, Collection[Any]] | None = None,
) -> Base:
    """Tell what all the records of a wrapped frame have in common.

    Args:
        frame: The records, all of them inside the window.
        unit: What a record is.
        edition: Edition of the data, where the frame has no `edition` column.
        window: Which days the records are of, where only some count.
        known: Values of columns that have been looked at already.
    """
    distinct = dict(known or {})
    columns = [name for name in stated(frame.collect_schema()) if name not in distinct]
    if columns:
        distinct |= _values(settled(frame, columns), columns)
    return Base(
        unit=unit,
        jurisdiction=marker(distinct.get("jurisdiction", ())),
        risk_class=marker(distinct.get("risk_class", ())),
        window=window or DateSpan(),
        edition=marker(distinct["edition"]) if "edition" in distinct else edition,
    )


def stated(schema: Any) -> list[str]:
    """Name the columns of a frame that tell what its records have in common."""
    return [name for name in ("jurisdiction", "risk_class", "edition") if name in schema]


def _values(ready: Any, columns: Sequence[str]) -> dict[str, list[Any]]:
    """Tell which values columns have, each at least once.

    Mostly a column says one thing throughout.  Then its first rows do, and
    looking for a row that differs is several times as fast as grouping.
    """
    first = rows_of(ready.head(_FIRST_ROWS), columns)
    alike = {name: values[:1] for name, values in first.items() if len(set(values)) == 1}
    if alike and _any_differs(ready, {name: value for name, (value,) in alike.items()}):
        alike = {}
    mixed = [name for name in columns if name not in alike]
    return alike | (tally(ready, {name: nw.col(name) for name in mixed}) if mixed else {})


def _any_differs(ready: Any, values: Mapping[str, str | None]) -> bool:
    differs = reduce(or_, (_differs(name, value) for name, value in values.items()))
    if isinstance(ready, nw.LazyFrame) and not ready.implementation.is_polars():
        # A database reads the statistics of a column first, and mostly has to read no more.
        return any(rows_of(ready.filter(differs).head(1), list(values)).values())
    # Polars would look for it in rows that were filtered out before, too.
    found = ready.select(differs.any().alias("differs"))
    return any(rows_of(found, ["differs"])["differs"])


def _differs(name: str, value: str | None) -> nw.Expr:
    missing = nw.col(name).is_null()
    return ~missing if value is None else missing | (nw.col(name) != value)
