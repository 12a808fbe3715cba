"""What all records have in common, on every engine, and the calendar under it, against plain Python."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from medai_landscape import aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Engine

MANY = 1500
"""More rows than are looked at before the whole column is."""

COLUMNS: dict[str, Sequence[str | None]] = {
    "one value": ["CN"] * MANY,
    "another at the end": ["CN"] * MANY + ["US"],
    "a gap at the end": ["CN"] * MANY + [None],
    "a gap first": [None] + ["CN"] * MANY,
    "a value after gaps": [None] * MANY + ["CN"],
    "gaps only": [None] * MANY,
    "several": ["JP", "CN", None, "US", "EU", "KR"] * 20,
    "a text that begins alike": ["a class with a long name, I"] * MANY
    + ["a class with a long name, II"],
    "a single row": ["CN"],
    "a single gap": [None],
    "no rows": [],
}


def said(values: Sequence[str | None]) -> str | None:
    """Say it as the documentation of the base does."""
    stated = sorted({value for value in values if value is not None})
    if len(stated) + (None in values) > 1:
        return "mixed: " + ", ".join(stated + ["not stated"] * (None in values))
    return stated[0] if stated else None


@pytest.mark.parametrize("encoded", [False, True], ids=["text", "categories"])
@pytest.mark.parametrize("values", COLUMNS.values(), ids=COLUMNS)
def test_the_base_is_what_every_row_says(
    engine: Engine, values: Sequence[str | None], encoded: bool
) -> None:
    if encoded and engine.name == "spark":
        pytest.skip("Spark has no categories")
    column = pa.array(values, pa.string())
    rows = len(values)
    table = pa.table(
        {
            "jurisdiction": column.dictionary_encode() if encoded else column,
            "risk_class": pa.array(["III"] * rows, pa.string()),
            "edition": pa.array(list(reversed(values)), pa.string()),
            "kind": pa.array(["a", "b", None] * rows, pa.string())[:rows],
        }
    )
    frame = engine.make(table)
    base = aggregate.count(frame).base
    assert base.jurisdiction == base.edition == said(values)
    assert base.risk_class == ("III" if values else None)
    for by in ("kind", "jurisdiction"):
        for row in engine.rows(aggregate.approvals_by(frame, by=by)):
            assert row["jurisdiction"] in ({said(values)} if by == "kind" else set(values))
            assert (row["risk_class"], row["edition"]) == ("III", said(values))


def test_the_base_is_of_the_records_inside_the_window(engine: Engine) -> None:
    years = [2023] * MANY + [2024] * MANY + [2025]
    table = pa.table(
        {
            "approved": pa.array([date(year, 5, 1) for year in years]),
            "jurisdiction": ["US"] * MANY + ["CN"] * MANY + ["EU"],
            "risk_class": pa.array([None] * MANY + ["III"] * (MANY + 1), pa.string()),
        }
    )
    frame = engine.make(table)
    for since, until, jurisdiction, risk_class in (
        ("2023", "2023", "US", None),
        ("2024", "2024", "CN", "III"),
        ("2024", None, "mixed: CN, EU", "III"),
        (None, "2024", "mixed: CN, US", "mixed: III, not stated"),
        ("2026", None, None, None),
    ):
        base = aggregate.count(frame, since=since, until=until).base
        assert (base.jurisdiction, base.risk_class) == (jurisdiction, risk_class)


@pytest.mark.parametrize("every", ["year", "quarter", "month"])
def test_the_first_and_last_day_of_every_month(engine: Engine, every: str) -> None:
    months = [(year, month) for year in range(1880, 2105) for month in range(1, 13)]
    days = [
        date(year, month, day)
        for year, month in months
        for day in (1, calendar.monthrange(year, month)[1])
    ]
    frame = engine.make(pa.table({"approved": pa.array([*days, None], pa.date32())}))
    rows = engine.rows(aggregate.approvals_by_period(frame, every=every))  # type: ignore[arg-type]
    size = {"year": 24, "quarter": 6, "month": 2}[every]
    assert [row["certificates"] for row in rows] == [size] * (len(days) // size)
    assert [row["period_first"] for row in rows] == [min(days[place : place + size])
        for place in range(0, len(days), size)]  # fmt: skip
    assert {row["undated"] for row in rows} == {1}


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_the_hours_of_the_last_day_lie_in_the_window(engine: Engine, unit: str) -> None:
    if engine.name == "spark" and unit != "us":
        pytest.skip("Spark has microseconds only")
    texts = ["2024-12-31T23:59:59", "2025-01-01", "2025-10-31T23:59:59", "2025-11-01"]
    moments = [*map(datetime.fromisoformat, texts), None]
    frame = engine.make(pa.table({"approved": pa.array(moments, pa.timestamp(unit))}))
    for since, until, number in (
        ("2025", "2025-10-31", 2),
        ("0001", "2024", 1),
        ("2025-11", "9999", 1),
        (None, "2025-10", 3),
    ):
        counted = aggregate.count(frame, since=since, until=until)
        assert (counted.value, counted.left_out) == (number, 1)
