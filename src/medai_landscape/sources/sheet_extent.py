"""How far a worksheet reaches, measured in its XML before anything is laid out.

Spreadsheet readers make room for every cell between the first and the last, so
two cells in opposite corners of a sheet cost what seventeen thousand million
cost.  What a workbook's own `dimension` says of it is not to be trusted.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from attrs import define, frozen

__all__ = ["NEAR", "Extent", "column_number", "extent_of"]

# A reference that reaches beyond column Z or row 999,999, or is not written plainly.
_FAR = re.compile(rb'r="(?:[A-Z][^0-9]|[A-Z]?[0-9]{7}|[A-Z]?[0-9]+[^0-9"]|[^A-Z0-9])')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[1-9]')
_CELL_ROW = re.compile(rb'<c r="[A-Z]{1,3}([1-9][0-9]*)"')
_ROW = re.compile(rb'<row r="([1-9][0-9]*)"')
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_LETTERS = 26


@frozen
class Extent:
    """Rows and columns of a sheet, counted from its first corner."""

    rows: int
    columns: int


NEAR = Extent(999_999, 26)
"""What a sheet is taken to be where none of its cells reaches farther."""


def extent_of(xml: bytes, *, exact: bool = False) -> Extent:
    """Return how far the cells of a worksheet reach at most.

    Args:
        xml: The worksheet.
        exact: Whether `NEAR` is not good enough for a sheet within it.

    Raises:
        ExpatError: cells are written in an unusual way, and it is no well-formed XML.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    data = xml[start:end] if 0 <= start < end else xml
    cells, rows = data.count(b'<c r="'), data.count(b'<row r="')
    plain = (
        (cells, rows) == (data.count(b"<c"), data.count(b"<row"))
        and b"<!" not in xml
        and _PREFIXED.search(data) is None
        and xml.count(b"<sheetData") <= 1
    )
    if plain and not exact and _FAR.search(data) is None:
        return NEAR
    if plain:
        found = _CELL_ROW.findall(data), _ROW.findall(data)
        # A reference that is written otherwise, say with an entity, would not be among them.
        if (len(found[0]), len(found[1])) == (cells, rows):
            columns = set(_CELL.findall(data))
            widest = max((column_number(column.decode()) for column in columns), default=0)
            return Extent(_largest({*found[0], *found[1]}), widest)
    return _parsed_extent(xml)


def _largest(numbers: set[bytes]) -> int:
    """Return the largest of numbers without leading noughts; the longest are the largest."""
    length = max(map(len, numbers), default=0)
    return _bounded(max((each for each in numbers if len(each) == length), default=b"0"))


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters[:8]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _bounded(digits: bytes | str) -> int:
    return int(digits[:18])


@define
class _Walk:
    """Where the walk through a sheet stands, and the farthest it has been."""

    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        place = attributes.get("r", "")
        if kind == "row":
            self.row = _bounded(place) if re.fullmatch("[0-9]+", place) else self.row + 1
            self.column = 0
        elif kind == "c":
            match = re.fullmatch("([A-Za-z]+)([0-9]+)", place)
            self.column = column_number(match[1].upper()) if match else self.column + 1
            row = _bounded(match[2]) if match else self.row
            self.columns = max(self.columns, self.column)
            self.rows = max(self.rows, row, self.row)


def _parsed_extent(xml: bytes) -> Extent:
    walk = _Walk()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walk.start
    parser.Parse(xml, True)  # noqa: FBT003 - its parameters have no names
    return Extent(walk.rows, walk.columns)
