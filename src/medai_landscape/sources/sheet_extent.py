"""How far a worksheet reaches, measured in its XML before anything is laid out.

Spreadsheet readers make room for every cell between the first and the last, so
two cells in opposite corners of a sheet cost what seventeen thousand million
cost.  What a workbook's own `dimension` says of it is not to be trusted.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from attrs import define, frozen

__all__ = ["Extent", "extent_of"]

# Each of these means that the plain patterns below may have missed a cell.
_UNUSUAL = (b"<!", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r", b":c ", b":c>", b":row")
_COLUMN = re.compile(rb'<c r="([A-Z]+)')
_CELL_ROW = re.compile(rb'<c r="[A-Z]+([1-9][0-9]*)"')
_ROW = re.compile(rb'<row r="([1-9][0-9]*)"')
_LETTERS = 26


@frozen
class Extent:
    """Rows and columns of a sheet, counted from its first corner."""

    rows: int
    columns: int


def extent_of(xml: bytes) -> Extent:
    """Return how far the cells of a worksheet reach.

    The usual way to write cells is searched for patterns; for anything else
    the XML is parsed, which is slower and exact.
    """
    plain = (
        not any(mark in xml for mark in _UNUSUAL)
        and xml.count(b'<c r="') == xml.count(b"<c ")
        and xml.count(b'<row r="') == xml.count(b"<row ")
    )
    cells, rows = _CELL_ROW.findall(xml), _ROW.findall(xml)
    # A reference that is written otherwise, say with an entity, would not be among them.
    if not plain or (len(cells), len(rows)) != (xml.count(b'<c r="'), xml.count(b'<row r="')):
        return _parsed_extent(xml)
    columns = set(_COLUMN.findall(xml))
    return Extent(
        _largest({*cells, *rows}),
        max((column_number(column.decode()) for column in columns), default=0),
    )


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
