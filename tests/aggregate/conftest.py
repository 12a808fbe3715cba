"""One test body on every engine: each makes its frame from the same Arrow table."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Callable, Iterator  # noqa: TC003 - attrs and pytest read them
from datetime import datetime
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import frozen


@frozen
class Engine:
    """How to make a frame of one library, and how to read one as plain rows."""

    name: str
    make: Callable[[pa.Table], Any]

    def rows(self, native: Any) -> list[dict[str, Any]]:
        """Read a result of the library that the frame came from, as plain values."""
        assert type(native) is type(self.make(pa.table({"a": [1]}))), "another kind of frame"
        frame = nw.from_native(native)
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect("pyarrow")
        return [
            {name: _plain(value) for name, value in row.items()}
            for row in frame.to_arrow().to_pylist()
        ]

    def only(self, native: Any, *columns: str) -> list[tuple[Any, ...]]:
        """Read some columns of a result."""
        return [tuple(row[name] for name in columns) for row in self.rows(native)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):  # NumPy has no dates
        assert value.time().isoformat() == "00:00:00"
        return value.date()
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A local Spark, where Java is."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none on the path")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        # Spark's own: it does not know pandas 3 yet, and leaves sockets to the collector.
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
        yield session
        session.stop()


def _pandas(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(date_as_object=False)


def _pandas_objects(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(date_as_object=True)


def _pandas_arrow(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(types_mapper=pd.ArrowDtype)


ENGINES = {
    "pandas": Engine("pandas", _pandas),
    "pandas_objects": Engine("pandas_objects", _pandas_objects),
    "pandas_arrow": Engine("pandas_arrow", _pandas_arrow),
    "polars": Engine("polars", pl.from_arrow),
    "polars_lazy": Engine("polars_lazy", lambda table: pl.from_arrow(table).lazy()),
    "pyarrow": Engine("pyarrow", lambda table: table),
    "duckdb": Engine("duckdb", duckdb.from_arrow),
}


@pytest.fixture(params=[*ENGINES, pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Every engine in turn."""
    if request.param != "spark":
        return ENGINES[request.param]
    session = request.getfixturevalue("spark")

    def make(table: pa.Table) -> Any:
        frame = nw.from_native(table, eager_only=True)
        return frame.lazy(backend="pyspark", session=session).to_native()

    return Engine("spark", make)


@pytest.fixture(params=["pandas", "polars_lazy", "pyarrow", "duckdb"])
def quick_engine(request: pytest.FixtureRequest) -> str:
    """The name of one engine of each family, for tests with many examples."""
    name: str = request.param
    return name
