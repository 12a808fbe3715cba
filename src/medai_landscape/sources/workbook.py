"""Workbooks: sheets of an XLSX file, measured first and read by python-calamine.

The library that reads them is fast and trusting.  So the archive is unpacked
and checked here, in memory and under limits, and the library gets that copy;
what it would drop in silence (formulas without a stored value, error values)
is looked up in the XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from attrs import frozen

from medai_landscape.errors import LimitError, MissingExtraError, SourceFormatError
from medai_landscape.sources.archives import open_archive
from medai_landscape.sources.mending import split_hyperlink
from medai_landscape.sources.opening import FileBytes, funnel
from medai_landscape.sources.sheet_extent import NEAR, column_number, extent_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.sources.limits import Limits
    from medai_landscape.sources.sheet_extent import Extent

__all__ = ["Cell", "Sheet", "Workbook", "cell_text"]

Cell: TypeAlias = "str | float | bool | date | datetime | time | timedelta"
"""What a cell holds; an empty one holds an empty text."""

_EXPECTED = "a whole workbook in the XLSX format, without a password"
_PARTS = (".xml", ".rels")
_FORMULA = re.compile(
    rb'<(?:[a-z]+:)?c [^>]{0,200}?r="([A-Z]{1,3})([0-9]{1,7})"([^>]{0,200})>\s{0,20}'
    rb"<(?:[a-z]+:)?f[^>]{0,200}>([^<]{1,8192})</(?:[a-z]+:)?f>\s{0,20}"
    rb"(?:<(?:[a-z]+:)?v>([^<]{0,40}))?"
)
_ERROR = re.compile(
    rb'<(?:[a-z]+:)?c [^>]{0,200}?r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}?t="e"[^>]{0,200}>'
    rb"(?:<(?:[a-z]+:)?f[^>]{0,200}>[^<]{0,8192}</(?:[a-z]+:)?f>)?<(?:[a-z]+:)?v>([^<]{0,20})"
)
# Not what lies deeper: xl/worksheets/_rels/ holds the links and drawings of the sheets.
_SHEET_PATH = re.compile("xl/worksheets/[^/]+[.]xml")
_SHEET = re.compile(rb"<(?:[a-z]+:)?sheet [^>]{1,2000}>")
_RELATION = re.compile(rb"<(?:[a-z]+:)?Relationship [^>]{1,4000}>")
_ATTRIBUTE = re.compile(rb"([A-Za-z:]{1,40})\s?=\s?[\"']([^\"']{0,2000})[\"']")
# Texts that the cells of a sheet may refer to, all of them together.
_TEXT_BYTES = 2 * 2**30
_CHUNK = 2**16


@frozen
class Sheet:
    """The cells of one sheet, from its first row and column on.

    `doubts` names cells whose value is not to be trusted and says why; they
    are keyed by row and column, both counted from 0.  A cell that is a
    ``HYPERLINK`` formula holds that formula, as it does in a text export.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    doubts: Mapping[tuple[int, int], str]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """Corners of merged areas, counted from 0; only the first cell of one holds its value."""


@frozen
class Workbook:
    """A workbook that was measured and can be read sheet by sheet."""

    name: str
    sheets: tuple[str, ...]
    _parts: Mapping[str, bytes]
    _reader: Any
    _limits: Limits

    @classmethod
    def open(cls, file: FileBytes, limits: Limits) -> Self:
        """Unpack and measure a workbook.

        Raises:
            SourceFormatError: it is damaged, has a password, or is no XLSX file.
            LimitError: it is larger than the limits allow.
            MissingExtraError: python-calamine is not installed.
        """
        try:
            from python_calamine import CalamineWorkbook
        except ImportError:
            raise MissingExtraError("reading XLSX", "python-calamine", "excel") from None
        archive = open_archive(file.data, file.name, limits)
        parts = {
            member.filename.replace("\\", "/"): archive.read(member).data
            for member in archive.members
            if member.filename.endswith(_PARTS)
        }
        if "xl/workbook.xml" not in parts:
            raise SourceFormatError(file.name, "it has no xl/workbook.xml", _EXPECTED)
        _check(parts, file.name, limits)
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as bare:
            for name, data in parts.items():
                bare.writestr(name, data)
        copy.seek(0)
        with funnel(file.name, _EXPECTED):
            reader = CalamineWorkbook.from_filelike(copy)
            names = tuple(reader.sheet_names)
        return cls(file.name, names, parts, reader, limits)

    def read(self, sheet: str) -> Sheet:
        """Read one sheet.

        Raises:
            SourceFormatError: it is damaged, or there is no such sheet.
        """
        if sheet not in self.sheets:
            expected = f"one of {', '.join(self.sheets)}"
            raise SourceFormatError(self.name, "there is no such sheet", expected, sheet=sheet)
        with funnel(self.name, _EXPECTED, sheet=sheet):
            content = self._reader.get_sheet_by_name(sheet)
            start = content.start or (0, 0)
            # Its rows begin at the first column that is used: values would shift to the left.
            before = ("",) * start[1]
            rows = [(*before, *row) for row in content.iter_rows()]
            merged = tuple(content.merged_cell_ranges or ())
        while rows and all(cell == "" for cell in rows[-1]):
            rows.pop()
        self._check_cells(sheet, rows)
        doubts = self._look_up(sheet, rows)
        return Sheet(sheet, tuple(rows), doubts, merged)

    def _check_cells(self, sheet: str, rows: list[tuple[Cell, ...]]) -> None:
        """Check texts that stand in the sheet itself; the shared ones are measured already."""
        xml = self._parts.get(_paths(self._parts).get(sheet, ""), b"inlineStr")
        if b"inlineStr" in xml or b't="str"' in xml:
            texts = (cell for row in rows for cell in row if isinstance(cell, str))
            self._limits.check("cell_characters", max(map(len, texts), default=0))

    def _look_up(self, sheet: str, rows: list[tuple[Cell, ...]]) -> dict[tuple[int, int], str]:
        """Find what the library passes over, and put links where they stand."""
        xml = self._parts.get(_paths(self._parts).get(sheet, ""), b"")
        doubts: dict[tuple[int, int], str] = {}
        if b"<f" in xml or b":f" in xml:
            for match in _FORMULA.finditer(xml):
                row, column = int(match[2]) - 1, column_number(match[1].decode()) - 1
                formula = unescape(match[4].decode("utf-8", "replace"))
                link = formula.lstrip().upper().startswith("HYPERLINK(")
                if match[5] and (not link or _is_computed(f"={formula}", match[5])):
                    continue
                rows.extend(() for _ in range(len(rows), row + 1))
                cells = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
                cells[column] = f"={formula}"
                rows[row] = tuple(cells)
                if not link:
                    doubts[row, column] = "a formula without a stored value"
        if b't="e"' in xml:
            for match in _ERROR.finditer(xml):
                place = int(match[2]) - 1, column_number(match[1].decode()) - 1
                doubts[place] = f"the error value {match[3].decode('ascii', 'replace')}"
        return doubts


def _is_computed(link: str, stored: bytes) -> bool:
    """Whether only the spreadsheet can say what a link shows; a nought says that it did not."""
    return not split_hyperlink(link).repairs and stored != b"0"


def _check(parts: Mapping[str, bytes], name: str, limits: Limits) -> None:
    sheets = [data for path, data in parts.items() if _SHEET_PATH.fullmatch(path)]
    for data in sheets:
        # The library takes a sheet that is cut off for one that ends there.
        tail = data[-_CHUNK:].rstrip()[-100:]
        if b"</" not in tail or not tail.endswith(b"worksheet>"):
            raise SourceFormatError(name, "a sheet of it is cut off", _EXPECTED)
        with funnel(name, _EXPECTED):
            extent = extent_of(data, exact=not _allows(limits, NEAR))
        limits.check("columns", extent.columns)
        limits.check("rows", extent.rows)
        limits.check("cells", extent.rows * extent.columns)
    texts = [len(text) for text in parts.get("xl/sharedStrings.xml", b"").split(b"</si>")]
    limits.check("cell_characters", max(texts))
    users = sum(data.count(b't="s"') + data.count(b"t='s'") for data in sheets)
    if max(texts) * users > _TEXT_BYTES:
        _check_texts(texts, sheets)


def _allows(limits: Limits, extent: Extent) -> bool:
    area = extent.rows * extent.columns
    return extent.rows <= limits.rows and extent.columns <= limits.columns and area <= limits.cells


def _check_texts(texts: list[int], sheets: list[bytes]) -> None:
    """Add up the texts that cells refer to, since each reference becomes a copy."""
    total = 0
    for data in sheets:
        for number in re.findall(rb"<v>([0-9]{1,9})</v>", data):
            total += texts[min(int(number), len(texts) - 1)]
        if total > _TEXT_BYTES:
            raise LimitError("unpacked_bytes", total, _TEXT_BYTES)


def _paths(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return where in the archive each sheet lies, by its name."""
    targets = {}
    for tag in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        relation = dict(_ATTRIBUTE.findall(tag))
        target = relation.get(b"Target", b"").decode("utf-8", "replace")
        targets[relation.get(b"Id")] = posixpath.normpath(posixpath.join("/xl", target))[1:]
    paths = {}
    for tag in _SHEET.findall(parts["xl/workbook.xml"]):
        sheet = dict(_ATTRIBUTE.findall(tag))
        key = next((value for name, value in sheet.items() if name.endswith(b":id")), None)
        name = unescape(sheet.get(b"name", b"").decode("utf-8", "replace"))
        paths[name] = targets.get(key, "")
    return paths


def cell_text(cell: Cell) -> str:
    """Write a cell as a text export would: no ``.0`` on a whole number, dates in ISO form.

    >>> cell_text(812345.0), cell_text(datetime(2024, 9, 27)), cell_text("NA")
    ('812345', '2024-09-27', 'NA')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        at_midnight = cell.time() == time()
        return cell.date().isoformat() if at_midnight else cell.isoformat(sep=" ")
    return str(cell)
