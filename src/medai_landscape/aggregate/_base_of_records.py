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
    from collections.abc import Sequence

__all__ = ["base_of", "stated"]


def base_of(frame: Any, *, unit: str, edition: str | None, window: DateSpan | None = None) -> Base:
    """Tell what all the records of a wrapped frame have in common.

    Args:
        frame: The records, all of them inside the window.
        unit: What a record is.
        edition: Edition of the data, where the frame has no `edition` column.
        window: Which days the records are of, where only some count.
    """
    columns = stated(frame.collect_schema())
    ready = settled(frame, columns) if columns else frame
    distinct = _agreed(ready, columns) or _distinct(ready, columns)
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


def _agreed(ready: Any, columns: Sequence[str]) -> dict[str, set[Any]] | None:
    """Tell what all records state, None where they do not agree or there are none.

    Looking for a record that differs from the first is several times as fast
    as grouping, and mostly there is none.
    """
    first = rows_of(ready.head(1), columns)
    if not any(first.values()):
        return None
    differs = reduce(or_, (_differs(name, value) for name, (value,) in first.items()))
    other = rows_of(ready.filter(differs).head(1), columns)
    return None if any(other.values()) else {name: {value} for name, (value,) in first.items()}


def _differs(name: str, value: str | None) -> nw.Expr:
    missing = nw.col(name).is_null()
    return ~missing if value is None else missing | (nw.col(name) != value)


def _distinct(ready: Any, columns: Sequence[str]) -> dict[str, set[Any]]:
    if not columns:
        return {}
    found = tally(ready, {name: nw.col(name) for name in columns})
    return {name: {values[place] for values in found} for place, name in enumerate(columns)}
