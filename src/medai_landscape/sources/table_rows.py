"""Rows of a table that somebody keeps, with its merged cells taken apart.

In a table made for people a company stands once beside all of its rounds, a
long list runs on over several rows, the header is repeated on every page, and
sums and footnotes stand below.  A merged cell of a workbook is known as such;
in text it is only empty, so it is filled in where the table of headers says
that the field cannot be empty, and every such change is counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import define, field

from medai_landscape.sources.grids import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from medai_landscape.sources.grids import Grid, GridRow, Header
    from medai_landscape.sources.limits import Limits
    from medai_landscape.sources.loading import Loading
    from medai_landscape.sources.table_columns import TableColumns

__all__ = ["TableRow", "rows_of_table"]

_LONGEST_SUM = 30
_SUM = re.compile(
    r"(?:本页|以上)?(?:合计|总计|小计|共计|累计|总数|总额|总和|平均值?|均值)"
    r"|(?:grand|sub-?)?totals?|sum|average|mean|median",
    re.IGNORECASE,
)
_SUM_BEGINS = frozenset(
    "本以合总小共累平均GSTAMgstam"
)  # asked first, since it costs next to nothing
# What may stand in the name of a sum: 合 计（3家）：
_REMARK = re.compile(r"\s|[（(][^（()）]{0,20}[）)]|[:：]\s{0,3}\Z")
# A number, with a few words around it that make no date and no round: 约3亿元, US$30M, 5家, 40%.
_FIGURE = re.compile(
    r"[-–—/]*|[^0-9A-Za-z]{0,8}(?:[A-Z]{2,3} ?\$? ?)?[0-9][0-9,]*(?:\.[0-9]+)?"
    r" ?(?:[^0-9年月日/.轮-][^0-9年月日/轮-]{0,11})?"
)
_FOOTNOTE = re.compile(
    r"(?:注|备注|说明|数据来源|资料来源|来源|source|sources|note|notes)\s?[0-9]{0,2}\s?[：:].*",
    re.IGNORECASE | re.DOTALL,
)


@define
class TableRow:
    """One row; `changed` holds the texts of a field where they are not just its cell."""

    row: GridRow
    changed: dict[str, list[str]] | None = None
    repairs: list[str] | None = None

    def texts(self, name: str, place: int) -> list[str]:
        """Return what stands in a field: its cell, and the cells in which it goes on."""
        if self.changed is not None and name in self.changed:
            return self.changed[name]
        return [self.row.cells[place]]

    def change(self, name: str, texts: list[str], repair: str) -> None:
        """Put other texts into a field."""
        self.changed = {**(self.changed or {}), name: texts}
        self.repairs = [*(self.repairs or ()), repair]


@define
class _Rows:
    """Goes down a table, one row behind, since a row may go on in the next."""

    header: Header
    table: TableColumns
    merged: Mapping[int, Mapping[int, str]]
    loading: Loading[Any]
    _names: tuple[str, ...] = field(init=False)
    _written: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._names = tuple(map(folded, self.header.names))
        self._written = frozenset(name.strip() for name in self.header.names)

    def walk(self, rows: Sequence[GridRow]) -> Iterator[TableRow]:
        if self._are_ordinary(rows):
            yield from map(TableRow, rows)
            return
        above: TableRow | None = None
        for row in rows:
            if row.fault is None and self._says_nothing(row):
                continue
            current = TableRow(row) if self._is_ordinary(row) else self._row(row, above)
            if current is None:
                continue
            if above is not None:
                yield above
            above = current
        if above is not None:
            yield above

    def _are_ordinary(self, rows: Sequence[GridRow]) -> bool:
        """Whether every row stands for itself and says something; each text is asked about once."""
        if self.merged or not self.table.needed or any(row.fault is not None for row in rows):
            return False
        firsts = {row.cells[0] for row in rows}
        if not all(map(str.strip, firsts)) or any(map(self._opening, firsts)):
            return False
        return all(
            all(map(str.strip, {row.cells[place] for row in rows})) for place in self.table.needed
        )

    def _is_ordinary(self, row: GridRow) -> bool:
        """Whether a row stands for itself: nothing is merged, and what it needs is there."""
        if row.fault is not None:
            return True
        if not self.table.needed or row.number in self.merged:
            return False
        cells = row.cells
        return all(cells[place].strip() for place in self.table.needed)

    def _row(self, row: GridRow, above: TableRow | None) -> TableRow | None:
        """Return the row with what its merged cells say, None if it goes on with the row above."""
        places, merged = self.table.columns.places, self.merged.get(row.number, {})
        own = {name for name, place in places.items() if row.cells[place].strip()}
        if above is not None and above.row.fault is None and own and own <= self.table.going_on:
            for name in own:
                before = above.texts(name, places[name])
                texts = [*before, row.cells[places[name]]]
                above.change(name, texts, "row_goes_on_with_the_one_above")
            return None
        found = TableRow(row)
        for name, place in places.items():
            if name in own:
                continue
            if place in merged:
                found.change(name, [merged[place]], "merged_cell")
            elif (
                name in self.table.merged and own and above is not None and above.row.fault is None
            ):
                texts = above.texts(name, place)
                found.change(name, texts, "empty_cell_filled_from_above")
        return found

    def _says_nothing(self, row: GridRow) -> bool:
        """Whether a row is the header again, a sum or a footnote; all of these are counted."""
        first = next(filter(str.strip, row.cells), "")
        reason = self._opening(first)
        if reason == "a footnote":
            reason = reason * (sum(bool(cell.strip()) for cell in row.cells) == 1)
        elif reason == "a sum":
            # A company may be called Total: then there is more in the row than figures.
            others = [cell.strip() for cell in row.cells if cell != first]
            reason = reason * all(_FIGURE.fullmatch(cell) for cell in others)
        elif reason == "the header again":
            reason = reason * (tuple(map(folded, row.cells)) == self._names)
        if reason:
            self.loading.leave_out("row", reason)
        return bool(reason)

    def _opening(self, cell: str) -> str:
        """Return what a row may be that begins with this cell, nothing for an ordinary one."""
        cell = cell.strip()
        may_be_sum = cell[:1] in _SUM_BEGINS and len(cell) <= _LONGEST_SUM
        if may_be_sum and _SUM.fullmatch(_REMARK.sub("", cell)):
            return "a sum"
        if (":" in cell or "：" in cell) and _FOOTNOTE.fullmatch(cell):
            return "a footnote"
        return "the header again" if cell in self._written else ""


def rows_of_table(
    grid: Grid,
    header: Header,
    rows: Sequence[GridRow],
    table: TableColumns,
    loading: Loading[Any],
    limits: Limits,
) -> Iterator[TableRow]:
    """Yield the rows below the header that say something.

    Raises:
        LimitError: merged areas of more cells than the limits allow.
    """
    return _Rows(header, table, _merged_cells(grid, header, limits), loading).walk(rows)


def _merged_cells(grid: Grid, header: Header, limits: Limits) -> dict[int, dict[int, str]]:
    """Return the texts of merged cells by row number and column, first columns of areas only."""
    texts: dict[int, dict[int, str]] = {}
    count = 0
    for (first, column), (last, _) in grid.merged:
        count += last - first
        limits.check("cells", count)
        if first < header.number or first >= len(grid.rows):
            continue
        cells = grid.rows[first].cells
        for row in range(first + 1, min(last + 1, len(grid.rows))):
            texts.setdefault(row + 1, {})[column] = cells[column] if column < len(cells) else ""
    return texts
