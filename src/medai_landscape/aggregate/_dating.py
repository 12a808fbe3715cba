"""When a record is dated, how exactly, and whether that lies in a window.

Everything is whole numbers, since a day of a `date`, of a timestamp and of a
timestamp with a time zone is then the same on every engine: a timestamp
counts on the day that its own time zone shows.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import narwhals.stable.v2 as nw
from attrs import frozen

from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import FrameError
from medai_landscape.tables.frame_spec import DATE, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Dating", "Every", "When", "date_columns", "day_key", "window"]

Every = Literal["year", "quarter", "month"]
"""How long a period is."""

When = str | date | PartialDate | None
"""One end of a window: an ISO text or its first part, a day, or None for no limit."""

# [0-9], never \d: \d also accepts digits of other scripts.
_YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_ISO = "|".join(
    (
        f"^{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?)?$",
        f"^{_YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)$",
        f"^{_YEAR}-(?:0[13578]|1[02])-31$",
        f"^{_LEAP}-02-29$",
    )
)
"""The texts that are a date: the thirtieth of February is none."""
_MONTH_KNOWN, _DAY_KNOWN = 7, 10  # characters of an ISO prefix


def window(since: When, until: When) -> DateSpan:
    """Return the days from the first of *since* to the last of *until*, both included.

    Raises:
        DateError: an end is no date, or they are in the wrong order.
    """
    return DateSpan(
        None if since is None else PartialDate.of(since).earliest(),
        None if until is None else PartialDate.of(until).latest(),
    )


def day_key(day: date) -> int:
    """Number days so that their order is kept; not every number is a day."""
    return (day.year * 12 + day.month - 1) * 32 + day.day


def date_columns(schema: Any, name: str) -> tuple[str, ...]:
    """Return the columns that tell the date *name*: its ISO text, its first day, or both.

    Raises:
        FrameError: there is neither, or one that is neither text nor a date.
    """
    present = tuple(column for column in (name, f"{name}_first") if column in schema)
    if not present:
        expected = f"{name!r} (a date, or text as YYYY, YYYY-MM or YYYY-MM-DD)"
        raise FrameError([f"{expected} or '{name}_first' (a date) is missing"], list(schema))
    for column in present:
        dtype = schema[column]
        if not isinstance(dtype, (*DATE.dtypes, *TEXT.dtypes, nw.Object, nw.Unknown)):
            raise FrameError([f"{column!r} is {dtype}: needs a date or text"], list(schema))
    return present


@frozen
class Dating:
    """The date of each row of a settled frame, as expressions.

    Without a text column there is no telling how exactly a day is known, and
    it counts as known to the day.
    """

    year: nw.Expr
    months: nw.Expr
    """The number of the month, 12 for each year."""
    day: nw.Expr
    missing: nw.Expr
    characters: nw.Expr | None
    column: nw.Expr | None = None
    """The days themselves where the column has such: what engines compare fastest."""

    @classmethod
    def of(cls, frame: Any, name: str) -> Dating:
        """Read it from ``<name>_first`` and ``<name>``, whichever are there."""
        schema = frame.collect_schema()
        columns = date_columns(schema, name)
        texts = [column for column in columns if isinstance(schema[column], TEXT.dtypes)]
        dates = [column for column in reversed(columns) if column not in texts]
        text = nw.col(texts[0]).cast(nw.String) if texts else None
        if dates:
            when, dtype = nw.col(dates[0]), schema[dates[0]]
            if not isinstance(dtype, DATE.dtypes):  # all null, hence without a type
                when = when.cast(nw.Datetime("us"))
            whole = isinstance(dtype, nw.Date)
            polars, arrow = frame.implementation.is_polars(), frame.implementation.is_pyarrow()
            if (polars or arrow) and isinstance(dtype, nw.Datetime) and dtype.time_zone is None:
                when, whole = when.dt.date(), True
            year, months = when.dt.year(), when.dt.year() * 12 + when.dt.month() - 1
            if polars and whole:
                months = _months(when)
                year = months // 12
            characters = None if text is None else text.str.len_chars().fill_null(_DAY_KNOWN)
            column = when if whole else None
            return cls(year, months, when.dt.day(), when.is_null(), characters, column)
        assert text is not None  # noqa: S101 - date_columns found a column, and it is no date
        length = text.str.len_chars()
        good = text.str.contains(_ISO) & length.is_in([4, _MONTH_KNOWN, _DAY_KNOWN])
        # Float64 holds these numbers exactly, and a gap on every engine.
        year = nw.when(good).then(text.str.slice(0, 4)).cast(nw.Float64)
        month = _part(good, length, _MONTH_KNOWN, text.str.slice(5, 2))
        day = _part(good, length, _DAY_KNOWN, text.str.slice(8, 2))
        return cls(year, year * 12 + month - 1, day, year.is_null(), length)

    def key(self) -> nw.Expr:
        """Return the first day that it can be, numbered as `day_key` does."""
        return self.months * 32 + self.day

    def outside(self, span: DateSpan) -> nw.Expr | None:
        """Whether a row surely lies outside; None where nothing can."""
        first, parts = self._first(), []
        if span.first is not None:
            parts.append(first < self._edge(span.first))
        if span.last is not None:
            parts.append(first > self._as_compared(span.last))
        return _either(parts, lambda one, other: one | other)

    def inside(self, span: DateSpan) -> nw.Expr:
        """Whether a row surely lies inside."""
        first = self._first()
        parts = [] if span.first is None else [first >= self._as_compared(span.first)]
        if span.last is not None and span.last < date.max:
            parts.append(first < self._edge(span.last + timedelta(days=1)))
        whole = _either(parts, lambda one, other: one & other)
        return ~self.missing if whole is None else whole

    def period(self, every: Every, span: DateSpan) -> nw.Expr:
        """Return the number of the period, null where the date is too coarse to tell it."""
        number = {
            "year": self.year,
            # Twelve values, so a table rather than integer division, which engines differ in.
            "quarter": self.year * 4 + self._quarter(),
            "month": self.months,
        }[every]
        known = []
        if span != DateSpan():
            known.append(self.inside(span))
        if self.characters is not None and every != "year":
            known.append(self.characters >= _MONTH_KNOWN)
        sure = _either(known, lambda one, other: one & other)
        return number if sure is None else nw.when(sure).then(number)

    def placed(self, frame: Any, every: Every | None, span: DateSpan) -> tuple[Any, nw.Expr]:
        """Drop what surely lies outside, and say in which period the rest lies, null where unknown.

        Without *every* the whole window is one period.
        """
        outside = self.outside(span)
        if outside is not None:
            frame = frame.filter(self.missing | ~outside)
        if self.characters is None:  # known to the day: what is left lies inside
            span = DateSpan()
        if every is not None:
            return frame, self.period(every, span)
        return frame, nw.when(self.inside(span)).then(nw.lit(0))

    def _quarter(self) -> nw.Expr:
        month = self.months - self.year * 12
        later = [(month >= first).cast(nw.Int32) for first in (3, 6, 9)]
        return later[0] + later[1] + later[2]

    def _first(self) -> nw.Expr:
        return self.key() if self.column is None else self.column

    def _as_compared(self, day: date) -> Any:
        return day_key(day) if self.column is None else day

    def _edge(self, day: date) -> Any:
        """Return the start of the day, month or year of *day*, as each row's date is known."""
        by_day, by_month, by_year = (
            self._as_compared(first)
            for first in (day, day.replace(day=1), day.replace(month=1, day=1))
        )
        if self.characters is None or by_day == by_year:
            return by_day
        coarse = nw.when(self.characters < _MONTH_KNOWN).then(nw.lit(by_year))
        if by_day == by_month:
            return coarse.otherwise(nw.lit(by_day))
        finer = nw.when(self.characters < _DAY_KNOWN).then(nw.lit(by_month))
        return coarse.otherwise(finer.otherwise(nw.lit(by_day)))


def _months(day: nw.Expr) -> nw.Expr:
    """Number the months of Polars' days, which are whole numbers: 0 is 1 January 1970.

    By arithmetic in whole numbers, five times as fast as asking Polars for
    year and month.  Years are taken from March on, so that a leap day is the last of its
    year (C. Neri and L. Schneider, Euclidean affine functions and their
    application to calendar algorithms, 2023, section 5).
    """
    quarters = day.cast(nw.Int32) * 4 + 2_877_875  # of days, since 1 March of the year 0
    century = quarters // 146_097
    day_of_century = (quarters - century * 146_097) // 4
    year = (day_of_century * 4 + 3) // 1461
    day_of_year = (day_of_century * 4 + 3 - year * 1461) // 4
    return century * 1200 + year * 12 + (day_of_year * 5 + 461) // 153 - 1


def _part(good: nw.Expr, length: nw.Expr, known: int, text: nw.Expr) -> nw.Expr:
    """Read the month or the day of an ISO text, 1 where it stops before."""
    there = nw.when(good & (length >= known)).then(text).otherwise(nw.lit("01"))
    return there.cast(nw.Float64)


def _either(parts: list[nw.Expr], join: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> nw.Expr | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else join(*parts)
