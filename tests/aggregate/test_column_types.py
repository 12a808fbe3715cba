"""Columns as other libraries make them: views, large lists, lists without a value, days that are none."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape import aggregate
from medai_landscape.dates import PartialDate
from medai_landscape.errors import DateError, FrameError

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME = pl.DataFrame(
    {
        "id": ["a", "b", "c"],
        "holder": ["x", "x", None],
        "approved": ["2024-01", "2024-02-29", "2024-02-30"],
        "use_functions": [["detection", "triage"], [], None],
    }
)
TEXT = pa.string_view()
TABLES: dict[str, Callable[[], pa.Table]] = {
    "views of Polars": lambda: pa.table(FRAME),
    "large texts of Polars": FRAME.to_arrow,
    "views of lists": lambda: pa.table(
        {
            "id": pa.array(["a", "b", "c"], TEXT),
            "holder": pa.array(["x", "x", None], TEXT),
            "approved": pa.array(FRAME["approved"].to_list(), TEXT),
            "use_functions": pa.array(FRAME["use_functions"].to_list(), pa.list_view(TEXT)),
        }
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_arrow_tables_of_other_libraries_are_counted(kind: str) -> None:
    table = TABLES[kind]()
    found = aggregate.approvals_by(table, by="use_functions").select(
        ["use_functions", "certificates"]
    )
    assert found.to_pylist() == [
        {"use_functions": None, "certificates": 2},
        {"use_functions": "detection", "certificates": 1},
        {"use_functions": "triage", "certificates": 1},
    ]
    assert aggregate.holders(table, since="2024")["certificates"].to_pylist() == [2]
    assert aggregate.coverage(table, columns=["holder"])["stated"].to_pylist() == [2]
    months = aggregate.approvals_by_period(table, every="month")
    assert months["certificates"].to_pylist() == [1, 1]
    assert set(months["undated"].to_pylist()) == {1}


@pytest.mark.parametrize("cells", [[None, []], [None, None], [[], []]])
def test_lists_without_any_value_state_nothing(cells: list[Any]) -> None:
    lists = pd.Series(cells, dtype=object)
    found = aggregate.approvals_by(
        pd.DataFrame({"id": ["a", "b"], "use_functions": lists}), by="use_functions"
    )
    assert found["certificates"].tolist() == [2]
    assert found["use_functions"].isna().tolist() == [True]


def is_date(text: str) -> bool:
    try:
        PartialDate.of(text)
    except DateError:
        return False
    return True


@given(
    year=st.sampled_from((0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999)),
    month=st.integers(0, 13),
    day=st.integers(0, 32),
    length=st.sampled_from((4, 7, 10)),
)
def test_a_text_counts_where_it_is_a_date(year: int, month: int, day: int, length: int) -> None:
    text = f"{year:04d}-{month:02d}-{day:02d}"[:length]
    for frame in (pl.DataFrame({"approved": [text]}), pa.table({"approved": [text]})):
        found = aggregate.approvals_by_period(frame, every="year")
        records = pa.table(found)["records"].to_pylist()
        assert records == [int(is_date(text))]


def test_every_day_of_a_leap_year_and_of_another_is_a_date() -> None:
    days = [
        date.fromordinal(number).isoformat()
        for number in range(date(2023, 1, 1).toordinal(), date(2025, 1, 1).toordinal())
    ]
    found = aggregate.approvals_by_period(pl.DataFrame({"approved": days}), every="year")
    assert found["certificates"].to_list() == [365, 366]


def test_texts_that_are_no_utf_8_are_told() -> None:
    raw = pa.array([b"a\xff", b"b", b"b"])
    texts = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    table = pa.table({"id": ["1", "2", "3"], "holder": texts, "approved": ["2024"] * 3})
    for ask in (aggregate.holders, partial(aggregate.approvals_by, by="holder")):
        with pytest.raises(FrameError, match=r"no UTF-8 .*: read the file by its own encoding"):
            ask(table)
    assert aggregate.approvals_by_period(table)["certificates"].to_pylist() == [3]
