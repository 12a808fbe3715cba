"""Workbooks: sheets of an XLSX file, measured first and read by python-calamine.

The library that reads them is fast and trusting.  So the archive is unpacked
and checked here, in memory and under limits; the library gets what was checked,
as a copy where it might find something else in the archive.  What it would drop
in silence (formulas without a stored value, error values) is looked up in the XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from datetime import date, datetime, time, timedelta
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from attrs import frozen

from medai_landscape.errors import LimitError, MissingExtraError, SourceFormatError
from medai_landscape.sources.archives import open_archive
from medai_landscape.sources.mending import split_hyperlink
from medai_landscape.sources.opening import FileBytes, funnel
from medai_landscape.sources.plain_archive import plain_members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.sources.limits import Limits

__all__ = ["Cell", "Sheet", "Workbook", "cell_text"]

Cell: TypeAlias = "str | float | bool | date | datetime | time | timedelta"
"""What a cell holds; an empty one holds an empty text."""

_EXPECTED = "a whole workbook in the XLSX format, without a password"
_PARTS = (".xml", ".rels")
_FORMULA = re.compile(
    rb'<(?:[a-z]+:)?c [^>]{0,200}?r="([A-Z]{1,3})([0-9]{1,7})"([^>]{0,200})>\s{0,20}'
    # Without a text where it is that of another cell, which is filled down.
    rb"<(?:[a-z]+:)?f[^>]{0,200}>(?:([^<]{1,8192})</(?:[a-z]+:)?f>)?\s{0,20}"
    rb"(?:<(?:[a-z]+:)?v>([^<]{0,40}))?"
)
_ERROR = re.compile(
    rb'<(?:[a-z]+:)?c [^>]{0,200}?r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}?t="e"[^>]{0,200}>'
    rb"(?:<(?:[a-z]+:)?f[^>]{0,200}>[^<]{0,8192}</(?:[a-z]+:)?f>)?<(?:[a-z]+:)?v>([^<]{0,20})"
)
# Not what lies deeper: xl/worksheets/_rels/ holds the links and drawings of the sheets.
_SHEET_PATH = re.compile("xl/worksheets/[^/]+[.]xml")
_SHEET = re.compile(rb"<(?:[a-z]+:)?sheet [^>]{1,2000}>")
_IN_1904 = re.compile(rb"\sdate1904\s?=\s?[\"'](?:1|true)")
_RELATION = re.compile(rb"<(?:[a-z]+:)?Relationship [^>]{1,4000}>")
_ATTRIBUTE = re.compile(rb"([A-Za-z:]{1,40})\s?=\s?[\"']([^\"']{0,2000})[\"']")
# Texts that the cells of a sheet may refer to, all of them together.
_TEXT_BYTES = 2 * 2**30
_CHUNK = 2**16
_SHORTEST_USER = '<c t="s"><v>0</v></c>'


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
        parts = plain_members(file.data, archive.zip)
        copy = io.BytesIO(file.data)
        if parts is None:
            parts = {
                member.filename.replace("\\", "/"): archive.read(member).data
                for member in archive.members
                if member.filename.endswith(_PARTS)
            }
            copy = _packed(parts)
        if "xl/workbook.xml" not in parts:
            raise SourceFormatError(file.name, "it has no xl/workbook.xml", _EXPECTED)
        _check(parts, file.name, limits)
        with funnel(file.name, _EXPECTED):
            reader = CalamineWorkbook.from_filelike(copy)
            names = tuple(reader.sheet_names)
        return cls(file.name, names, parts, reader, limits)

    @property
    def day_zero(self) -> date:
        """From when its numbers count days; the difference is a choice of whoever saved it."""
        starts_in_1904 = _IN_1904.search(self._parts["xl/workbook.xml"])
        return date(1904, 1, 1) if starts_in_1904 else date(1899, 12, 30)

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
            # With the empty rows and columns before the first cell: values would shift else.
            rows = content.to_python(skip_empty_area=False)
            merged = tuple(content.merged_cell_ranges or ())
        while rows and not any(cell != "" for cell in rows[-1]):
            rows.pop()
        xml = self._parts.get(_paths(self._parts).get(sheet, ""))
        if xml is None or b"inlineStr" in xml or b't="str"' in xml:
            # Texts that stand in the sheet itself; the shared ones are measured already.
            texts = filter(str.__instancecheck__, chain.from_iterable(rows))
            self._limits.check("cell_characters", max(map(len, texts), default=0))
        doubts = {} if xml is None else _look_up(xml, rows)
        return Sheet(sheet, tuple(map(tuple, rows)), doubts, merged)


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Put what was measured into an archive of its own."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as bare:
        for name, data in parts.items():
            bare.writestr(name, data)
    copy.seek(0)
    return copy


def _look_up(xml: bytes, rows: list[list[Cell]]) -> dict[tuple[int, int], str]:
    """Find what the library passes over, and put formulas where they stand."""
    from medai_landscape.sources.sheet_extent import column_number

    doubts: dict[tuple[int, int], str] = {}
    formulas: dict[tuple[int, int], str] = {}
    for match in _FORMULA.finditer(xml) if b"f>" in xml else ():
        place = int(match[2]) - 1, column_number(match[1].decode()) - 1
        formula = unescape((match[4] or b"").decode("utf-8", "replace"))
        is_link = formula.lstrip().upper().startswith("HYPERLINK(")
        if match[5] and (not is_link or _is_computed(f"={formula}", match[5])):
            continue
        formulas[place] = f"={formula}"
        if not is_link:
            doubts[place] = "a formula without a stored value"
    _put(formulas, rows)
    for match in _ERROR.finditer(xml) if b't="e"' in xml else ():
        place = int(match[2]) - 1, column_number(match[1].decode()) - 1
        doubts[place] = f"the error value {match[3].decode('ascii', 'replace')}"
    return doubts


def _put(texts: Mapping[tuple[int, int], str], rows: list[list[Cell]]) -> None:
    """Put texts into cells; one may lie beyond those that have a value."""
    if not texts:
        return
    width = max(len(rows[0]) if rows else 0, 1 + max(column for _, column in texts))
    rows += [[] for _ in range(len(rows), 1 + max(row for row, _ in texts))]
    for row in rows:
        row.extend([""] * (width - len(row)))
    for (number, column), text in texts.items():
        rows[number][column] = text


def _is_computed(link: str, stored: bytes) -> bool:
    """Whether only the spreadsheet can say what a link shows; a nought says that it did not."""
    return not split_hyperlink(link).repairs and stored != b"0"


def _check(parts: Mapping[str, bytes], name: str, limits: Limits) -> None:
    # Only here, for it brings NumPy.
    from medai_landscape.sources.sheet_extent import extent_of

    # Whatever they are called: a workbook says itself where its sheets are.
    sheets = [data for data in parts.values() if b"sheetData" in data]
    for path in filter(_SHEET_PATH.fullmatch, parts):
        # The library takes a sheet that is cut off for one that ends there.
        tail = parts[path][-_CHUNK:].rstrip()[-100:]
        if b"</" not in tail or not tail.endswith(b"worksheet>"):
            raise SourceFormatError(name, "a sheet of it is cut off", _EXPECTED)
    for data in sheets:
        with funnel(name, _EXPECTED):
            extent = extent_of(data)
        limits.check("columns", extent.columns)
        limits.check("rows", extent.rows)
        limits.check("cells", extent.rows * extent.columns)
    texts = [len(text) for text in parts.get("xl/sharedStrings.xml", b"").split(b"</si>")]
    limits.check("cell_characters", max(texts))
    if max(texts) * sum(map(len, sheets)) > _TEXT_BYTES * len(_SHORTEST_USER):
        _check_texts(texts, sheets)


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
