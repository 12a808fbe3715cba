"""The FDA's list: what four real editions and made-up relatives of them give."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

import medai_landscape as ml
from medai_landscape.errors import LimitError, SourceFormatError
from medai_landscape.sources import Limits, read_fda_ai_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = (
    "Date of Final Decision", "Submission Number", "Device",
    "Company", "Panel (Lead)", "Primary Product Code",
)  # fmt: skip
ROW = ("06/17/2021", "K203514", "Precise View", "Example Imaging", "Radiology", "JAK")


def csv_of(*rows: Sequence[str], encoding: str = "utf-8") -> io.BytesIO:
    lines = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return io.BytesIO("".join(f"{line}\r\n" for line in lines).encode(encoding))


def one(**changes: str) -> Any:
    """Read one row with some cells changed; return its record, or fail with the reject."""
    names = ("approved", "number", "product_name", "holder", "panel", "category")
    cells = [changes.get(name, cell) for name, cell in zip(names, ROW, strict=True)]
    loaded = read_fda_ai_list(csv_of(HEADER, cells))
    return loaded.records[0] if loaded.records else loaded.rejects[0]


EDITIONS = {
    "2021-09_343.csv": (343, "utf-8", date(2021, 6, 17), {"K": 326, "DEN": 16, "P": 1}),
    "2022-10_521.csv": (521, "utf-8", date(2022, 7, 29), {"K": 500, "DEN": 18, "P": 3}),
    "2024-12_1016.csv": (1016, "windows-1252", date(2024, 9, 27), None),
    "2025-12_1357.xml": (1357, "utf-8", date(2025, 9, 29), {"K": 1304, "DEN": 37, "P": 16}),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_every_row_of_a_real_edition_is_a_certificate(shared: Path, name: str) -> None:
    rows, encoding, last, prefixes = EDITIONS[name]
    loaded = read_fda_ai_list(shared / "data" / "fda_ai_list" / name)
    assert [reject.reason for reject in loaded.rejects] == []
    assert (len(loaded.records), loaded.report.rows) == (rows, rows)
    assert loaded.report.encoding == encoding
    assert max(c.approved.latest() for c in loaded.records if c.approved) == last
    assert len({c.id for c in loaded.records}) == rows
    assert all(c.is_ai and c.jurisdiction == "US" and c.panel for c in loaded.records)
    if prefixes is not None:
        letters = (
            [c for c in str(each.number).split("/")[0] if c.isalpha()] for each in loaded.records
        )
        heads = Counter(map("".join, letters))
        assert heads == prefixes


def test_the_quirks_of_the_editions_are_mended_and_counted(shared: Path) -> None:
    folder = shared / "data" / "fda_ai_list"
    first = read_fda_ai_list(folder / "2021-09_343.csv")
    by_number = {c.number: c for c in first.records}
    assert by_number["K203225"].product_name.startswith("Aquilion ONE (TSX-306A/3) V10.4 with")
    assert "\\xa0ONE" in (by_number["K203225"].sources[0].note or "")
    repairs = dict(first.report.repairs)
    assert repairs["two_digit_year"] == repairs["unicode_hyphen"] == 1
    assert [item.what for item in first.report.left_out] == [
        "column 'fda_url'", "column 'clearance_type'", "column 'device_class'",
    ]  # fmt: skip
    glued = {c.number: c for c in read_fda_ai_list(folder / "2022-10_521.csv").records}
    assert glued["K203225"].holder == "CanonMedicalSystemsCorporation"
    last = read_fda_ai_list(folder / "2025-12_1357.xml")
    record = next(c for c in last.records if c.number == "K251399")
    assert record.product_name == "SIGNA™ Sprint"
    assert (record.sources[0].url or "").endswith("?ID=K251399")
    assert dict(last.report.repairs)["hyperlink_formula"] == 1357
    assert dict(last.report.repairs)["panel TX written 'Clinical Toxcicology'"] == 5
    supplement = next(c for c in last.records if "/" in (c.number or ""))
    assert (supplement.number, supplement.scheme) == ("P140011/S008", "fda_pma_supplement")


def test_the_real_list_as_xlsx_reads_the_same(shared: Path, tmp_path: Path) -> None:
    expected = read_fda_ai_list(shared / "data" / "fda_ai_list" / "2025-12_1357.xml")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date of Final Decision", "Submission Number ", *HEADER[2:]])
    for c in expected.records:
        link = f'=HYPERLINK("https://example.org/?ID={c.number}", "{c.number}")'
        approved = c.approved.earliest() if c.approved else None
        sheet.append([approved, link, c.product_name, c.holder, c.panel, c.category])
    book.save(tmp_path / "list.xlsx")
    loaded = read_fda_ai_list(tmp_path / "list.xlsx")
    assert [reject.reason for reject in loaded.rejects] == []
    part = {"number", "product_name", "holder", "panel", "category", "approved", "scheme"}
    assert [c.model_dump(include=part) for c in loaded.records] == [
        c.model_dump(include=part) for c in expected.records
    ]


def test_a_written_formula_whose_stored_value_is_zero_is_still_a_number(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        cover, sheet = book.add_worksheet("About"), book.add_worksheet("List")
        cover.write_string(0, 0, "made up")
        sheet.write_row(0, 1, HEADER)
        sheet.write_datetime(1, 1, date(2021, 6, 17), book.add_format({"num_format": "m/d/yy"}))
        sheet.write_formula(1, 2, '=HYPERLINK("https://example.org/","K203514")')
        sheet.write_row(1, 3, ROW[2:])
        sheet.write_row(2, 1, ROW[:1])
        sheet.write_formula(2, 2, '="K20"&"3515"', value="")
        sheet.write_row(2, 3, ROW[2:])
    loaded = read_fda_ai_list(path)
    (record,) = loaded.records
    assert (record.number, record.approved) == ("K203514", ml.PartialDate(2021, 6, 17))
    assert "formula without a stored value" in loaded.rejects[0].reason
    assert ("sheet 'About'", 1) in [(each.what, each.count) for each in loaded.report.left_out]


HEADERS = [
    ("Decision Date", "510(k) Number", "Device Name", "Applicant", "Medical Specialty", "Procode"),
    ("date_of_final_decision", "submission_number", "device", "company", "panel", "product_code"),
    (
        "Date Of Final Decision\u00a0",
        "Submission  No.",
        "DEVICE",
        "Manufacturer",
        "Lead Panel",
        "Code",
    ),
]


@pytest.mark.parametrize("header", HEADERS)
def test_editions_call_their_columns_otherwise(header: Sequence[str]) -> None:
    order = [3, 1, 0, 5, 2, 4]
    cells = [list(header), list(ROW)]
    loaded = read_fda_ai_list(csv_of(*([row[i] for i in order] for row in cells)))
    (record,) = loaded.records
    assert (record.number, record.holder, record.panel, record.category) == (
        "K203514", "Example Imaging", "RA", "JAK",
    )  # fmt: skip
    assert record.approved == ml.PartialDate(2021, 6, 17)


def test_lines_above_the_header_are_passed_over_and_counted() -> None:
    loaded = read_fda_ai_list(csv_of(["Updated 2021-09"], [""], HEADER, ROW, [""] * 6))
    assert len(loaded.records) == 1
    assert loaded.records[0].sources[0].locator == "row 4, K203514"
    assert [(each.what, each.count) for each in loaded.report.left_out] == [
        ("rows above the header", 1)
    ]


def test_a_company_called_na_is_a_company() -> None:
    assert [one(holder=name).holder for name in ("NA", "None", "null", "00812345")] == [
        "NA", "None", "null", "00812345",
    ]  # fmt: skip
    assert one(holder=" ").holder is None


@pytest.mark.parametrize(
    ("text", "number", "scheme"),
    [
        ("den200069", "DEN200069", "fda_de_novo"),
        ("P200003 ", "P200003", "fda_pma"),
        ("P140011/S008", "P140011/S008", "fda_pma_supplement"),
        ("H020007", "H020007", "fda_hde"),
        ("Ｋ203514", "K203514", "fda_510k"),
        ('=HYPERLINK(""https://example.org/"", ""K203514"")', "K203514", "fda_510k"),
        ('=hyperlink(""https://example.org/"";""K203514"")', "K203514", "fda_510k"),
    ],
)
def test_the_number_says_the_scheme(text: str, number: str, scheme: str) -> None:
    record = one(number=text)
    assert (record.number, record.scheme) == (number, scheme)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6/7/2021", "2021-06-07"), ("06/17/21", "2021-06-17"), ("2021-06-17", "2021-06-17"),
        ("June 17, 2021", "2021-06-17"), ("17-Jun-2021", "2021-06-17"),
        ("2021-06-17T00:00:00Z", "2021-06-17"), ("June 2021", "2021-06"), ("20210617", "2021-06-17"),
    ],
)  # fmt: skip
def test_dates_are_read_in_every_form_an_edition_used(text: str, expected: str) -> None:
    assert one(approved=text).approved.isoformat() == expected


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"number": "K20351"}, "number", "identifier_format"),
        ({"number": ""}, "number", "missing_cell"),
        ({"number": "G203514"}, "number", "no_authorisation"),
        ({"approved": "17/06/2021"}, "approved", "date"),
        ({"approved": "02/30/2021"}, "approved", "date"),
        ({"approved": "06/17/2019"}, "approved", "year_of_number"),
        ({"product_name": " "}, "product_name", "missing"),
        ({"category": "QI"}, "category", "identifier_format"),
    ],
)
def test_a_row_that_says_something_impossible_is_a_reject(
    changes: dict[str, str], field: str, code: str
) -> None:
    reject = one(**changes)
    assert [(each.column, each.code) for each in reject.issues] == [(field, code)]
    assert reject.line == 2
    assert reject.original["Company"] == "Example Imaging"


def test_a_reject_names_everything_that_is_wrong() -> None:
    reject = one(number="K1", approved="yesterday", category="??")
    assert sorted(each.column for each in reject.issues) == ["approved", "category", "number"]
    assert {each.value for each in reject.issues} == {"K1", "yesterday", "??"}


def test_rows_that_do_not_fit_or_repeat_are_rejects_in_their_place() -> None:
    loaded = read_fda_ai_list(csv_of(HEADER, ROW[:4], ROW, [*ROW, "more"], ROW))
    assert [(reject.row, reject.line, reject.code) for reject in loaded.rejects] == [
        (0, 2, "row_shape"), (2, 4, "row_shape"), (3, 5, "repeated_record"),
    ]  # fmt: skip
    assert loaded.report.rows == 4


def test_an_unknown_panel_costs_no_certificate_and_is_named() -> None:
    loaded = read_fda_ai_list(csv_of(HEADER, [*ROW[:4], "Digital Health", ROW[5]]))
    assert loaded.records[0].panel is None
    assert loaded.report.repairs == (("panel not known, left empty: 'Digital Health'", 1),)
    assert "'Digital Health'" in (loaded.records[0].sources[0].note or "")


def test_of_several_product_codes_the_first_is_primary() -> None:
    record = one(category="QIH; QAS")
    assert record.category == "QIH"
    assert record.sources[0].note == "as written: category 'QIH; QAS'"


def test_a_sheet_without_a_header_is_passed_over_and_the_last_one_speaks(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        book.add_worksheet("One").write(0, 0, "x")
        book.add_worksheet("Two").write(0, 0, "y")
    with pytest.raises(SourceFormatError, match=r"'Two'.*the first is 'y'"):
        read_fda_ai_list(tmp_path / "x.xlsx")


def test_the_edition_can_be_named() -> None:
    loaded = read_fda_ai_list(csv_of(HEADER, ROW), edition="2021-09")
    (source,) = loaded.records[0].sources
    assert (source.published, source.title) == (
        ml.PartialDate(2021, 9), "AI-enabled medical devices, edition of 2021-09",
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"", b"a,b\n1,2\n", b"<!DOCTYPE html><html></html>", b"{}", b"\xd0\xcf\x11\xe0rest",
        b"<data><row>", b"PK\x03\x04", b'Device,Submission Number\n"x,K203514\n',
        b"Device,Device,Submission Number\nx,y,K203514\n",
    ],
)  # fmt: skip
def test_what_is_no_such_list_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(SourceFormatError):
        read_fda_ai_list(io.BytesIO(data))


def test_limits_are_the_callers() -> None:
    with pytest.raises(LimitError):
        read_fda_ai_list(csv_of(HEADER, ROW, ROW), limits=Limits(rows=2))


def dates_of(loaded: Any) -> list[str]:
    assert [reject.reason for reject in loaded.rejects] == []
    return [str(each.approved) for each in loaded.records]


def dated(*days: str) -> io.BytesIO:
    rows = [(day, f"K2035{number:02}", *ROW[2:]) for number, day in enumerate(days)]
    return csv_of(HEADER, *rows)


def test_two_dates_that_can_only_be_read_one_way_decide_for_their_column() -> None:
    assert dates_of(read_fda_ai_list(dated("04/05/2021", "06/17/2021"))) == [
        "2021-04-05",
        "2021-06-17",
    ]
    dotted = read_fda_ai_list(dated("04.05.2021", "17.06.2021", "30.06.2021"))
    assert dates_of(dotted) == ["2021-05-04", "2021-06-17", "2021-06-30"]
    assert dict(dotted.report.repairs) == {"days_before_months": 3}
    for others in (["06/17/2021", "18/06/2021"], []):
        both = read_fda_ai_list(dated("04/05/2021", "17/06/2021", *others))
        assert str(both.records[0].approved) == "2021-04-05"
        assert both.rejects[0].value == "17/06/2021"


@pytest.mark.parametrize("starts_in_1904", [False, True])
def test_a_number_of_days_is_a_date_where_the_workbook_says_from_when(
    tmp_path: Path, starts_in_1904: bool
) -> None:
    zero = date(1904, 1, 1) if starts_in_1904 else date(1899, 12, 30)
    with xlsxwriter.Workbook(tmp_path / "l.xlsx", {"date_1904": starts_in_1904}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [(date(2021, 6, 17) - zero).days, *ROW[1:]])
    loaded = read_fda_ai_list(tmp_path / "l.xlsx")
    assert dates_of(loaded) == ["2021-06-17"]
    assert dict(loaded.report.repairs) == {"day_number": 1}
    assert "from 1900 or from 1904" in one(approved="44364").reason


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("06/17/2021 12:00:00 AM", "2021-06-17"),
        ("2021-06-17T00:00:00.000Z", "2021-06-17"),
        ("17-Jun-21", "2021-06-17"),
        ("n/a", "None"),
    ],
)
def test_dates_of_other_exports(written: str, day: str) -> None:
    assert str(one(approved=written).approved) == day


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ('=HYPERLINK(""https://e.org/?ID=K203514"";""K203514"")', "K203514"),
        ('=HIPERVINCULO(""https://e.org/?ID=K203514"";""K203514"")', "K203514"),
        ('=HYPERLINK(""https://e.org/?q=""""a"""""",""K203514"")', "K203514"),
        ('=HYPERLINK(CONCATENATE(""https://e.org/"",B2),""K203514"")', "K203514"),
        ('=HYPERLINK(""https://e.org/cfpmn/pmn.cfm?ID=K203514"")', "K203514"),
        ("https://e.org/cfpma/pma.cfm?id=P140011S008", "P140011/S008"),
        ("<a href='https://e.org/?ID=DEN200080'>DEN200080</a>", "DEN200080"),
        ('=""K203514""', "K203514"),
        ("P140011S008", "P140011/S008"),
        ("BK200500", "BK200500"),
    ],
)
def test_numbers_of_other_exports(written: str, number: str) -> None:
    assert one(number=written).number == number


NAMES = [
    (
        "DateOfFinalDecision",
        "SubmissionNumber",
        "Device",
        "Company",
        "PanelLead",
        "PrimaryProductCode",
    ),
    ("decision_date", "submission_no", "device_name", "applicant", "panel", "product_code"),
    (
        "Date of Final Decision*",
        "Submission Number¹",
        "Device²",
        "Company",
        "Panel (Lead)*",
        "Product Code",
    ),
    (
        "Date of\nFinal Decision",
        "Submission\u00a0Number",
        " Device ",
        "Company",
        "Panel (lead)",
        "Procode",
    ),
]


@pytest.mark.parametrize("names", NAMES)
def test_columns_by_other_spellings_of_their_names(names: Sequence[str]) -> None:
    (record,) = read_fda_ai_list(csv_of(names, ROW)).records
    assert (str(record.approved), record.number, record.holder) == ("2021-06-17", "K203514", ROW[3])
    assert (record.panel, record.category) == ("RA", "JAK")


def test_footnotes_and_repeated_headers_are_left_out_and_counted() -> None:
    notes = [("Note: the list is not complete.", *[""] * 5), ("* among them", *[""] * 5)]
    short = csv_of(HEADER, ROW, HEADER, *notes).getvalue() + b"Source: FDA\r\n"
    loaded = read_fda_ai_list(io.BytesIO(short))
    assert (len(loaded.records), len(loaded.rejects)) == (1, 0)
    left = {(item.what, item.reason): item.count for item in loaded.report.left_out}
    assert left == {("row", "the header again"): 1, ("row", "a footnote"): 3}
    alone = read_fda_ai_list(csv_of(HEADER, ("", "", "Hip View", "", "", "")))
    assert alone.rejects[0].code == "missing_cell"


def xml_of(root: str, end: str, names: Sequence[str]) -> io.BytesIO:
    rows = ((ROW, "K203514"), (ROW, "K203515"))
    cells = [
        "".join(f"<{n}>{c}</{n}>" for n, c in zip(names, (row[0], number, *row[2:]), strict=True))
        for row, number in rows
    ]
    return io.BytesIO(f"{root}{''.join(f'<row>{each}</row>' for each in cells)}{end}".encode())


@pytest.mark.parametrize(
    ("root", "end"),
    [
        ("<data>", "</data>"),
        ("<root><devices>", "</devices></root>"),
        ("<root><made>2025</made><devices>", "</devices></root>"),
        ("<f:data xmlns:f='urn:x'>", "</f:data>"),
        ("<?xml version='1.0' encoding='utf-16'?><data><!-- list -->", "</data>"),
    ],
)
def test_xml_rows_lie_where_there_are_several_of_them(root: str, end: str) -> None:
    access = [
        name.replace(" ", "_x0020_").replace("(", "_x0028_").replace(")", "_x0029_")
        for name in HEADER
    ]
    for names in (access, [name.replace(" ", "").replace("(Lead)", "") for name in HEADER]):
        loaded = read_fda_ai_list(xml_of(root, end, names))
        assert [each.number for each in loaded.records] == ["K203514", "K203515"]


def test_marks_for_nothing_are_no_codes_and_no_companies() -> None:
    record = one(category="N/A", panel="--", holder="NA", product_name="None")
    assert (record.category, record.panel) == (None, None)
    assert (record.holder, record.product_name) == ("NA", "None")
