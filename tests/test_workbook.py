"""Workbooks: what the fast library drops or swallows, and bombs in the shape of a sheet."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.errors import LandscapeError, LimitError, MissingExtraError, SourceFormatError
from medai_landscape.sources import sheet_extent
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.opening import FileBytes
from medai_landscape.sources.sheet_extent import Extent, extent_of
from medai_landscape.sources.tabular import read_tabular
from medai_landscape.sources.workbook import Workbook, cell_text

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = Limits()
MIDNIGHT = datetime.combine(date(2024, 9, 27), time())
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book_of(fill: Callable[[Any], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(xml: str, texts: str | None = None) -> bytes:
    """Return a small workbook whose sheet is *xml*, byte for byte."""
    source = zipfile.ZipFile(io.BytesIO(book_of(lambda sheet: sheet.append(["a"]))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data: bytes | str = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = xml
            if name != "xl/sharedStrings.xml":
                archive.writestr(name, data)
        archive.writestr("xl/sharedStrings.xml", texts or f"<sst {NAMESPACE}/>")
    return file.getvalue()


def sheet_xml(cells: str) -> str:
    return f"<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>"


def read(data: bytes, **limits: int) -> Any:
    workbook = Workbook.open(FileBytes("w.xlsx", data), Limits(**limits))
    return workbook.read(workbook.sheets[0])


def test_empty_columns_and_rows_before_the_table_keep_values_in_their_place() -> None:
    sheet = read(book_of(lambda sheet: sheet.cell(3, 2, "x")))
    assert sheet.rows == (("", ""), ("", ""), ("", "x"))


def test_cells_are_written_as_a_text_export_would() -> None:
    cells = [812345.0, 0.5, True, MIDNIGHT, MIDNIGHT.replace(hour=8, minute=30), "NA", 1e20,
             date(2024, 9, 27), time(8), timedelta(1)]  # fmt: skip
    assert [cell_text(cell) for cell in cells] == [
        "812345", "0.5", "TRUE", "2024-09-27", "2024-09-27 08:30:00", "NA", "100000000000000000000",
        "2024-09-27", "08:00:00", "1 day, 0:00:00",
    ]  # fmt: skip


def test_formulas_and_errors_are_not_dropped_in_silence() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["a", "b", "c"])
        sheet.append(['=HYPERLINK("https://example.org/?a=1&b=2", "K1")', "=A1&B1", "x"])

    sheet = read(book_of(fill))
    assert sheet.rows[1] == ('=HYPERLINK("https://example.org/?a=1&b=2", "K1")', "=A1&B1", "x")
    assert sheet.doubts == {(1, 1): "a formula without a stored value"}
    error = sheet_xml(
        '<row r="1"><c r="A1" t="e"><f>NA()</f><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
    )
    assert read(with_sheet(error)).doubts == {(0, 0): "the error value #N/A"}
    stored = sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')
    sheet = read(with_sheet(stored))
    assert (sheet.rows, sheet.doubts) == (((2.0,),), {})


def test_a_formula_that_is_filled_down_is_not_dropped_either() -> None:
    cells = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c><c r="B3"><v>3</v></c></row>'
    )
    sheet = read(with_sheet(sheet_xml(cells)))
    assert sheet.rows == ((1.0, ""), (2.0, ""), ("=", 3.0))
    assert sheet.doubts == {(2, 0): "a formula without a stored value"}


def test_a_formula_of_the_last_cell_reaches_beyond_what_has_values() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><f>HYPERLINK("u","K1")</f></c></row>'
    assert read(with_sheet(sheet_xml(cells))).rows[2] == ("", "", '=HYPERLINK("u","K1")')


def test_several_sheets_have_their_names_and_merged_areas() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["a"])
    second = book.create_sheet("二 & <3>")
    second.append(["round", "A", "B"])
    second.merge_cells("A1:A3")
    second["A4"] = '=HYPERLINK("u","K2")'
    file = io.BytesIO()
    book.save(file)
    workbook = Workbook.open(FileBytes("w.xlsx", file.getvalue()), LIMITS)
    assert workbook.sheets == ("Sheet", "二 & <3>")
    sheet = workbook.read("二 & <3>")
    assert sheet.merged == (((0, 0), (2, 0)),)
    assert sheet.rows[3][0] == '=HYPERLINK("u","K2")'
    with pytest.raises(SourceFormatError, match="no such sheet"):
        workbook.read("Third")


FAR = '<row r="1"><c r="A1"><v>1</v></c></row>'
EXTENTS = [
    ("", (0, 0)),
    (FAR, (1, 1)),
    (f'{FAR}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', (1048576, 16384)),
    (f'{FAR}<row r="2"><c r="A1048576"><v>1</v></c></row>', (1048576, 1)),
    (f"{FAR}<row r='2'><c r='XFD2'><v>1</v></c></row>", (2, 16384)),
    (f'{FAR}<row><c\n r="XFD2"><v>1</v></c></row>', (2, 16384)),
    (f'{FAR}<row r="2"><c r="&#88;FD2"><v>1</v></c></row>', (2, 16384)),
    (f"{FAR}<row>{'<c><v>1</v></c>' * 30}</row>", (2, 30)),
    (f"{FAR}<!-- --><row><c/><c/></row>", (2, 2)),
    ('<x:row xmlns:x="u" r="7"><x:c r="AA7"><x:v>1</x:v></x:c></x:row>', (7, 27)),
]


@pytest.mark.parametrize(("cells", "extent"), EXTENTS)
def test_the_extent_of_a_sheet_is_measured_however_it_is_written(
    cells: str, extent: tuple[int, int]
) -> None:
    xml = sheet_xml(cells).encode()
    found = extent_of(xml)
    assert (found.rows, found.columns) == extent


def test_an_ordinary_sheet_is_measured_without_parsing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_extent, "_parsed_extent", lambda _xml: pytest.fail("parsed"))
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="XFD{row}"/></row>'
        for row in (*range(1, 40_000), 1_048_576)
    )
    xml = sheet_xml(cells).encode()
    assert len(xml) > 2**21
    assert extent_of(b"<cols><col/></cols>" + xml + b"<cfRule/>") == Extent(1_048_576, 16_384)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 1_048_576),
            st.integers(1, 16_384),
            st.sampled_from(('<c r="{}"/>', "<c r='{}'/>", '<c s="1" r="{}"><v>1</v></c>', "<c/>",
                             '<x:c r="{}"/>', '<!-- <c r="{}"/> --><c r="{}"/>', ' <c  r="{}" />')),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_the_extent_is_that_of_the_parsed_sheet(cells: list[tuple[int, int, str]]) -> None:
    rows = "".join(
        f'<row r="{row}">{form.format(*[f"{letters(column)}{row}"] * 2)}</row>'
        for row, column, form in cells
    )
    xml = sheet_xml(rows).replace("<worksheet ", '<worksheet xmlns:x="u" ').encode()
    found, parsed = extent_of(xml), sheet_extent._parsed_extent(xml)
    assert (found.rows, found.columns) == (parsed.rows, parsed.columns)


def letters(column: int) -> str:
    text = ""
    while column:
        column, last = divmod(column - 1, 26)
        text = chr(ord("A") + last) + text
    return text


@pytest.mark.parametrize(
    "cells", [cells for cells, (rows, _) in EXTENTS if rows > 1000 or "XFD" in cells]
)
def test_two_cells_far_apart_cost_nothing(cells: str) -> None:
    with pytest.raises(LimitError):
        read(with_sheet(sheet_xml(cells)), rows=1_000_000, columns=2_000)


def test_one_long_text_that_a_million_cells_refer_to_is_refused() -> None:
    texts = f"<sst {NAMESPACE}><si><t>{'x' * 30_000}</t></si></sst>"
    cells = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{c}{n}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ")
        + "</row>"
        for n in range(1, 10_001)
    )
    with pytest.raises(LimitError, match="unpacked_bytes"):
        read(with_sheet(sheet_xml(cells), texts), ratio=10_000)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    cells = '<row r="1"><c r="A1"><v>' + "1" * 60_000_000 + "</v></c></row>"
    data = with_sheet(sheet_xml(cells))
    assert len(data) < 200_000
    with pytest.raises(LimitError) as caught:
        read(data)
    assert caught.value.name == "ratio"


def test_limits_of_sheets() -> None:
    data = book_of(lambda sheet: [sheet.append(["abc", 1, 2]) for _ in range(4)])
    for limits in (
        {"rows": 3},
        {"columns": 2},
        {"cells": 11},
        {"cell_characters": 2},
        {"members": 3},
    ):
        with pytest.raises(LimitError):
            read(data, **limits)


def test_what_is_no_workbook_is_an_error_of_ours() -> None:
    whole = book_of(lambda sheet: sheet.append(["a"]))
    macro = io.BytesIO()
    with zipfile.ZipFile(macro, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0")
    cases = [whole[:-30], whole[: len(whole) // 2], macro.getvalue(), with_sheet("<worksheet>"),
             with_sheet("\0"), b"PK\x03\x04xl/workbook.xml"]  # fmt: skip
    for data in cases:
        with pytest.raises(LandscapeError):
            read(data)
    with pytest.raises(SourceFormatError, match=r"save it as \.xlsx"):
        read_tabular(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), LIMITS)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match="excel"):
        read(b"PK")


def _sheet_with_link(sheet: Any) -> None:
    sheet.append(["Submission Number"])
    sheet.append(["K203514"])
    sheet["A2"].hyperlink = "https://example.org/?ID=K203514"


def test_links_and_comments_beside_a_sheet_are_no_sheets_that_are_cut_off() -> None:
    data = book_of(_sheet_with_link)
    assert "xl/worksheets/_rels/sheet1.xml.rels" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert read(data).rows == (("Submission Number",), ("K203514",))


def test_a_sheet_may_end_in_white_space_but_not_before_its_end() -> None:
    whole = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>')
    assert read(with_sheet(whole + "\n" * 5000)).rows == (("a",),)
    with pytest.raises(SourceFormatError, match="cut off"):
        read(with_sheet(whole[:-3] + "\n" * 5000))


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_workbook_in_an_archive_is_unpacked_first(way: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", way) as archive:
        archive.writestr("list.xlsx", book_of(lambda sheet: sheet.append(["a"])))
    (grid,) = read_tabular(io.BytesIO(file.getvalue()), Limits()).grids
    assert [row.cells for row in grid.rows] == [("a",)]


def test_the_stored_value_of_a_link_counts_where_its_label_is_computed() -> None:
    formulas = {
        'HYPERLINK("https://e.org/?ID="&amp;B1,B1)': ("K1", "K1"),  # computed, and stored
        'HYPERLINK("https://e.org/?ID="&amp;B1,"K2")': (
            "0",
            '=HYPERLINK("https://e.org/?ID="&B1,"K2")',
        ),
    }
    for formula, (stored, expected) in formulas.items():
        cell = f'<row r="1"><c r="A1" t="str"><f>{formula}</f><v>{stored}</v></c></row>'
        assert read(with_sheet(sheet_xml(cell))).rows[0][0] == expected


def test_gzip_is_named_for_what_it_is() -> None:
    with pytest.raises(SourceFormatError, match="unpack it first"):
        read_tabular(io.BytesIO(gzip.compress(b"a,b\n1,2\n")), Limits())
