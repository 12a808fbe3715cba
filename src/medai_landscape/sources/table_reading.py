"""A whole table read column by column: what each row says, and what is wrong with it.

Going down a column is many times faster than along a row, since each text is
read once, and the rules between the fields of a record are checked for all rows
together.  What is said of a row is what the record itself would say.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from attrs import define, evolve, field

from medai_landscape.amounts import AmountRange
from medai_landscape.dates import PartialDate
from medai_landscape.progress import track
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.sources.implied import (
    identifier_field,
    identify,
    identify_all,
    identifying_fields,
    identities,
)
from medai_landscape.sources.loading import issue_of_error
from medai_landscape.sources.table_cells import CellReader
from medai_landscape.tables.batches import ROWS, Batch
from medai_landscape.tables.kernel import kernel

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from medai_landscape.issues import Issue
    from medai_landscape.progress import ProgressOption
    from medai_landscape.records._record import Record
    from medai_landscape.sources.table_columns import TableColumns
    from medai_landscape.sources.table_rows import TableRow
    from medai_landscape.wording.partial_dates import Order

__all__ = ["TableReading"]

_WHOLE = (AmountRange, IntendedUse)  # read as values already, and no rule asks for them


@define
class TableReading:
    """The rows of one table as columns of values, with what was repaired and what is wrong."""

    record: type[Record]
    table: TableColumns
    entries: Sequence[TableRow]
    given: Mapping[str, Any]
    currency: str | None = None
    order: Order | None = None
    progress: ProgressOption = None
    issues: dict[int, list[Issue]] = field(factory=dict)
    repairs: dict[int, list[str]] = field(factory=dict)
    altered: dict[int, dict[str, str]] = field(factory=dict)
    """By row and field: what stood where something was repaired."""
    _values: dict[str, list[Any]] = field(factory=dict)
    _cells: list[tuple[str, ...]] = field(factory=list)
    _changed: dict[int, Mapping[str, list[str]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._cells = list(zip(*(entry.row.cells for entry in self.entries), strict=True))
        for place, entry in enumerate(self.entries):
            if entry.changed is not None:
                self._changed[place] = entry.changed
            if entry.repairs:
                self.repairs[place] = list(entry.repairs)
            for problem in self.table.columns.doubts(entry.row) if entry.row.doubts else ():
                self.issues.setdefault(place, []).append(problem)
        names = self.table.columns.places
        for name in track(names, "reading the table", len(names), self.progress):
            self._read(name)
        for name, value in self.given.items():
            column = self._column(name)
            self._values[name] = [value if cell is None else cell for cell in column]
        self._check()

    def row(self, place: int) -> dict[str, Any]:
        """Return one row as the fields of a record, without its sources."""
        return {
            name: column[place]
            for name, column in self._values.items()
            if column[place] is not None
        }

    def identities(self) -> Iterable[Hashable | None]:
        """Give what each row shares with those of the same id, None where only its record knows."""
        names = identifying_fields(self.record)
        if names is None:
            return [None] * len(self.entries)
        return identities(self.record, {name: self._column(name) for name in names})

    def as_written(self, place: int) -> str | None:
        """Return what stood in the cells of a row that were repaired, None if none was."""
        if place not in self.altered:
            return None
        cells = (f"{name} {text!r}" for name, text in self.altered[place].items())
        return "as written: " + "; ".join(cells)

    def _column(self, name: str) -> list[Any]:
        return self._values.get(name) or [None] * len(self.entries)

    def _read(self, name: str) -> None:
        """Read a column, each of its texts once."""
        place = self.table.columns.places[name]
        is_identifier = name == identifier_field(self.record)
        cell = CellReader.of(
            self.record,
            name,
            unit=self.table.units.get(name),
            currency=self.currency,
            order=self.order,
            identified=partial(identify, self.record) if is_identifier else None,
        )
        texts = self._cells[place] if self._cells else ()
        stay = cell.those_that_stay(set(texts))
        values: dict[str, Any] = dict(zip(stay, stay, strict=True))
        for implied, known in identify_all(self.record, set(texts)) if is_identifier else ():
            values.update(zip(known, known, strict=True))
            cell.implied.update(dict.fromkeys(known, implied))
        readings = {text: cell.read(text) for text in {*texts} - values.keys()}
        values |= {text: reading.value for text, reading in readings.items()}
        column = [values[text] for text in texts]
        changed = {row: fields[name] for row, fields in self._changed.items() if name in fields}
        noted = {text for text, each in readings.items() if each.repairs or each.error}
        for row, text in enumerate(texts) if noted else ():
            if text in noted and row not in changed:
                self._note(row, name, text, cell)
        for row, parts in changed.items():
            column[row] = self._gone_on(row, name, parts, cell)
        if cell.kind is AmountRange and f"{name}_text" in self.record.model_fields:
            self._keep_words(name, [changed.get(row, [text])[0] for row, text in enumerate(texts)])
        self._values[name] = column
        if is_identifier:
            self._put_implied(column, cell)

    def _note(self, row: int, name: str, text: str, cell: CellReader) -> None:
        reading = cell.read(text)
        if reading.error is not None:
            problem = issue_of_error(name, reading.error, text)
            self.issues.setdefault(row, []).append(problem)
        if reading.repairs:
            self.repairs.setdefault(row, []).extend(reading.repairs)
            self.altered.setdefault(row, {})[name] = text

    def _gone_on(self, row: int, name: str, texts: Sequence[str], cell: CellReader) -> Any:
        """Read one field from several cells: a list from each, a text from all together."""
        values = []
        for text in texts if cell.is_list else ["".join(texts)]:
            self._note(row, name, text, cell)
            value = cell.read(text).value
            if value is not None:
                values.append(value)
        if cell.is_list:
            return tuple(item for value in values for item in value) or None
        return values[0] if values else None

    def _keep_words(self, name: str, texts: Sequence[str]) -> None:
        """Keep the words of amounts, with the name of the column where the unit is there."""
        header = self.table.columns.names[self.table.columns.places[name]]
        unit = f" ({header})" if name in self.table.units else ""
        words = [f"{text.strip()}{unit}" if text.strip() else None for text in texts]
        self._values.setdefault(f"{name}_text", words)

    def _put_implied(self, column: Sequence[Any], cell: CellReader) -> None:
        """Fill in what identifiers imply; a column of its own stands before it."""
        follows = list(map(cell.implied.get, column))
        for name in {name for fields in cell.implied.values() for name in fields}:
            self._values[name] = [
                fields[name] if value is None and fields and name in fields else value
                for fields, value in zip(follows, self._column(name), strict=True)
            ]

    def _check(self) -> None:
        """Ask the rules of the record about all rows."""
        machine = kernel(self.record)
        told = {row: {issue.column for issue in issues} for row, issues in self.issues.items()}
        columns = {name: _cells(column) for name, column in self._values.items()}
        cells = {name: column for name, column in columns.items() if column is not None}
        for first in range(0, len(self.entries), ROWS):
            length = min(ROWS, len(self.entries) - first)
            given = {name: _piece(column[first : first + length]) for name, column in cells.items()}
            for row, problem in machine.check(Batch(given, length, first)).issues:
                if problem.column not in told.get(first + row, ()):
                    self._tell(first + row, problem)

    def _tell(self, row: int, problem: Issue) -> None:
        """Add a problem, with the text of the cell that it is about."""
        place = self.table.columns.places.get(problem.column)
        if place is not None:
            value = self.entries[row].texts(problem.column, place)[0]
            problem = evolve(problem, value=value)
        self.issues.setdefault(row, []).append(problem)


def _cells(values: list[Any]) -> list[Any] | None:
    """Return a column as the table form has it, None where there is nothing to be checked."""
    some = next((value for value in values if value is not None), None)
    if some is None or isinstance(some, _WHOLE):
        return None
    if isinstance(some, str):
        return values
    # Each of them once: rows that say the same share one value.
    cells = {id(value): _cell(value) for value in {id(each): each for each in values}.values()}
    return [cells[id(value)] for value in values]


def _piece(cells: list[Any]) -> Any:
    """Return some cells as an Arrow array, or as they are if they are of several kinds."""
    try:
        return pa.array(cells)
    except (pa.ArrowException, UnicodeEncodeError):  # half a character is no text either
        return [_cell(cell) for cell in cells]


def _cell(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.isoformat()
    return [_cell(item) for item in value] if isinstance(value, tuple) else value
