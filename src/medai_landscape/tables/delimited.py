"""Rows of CSV and TSV files as texts, and those that do not fit the header with them.

Arrow reads such files fast, and leaves out a row of more or fewer cells than the header, telling
us its number and text.  Here it gets its place back, without cells, so that rows keep their
numbers and nothing is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from attrs import field, frozen
from pyarrow import csv

from medai_landscape.tables.batches import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

__all__ = ["LONGEST", "RAGGED", "header", "text_rows"]

LONGEST = 2**22
"""Bytes that a row may have at most."""
RAGGED = "ragged row"
"""Column of the rows that do not fit the header, as they were written."""

_MOST_AHEAD = 2**20  # ragged rows that wait for their place: a file of nothing else is another kind


# By one thread: rows have numbers then, which is what ragged ones need.
_READING = csv.ReadOptions(use_threads=False, block_size=LONGEST)


def header(path: Path, delimiter: str) -> list[str]:
    """Return the names in the first row of a file, which may be packed as .gz."""
    parsing = csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, invalid_row_handler=lambda _: "skip"
    )
    with csv.open_csv(pa.BufferReader(_start(path)), _READING, parsing) as reader:
        names: list[str] = reader.schema.names
    return names


def text_rows(path: Path, delimiter: str, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Give all rows in batches; one with ragged rows has the column `RAGGED` besides."""
    ragged = _Ragged()
    start = _start(path)
    with csv.open_csv(
        # A short file from memory, with the end of line that its last row may lack.
        pa.BufferReader(start) if len(start) < LONGEST else _opened(path),
        _READING,
        csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=ragged.meet
        ),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            check_utf8=False,
        ),
    ) as reader:
        first = 0
        for block in reader:
            for begin in range(0, block.num_rows, ROWS):
                piece = ragged.put_back(block.slice(begin, ROWS), first)
                yield piece
                first += piece.num_rows
        if ragged.waiting:
            empty = pa.RecordBatch.from_pylist([], schema=reader.schema)
            yield ragged.put_back(empty, first, last=True)


def _opened(path: Path) -> Any:
    """Open a file as text that is surely UTF-8, of which Arrow makes sure in no ragged row."""
    plain = pa.input_stream(path, compression="gzip" if path.suffix.lower() == ".gz" else None)
    return pa.transcoding_input_stream(plain, "utf-8-sig", "utf-8")


def _start(path: Path) -> bytes:
    with _opened(path) as file:
        start: bytes = file.read(LONGEST - 1)
    return start + b"\n"


@frozen
class _Ragged:
    """The rows that Arrow left out, by their number in the file, until their place comes."""

    waiting: dict[int, str] = field(factory=dict)

    def meet(self, row: Any) -> str:
        """Remember a row, and have it left out."""
        if len(self.waiting) >= _MOST_AHEAD:
            return "error"
        self.waiting[row.number - 2] = row.text  # Arrow counts from 1, and the header
        return "skip"

    def put_back(self, piece: pa.RecordBatch, first: int, *, last: bool = False) -> pa.RecordBatch:
        """Return *piece*, whose first row has the number *first*, with the rows that lie in it.

        A row after all of its own is the next one's, or comes *last*.
        """
        places: list[int] = []
        for number in self.waiting:
            place = number - first
            if place - len(places) >= piece.num_rows and not last:
                break
            places.append(place)
        if not places:
            return piece
        gaps = np.zeros(piece.num_rows + len(places), dtype=bool)
        gaps[places] = True
        texts = np.full(len(gaps), None, dtype=object)
        texts[places] = [self.waiting.pop(first + place) for place in places]
        rows = piece.take(pa.array(np.cumsum(~gaps) - 1, mask=gaps))
        columns = [*rows.columns, pa.array(texts, pa.string())]
        return pa.RecordBatch.from_arrays(columns, [*rows.schema.names, RAGGED])
