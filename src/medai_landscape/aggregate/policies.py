"""Policies in time, with the days they were signed, published and came into force kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._dating import Dating, window
from medai_landscape.aggregate._same_kind import base_literals
from medai_landscape.aggregate._tally import open_frame
from medai_landscape.aggregate.counting_base import Base
from medai_landscape.arguments import checked
from medai_landscape.dates import DateSpan
from medai_landscape.errors import FrameError
from medai_landscape.tables.frame_spec import TEXT, FrameSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._dating import When

__all__ = ["policy_timeline"]

_POLICIES = FrameSpec((("id", TEXT), ("jurisdiction", TEXT)))


@checked
def policy_timeline(
    frame: IntoFrameT,
    *,
    dates: Sequence[str] = ("published", "signed", "effective"),
    since: When = None,
    until: When = None,
) -> IntoFrameT:
    """Put policies in the order of their dates, and say which of their dates that is.

    An instrument is signed, published and comes into force on different days,
    and reports mix them up.  Each keeps its own columns; `dated_kind` names the
    one that placed the row.  A lazy frame stays lazy: nothing is computed here.

    Args:
        frame: One row a policy, with `id`, `jurisdiction` and any of *dates*.
        dates: Which date places a policy; the next one stands in where it is missing.
        since: Leave out what is surely before.
        until: Leave out what is surely after.

    Returns:
        The rows with all their columns, oldest first, those without a date
        last, and beside them `dated` (the date in the way it was given),
        `dated_kind`, `in_window` ("yes", or "unknown" where the date is
        missing or too coarse to tell) and the counting base, each row with its
        own jurisdiction.

    Raises:
        FrameError: a column is missing or of the wrong kind, or there is none of *dates*.
    """
    opened = open_frame(frame, _POLICIES)
    schema = opened.collect_schema()
    kinds = [kind for kind in dates if kind in schema or f"{kind}_first" in schema]
    if not kinds:
        wanted = ", ".join(repr(kind) for kind in dates)
        raise FrameError([f"none of {wanted} is there: needs a date"], schema.names())
    datings = [Dating.of(opened, kind) for kind in kinds]
    span = window(since, until)
    given = [_as_text(kind, schema) for kind in kinds]
    missing = [dating.missing for dating in datings]
    outside = [dating.outside(span) for dating in datings]
    timeline = opened.with_columns(
        _first_of(missing, given).alias("dated"),
        _first_of(missing, [nw.lit(kind) for kind in kinds]).alias("dated_kind"),
        _first_of(missing, [dating.key() for dating in datings]).alias("_order"),
        _in_window(missing, [dating.inside(span) for dating in datings], span).alias("in_window"),
        *base_literals(opened, Base(unit="policy", window=span), without=schema.names()),
    )
    if span != DateSpan():
        gone = [part for part in outside if part is not None]
        timeline = timeline.filter(~_first_of(missing, gone, otherwise=nw.lit(value=False)))
    ordered = timeline.sort("_order", "id", nulls_last=True).drop("_order")
    answer: IntoFrameT = nw.maybe_reset_index(ordered).to_native()
    return answer


def _as_text(kind: str, schema: Any) -> nw.Expr:
    """Return the date as it was given, or its day in ISO form."""
    column = kind if kind in schema else f"{kind}_first"
    text = nw.col(column).cast(nw.String)
    return text if isinstance(schema[column], TEXT.dtypes) else text.str.slice(0, 10)


def _first_of(
    missing: Sequence[nw.Expr], values: Sequence[nw.Expr], *, otherwise: nw.Expr | None = None
) -> nw.Expr:
    """Return the first value whose date is not missing, *otherwise* (or null) where all are."""
    chosen = otherwise
    for gone, value in reversed(list(zip(missing, values, strict=True))):
        found = nw.when(~gone).then(value)
        chosen = found if chosen is None else found.otherwise(chosen)
    assert chosen is not None  # noqa: S101 - there is at least one date
    return chosen


def _in_window(missing: Sequence[nw.Expr], inside: Sequence[nw.Expr], span: DateSpan) -> Any:
    if span == DateSpan():
        return nw.lit("yes")
    sure = _first_of(missing, inside, otherwise=nw.lit(value=False))
    return nw.when(sure).then(nw.lit("yes")).otherwise(nw.lit("unknown"))
