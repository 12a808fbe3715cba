"""Peak memory of whole-table validation: each way in a process of its own.

    python benchmarks/memory.py                 1,000,000 rows in memory, 10,000,000 in a file
    python benchmarks/memory.py --smoke         5,000 and 20,000 rows, to see that it runs
    python benchmarks/memory.py --out FILE      writes the figures as Markdown

The rows are those of ``validation.py``.  A process reads the table, then checks it with
all issues; what it held at most while it checked, beyond what it held before the table was
there, is given in sizes of the table: 1 is the table itself.  Beside it stands what it held
once the table was read: a reader of Parquet leaves memory behind, which it uses again or
gives back when it pleases.  The file is checked as a stream, and what is valid, what is not
and why is written out: there the figure is the whole process.  Needs Linux, which says the most
that a process ever held.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet
from validation import rows

import medai_landscape as ml

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 100_000


def held(what: str) -> int:
    """Bytes of this process: VmRSS now, VmHWM at most.

    Not getrusage, whose figure a process takes over from the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{what}:[^0-9]*([0-9]+)", status)
    return int(found[1]) * 1024 if found else 0


def write(path: Path, size: int) -> None:
    """Write a table of *size* rows; from the second million on they repeat."""
    table = pa.Table.from_pylist(rows(min(size, 10 * PIECE)))
    with parquet.ParquetWriter(path, table.schema) as writer:
        for first in range(0, size, table.num_rows):
            writer.write_table(table.slice(0, size - first), row_group_size=PIECE)


def in_arrow(path: str) -> tuple[Any, int]:
    table = parquet.read_table(path)
    return table, table.nbytes


def in_polars(path: str) -> tuple[Any, int]:
    import polars as pl

    frame = pl.read_parquet(path)
    return frame, int(frame.estimated_size())


def in_pandas(path: str) -> tuple[Any, int]:
    import pandas as pd

    frame = pd.read_parquet(path)
    return frame, int(frame.memory_usage(deep=True).sum())


READERS: dict[str, Callable[[str], tuple[Any, int]]] = {
    "PyArrow": in_arrow,
    "Polars": in_polars,
    "pandas": in_pandas,
}


def child(way: str, path: str, start: str) -> dict[str, float]:
    """Check a table, or a file as a stream, in this process."""
    if way == "stream":
        with tempfile.TemporaryDirectory() as folder:
            report = ml.validate_file(path, ml.Certificate, out=folder, progress=False)
        return {"refused": report.rejected, "peak": held("VmHWM")}
    small, _ = READERS[way](start)
    ml.validate_frame(small, ml.Certificate)  # what is loaded once is loaded now
    before = held("VmRSS")
    table, size = READERS[way](path)
    read = held("VmRSS") - before
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the most so far
    report = ml.validate_frame(table, ml.Certificate)
    issues = len(report.issues)
    return {"issues": issues, "size": size, "read": read, "peak": held("VmHWM") - before}


def in_a_process(way: str, path: Path, start: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", way, str(path), str(start)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--file-rows", type=int, default=10_000_000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(*options.child)))
        return
    size, file_size = (5_000, 20_000) if options.smoke else (options.rows, options.file_rows)
    with tempfile.TemporaryDirectory() as folder:
        start, table, file = (Path(folder, f"{name}.parquet") for name in ("a", "b", "c"))
        for path, count in ((start, 2_000), (table, size), (file, file_size)):
            write(path, count)
        told = {way: in_a_process(way, table, start) for way in READERS}
        streamed = in_a_process("stream", file, start)
    lines = [
        f"| {size:,} rows of | table, MB | once read, in tables | at most, in tables | issues |",
        "|---|--:|--:|--:|--:|",
    ]
    for way, one in told.items():
        read, most = one["read"] / one["size"], one["peak"] / one["size"]
        megabytes = one["size"] / 1e6
        lines.append(f"| {way} | {megabytes:,.0f} | {read:.2f} | {most:.2f} | {one['issues']:,} |")
    megabytes = streamed["peak"] / 1e6
    lines += ["", f"Parquet of {file_size:,} rows as a stream: {megabytes:,.0f} MB at most."]
    text = "\n".join(lines)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
