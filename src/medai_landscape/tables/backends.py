"""Dataframe libraries: how a table gets into each of them, and out as Arrow.

Each library is imported only when a frame of it is there or asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pyarrow as pa

from medai_landscape.errors import FrameError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Backend", "arrow_table", "backend_of", "native", "to_backend"]

Backend = Literal["pandas", "polars", "polars-lazy", "pyarrow", "duckdb", "pyspark"]
"""The libraries we give tables to."""

_NUMPY = (np.integer, np.floating, np.bool_)
_PLAIN = (pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_null)


def native(frame: Any) -> Any:
    """Return the frame of its own library where narwhals is wrapped around it."""
    if _library(frame) == "narwhals":
        return frame.to_native()
    return frame


def backend_of(frame: Any) -> Backend:
    """Say which library a frame is of; anything that only speaks Arrow counts as PyArrow.

    Raises:
        FrameError: none of them.
    """
    library, name = _library(frame), type(frame).__name__
    if library == "pandas" and name == "DataFrame":
        return "pandas"
    if library == "polars" and name in {"DataFrame", "LazyFrame"}:
        return "polars-lazy" if name == "LazyFrame" else "polars"
    if library in {"duckdb", "_duckdb"} and name == "DuckDBPyRelation":
        return "duckdb"
    if library == "pyspark" and name == "DataFrame":
        return "pyspark"
    if hasattr(frame, "__arrow_c_stream__"):
        return "pyarrow"
    expected = "needs pandas, Polars, PyArrow, DuckDB, PySpark, or an __arrow_c_stream__"
    raise FrameError([f"{name} is no dataframe: {expected}"], ())


def _library(frame: Any) -> str:
    # A class that somebody derived from a library's frame is one too.
    known = {"pandas", "polars", "duckdb", "_duckdb", "pyspark", "narwhals"}
    libraries = (base.__module__.partition(".")[0] for base in type(frame).__mro__)
    return next((library for library in libraries if library in known), "")


def to_backend(table: pa.Table, backend: str, *, like: Any = None) -> Any:
    """Return an Arrow table as a frame of *backend*, in the session of *like* if it has one.

    Raises:
        MissingExtraError: the library is not installed.
        FrameError: no such backend.
    """
    if backend not in _MAKERS:
        known = ", ".join(get_args(Backend))
        raise FrameError([f"{backend!r} is no backend: needs one of {known}"], ())
    try:
        return _MAKERS[backend](table, like)
    except ModuleNotFoundError as error:
        library = (error.name or backend).partition(".")[0]
        raise MissingExtraError(f"a {library} frame", library, _EXTRAS[backend]) from None


def _pandas(table: pa.Table, _like: Any) -> Any:
    import pandas as pd

    # Arrow's own types: lists, exact decimals and gaps in whole numbers survive.
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def _polars(table: pa.Table, _like: Any) -> Any:
    import polars as pl

    return pl.from_arrow(table)


def _polars_lazy(table: pa.Table, like: Any) -> Any:
    return _polars(table, like).lazy()


def _pyarrow(table: pa.Table, _like: Any) -> Any:
    return table


def _duckdb(table: pa.Table, like: Any) -> Any:
    import duckdb

    if like is None:
        return duckdb.from_arrow(table)
    # The relation's own connection: relations of two connections cannot be joined.
    rows = table  # noqa: F841 - DuckDB finds it by its name
    return like.query("_frame", "SELECT * FROM rows")


def _pyspark(table: pa.Table, like: Any) -> Any:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.getOrCreate() if like is None else like.sparkSession
    return session.createDataFrame(table)


_MAKERS: dict[str, Callable[[pa.Table, Any], Any]] = {
    "pandas": _pandas,
    "polars": _polars,
    "polars-lazy": _polars_lazy,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
    "pyspark": _pyspark,
}
_EXTRAS = {"polars": "polars", "polars-lazy": "polars", "duckdb": "duckdb", "pyspark": "spark"}


def arrow_table(frame: Any) -> pa.Table:
    """Return a frame of any library but pandas as one Arrow table; nothing is copied if possible.

    Raises:
        FrameError: a column has no Arrow type.
    """
    frame = native(frame)
    backend = backend_of(frame)
    try:
        if backend == "polars-lazy":
            return pa.table(frame.collect())
        if backend == "duckdb":
            return frame.to_arrow_table()
        if backend == "pyspark":
            return frame.toArrow()
        if isinstance(frame, pa.Table):
            return frame
        return pa.RecordBatchReader.from_stream(frame).read_all()
    except (pa.ArrowException, TypeError, RuntimeError) as error:
        raise FrameError([f"it cannot be read as Arrow: {error}"], ()) from error


def polars_array(column: Any) -> Any:
    """Return a Polars column as an Arrow array, one of a type that Arrow has not as a list.

    Texts are not copied, other types become plain.
    """
    import polars as pl

    if column.dtype == pl.Object:
        return column.to_list()
    levels = pl.CompatLevel
    level = levels.newest() if column.dtype == pl.String else levels.oldest()
    try:
        return column.rechunk().to_arrow(compat_level=level)
    except pa.ArrowInvalid:  # whole numbers of 128 bits
        return column.to_list()


def pandas_columns(frame: Any, first: int, rows: int) -> Iterator[tuple[str, Any]]:
    """Give the columns of some rows of a pandas frame, as Arrow arrays.

    A column of Python objects that are not all of one plain type is given as the list
    that it is: Arrow would make one type of them and so change values.
    """
    for name in frame.columns:
        if not isinstance(name, str):
            continue
        yield name, _pandas_array(frame[name].iloc[first : first + rows])


def _pandas_array(values: Any) -> Any:
    try:
        array = pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return _objects(values)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pa.ExtensionArray):  # periods, intervals
        return _objects(values)
    if values.dtype != object or _is_plain(array.type):
        return array
    if pa.types.is_date32(array.type) and datetime not in {*map(type, values)}:
        return array
    return _objects(values)


def _objects(values: Any) -> list[Any]:
    """Return the cells as they are, but numbers of NumPy as a column of numbers has them."""
    cells: list[Any] = values.tolist()
    return [cell.item() if isinstance(cell, _NUMPY) else cell for cell in cells]


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _is_plain(kind.value_type)
    if pa.types.is_struct(kind):
        return all(_is_plain(member.type) for member in kind)
    return pa.types.is_int64(kind) or any(test(kind) for test in _PLAIN)
