"""The one question that every aggregation asks: how many records share each combination of keys.

It is answered where the frame lives, in one grouping.  What comes back is
small, so calendars, running counts, shares and sums of intervals are worked
out from it in plain Python: exactly, and the same for every engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from medai_landscape.tables.frame_spec import FrameSpec

__all__ = ["RECORDS", "is_list", "open_frame", "rows_of", "settled", "tally"]

RECORDS = "records"
"""The column of counts in what `tally` returns."""

_MOST_BYTES = 2**31


def open_frame(
    native: Any,
    spec: FrameSpec,
    *,
    optional: Iterable[str] = (),
    columns: Iterable[str] = (),
) -> Any:
    """Wrap *native*, having checked the columns of *spec* and that *columns* are there.

    Raises:
        FrameError: names every missing or mistyped column at once.
    """
    frame = spec.open(native, optional=optional)
    present = frame.collect_schema().names()
    missing = [name for name in columns if name not in present]
    if missing:
        raise FrameError([f"{name!r} is missing" for name in missing], present)
    return frame


def is_list(dtype: Any) -> bool:
    """Whether a column of this type holds several values a row."""
    return isinstance(dtype, nw.List | nw.Array)


def settled(frame: Any, columns: Collection[str]) -> Any:
    """Return the frame as it is best asked: typed, and lazy where its library can be.

    Arrow groups several times as fast as pandas, and tells the type of a
    column of objects; what is lazy stays where it is.
    """
    if isinstance(frame, nw.LazyFrame):
        return frame
    if frame.implementation.is_polars():
        return frame.lazy()
    wanted = list(dict.fromkeys(columns))
    try:
        table = frame.select(wanted).to_arrow()
    except (TypeError, ValueError) as error:  # what PyArrow's own errors derive from
        raise FrameError([f"a column holds values of several types: {error}"], wanted) from None
    return nw.from_native(table, eager_only=True)


def _with_short_texts(frame: Any) -> Any:
    """Count places in texts with 32 bits where they suffice: Arrow groups these much faster."""
    table = frame.to_native()
    for place, field in enumerate(table.schema):
        column = table.column(place)
        if str(field.type) == "large_string" and column.nbytes < _MOST_BYTES:
            table = table.set_column(place, field.name, column.cast("string"))
    return nw.from_native(table, eager_only=True)


def tally(
    frame: Any,
    keys: Mapping[str, nw.Expr],
    *,
    lists: Collection[str] = (),
    sized: Sequence[str] = (),
) -> dict[str, list[Any]]:
    """Count the rows of a settled *frame* for each combination of *keys*.

    Args:
        frame: What `settled` gave.
        keys: Expressions under the names they get.
        lists: Names of keys that are lists.  A row counts once for each value
            in them (a list names a value once), and once under None where the
            list is empty or missing.
        sized: Names of keys that together name a thing.  In place of all of
            them stands how many rows share their values, None where the first
            is missing: millions of things have few sizes.

    Returns:
        Columns of plain values: the keys, and how many `RECORDS` have them.
        Missing values and NaN are None, so that a combination may stand twice.
    """
    keys = keys or {"any": nw.col(frame.collect_schema().names()[0]).is_null()}
    columns = frame.select(*(expression.alias(name) for name, expression in keys.items()))
    for name in lists:
        columns = _unfolded(columns, name)
    if isinstance(columns, nw.DataFrame) and columns.implementation.is_pyarrow():
        # PyArrow does not group by dictionaries.
        schema = columns.collect_schema()
        folded = [name for name in keys if schema[name] in {nw.Categorical, nw.Enum}]
        columns = columns.with_columns(nw.col(*folded).cast(nw.String)) if folded else columns
        columns = _with_short_texts(columns)
    groups = columns.group_by(*keys).agg(nw.len().alias(RECORDS))
    order = [name for name in keys if name not in sized[1:]]
    if sized:
        groups = _by_size(groups, sized[0], order)
    table = groups.collect("pyarrow") if isinstance(groups, nw.LazyFrame) else groups
    table = nw.from_native(table.to_arrow(), eager_only=True)
    return {name: _plain(table[name]) for name in (*order, RECORDS)}


def _by_size(groups: Any, name: str, order: Sequence[str]) -> Any:
    """Group groups again, with their size in place of the name."""
    named = ~nw.col(name).is_null()
    if groups.collect_schema()[name].is_float():
        named &= ~nw.col(name).is_nan()
    size = nw.when(named).then(nw.col(RECORDS)).alias(name)
    others = [other for other in order if other != name]
    sizes = groups.select(*others, size, RECORDS).group_by(*order).agg(nw.col(RECORDS).sum())
    return sizes.with_columns(nw.col(RECORDS).cast(nw.Int64))  # DuckDB adds up in 128 bits


def rows_of(frame: Any, columns: Sequence[str]) -> dict[str, list[Any]]:
    """Fetch some columns of a frame as plain values; for what has a row a product or fewer.

    Args:
        frame: The wrapped frame.
        columns: Names of columns; missing values and NaN are None.
    """
    if not columns:
        return {}
    chosen = settled(frame, columns).select(*columns)
    table = chosen.collect("pyarrow") if isinstance(chosen, nw.LazyFrame) else chosen
    table = nw.from_native(table.to_arrow(), eager_only=True)
    return {name: _plain(table[name]) for name in columns}


def _plain(series: Any) -> list[Any]:
    try:
        values: list[Any] = series.to_list()
    except UnicodeDecodeError as error:  # Arrow does not look into texts before
        problem = f"a text is no UTF-8 ({error}): read the file by its own encoding"
        raise FrameError([problem], ()) from None
    if series.dtype.is_float():
        # NaN is the one value that differs from itself.
        return [None if value != value else value for value in values]  # noqa: PLR0124
    return values


def _unfolded(frame: Any, name: str) -> Any:
    """Give each value of a list a row of its own, and a row to a list without any."""
    if isinstance(frame, nw.LazyFrame):
        return frame.explode(name)
    lengths = nw.col(name).list.len()
    table = frame.filter(lengths > 0).to_native()
    lists = table.column(name).combine_chunks()
    others = [column for column in frame.columns if column != name]
    repeated = table.select(others).take(lists.value_parent_indices())
    unfolded = type(table).from_arrays([*repeated.columns, lists.flatten()], [*others, name])
    empty = frame.filter(lengths.is_null() | (lengths == 0)).with_columns(nw.lit(None).alias(name))
    # "diagonal": the nulls get the type of the values, large texts, say, or none.
    both = [nw.from_native(unfolded, eager_only=True), empty.select(*others, name)]
    return nw.concat(both, how="diagonal")
