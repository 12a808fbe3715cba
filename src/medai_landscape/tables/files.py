"""Validation of files of any size, in bounded memory."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
from attrs import frozen
from pyarrow import parquet

from medai_landscape.arguments import checked
from medai_landscape.errors import (
    OutputError,
    OutputExistsError,
    RejectedRowsError,
)
from medai_landscape.issues import as_text
from medai_landscape.progress import Progress
from medai_landscape.tables.arrow_columns import some_rows
from medai_landscape.tables.batches import ROWS
from medai_landscape.tables.delimited import RAGGED
from medai_landscape.tables.file_batches import UNREADABLE, file_batches, rows_in
from medai_landscape.tables.kernel import Verdict, kernel
from medai_landscape.tables.rows import own_issue

if TYPE_CHECKING:
    import os

    from medai_landscape.progress import ProgressOption
    from medai_landscape.records._record import Record
    from medai_landscape.tables.batches import Batch
    from medai_landscape.tables.table_form import TableForm

__all__ = ["FileReport", "validate_file"]

_NO_ROWS = {UNREADABLE: "row_unreadable", RAGGED: "row_ragged"}
"""Columns of what holds no row, and what is wrong with it."""
_FILES = ("valid.parquet", "rejected.parquet", "issues.parquet")


@frozen
class FileReport:
    """What `validate_file` found, and where it wrote the rows and issues."""

    record: str
    path: str
    rows: int
    rejected_rows: int
    codes: tuple[tuple[str, int], ...]
    """How often each code stands in the issues, most frequent first."""
    out: Path | None = None
    """The folder with ``valid.parquet``, ``rejected.parquet`` and ``issues.parquet``."""

    @property
    def rejected(self) -> int:
        """The same as `rejected_rows`: the rows of a file stay where they are."""
        return self.rejected_rows

    def counts(self) -> dict[str, int]:
        """Return how often each code stands in the issues, most frequent first."""
        return dict(self.codes)

    def raise_if_rejected(self) -> None:
        """Pass in silence if every row is valid.

        Raises:
            RejectedRowsError: says how many are not, and why.
        """
        if self.rejected_rows:
            raise RejectedRowsError(self.rejected_rows, self.rows, self.counts())

    def to_json(self) -> str:
        """Write the figures as JSON."""
        told = {
            "record": self.record,
            "path": self.path,
            "rows": self.rows,
            "valid": self.rows - self.rejected_rows,
            "rejected": self.rejected_rows,
            "counts": self.counts(),
        }
        return json.dumps(told, ensure_ascii=False, indent=2)


@checked
def validate_file(
    path: str | os.PathLike[str],
    record_type: type[Record],
    *,
    out: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    progress: ProgressOption = None,
) -> FileReport:
    """Check every row of a file against a record type; a file of any size fits.

    The verdict is that of `validate_frame`.  The cells of a CSV file (UTF-8) are read by
    the kind of their column, lists as JSON; an empty cell was not given.
    A row of more or fewer cells than the header is rejected, as is a line that holds no
    JSON object; keys of JSON Lines that are no column of the form are kept, as texts.

    Args:
        path: A ``.parquet``, ``.csv``, ``.tsv``, ``.jsonl`` or ``.ndjson`` file in the table
            form; all but Parquet may be packed, as ``.csv.gz``.
        record_type: The type of record.
        out: A folder for ``valid.parquet`` (the accepted rows), ``rejected.parquet``
            (the others as texts, with their ``row``) and ``issues.parquet``; None: only
            the figures are kept.
        overwrite: Replace these three files where they are.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: not such a file, or a damaged one.
        OutputExistsError: one of the three is there already.
        OutputError: there can be no such folder.
    """
    file = Path(path)
    machine = kernel(record_type)
    rows = rejected = 0
    codes: Counter[str] = Counter()
    with ExitStack() as stack:
        writer = (
            None
            if out is None
            else stack.enter_context(_Writer(Path(out), machine.form, overwrite=overwrite))
        )
        bar = stack.enter_context(Progress("validating", rows_in(file), progress))
        # One after the other: Arrow reads on all processors already, and checking side by side
        # was no faster where it was measured.
        for batch in file_batches(file, machine.form):
            verdict = _with_unreadable(batch, machine.check(batch))
            rows += batch.length
            rejected += int(verdict.rejected.sum())
            codes += verdict.findings.codes()
            if writer is not None:
                writer.write(batch, verdict)
            bar.advance(batch.length)
    ordered = sorted(codes.items(), key=lambda item: (-item[1], item[0]))
    folder = None if out is None else Path(out)
    return FileReport(record_type.__name__, str(file), rows, rejected, tuple(ordered), folder)


def _with_unreadable(batch: Batch, verdict: Verdict) -> Verdict:
    """Refuse the lines that hold no row, for that reason alone."""
    for name, code in _NO_ROWS.items():
        cells = batch.cells(name) if name in batch.columns else []
        lines = {row: text for row, text in enumerate(cells) if text is not None}
        if lines:
            verdict.findings.drop(lines)
            for row, text in lines.items():
                verdict.findings.add(row, [own_issue("", code, text, value=text[:80])])
            verdict = Verdict(verdict.findings.rejected(batch.length), verdict.findings)
    return verdict


class _Writer:
    """Writes the three files under other names, and gives them theirs when all is done.

    A file whose rows come to have further columns is written in parts, put together at the end.
    """

    def __init__(self, folder: Path, form: TableForm, *, overwrite: bool) -> None:
        self._folder = folder
        self._kinds = {column.name: column.type for column in form.columns}
        self._parts: dict[str, list[parquet.ParquetWriter]] = {}
        taken = [folder / name for name in _FILES if (folder / name).exists()]
        if taken and not overwrite:
            raise OutputExistsError(str(taken[0]))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(str(folder), error.strerror or str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        for name, parts in self._parts.items():
            for writer in parts:
                writer.close()
            files = [self._part(name, number) for number in range(len(parts))]
            if kind is None:
                whole = files[0] if len(files) == 1 else self._joined(name, files)
                whole.replace(self._folder / name)
            for file in files:
                file.unlink(missing_ok=True)

    def write(self, batch: Batch, verdict: Verdict) -> None:
        """Add the rows and issues of a batch."""
        self._put("issues.parquet", verdict.table(batch.first))
        kept = ~verdict.rejected
        names = [name for name in batch.names if name not in _NO_ROWS]
        arrays = [self._array(batch, name, kept) for name in names]
        self._put("valid.parquet", pa.RecordBatch.from_arrays(arrays, names))
        lost = np.flatnonzero(verdict.rejected)
        texts = [
            pa.array([as_text(c) for c in batch.cells(n, lost)], pa.string()) for n in batch.names
        ]
        rows = pa.array(lost + batch.first, pa.int64())
        self._put(
            "rejected.parquet", pa.RecordBatch.from_arrays([rows, *texts], ["row", *batch.names])
        )

    def _array(self, batch: Batch, name: str, kept: Any) -> Any:
        """Return the accepted cells of a column, in the type of the table form where it has one."""
        column, kind = batch.columns[name], self._kinds.get(name)
        if not isinstance(column, list):
            cells = some_rows(column, kept)
            return cells.cast(kind) if kind is not None and pa.types.is_null(cells.type) else cells
        values = [column[row] for row in np.flatnonzero(kept)]
        if kind is None:
            return pa.array([as_text(value) for value in values], pa.string())
        return pa.array(values, kind)

    def _put(self, name: str, piece: pa.RecordBatch) -> None:
        parts = self._parts.setdefault(name, [])
        if not parts or set(piece.schema.names) - set(parts[-1].schema.names):
            if parts:
                parts[-1].close()
            parts.append(parquet.ParquetWriter(self._part(name, len(parts)), piece.schema))
        parts[-1].write_table(_shaped(piece, parts[-1].schema))

    def _part(self, name: str, number: int) -> Path:
        return self._folder / f"{name}.{number}.part"

    def _joined(self, name: str, files: list[Path]) -> Path:
        """Put parts together: the last has all columns."""
        whole = self._folder / f"{name}.part"
        schema = parquet.read_schema(files[-1])
        with parquet.ParquetWriter(whole, schema) as writer:
            for file in files:
                with parquet.ParquetFile(file) as part:
                    for piece in part.iter_batches(ROWS):
                        writer.write_table(_shaped(piece, schema))
        return whole


def _shaped(piece: pa.RecordBatch, schema: pa.Schema) -> pa.Table:
    """Return rows with all columns of *schema*, null where they have none."""
    columns = [
        piece[column.name].cast(column.type)
        if column.name in piece.schema.names
        else pa.nulls(piece.num_rows, column.type)
        for column in schema
    ]
    return pa.table(columns, schema=schema)
