"""The columns a dataframe must have before a function of this package takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import frozen
from narwhals.exceptions import DuplicateError

from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BOOLEAN", "DATE", "LIST", "NUMBER", "TEXT", "FrameSpec", "Kind"]


@frozen
class Kind:
    """A family of column types that means the same to us on every backend."""

    name: str
    dtypes: tuple[type[nw.dtypes.DType], ...]


DATE = Kind("a date", (nw.Date, nw.Datetime))
NUMBER = Kind(
    "a number",
    (
        nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.Int128,
        nw.UInt8, nw.UInt16, nw.UInt32, nw.UInt64, nw.UInt128,
        nw.Float32, nw.Float64, nw.Decimal,
    ),
)  # fmt: skip
TEXT = Kind("text", (nw.String, nw.Categorical, nw.Enum))
BOOLEAN = Kind("yes or no", (nw.Boolean,))
LIST = Kind("a list", (nw.List, nw.Array))

# A pandas column of objects, or an all-null column, shows its kind only in its values.
_UNDECLARED = (nw.Object, nw.Unknown)


@frozen
class FrameSpec:
    """Names and kinds of the columns a function reads; other columns are left alone."""

    columns: tuple[tuple[str, Kind], ...]

    def open(self, native: Any, *, optional: Iterable[str] = ()) -> Any:
        """Wrap a frame of any supported library, having checked its columns.

        Args:
            native: pandas, Polars (eager or lazy), PyArrow, DuckDB or PySpark.
            optional: Columns that may be missing; where present their kind is checked.

        Returns:
            A narwhals DataFrame or LazyFrame.

        Raises:
            FrameError: names every missing or mistyped column at once.
        """
        try:
            frame = nw.from_native(native)
            frame.collect_schema()  # of one name for each column
        except DuplicateError as error:
            raise FrameError([f"columns share a name: {error}; rename one of them"], ()) from None
        except TypeError:
            kind = type(native).__name__
            raise FrameError(
                [f"{kind} is no dataframe: needs pandas, Polars, PyArrow, DuckDB or PySpark"], ()
            ) from None
        if frame.implementation.is_pyarrow():
            frame = nw.from_native(_without_views(frame.to_native()))
        schema = frame.collect_schema()
        may_miss = frozenset(optional)
        problems = [
            problem
            for name, kind in self.columns
            if (problem := _problem(name, kind, schema, may_miss=name in may_miss))
            and not _holds_nothing(frame, name)
        ]
        if problems:
            raise FrameError(problems, list(schema))
        return frame


def _without_views(table: Any) -> Any:
    """Return an Arrow table without views of texts and lists: Arrow cannot group or filter them."""
    for place, field in enumerate(table.schema):
        plain = _plain_type(field.type)
        if plain != field.type:
            table = table.set_column(place, field.name, table.column(place).cast(plain))
    return table


def _plain_type(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_string_view(kind):
        return pa.large_string()
    if pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind):
        return pa.large_list(_plain_type(kind.value_type))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        inner = _plain_type(kind.value_type)
        return kind if inner == kind.value_type else pa.large_list(inner)
    return kind


def _holds_nothing(frame: Any, name: str) -> bool:
    """Whether a pandas column of objects has no value at all, which narwhals reads as text."""
    if name not in frame.collect_schema() or not frame.implementation.is_pandas():
        return False
    column = frame.to_native()[name]
    return bool(column.dtype == object and column.isna().all())


def _problem(name: str, kind: Kind, schema: Any, *, may_miss: bool) -> str | None:
    if name not in schema:
        return None if may_miss else f"{name!r} is missing: needs {kind.name}"
    dtype = schema[name]
    if isinstance(dtype, (*kind.dtypes, *_UNDECLARED)):
        return None
    return f"{name!r} is {dtype}: needs {kind.name}"
