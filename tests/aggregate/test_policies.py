"""Policies in time, on every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from medai_landscape import aggregate
from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from conftest import Engine

KINDS = ("signed", "published", "effective")
SCHEMA = pa.schema(
    {"id": pa.string(), "jurisdiction": pa.string()}
    | {name: pa.string() for name in KINDS}
    | {f"{name}_first": pa.date32() for name in KINDS}
)


def policies(*rows: dict[str, Any]) -> pa.Table:
    lines = []
    for number, row in enumerate(rows):
        line: dict[str, Any] = {"id": f"p{number}", "jurisdiction": "CN"} | row
        for kind in KINDS:
            text = line.get(kind)
            line[f"{kind}_first"] = text and date.fromisoformat((text + "-01-01")[:10])
        lines.append({name: line.get(name) for name in SCHEMA.names})
    return pa.Table.from_pylist(lines, schema=SCHEMA)


ROWS = policies(
    {},
    {"signed": "2025-08-21", "published": "2025-08-26"},
    {"effective": "2024-06-01", "jurisdiction": "EU"},
    {"signed": "2025-06-20"},
    {"published": "2025"},
)


def test_each_row_says_which_date_placed_it(engine: Engine) -> None:
    result = aggregate.policy_timeline(engine.make(ROWS))
    assert engine.only(result, "id", "dated", "dated_kind", "in_window", "jurisdiction") == [
        ("p2", "2024-06-01", "effective", "yes", "EU"),
        ("p4", "2025", "published", "yes", "CN"),
        ("p3", "2025-06-20", "signed", "yes", "CN"),
        ("p1", "2025-08-26", "published", "yes", "CN"),
        ("p0", None, None, "yes", "CN"),
    ]
    row = engine.rows(result)[3]
    assert (row["signed"], row["published"], row["effective"]) == ("2025-08-21", "2025-08-26", None)
    assert (row["unit"], row["window_first"]) == ("policy", None)


def test_the_window_keeps_what_may_lie_in_it(engine: Engine) -> None:
    result = aggregate.policy_timeline(engine.make(ROWS), since="2025-07", until="2026")
    assert engine.only(result, "id", "in_window", "window_first", "window_last") == [
        ("p4", "unknown", date(2025, 7, 1), date(2026, 12, 31)),
        ("p1", "yes", date(2025, 7, 1), date(2026, 12, 31)),
        ("p0", "unknown", date(2025, 7, 1), date(2026, 12, 31)),
    ]


def test_one_kind_of_date_without_text(engine: Engine) -> None:
    days = ROWS.select(["id", "jurisdiction", "signed_first"])
    result = aggregate.policy_timeline(engine.make(days), since="2025-08")
    assert engine.only(result, "id", "dated") == [("p1", "2025-08-21"), ("p0", None), ("p2", None),
        ("p4", None)]  # fmt: skip
    with pytest.raises(FrameError, match="none of 'signed' is there"):
        aggregate.policy_timeline(
            engine.make(ROWS.select(["id", "jurisdiction"])), dates=["signed"]
        )


def test_a_lazy_frame_is_not_computed() -> None:
    import polars as pl

    def touched(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError

    frame = pl.from_arrow(ROWS).lazy().map_batches(touched)
    result = aggregate.policy_timeline(frame)
    assert isinstance(nw.from_native(result), nw.LazyFrame)
