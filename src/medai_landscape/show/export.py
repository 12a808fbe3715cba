"""The landscape as files: CSV, XLSX, Parquet or JSON Lines, with a description beside them."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from medai_landscape.atomic import write_atomically
from medai_landscape.errors import MissingExtraError, OutputError, OutputExistsError
from medai_landscape.records.landscape import TABLES
from medai_landscape.show.datapackage import data_package, dataset_json_ld
from medai_landscape.show.export_cells import LONGEST_CELL, plain_rows

if TYPE_CHECKING:
    from os import PathLike

    from medai_landscape.records.landscape import Landscape

__all__ = ["Format", "export"]

Format = Literal["csv", "xlsx", "parquet", "jsonl"]

_WORKBOOK = "landscape.xlsx"
# A workbook of the same records is the same file, byte by byte.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def export(
    landscape: Landscape,
    folder: str | PathLike[str],
    *,
    format: Format = "csv",  # noqa: A002 - the word everybody looks for
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write the tables of *landscape* into *folder*, with a description that programs read.

    Beside the tables stand ``datapackage.json`` (Frictionless: columns, types,
    licences) and ``dataset.jsonld`` (schema.org, for catalogues).  Each file
    appears only when it is whole.  Texts that a spreadsheet program would run
    as a formula are written as text; an XLSX has typed dates, no formula, no
    link and a frozen header.

    Args:
        landscape: What to write.
        folder: Where to; it is made if it is not there.
        format: "csv", "xlsx" (one workbook, a sheet a table), "parquet" or "jsonl".
        overwrite: Replace files that are there.

    Returns:
        The files, in the order they were written.

    Raises:
        OutputExistsError: a file is there and *overwrite* was not asked for.
        OutputError: a format of another name, or a disk that refuses.
        MissingExtraError: XLSX without xlsxwriter.
    """
    target = Path(folder)
    tables = {name: landscape.to_frame(name, backend="pyarrow", sources="ids") for name in TABLES}
    contents = _contents(tables, format, str(target))
    paths = [target / name for name in contents]
    if not overwrite:
        for path in paths:
            if path.exists():
                raise OutputExistsError(str(path))
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(target), str(error.strerror)) from error
    for path, content in zip(paths, contents.values(), strict=True):
        with write_atomically(path, overwrite=overwrite) as file:
            file.write(content)
    return tuple(paths)


def _contents(tables: dict[str, pa.Table], kind: str, folder: str) -> dict[str, bytes]:
    """Return every file as bytes, by its name."""
    if kind == "xlsx":
        files = {_WORKBOOK: _xlsx(tables)}
    elif kind in _WRITERS:
        files = {f"{name}.{kind}": _WRITERS[kind](table) for name, table in tables.items()}
    else:
        raise OutputError(folder, f"{kind!r} is no format: give csv, xlsx, parquet or jsonl")
    package = data_package(tables, kind)
    files["datapackage.json"] = _json(package)
    files["dataset.jsonld"] = _json(dataset_json_ld(package))
    return files


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(table: pa.Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.column_names)
    for row in plain_rows(table, escaped=True):
        writer.writerow([_word(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _word(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell


def _jsonl(table: pa.Table) -> bytes:
    lines = (
        json.dumps(row, ensure_ascii=False, default=str)
        for batch in table.to_batches()
        for row in batch.to_pylist()
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


_WRITERS = {"csv": _csv, "jsonl": _jsonl, "parquet": _parquet}


def _xlsx(tables: dict[str, pa.Table]) -> bytes:
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError("writing XLSX", "xlsxwriter", "excel") from None
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _CREATED, "title": "medai_landscape"})
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(table.column_names):
                sheet.write_string(0, column, title, head)
                sheet.set_column(column, column, min(40, max(10, len(title) + 2)))
            for number, row in enumerate(plain_rows(table, escaped=False), start=1):
                for column, cell in enumerate(row):
                    _write_cell(sheet, (number, column), cell, day, f"{name}, row {number}")
    return buffer.getvalue()


def _write_cell(sheet: Any, place: tuple[int, int], cell: Any, day: Any, said: str) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        if len(cell) > LONGEST_CELL:
            raise OutputError(
                _WORKBOOK,
                f"a text of {len(cell)} characters ({said}) is more than a cell holds "
                f"({LONGEST_CELL}): export as csv, jsonl or parquet",
            )
        sheet.write_string(*place, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif hasattr(cell, "year"):
        sheet.write_datetime(*place, cell, day)
    else:
        sheet.write_number(*place, float(cell))
