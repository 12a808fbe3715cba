"""Calendar days: the partial dates of a whole column as numbers.

Days are counted from 1970-01-01, as Arrow counts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from medai_landscape.tables.templates import Template, number_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.texts import Mask, Texts

__all__ = ["Days", "days_of"]

_SHAPES = _DAY, _, _YEAR = Template("0000-00-00"), Template("0000-00"), Template("0000")
_MONTHS = np.arange("0000-01", "10000-02", dtype="datetime64[M]").astype("datetime64[D]")
_STARTS = _MONTHS.astype(np.int32)
"""First day of each month, from January of the year 0."""
_LENGTHS = np.diff(_STARTS)
_FIRST, _LAST = _STARTS[12], _STARTS[-1] - 1
_MILLISECONDS = 86_400_000
"""Of a day, as a column of 64 bits counts it."""


@frozen(eq=False)
class Days:
    """First and last day and the year of each row; only where *known* is true."""

    known: Mask
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    year: NDArray[np.int32]


def days_of(columns: Columns, name: str) -> Days:
    """Read a column of partial dates; a row that is not certainly one is not known."""
    return columns.once("days", name, lambda: _days(columns, name))


def _days(columns: Columns, name: str) -> Days:
    array, texts = columns.array(name), columns.texts(name)
    if array is not None and pa.types.is_date(array.type):
        return _of_dates(array, columns.filled(name))
    whole = Days(np.zeros(columns.length, bool), *np.zeros((3, columns.length), np.int32))
    if texts is None:
        return whole
    for shape in _SHAPES:
        rows, days = _written(shape, texts)
        if len(rows) == columns.length:
            return days
        whole.known[rows], whole.year[rows] = days.known, days.year
        whole.first[rows], whole.last[rows] = days.first, days.last
    return whole


def _of_dates(array: Any, given: Mask) -> Days:
    whole = pa.int32() if pa.types.is_date32(array.type) else pa.int64()
    counted = array.cast(whole).fill_null(0).to_numpy(zero_copy_only=False)
    if whole != pa.int32():
        counted = counted // _MILLISECONDS
    # Arrow has days before the year 1 and after the year 9999.
    known = given & (counted >= _FIRST) & (counted <= _LAST)
    numbers = np.where(known, counted, 0).astype(np.int32)
    year = numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970
    return Days(known, numbers, numbers, year)


def _written(shape: Template, texts: Texts) -> tuple[NDArray[np.int64], Days]:
    """Return the rows that have the length of a shape, and their days."""
    rows, words, good = shape.match(texts)
    year = number_at(words, 0, 4)
    month = 1 if shape is _YEAR else number_at(words, 5, 7)
    good &= (year >= 1) & (month >= 1) & (month <= 12)  # noqa: PLR2004 - months of a year
    place = np.where(good, year * 12 + (month - 1), 0)
    first = _STARTS.take(place)
    if shape is _DAY:
        day = number_at(words, 8, 10)
        good &= (day >= 1) & (day <= _LENGTHS.take(place))
        first = last = first + (day - 1)
    else:
        last = _STARTS.take(place + (12 if shape is _YEAR else 1)) - 1
    return rows, Days(good, first, last, year)
