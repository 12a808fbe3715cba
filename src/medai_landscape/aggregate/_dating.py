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
    from collections.abc import Callable, Mapping

__all__ = ["Dating", "Every", "When", "date_columns", "day_key", "window"]

Every = Literal["year", "quarter", "month"]
"""How long a period is."""

When = str | date | PartialDate | None
"""One end of a window: an ISO text or its first part, a day, or None for no limit."""

# [0-9], never \d: \d also accepts digits of other scripts.
_ISO = "^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$"
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
    month: nw.Expr
    day: nw.Expr
    characters: nw.Expr | None

    @classmethod
    def of(cls, schema: Mapping[str, Any], name: str) -> Dating:
        """Read it from ``<name>_first`` and ``<name>``, whichever are there."""
        columns = date_columns(schema, name)
        texts = [column for column in columns if isinstance(schema[column], TEXT.dtypes)]
        dates = [column for column in reversed(columns) if column not in texts]
        text = nw.col(texts[0]).cast(nw.String) if texts else None
        if dates:
            when = nw.col(dates[0])
            if not isinstance(schema[dates[0]], DATE.dtypes):  # all null, hence without a type
                when = when.cast(nw.Datetime("us"))
            characters = None if text is None else text.str.len_chars().fill_null(_DAY_KNOWN)
            return cls(when.dt.year(), when.dt.month(), when.dt.day(), characters)
        assert text is not None  # noqa: S101 - date_columns found a column, and it is no date
        length = text.str.len_chars()
        good = text.str.contains(_ISO) & length.is_in([4, _MONTH_KNOWN, _DAY_KNOWN])
        return cls(
            # Float64 holds these numbers exactly, and a gap on every engine.
            nw.when(good).then(text.str.slice(0, 4)).cast(nw.Float64),
            _part(good, length, _MONTH_KNOWN, text.str.slice(5, 2)),
            _part(good, length, _DAY_KNOWN, text.str.slice(8, 2)),
            length,
        )

    def key(self) -> nw.Expr:
        """Return the first day that it can be, numbered as `day_key` does."""
        return (self.year * 12 + self.month - 1) * 32 + self.day

    def outside(self, span: DateSpan) -> nw.Expr | None:
        """Whether a row surely lies outside; None where nothing can."""
        key, parts = self.key(), []
        if span.first is not None:
            parts.append(key < self._edge(span.first))
        if span.last is not None:
            parts.append(key > day_key(span.last))
        return _either(parts, lambda one, other: one | other)

    def inside(self, span: DateSpan) -> nw.Expr:
        """Whether a row surely lies inside."""
        key = self.key()
        parts = [] if span.first is None else [key >= day_key(span.first)]
        if span.last is not None and span.last < date.max:
            parts.append(key < self._edge(span.last + timedelta(days=1)))
        whole = _either(parts, lambda one, other: one & other)
        return ~self.year.is_null() if whole is None else whole

    def period(self, every: Every, span: DateSpan) -> nw.Expr:
        """Return the number of the period, null where the date is too coarse to tell it."""
        number = {
            "year": self.year,
            # Twelve values, so a table rather than integer division, which engines differ in.
            "quarter": self.year * 4 + self._quarter(),
            "month": self.year * 12 + self.month - 1,
        }[every]
        known = []
        if span != DateSpan():
            known.append(self.inside(span))
        if self.characters is not None and every != "year":
            known.append(self.characters >= _MONTH_KNOWN)
        sure = _either(known, lambda one, other: one & other)
        return number if sure is None else nw.when(sure).then(number)

    def _quarter(self) -> nw.Expr:
        later = [(self.month > last).cast(nw.Int32) for last in (3, 6, 9)]
        return later[0] + later[1] + later[2]

    def _edge(self, day: date) -> Any:
        """Return the start of the day, month or year of *day*, as each row's date is known."""
        by_day, by_month, by_year = (
            day_key(first) for first in (day, day.replace(day=1), day.replace(month=1, day=1))
        )
        if self.characters is None or by_day == by_year:
            return by_day
        coarse = nw.when(self.characters < _MONTH_KNOWN).then(nw.lit(by_year))
        if by_day == by_month:
            return coarse.otherwise(nw.lit(by_day))
        finer = nw.when(self.characters < _DAY_KNOWN).then(nw.lit(by_month))
        return coarse.otherwise(finer.otherwise(nw.lit(by_day)))


def _part(good: nw.Expr, length: nw.Expr, known: int, text: nw.Expr) -> nw.Expr:
    """Read the month or the day of an ISO text, 1 where it stops before."""
    there = nw.when(good & (length >= known)).then(text).otherwise(nw.lit("01"))
    return there.cast(nw.Float64)


def _either(parts: list[nw.Expr], join: Callable[[nw.Expr, nw.Expr], nw.Expr]) -> nw.Expr | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else join(*parts)
