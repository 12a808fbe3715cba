"""Trials by period and phase, early share and implants, on every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from medai_landscape import aggregate

if TYPE_CHECKING:
    from conftest import Engine

SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "registered": pa.string(),
        "started": pa.string(),
        "started_first": pa.date32(),
        "phase": pa.string(),
        "new_treatment_technology": pa.bool_(),
        "route": pa.string(),
        "implanted": pa.int64(),
    }
)


def trials(*rows: dict[str, Any]) -> pa.Table:
    numbered = [{"id": f"t{number}"} | row for number, row in enumerate(rows)]
    return pa.Table.from_pylist(
        [{name: row.get(name) for name in SCHEMA.names} for row in numbered], schema=SCHEMA
    )


def test_the_date_that_counts_is_a_choice(engine: Engine) -> None:
    frame = engine.make(
        trials(
            {"registered": "2024-05-01", "started": "2025", "started_first": date(2025, 1, 1)},
            {"registered": "2024-07", "started": "2025-02", "started_first": date(2025, 2, 1)},
            {"registered": None},
        )
    )
    registered = aggregate.trials_by_period(frame, every="quarter")
    assert engine.only(registered, "period", "trials", "cumulative", "undated", "unit") == [
        ("2024-Q2", 1, 1, 1, "trial registration"),
        ("2024-Q3", 1, 2, 1, "trial registration"),
    ]
    started = aggregate.trials_by_period(frame, date="started", every="month", trace=True)
    assert engine.only(started, "period", "trials", "undated", "record_ids") == [
        ("2025-02", 1, 2, ["t1"])
    ]


PHASES = trials(
    *[{"phase": "EARLY_PHASE1", "new_treatment_technology": False}] * 3,
    {"phase": "PHASE1", "new_treatment_technology": True},
    *[{"phase": "NA", "new_treatment_technology": True}] * 2,
    {"phase": "NA", "new_treatment_technology": None},
    {"phase": None},
)


def test_new_treatment_technology_is_no_phase(engine: Engine) -> None:
    result = aggregate.trials_by_phase(engine.make(PHASES), trace=True)
    assert engine.only(result, "phase", "new_treatment_technology", "trials", "record_ids") == [
        ("EARLY_PHASE1", False, 3, ["t0", "t1", "t2"]),
        ("NA", True, 2, ["t4", "t5"]),
        ("NA", None, 1, ["t6"]),
        ("PHASE1", True, 1, ["t3"]),
        (None, None, 1, ["t7"]),
    ]


def test_early_share_has_two_bases(engine: Engine) -> None:
    (row,) = engine.rows(aggregate.early_share(engine.make(PHASES)))
    assert (row["trials"], row["early"], row["with_phase"]) == (8, 3, 4)
    assert (row["share"], row["share_with_phase"]) == (3 / 8, 3 / 4)
    nothing = engine.make(trials({"phase": None, "route": "eeg"}))
    (row,) = engine.rows(aggregate.early_share(nothing, by="route", trace=True))
    assert (row["share"], row["share_with_phase"], row["record_ids"]) == (0, None, ["t0"])


def test_people_with_implants_by_route(engine: Engine) -> None:
    frame = engine.make(
        trials(
            {"route": "endovascular", "implanted": 6, "registered": "2022-04"},
            {"route": "endovascular", "implanted": 6, "registered": "2023-04"},
            {"route": "endovascular", "registered": "2023"},
            {"route": "eeg", "registered": "2023"},
            {"route": "intracortical", "implanted": 0, "registered": "2023-01-01"},
        )
    )
    result = aggregate.implanted_by_route(frame, trace=True)
    assert engine.only(result, "route", "trials", "stated", "implanted") == [
        ("eeg", 1, 0, None),
        ("endovascular", 3, 2, 12),
        ("intracortical", 1, 1, 0),
    ]
    window = aggregate.implanted_by_route(frame, since="2023-02")
    assert engine.only(window, "route", "implanted", "undated") == [("endovascular", 6, 2)]
