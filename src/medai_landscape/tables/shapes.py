"""Shapes: how the value of a field lies in columns, by one rule made from its own type.

- a text, a code, a number, yes or no, a date: one column of the field's name;
- a `PartialDate`: ``<name>``, its ISO prefix as text, and ``<name>_first``, its first day;
- an `AmountRange`: ``<name>_low``, ``<name>_high``, ``<name>_low_closed``,
  ``<name>_high_closed``, ``<name>_approximate`` and ``<name>_currency``;
- a part of a record: the columns of its fields, each with ``<name>_`` before it
  (``use_`` for `intended_use`); all of them null where there is no part;
- a tuple: one column of lists; a part in it becomes a struct, with partial dates as texts;
- any other type: its JSON, as text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from attrs import field, frozen
from pydantic import BaseModel, TypeAdapter
from typing_extensions import override

from medai_landscape.tables.cells import ABSENT, CellKind, is_absent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medai_landscape.amounts import AmountRange

__all__ = [
    "Amount",
    "Dated",
    "Json",
    "Listed",
    "Nested",
    "Shape",
    "Single",
    "joined",
    "json_value",
]

Cells = dict[str, Any]
_PREFIXES = {"intended_use": "use"}


class Shape(ABC):
    """What every shape can do; *name* is the column that the field's name gives."""

    @property
    @abstractmethod
    def arrow(self) -> pa.DataType:
        """The Arrow type of one value inside a list."""

    @abstractmethod
    def columns(self, name: str) -> Iterator[tuple[str, pa.DataType, str | None]]:
        """Give name, type and unit of each column."""

    @abstractmethod
    def write(self, name: str, value: Any, cells: Cells) -> None:
        """Put *value* into its cells; None fills them with null."""

    @abstractmethod
    def read(self, name: str, cells: Mapping[str, Any]) -> Any:
        """Return what the field's validator gets, ABSENT where no cell is filled."""

    @abstractmethod
    def place(self, name: str, loc: tuple[int | str, ...]) -> tuple[str, bool]:
        """Return the column where a problem is, and whether it is the whole cell."""


@frozen
class Single(Shape):
    """One cell."""

    kind: CellKind
    unit: str | None = None

    @property
    @override
    def arrow(self) -> pa.DataType:
        return self.kind.arrow

    @override
    def columns(self, name: str) -> Iterator[tuple[str, pa.DataType, str | None]]:
        yield name, self.arrow, self.unit

    @override
    def write(self, name: str, value: Any, cells: Cells) -> None:
        cells[name] = self.kind.write(value)

    @override
    def read(self, name: str, cells: Mapping[str, Any]) -> Any:
        cell = cells.get(name)
        return ABSENT if is_absent(cell) else self.kind.read(cell)

    @override
    def place(self, name: str, loc: tuple[int | str, ...]) -> tuple[str, bool]:
        return name, not loc


@frozen
class Json(Single):
    """A value of a type without columns of its own, as the JSON that pydantic writes."""

    adapter: TypeAdapter[Any] = field(kw_only=True)

    @override
    def write(self, name: str, value: Any, cells: Cells) -> None:
        cells[name] = None if value is None else self.adapter.dump_json(value).decode()

    @override
    def read(self, name: str, cells: Mapping[str, Any]) -> Any:
        text = Single.read(self, name, cells)
        return json_value(text) if isinstance(text, str) else text


def json_value(text: str) -> Any:
    """Return what a JSON text holds, or the text itself where it is none."""
    try:
        return _ANYTHING.validate_json(text)
    except ValueError:
        return text


_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


@frozen
class Dated(Single):
    """A partial date, with its first day beside it for programs that want a date."""

    kind: CellKind = CellKind.TEXT

    @override
    def columns(self, name: str) -> Iterator[tuple[str, pa.DataType, str | None]]:
        yield name, self.arrow, None
        yield f"{name}_first", CellKind.DAY.arrow, None

    @override
    def write(self, name: str, value: Any, cells: Cells) -> None:
        Single.write(self, name, value, cells)
        cells[f"{name}_first"] = None if value is None else value.earliest()


_AMOUNT = {
    "low": CellKind.MONEY,
    "high": CellKind.MONEY,
    "low_closed": CellKind.BOOLEAN,
    "high_closed": CellKind.BOOLEAN,
    "approximate": CellKind.BOOLEAN,
    "currency": CellKind.TEXT,
}


@frozen
class Amount(Shape):
    """An interval of money, in the currency that stands beside it."""

    @property
    @override
    def arrow(self) -> pa.DataType:
        return pa.struct([(name, kind.arrow) for name, kind in _AMOUNT.items()])

    @override
    def columns(self, name: str) -> Iterator[tuple[str, pa.DataType, str | None]]:
        for part, kind in _AMOUNT.items():
            unit = f"{name}_currency" if kind is CellKind.MONEY else None
            yield f"{name}_{part}", kind.arrow, unit

    @override
    def write(self, name: str, value: AmountRange | None, cells: Cells) -> None:
        for part, kind in _AMOUNT.items():
            cells[f"{name}_{part}"] = kind.write(getattr(value, part, None))

    @override
    def read(self, name: str, cells: Mapping[str, Any]) -> Any:
        parts = {part: Single(kind).read(f"{name}_{part}", cells) for part, kind in _AMOUNT.items()}
        given = {part: value for part, value in parts.items() if value is not ABSENT}
        return given or ABSENT

    @override
    def place(self, name: str, loc: tuple[int | str, ...]) -> tuple[str, bool]:
        return f"{name}_low", False


@frozen
class Nested(Shape):
    """A part of a record, its fields in columns of their own."""

    model: type[BaseModel]
    fields: tuple[tuple[str, Shape], ...]

    @property
    @override
    def arrow(self) -> pa.DataType:
        return pa.struct([(name, shape.arrow) for name, shape in self.fields])

    @override
    def columns(self, name: str) -> Iterator[tuple[str, pa.DataType, str | None]]:
        for part, shape in self.fields:
            yield from shape.columns(joined(name, part))

    @override
    def write(self, name: str, value: Any, cells: Cells) -> None:
        for part, shape in self.fields:
            shape.write(joined(name, part), getattr(value, part, None), cells)

    @override
    def read(self, name: str, cells: Mapping[str, Any]) -> Any:
        parts = ((part, shape.read(joined(name, part), cells)) for part, shape in self.fields)
        return {part: value for part, value in parts if value is not ABSENT} or ABSENT

    @override
    def place(self, name: str, loc: tuple[int | str, ...]) -> tuple[str, bool]:
        for part, shape in self.fields:
            if loc and part == loc[0]:
                return shape.place(joined(name, part), loc[1:])
        return next(self.columns(name))[0], False


def joined(name: str, part: str) -> str:
    """Return the column of a part's field; the record itself has no name before its fields."""
    return f"{_PREFIXES.get(name, name)}_{part}" if name else part


@frozen
class Listed(Single):
    """Several values in one cell."""

    kind: CellKind = CellKind.TEXT
    item: Shape = field(kw_only=True)

    @property
    @override
    def arrow(self) -> pa.DataType:
        return pa.list_(self.item.arrow)

    @override
    def write(self, name: str, value: Any, cells: Cells) -> None:
        cells[name] = None if value is None else [_item_written(self.item, one) for one in value]

    @override
    def read(self, name: str, cells: Mapping[str, Any]) -> Any:
        cell: Any = cells.get(name)
        if is_absent(cell):
            return ABSENT
        if hasattr(cell, "tolist"):  # what NumPy and pandas put into cells
            cell = cell.tolist()
        if not isinstance(cell, list | tuple):
            return cell
        return [_item_read(self.item, one) for one in cell]


def _item_written(shape: Shape, value: Any) -> Any:
    if isinstance(shape, Nested):
        return {part: _item_written(inner, getattr(value, part)) for part, inner in shape.fields}
    if isinstance(shape, Amount):
        return {part: kind.write(getattr(value, part, None)) for part, kind in _AMOUNT.items()}
    cells: Cells = {}
    shape.write("", value, cells)
    return cells[""]


def _item_read(shape: Shape, cell: Any) -> Any:
    if isinstance(cell, dict) and isinstance(shape, Nested):
        shapes = dict(shape.fields)
        return {
            part: _item_read(shapes[part], value) if part in shapes else value
            for part, value in cell.items()
            if not is_absent(value)
        }
    if isinstance(cell, dict) and isinstance(shape, Amount):
        return {part: value for part, value in cell.items() if not is_absent(value)}
    value = shape.read("", {"": cell})
    return None if value is ABSENT else value
