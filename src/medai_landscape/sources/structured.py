"""Tables that keep the types of their cells, JSON Lines, a JSON array, Parquet: as grids of text.

A list becomes a cell with an item a line, null an empty cell, a date its ISO
form; a number is written as it would be in a spreadsheet.
"""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.grids import Grid, GridRow
from medai_landscape.sources.json_documents import read_json, read_json_lines
from medai_landscape.sources.opening import funnel
from medai_landscape.sources.workbook import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.sources.limits import Limits
    from medai_landscape.sources.opening import FileBytes

__all__ = ["read_json_table", "read_parquet_table"]

_EXPECTED = "an object for each row, whose keys are the columns"


def read_json_table(text: str, name: str, limits: Limits) -> Grid:
    """Read JSON Lines, or an array of objects; a line that is no JSON comes with a fault.

    Raises:
        SourceFormatError: it holds something else.
        LimitError: more or larger than the limits allow.
    """
    if text.lstrip()[:1] == "[":
        rows = read_json(text, name, limits)
        return _grid(((number, row, str(row)) for number, row in enumerate(rows, 1)), name, limits)
    lines = text.split("\n")
    read = read_json_lines(text, name, limits)
    return _grid(((number, row, lines[number - 1]) for number, row in read), name, limits)


def read_parquet_table(file: FileBytes, limits: Limits) -> Grid:
    """Read a Parquet file.

    Raises:
        SourceFormatError: it is damaged.
        LimitError: more or larger than the limits allow.
    """
    # A dataframe library, which only this format needs.
    import pyarrow.parquet as pq

    with funnel(file.name, "a whole Parquet file"):
        parquet = pq.ParquetFile(io.BytesIO(file.data))
        about = parquet.metadata
        sizes = [about.row_group(index).total_byte_size for index in range(about.num_row_groups)]
        names = parquet.schema_arrow.names
    if len(set(names)) != len(names):
        raise SourceFormatError(file.name, "two of its columns have one name", "each name once")
    limits.check("rows", about.num_rows)
    limits.check("columns", about.num_columns)
    limits.check("unpacked_bytes", sum(sizes))
    with funnel(file.name, "a whole Parquet file"):
        rows = parquet.read().to_pylist()
    return _grid(
        ((number, row, "") for number, row in enumerate(rows, 1)), file.name, limits, names
    )


def _grid(
    documents: Iterable[tuple[int, Any, str]],
    name: str,
    limits: Limits,
    names: Iterable[str] = (),
) -> Grid:
    """Lay documents, each with its number and its raw text, under all of their keys."""
    columns = dict.fromkeys(names)
    found: list[tuple[int, Any, str]] = []
    for number, document, raw in documents:
        limits.check("rows", number)
        if isinstance(document, dict):
            columns |= dict.fromkeys(document)
            limits.check("columns", len(columns))
        found.append((number, document, raw))
    if not columns:
        raise SourceFormatError(name, "no object is in it", _EXPECTED)
    rows = [_row(number, document, raw, tuple(columns), limits) for number, document, raw in found]
    return Grid(name, (GridRow(0, tuple(columns)), *rows))


def _row(number: int, document: Any, raw: str, columns: tuple[str, ...], limits: Limits) -> GridRow:
    if isinstance(document, dict):
        return GridRow(number, tuple(_text(document.get(each), limits) for each in columns))
    if isinstance(document, SourceFormatError):
        return GridRow(number, (raw,), document.cause)
    return GridRow(number, (raw,), f"it is {type(document).__name__} and no object")


def _text(value: Any, limits: Limits) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number, which is nothing
        return ""
    if isinstance(value, list | tuple):
        text = "\n".join(_text(item, limits) for item in value)
    elif isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False, default=str)
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, Decimal):
        text = format(value, "f")
    else:
        text = cell_text(value) if isinstance(value, str | bool | float | date) else str(value)
    limits.check("cell_characters", len(text))
    return text
