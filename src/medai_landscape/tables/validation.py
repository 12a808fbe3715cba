"""Validation of whole tables: the verdict of the record, row by row, without making records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from medai_landscape.arguments import checked
from medai_landscape.tables.backends import arrow_table, backend_of, native
from medai_landscape.tables.batches import batches
from medai_landscape.tables.findings import ISSUE_SCHEMA
from medai_landscape.tables.kernel import kernel
from medai_landscape.tables.report import ArrowReport
from medai_landscape.tables.verdicts import verdicts

if TYPE_CHECKING:
    from medai_landscape.records._record import Record
    from medai_landscape.tables.report import ValidationReport

__all__ = ["validate_frame"]


@checked
def validate_frame(frame: Any, record_type: type[Record]) -> ValidationReport:
    """Check every row of a table against a record type, with the record's own verdict.

    The frame is in the table form of *record_type* (see `to_frame`), or has some of its
    columns: a column that is missing was not given, which is a problem only for
    a required field.  A frame without ``source_ids`` is taken to have its source
    elsewhere.  Columns of other names are kept, and named in `ignored`.  A date is a text or
    a day, never a timestamp: pass ``.dt.date`` of such a column.

    Args:
        frame: pandas (NumPy or Arrow types), Polars (eager or lazy), PyArrow, a DuckDB
            relation, PySpark, or anything with ``__arrow_c_stream__``.  A lazy Polars
            frame is collected, and the frames of the report are lazy again.
        record_type: `Certificate`, `Trial` and so on, or a class of your own made from one.

    Raises:
        FrameError: not a dataframe, or two columns of one name.

    >>> import pandas as pd
    >>> from medai_landscape.records import FundingRound
    >>> frame = pd.DataFrame({"company": ["E", None], "announced": ["2025-13", "2025"]})
    >>> report = validate_frame(frame, FundingRound)
    >>> report.issues[["row", "column", "code"]].values.tolist()
    [[0, 'announced', 'date'], [1, 'company', 'missing']]
    """
    frame = native(frame)
    backend = backend_of(frame)
    if backend == "pyspark":
        from medai_landscape.tables.spark import validate_spark

        return validate_spark(frame, record_type)
    # Shallow: what the caller changes later in place does not change the report.
    rows = _held(frame, backend)
    machine = kernel(record_type)
    masks, tables = [], []
    names: tuple[str, ...] = ()
    for batch, verdict in verdicts(machine, batches(rows)):
        names = batch.names
        masks.append(verdict.rejected)
        tables.append(verdict.table(batch.first))
    known = set(machine.form.names())
    if backend == "pandas":  # whose columns may be named by numbers
        names += tuple(str(name) for name in frame.columns if not isinstance(name, str))
    return ArrowReport(
        record_type.__name__,
        np.concatenate(masks),
        pa.Table.from_batches(tables, schema=ISSUE_SCHEMA),
        source=(frame, rows, backend),
        ignored=[name for name in names if name not in known],
    )


def _held(frame: Any, backend: str) -> Any:
    """Return the rows of a frame as something that can be read twice."""
    if backend == "pandas":
        return frame.copy(deep=False)
    if backend == "polars-lazy":
        return frame.collect()
    return frame if backend == "polars" else arrow_table(frame)
