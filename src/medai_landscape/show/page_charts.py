"""The figures and charts of the report page: counts, with the rows behind them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from medai_landscape import aggregate
from medai_landscape.answers import Answer
from medai_landscape.claims._parser import read_condition
from medai_landscape.claims.selection import Selector
from medai_landscape.companies import with_places
from medai_landscape.tables.cells import is_absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from medai_landscape.claims import Verdict
    from medai_landscape.records.landscape import Landscape

__all__ = ["Counted", "page_charts"]

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


def _certificates(counted: Counted, landscape: Landscape) -> list[Object]:
    by_year = aggregate.approvals_by_period(counted.frame, every="year", trace=True)
    return [*_in_full(counted, landscape), counted.bars("approvals_by_year", by_year, "period")]


def _in_full(counted: Counted, landscape: Landscape) -> list[Object]:
    """Count by month where the landscape says that it holds every certificate of a window."""
    charts = []
    for register in landscape.registers or ():
        window = register.window
        if register.table != counted.name or window.first is None or window.last is None:
            continue
        selector = Selector(landscape)
        condition = read_condition(counted.name, register.where) if register.where else None
        held = [
            record.id
            for record in landscape.table(counted.name)
            if selector.test(counted.name, record, condition) is Answer.YES
        ]
        by_month = aggregate.approvals_by_period(
            counted.frame[counted.frame["id"].isin(held)],
            every="month",
            since=window.first,
            until=window.last,
            trace=True,
        )
        chart = counted.bars("approvals_by_month", by_month, "period")
        chart["note"] = {"key": "in_full", "where": register.where or "", "window": str(window)}
        charts.append(chart)
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


def _grouped(counted: Counted, key: str, groups: Iterable[tuple[Any, str]], **more: Any) -> Object:
    """Return a chart of how many records are in each group, from pairs of group and id."""
    members: dict[str, list[str]] = defaultdict(list)
    for group, record in groups:
        if _given(group):
            members[group].append(record)
    rows = [
        {"label": group, "value": len(ids), "records": counted.rows(ids)}
        for group, ids in sorted(members.items())
    ]
    return {"key": key, "kind": "bars", "table": counted.name, "rows": rows, **more}


def _policies(counted: Counted) -> list[Object]:
    timeline = _dicts(aggregate.policy_timeline(counted.frame))
    years = ((row["dated"][:4] if _given(row["dated"]) else None, row["id"]) for row in timeline)
    issuers = ((issuer, row["id"]) for row in timeline for issuer in row["issuers"])
    return [
        _grouped(counted, "policies_by_year", years),
        _grouped(counted, "policies_by_issuer", issuers, field="issuer"),
    ]


def _trials(counted: Counted) -> list[Object]:
    by_year = aggregate.trials_by_period(counted.frame, date="started", every="year", trace=True)
    charts = [counted.bars("trials_by_year", by_year, "period")]
    if "route" in counted.frame:
        routes = zip(counted.frame["route"], counted.frame["id"], strict=True)
        charts.insert(0, _grouped(counted, "trials_by_route", routes, field="route"))
    return charts


def _funding(counted: Counted) -> list[Object]:
    totals = _dicts(aggregate.funding_by_period(counted.frame, every="year", trace=True))
    currencies = sorted({row["currency"] for row in totals if _given(row["currency"])})
    charts = [_capital(counted, totals, currency) for currency in currencies]
    undisclosed = int(counted.frame["amount_currency"].isna().sum())
    left_out = max((int(row["excluded"]) for row in totals), default=0)
    if charts and left_out:
        charts[-1]["note"] = {"key": "left_out", "n": left_out}
    elif charts and undisclosed:
        charts[-1]["note"] = {"key": "undisclosed", "n": undisclosed}
    return charts


def _capital(counted: Counted, totals: list[Object], currency: str) -> Object:
    """Return the bars of one currency: two are never on one scale."""
    rows = []
    for row in totals:
        low, high = (_number(row[name]) for name in ("total_low", "total_high"))
        if row["currency"] != currency or not _given(row["period"]) or low is None:
            continue
        rows.append(
            {
                "label": row["period"],
                "low": low,
                "high": low if high is None else high,
                "open": high is None,
                "text": _span(low, high, currency),
                "records": counted.rows(row["record_ids"]),
            }
        )
    return {
        "key": "funding_by_year", "suffix": currency, "kind": "bars", "table": counted.name,
        "rows": rows,
    }  # fmt: skip


def _number(value: Any) -> float | None:
    return None if is_absent(value) else float(value)


def _span(low: float | None, high: float | None, currency: str) -> list[str]:
    texts = []
    for unit, scale in (("m", 1e6), ("亿", 1e8)):
        ends = ["?" if end is None else f"{end / scale:,.4g} {unit}" for end in (low, high)]
        figure = ends[0] if ends[0] == ends[1] else " – ".join(ends)
        texts.append(f"{figure} {currency}")
    return texts


def page_charts(
    landscape: Landscape, counted: Mapping[str, Counted], verdicts: Sequence[Verdict]
) -> Mapping[str, list[Object]]:
    """Return the charts of each section by its name; none where there is nothing to draw."""
    charts: dict[str, list[Object]] = defaultdict(list)
    for key, name, drawn in (
        ("policies", "policies", _policies),
        ("funding", "funding_rounds", _funding),
        ("trials", "trials", _trials),
    ):
        if len(counted[name].frame):
            charts[key] = drawn(counted[name])
    certificates = counted["certificates"]
    if len(certificates.frame):
        located = with_places(certificates.frame)
        charts["certificates"] = [
            *_certificates(certificates, landscape),
            *_places(certificates, located),
        ]
        charts["constraints"] = _constraints(certificates)
    outcomes = ((str(verdict.outcome), verdict.claim.id) for verdict in verdicts)
    by_outcome = _grouped(counted["claims"], "claims_by_outcome", outcomes, field="outcome")
    charts["claims"] = [by_outcome] if by_outcome["rows"] else []
    return charts
