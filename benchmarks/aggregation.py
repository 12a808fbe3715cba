"""Our aggregations beside hand-written code for the same engine, on the same rows.

    python benchmarks/aggregation.py            10 million rows, as in the docs
    python benchmarks/aggregation.py --smoke    20,000 rows, to see that it runs
    python benchmarks/aggregation.py --out FILE writes the table as Markdown

Both sides give counts by month and category with running totals, and the
Herfindahl-Hirschman index by year with the ten largest holders.  Ours also
tells whether all rows are of one jurisdiction and class, so the code by hand
is timed twice: as it is mostly written, and with that base.  Runs alternate
in one process; ratios of medians travel, absolute times do not.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from medai_landscape import aggregate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BASE = ["jurisdiction", "risk_class"]


def table(size: int) -> pa.Table:
    """Certificates of thirty years, with 60 categories and 3,000 holders."""
    draw = np.random.default_rng(20251122)
    days = np.datetime64("1995-01-01") + draw.integers(0, 11_000, size).astype("timedelta64[D]")
    categories = np.array([f"{number:02d}" for number in range(60)])
    holders = np.array([f"Holder {number} Ltd." for number in range(3_000)])
    return pa.table(
        {
            "approved_first": pa.array(days),
            "category": pa.array(categories[draw.integers(0, 60, size)]),
            "holder": pa.array(holders[(draw.pareto(1.2, size) * 40).astype(int) % 3_000]),
            "jurisdiction": pa.array(np.full(size, "CN")),
            "risk_class": pa.array(np.full(size, "III")),
        }
    )


def pandas_months(frame: pd.DataFrame) -> pd.DataFrame:
    day = frame["approved_first"].dt
    month = (day.year * 12 + day.month - 1).rename("period")
    counts = frame.groupby([frame["category"], month]).size().rename("certificates").reset_index()
    counts["cumulative"] = counts.groupby("category")["certificates"].cumsum()
    return counts


def pandas_concentration(frame: pd.DataFrame) -> pd.DataFrame:
    counts = frame.groupby([frame["approved_first"].dt.year, "holder"]).size().rename("n")
    years = counts.groupby(level=0)
    return pd.DataFrame(
        {
            "hhi": years.apply(lambda n: ((n / n.sum()) ** 2).sum()),
            "top_10": years.apply(lambda n: n.nlargest(10).sum() / n.sum()),
        }
    )


def pandas_base(frame: pd.DataFrame) -> list[int]:
    return [frame[name].nunique(dropna=False) for name in BASE]


def polars_months(frame: pl.LazyFrame) -> pl.DataFrame:
    day = pl.col("approved_first").dt
    return (
        frame.group_by("category", (day.year() * 12 + day.month() - 1).alias("period"))
        .agg(pl.len().alias("certificates"))
        .sort("category", "period")
        .with_columns(pl.col("certificates").cum_sum().over("category").alias("cumulative"))
        .collect()
    )


def polars_concentration(frame: pl.LazyFrame) -> pl.DataFrame:
    n = pl.col("n")
    return (
        frame.group_by(pl.col("approved_first").dt.year().alias("period"), "holder")
        .agg(pl.len().alias("n"))
        .group_by("period")
        .agg(((n / n.sum()) ** 2).sum().alias("hhi"), (n.top_k(10).sum() / n.sum()).alias("top_10"))
        .sort("period")
        .collect()
    )


def polars_base(frame: pl.LazyFrame) -> pl.DataFrame:
    return frame.group_by(BASE).agg(pl.len()).collect()


def duckdb_months(frame: duckdb.DuckDBPyRelation) -> Any:
    return frame.query(
        "frame",
        """SELECT *, sum(certificates) OVER (PARTITION BY category ORDER BY period) AS cumulative
        FROM (SELECT category, year(approved_first) * 12 + month(approved_first) - 1 AS period,
                     count(*) AS certificates FROM frame GROUP BY ALL) ORDER BY category, period""",
    ).to_arrow_table()


def duckdb_concentration(frame: duckdb.DuckDBPyRelation) -> Any:
    return frame.query(
        "frame",
        """WITH counts AS (SELECT year(approved_first) AS period, holder, count(*) AS n
                           FROM frame GROUP BY ALL),
        ranked AS (SELECT *, n / sum(n) OVER (PARTITION BY period) AS share,
                   row_number() OVER (PARTITION BY period ORDER BY n DESC) AS place FROM counts)
        SELECT period, sum(share * share), sum(share) FILTER (place <= 10)
        FROM ranked GROUP BY period ORDER BY period""",
    ).to_arrow_table()


def duckdb_base(frame: duckdb.DuckDBPyRelation) -> Any:
    return frame.aggregate("jurisdiction, risk_class, count(*)").to_arrow_table()


def our_months(frame: Any) -> Any:
    return fetched(aggregate.approvals_by_period(frame, every="month", by="category"))


def our_concentration(frame: Any) -> Any:
    return fetched(aggregate.concentration(frame, every="year", top=(10,)))


def fetched(frame: Any) -> Any:
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    return frame.to_arrow_table() if isinstance(frame, duckdb.DuckDBPyRelation) else frame


def check(hand: Any, ours: Any) -> None:
    """Both must count the same, or the times say nothing."""
    numbers = _numbers(ours)
    assert _numbers(hand) == [number for number in numbers if number]


def _numbers(frame: Any) -> list[int]:
    column = frame["certificates"]
    return column.to_pylist() if isinstance(frame, pa.Table) else list(column)


def own_table(rows: pa.Table) -> duckdb.DuckDBPyRelation:
    """Keep the rows in DuckDB itself, as most who use it do."""
    connection = duckdb.connect()
    connection.from_arrow(rows).create("certificates")
    return connection.table("certificates")


def timed(functions: Sequence[Callable[[Any], Any]], frame: Any, runs: int) -> list[float]:
    """Medians of alternating runs, in seconds."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(runs):
        for function, into in zip(functions, times, strict=True):
            begin = time.perf_counter()
            function(frame)
            into.append(time.perf_counter() - begin)
    return [statistics.median(found) for found in times]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="20,000 rows, one run")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path, help="where to write the table as Markdown")
    options = parser.parse_args()
    size, runs = (20_000, 1) if options.smoke else (options.rows, options.runs)
    arrow = table(size)
    frames = {
        "pandas": lambda: arrow.to_pandas(date_as_object=False),
        "pandas (Arrow types)": lambda: arrow.to_pandas(types_mapper=pd.ArrowDtype),
        "Polars lazy": lambda: pl.from_arrow(arrow).lazy(),
        "DuckDB": lambda: own_table(arrow),
        "DuckDB over Arrow": lambda: duckdb.from_arrow(arrow),
    }
    hand = {
        "pandas": (pandas_months, pandas_concentration, pandas_base),
        "pandas (Arrow types)": (pandas_months, pandas_concentration, pandas_base),
        "Polars lazy": (polars_months, polars_concentration, polars_base),
        "DuckDB": (duckdb_months, duckdb_concentration, duckdb_base),
        "DuckDB over Arrow": (duckdb_months, duckdb_concentration, duckdb_base),
    }
    lines = [
        (
            f"{size:,} rows, medians of {runs} alternating runs; Python {sys.version.split()[0]}, "
            f"pandas {pd.__version__}, Polars {pl.__version__}, DuckDB {duckdb.__version__}."
        ),
        "",
        "| engine | query | by hand | with its base | ours | ratio | to the bare query |",
        "|---|---|---|---|---|---|---|",
    ]
    for engine, make in frames.items():
        frame = make()
        check(hand[engine][0](frame), our_months(frame))
        for query, by_hand, ours in zip(
            ("month x category, running totals", "HHI by year, top 10"),
            hand[engine][:2],
            (our_months, our_concentration),
            strict=True,
        ):
            bare, base, mine = timed((by_hand, hand[engine][2], ours), frame, runs)
            theirs = bare + base
            lines.append(
                f"| {engine} | {query} | {bare:.3f} s | {theirs:.3f} s | {mine:.3f} s "
                f"| {mine / theirs:.2f} | {mine / bare:.2f} |"
            )
            print(lines[-1], flush=True)
        del frame
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
