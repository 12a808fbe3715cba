"""Authorisations counted: by period, and by any column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.aggregate._calendar import along_the_calendar
from medai_landscape.aggregate._counts import by_key, count_records, names
from medai_landscape.arguments import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._dating import Every, When

__all__ = ["approvals_by", "approvals_by_period"]


@checked
def approvals_by_period(
    frame: IntoFrameT,
    *,
    every: Every = "year",
    since: When = None,
    until: When = None,
    by: str | Sequence[str] = (),
    trace: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """Count authorisations by the period of their approval, and running totals.

    A running total starts where the window does: 11 by the end of May are 11
    of that year only if the window says so.  Where *by* is a list column
    (functions, anatomies), an authorisation counts under each of its values.

    Args:
        frame: One row an authorisation, with `approved` (ISO text or a date),
            `approved_first` (a date), or both.  The text tells how exactly the
            day is known; a timestamp counts on the day of its own time zone.
        every: Length of a period.
        since: First day that counts; a year or a month stands for its first day.
        until: Last day that counts; a year or a month stands for its last day.
        by: Columns to count by.
        trace: Add `record_ids`, the `id` of each record behind a row.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row for each key and period, sorted, with the columns of *by*,
        `period` ("2025", "2025-Q1" or "2025-01"), `period_first` (its first
        day), `certificates`, `cumulative`, and the same figures on every row:
        `records` (authorisations counted), `undated` (known too coarsely to
        say which period, or whether in the window) and the counting base.  A
        period without any has 0; without a window the first and last
        authorisation bound the calendar.  Where nothing could be dated, one row without a
        period says so.  The frame is of the library that came in, lazy if that was.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        DateError: an end of the window is no date.
    """
    answer: IntoFrameT = along_the_calendar(
        frame,
        "certificates",
        unit="authorisation",
        by=by,
        every=every,
        since=since,
        until=until,
        trace=trace,
        edition=edition,
    )
    return answer


@checked
def approvals_by(
    frame: IntoFrameT,
    *,
    by: str | Sequence[str],
    since: When = None,
    until: When = None,
    trace: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """Count authorisations by the values of columns, and their shares.

    Shares are of the authorisations, not of the rows: where a column is a
    list they add up to more than one, and `records` says of how many they are.

    Args:
        frame: One row an authorisation; dates are needed only for a window.
        by: Columns to count by; a list column counts under each of its values.
        since: First day that counts.
        until: Last day that counts.
        trace: Add `record_ids`.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row for each combination that occurs, most frequent first and then
        by value, with `certificates`, `share`, `records`, `undated` and the
        counting base.  A row without a value counts those that state none.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    counts = count_records(
        frame,
        unit="authorisation",
        by=names(by),
        since=since,
        until=until,
        trace=trace,
        edition=edition,
    )
    answer: IntoFrameT = by_key(counts, "certificates")
    return answer
