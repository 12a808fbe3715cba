"""Counting selected records, by hand or through the aggregations of the package."""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.fields import TABLES
from medai_landscape.claims.observation import Figure, NothingFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.claims.selection import Selected

__all__ = ["AGGREGATIONS", "aggregated", "counted"]

AGGREGATIONS = {
    "approvals_by": "certificates",
    "approvals_by_period": "certificates",
    "concentration": "certificates",
    "early_share": "trials",
    "funding_by_period": "funding_rounds",
    "holders": "certificates",
    "implanted_by_route": "trials",
    "trials_by_period": "trials",
    "trials_by_phase": "trials",
}
"""The aggregations that a measure can ask, each with the table it counts."""

# Figures of several rows add up only where they count; a share or an index does not.
_ADDS_UP = {
    "certificates", "trials", "rounds", "disclosed", "implanted", "early", "with_phase",
    "total_low", "total_high",
}  # fmt: skip
_OPTIONS = {"by", "date", "every", "of", "since", "until"}


def counted(chosen: Selected) -> Figure:
    """Return how many records were selected."""
    return _figure(Decimal(len(chosen.records)), chosen, chosen.ids)


def aggregated(function: str, chosen: Selected, column: str, options: Mapping[str, str]) -> Figure:
    """Return one column of an aggregation over the selected records.

    Options of the aggregation go to it; any other name is a column of the
    result, and picks its rows.

    Raises:
        ClaimError: no such aggregation, column or option, or it counts another table.
        NothingFoundError: no row of the result is left.
    """
    if AGGREGATIONS.get(function) != chosen.table:
        fitting = [name for name, table in AGGREGATIONS.items() if table == chosen.table]
        raise ClaimError("measure", function, f"an aggregation of {chosen.table}: {fitting}")
    from medai_landscape import aggregate
    from medai_landscape.tables.frames import to_frame

    count = getattr(aggregate, function)
    known = inspect.signature(count).parameters
    if not chosen.records:
        return _figure(Decimal(0), chosen, ())
    frame = to_frame(chosen.records, record_type=TABLES[chosen.table])
    settings: dict[str, Any] = {k: v for k, v in options.items() if k in known and k in _OPTIONS}
    if "trace" in known:
        settings["trace"] = True
    rows = count(frame, **settings).to_dict("records")
    picks = {name: value for name, value in options.items() if name not in settings}
    strangers = sorted({column, *picks} - set(rows[0]))
    if strangers:
        expected = f"columns of {function}: {', '.join(rows[0])}"
        raise ClaimError("measure", ", ".join(strangers), expected)
    rows = [row for row in rows if all(str(row[name]) == value for name, value in picks.items())]
    values = [Decimal(str(row[column])) for row in rows if row[column] is not None]
    if not values:
        raise NothingFoundError
    if len(values) > 1 and column not in _ADDS_UP:
        expected = f"one row of {function}: pick it, since {column} does not add up"
        raise ClaimError("measure", column, expected)
    records = {name for row in rows for name in row.get("record_ids", ())} or set(chosen.ids)
    ordered = tuple(name for name in chosen.ids if name in records)
    return _figure(sum(values, Decimal(0)), chosen, ordered)


def _figure(number: Decimal, chosen: Selected, records: tuple[str, ...]) -> Figure:
    if not chosen.complete:
        return Figure(number, None, chosen.base, records, complete=False)
    return Figure(number, number + len(chosen.possible), chosen.base, records)
