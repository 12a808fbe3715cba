"""Files of any size: the verdict of the frame, in bounded memory, with everything written out."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from near_misses import spoiled
from pyarrow import csv as pyarrow_csv
from pyarrow import parquet

from medai_landscape import records
from medai_landscape.errors import (
    OutputError,
    OutputExistsError,
    RejectedRowsError,
    SourceFormatError,
)
from medai_landscape.tables import delimited, file_batches
from medai_landscape.tables.files import validate_file
from medai_landscape.tables.frames import from_frame, to_frame
from medai_landscape.tables.table_form import table_form
from medai_landscape.tables.validation import validate_frame
from medai_landscape.testing import strategies as draw

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = [
    {
        "company": "E",
        "announced": "2025-02",
        "stage": "A轮",
        "amount_low": "3.50",
        "investors": ["b"],
    },
    {"company": "", "announced": "2025-13", "stage": "Z", "investors": ["b", 3]},
    {"company": "F", "announced_first": "2025-02-30", "lead_investors": ["c"]},
]


def write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in rows:
            cells = (row.get(name) for name in names)
            writer.writerow([_cell(cell) for cell in cells])


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list | dict | bool):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)


def write_json_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("write", [write_csv, write_json_lines])
def test_texts_are_read_by_the_kind_of_their_column(write: Any, tmp_path: Path) -> None:
    path = tmp_path / ("a.csv" if write is write_csv else "a.jsonl")
    write(path, ROUNDS)
    report = validate_file(path, records.FundingRound, out=tmp_path / "out")
    issues = parquet.read_table(tmp_path / "out/issues.parquet").to_pylist()
    assert [(issue["row"], issue["column"]) for issue in issues] == [
        (1, "company"),
        (1, "announced"),
        (1, "stage"),
        (1, "investors"),
        (2, "lead_investors"),
        (2, "announced_first"),
    ]
    assert (report.rows, report.rejected_rows, report.rejected) == (3, 2, 2)
    valid = parquet.read_table(tmp_path / "out/valid.parquet").to_pylist()
    assert (valid[0]["company"], valid[0]["investors"]) == ("E", ["b"])
    assert str(valid[0]["amount_low"]) in {"3.50", "3.5"}
    rejected = parquet.read_table(tmp_path / "out/rejected.parquet").to_pylist()
    assert [row["row"] for row in rejected] == [1, 2]
    assert rejected[1]["announced_first"] == "2025-02-30"
    assert json.loads(report.to_json())["counts"] == report.counts()
    with pytest.raises(RejectedRowsError, match="2 of 3 rows"):
        report.raise_if_rejected()
    with pytest.raises(OutputExistsError):
        validate_file(path, records.FundingRound, out=tmp_path / "out")
    again = validate_file(path, records.FundingRound, out=tmp_path / "out", overwrite=True)
    assert again == report
    assert not list((tmp_path / "out").glob("*.part"))


@given(rows=st.lists(spoiled(records.Certificate, draw.certificates()), min_size=1, max_size=9))
@settings(max_examples=20)
def test_a_file_gets_the_verdict_of_its_frame(rows: Any, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("files")
    table = pa.Table.from_pylist(
        rows, schema=table_form(records.Certificate).schema.remove_metadata()
    )
    loose = pa.schema([pa.field(field.name, field.type) for field in table.schema])
    table = pa.Table.from_pylist(rows, schema=loose)
    parquet.write_table(table, folder / "a.parquet", row_group_size=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_batches, "ROWS", 4)
        report = validate_file(folder / "a.parquet", records.Certificate, out=folder / "out")
    expected = validate_frame(table, records.Certificate)
    found = parquet.read_table(folder / "out/issues.parquet").to_pylist()
    assert found == expected.issue_table().to_pylist()
    assert (
        parquet.read_table(folder / "out/valid.parquet").to_pylist() == expected.valid.to_pylist()
    )
    assert report.rejected == expected.rejected_rows


def test_what_a_file_accepts_becomes_records(tmp_path: Path) -> None:
    source = records.Source(title="t", publisher="p", locator="x")
    made = [
        records.FundingRound(company=f"E{n}", announced="2025", amount={"low": n}, sources=[source])
        for n in range(5)
    ]
    rows = to_frame(made, backend="pyarrow").to_pylist()
    write_json_lines(tmp_path / "a.jsonl", rows)
    write_csv(tmp_path / "a.csv", rows)
    for name in ("a.jsonl", "a.csv"):
        out = tmp_path / f"{name}.out"
        assert validate_file(tmp_path / name, records.FundingRound, out=out).rejected == 0
        accepted = parquet.read_table(out / "valid.parquet")
        assert from_frame(accepted, records.FundingRound).records == tuple(made)


def test_lines_that_are_no_objects_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"company": "E"}\n[1]\n{"company": \n"text"\n\n{"company": "F"}\n', "utf-8")
    report = validate_file(path, records.FundingRound, out=tmp_path / "out")
    assert report.counts() == {"row_unreadable": 3}
    rejected = parquet.read_table(tmp_path / "out/rejected.parquet").to_pylist()
    assert [row["unreadable line"] for row in rejected] == ["[1]", '{"company":', "text"]


def test_a_line_with_a_key_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    twice = '{"company": "E", "announced": "2025", "company" : "F"}'
    inside = '{"company": "E", "sources": [{"title": "a", "title": "b"}]}'
    path.write_text(f"{twice}\n{inside}\n" + '{"company": "E"}\n', "utf-8")
    report = validate_file(path, records.FundingRound, out=tmp_path / "out")
    assert (report.counts()["row_unreadable"], report.rows) == (2, 3)
    lost = parquet.read_table(tmp_path / "out/rejected.parquet")["unreadable line"].to_pylist()
    assert lost[:2] == [twice, inside]


def test_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("company,company\nE,F\n", "utf-8")
    twins = pa.Table.from_arrays([pa.array(["E"]), pa.array(["F"])], names=["company", "company"])
    parquet.write_table(twins, tmp_path / "a.parquet")
    for name in ("a.csv", "a.parquet"):
        with pytest.raises(SourceFormatError, match="two columns are named 'company'"):
            validate_file(tmp_path / name, records.FundingRound)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_a_file_without_rows_gives_three_files_without_rows(name: str, tmp_path: Path) -> None:
    if name == "a.parquet":
        parquet.write_table(pa.table({"company": pa.array([], pa.string())}), tmp_path / name)
    else:
        (tmp_path / name).write_text("company,town\n" if name == "a.csv" else "", "utf-8")
    report = validate_file(tmp_path / name, records.FundingRound, out=tmp_path / "out")
    assert (report.rows, report.rejected_rows) == (0, 0)
    for kind in ("valid", "rejected", "issues"):
        assert parquet.read_table(tmp_path / f"out/{kind}.parquet").num_rows == 0
    assert "company" in parquet.read_schema(tmp_path / "out/valid.parquet").names


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "A.CSV"
    path.write_text("company\nE\n", "utf-8")
    assert validate_file(path, records.FundingRound).rows == 1
    for out in (path, path / "inside"):
        with pytest.raises(OutputError, match="cannot write"):
            validate_file(path, records.FundingRound, out=out)


def test_texts_as_views_are_written(tmp_path: Path) -> None:
    names = pa.array(["E", None, "F"], pa.string_view())
    lists = pa.array([["x"], None, []], pa.list_(pa.string_view()))
    parquet.write_table(pa.table({"company": names, "towns": lists}), tmp_path / "a.parquet")
    validate_file(tmp_path / "a.parquet", records.FundingRound, out=tmp_path / "out")
    accepted = parquet.read_table(tmp_path / "out/valid.parquet").to_pylist()
    assert accepted == [{"company": "E", "towns": ["x"]}, {"company": "F", "towns": []}]


def test_members_that_come_late_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_batches, "ROWS", 1)
    path = tmp_path / "a.jsonl"
    path.write_text('{"company": "E"}\n{"company": "E", "town": "X"}\n', "utf-8")
    assert validate_file(path, records.FundingRound).rejected == 0
    lines = [{"company": name, "town": "X"} for name in ("E", "")] + [{"company": "F", "size": 2}]
    write_json_lines(path, [{"company": "E"}, *lines, {"company": "F"}])
    validate_file(path, records.FundingRound, out=tmp_path / "out")
    valid = parquet.read_table(tmp_path / "out/valid.parquet")
    assert valid.select(["company", "town", "size"]).to_pylist() == [
        {"company": "E", "town": None, "size": None},
        {"company": "E", "town": "X", "size": None},
        {"company": "F", "town": None, "size": "2"},
        {"company": "F", "town": None, "size": None},
    ]
    assert parquet.read_table(tmp_path / "out/rejected.parquet")["town"].to_pylist() == ["X"]
    assert len(list((tmp_path / "out").iterdir())) == 3
    monkeypatch.setattr(file_batches, "ROWS", 100)
    validate_file(path, records.FundingRound, out=tmp_path / "at once")
    at_once = parquet.read_table(tmp_path / "at once/valid.parquet")
    assert at_once.to_pylist() == valid.select(at_once.column_names).to_pylist()


@pytest.mark.parametrize("rows", [1, 2, 65_536])
def test_a_line_is_judged_alike_wherever_it_stands(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_batches, "ROWS", rows)
    path = tmp_path / "a.jsonl"
    lines = ['{"company": "the \\"sources\\""}', '{"company": "E"}']
    path.write_text("\n".join(lines), "utf-8")
    assert validate_file(path, records.FundingRound).rejected == 0
    path.write_text("\n".join([*lines, '{"company": "E", "source_ids": ["x"]}']), "utf-8")
    assert validate_file(path, records.FundingRound).counts() == {"source_missing": 2}


def test_a_row_that_does_not_fit_the_header_is_rejected_and_the_others_keep_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "ROWS", 2)
    lines = ["company,announced", "E", "F,2025", "", "G,2025,x", '"H\nI",2025-13', "J,2025", "K"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), "utf-8")
    report = validate_file(path, records.FundingRound, out=tmp_path / "out")
    assert report.counts() == {"row_ragged": 3, "date": 1}
    assert (report.rows, report.rejected_rows) == (6, 4)
    issues = parquet.read_table(tmp_path / "out/issues.parquet").to_pylist()
    assert [(issue["row"], issue["code"], issue["value"]) for issue in issues] == [
        (0, "row_ragged", "E"),
        (2, "row_ragged", "G,2025,x"),
        (3, "date", "2025-13"),
        (5, "row_ragged", "K"),
    ]
    assert issues[0]["message"].startswith("E has more or fewer cells than the header")
    rejected = parquet.read_table(tmp_path / "out/rejected.parquet").to_pylist()
    assert [row["ragged row"] for row in rejected] == ["E", "G,2025,x", None, "K"]
    valid = parquet.read_table(tmp_path / "out/valid.parquet").to_pylist()
    assert [row["company"] for row in valid] == ["F", "J"]
    assert "ragged row" not in valid[0]


@given(fits=st.lists(st.booleans(), max_size=40), rows=st.integers(1, 9))
@settings(max_examples=30)
def test_ragged_rows_stand_where_they_stood(
    fits: list[bool], rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("ragged") / "a.tsv"
    lines = [f"{number}\tx" if fit else f"{number}" for number, fit in enumerate(fits)]
    path.write_text("\n".join(["a\tb", *lines]), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "ROWS", rows)
        pieces = [piece.to_pylist() for piece in delimited.text_rows(path, "\t", ["a", "b"])]
    found = [row.get("ragged row") or row["a"] for piece in pieces for row in piece]
    assert found == [str(number) for number in range(len(fits))]


def test_a_file_of_nothing_but_ragged_rows_is_no_such_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "_MOST_AHEAD", 3)
    (tmp_path / "a.csv").write_text("company;announced\n" + "E;2,5\n" * 4, "utf-8")
    with pytest.raises(SourceFormatError, match="Expected 1 columns, got 2"):
        validate_file(tmp_path / "a.csv", records.FundingRound)


@pytest.mark.parametrize("text", ["company,announced", "company,announced\n", "\ufeffcompany"])
def test_a_header_alone_is_a_file_without_rows(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert validate_file(tmp_path / "a.csv", records.FundingRound).rows == 0


def test_a_long_cell_is_read_and_one_without_end_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "E" * 3_000_000
    for name, start in (("a.csv", "company\n"), ("a.jsonl", '{"company": "')):
        end = '"}' if name == "a.jsonl" else "\nF"
        (tmp_path / name).write_text(f"{start}{names}{end}", "utf-8")
        assert validate_file(tmp_path / name, records.FundingRound).rejected == 0
    for module in (delimited, file_batches):
        monkeypatch.setattr(module, "LONGEST", 2**20)
    monkeypatch.setattr(delimited, "_READING", pyarrow_csv.ReadOptions(block_size=2**20))
    for name in ("a.csv", "a.jsonl"):
        with pytest.raises(SourceFormatError, match="of at most 4 MB"):
            validate_file(tmp_path / name, records.FundingRound)


@pytest.mark.parametrize("rows", [3, 200_000])
@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "ndjson"])
def test_packed_files_and_tabs_have_the_verdict_of_a_plain_file(
    ending: str, rows: int, tmp_path: Path
) -> None:
    if ending in {"csv", "tsv"}:
        lines = ["company,announced", "E,2025", '"F, G",2025-13', ",2025"]
        lines = [line.replace("F, G", "F. G") for line in lines] if ending == "tsv" else lines
        text = "\n".join(lines[:1] + lines[1:] * (rows // 3))
        text = text.replace(",", "\t") if ending == "tsv" else text
    else:
        lines = ['{"company": "E"}', '{"company": "F", "announced": "2025-13"}', "{}"]
        text = "\n".join(lines * (rows // 3))
    (tmp_path / f"a.{ending}").write_text(text, "utf-8")
    (tmp_path / f"A.{ending}.GZ").write_bytes(gzip.compress(text.encode()))
    for name in (f"a.{ending}", f"A.{ending}.GZ"):
        report = validate_file(tmp_path / name, records.FundingRound)
        assert report.counts() == {"date": rows // 3, "missing": rows // 3}
        assert (report.rows, report.rejected) == (rows // 3 * 3, rows // 3 * 2)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.tsv.gz", "a.jsonl.gz", "a.parquet.gz"])
def test_damaged_packed_files_are_refused(name: str, tmp_path: Path) -> None:
    whole = gzip.compress(b"company\n" + "".join(map(str, range(9999))).encode())
    damaged = whole[:500] + bytes(500) + whole[1000:]
    for data in (b"", b"company\nE\n", whole[:-20], damaged):
        (tmp_path / name).write_bytes(data)
        if data or name == "a.parquet.gz":
            with pytest.raises(SourceFormatError, match="cannot read"):
                validate_file(tmp_path / name, records.FundingRound)


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.parquet", "a.csv", "a.jsonl", "missing.csv"])
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    if not name.startswith("missing"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00PK\x03,\n\x80")
    with pytest.raises(SourceFormatError, match="cannot read"):
        validate_file(tmp_path / name, records.FundingRound)
