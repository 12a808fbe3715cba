"""Batches: a frame of any library in pieces of some ten thousand rows, as Arrow columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from attrs import field, frozen

from medai_landscape.errors import FrameError
from medai_landscape.tables.arrow_columns import in_plain_layout
from medai_landscape.tables.backends import (
    arrow_table,
    backend_of,
    native,
    pandas_columns,
    polars_array,
)
from medai_landscape.tables.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ROWS", "Batch", "batches", "batches_of_table", "refuse_twins"]

ROWS = 65_536
"""Rows in a batch: half of them need a quarter of a table less memory, and a fifth more time."""


@frozen(eq=False)
class Batch:
    """Some rows of a frame; a column is an Arrow array, or a list of mixed Python objects."""

    columns: Mapping[str, Any] = field(repr=False)
    length: int
    first: int = 0
    """Number of its first row in the frame."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.columns)

    def cells(self, name: str, rows: Any = None) -> list[Any]:
        """Return the cells of a column as Python objects, of the given row numbers or of all."""
        return Columns(self.columns, self.length).cells(name, rows)

    def rows(self, numbers: Any = None) -> Iterator[dict[str, Any]]:
        """Give the rows as mappings, of the given row numbers or all of them."""
        names = self.names
        if not names:
            yield from ({} for _ in range(self.length))
            return
        cells = [self.cells(name, numbers) for name in names]
        for values in zip(*cells, strict=True):
            yield dict(zip(names, values, strict=True))


def batches(frame: Any, rows: int = ROWS) -> Iterator[Batch]:
    """Give a frame of any library in batches.

    Raises:
        FrameError: not a frame, or two columns of one name.
    """
    frame = native(frame)
    backend = backend_of(frame)
    if backend == "polars-lazy":
        frame, backend = frame.collect(), "polars"
    if backend == "polars":
        for first in range(0, max(len(frame), 1), rows):
            piece = frame.slice(first, rows)
            columns = {column.name: polars_array(column) for column in piece}
            yield Batch(columns, len(piece), first)
        return
    if backend != "pandas":
        # Its columns are checked as they lie, so that twice the rows still need less memory.
        yield from batches_of_table(arrow_table(frame), 2 * rows)
        return
    names = [name for name in frame.columns if isinstance(name, str)]
    refuse_twins(names)
    for first in range(0, max(len(frame), 1), rows):
        given = pandas_columns(frame, first, rows)
        columns = {name: in_plain_layout(column) for name, column in given}
        yield Batch(columns, min(rows, len(frame) - first), first)


def batches_of_table(table: pa.Table, rows: int = ROWS) -> Iterator[Batch]:
    """Give an Arrow table in batches, at least one."""
    refuse_twins(table.column_names)
    first = 0
    for piece in table.to_batches(max_chunksize=rows) or [_empty(table.schema)]:
        yield batch_of(piece, first)
        first += piece.num_rows


def batch_of(piece: pa.RecordBatch, first: int = 0) -> Batch:
    """Return one Arrow record batch as a batch."""
    columns = map(in_plain_layout, piece.columns)
    return Batch(dict(zip(piece.schema.names, columns, strict=True)), piece.num_rows, first)


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=schema)


def refuse_twins(names: list[str]) -> None:
    """Refuse columns of one name: one of them would hide the other.

    Raises:
        FrameError: names every such name.
    """
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise FrameError([f"two columns are named {name!r}" for name in twins], names)
