"""Arrow columns of any type: their rows and cells, also where Arrow or Python has no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from medai_landscape.tables.texts import is_text

if TYPE_CHECKING:
    from medai_landscape.tables.texts import Mask

__all__ = ["cells_of", "in_plain_layout", "some_rows"]


def in_plain_layout(column: Any) -> Any:
    """Return a column in a layout that Arrow can compute with, or as a list; no cell changes.

    A column of runs says that it has no nulls, and few functions take one; the words
    of a dictionary may be views, which nothing can look up; and of a type that somebody
    added to Arrow only its own objects know what the cells are, unless it keeps texts.
    """
    if isinstance(column, list):  # of Python objects
        return column
    if isinstance(column, pa.ExtensionArray):
        return column.storage if is_text(column.storage.type) else cells_of(column)
    if pa.types.is_run_end_encoded(column.type):
        return in_plain_layout(pc.run_end_decode(column))
    if pa.types.is_dictionary(column.type) and pa.types.is_string_view(column.type.value_type):
        words = column.dictionary.cast(pa.large_string())
        return pa.DictionaryArray.from_arrays(column.indices, words)
    return column


def some_rows(column: Any, kept: Mask) -> Any:
    """Return the rows of an Arrow array or chunked array where *kept* is true.

    Arrow cannot filter every type that it has: texts as views, and what is encoded
    by runs, also inside lists and structs.  Slices of them it can put together.
    """
    try:
        return column.filter(pa.array(kept))
    except pa.ArrowNotImplementedError:
        ends = np.flatnonzero(np.diff(kept, prepend=False, append=False)).reshape(-1, 2)
    pieces = [column.slice(first, end - first) for first, end in ends.tolist()]
    if isinstance(column, pa.ChunkedArray):
        chunks = [chunk for piece in pieces for chunk in piece.chunks]
        return pa.chunked_array(chunks, column.type).combine_chunks()
    return pa.concat_arrays(pieces) if pieces else column.slice(0, 0)


def cells_of(column: Any) -> list[Any]:
    """Return the cells of an Arrow array as Python objects.

    What Python has no value for, such as a day of the year 12024, is given as Arrow's text
    of it, and a text that is no UTF-8 as its bytes.
    """
    try:
        cells: list[Any] = column.to_pylist()
    except (pa.ArrowException, ValueError, OverflowError):
        return [*map(_cell, column)]
    return cells


def _cell(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()
    except (pa.ArrowException, ValueError, OverflowError):
        return str(pa.array([scalar]).cast(pa.string())[0].as_py())
