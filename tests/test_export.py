"""Exports are parsed back by other programs: nothing live, nothing lost, nothing half-written."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from frictionless import Package

import medai_landscape as ml
from medai_landscape.errors import OutputError, OutputExistsError
from medai_landscape.show.export import export
from medai_landscape.show.export_cells import LONGEST_CELL, safe_text

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = {"title": "list", "publisher": "E", "locator": "row 1"}
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x",
    '=HYPERLINK("https://example.org","x")', "</script><script>alert(1)</script>", "NA", "00812345",
    "https://example.org", '"quoted", with comma', "多行\n文本",
]  # fmt: skip


@pytest.fixture
def hostile() -> ml.Landscape:
    records = [
        ml.Certificate(
            jurisdiction="US",
            scheme="fda_510k",
            number=f"K2400{n:02d}",
            product_name=name,
            approved="2024-05-06",
            sources=(ml.Source.model_validate(SOURCE),),
        )
        for n, name in enumerate(HOSTILE)
    ]
    rounds = [
        ml.FundingRound(
            company="E", announced="2025-02", amount=ml.AmountRange.exact(5, "CNY"),
            sources=(ml.Source.model_validate(SOURCE),),
        )
    ]  # fmt: skip
    return ml.Landscape(certificates=records, funding_rounds=rounds)


def test_csv_holds_no_live_formula(hostile: ml.Landscape, tmp_path: Path) -> None:
    export(hostile, tmp_path)
    with (tmp_path / "certificates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["product_name"] for row in rows]
    assert [name.removeprefix("'") for name in names] == HOSTILE
    for row in rows:
        for cell in row.values():
            assert not cell or cell[0] not in "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("text", HOSTILE)
def test_safe_text_changes_only_what_would_run(text: str) -> None:
    assert safe_text(text).removeprefix("'") == text
    assert safe_text(safe_text(text)) == safe_text(text)


def test_xlsx_has_typed_dates_frozen_header_and_no_formula(
    hostile: ml.Landscape, tmp_path: Path
) -> None:
    export(hostile, tmp_path, format="xlsx")
    book = openpyxl.load_workbook(tmp_path / "landscape.xlsx")
    sheet = book["certificates"]
    assert sheet.freeze_panes == "A2"
    head = [cell.value for cell in sheet[1]]
    by_name: dict[str, Any] = dict(zip(head, sheet[2], strict=True))
    assert by_name["approved_first"].value in {date(2024, 5, 6), datetime(2024, 5, 6)}  # noqa: DTZ001
    assert by_name["approved_first"].is_date
    shown = [row[head.index("product_name")].value for row in sheet.iter_rows(min_row=2)]
    assert [str(text).replace("_x000D_", "\r") for text in shown] == HOSTILE
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    with zipfile.ZipFile(tmp_path / "landscape.xlsx") as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
        assert not any("hyperlink" in name.lower() for name in parts.namelist())


def test_the_same_workbook_is_the_same_file(hostile: ml.Landscape, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(hostile, tmp_path / name, format="xlsx")
    assert (tmp_path / "a/landscape.xlsx").read_bytes() == (
        tmp_path / "b/landscape.xlsx"
    ).read_bytes()


def test_a_text_that_a_cell_cannot_hold_is_refused(tmp_path: Path) -> None:
    long = ml.Claim(
        report="E", statement="x" * (LONGEST_CELL + 1), sources=(ml.Source.model_validate(SOURCE),)
    )
    with pytest.raises(OutputError, match="32767"):
        export(ml.Landscape(claims=[long]), tmp_path, format="xlsx")
    assert export(ml.Landscape(claims=[long]), tmp_path, format="csv")


def test_parquet_and_json_lines_read_back(hostile: ml.Landscape, tmp_path: Path) -> None:
    export(hostile, tmp_path, format="parquet")
    table = pq.read_table(tmp_path / "certificates.parquet")
    sources = {record.id: record for record in hostile.table("certificates")}
    assert table["id"].to_pylist() == list(sources)
    again = ml.from_frame(table, ml.Certificate, sources=[ml.Source.model_validate(SOURCE)])
    assert again.records == hostile.certificates
    export(hostile, tmp_path, format="jsonl", overwrite=True)
    lines = (tmp_path / "certificates.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["product_name"] for line in lines if line] == HOSTILE


def test_frictionless_accepts_the_bundled_landscape(tmp_path: Path) -> None:
    export(ml.load_landscape(), tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    dataset = json.loads((tmp_path / "dataset.jsonld").read_text(encoding="utf-8"))
    assert dataset["@type"] == "Dataset"
    assert {part["name"] for part in dataset["distribution"]} >= {"certificates", "claims"}


def test_nothing_is_overwritten_unless_asked(hostile: ml.Landscape, tmp_path: Path) -> None:
    export(hostile, tmp_path)
    before = (tmp_path / "certificates.csv").read_bytes()
    with pytest.raises(OutputExistsError, match=r"certificates\.csv"):
        export(ml.Landscape(), tmp_path)
    assert (tmp_path / "certificates.csv").read_bytes() == before
    export(ml.Landscape(), tmp_path, overwrite=True)
    assert (tmp_path / "certificates.csv").read_bytes() != before


def test_an_unknown_format_or_a_refusing_disk_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="csv, xlsx, parquet or jsonl"):
        export(ml.Landscape(), tmp_path, format="xls")  # type: ignore[arg-type]
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        export(ml.Landscape(), tmp_path / "file" / "folder")


def test_xlsx_without_its_library_names_the_extra(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['xlsxwriter'] = None\n"
        "import medai_landscape as ml\n"
        "from medai_landscape.show.export import export\n"
        f"export(ml.Landscape(), {str(tmp_path)!r}, format='xlsx')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "pip install 'medai-landscape[excel]'" in done.stderr
