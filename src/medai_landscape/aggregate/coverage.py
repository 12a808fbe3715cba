"""What is missing from a frame, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._base_of_records import base_of
from medai_landscape.aggregate._same_kind import same_kind
from medai_landscape.aggregate._tally import is_list, open_frame, settled
from medai_landscape.aggregate.counting_base import BASE_COLUMNS, base_columns
from medai_landscape.arguments import checked
from medai_landscape.tables.frame_spec import FrameSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

__all__ = ["coverage"]


@checked
def coverage(
    frame: IntoFrameT,
    *,
    columns: Sequence[str] | None = None,
    unit: str = "record",
    edition: str | None = None,
) -> IntoFrameT:
    """Tell for each column how many records state something there.

    A count over a column that half of the records leave empty is a count of
    half of the records.  An empty list states nothing, and neither does NaN.

    Args:
        frame: Any frame.
        columns: Which columns; None for all.
        unit: What a row of the frame is.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a column, in their order, with `column`, `records`, `stated`,
        `missing`, `share` (stated of all, null without records) and the counting base.

    Raises:
        FrameError: a column is missing.
    """
    chosen = [] if columns is None else list(columns)
    opened = open_frame(frame, FrameSpec(()), columns=chosen)
    chosen = chosen or opened.collect_schema().names()
    ready = settled(opened, chosen)
    schema = ready.collect_schema()
    missing = [_missing(name, schema[name]).cast(nw.Int64).alias(name) for name in chosen]
    totals = ready.select(*missing).select(nw.all().sum(), nw.len().alias("records"))
    table = totals.collect("pyarrow") if isinstance(totals, nw.LazyFrame) else totals
    (row,) = table.rows(named=True)
    records = int(row["records"])
    gaps = [int(row[name] or 0) for name in chosen]
    values: dict[str, Sequence[Any]] = {
        "column": chosen,
        "records": [records] * len(chosen),
        "stated": [records - gap for gap in gaps],
        "missing": gaps,
        "share": [(records - gap) / records if records else None for gap in gaps],
    }
    kinds = (nw.String, nw.Int64, nw.Int64, nw.Int64, nw.Float64)
    base = base_of(opened, unit=unit, edition=edition)
    answer: IntoFrameT = same_kind(
        opened,
        values,
        dict(zip(values, kinds, strict=True)) | dict(BASE_COLUMNS),
        same=base_columns(base),
    )
    return answer


def _missing(name: str, dtype: Any) -> nw.Expr:
    column = nw.col(name)
    if is_list(dtype):
        return column.is_null() | (column.list.len() == 0)
    return column.is_null() | column.is_nan() if dtype.is_float() else column.is_null()
