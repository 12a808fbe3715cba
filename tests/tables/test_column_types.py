"""Columns of types that nobody would choose: the verdict is that of the record, nothing is lost."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import parquet

from medai_landscape import records
from medai_landscape.errors import FrameError, SourceFormatError
from medai_landscape.tables.arrow_columns import cells_of
from medai_landscape.tables.files import validate_file
from medai_landscape.tables.frames import from_frame
from medai_landscape.tables.rows import issues_of
from medai_landscape.tables.validation import validate_frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = ["CN", None, "2024"]


def words(kind: pa.DataType) -> Any:
    return pa.array(WORDS, kind)


COLUMNS: dict[str, Any] = {
    "views": words(pa.string_view()),
    "views in lists": pa.array([["CN"], None, []], pa.list_(pa.string_view())),
    "views in structs": pa.array([{"a": "x"}, None, {"a": None}], pa.struct([("a", pa.string_view())])),
    "bytes": pa.array([b"CN", None, b"\xff"]),
    "bytes as views": pa.array([b"CN", None, b"x"], pa.binary_view()),
    "runs": pc.run_end_encode(words(pa.string())),
    "runs of numbers": pc.run_end_encode(pa.array([1, 1, None])),
    "words": words(pa.string()).dictionary_encode(),
    "words and null": pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), words(pa.string())),
    "words as views": pa.DictionaryArray.from_arrays(
        pa.array([0, None, 1], pa.uint8()), pa.array(["CN", "2024"], pa.string_view())
    ),
    "words counted without sign": pa.DictionaryArray.from_arrays(
        pa.array([0, None, 1], pa.uint32()), pa.array(["CN", "2024"])
    ),
    "small decimals": pa.array([Decimal("1.50"), None, Decimal(2)], pa.decimal32(6, 2)),
    "NaN": pa.array([1.0, float("nan"), 2.5]),
    "half floats": pa.array([1.0, 0.5, None], pa.float16()),
    "days of 64 bits": pa.array([date(2024, 2, 29), None, date(1, 1, 1)], pa.date64()),
    "days of far years": pa.array([2_932_897, None, -719_163], pa.int32()).cast(pa.date32()),
    "days of far years in 64 bits": pa.array([86_400_000 * 2**35, None, 0]).cast(pa.date64()),
    "moments of far years": pa.array([2**60, None, -(2**60)], pa.timestamp("us")),
    "whole numbers": pa.array([1, 0, None]),
    "texts of JSON": pa.array(["1", None, '"x"'], pa.json_()),
    "identifiers": pa.array([uuid.UUID(int=1).bytes, None, uuid.UUID(int=2).bytes], pa.uuid()),
    "no value": pa.nulls(3),
}  # fmt: skip
FIELDS: list[tuple[type[Any], str, dict[str, Any]]] = [
    (records.Certificate, "jurisdiction", {"product_name": "x"}),
    (records.Certificate, "jurisdiction", {"product_name": "x", "scheme": "other"}),
    (records.Certificate, "approved", {"jurisdiction": "CN", "scheme": "other", "product_name": "x"}),
    (records.Certificate, "predecessors", {"jurisdiction": "CN", "scheme": "other", "product_name": "x"}),
    (records.Trial, "enrolment", {"registry": "NCT", "registration_id": "NCT05035823"}),
    (records.Trial, "age_min", {"registry": "NCT", "registration_id": "NCT05035823", "age_max": 3.0}),
    (records.FundingRound, "amount_low", {"company": "x", "amount_high": Decimal("1.50")}),
    (records.FundingRound, "amount_low_closed", {"company": "x", "amount_low": 1, "amount_high": 1}),
    (records.PolicyEvent, "title", {"jurisdiction": "CN"}),
]  # fmt: skip


def told(issues: Any) -> list[tuple[str, ...]]:
    return sorted((issue.column, issue.code, issue.message, issue.message_zh) for issue in issues)


@pytest.mark.parametrize(("record", "name", "others"), FIELDS, ids=lambda part: str(part)[:40])
@pytest.mark.parametrize("kind", COLUMNS)
def test_any_arrow_type(record: type[Any], name: str, others: dict[str, Any], kind: str) -> None:
    column = COLUMNS[kind]
    table = pa.table({**{other: [cell] * 3 for other, cell in others.items()}, name: column})
    rows = [{**others, name: cell} for cell in cells_of(column)]
    expected = [told(issues_of(record, row)) for row in rows]
    for frame in (table, pa.concat_tables([table.slice(0, 1), table.slice(1)])):
        report = validate_frame(frame, record)
        found: list[list[tuple[str, ...]]] = [[], [], []]
        for issue in report.issue_table().to_pylist():
            line = (issue["column"], issue["code"], issue["message"], issue["message_zh"])
            found[issue["row"]].append(line)
        assert [*map(sorted, found)] == expected
        assert (len(report.valid), len(report.rejected)) == (
            3 - sum(map(bool, found)),
            sum(map(bool, found)),
        )
        assert len(from_frame(frame, record, sources=[]).rejects) == 3


def test_rows_of_any_type_are_given_back_as_they_came() -> None:
    names = [f"c{place}" for place in range(len(COLUMNS))]
    table = pa.table([*COLUMNS.values()], names=names).append_column(
        "company", pa.array([None, "x", "y"])
    )
    report = validate_frame(pa.concat_tables([table, table]), records.FundingRound)
    for found, rows in ((report.valid, (1, 2)), (report.rejected, (0,))):
        assert found.schema == table.schema
        for name, column in zip(names, COLUMNS.values(), strict=True):
            cells = [cells_of(column.slice(row, 1))[0] for row in rows] * 2
            assert str([cell for chunk in found[name].chunks for cell in cells_of(chunk)]) == str(
                cells
            )


OBJECTS: dict[str, tuple[list[Any], list[bool]]] = {
    "NumPy's numbers beside words": ([np.int64(1), np.float64(2), "x"], [True, True, False]),
    "NumPy's numbers beside none": ([np.int64(1), np.float64("nan"), None], [True, True, True]),
    "yes among numbers": ([True, 1, 0], [False, True, True]),
    "half a character": (["\ud800", 1, None], [False, True, True]),
    "a NaN that signals": ([Decimal("sNaN"), "x", 1], [True, False, True]),
}  # fmt: skip


@pytest.mark.parametrize("kind", OBJECTS)
def test_python_objects_are_judged_one_by_one(kind: str) -> None:
    cells, good = OBJECTS[kind]
    for chosen in ([0, 1, 2], [0], [1], [2]):
        objects = pd.Series([cells[row] for row in chosen], dtype=object)
        frame = pd.DataFrame(
            {"registry": "NCT", "registration_id": "NCT05035823", "enrolment": objects}
        )
        report = validate_frame(frame, records.Trial)
        assert [*~np.isin(range(len(chosen)), report.issues["row"])] == [
            good[row] for row in chosen
        ]


@pytest.mark.parametrize(
    ("record", "name"), [(records.Trial, "age_min"), (records.FundingRound, "amount_low")]
)
def test_numpys_floats_are_read_as_numbers(record: type[Any], name: str) -> None:
    others = {"registry": "NCT", "registration_id": "NCT05035823", "company": "x"}
    cells = pd.Series([np.float64(1.5), "x"], dtype=object)
    report = validate_frame(pd.DataFrame({**others, name: cells}), record)
    assert set(report.issues["row"]) == {1}


@pytest.mark.parametrize("name", ["announced", "stage", "announced_first", "amount_currency"])
def test_half_a_character_is_told_and_not_raised(name: str) -> None:
    frame = pd.DataFrame({"company": ["x"], name: pd.Series(["\ud800"], dtype=object)})
    report = validate_frame(frame, records.FundingRound)
    assert report.rejected_rows == 1
    assert "\\ud800" in report.to_json().replace("\\\\", "\\")


@pytest.mark.parametrize("name", ["jurisdiction", "number", "approved", "holder", "town"])
def test_texts_that_are_no_utf8_are_told(name: str, tmp_path: Path) -> None:
    ends = pa.py_buffer(np.array([0, 5], np.int32))
    broken = pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(b"K25\xff\xfe")])
    given = {"jurisdiction": "US", "scheme": "fda_510k", "number": "K252054", "product_name": "x"}
    table = pa.table({**{other: [cell] for other, cell in given.items()}, name: broken})
    parquet.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(SourceFormatError, match="Invalid UTF8"):
        validate_file(tmp_path / "a.parquet", records.Certificate)
    (reject,) = from_frame(table, records.Certificate).rejects
    assert reject.original[name] == b"K25\xff\xfe"
    if name in {"jurisdiction", "number", "approved"}:  # the others are not looked into
        with pytest.raises(FrameError, match="a text is no UTF-8"):
            validate_frame(table, records.Certificate)


POLARS: dict[str, Callable[[], pl.Series]] = {
    "objects": lambda: pl.Series([object(), None, 1], dtype=pl.Object),
    "128 bits": lambda: pl.Series([2**100, None, 1], dtype=pl.Int128),
    "categories": lambda: pl.Series(["CN", None, "ZZ"], dtype=pl.Categorical),
    "an enum": lambda: pl.Series(["CN", None, "ZZ"], dtype=pl.Enum(["ZZ", "US", "CN"])),
    "far years": lambda: pl.Series([date(9999, 12, 31), None, date(1, 1, 1)]).dt.offset_by("1y"),
    "times": lambda: pl.Series([timedelta(1), None, timedelta(0)]),
    "moments": lambda: pl.Series([datetime(2024, 1, 1), None, datetime(2024, 1, 1, 1)]),  # noqa: DTZ001 - a column without a zone
}  # fmt: skip


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("kind", POLARS)
@pytest.mark.parametrize("name", ["jurisdiction", "approved", "unknown"])
def test_any_polars_type(kind: str, name: str, lazy: bool) -> None:
    column = POLARS[kind]()
    frame = pl.DataFrame({"jurisdiction": ["CN"] * 3, "scheme": "other", "product_name": "x"})
    frame = frame.with_columns(column.alias(name))
    given = frame.lazy() if lazy else frame
    report = validate_frame(given, records.Certificate)
    refused = {issue["row"] for issue in report.issue_table().to_pylist()}
    assert report.rejected.lazy().collect().equals(frame[sorted(refused)]) or kind == "objects"
    loaded = from_frame(
        given, records.Certificate, sources=[records.Source(title="t", publisher="p", locator="l")]
    )
    assert {reject.row for reject in loaded.rejects} == refused
    if name == "jurisdiction":
        assert refused == ({1, 2} if kind in {"categories", "an enum"} else {0, 1, 2})


def test_pandas_says_what_it_cannot_do() -> None:
    names = pd.Series(["x", None], dtype=pd.ArrowDtype(pa.string_view()))
    report = validate_frame(pd.DataFrame({"company": names}), records.FundingRound)
    assert report.rejected_rows == 1
    with pytest.raises(FrameError, match="give the column a type such as 'string'"):
        _ = report.valid


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
def test_timestamps_are_no_dates_and_the_message_says_how_they_become_such(
    zone: str | None,
) -> None:
    moments = pd.to_datetime(pd.Series(["2025-02-01", None])).dt.tz_localize(zone)
    frame = pd.DataFrame({"company": ["E", "F"], "announced": moments})
    for stamped in (frame, pl.from_pandas(frame), pa.Table.from_pandas(frame)):
        (issue,) = validate_frame(stamped, records.FundingRound).issue_table().to_pylist()
        assert (issue["row"], issue["column"], issue["code"]) == (0, "announced", "date")
        assert issue["message"].endswith("of a datetime pass its .date(), of a column .dt.date")
        assert issue["message_zh"].endswith("日期时间请改用其 .date()，整列请改用 .dt.date")
    frame["announced"] = frame["announced"].dt.date
    assert validate_frame(frame, records.FundingRound).rejected_rows == 0
