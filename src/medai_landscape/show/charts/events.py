"""Charts of what happened: financing, policies, trials, and what became of claims."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

from medai_landscape import aggregate
from medai_landscape.dates import PartialDate
from medai_landscape.show.charts._drawing import (
    COLOURS,
    Language,
    code_name,
    dressed,
    has_ids,
    library,
    names_of,
    rows_of,
    words,
)
from medai_landscape.tables.frame_spec import NUMBER, TEXT, FrameSpec

__all__ = [
    "claim_verdicts",
    "demand_against_innovation",
    "funding",
    "policy_timeline",
    "trials_by_route",
]


def _tooltips(alt: Any, say: dict[str, str], keys: tuple[str, ...]) -> list[Any]:
    return [alt.Tooltip(f"{key}:N", title=say.get(key, key)) for key in keys]


def funding(
    frame: Any,
    *,
    every: Literal["year", "quarter", "month"] = "year",
    since: Any = None,
    until: Any = None,
    currency: str | None = None,
    lang: Language = "en",
    title: str | None = None,
) -> Any:
    """Draw announced capital from its low to its high total, with the number of rounds.

    The full bar is certain, the pale part is possible.  Where no upper bound
    was announced the bar ends at what is certain, and the tooltip says so.
    Undisclosed rounds are in the number of rounds and in no bar.

    Args:
        frame: Funding rounds in the table form.
        every: Length of a period.
        since: First day, month or year of the window.
        until: Last one.
        currency: Draw one currency only; else each has a panel of its own.
        lang: Language of the labels.
        title: Title in place of the standard one.
    """
    alt, say = library(), words(lang)
    totals = aggregate.funding_by_period(
        frame, every=every, since=since, until=until, trace=has_ids(frame)
    )
    rows = []
    for row in rows_of(totals):
        if not row["period"] or not row["currency"] or currency not in {None, row["currency"]}:
            continue
        low, high = (_millions(row[name]) for name in ("total_low", "total_high"))
        rows.append(
            {
                "period": row["period"],
                "currency": row["currency"],
                "low": low or 0,
                "high": low if high is None else high,
                "said": "?" if high is None else f"{high:,.1f}",
                "rounds": int(row["rounds"]),
                "disclosed": int(row["disclosed"]),
                "records": names_of(row.get("record_ids")),
            }
        )
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("period:O", title=say["period"]),
        tooltip=[
            *_tooltips(alt, say, ("period", "currency", "low")),
            alt.Tooltip("said:N", title=say["high"]),
            *_tooltips(alt, say, ("rounds", "disclosed", "records")),
        ],
    )
    scale = alt.Y("high:Q", title=say["capital"])
    chart = alt.layer(
        base.mark_bar(color=COLOURS[4], opacity=0.55).encode(y=scale),
        base.mark_bar(color=COLOURS[0]).encode(y=alt.Y("low:Q", title=say["capital"])),
        base.mark_text(dy=-7, fontSize=11).encode(y=scale, text="rounds:Q"),
    ).properties(width=300, height=230)
    if currency is None:
        chart = chart.facet(column=alt.Column("currency:N", title=None)).resolve_scale(
            y="independent", x="independent"
        )
    return dressed(chart, "funding", lang, title=title)


def _millions(value: Any) -> float | None:
    return None if value is None else float(value) / 1e6


def policy_timeline(frame: Any, *, lang: Language = "en", title: str | None = None) -> Any:
    """Draw policies on a line of time, a row an issuer, coloured by sub-field.

    Each stands at the first day it can be of its publication, else of its
    signing, else of its entry into force; the tooltip says which.
    """
    alt, say = library(), words(lang)
    rows = []
    for row in rows_of(aggregate.policy_timeline(frame)):
        if not row["dated"]:
            continue
        for subsector in _several(row.get("subsectors")):
            rows.append(  # noqa: PERF401 - a comprehension of this would not be read
                {
                    "day": PartialDate.of(row["dated"]).earliest().isoformat(),
                    "said": f"{row['dated']} ({row['dated_kind']})",
                    "issuer": ", ".join(
                        code_name("issuer", code, lang) for code in _several(row.get("issuers"))
                    ),
                    "subsector": code_name("subsector", subsector, lang),
                    "title": row.get("title") or row.get("title_en"),
                }
            )  # fmt: skip
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, size=90, opacity=0.85)
        .encode(
            x=alt.X("day:T", title=None),
            y=alt.Y("issuer:N", title=say["issuer"]),
            color=alt.Color("subsector:N", title=say["subsector"]),
            shape=alt.Shape("subsector:N", title=say["subsector"]),
            tooltip=[
                alt.Tooltip("said:N", title=say["day"]),
                *_tooltips(alt, say, ("issuer", "subsector", "title")),
            ],
        )
        .properties(width=620)
    )
    return dressed(chart, "policies", lang, title=title)


def _several(value: Any) -> list[Any]:
    """Return the values of a list cell; one empty value where there are none."""
    if value is None or isinstance(value, float):
        return [None]
    if isinstance(value, str):
        return [value]
    return list(value) or [None]


def trials_by_route(frame: Any, *, lang: Language = "en", title: str | None = None) -> Any:
    """Draw trials of brain-computer interfaces by the route of the device, by year of start.

    Trials without a start stand in the year "not stated".
    """
    alt, say = library(), words(lang)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of(frame):
        started = row.get("started")
        year = started[:4] if isinstance(started, str) and started else say["not_stated"]
        groups[code_name("route", row.get("route"), lang), year].append(row["id"])
    rows = [
        {"route": route, "period": year, "trials_count": len(ids), "records": names_of(ids)}
        for (route, year), ids in sorted(groups.items())
    ]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("trials_count:Q", title=say["trials_count"], axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("route:N", title=say["route"], sort="-x"),
            color=alt.Color("period:O", title=say["period"], scale=alt.Scale(scheme="viridis")),
            tooltip=_tooltips(alt, say, ("route", "period", "trials_count", "records")),
        )
        .properties(width=460)
    )
    return dressed(chart, "trials", lang, title=title)


def claim_verdicts(audited: Any, *, lang: Language = "en", title: str | None = None) -> Any:
    """Draw how many claims of each report came out how.

    Args:
        audited: An AuditReport.
        lang: Language of the labels.
        title: Title in place of the standard one.
    """
    alt, say = library(), words(lang)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for verdict in audited.verdicts:
        groups[str(verdict.outcome), verdict.claim.report].append(verdict.claim.id)
    rows = [
        {
            "outcome": code_name("outcome", outcome, lang),
            "report": report,
            "claims": len(ids),
            "records": names_of(ids, most=40),
        }
        for (outcome, report), ids in sorted(groups.items())
    ]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("claims:Q", title=say["claims"], axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("outcome:N", title=say["outcome"], sort="-x"),
            color=alt.Color("report:N", title=say["report"]),
            tooltip=_tooltips(alt, say, ("outcome", "report", "claims", "records")),
        )
        .properties(width=460)
    )
    return dressed(chart, "verdicts", lang, title=title)


def demand_against_innovation(
    frame: Any,
    *,
    name: str = "name",
    demand: str = "demand",
    innovation: str = "innovation",
    size: str | None = None,
    lang: Language = "en",
    title: str | None = None,
) -> Any:
    """Draw fields as bubbles: how much is asked of them against how much they bring forth.

    Both axes are counts of the caller's: trials against certificates, say.

    Args:
        frame: One row a field.
        name: Column with its name.
        demand: Column of the horizontal axis.
        innovation: Column of the vertical axis.
        size: Column of the bubble's area; all alike if None.
        lang: Language of the labels.
        title: Title in place of the standard one.

    Raises:
        FrameError: a column is missing.
    """
    alt, say = library(), words(lang)
    wanted = [(name, TEXT), (demand, NUMBER), (innovation, NUMBER)]
    FrameSpec(tuple(wanted + ([(size, NUMBER)] if size else []))).open(frame)
    rows = [
        {
            "field": row[name],
            "demand": float(row[demand]),
            "innovation": float(row[innovation]),
            "size": float(row[size]) if size else 1.0,
        }
        for row in rows_of(frame)
        if row[demand] is not None and row[innovation] is not None
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("demand:Q", title=say["demand"]),
        y=alt.Y("innovation:Q", title=say["innovation"]),
        tooltip=_tooltips(alt, {**say, "field": name}, ("field", "demand", "innovation", "size")),
    )
    legend = alt.Legend() if size else None
    chart = base.mark_circle(color=COLOURS[0], opacity=0.6).encode(
        size=alt.Size("size:Q", title=say["size"], legend=legend, scale=alt.Scale(range=[80, 1500]))
    ) + base.mark_text(dy=-14).encode(text="field:N")
    return dressed(chart.properties(width=460), "demand_against_innovation", lang, title=title)
