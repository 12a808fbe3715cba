"""A table read down its columns, with all that is certain decided at once, and read the plain way.

The plain way asks every cell, every row and every record by itself.
"""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pandas as pd
import pytest
import xlsxwriter
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from near_misses import DATES, NUMBERS, TEXTS, WORDS

from medai_landscape.errors import LandscapeError
from medai_landscape.records import Certificate
from medai_landscape.sources import table_reading
from medai_landscape.sources.implied import identify, identify_all
from medai_landscape.sources.table import read_table
from medai_landscape.sources.table_cells import CellReader, Reading
from medai_landscape.sources.table_rows import _Rows
from medai_landscape.tables.kernel import kernel
from medai_landscape.tables.validation import validate_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = ("注册证编号", "产品名称", "注册人名称", "批准日期", "有效期至", "管理类别", "备注")
ODD = (
    *(
        "-",
        "－",
        "／",
        "－－",
        "合计",
        "total",
        "注：数据来自网络",
        "Source: web",
        *HEADER[:3],
        "NA",
    ),
    *(
        '=HYPERLINK("https://example.org","K242618")',
        "=A1",
        "-1",
        "(1)",
        "a\u00a0b",
        "ａ",
        "，",
        "a  b",
    ),
)
TEXT = st.sampled_from((*ODD, *TEXTS, "影像软件", "Example Co., Ltd.")) | st.text(max_size=4)
NUMBER = st.sampled_from((*NUMBERS, "", "K242618")) | st.integers(0, 9999).map(
    lambda serial: f"国械注准2023321{serial:04d}"
)
DATE = st.sampled_from((*DATES, "", "2023年6月", "2031-06-10"))
CLASS = st.sampled_from((*WORDS, "", "三类", "III"))
ROWS = st.lists(st.tuples(NUMBER, TEXT, TEXT, DATE, DATE, CLASS, TEXT), max_size=12)
SOUND = st.lists(
    st.tuples(
        st.integers(0, 99).map(lambda serial: f"国械注准2023321{serial:04d}"),
        *(st.sampled_from(("影像软件", "A B", "a", "（试用）")),) * 2,
        *(st.just("2023-06-10"), st.just("2028-06-09"), st.just("III"), st.just("")),
    ),
    max_size=12,
)


def as_csv(rows: list[Any]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEADER, *rows])
    return file.getvalue().encode("utf-8", "replace")


def as_workbook(rows: list[Any]) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": True, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate([HEADER, *rows]):
            for column, cell in enumerate(row):
                sheet.write(place, column, int(cell) if cell.isascii() and cell.isdigit() else cell)
    return file.getvalue()


@contextmanager
def the_plain_way() -> Iterator[None]:
    machine = evolve(kernel(Certificate), by_row=True)
    with ExitStack() as stack:
        for where, name, plain in (
            (table_reading, "identify_all", lambda *_: ()),
            (table_reading, "kernel", lambda _: machine),
            (CellReader, "those_that_stay", lambda *_: []),
            (_Rows, "_are_ordinary", lambda *_: False),
        ):
            stack.enter_context(patch.object(where, name, plain))
        yield


@pytest.mark.parametrize("write", [as_csv, as_workbook])
@settings(max_examples=150)
@given(rows=ROWS | SOUND)
def test_both_ways_say_the_same(write: Any, rows: list[Any]) -> None:
    try:
        data = write(rows)
    except (UnicodeError, ValueError, OverflowError):  # no such workbook can be written
        return
    fast = outcome(data)
    with the_plain_way():
        assert outcome(data) == fast


def outcome(data: bytes) -> Any:
    try:
        loaded = read_table(io.BytesIO(data), Certificate)
    except LandscapeError as error:
        return type(error), str(error)
    assert loaded.report.rows == len(loaded.records) + len(loaded.rejects)
    return [record.model_dump() for record in loaded.records], loaded.rejects, loaded.report


@given(
    st.sets(TEXT | NUMBER | DATE | st.text("-／ａ =a\u3000\u3001。\u9fff", max_size=3), max_size=20)
)
def test_what_stays_as_it_is_would_be_read_as_itself(texts: set[str]) -> None:
    reader = CellReader.of(Certificate, "holder")
    stays = CellReader.of(Certificate, "holder").those_that_stay(texts)
    assert all(reader.read(text) == Reading(text) for text in stays)
    assert {"影像软件", "Example Co., Ltd."} & texts <= {*stays}


@given(st.sets(NUMBER | st.sampled_from(TEXTS), max_size=20))
def test_numbers_found_at_once_are_those_found_one_by_one(numbers: set[str]) -> None:
    for implied, found in identify_all(Certificate, numbers):
        for number in found:
            alone = identify(Certificate, number)
            assert (alone.text, alone.implied, alone.is_mended) == (number, implied, False)


def test_half_a_character_is_refused_with_its_row() -> None:
    lines = b'{"number": "K242618", "product_name": "a\\ud800"}\n{"number": "\\udfff", "product_name": "b"}\n'
    loaded = read_table(io.BytesIO(lines), Certificate)
    assert [reject.line for reject in loaded.rejects] == [1, 2]
    assert loaded.counts()["string_unicode"] == 2


def test_half_a_character_in_a_frame_is_told_by_its_number() -> None:
    rows = {"number": ["K242618", "K24"], "product_name": ["a\ud800", "b"]}
    issues = validate_frame(pd.DataFrame(rows, dtype=object), Certificate).issues
    told = issues.loc[issues["column"] == "product_name", ["row", "code", "value"]]
    assert told.to_numpy().tolist() == [[0, "string_unicode", "a\\ud800"]]
