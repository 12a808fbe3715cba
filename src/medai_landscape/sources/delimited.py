"""Delimited text: CSV and its relatives, read strictly.

Every cell stays the text that it was: no company ``NA`` turns into nothing and
no ``00812345`` into a number.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.grids import Grid, GridRow
from medai_landscape.sources.limits import Limits

__all__ = ["DELIMITERS", "delimiter_of", "read_delimited"]

DELIMITERS = ",;\t|"
_EXPECTED = "delimited text whose quotes are closed and doubled inside"
_SAMPLE = 64 * 1024


def delimiter_of(text: str) -> str:
    r"""Return what separates the cells: whatever parts the first rows most, commas first.

    >>> delimiter_of("a;b;c\n1,5;2;3\n")
    ';'
    """
    return max(DELIMITERS, key=lambda mark: _width(text[:_SAMPLE], mark))


def _width(sample: str, delimiter: str) -> int:
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        return sum(len(row) for row in islice(rows, 5))
    except csv.Error:
        return 0


def read_delimited(
    text: str, name: str, limits: Limits | None = None, *, delimiter: str | None = None
) -> Grid:
    """Read *text* into rows; their numbers are those a spreadsheet would show.

    Raises:
        SourceFormatError: a quote is not closed, or something stands behind one.
        LimitError: more or longer cells than the limits allow.
    """
    limits = limits or Limits()
    # A setting of the whole process, so it is only ever made wider.
    csv.field_size_limit(max(csv.field_size_limit(), limits.cell_characters))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True
    )
    rows: list[GridRow] = []
    try:
        for number, cells in enumerate(reader, start=1):
            limits.check("rows", number)
            limits.check("columns", len(cells))
            limits.check("cell_characters", max(map(len, cells), default=0))
            rows.append(GridRow(number, tuple(cells)))
    except csv.Error as error:
        if "field limit" in str(error):
            limits.check("cell_characters", csv.field_size_limit() + 1)
        raise SourceFormatError(name, str(error), _EXPECTED, row=len(rows) + 1) from error
    return Grid(name, tuple(rows))
