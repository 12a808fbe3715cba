"""Columns: which of them fills which field, by a table of the names they go by.

The names stand in a text table that people extend when an edition calls a
column by yet another name; nothing is matched by likeness.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen

from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.grids import column_key
from medai_landscape.sources.loading import issue
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from medai_landscape.issues import Issue
    from medai_landscape.sources.grids import Grid, GridRow, Header
    from medai_landscape.sources.loading import Loading
    from medai_landscape.sources.tabular import Tabular

__all__ = ["ColumnTable", "Columns"]


# What people write under a table; none of it begins as a number of a register does.
_FOOTNOTE = re.compile(
    r"[*†‡§※]|(?:注|备注|说明|数据来源|资料来源|来源)\s?[0-9]{0,2}\s?[：:]"
    r"|(?:notes?|sources?|disclaimer|last updated|updated|as of|total|end of list)\b",
    re.IGNORECASE,
)


@frozen
class Columns:
    """Where under a header the fields stand, and which columns are none of ours."""

    names: tuple[str, ...]
    places: Mapping[str, int]

    @property
    def mapping(self) -> tuple[tuple[str, str], ...]:
        """Each column that is read, as written, and the field that it fills."""
        pairs = sorted((place, name) for name, place in self.places.items())
        return tuple((self.names[place], name) for place, name in pairs)

    @property
    def others(self) -> tuple[str, ...]:
        """The columns that fill no field."""
        taken = set(self.places.values())
        return tuple(
            name or f"column {place + 1}"
            for place, name in enumerate(self.names)
            if place not in taken
        )

    def raw(self, row: GridRow) -> dict[str, object]:
        """Return the cells of our fields, unchanged."""
        return {name: row.cells[place] for name, place in self.places.items()}

    def original(self, row: GridRow) -> object:
        """Return a row as it was read: cells by column, or a list where they do not fit."""
        if row.fault is not None or len(row.cells) != len(self.names):
            return list(row.cells)
        return dict(zip(self.names, row.cells, strict=True))

    def without_asides(self, rows: Iterable[GridRow], loading: Loading[Any]) -> list[GridRow]:
        """Return the rows of data, with the others counted as left out."""
        data, header = [], tuple(map(column_key, self.names))
        for row in rows:
            reason = _aside(row, header)
            if reason is None:
                data.append(row)
            else:
                loading.leave_out("row", reason)
        return data

    def doubts(self, row: GridRow) -> list[Issue]:
        """Return the cells of our fields that are not to be trusted."""
        return [
            issue(name, "cell_in_doubt", row.cells[place], doubt=row.doubts[place])
            for name, place in self.places.items()
            if place in row.doubts
        ]


def _aside(row: GridRow, header: tuple[str, ...]) -> str | None:
    """Say of a row that holds no data what it is: the header again, or a footnote."""
    filled = list(filter(str.strip, row.cells))
    if len(filled) == 1:
        return "a footnote" if _FOOTNOTE.match(filled[0].strip()) else None
    if len(row.cells) != len(header):
        return None
    names = (column_key(cell) == name for cell, name in zip(row.cells, header, strict=True))
    return "the header again" if all(names) else None


@frozen
class ColumnTable:
    """The fields of a format, each with the names its column goes by, best first."""

    file: str
    names: Mapping[str, tuple[str, ...]]
    required: frozenset[str]

    @classmethod
    def of(cls, file: str) -> Self:
        """Read a table with ``field``, ``required`` and ``names`` (separated by ``|``)."""
        rows = read_rows(file)
        names = {row["field"]: tuple(map(column_key, row["names"].split("|"))) for row in rows}
        return cls(file, names, frozenset(r["field"] for r in rows if r["required"] == "yes"))

    def columns(self, header: Sequence[str]) -> Columns:
        """Say which column fills which field; one column fills one field at most."""
        present = {column_key(name): place for place, name in enumerate(header) if name.strip()}
        places: dict[str, int] = {}
        for name, known in self.names.items():
            free = (present[word] for word in known if word in present)
            place = next((each for each in free if each not in places.values()), None)
            if place is not None:
                places[name] = place
        return Columns(tuple(header), places)

    def is_header(self, cells: Sequence[str]) -> bool:
        """Say whether every required field has its column among these names."""
        return self.required <= self.columns(cells).places.keys()

    def find(self, file: Tabular, expected: str) -> tuple[Grid, Header, tuple[GridRow, ...], int]:
        """Return the first grid that has such a header, the header, its rows, and how many above.

        Raises:
            SourceFormatError: there is none.
        """
        for grid in file.grids:
            try:
                return grid, *grid.under_header(self.is_header, expected)
            except SourceFormatError:
                if grid is file.grids[-1] or len(file.grids) == 1:
                    raise
        raise SourceFormatError(file.name, "it has no sheets", expected)
