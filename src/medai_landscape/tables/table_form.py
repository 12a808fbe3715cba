"""The table form of each record: which columns it has, and how a row becomes a record and back.

It is made from the record's own fields, so a class derived from one of our records, with
further fields, has a table form too.  `sources` is the one field with a rule of
its own: ``source_ids`` names the sources, whose table is the table form of
`Source`, and ``sources`` may hold them whole, so that one frame tells everything.

>>> from medai_landscape.records import FundingRound
>>> [column.name for column in table_form(FundingRound).columns][:8]
['id', 'unverified', 'source_ids', 'sources', 'company', 'announced', 'announced_first', 'stage']
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from attrs import frozen
from pydantic import BaseModel

from medai_landscape.errors import FrameError
from medai_landscape.records.source import Source
from medai_landscape.tables.cells import ABSENT, CellKind, LossError
from medai_landscape.tables.field_types import shape_of
from medai_landscape.tables.shapes import Dated, Listed, Nested, Shape, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medai_landscape.records._record import Record

__all__ = ["SOURCE_IDS", "Column", "TableForm", "table_form"]

SOURCE_IDS = "source_ids"
_SOURCES = "sources"


@frozen
class Column:
    """One column of a table form."""

    name: str
    type: pa.DataType
    field: str
    """The record's field that it is a part of."""
    required: bool = False
    """Whether every row needs a value."""
    derived: bool = False
    """Whether it only repeats what another column says."""
    unit: str | None = None
    description: str = ""


@frozen
class TableForm:
    """The columns of one record type."""

    record: type[Record]
    shape: Nested
    columns: tuple[Column, ...]
    days: tuple[str, ...]
    """The columns of partial dates; each has its ``_first`` beside it."""
    has_sources: bool
    """Whether the record states its sources."""

    @property
    def schema(self) -> pa.Schema:
        """The columns as an Arrow schema."""
        return pa.schema(
            pa.field(
                column.name,
                column.type,
                nullable=not column.required,
                metadata={
                    key: value
                    for key, value in (("description", column.description), ("unit", column.unit))
                    if value
                },
            )
            for column in self.columns
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    def row_of(self, record: Record) -> dict[str, Any]:
        """Return the cells of *record*.

        Raises:
            LossError: a value has no exact place in its column.
        """
        cells: dict[str, Any] = {}
        for name, shape in self.shape.fields:
            try:
                shape.write(name, getattr(record, name), cells)
            except OverflowError:
                raise LossError(getattr(record, name), "a number of 64 bits") from None
        if self.has_sources:
            cells[SOURCE_IDS] = [source["id"] for source in cells[_SOURCES]]
        return cells

    def data_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the record's validation gets for a row; cells that are null are left out."""
        data = self.shape.read("", row)
        return {} if data is ABSENT else data

    def place(self, loc: tuple[int | str, ...]) -> tuple[str, bool]:
        """Return the column where a problem is, and whether its value is the whole cell."""
        if not loc or loc[0] not in self.record.model_fields:
            return str(loc[0]) if loc else "", False
        if self.has_sources and loc == (_SOURCES,):
            return SOURCE_IDS, True
        return self.shape.place("", loc)


@cache
def table_form(record: type[Record]) -> TableForm:
    """Return the table form of a record type.

    Raises:
        FrameError: not a record type, or two of its fields need the same column.
    """
    if not (isinstance(record, type) and issubclass(record, BaseModel)):
        expected = "needs Certificate, Trial or another record type, or a class made from one"
        name = getattr(record, "__name__", f"a {type(record).__name__}")
        raise FrameError([f"{name} is no type of record: {expected}"], ())
    fields = ((name, shape_of(info.annotation)) for name, info in record.model_fields.items())
    shape = Nested(record, tuple(fields))
    days = tuple(_days("", shape))
    columns = tuple(_columns(record, shape, frozenset(f"{day}_first" for day in days)))
    twice = [name for name, count in Counter(c.name for c in columns).items() if count > 1]
    if twice:
        problems = [f"two fields of {record.__name__} need the column {name!r}" for name in twice]
        raise FrameError(problems, [column.name for column in columns])
    sources = dict(shape.fields).get(_SOURCES)
    has_sources = isinstance(sources, Listed) and getattr(sources.item, "model", None) is Source
    return TableForm(record, shape, columns, days, has_sources)


def _columns(record: type[Record], shape: Nested, derived: frozenset[str]) -> Iterator[Column]:
    for name, inner in shape.fields:
        info = record.model_fields[name]
        about = info.description or ""
        if name == _SOURCES:
            ids = pa.list_(CellKind.TEXT.arrow)
            yield Column(SOURCE_IDS, ids, name, required=True, description=f"{about} Their ids.")
            yield Column(name, inner.arrow, name, description=about)
            continue
        whole = [column for column, _, _ in inner.columns(name)] == [name]
        for column, kind, unit in inner.columns(name):
            required = info.is_required() and (whole or column == name)
            yield Column(column, kind, name, required, column in derived, unit, about)


def _days(name: str, shape: Shape) -> Iterator[str]:
    if isinstance(shape, Dated):
        yield name
    if isinstance(shape, Nested):
        for part, inner in shape.fields:
            yield from _days(joined(name, part), inner)
