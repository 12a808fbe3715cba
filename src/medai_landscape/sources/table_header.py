"""Headers of two rows, as tables made for people have them: made one.

A cell over several columns names a group (融资信息) and the row below it the
columns; or the row below holds nothing but units (亿元).  Where both rows
together name more fields than either alone, they are one header.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from attrs import evolve

from medai_landscape.sources.grids import HEADER_WITHIN, Grid, GridRow
from medai_landscape.sources.table_columns import TableColumns
from medai_landscape.wording.money_units import read_money_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from medai_landscape.records._record import Record

__all__ = ["with_one_header"]


def with_one_header(grid: Grid, record: type[Record], asked: Mapping[str, str | None]) -> Grid:
    """Return the grid with a header of two rows made one, any other grid as it is."""

    def fields(cells: Sequence[str]) -> int:
        return len(TableColumns.of(cells, record, asked).columns.places)

    rows = grid.rows[: HEADER_WITHIN + 1]
    for place, (upper, lower) in enumerate(pairwise(rows)):
        if upper.fault or lower.fault or upper.is_blank or lower.is_blank:
            continue
        are_units = _are_units(lower.cells)
        joined = _joined(upper.cells, lower.cells, are_units=are_units)
        found, above = fields(joined), fields(upper.cells)
        if found > max(above, fields(lower.cells)) or (are_units and found == above > 1):
            # The row above stays, without a word, so that rows keep their places.
            two = GridRow(upper.number, ("",) * len(upper.cells)), GridRow(lower.number, joined)
            return evolve(grid, rows=(*grid.rows[:place], *two, *grid.rows[place + 2 :]))
    return grid


def _are_units(cells: Sequence[str]) -> bool:
    return all(read_money_unit(cell) is not None for cell in cells if cell.strip())


def _joined(upper: Sequence[str], lower: Sequence[str], *, are_units: bool) -> tuple[str, ...]:
    """Return the names of the columns: the lower ones, or the upper ones with their units."""
    pairs = zip_longest(upper, lower, fillvalue="")
    if are_units:
        return tuple(f"{name} ({unit.strip()})" if unit.strip() else name for name, unit in pairs)
    return tuple(below if below.strip() else name for name, below in pairs)
