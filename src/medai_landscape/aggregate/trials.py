"""Trials counted: by period, by phase, the early ones, and the people with implants."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._calendar import along_the_calendar
from medai_landscape.aggregate._counts import (
    by_key,
    count_records,
    in_order,
    names,
)
from medai_landscape.arguments import checked

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._counts import Columns, Key
    from medai_landscape.aggregate._dating import Every, When

__all__ = ["early_share", "implanted_by_route", "trials_by_period", "trials_by_phase"]

_UNIT = "trial registration"


@checked
def trials_by_period(
    frame: IntoFrameT,
    *,
    date: str = "registered",
    every: Every = "year",
    since: When = None,
    until: When = None,
    by: str | Sequence[str] = (),
    trace: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """Count trial registrations by period, and running totals.

    A study that stands in several registries is several registrations.  A
    trial is registered, starts and is completed on different days: *date* says
    which of them counts.

    Args:
        frame: One row a registration, with `<date>` or `<date>_first`.
        date: Which date counts: registered or started.
        every: Length of a period.
        since: First day that counts.
        until: Last day that counts.
        by: Columns to count by, `route` or `phase` for instance.
        trace: Add `record_ids`.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        As `approvals_by_period`, with `trials` in the place of `certificates`.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    answer: IntoFrameT = along_the_calendar(
        frame,
        "trials",
        unit=_UNIT,
        by=by,
        date=date,
        every=every,
        since=since,
        until=until,
        trace=trace,
        edition=edition,
    )
    return answer


@checked
def trials_by_phase(
    frame: IntoFrameT,
    *,
    date: str = "registered",
    since: When = None,
    until: When = None,
    trace: bool = False,
) -> IntoFrameT:
    """Count trials by phase, those of a new treatment technology apart.

    ChiCTR's "trial of a new treatment technology" is a kind of study and no
    phase: such a trial may have a phase too, so the two are separate columns.
    Phase NA (has none) is not a missing phase.

    Returns:
        One row for each `phase` and `new_treatment_technology`, most frequent
        first, with `trials`, `share`, `records`, `undated` and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    counts = count_records(
        frame,
        unit=_UNIT,
        by=("phase", "new_treatment_technology"),
        date=date,
        since=since,
        until=until,
        trace=trace,
    )
    answer: IntoFrameT = by_key(counts, "trials")
    return answer


@checked
def early_share(
    frame: IntoFrameT,
    *,
    early: Collection[str] = ("EARLY_PHASE1",),
    date: str = "registered",
    since: When = None,
    until: When = None,
    by: str | Sequence[str] = (),
    trace: bool = False,
) -> IntoFrameT:
    """Tell which share of the trials is early exploratory, and of how many.

    Most device trials have no phase, so a share of all trials and a share of
    those that have one differ by much: both are given, with their bases.

    Args:
        frame: One row a registration, with `phase`.
        early: Phases that count as early.
        date: Which date the window is about.
        since: First day that counts.
        until: Last day that counts.
        by: Columns to tell it by.
        trace: Add `record_ids`.

    Returns:
        One row a key with `trials`, `early`, `with_phase` (a phase that is
        stated and is not NA), `share` (of all trials), `share_with_phase`
        (null where there is none), `records`, `undated` and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    keys = names(by)
    counts = count_records(
        frame, unit=_UNIT, by=(*keys, "phase"), date=date, since=since, until=until, trace=trace
    )
    trials: dict[Key, int] = defaultdict(int)
    found: dict[Key, int] = defaultdict(int)
    phased: dict[Key, int] = defaultdict(int)
    for (*key, phase), periods in counts.counts.items():
        number = sum(periods.values())
        trials[tuple(key)] += number
        found[tuple(key)] += number * (phase in early)
        phased[tuple(key)] += number * (phase not in {None, "NA"})
    rows = sorted(trials, key=in_order)
    columns: Columns = {
        "trials": (nw.Int64, [trials[key] for key in rows]),
        "early": (nw.Int64, [found[key] for key in rows]),
        "with_phase": (nw.Int64, [phased[key] for key in rows]),
        "share": (nw.Float64, [found[key] / trials[key] for key in rows]),
        "share_with_phase": (
            nw.Float64,
            [found[key] / phased[key] if phased[key] else None for key in rows],
        ),
    }
    answer: IntoFrameT = counts.collapsed(len(keys)).result(rows, columns)
    return answer


@checked
def implanted_by_route(
    frame: IntoFrameT,
    *,
    date: str = "registered",
    since: When = None,
    until: When = None,
    trace: bool = False,
) -> IntoFrameT:
    """Add up the people who received an implant, by route.

    The sum is a lower bound wherever a trial does not state the number:
    `stated` of `trials` say how many they implanted.

    Args:
        frame: One row a registration, with `route` and `implanted`.
        date: Which date the window is about.
        since: First day that counts.
        until: Last day that counts.
        trace: Add `record_ids`.

    Returns:
        One row a route with `trials`, `stated`, `implanted` (null where no
        trial states it), `records`, `undated` and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    counts = count_records(
        frame,
        unit=_UNIT,
        by=("route", "implanted"),
        date=date,
        since=since,
        until=until,
        trace=trace,
    )
    trials: dict[Key, int] = defaultdict(int)
    stated: dict[Key, int] = defaultdict(int)
    people: dict[Key, int] = defaultdict(int)
    for (route, implanted), periods in counts.counts.items():
        number = sum(periods.values())
        trials[route,] += number
        if implanted is not None:
            stated[route,] += number
            people[route,] += number * int(implanted)
    rows = sorted(trials, key=in_order)
    columns: Columns = {
        "trials": (nw.Int64, [trials[key] for key in rows]),
        "stated": (nw.Int64, [stated[key] for key in rows]),
        "implanted": (nw.Int64, [people[key] if stated[key] else None for key in rows]),
    }
    answer: IntoFrameT = counts.collapsed(1).result(rows, columns)
    return answer
