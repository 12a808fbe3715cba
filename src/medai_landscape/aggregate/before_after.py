"""What happened after a policy, beside what happened before: association, never cause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date as day_of
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import frozen

from medai_landscape.aggregate._dating import date_columns, window
from medai_landscape.aggregate._same_kind import same_kind
from medai_landscape.aggregate._tally import open_frame, rows_of, settled, tally
from medai_landscape.aggregate.counting_base import BASE_COLUMNS, Base, base_columns
from medai_landscape.arguments import checked
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import DateError, MissingExtraError
from medai_landscape.tables.frame_spec import TEXT, FrameSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._dating import When
    from medai_landscape.arguments import Probability

__all__ = ["before_after", "policy_to_approval"]

_EVENTS = FrameSpec((("id", TEXT), ("jurisdiction", TEXT)))
_OUTCOMES = FrameSpec((("jurisdiction", TEXT),))


@checked
def before_after(
    events: IntoFrameT,
    outcomes: Any,
    *,
    date: str = "effective",
    outcome: str = "approved",
    days: int = 365,
    since: When = None,
    until: When = None,
    confidence: Probability = 0.95,
    unit: str = "authorisation",
) -> IntoFrameT:
    """Compare the rate of outcomes before and after each event, with an exact interval.

    The ratio of two Poisson rates, conditional on their sum (Clopper-Pearson,
    from SciPy).  Outcomes rise and fall for many reasons, so the result is
    marked as association; no event is shown to be the cause of anything.

    Args:
        events: One row an event, with `id`, `jurisdiction` and *date*.
        outcomes: One row an outcome, with `jurisdiction` and *outcome*.  An
            event is compared with the outcomes of its own jurisdiction.
        date: Which date of an event.
        outcome: Which date of an outcome.
        days: Length of either window; the days that the event itself may lie
            on are in neither.
        since: First day on which outcomes were observed; None: that of the first outcome.
        until: Last day on which they were observed; None: that of the last
            outcome.  Windows are cut there, and their lengths stand in the result.
        confidence: Level of the interval, between 0 and 1.
        unit: What a row of the outcomes is.

    Returns:
        One row an event, in the order of `id`, of the kind of *events*, with
        `id`, `event_first`, `event_last`, `before`, `after`, `days_before`,
        `days_after`, `ratio` (rate after to rate before; null where nothing
        happened before or a window is empty), `ratio_low`, `ratio_high`
        (null: no upper limit), `p_value`, `confidence`, `kind` ("association"),
        `undated` (outcomes not known to the day) and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        DateError: the observed window is none.
        MissingExtraError: SciPy is not installed.
    """
    opened, dated = _dated_events(events, date)
    found = _Outcomes.read(outcomes, outcome, since, until)
    spans = [found.windows(span, days) for _, _, span in dated]
    numbers = [
        tuple(found.between(jurisdiction, window) for window in windows)
        for (_, jurisdiction, _), windows in zip(dated, spans, strict=True)
    ]
    lengths = [tuple(_days(window) for window in windows) for windows in spans]
    rates = [
        _rate_ratio(number, length, confidence)
        for number, length in zip(numbers, lengths, strict=True)
    ]
    columns: dict[str, tuple[Any, Sequence[Any]]] = {
        "id": (nw.String, [identity for identity, _, _ in dated]),
        "event_first": (nw.Date, [span and span.first for _, _, span in dated]),
        "event_last": (nw.Date, [span and span.last for _, _, span in dated]),
        "before": (nw.Int64, [before for before, _ in numbers]),
        "after": (nw.Int64, [after for _, after in numbers]),
        "days_before": (nw.Int64, [before for before, _ in lengths]),
        "days_after": (nw.Int64, [after for _, after in lengths]),
        "ratio": (nw.Float64, [rate.ratio for rate in rates]),
        "ratio_low": (nw.Float64, [rate.low for rate in rates]),
        "ratio_high": (nw.Float64, [rate.high for rate in rates]),
        "p_value": (nw.Float64, [rate.p_value for rate in rates]),
        "confidence": (nw.Float64, [confidence] * len(dated)),
        "kind": (nw.String, ["association"] * len(dated)),
        "undated": (nw.Int64, [found.undated] * len(dated)),
        "jurisdiction": (nw.String, [jurisdiction for _, jurisdiction, _ in dated]),
    }
    answer: IntoFrameT = _result(opened, columns, Base(unit=unit, window=found.observed))
    return answer


@checked
def policy_to_approval(
    policies: IntoFrameT,
    approvals: Any,
    *,
    date: str = "published",
    outcome: str = "approved",
    unit: str = "authorisation",
) -> IntoFrameT:
    """Tell how long after each policy the first approval of its jurisdiction came.

    The first approval after a policy need not be owed to it.  Where a date is
    known to the month or the year only, the time is an interval.

    Args:
        policies: One row a policy, with `id`, `jurisdiction` and *date*.
        approvals: One row an authorisation, with `jurisdiction` and *outcome*.
        date: Which date of a policy.
        outcome: Which date of an authorisation.
        unit: What a row of *approvals* is.

    Returns:
        One row a policy, in the order of `id`, with `id`, `event_first`,
        `event_last`, `first_approval` (null: none after it), `days_low`,
        `days_high`, `approvals_after`, `kind` ("association"), `undated` (approvals
        not known to the day) and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    opened, dated = _dated_events(policies, date)
    found = _Outcomes.read(approvals, outcome, None, None)
    after = [
        [] if span is None or span.last is None else found.after(jurisdiction, span.last)
        for _, jurisdiction, span in dated
    ]
    firsts = [days[0] if days else None for days in after]
    gaps = [
        (None, None)
        if first is None or span is None or span.last is None or span.first is None
        else ((first - span.last).days, (first - span.first).days)
        for first, (_, _, span) in zip(firsts, dated, strict=True)
    ]
    columns: dict[str, tuple[Any, Sequence[Any]]] = {
        "id": (nw.String, [identity for identity, _, _ in dated]),
        "event_first": (nw.Date, [span and span.first for _, _, span in dated]),
        "event_last": (nw.Date, [span and span.last for _, _, span in dated]),
        "first_approval": (nw.Date, firsts),
        "days_low": (nw.Int64, [low for low, _ in gaps]),
        "days_high": (nw.Int64, [high for _, high in gaps]),
        "approvals_after": (nw.Int64, [len(days) for days in after]),
        "kind": (nw.String, ["association"] * len(dated)),
        "undated": (nw.Int64, [found.undated] * len(dated)),
        "jurisdiction": (nw.String, [jurisdiction for _, jurisdiction, _ in dated]),
    }
    answer: IntoFrameT = _result(opened, columns, Base(unit=unit))
    return answer


Event = tuple[str, str | None, DateSpan | None]
"""Id, jurisdiction and the days that an event can lie on."""


def _dated_events(events: Any, date: str) -> tuple[Any, list[Event]]:
    opened = open_frame(events, _EVENTS)
    columns = date_columns(opened.collect_schema(), date)
    rows = rows_of(opened, ["id", "jurisdiction", columns[0]])
    dated = [
        (identity, jurisdiction, _span(when))
        for identity, jurisdiction, when in zip(*rows.values(), strict=True)
    ]
    return opened, sorted(dated, key=lambda event: event[0])


def _span(when: Any) -> DateSpan | None:
    """Read a cell: an ISO text, a date or a timestamp; None where there is no date in it."""
    if when is None:
        return None
    day = when.date() if hasattr(when, "date") else when
    try:
        return PartialDate.of(day).span()
    except DateError:
        return None


@frozen
class _Outcomes:
    """The days of the outcomes of each jurisdiction, sorted, one entry an outcome."""

    days: dict[str | None, list[day_of]]
    undated: int
    observed: DateSpan

    @classmethod
    def read(cls, frame: Any, date: str, since: When, until: When) -> _Outcomes:
        opened = open_frame(frame, _OUTCOMES)
        columns = date_columns(opened.collect_schema(), date)
        keys = {"jurisdiction": nw.col("jurisdiction"), "date": nw.col(columns[0])}
        days: dict[str | None, list[day_of]] = {}
        undated = 0
        found = tally(settled(opened, ["jurisdiction", columns[0]]), keys)
        for jurisdiction, when, number in zip(*found.values(), strict=True):
            span = _span(when)
            if span is None or span.first is None or span.first != span.last:
                undated += number
            else:
                days.setdefault(jurisdiction, []).extend([span.first] * number)
        ordered = {key: sorted(found) for key, found in days.items()}
        asked = window(since, until)
        first = asked.first or min((found[0] for found in ordered.values()), default=None)
        last = asked.last or max((found[-1] for found in ordered.values()), default=None)
        return cls(ordered, undated, DateSpan(first, last))

    def windows(self, span: DateSpan | None, days: int) -> tuple[DateSpan | None, DateSpan | None]:
        """Return the observed days before and after an event; None where there are none."""
        if span is None or span.first is None or span.last is None:
            return None, None
        return (
            self._observed(_moved(span.first, -days), _moved(span.first, -1)),
            self._observed(_moved(span.last, 1), _moved(span.last, days)),
        )

    def _observed(self, first: day_of, last: day_of) -> DateSpan | None:
        if self.observed.first is None or self.observed.last is None:
            return None
        first, last = max(first, self.observed.first), min(last, self.observed.last)
        return DateSpan(first, last) if first <= last else None

    def between(self, jurisdiction: str | None, window: DateSpan | None) -> int:
        """Count the outcomes in a window."""
        if window is None or window.first is None or window.last is None:
            return 0
        days = self.days.get(jurisdiction, [])
        return bisect_right(days, window.last) - bisect_left(days, window.first)

    def after(self, jurisdiction: str | None, day: day_of) -> list[day_of]:
        """Return the days of the outcomes after a day."""
        days = self.days.get(jurisdiction, [])
        return days[bisect_right(days, day) :]


@frozen
class _Rate:
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None


def _rate_ratio(numbers: tuple[int, ...], lengths: tuple[int, ...], confidence: float) -> _Rate:
    """Compare two Poisson rates exactly: given their sum, the later count is binomial."""
    try:
        from scipy.stats import binomtest
    except ImportError:
        raise MissingExtraError("before_after", "SciPy", "stats") from None
    (before, after), (days_before, days_after) = numbers, lengths
    if not before + after or not days_before or not days_after:
        return _Rate()
    test = binomtest(after, before + after, days_after / (days_before + days_after))
    bounds = test.proportion_ci(confidence_level=confidence, method="exact")
    exposure = days_before / days_after
    return _Rate(
        ratio=after / before * exposure if before else None,
        low=_odds(float(bounds.low), exposure),
        high=_odds(float(bounds.high), exposure),
        p_value=float(test.pvalue),
    )


def _moved(day: day_of, days: int) -> day_of:
    """Return the day so many days later; the calendar ends at its first and last day."""
    return day_of.fromordinal(min(max(day.toordinal() + int(days), 1), day_of.max.toordinal()))


def _odds(share: float, exposure: float) -> float | None:
    return None if share >= 1 else share / (1 - share) * exposure


def _days(window: DateSpan | None) -> int:
    return 0 if window is None else window.days or 0


def _result(frame: Any, columns: dict[str, tuple[Any, Sequence[Any]]], base: Base) -> Any:
    schema = {name: dtype for name, (dtype, _) in columns.items()}
    values: dict[str, Any] = {name: list(column) for name, (_, column) in columns.items()}
    same = base_columns(base, without=schema)
    return same_kind(frame, values, dict(BASE_COLUMNS) | schema, same=same)
