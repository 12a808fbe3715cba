"""The report on a table: frames of the library that came in, figures, and text that is safe."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from backends_for_tests import MAKERS

import medai_landscape as ml
from medai_landscape.errors import FrameError, RejectedRowsError
from medai_landscape.tables.batches import ROWS
from medai_landscape.tables.kernel import kernel
from medai_landscape.tables.verdicts import verdicts

TABLE = pa.table(
    {
        "company": ["E", "<b>", None, "F"],
        "announced": ["2025-02", "2025-13", "2025", None],
        "town": ["A", "B", "C", "D"],
    }
)


@pytest.mark.parametrize("backend", MAKERS)
def test_every_part_is_of_the_library_that_came_in(backend: str) -> None:
    frame = MAKERS[backend](TABLE)
    report = ml.validate_frame(frame, ml.FundingRound)
    kind = pa.Table if backend == "only-arrow" else type(frame)
    for part in (report.valid, report.rejected, report.issues):
        assert isinstance(part, kind)
    assert (report.rows, report.rejected_rows, report.ignored) == (4, 2, ("town",))
    assert report.counts() == {"date": 1, "missing": 1}


def test_rows_stay_as_they_were_given() -> None:
    frame = TABLE.to_pandas().set_index(pd.Index([10, 11, 12, 13]))
    report = ml.validate_frame(frame, ml.FundingRound)
    assert list(report.valid.index) == [10, 13]
    assert list(report.rejected["town"]) == ["B", "C"]
    assert list(report.issues["row"]) == [1, 2]


def test_a_report_is_an_error_when_asked_for() -> None:
    ml.validate_frame(TABLE.slice(0, 1), ml.FundingRound).raise_if_rejected()
    with pytest.raises(RejectedRowsError, match="2 of 4 rows"):
        ml.validate_frame(TABLE, ml.FundingRound).raise_if_rejected()


def test_json_holds_every_issue_and_html_is_escaped() -> None:
    report = ml.validate_frame(TABLE, ml.FundingRound)
    told = json.loads(report.to_json())
    assert [issue["code"] for issue in told["issues"]] == ["date", "missing"]
    assert told["issues"][1]["message_zh"] == "缺少必填的值：请填写"
    table = TABLE.set_column(1, "announced", pa.array(["<i>"] * 4))
    shown = ml.validate_frame(table, ml.FundingRound)._repr_html_()
    assert "<i>" not in shown
    assert "&lt;i&gt;" in shown
    assert repr(report) == "ValidationReport(FundingRound: 4 rows, 2 rejected)"


@pytest.mark.parametrize("backend", MAKERS)
def test_a_table_without_rows_is_valid(backend: str) -> None:
    report = ml.validate_frame(MAKERS[backend](TABLE.slice(0, 0)), ml.FundingRound)
    assert (report.rows, report.rejected_rows, report.counts()) == (0, 0, {})


def test_mixed_columns_of_objects_keep_their_values() -> None:
    day = pd.Timestamp("2025-02-01")
    frame = pd.DataFrame(
        {"company": ["E", 5, b"F", "G"], "announced": ["2025", 2025, day, float("nan")]},
        dtype=object,
    )
    report = ml.validate_frame(frame, ml.FundingRound)
    found = report.issue_table().select(["row", "column", "code"]).to_pylist()
    assert [tuple(issue.values()) for issue in found] == [
        (1, "company", "string_type"),
        (1, "announced", "date"),
        (2, "announced", "date"),
    ]


def test_whole_numbers_with_gaps_may_be_floats() -> None:
    numbers = ["NCT05035823", "NCT05035824", "NCT05035825"]
    frame = pd.DataFrame(
        {"registry": "NCT", "registration_id": numbers, "enrolment": [6.0, None, 6.5]}
    )
    report = ml.validate_frame(frame, ml.Trial)
    assert list(report.issues["row"]) == [2]


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(FrameError, match="list is no dataframe"):
        ml.validate_frame([{"company": "E"}], ml.FundingRound)
    twins: Any = TABLE.to_pandas()
    twins.columns = ["company", "company", "town"]
    with pytest.raises(FrameError, match="two columns"):
        ml.validate_frame(twins, ml.FundingRound)


def test_a_relation_comes_back_on_its_own_connection() -> None:
    with duckdb.connect() as connection:
        relation = connection.from_arrow(TABLE)
        report = ml.validate_frame(relation, ml.FundingRound)
        assert report.rejected.aggregate("count(*)").fetchall() == [(2,)]
        assert report.valid.union(report.rejected).aggregate("count(*)").fetchall() == [(4,)]


def test_batches_that_are_checked_side_by_side_are_told_in_order() -> None:
    number = 3 * ROWS + 17
    bad = {5, ROWS - 1, ROWS, 2 * ROWS + 3, number - 1}
    announced = ["2025-13" if row in bad else f"2025-{row % 12 + 1:02}" for row in range(number)]
    frame = pa.table({"company": ["E"] * number, "announced": announced})
    report = ml.validate_frame(frame, ml.FundingRound)
    assert report.issues["row"].to_pylist() == sorted(bad)
    assert len(report.valid) == number - len(bad)
    assert list(verdicts(kernel(ml.FundingRound), [])) == []
