"""Charts of certificates: approvals, places, functions by department, constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from medai_landscape import aggregate
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

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["approvals", "constraint_matrix", "counts_by", "function_by_department"]


def approvals(
    frame: Any,
    *,
    every: Literal["year", "quarter", "month"] = "year",
    since: Any = None,
    until: Any = None,
    lang: Language = "en",
    title: str | None = None,
) -> Any:
    """Draw approvals per period as bars, with the cumulative line.

    Args:
        frame: Certificates, in the table form or any frame with `approved`.
        every: Length of a period.
        since: First day, month or year of the window.
        until: Last one.
        lang: Language of the labels.
        title: Title in place of the standard one.

    Returns:
        An Altair chart; records behind a bar are in its tooltip.

    Raises:
        FrameError: a column is missing.
        MissingExtraError: Altair is not installed.
    """
    alt, say = library(), words(lang)
    counted = aggregate.approvals_by_period(
        frame, every=every, since=since, until=until, trace=has_ids(frame)
    )
    rows = [
        {
            "period": row["period"],
            "certificates": int(row["certificates"]),
            "cumulative": int(row["cumulative"]),
            "records": names_of(row.get("record_ids")),
        }
        for row in rows_of(counted)
        if row["period"]
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("period:O", title=say["period"]),
        tooltip=[
            alt.Tooltip(f"{key}:{kind}", title=say[key])
            for key, kind in (
                ("period", "N"), ("certificates", "Q"), ("cumulative", "Q"), ("records", "N"),
            )
        ],
    )  # fmt: skip
    whole = alt.Axis(tickMinStep=1, format="d")
    bars = base.mark_bar(color=COLOURS[0]).encode(
        y=alt.Y("certificates:Q", title=say["certificates"], axis=whole)
    )
    line = base.mark_line(color=COLOURS[5], point=True).encode(
        y=alt.Y("cumulative:Q", title=say["cumulative"], axis=whole)
    )
    chart = alt.layer(bars, line).resolve_scale(y="independent").properties(width=560)
    return dressed(chart, "approvals", lang, title=title)


def counts_by(
    frame: Any,
    *,
    by: str,
    lang: Language = "en",
    field: str | None = None,
    title: str | None = None,
) -> Any:
    """Draw how many records have each value of a column: province, indication, anatomy.

    A record with several values stands in several bars.

    Args:
        frame: Records with an `id` and the column *by*, which may be a list.
        by: Column to count by.
        lang: Language of the labels.
        field: Vocabulary of the codes, such as ``anatomies``; else values are shown as they are.
        title: Title in place of the name of the column.
    """
    alt, say = library(), words(lang)
    counted = aggregate.approvals_by(frame, by=by, trace=has_ids(frame))
    rows = [
        {
            "value": code_name(field or "", row[by], lang),
            "count": int(row["certificates"]),
            "records": names_of(row.get("record_ids")),
        }
        for row in rows_of(counted)
    ]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=COLOURS[0])
        .encode(
            x=alt.X("count:Q", title=say["count"], axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("value:N", title=None, sort="-x"),
            tooltip=[
                alt.Tooltip("value:N", title=title or by),
                alt.Tooltip("count:Q", title=say["count"]),
                alt.Tooltip("records:N", title=say["records"]),
            ],
        )
        .properties(width=460)
    )
    return dressed(chart, "count", lang, title=title or by)


def function_by_department(frame: Any, *, lang: Language = "en", title: str | None = None) -> Any:
    """Draw certificates by function and clinical department as a heat map.

    Departments follow from modality, anatomy and finding by the reviewed table
    of `medai_landscape.aggregate.with_departments`.
    """
    alt, say = library(), words(lang)
    placed = aggregate.with_departments(frame)
    counted = aggregate.approvals_by(
        placed, by=["use_functions", "departments"], trace=has_ids(frame)
    )
    rows = [
        {
            "function": code_name("functions", row["use_functions"], lang),
            "department": code_name("departments", row["departments"], lang),
            "count": int(row["certificates"]),
            "records": names_of(row.get("record_ids")),
        }
        for row in rows_of(counted)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("department:N", title=say["department"], axis=alt.Axis(labelAngle=-40)),
        y=alt.Y("function:N", title=say["function"]),
        tooltip=[
            alt.Tooltip(f"{key}:N", title=say[key])
            for key in ("function", "department", "count", "records")
        ],
    )
    tiles = base.mark_rect(stroke="white").encode(
        color=alt.Color("count:Q", title=say["count"], scale=alt.Scale(scheme="blues", domainMin=0))
    )
    figures = base.mark_text(fontSize=11).encode(
        text="count:Q",
        color=alt.condition("datum.count > 3", alt.value("white"), alt.value("black")),
    )
    return dressed(tiles + figures, "function_by_department", lang, title=title)


def constraint_matrix(
    frame: Any,
    *,
    constraints: Iterable[str] | None = None,
    lang: Language = "en",
    title: str | None = None,
) -> Any:
    """Draw which product's statement holds which constraint.

    Args:
        frame: Certificates with the columns of their intended use.
        constraints: Some of the constraints, in order; all that occur if None.
        lang: Language of the labels.
        title: Title in place of the standard one.
    """
    alt, say = library(), words(lang)
    wanted = None if constraints is None else set(constraints)
    rows = []
    for row in rows_of(aggregate.constraint_matrix(frame)):
        for column, holds in row.items():
            field, _, code = column.partition(":")
            if holds is True and (wanted is None or field in wanted):
                name = code_name(field, code, lang) if code else code_name("flags", field, lang)
                product = row.get("product_name") or row["id"]
                rows.append({"product": product, "constraint": name, "field": field})
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_square(size=110, opacity=1)
        .encode(
            x=alt.X("constraint:N", title=say["constraint"], axis=alt.Axis(labelAngle=-50)),
            y=alt.Y("product:N", title=say["product"]),
            color=alt.Color("field:N", title=None),
            tooltip=[
                alt.Tooltip("product:N", title=say["product"]),
                alt.Tooltip("constraint:N", title=say["constraint"]),
            ],
        )
    )
    return dressed(chart, "constraints", lang, title=title)
