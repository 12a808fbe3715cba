"""Grids: tables of text with a header, from CSV, XLSX or flat XML alike.

Excel pads a short row with empty cells and other readers shift or drop; here a
row that is shorter or longer than its header is a row nobody can place, and
comes out as a fault with its cells.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from medai_landscape.errors import SourceFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["HEADER_WITHIN", "Grid", "GridRow", "Header", "column_key", "folded"]

HEADER_WITHIN = 25  # rows in which a header is looked for
_LONG = 500  # characters; nobody calls a column so


_NO_DOUBTS: Mapping[int, str] = MappingProxyType({})


class GridRow(NamedTuple):
    """One row: its number in the file, counted from 1, its cells, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    fault: str | None = None
    """Why the row as a whole cannot be placed under the header."""
    doubts: Mapping[int, str] = _NO_DOUBTS
    """Cells not to be trusted, by column counted from 0, and why."""

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(map(str.strip, self.cells))


@frozen
class Header:
    """The names over the columns, and the row in which they stand."""

    names: tuple[str, ...]
    number: int


@frozen
class Grid:
    """Rows of text as a file gives them, before anybody knows where the header is."""

    name: str
    rows: tuple[GridRow, ...]
    sheet: str | None = None
    strict_width: bool = True
    """Whether a row must be as wide as the header; sheets have no width of their own."""
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """Corners of merged areas, counted from 0; only the first cell of one holds its text."""

    def under_header(
        self, is_header: Callable[[Sequence[str]], bool], expected: str
    ) -> tuple[Header, tuple[GridRow, ...], int]:
        """Find the header; return it, the rows below it and how many stood above.

        Blank rows are left away.  Rows of another width come with a fault.

        Raises:
            SourceFormatError: there is no such row near the top, or two of its columns
                have one name.
        """
        for index, row in enumerate(self.rows[:HEADER_WITHIN]):
            if is_header(row.cells):
                names = row.cells if self.strict_width else _trimmed(row.cells)
                header = Header(names, row.number)
                self._check_names(header)
                width = len(names)
                rows = tuple(
                    below if len(below.cells) == width else self._fitted(below, width)
                    for below in self.rows[index + 1 :]
                    if below.fault is not None or not below.is_blank
                )
                above = sum(not row.is_blank for row in self.rows[:index])
                return header, rows, above
        first = next((row.cells for row in self.rows if not row.is_blank), ())
        cause = f"no header in its first {HEADER_WITHIN} rows; the first is {_shown(first)}"
        raise SourceFormatError(self.name, cause, expected, sheet=self.sheet)

    def _check_names(self, header: Header) -> None:
        seen: dict[str, str] = {}
        for name in header.names:
            if not name.strip():
                continue
            if folded(name) in seen:
                cause = f"two columns are called {name!r}"
                expected = "each name once: rename one of the columns"
                raise SourceFormatError(
                    self.name, cause, expected, sheet=self.sheet, row=header.number
                )
            seen[folded(name)] = name

    def _fitted(self, row: GridRow, width: int) -> GridRow:
        cells, extra = row.cells[:width], row.cells[width:]
        if not self.strict_width:
            cells += ("",) * (width - len(cells))
            if not any(cell.strip() for cell in extra):
                return GridRow(row.number, cells, row.fault, row.doubts)
        fault = f"{len(row.cells)} cells under a header of {width}"
        return GridRow(row.number, row.cells, row.fault or fault, row.doubts)


def folded(name: str) -> str:
    r"""Write a column name so that only its words count.

    >>> folded(" Panel (Lead)\u00a0"), folded("Date_of_final_decision")
    ('panel lead', 'date of final decision')
    """
    if len(name) > _LONG:
        return name
    letters = (c if c.isalpha() or c.isdecimal() else " " for c in name.casefold())
    return " ".join("".join(letters).split())


def column_key(name: str) -> str:
    """Write a column name so that neither case, spaces nor marks of footnotes count.

    >>> column_key("DateOfFinalDecision") == column_key("date_of final decision²*")
    True
    """
    return folded(name).replace(" ", "")


def _trimmed(names: Sequence[str]) -> tuple[str, ...]:
    last = max((i for i, name in enumerate(names) if name.strip()), default=-1)
    return tuple(names[: last + 1])


def _shown(cells: Sequence[str]) -> str:
    text = ", ".join(cells)
    return repr(text if len(text) <= 120 else f"{text[:120]}...")  # noqa: PLR2004 - one line
