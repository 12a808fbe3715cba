"""Columns of a batch, each looked at in the way a check asks for, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from medai_landscape.tables.arrow_columns import cells_of
from medai_landscape.tables.cells import is_absent
from medai_landscape.tables.texts import Texts, filled, is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from medai_landscape.tables.texts import Mask

__all__ = ["Columns", "Distinct"]

T = TypeVar("T")


@frozen(eq=False)
class Distinct:
    """The different values of a column, and which of them each row has; -1 where it is null."""

    rows: NDArray[np.intp]
    values: list[Any]

    def flags(self, facts: Iterable[bool], *, null: bool) -> Mask:
        """Give each row the answer for its value, *null* where it has none."""
        # The last place is what the index -1 finds.
        return np.array([*facts, null], bool).take(self.rows)

    def numbers(self, facts: Iterable[int], *, null: int) -> NDArray[np.int64]:
        """Give each row the number of its value, *null* where it has none."""
        return np.array([*facts, null], np.int64).take(self.rows)


@frozen(eq=False)
class Columns:
    """The columns of some rows; one that is missing is as good as null in every row.

    A list is a column of mixed Python objects, about which nothing is certain
    but where it is null.
    """

    columns: Mapping[str, Any]
    length: int
    _seen: dict[tuple[str, str], Any] = field(factory=dict, init=False)

    def array(self, name: str) -> Any:
        """Return the Arrow array of a column; None if it is missing, empty or of mixed objects."""
        column = self.columns.get(name)
        if column is None or isinstance(column, list) or pa.types.is_null(column.type):
            return None
        if pa.types.is_dictionary(column.type):
            return self.once("array", name, column.dictionary_decode)
        return column

    def filled(self, name: str) -> Mask:
        """Return the rows with a value; a NaN is none."""
        return self.once("filled", name, lambda: self._filled(name))

    def _filled(self, name: str) -> Mask:
        column = self.columns.get(name)
        if column is None or (not isinstance(column, list) and pa.types.is_null(column.type)):
            return np.zeros(self.length, bool)
        if isinstance(column, list):
            return np.array([not is_absent(cell) for cell in column], bool)
        if pa.types.is_dictionary(column.type) and column.dictionary.null_count:
            column = self.array(name)  # a row may name the null among its words
        if pa.types.is_floating(column.type):
            column = pc.if_else(pc.is_nan(column), None, column)
        return filled(column)

    def cells(self, name: str, rows: Any = None) -> list[Any]:
        """Return the cells of a column as Python objects, of some rows or of all."""
        column = self.columns.get(name)
        if column is None:
            return [None] * (self.length if rows is None else len(rows))
        if isinstance(column, list):
            return column if rows is None else [column[row] for row in rows]
        if rows is None:
            return cells_of(column)
        texts = self.texts(name)
        if texts is not None:
            return list(texts.take(rows).to_pylist())
        try:
            return cells_of(column.take(pa.array(rows)))
        except pa.ArrowNotImplementedError:  # views inside lists and structs
            return [cell for row in rows for cell in cells_of(column.slice(row, 1))]

    def texts(self, name: str) -> Texts | None:
        """Return a column of texts; None where it is something else."""
        array = self.array(name)
        if array is None or not is_text(array.type):
            return None
        return self.once("texts", name, lambda: Texts(array))

    def rows(self, names: Sequence[str], rows: Any) -> Iterator[dict[str, Any]]:
        """Give the cells of some columns for some rows; a missing column is as good as null."""
        cells = (self.cells(name, rows) for name in names)
        return (dict(zip(names, values, strict=True)) for values in zip(*cells, strict=True))

    def take(self, name: str, rows: Any) -> Any:
        """Return the texts of some rows as Arrow has them, other cells as Python objects."""
        texts = self.texts(name)
        return self.cells(name, rows) if texts is None else texts.take(rows)

    def distinct(self, name: str) -> Distinct | None:
        """Return the different values; None where they are no plain values."""
        return self.once("distinct", name, lambda: self._distinct(name))

    def _distinct(self, name: str) -> Distinct | None:
        column = self.columns.get(name)
        if column is None or (not isinstance(column, list) and pa.types.is_null(column.type)):
            return Distinct(np.full(self.length, -1), [])
        if isinstance(column, list) or pa.types.is_nested(column.type):
            return None
        if not pa.types.is_dictionary(column.type):
            if pa.types.is_floating(column.type):
                column = pc.if_else(pc.is_nan(column), None, column)
            try:
                column = column.dictionary_encode()
            except pa.ArrowNotImplementedError:  # decimals of few digits
                return None
        # Polars counts categories without a sign, where -1 is no number.
        places = column.indices.cast(pa.int64()).fill_null(-1)
        codes = places.to_numpy(zero_copy_only=False).astype(np.intp)
        values = cells_of(column.dictionary)
        if None in values:
            codes[codes == values.index(None)] = -1
        return Distinct(codes, values)

    def members(self, name: str) -> tuple[Mask, NDArray[np.int64], Columns] | None:
        """Return a column of lists: filled rows, items of each, and all items as columns.

        The items of plain lists are the column of the empty name.
        """
        return self.once("members", name, lambda: self._members(name))

    def _members(self, name: str) -> tuple[Mask, NDArray[np.int64], Columns] | None:
        array = self.array(name)
        if array is None or not (
            pa.types.is_list(array.type) or pa.types.is_large_list(array.type)
        ):
            return None
        lengths = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
        items = array.flatten()
        if pa.types.is_struct(items.type):
            names = [member.name for member in items.type]
            columns = dict(zip(names, items.flatten(), strict=True))
            columns[""] = items
        else:
            columns = {"": items}
        return filled(array), lengths, Columns(columns, len(items))

    def once(self, question: str, name: str, answer: Callable[[], T]) -> T:
        """Return the answer to a question about a column, computed when first asked."""
        key = (question, name)
        if key not in self._seen:
            self._seen[key] = answer()
        seen: T = self._seen[key]
        return seen
