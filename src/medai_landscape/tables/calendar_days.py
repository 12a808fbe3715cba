"""Calendar days: the partial dates of a whole column as numbers.

Days are counted from 1970-01-01, as Arrow counts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from medai_landscape.tables.texts import Template, number_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.texts import Mask

__all__ = ["Days", "days_of"]

_DAY, _MONTH, _YEAR = Template("0000-00-00"), Template("0000-00"), Template("0000")
_MONTHS = np.arange("0000-01", "10000-02", dtype="datetime64[M]").astype("datetime64[D]")
_STARTS = _MONTHS.astype(np.int64)
"""First day of each month, from January of the year 0."""
_LENGTHS = np.diff(_STARTS)


@frozen(eq=False)
class Days:
    """First and last day and the year of each row; only where *known* is true."""

    known: Mask
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    year: NDArray[np.int32]


def days_of(columns: Columns, name: str) -> Days:
    """Read a column of partial dates; a row that is not certainly one is not known."""
    return columns.once("days", name, lambda: _days(columns, name))


def _days(columns: Columns, name: str) -> Days:
    rows = columns.length
    days = Days(
        np.zeros(rows, bool),
        np.zeros(rows, np.int64),
        np.zeros(rows, np.int64),
        np.zeros(rows, np.int32),
    )
    array, texts = columns.array(name), columns.texts(name)
    if array is not None and pa.types.is_date32(array.type):
        _fill_dates(days, array, columns.filled(name))
    if texts is not None:
        for shape in (_DAY, _MONTH, _YEAR):
            hits, digits = shape.find(texts)
            if len(hits):
                _fill(days, shape, hits, digits)
    return days


def _fill_dates(days: Days, array: Any, given: Mask) -> None:
    numbers = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
    days.known[:] = given
    days.first[:] = days.last[:] = numbers
    days.year[:] = numbers.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970


def _fill(days: Days, shape: Template, hits: NDArray[np.int64], digits: NDArray[np.uint8]) -> None:
    year = number_at(digits, 0, 4)
    month = np.zeros(len(hits), np.int32) if shape is _YEAR else number_at(digits, 5, 7) - 1
    good = (year >= 1) & (month >= 0) & (month < 12)  # noqa: PLR2004 - months from 0
    place = np.where(good, year * 12 + month, 0)
    first = _STARTS[place]
    if shape is _DAY:
        day = number_at(digits, 8, 10) - 1
        good &= (day >= 0) & (day < _LENGTHS[place])
        first = last = first + day
    else:
        months = 12 if shape is _YEAR else 1
        last = _STARTS[place + months] - 1
    if good.all() and len(hits) == len(days.known):
        days.known[:], days.first[:], days.last[:], days.year[:] = True, first, last, year
        return
    hits = hits[good]
    days.known[hits] = True
    days.first[hits], days.last[hits], days.year[hits] = first[good], last[good], year[good]
