"""Rows of the UDID release into a Parquet file, some ten thousand at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field

from medai_landscape.records import DeviceIdentifier, Source
from medai_landscape.tables.table_form import table_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

__all__ = ["UdidParquet"]

_ROWS = 8_192
_CONSTANT = frozenset({"source_ids", "sources"})


@define
class UdidParquet:
    """A Parquet file in the table form of `DeviceIdentifier` while it is written.

    It takes columns instead of records: making a record of each row would cost
    more than reading the XML.  What it is given must be valid, and a test holds
    the file to what the records would have said.
    """

    file: BinaryIO
    rows: int = 0
    _schema: pa.Schema = field(factory=lambda: table_form(DeviceIdentifier).schema)
    _writer: pq.ParquetWriter = field(init=False)
    _waiting: dict[str, list[Any]] = field(init=False)
    _source: Source | None = None

    def __attrs_post_init__(self) -> None:
        self._waiting = {name: [] for name in self._schema.names}

    def __enter__(self) -> Self:
        self._writer = pq.ParquetWriter(self.file, self._schema, compression="zstd")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write()
        self._writer.close()

    def append(
        self, columns: Mapping[str, list[Any]], places: Sequence[int], source: Source
    ) -> None:
        """Take the rows at *places*; columns that are not given stay empty."""
        if len(self._waiting["id"]) >= _ROWS or source is not self._source:
            self._write()
            self._source = source
        takes_all = len(places) == len(columns["id"])
        for name, values in columns.items():
            self._waiting[name] += values if takes_all else [values[place] for place in places]
        self.rows += len(places)

    def _write(self) -> None:
        length = len(self._waiting["id"])
        if not length or self._source is None:
            return
        constant = table_form(DeviceIdentifier).row_of(
            DeviceIdentifier(di="-", agency="-", sources=(self._source,))
        )
        arrays = []
        for column in self._schema:
            if column.name in _CONSTANT:
                one = pa.array([constant[column.name]], column.type)
                arrays.append(one.take(pa.array([0] * length, pa.int32())))
            else:
                arrays.append(self._array(column, length))
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        for values in self._waiting.values():
            values.clear()

    def _array(self, column: pa.Field, length: int) -> pa.Array:
        values = self._waiting[column.name.removesuffix("_first")] or [None] * length
        if column.name.endswith("_first"):
            values = [day and day.earliest() for day in values]
        elif f"{column.name}_first" in self._waiting:
            values = [day and day.isoformat() for day in values]
        elif pa.types.is_list(column.type):
            values = [names or () for names in values]
        return pa.array(values, column.type)
