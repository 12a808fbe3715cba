"""Authorisations by period and by column, on every engine, against plain Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest

from medai_landscape import aggregate
from medai_landscape.arguments import ArgumentError
from medai_landscape.errors import DateError, FrameError

if TYPE_CHECKING:
    from conftest import Engine

BASE = ("unit", "jurisdiction", "risk_class", "window_first", "window_last", "edition")

# Approvals of chart 2 of report S1, 2025.
S1_DAYS = ("01-10", "02-10", "02-11", "02-18", "02-18", "02-26", "03-06", "03-12", "03-21", "03-26",
           "04-29")  # fmt: skip

SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "approved": pa.string(),
        "approved_first": pa.date32(),
        "jurisdiction": pa.string(),
        "risk_class": pa.string(),
        "category": pa.string(),
        "holder": pa.string(),
        "use_functions": pa.list_(pa.string()),
        "use_modalities": pa.list_(pa.string()),
    }
)


def first_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat((text + "-01-01")[:10])


def certificates(*approved: str | None, **columns: Any) -> pa.Table:
    """A table of certificates in random order of rows but for what is given."""
    size = len(approved)
    data: dict[str, Any] = {
        "id": [f"c{number}" for number in range(size)],
        "approved": list(approved),
        "approved_first": [first_day(text) for text in approved],
        "jurisdiction": ["CN"] * size,
        "risk_class": ["III"] * size,
    } | columns
    return pa.table({name: data.get(name, [None] * size) for name in SCHEMA.names}, schema=SCHEMA)


def test_the_approvals_of_s1_by_month(engine: Engine) -> None:
    frame = engine.make(certificates(*(f"2025-{day}" for day in S1_DAYS)))
    rows = engine.rows(
        aggregate.approvals_by_period(frame, every="month", since="2025-01", until="2025-05")
    )
    assert [row["certificates"] for row in rows] == [1, 5, 4, 1, 0]
    assert [row["cumulative"] for row in rows] == [1, 6, 10, 11, 11]
    assert [row["period"] for row in rows] == [f"2025-0{month}" for month in range(1, 6)]
    assert rows[1]["period_first"] == date(2025, 2, 1)
    assert {tuple(row[name] for name in BASE) for row in rows} == {
        ("authorisation", "CN", "III", date(2025, 1, 1), date(2025, 5, 31), None)
    }
    assert {(row["records"], row["undated"]) for row in rows} == {(11, 0)}


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("year", [("2024", 2, 2), ("2025", 3, 5)]),
        ("quarter", [("2024-Q4", 1, 1), ("2025-Q1", 1, 2)]),
        ("month", [("2024-12", 1, 1), ("2025-01", 0, 1), ("2025-02", 1, 2)]),
    ],
)
def test_a_date_too_coarse_for_the_period_is_undated(
    engine: Engine, every: Any, expected: list[tuple[str, int, int]]
) -> None:
    frame = engine.make(certificates("2025-02", "2024", "2025", None, "2024-12-31", "2025"))
    result = aggregate.approvals_by_period(frame, every=every)
    assert engine.only(result, "period", "certificates", "cumulative") == expected
    undated = 6 - sum(number for _, number, _ in expected)
    assert {(row["records"], row["undated"]) for row in engine.rows(result)} == {
        (6 - undated, undated)
    }


def test_a_date_that_straddles_the_window_is_undated(engine: Engine) -> None:
    frame = engine.make(
        certificates("2025", "2025-12", "2025-12-05", "2025-12-06", "2025-11", "2024", "2026")
    )
    result = aggregate.approvals_by_period(frame, every="year", since="2025", until="2025-12-05")
    assert engine.only(result, "period", "certificates", "undated") == [("2025", 2, 2)]
    by = aggregate.approvals_by(frame, by="category", since="2025", until="2025-12-05")
    assert engine.only(by, "category", "certificates", "undated") == [(None, 2, 2)]


def test_a_frame_of_text_only_or_of_dates_only(engine: Engine) -> None:
    days = ["2025-02-10", "2025-03", "2024", "2025-13", "2025-1-1", None, "2025\n"]
    texts = engine.make(pa.table({"approved": days}))
    result = aggregate.approvals_by_period(texts, every="month", until="2025-06")
    assert engine.only(result, "period", "certificates") == [("2025-02", 1), ("2025-03", 1),
        ("2025-04", 0), ("2025-05", 0), ("2025-06", 0)]  # fmt: skip
    assert engine.rows(result)[0]["undated"] == 5
    days = engine.make(
        certificates("2025-02-10", "2025-03-01")
        .drop_columns(["approved"])
        .rename_columns({"approved_first": "approved"})
    )
    result = aggregate.approvals_by_period(days, every="month")
    assert engine.only(result, "period", "certificates") == [("2025-02", 1), ("2025-03", 1)]


def test_neither_text_nor_date_is_an_error(engine: Engine) -> None:
    table = certificates("2025").drop_columns(["approved", "approved_first"])
    with pytest.raises(FrameError, match=r"approved_first.*is missing"):
        aggregate.approvals_by_period(engine.make(table))
    numbers = engine.make(table.append_column("approved", pa.array([2025])))
    with pytest.raises(FrameError, match="needs a date or text"):
        aggregate.approvals_by_period(numbers)
    with pytest.raises(FrameError, match="'panel' is missing"):
        aggregate.approvals_by(numbers, by="panel")
    with pytest.raises(FrameError, match=r"'jurisdiction' is .*: needs text"):
        aggregate.approvals_by(engine.make(pa.table({"jurisdiction": [1.5]})), by="jurisdiction")


def test_a_window_that_ends_before_it_begins() -> None:
    with pytest.raises(DateError):
        aggregate.approvals_by_period(certificates("2025"), since="2025", until="2024")
    with pytest.raises(DateError, match="2025年"):
        aggregate.approvals_by_period(certificates("2025"), since="2025年")


def test_what_cannot_be_asked() -> None:
    table = certificates("2025")
    with pytest.raises(ArgumentError, match=r"every='week' .* one of year, quarter, month"):
        aggregate.approvals_by_period(table, every="week")  # type: ignore[arg-type]
    renamed = table.rename_columns({"category": "cumulative"})
    with pytest.raises(FrameError, match="'cumulative' is a column of the result"):
        aggregate.approvals_by_period(renamed, by="cumulative")
    with pytest.raises(FrameError, match="list is no dataframe"):
        aggregate.approvals_by([1, 2], by="a")  # type: ignore[type-var]
    mixed = pd.DataFrame({"id": [1, "a"], "key": [["x"], "y"]})
    with pytest.raises(FrameError, match="values of several types"):
        aggregate.approvals_by(mixed, by="key")


def test_records_without_an_id_stand_in_the_trace_without_one() -> None:
    table = certificates("2025", "2025", id=["a", None])
    (row,) = aggregate.approvals_by_period(table, trace=True).to_pylist()
    assert row["record_ids"] == ["a", None]


def test_no_rows_give_no_rows_and_the_same_columns(engine: Engine) -> None:
    empty, some = (engine.make(certificates(*days)) for days in ((), ("2025-01-01",)))
    for every in ("year", "month"):
        result = aggregate.approvals_by_period(empty, every=every)  # type: ignore[arg-type]
        filled = aggregate.approvals_by_period(some, every=every)  # type: ignore[arg-type]
        assert engine.rows(result) == []
        assert column_names(result) == column_names(filled)
    assert engine.rows(aggregate.approvals_by(empty, by="use_functions")) == []
    window = aggregate.approvals_by_period(empty, since="2024", until="2025")
    assert engine.only(window, "certificates", "jurisdiction") == [(0, None), (0, None)]


def column_names(native: Any) -> list[str]:
    import narwhals.stable.v2 as nw

    return nw.from_native(native).collect_schema().names()


def test_only_undated_records_are_still_told(engine: Engine) -> None:
    frame = engine.make(certificates(None, "2025"))
    result = aggregate.approvals_by_period(frame, every="month")
    assert engine.only(result, "period", "certificates", "records", "undated") == [(None, 0, 0, 2)]


def test_list_keys_count_under_each_value_and_carry_the_number(engine: Engine) -> None:
    frame = engine.make(
        certificates(
            "2025-01-01",
            "2025-01-02",
            "2025-02-01",
            "2025",
            "2025-03-01",
            use_functions=[["detection", "triage"], ["detection"], [], ["triage"], None],
            use_modalities=[["CT", "MR"], ["CT"], ["US"], ["CT"], ["CT"]],
        )
    )
    result = aggregate.approvals_by(frame, by="use_functions")
    assert engine.only(result, "use_functions", "certificates", "share", "records") == [
        ("detection", 2, 0.4, 5),
        ("triage", 2, 0.4, 5),
        (None, 2, 0.4, 5),
    ]
    monthly = aggregate.approvals_by_period(
        frame, every="month", by=["use_functions", "use_modalities"], until="2025-01"
    )
    assert engine.only(monthly, "use_functions", "use_modalities", "certificates", "records") == [
        ("detection", "CT", 2, 2),
        ("detection", "MR", 1, 2),
        ("triage", "CT", 1, 2),
        ("triage", "MR", 1, 2),
    ]
    assert {row["undated"] for row in engine.rows(monthly)} == {1}


def test_the_trace_names_the_records(engine: Engine) -> None:
    frame = engine.make(
        certificates("2025-02", "2025-01-03", "2025-02-28", use_functions=[["a"], ["a", "b"], None])
    )
    result = aggregate.approvals_by_period(frame, every="month", trace=True)
    assert engine.only(result, "period", "record_ids") == [
        ("2025-01", ["c1"]),
        ("2025-02", ["c0", "c2"]),
    ]
    result = aggregate.approvals_by(frame, by="use_functions", trace=True)
    assert engine.only(result, "use_functions", "record_ids") == [
        ("a", ["c0", "c1"]),
        ("b", ["c1"]),
        (None, ["c2"]),
    ]


def test_the_base_says_what_is_mixed(engine: Engine) -> None:
    frame = engine.make(
        certificates(
            "2024", "2025", "2025", jurisdiction=["US", "CN", "CN"], risk_class=["II", None, "III"]
        )
    )
    (row,) = engine.rows(aggregate.approvals_by_period(frame, since="2025"))
    assert row["jurisdiction"] == "CN"
    assert row["risk_class"] == "mixed: III, not stated"
    by = aggregate.approvals_by(frame, by="jurisdiction", edition="2025-12")
    assert engine.only(by, "jurisdiction", "certificates", "edition") == [
        ("CN", 2, "2025-12"),
        ("US", 1, "2025-12"),
    ]


ZONES = [None, "UTC", "Asia/Shanghai"]


@pytest.mark.parametrize("zone", ZONES)
def test_a_timestamp_counts_on_the_day_of_its_own_zone(engine: Engine, zone: str | None) -> None:
    if zone == "Asia/Shanghai" and engine.name in {"duckdb", "spark"}:
        pytest.skip("this engine keeps instants only, and shows them in the session's zone")
    moment = datetime(2024, 12, 31, 20, tzinfo=UTC)  # 2025 in Shanghai
    value = moment if zone else moment.replace(tzinfo=None)
    table = pa.table({"approved_first": pa.array([value], pa.timestamp("us", zone))})
    result = aggregate.approvals_by_period(engine.make(table), every="month")
    expected = "2025-01" if zone == "Asia/Shanghai" else "2024-12"
    assert engine.only(result, "period") == [(expected,)]


def test_categories_numbers_and_nan_as_keys(engine: Engine) -> None:
    table = pa.table(
        {
            "kind": pa.array(["b", "a", None, "a"]).dictionary_encode(),
            "size": [1.5, float("nan"), None, 1.5],
            "year": [2025, 2024, None, 2024],
        }
    )
    frame = engine.make(table)
    assert engine.only(aggregate.approvals_by(frame, by="kind"), "kind", "certificates") == [
        ("a", 2), ("b", 1), (None, 1)]  # fmt: skip
    assert engine.only(aggregate.approvals_by(frame, by="size"), "size", "certificates") == [
        (1.5, 2), (None, 2)]  # fmt: skip
    assert engine.only(aggregate.approvals_by(frame, by="year"), "year", "certificates") == [
        (2024, 2), (2025, 1), (None, 1)]  # fmt: skip


def random_rows(seed: int, size: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    rows = []
    for number in range(size):
        day = date(2019, 1, 1) + timedelta(days=draw.randrange(2500))
        text = draw.choice([day.isoformat()] * 5 + [day.isoformat()[:7], day.isoformat()[:4], None])
        functions = draw.choice([None, draw.sample(["d", "t", "q", "s"], draw.randrange(4))])
        rows.append(
            {
                "id": f"r{number}",
                "approved": text,
                "approved_first": first_day(text),
                "jurisdiction": draw.choice(["CN", "US"]),
                "risk_class": draw.choice(["II", "III", None]),
                "category": draw.choice(["21", "06", None]),
                "use_functions": functions,
            }
        )
    return rows


def oracle(
    rows: list[dict[str, Any]], every: str, since: date, until: date
) -> tuple[dict[tuple[Any, str], int], int]:
    """Count by category and period, row by row, with both ends of every date."""
    counts: Counter[tuple[Any, str]] = Counter()
    undated = 0
    for row in rows:
        text = row["approved"]
        if text is None:
            undated += 1
            continue
        first = first_day(text)
        assert first is not None
        if len(text) == 10:
            last = first
        elif len(text) == 7:
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        else:
            last = first.replace(month=12, day=31)
        if last < since or first > until:
            continue
        if first < since or last > until or (len(text) == 4 and every != "year"):
            undated += 1
            continue
        names = {
            "year": text[:4],
            "quarter": f"{text[:4]}-Q{(first.month - 1) // 3 + 1}",
            "month": text[:7],
        }
        counts[row["category"], names[every]] += 1
    return dict(counts), undated


@pytest.mark.parametrize("every", ["year", "quarter", "month"])
@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2019, 1, 1), date(2025, 12, 31)), (date(2020, 2, 11), date(2023, 8, 3))],
)
def test_against_plain_python(engine: Engine, every: Any, since: date, until: date) -> None:
    rows = random_rows(7, 400)
    frame = engine.make(pa.Table.from_pylist(rows, schema=SCHEMA))
    result = engine.rows(
        aggregate.approvals_by_period(frame, every=every, since=since, until=until, by="category")
    )
    expected, undated = oracle(rows, every, since, until)
    found = {(row["category"], row["period"]): row["certificates"] for row in result}
    assert {key: number for key, number in found.items() if number} == expected
    assert result[0]["undated"] == undated
    assert result[0]["records"] == sum(expected.values())
    for key in ("06", "21", None):
        line = [row for row in result if row["category"] == key]
        assert [row["period"] for row in line] == sorted(row["period"] for row in line)
        assert [row["cumulative"] for row in line] == list(
            accumulate(row["certificates"] for row in line)
        )
    assert [row["category"] for row in result] == sorted(
        (row["category"] for row in result), key=lambda key: (key is None, key)
    )


def test_one_million_rows_on_pyarrow() -> None:
    size = 1_000_000
    days = pa.array([date(2000, 1, 1) + timedelta(days=day) for day in range(9000)])
    places = pa.array([(number * 7919) % 9000 for number in range(size)])
    table = pa.table({"approved_first": days.take(places), "key": places})
    table = table.set_column(1, "key", pa.array([f"k{n % 5}" for n in range(size)]))
    expected: Counter[tuple[str, str]] = Counter()
    labels = [day.isoformat()[:7] for day in days.to_pylist()]
    for number, place in enumerate(places.to_pylist()):
        expected[f"k{number % 5}", labels[place]] += 1
    rows = aggregate.approvals_by_period(table, every="month", by="key").to_pylist()
    assert {(row["key"], row["period"]): row["certificates"] for row in rows} == expected
    assert {row["cumulative"] for row in rows if row["period"] == labels[-1]} == {200_000}


def test_a_result_of_duckdb_belongs_to_the_connection_of_its_relation() -> None:
    import duckdb

    with duckdb.connect() as connection:
        frame = connection.from_arrow(certificates("2025-01-01", "2024-02-01"))
        result = aggregate.approvals_by_period(frame)
        assert result.aggregate("sum(certificates)").fetchall() == [(2,)]
        joined = connection.sql("SELECT '2025' AS period").join(result, "period")
        assert joined.project("certificates").fetchall() == [(1,)]
