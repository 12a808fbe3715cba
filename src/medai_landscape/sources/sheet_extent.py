"""How far a worksheet reaches, measured in its XML before anything is laid out.

Spreadsheet readers make room for every cell between the first and the last, so
two cells in opposite corners of a sheet cost what seventeen thousand million
cost.  What a workbook's own `dimension` says of it is not to be trusted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import numpy as np
from attrs import define, frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Extent", "column_number", "extent_of"]

_CELL = b'<c r="'
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_LETTERS = 26
_WIDEST, _LONGEST = 3, 7  # letters and digits of the last cell that a sheet can have
_BLOCK = 2**20  # what is looked through at a time stays in the processor's cache
_REFERENCE = len(_CELL) + _WIDEST + _LONGEST + 1


@frozen
class Extent:
    """Rows and columns of a sheet, counted from its first corner."""

    rows: int
    columns: int


def extent_of(xml: bytes) -> Extent:
    """Return how far the cells of a worksheet reach.

    Raises:
        ExpatError: cells are written in an unusual way, and it is no well-formed XML.
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if not 0 <= start < end:
        return _parsed_extent(xml)
    around = xml[:start] + xml[end + 1 :]
    is_plain = (
        b"<!" not in around
        and around.count(b"sheetData") == 1  # the end of the only one
        and _PREFIXED.search(xml, start, end) is None
    )
    found = _measured(xml, start, end) if is_plain else None
    return found or _parsed_extent(xml)


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters[:8]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def _measured(xml: bytes, start: int, end: int) -> Extent | None:
    """Measure cells that all begin with their plain reference, None if one does not."""
    every, count, rows, columns = np.frombuffer(xml, np.uint8), 0, 0, 0
    for first in range(start, end, _BLOCK):
        own = min(_BLOCK, end - first)
        block = every[first : first + own + _REFERENCE]
        at = _beginnings(block, own) + len(_CELL)
        count += len(at)
        column, at = _number(block, at, _WIDEST, ord("A"), _LETTERS, 1)
        row, at = _number(block, at, _LONGEST, ord("0"), 10, 0)
        if not ((block[at] == ord('"')) & (column > 0) & (row > 0)).all():
            return None
        columns = max(columns, int(column.max(initial=0)))
        rows = max(rows, int(row.max(initial=0)))
    # A cell that begins in another way, say without a reference, was not among them.
    return Extent(rows, columns) if count == xml.count(b"<c", start, end) else None


def _beginnings(block: NDArray[Any], own: int) -> NDArray[Any]:
    """Return where cells begin among the first *own* bytes of a block."""
    word, found = int.from_bytes(_CELL[:4], "little"), []
    for shift in range(4):
        length = (len(block) - shift) // 4 * 4
        words = block[shift : shift + length].view("<u4")
        found.append(np.flatnonzero(words == word) * 4 + shift)
    at = np.concatenate(found)
    at = at[(at < own) & (at < len(block) - _REFERENCE)]
    found_there: NDArray[Any] = at[(block[at + 4] == _CELL[4]) & (block[at + 5] == _CELL[5])]
    return found_there


def _number(
    block: NDArray[Any], at: NDArray[Any], digits: int, zero: int, base: int, least: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Read numbers of so many digits at most, and return them and where they end."""
    number = np.zeros(len(at), np.int32)
    for _ in range(digits):
        digit = block[at] - np.uint8(zero)
        is_digit = digit < base
        if not is_digit.any():
            break
        number = np.where(is_digit, number * base + digit + least, number)
        at = at + is_digit
    return number, at


def _bounded(digits: str) -> int:
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
