"""Records that lie in a Parquet file in their table form, and are read when asked for.

A release of millions of rows does not fit in memory as records; as a file it
can still be counted, walked through, and opened by any dataframe library.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import field, frozen

from medai_landscape.errors import SourceFormatError
from medai_landscape.tables.frames import from_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.records._record import Record

__all__ = ["StoredRecords"]

R = TypeVar("R", bound="Record")
_ROWS = 4096


@frozen
class StoredRecords(Sequence[R]):
    """The records in a Parquet file, in order; each walk reads the file again.

    `pandas.read_parquet`, `polars.scan_parquet` and DuckDB open `path` as a table.
    """

    path: Path = field(converter=Path)
    record: type[R]
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[R]:
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(_ROWS):
                    yield from from_frame(pa.Table.from_batches([batch]), self.record).records
        except (OSError, pa.ArrowException) as error:
            raise SourceFormatError(str(self.path), str(error), "the file as written") from error

    @overload
    def __getitem__(self, index: int) -> R: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...

    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self.length)
            if step > 0:
                return tuple(islice(self, start, stop, step))
            return tuple(self)[index]
        place = range(self.length)[index]
        return next(islice(self, place, None))
