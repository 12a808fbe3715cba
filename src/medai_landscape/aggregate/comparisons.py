"""Periods compared: the same months of two years, and growth with its base."""

from __future__ import annotations

from datetime import date as day_of
from datetime import timedelta
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._calendar import calendar
from medai_landscape.aggregate._counts import count_records, in_order, names
from medai_landscape.aggregate._dating import window
from medai_landscape.aggregate._periods import first_day, label, number_of
from medai_landscape.arguments import checked
from medai_landscape.dates import DateSpan, PartialDate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._counts import Columns, Counts, Key
    from medai_landscape.aggregate._dating import Every, When

__all__ = ["growth", "year_to_date"]


@checked
def year_to_date(
    frame: IntoFrameT,
    *,
    until: When,
    date: str = "approved",
    by: str | Sequence[str] = (),
    unit: str = "authorisation",
    edition: str | None = None,
) -> IntoFrameT:
    """Compare a year until a day with the same days of the year before.

    Ten months of this year beside all of last year is the usual mistake; both
    windows stand in the result.  29 February is compared with 28 February.

    Args:
        frame: One row a record.
        until: Last day, or the month or year it stands for: "2025-10".
        date: Which date counts: `registered` for trials.
        by: Columns to compare by.
        unit: What a row of the frame is.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a key that occurs in either year, with `current`, `previous`,
        `change`, `growth` (null where there were none before),
        `previous_first`, `previous_last`, `previous_undated`, and `records`,
        `undated` and the counting base of the current year.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        DateError: *until* is no date.
    """
    last = PartialDate.of(until).latest()
    before = DateSpan(day_of(last.year - 1, 1, 1), _a_year_before(last))
    now, then = (
        count_records(
            frame, unit=unit, by=names(by), date=date, since=first, until=end, edition=edition
        )
        for first, end in ((day_of(last.year, 1, 1), last), (before.first, before.last))
    )
    keys = sorted({*now.counts, *then.counts}, key=in_order) or ([] if names(by) else [()])
    pairs = [(_number(now, key), _number(then, key)) for key in keys]
    columns: Columns = {
        "current": (nw.Int64, [current for current, _ in pairs]),
        "previous": (nw.Int64, [previous for _, previous in pairs]),
        "change": (nw.Int64, [current - previous for current, previous in pairs]),
        "growth": (nw.Float64, [_growth(current, previous) for current, previous in pairs]),
        "previous_first": (nw.Date, [before.first] * len(keys)),
        "previous_last": (nw.Date, [before.last] * len(keys)),
        "previous_undated": (nw.Int64, [then.undated] * len(keys)),
    }
    answer: IntoFrameT = now.result(keys, columns)
    return answer


@checked
def growth(
    frame: IntoFrameT,
    *,
    every: Every = "year",
    date: str = "approved",
    since: When = None,
    until: When = None,
    by: str | Sequence[str] = (),
    unit: str = "authorisation",
    edition: str | None = None,
) -> IntoFrameT:
    """Tell how counts grew from one period to the next, with the number they grew from.

    "Up 200 %" from one is not "up 200 %" from a hundred: `base` stands beside
    it.  A period that the window cuts is no fair comparison, and has no growth.

    Args:
        frame: One row a record.
        every: Length of a period.
        date: Which date counts.
        since: First day that counts; the period before it is looked up as a base.
        until: Last day that counts.
        by: Columns to tell it by.
        unit: What a row of the frame is.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a key and period with `period`, `period_first`, `current`,
        `base` (null before the first record), `change`, `growth` (null
        without a base, from a base of 0, and where either period is cut),
        `complete`, `records`, `undated` and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        DateError: an end of the window is no date.
    """
    keys, span = names(by), window(since, until)
    counts = count_records(
        frame, unit=unit, by=keys, date=date, every=every, since=since, until=until,
        edition=edition,
    )  # fmt: skip
    periods = calendar(counts, every)
    before = None
    if span.first is not None:
        number = number_of(span.first, every)
        before = count_records(
            frame, unit=unit, by=keys, date=date,
            since=first_day(number - 1, every), until=first_day(number, every) - timedelta(days=1),
        )  # fmt: skip
    rows = [(key, number) for key in counts.keys for number in periods]
    figures: list[tuple[int, int | None]] = []
    for key, number in rows:
        base: int | None = counts.counts[key].get(number - 1, 0)
        if number == periods[0]:
            base = None if before is None else _number(before, key)
        figures.append((counts.counts[key].get(number, 0), base))
    whole = {number: _whole(number, every, span) for number in periods}
    fair = [whole[number] and (number == periods[0] or whole[number - 1]) for _, number in rows]
    columns: Columns = {
        "period": (nw.String, [label(number, every) for _, number in rows]),
        "period_first": (nw.Date, [first_day(number, every) for _, number in rows]),
        "current": (nw.Int64, [current for current, _ in figures]),
        "base": (nw.Int64, [base for _, base in figures]),
        "change": (nw.Int64, [None if base is None else now - base for now, base in figures]),
        "growth": (
            nw.Float64,
            [
                _growth(now, base) if ok else None
                for (now, base), ok in zip(figures, fair, strict=True)
            ],
        ),
        "complete": (nw.Boolean, [whole[number] for _, number in rows]),
    }
    answer: IntoFrameT = counts.result([key for key, _ in rows], columns)
    return answer


def _a_year_before(day: day_of) -> day_of:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _number(counts: Counts, key: Key) -> int:
    return sum(counts.counts.get(key, {}).values())


def _growth(now: int, base: int | None) -> float | None:
    return now / base - 1 if base else None


def _whole(number: int, every: Every, span: DateSpan) -> bool:
    """Whether the window holds all of a period."""
    if span.first is not None and span.first > first_day(number, every):
        return False
    if span.last is None or number < number_of(span.last, every):
        return True
    return span.last == day_of.max or number < number_of(span.last + timedelta(days=1), every)
