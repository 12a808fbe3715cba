"""Rows that we worked out, as the kind of frame that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import narwhals.stable.v2 as nw

from medai_landscape.aggregate.counting_base import BASE_COLUMNS, base_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from medai_landscape.aggregate.counting_base import Base

__all__ = ["MONEY", "attached", "base_literals", "same_kind"]

MONEY = nw.Decimal(38, 2)
"""Money in results: exact, two places."""


def same_kind(
    frame: Any,
    columns: Mapping[str, Sequence[Any]],
    schema: Mapping[str, Any],
    *,
    same: Mapping[str, Any] | None = None,
) -> Any:
    """Return *columns* as a native frame of the library, and the kind, of *frame*.

    Args:
        frame: The narwhals frame whose kind is wanted.
        columns: Plain values by column; None is missing.
        schema: Types of all the columns, in order.
        same: Further columns, of one value for all rows.
    """
    same = same or {}
    implementation = frame.implementation
    if implementation.is_pandas():
        length = len(next(iter(columns.values())))
        whole = {**columns, **{name: [value] * length for name, value in same.items()}}
        return _pandas(frame, {name: list(whole[name]) for name in schema}, schema)
    if implementation.is_polars():
        answer = _laid_out(columns, schema, same, backend="polars")
        return (answer.lazy() if isinstance(frame, nw.LazyFrame) else answer).to_native()
    answer = _laid_out(columns, schema, same, backend="pyarrow")
    if isinstance(frame, nw.DataFrame):
        return answer.to_native()
    if implementation.is_duckdb():
        # By the relation's own connection: relations of two connections cannot be joined.
        rows = answer.to_native()  # noqa: F841 - DuckDB finds it by its name
        return frame.to_native().query("_frame", "SELECT * FROM rows")
    session = {"session": frame.to_native().sparkSession} if implementation.is_pyspark() else {}
    return answer.lazy(backend=implementation, **session).to_native()


def _laid_out(
    columns: Mapping[str, Sequence[Any]],
    schema: Mapping[str, Any],
    same: Mapping[str, Any],
    *,
    backend: Literal["polars", "pyarrow"],
) -> Any:
    data = {name: list(columns[name]) for name in schema if name not in same}
    types = {name: schema[name] for name in data}
    literals = [nw.lit(value, dtype=schema[name]).alias(name) for name, value in same.items()]
    return nw.from_dict(data, schema=types, backend=backend).with_columns(*literals).select(*schema)


def _pandas(frame: Any, data: Mapping[str, list[Any]], schema: Mapping[str, Any]) -> Any:
    """Build a pandas frame: of Arrow types if one came in, otherwise of NumPy's.

    NumPy has neither dates nor missing whole numbers: dates become timestamps
    at midnight, and a column of counts with a gap becomes one of floats.
    """
    if _has_arrow_types(frame):
        answer = nw.from_dict(data, schema=schema, backend="pyarrow").to_pandas()
        return answer.astype(nw.Schema(schema).to_pandas("pyarrow"))
    plain = nw.from_dict(data, backend="pandas")
    casts = []
    for name, dtype in schema.items():
        if dtype == nw.Date:
            casts.append(nw.col(name).cast(nw.Datetime("us")))
        elif dtype in {nw.Int64, nw.Float64} and None not in data[name]:
            casts.append(nw.col(name).cast(dtype))
        elif dtype == nw.Float64:
            casts.append(nw.col(name).cast(nw.Float64))
    return plain.with_columns(*casts).to_native()


def base_literals(frame: Any, base: Base, *, without: Collection[str]) -> list[nw.Expr]:
    """Return the six columns of *base* as expressions, for rows that stay where they are."""
    columns = base_columns(base, without=without)
    return [
        nw.lit(value, dtype=_dated(frame, BASE_COLUMNS[name])).alias(name)
        for name, value in columns.items()
    ]


def _dated(frame: Any, dtype: Any) -> Any:
    """Return the type for dates that *frame* can hold: NumPy has timestamps only."""
    numpy = frame.implementation.is_pandas() and not _has_arrow_types(frame)
    return nw.Datetime("us") if dtype == nw.Date and numpy else dtype


def _has_arrow_types(frame: Any) -> bool:
    return any("pyarrow]" in str(dtype) for dtype in frame.to_native().dtypes)


def attached(frame: Any, name: str, values: Sequence[Any], dtype: Any, ids: Sequence[str]) -> Any:
    """Add a column to a frame; to a lazy one by its `id`, since its rows have no order.

    Args:
        frame: The wrapped frame.
        name: What the column is called.
        values: A value for each row, in the order of *ids*.
        dtype: Its type.
        ids: The `id` of each row; used for a lazy frame only.
    """
    if isinstance(frame, nw.LazyFrame):
        schema = {"id": nw.String, name: dtype}
        beside = nw.from_native(same_kind(frame, {"id": ids, name: values}, schema))
        return frame.join(beside, on="id", how="left").to_native()
    numpy = frame.implementation.is_pandas() and not _has_arrow_types(frame)
    column = nw.new_series(
        name, list(values), None if numpy else dtype, backend=frame.implementation
    )
    return frame.with_columns(column).to_native()
