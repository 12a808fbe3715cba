"""Tabular files: CSV, XLSX or flat XML, told apart by content and read into grids."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING, Any

from attrs import frozen

from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.archives import open_archive
from medai_landscape.sources.delimited import read_delimited
from medai_landscape.sources.encodings import CHINESE, decode
from medai_landscape.sources.flat_xml import read_flat_xml
from medai_landscape.sources.grids import Grid, GridRow
from medai_landscape.sources.opening import FileBytes, kind_of, read_bytes
from medai_landscape.sources.workbook import Sheet, Workbook, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from medai_landscape.sources.encodings import Encoding
    from medai_landscape.sources.limits import Limits
    from medai_landscape.sources.opening import Readable
    from medai_landscape.sources.workbook import Cell

__all__ = ["Tabular", "grid_of_sheet", "read_tabular", "tabular_of", "unwrapped"]

_EXPECTED = "CSV, XLSX or XML with an element for each row"
_REFUSED = {
    "empty": "it is empty",
    "gzip": "it is compressed with gzip: unpack it first",
    "html": "it is a web page: it may say what went wrong with a download, or be a table that was "
    "named .xls; such a table can be saved as .xlsx from a spreadsheet",
    "json": "it is JSON",
    "old_workbook": "it is an old or a password-protected workbook: save it as .xlsx",
    "xml_workbook": "it is an XML workbook of Excel 2003: save it as .xlsx from a spreadsheet",
    "zip": "it is an archive in an archive",
}


@frozen
class Tabular:
    """What a tabular file holds: one grid, or one for each sheet."""

    name: str
    format: str
    encoding: Encoding | None
    grids: tuple[Grid, ...]
    day_zero: date | None = None
    """From when a number under a date counts days; only a workbook says so."""


def read_tabular(
    source: Readable, limits: Limits, *, order: tuple[Encoding, ...] = CHINESE
) -> Tabular:
    """Read a tabular file; a zip file is read if exactly one file is in it.

    Raises:
        SourceFormatError: it is none of the formats, or damaged.
        LimitError: it is larger than the limits allow.
        MissingExtraError: it is XLSX and python-calamine is not installed.
    """
    return tabular_of(unwrapped(read_bytes(source, limits), limits), limits, order=order)


def tabular_of(
    file: FileBytes, limits: Limits, *, order: tuple[Encoding, ...] = CHINESE
) -> Tabular:
    """Read the bytes of a tabular file.

    Raises:
        SourceFormatError: they are none of the formats, or damaged.
        LimitError: more than the limits allow.
        MissingExtraError: XLSX, and python-calamine is not installed.
    """
    kind = kind_of(file.data)
    if kind == "workbook":
        workbook = Workbook.open(file, limits)
        grids = tuple(grid_of_sheet(workbook.read(sheet), file.name) for sheet in workbook.sheets)
        return Tabular(file.name, "xlsx", None, grids, workbook.day_zero)
    if kind in _REFUSED:
        raise SourceFormatError(file.name, _REFUSED[kind], _EXPECTED)
    decoded = decode(file.data, file.name, order)
    read = read_flat_xml if kind == "xml" else read_delimited
    grid = read(decoded.text, file.name, limits)
    return Tabular(file.name, "xml" if kind == "xml" else "csv", decoded.encoding, (grid,))


def unwrapped(file: FileBytes, limits: Limits) -> FileBytes:
    """Return the only file in an archive, and anything that is no archive as it is.

    Raises:
        SourceFormatError: several files are in it, or none.
    """
    if kind_of(file.data) != "zip":
        return file
    archive = open_archive(file.data, file.name, limits)
    if len(archive.members) != 1:
        names = ", ".join(archive.label(member) for member in archive.members[:5])
        cause = f"{len(archive.members)} files are in it ({names})"
        raise SourceFormatError(file.name, cause, "an archive of exactly one file")
    return archive.read(archive.members[0])


def grid_of_sheet(sheet: Sheet, name: str) -> Grid:
    """Write the cells of a sheet as text, as the other formats have them."""
    texts: Iterable[tuple[Any, ...]] = sheet.rows
    if {*map(type, chain.from_iterable(sheet.rows))} - {str}:
        texts = zip(*map(_texts_of, zip(*sheet.rows, strict=True)), strict=True)
    rows = list(map(GridRow, count(1), texts))
    doubts: dict[int, dict[int, str]] = {}
    for (row, column), reason in sheet.doubts.items():
        doubts.setdefault(row, {})[column] = reason
    for row, reasons in doubts.items():
        rows[row] = rows[row]._replace(doubts=reasons)
    return Grid(name, tuple(rows), sheet.name, strict_width=False, merged=sheet.merged)


def _texts_of(column: Sequence[Cell]) -> Sequence[str]:
    """Write the cells of a column as text, each value once: columns repeat themselves."""
    kinds = set(map(type, column))
    if kinds <= {str}:
        return column  # type: ignore[return-value]  # nothing but texts
    if bool in kinds:  # which equals a number
        return [cell_text(cell) for cell in column]
    texts = {cell: cell_text(cell) for cell in set(column)}
    return [texts[cell] for cell in column]
