"""Cells: the kinds of value a column can hold, on every backend, and how one is read.

A cell that is null, or the NaN of a column of numbers, was not given.  Two habits of
dataframe libraries are undone before a value reaches a record: whole numbers
with gaps that were stored as floats, and money and ages stored as floats.
Nothing else is changed: a word in a column of dates stays a word, and the
record says what is wrong with it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import LandscapeError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ABSENT", "SCALARS", "CellKind", "LossError", "is_absent"]


class LossError(LandscapeError):
    """A value has no exact place in the table form, and is not rounded in silence."""

    code = "loss"

    def __init__(self, value: object, kind: str) -> None:
        super().__init__(value, kind)
        self.value = value
        self.kind = kind

    def __str__(self) -> str:
        return f"{self.value!r} cannot be kept exactly as {self.kind}: round it in the record first"


class CellKind(StrEnum):
    """What a cell holds; every backend has a type for each."""

    TEXT = "text"
    BOOLEAN = "boolean"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    """A date with a time, in UTC."""

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type."""
        return _ARROW[self]

    def write(self, value: Any) -> Any:
        """Turn a field's value into a cell.

        Raises:
            LossError: the cell would hold something else than the value.
        """
        return None if value is None else _WRITE[self](value)

    def read(self, cell: Any) -> Any:
        """Turn a cell into what the field's validator gets."""
        if isinstance(cell, float):
            return _FLOATS[self](cell) if self in _FLOATS else cell
        if isinstance(cell, Decimal) and cell.is_finite():
            return _without_zeros(cell)
        return cell


ABSENT: Final = object()
"""What reading gives where no cell was filled."""


def is_absent(cell: Any) -> bool:
    """Whether nothing was given: null, the NaN of a column of numbers, a missing time."""
    # NaN and NaT are the only values that differ from themselves; a list has no such question.
    return cell is None or (
        not isinstance(cell, str | list | tuple | dict) and _differs_from_itself(cell)
    )


def _differs_from_itself(cell: Any) -> bool:
    if type(cell).__name__ == "NAType":  # pandas.NA answers neither yes nor no
        return True
    try:
        different = cell != cell  # noqa: PLR0124 - the test for NaN that needs no type
    except ArithmeticError:  # the NaN that signals
        return True
    return different is True or (getattr(different, "ndim", None) == 0 and bool(different))


def _whole(cell: float) -> float:
    return int(cell) if cell.is_integer() else cell


def _shortest(cell: float) -> float | int | Decimal:
    """Read a float as the decimal that a person wrote; an infinite one stays what it is."""
    return Decimal(repr(float(cell))) if cell - cell == 0 else cell


def _without_zeros(cell: Decimal) -> Decimal:
    """Drop the zeros that a column's scale adds: 350000000.00 was written 350000000."""
    text = format(cell, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else cell


_FLOATS: dict[CellKind, Callable[[float], Any]] = {
    CellKind.WHOLE: _whole,
    CellKind.MONEY: _shortest,
}


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, PartialDate):
        return value.isoformat()
    return str(value)


def _number(value: Any) -> float:
    number = float(value)
    if isinstance(value, Decimal) and Decimal(repr(number)) != value:
        raise LossError(value, "a number of 64 bits")
    return number


_CENT = Decimal("0.01")
_MONEY_DIGITS = 38


def _money(value: Decimal) -> Decimal:
    # Digit by digit: whatever decimals compute is rounded to the digits of the context.
    sign, digits, exponent = value.as_tuple() if value else (0, (0,), 0)
    places = -int(exponent)
    while places > 0 and digits[-1] == 0:
        digits, places = digits[:-1], places - 1
    if places > 2 or len(digits) - places + 2 > _MONEY_DIGITS:  # noqa: PLR2004 - cents
        raise LossError(value, "money with two places")
    scaled = (*digits, *(0 for _ in range(2 - places)))
    return Decimal((sign, scaled, -2))


def _moment(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise LossError(value, "a moment: it has no time zone")
    return value


_ARROW: dict[CellKind, pa.DataType] = {
    CellKind.TEXT: pa.string(),
    CellKind.BOOLEAN: pa.bool_(),
    CellKind.WHOLE: pa.int64(),
    CellKind.NUMBER: pa.float64(),
    CellKind.MONEY: pa.decimal128(_MONEY_DIGITS, 2),
    CellKind.DAY: pa.date32(),
    CellKind.MOMENT: pa.timestamp("us", tz="UTC"),
}
_WRITE: dict[CellKind, Callable[[Any], Any]] = {
    CellKind.TEXT: _text,
    CellKind.BOOLEAN: bool,
    CellKind.WHOLE: int,
    CellKind.NUMBER: _number,
    CellKind.MONEY: _money,
    CellKind.DAY: lambda value: value,
    CellKind.MOMENT: _moment,
}
# The types of scalar fields; an enum is looked up by what it derives from.
SCALARS: dict[type, CellKind] = {
    str: CellKind.TEXT,
    bool: CellKind.BOOLEAN,
    int: CellKind.WHOLE,
    float: CellKind.NUMBER,
    Decimal: CellKind.NUMBER,
    datetime: CellKind.MOMENT,
    date: CellKind.DAY,
    DateSpan: CellKind.TEXT,
}
