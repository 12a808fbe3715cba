"""Tables that live on a Spark cluster: the same kernel, run where the rows are.

Nothing is collected: `valid`, `rejected` and `issues` are lazy Spark frames, and
only the figures run a job.  Spark's rows have no position, so ``row`` is
what ``monotonically_increasing_id()`` gives on the frame that came in.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from typing_extensions import override

from medai_landscape.tables.batches import batch_of, refuse_twins
from medai_landscape.tables.findings import ISSUE_SCHEMA
from medai_landscape.tables.kernel import kernel
from medai_landscape.tables.report import ValidationReport
from medai_landscape.tables.table_form import table_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from medai_landscape.records._record import Record

__all__ = ["validate_spark"]

_ROW = "_medai_row"
_ISSUES = (
    "row bigint not null, `column` string, code string, message string, "
    "message_zh string, value string"
)


def validate_spark(frame: Any, record_type: type[Record]) -> ValidationReport:
    """Check a PySpark frame; see `validate_frame`."""
    return SparkReport(frame, record_type)


class SparkReport(ValidationReport):
    """The report on a Spark frame: figures are computed when they are asked for."""

    def __init__(self, frame: Any, record_type: type[Record]) -> None:
        refuse_twins(frame.columns)
        known = set(table_form(record_type).names())
        self.record: str = record_type.__name__
        self.ignored: tuple[str, ...] = tuple(name for name in frame.columns if name not in known)
        self._frame = frame
        self._type = record_type

    @cached_property
    @override
    def rows(self) -> int:
        return int(self._frame.count())

    @cached_property
    @override
    def rejected_rows(self) -> int:
        return int(self.issues.select("row").distinct().count())

    @cached_property
    @override
    def valid(self) -> Any:
        return self._frame.mapInArrow(_rows_where(self._type, rejected=False), self._frame.schema)

    @cached_property
    @override
    def rejected(self) -> Any:
        return self._frame.mapInArrow(_rows_where(self._type, rejected=True), self._frame.schema)

    @cached_property
    @override
    def issues(self) -> Any:
        from pyspark.sql.functions import monotonically_increasing_id

        numbered = self._frame.withColumn(_ROW, monotonically_increasing_id())
        return numbered.mapInArrow(_issues_of(self._type), _ISSUES)

    @override
    def issue_table(self, limit: int | None = None) -> pa.Table:
        ordered = self.issues.orderBy("row")
        chosen = ordered if limit is None else ordered.limit(limit)
        return chosen.toArrow().cast(ISSUE_SCHEMA)

    @override
    def counts(self) -> dict[str, int]:
        rows = self.issues.groupBy("code").count().collect()
        codes = {row["code"]: row["count"] for row in rows}
        return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))


# These run in Spark's workers.
def _rows_where(
    record: type[Record], *, rejected: bool
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def chosen(pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        machine = kernel(record)
        for piece in pieces:
            mask = machine.check(batch_of(piece)).rejected
            yield piece.filter(pa.array(mask if rejected else ~mask))

    return chosen


def _issues_of(
    record: type[Record],
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def found(pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        machine = kernel(record)
        for piece in pieces:
            verdict = machine.check(batch_of(piece.drop_columns([_ROW])))
            table = verdict.table()
            numbers = piece.column(_ROW).take(table.column("row"))
            yield table.set_column(0, ISSUE_SCHEMA.field("row"), numbers)

    return found
