"""One table in every library, so that one test body runs on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable


class OnlyArrow:
    """A frame of a library nobody has heard of, which speaks Arrow."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def _with_categories(table: pa.Table) -> pd.DataFrame:
    frame = table.to_pandas()
    for name in ("jurisdiction", "scheme", "stage", "number", "approved", "registry"):
        if name in frame and frame[name].notna().any():
            frame[name] = frame[name].astype("category")
    return frame


MAKERS: dict[str, Callable[[pa.Table], Any]] = {
    "pyarrow": lambda table: table,
    "pyarrow-chunked": lambda table: pa.Table.from_batches(table.to_batches(max_chunksize=2), schema=table.schema),
    "pandas-numpy": lambda table: table.to_pandas(),
    "pandas-arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas-categories": _with_categories,
    "polars": pl.from_arrow,
    "polars-lazy": lambda table: pl.DataFrame(pl.from_arrow(table)).lazy(),
    "duckdb": duckdb.from_arrow,
    "only-arrow": OnlyArrow,
}  # fmt: skip
