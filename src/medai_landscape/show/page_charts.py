"""The figures and charts of the report page: counts, with the rows behind them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from medai_landscape import aggregate
from medai_landscape.companies import with_places
from medai_landscape.tables.cells import is_absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.records.landscape import Landscape

__all__ = ["page_sections"]

Object = dict[str, Any]


@frozen
class Counted:
    """One table of the landscape as a frame, and where its records stand on the page."""

    name: str
    frame: Any
    index: Mapping[str, int] = field(repr=False)

    def rows(self, ids: Iterable[str]) -> list[int]:
        """Return the places of records on the page."""
        return sorted(self.index[name] for name in ids)

    def bars(self, key: str, counted: Any, label: str, *, codes: str | None = None) -> Object:
        """Return a chart of counts: one bar for each row of the aggregate *counted*."""
        rows = [
            {
                "label": row[label],
                "value": len(row["record_ids"]),
                "records": self.rows(row["record_ids"]),
            }
            for row in _dicts(counted)
            if _given(row[label])
        ]
        chart: Object = {"key": key, "kind": "bars", "table": self.name, "rows": rows}
        if codes:
            chart["field"] = codes
        undated = max((int(row.get("undated") or 0) for row in _dicts(counted)), default=0)
        if not rows:
            chart["note"] = {"key": "none"}
        elif undated:
            chart["note"] = {"key": "undated", "n": undated}
        return chart


def _dicts(frame: Any) -> list[Object]:
    rows: list[Object] = frame.to_dict("records")
    return rows


def _given(label: object) -> bool:
    return isinstance(label, str) and label != ""


def _certificates(counted: Counted) -> list[Object]:
    frame = counted.frame
    by_year = aggregate.approvals_by_period(frame, every="year", trace=True)
    charts = [counted.bars("approvals_by_year", by_year, "period")]
    chinese = frame[(frame["jurisdiction"] == "CN") & (frame["risk_class"] == "III")]
    in_window = aggregate.approvals_by_period(
        chinese, every="month", since="2025-01", until="2025-05", trace=True
    )
    if any(len(row["record_ids"]) for row in _dicts(in_window)):
        charts.insert(0, counted.bars("approvals_by_month", in_window, "period"))
    return charts


def _constraints(counted: Counted) -> list[Object]:
    charts = []
    for name in ("anatomies", "functions", "modalities"):
        by_code = aggregate.approvals_by(counted.frame, by=f"use_{name}", trace=True)
        key = {"anatomies": "by_anatomy", "functions": "by_function", "modalities": "by_modality"}
        charts.append(counted.bars(key[name], by_code, f"use_{name}", codes=name))
    both = aggregate.approvals_by(counted.frame, by=["use_functions", "use_anatomies"], trace=True)
    cells = [
        {
            "row": row["use_functions"],
            "column": row["use_anatomies"],
            "records": counted.rows(row["record_ids"]),
        }
        for row in _dicts(both)
        if _given(row["use_functions"]) and _given(row["use_anatomies"])
    ]
    heat: Object = {
        "key": "function_by_anatomy",
        "kind": "heat",
        "table": counted.name,
        "row_field": "functions",
        "column_field": "anatomies",
        "rows": _by_weight(cells, "row"),
        "columns": _by_weight(cells, "column"),
        "cells": cells,
    }
    return [*charts, heat]


def _by_weight(cells: list[Object], side: str) -> list[str]:
    weight: dict[str, int] = defaultdict(int)
    for cell in cells:
        weight[cell[side]] += len(cell["records"])
    return sorted(weight, key=lambda code: (-weight[code], code))


def _places(counted: Counted, located: Any) -> list[Object]:
    by_cluster = aggregate.approvals_by(located, by="holder_clusters", trace=True)
    return [counted.bars("by_cluster", by_cluster, "holder_clusters")]


def _policies(counted: Counted) -> Object:
    years: dict[str, list[str]] = defaultdict(list)
    for row in _dicts(aggregate.policy_timeline(counted.frame)):
        if _given(row["dated"]):
            years[row["dated"][:4]].append(row["id"])
    rows = [
        {"label": year, "value": len(ids), "records": counted.rows(ids)}
        for year, ids in sorted(years.items())
    ]
    return {"key": "policies_by_year", "kind": "bars", "table": counted.name, "rows": rows}


def _funding(counted: Counted) -> list[Object]:
    totals = aggregate.funding_by_period(counted.frame, every="year", trace=True)
    rows = []
    for row in _dicts(totals):
        if not _given(row["period"]) or not _given(row["currency"]):
            continue
        low, high = (_number(row[name]) for name in ("total_low", "total_high"))
        if low is None and high is None:
            continue
        text = _span(low, high, row["currency"])
        rows.append(
            {
                "label": f"{row['period']} {row['currency']}",
                "low": low or 0,
                "high": high if high is not None else low,
                "open": high is None,
                "text": text,
                "records": counted.rows(row["record_ids"]),
            }
        )
    chart: Object = {"key": "funding_by_year", "kind": "bars", "table": counted.name, "rows": rows}
    undisclosed = len(counted.frame) - int(counted.frame["amount_currency"].notna().sum())
    chart["note"] = {"key": "undisclosed", "n": undisclosed} if rows else {"key": "none"}
    return [chart]


def _number(value: Any) -> float | None:
    return None if is_absent(value) else float(value)


def _span(low: float | None, high: float | None, currency: str) -> list[str]:
    texts = []
    for unit, scale in (("m", 1e6), ("亿", 1e8)):
        ends = ["?" if end is None else f"{end / scale:,.4g} {unit}" for end in (low, high)]
        figure = ends[0] if ends[0] == ends[1] else " – ".join(ends)
        texts.append(f"{figure} {currency}")
    return texts


def page_sections(landscape: Landscape, indexes: Mapping[str, Mapping[str, int]]) -> list[Object]:
    """Return the sections of the page, in order, with their figures and charts."""
    counted = {
        name: Counted(name, landscape.to_frame(name), index) for name, index in indexes.items()
    }
    certificates, policies = counted["certificates"], counted["policies"]
    funding, trials = counted["funding_rounds"], counted["trials"]
    charts: dict[str, list[Object]] = {}
    if len(certificates.frame):
        located = with_places(certificates.frame)
        charts["certificates"] = _certificates(certificates) + _places(certificates, located)
        charts["constraints"] = _constraints(certificates)
    if len(policies.frame):
        charts["policies"] = [_policies(policies)]
    if len(funding.frame):
        charts["funding"] = _funding(funding)
    if len(trials.frame):
        by_year = aggregate.trials_by_period(trials.frame, date="started", every="year", trace=True)
        charts["trials"] = [trials.bars("trials_by_year", by_year, "period")]
    return [
        {"key": "summary", "figures": _figures(landscape, counted)},
        {"key": "policies", "charts": charts.get("policies", []), "table": "policies"},
        {"key": "certificates", "charts": charts.get("certificates", []), "table": "certificates"},
        {"key": "constraints", "charts": charts.get("constraints", [])},
        {"key": "funding", "charts": charts.get("funding", []), "table": "funding_rounds"},
        {"key": "trials", "charts": charts.get("trials", []), "table": "trials"},
        {"key": "claims", "table": "claims"},
    ]


def _figures(landscape: Landscape, counted: Mapping[str, Counted]) -> list[Object]:
    without = [
        c.id
        for c in landscape.certificates
        if c.intended_use is not None and not c.intended_use.standalone_prohibited
    ]
    undisclosed = [r.id for r in landscape.funding_rounds if not r.is_disclosed]
    figures = [
        ("certificates", "certificates", None),
        ("without_prohibition", "certificates", without),
        ("policies", "policies", None),
        ("funding_rounds", "funding_rounds", None),
        ("undisclosed", "funding_rounds", undisclosed),
        ("trials", "trials", None),
        ("claims", "claims", None),
    ]
    return [
        {
            "key": key,
            "table": table,
            "records": (
                list(range(len(counted[table].frame))) if ids is None else counted[table].rows(ids)
            ),
        }
        for key, table, ids in figures
    ]
