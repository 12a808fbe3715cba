"""Counting selected records, by hand or through the aggregations of the package."""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import evolve

from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.fields import TABLES
from medai_landscape.claims.observation import Figure, NothingFoundError
from medai_landscape.dates import DateSpan
from medai_landscape.errors import DateError, LandscapeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.claims.measure import Selection
    from medai_landscape.claims.selection import Selected, Selector

__all__ = ["AGGREGATIONS", "aggregated", "counted"]

AGGREGATIONS: dict[str, tuple[str, ...]] = {
    "approvals_by": ("certificates",),
    "approvals_by_period": ("certificates",),
    "concentration": ("certificates",),
    "early_share": ("trials",),
    "funding_by_period": ("funding_rounds",),
    "growth": tuple(TABLES),
    "holders": ("certificates",),
    "implanted_by_route": ("trials",),
    "shares": ("certificates",),
    "trials_by_period": ("trials",),
    "trials_by_phase": ("trials",),
    "year_to_date": tuple(TABLES),
}
"""The aggregations that a measure can ask, each with the tables it counts."""

# Figures of several rows add up only where they count; a share or an index does not.
_ADDS_UP = {
    "certificates", "trials", "rounds", "disclosed", "implanted", "early", "with_phase",
    "total_low", "total_high",
}  # fmt: skip
_OPTIONS = {"by", "date", "every", "of", "since", "unit", "until"}


def counted(chosen: Selected) -> Figure:
    """Return how many records were selected; those that may belong are in its upper end."""
    number = Decimal(len(chosen.records))
    high = number + len(chosen.possible) if chosen.complete else None
    return Figure(number, high, chosen.base, chosen.ids, chosen.complete)


def aggregated(
    selector: Selector, selection: Selection, function: str, column: str, options: Mapping[str, str]
) -> Figure:
    """Return one column of an aggregation over the selected records.

    Options of the aggregation go to it; any other name is a column of the
    result, and picks its rows.

    Raises:
        ClaimError: no such aggregation, column or option, or it counts another table.
        NothingFoundError: no row of the result is left.
    """
    if selection.table not in AGGREGATIONS.get(function, ()):
        fitting = [name for name, tables in AGGREGATIONS.items() if selection.table in tables]
        expected = f"an aggregation of {selection.table}: {', '.join(fitting)}"
        raise ClaimError("measure", function, expected)
    chosen = _limited(selector, selection, options)
    if not chosen.records:
        return counted(chosen)
    rows = _rows(function, chosen, column, options)
    values = [Decimal(str(row[column])) for row in rows if row[column] is not None]
    if not values:
        raise NothingFoundError
    if len(values) > 1 and column not in _ADDS_UP:
        expected = f"one row of {function}: pick it, since {column} does not add up"
        raise ClaimError("measure", column, expected)
    number = sum(values, Decimal(0))
    names = {name for row in rows for name in row.get("record_ids") or ()}
    records = tuple(name for name in chosen.ids if name in names or not names)
    if chosen.complete and not chosen.possible:
        return Figure(number, number, chosen.base, records)
    # Rows that are missing can only add to a count; what they do to a share is unknown.
    low = number if column in _ADDS_UP else None
    return Figure(low, None, chosen.base, records, complete=False)


def _limited(selector: Selector, selection: Selection, options: Mapping[str, str]) -> Selected:
    """Select, with the window that the options give and the promises for that window."""
    chosen = selector.select(selection)
    ends = [options.get(name, "..") for name in ("since", "until")]
    text = "/".join(ends) if ends != ["..", ".."] else options.get("period")
    if text is None:
        return chosen
    try:
        window = DateSpan.of(text)
    except DateError as error:
        raise ClaimError("measure", text, error.expected) from None
    complete = selector.is_complete(selection, window)
    return evolve(chosen, complete=complete, base=evolve(chosen.base, window=window))


def _rows(
    function: str, chosen: Selected, column: str, options: Mapping[str, str]
) -> list[dict[str, Any]]:
    from medai_landscape import aggregate
    from medai_landscape.tables.frames import to_frame

    count = getattr(aggregate, function)
    known = inspect.signature(count).parameters
    settings: dict[str, Any] = {k: v for k, v in options.items() if k in known and k in _OPTIONS}
    picks = {name: value for name, value in options.items() if name not in settings}
    if "trace" in known:
        settings["trace"] = True
    kind = type(chosen.records[0])
    frame = to_frame(chosen.records, backend="pyarrow", record_type=kind)
    try:
        rows: list[dict[str, Any]] = count(frame, **settings).to_pylist()
    except (LandscapeError, TypeError) as error:
        raise ClaimError("measure", function, f"options it takes: {error}") from None
    columns = rows[0] if rows else dict.fromkeys([column, *picks])
    strangers = sorted({column, *picks} - columns.keys())
    if strangers:
        expected = f"columns of {function}: {', '.join(columns)}"
        raise ClaimError("measure", ", ".join(strangers), expected)
    return [row for row in rows if all(str(row[name]) == value for name, value in picks.items())]
