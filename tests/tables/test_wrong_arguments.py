"""Wrong arguments: the value, what was expected and what to do, in an error of ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import medai_landscape as ml
from medai_landscape import aggregate
from medai_landscape.errors import AmountError, FrameError, LandscapeError

FRAME = pd.DataFrame({"company": ["E"]})


@pytest.mark.parametrize("record", ["Certificate", dict, ml.Landscape, None, []])
def test_what_is_no_record_type_is_named(record: Any) -> None:
    asked = (
        lambda: ml.validate_frame(FRAME, record),
        lambda: ml.from_frame(FRAME, record),
        lambda: ml.validate_file("rounds.csv", record),
    )
    for ask in asked:
        with pytest.raises(LandscapeError, match=r"needs (Certificate, Trial|a type of record)"):
            ask()


def test_records_are_not_dictionaries() -> None:
    with pytest.raises(FrameError, match="dict is no type of record"):
        ml.to_frame([{"company": "E"}])  # type: ignore[list-item]  # the point


def test_sources_are_embedded_or_named() -> None:
    source = ml.Source(title="t", publisher="p", locator="l")
    with pytest.raises(FrameError, match="'whole' is no choice: needs 'embedded' or 'ids'"):
        ml.to_frame([source], sources="whole")  # type: ignore[arg-type]  # the point


def test_columns_that_are_named_by_numbers_are_not_checked() -> None:
    frame = pd.DataFrame([["E", "x"]], columns=["company", 5])
    assert ml.validate_frame(frame, ml.FundingRound).ignored == ("5",)


def test_columns_of_one_name_cannot_be_counted() -> None:
    frame = pd.DataFrame([["2024", "2025"]], columns=["approved", "approved"])
    with pytest.raises(FrameError, match="columns share a name"):
        aggregate.approvals_by_period(frame)


def test_amounts_are_finite() -> None:
    frame = pd.DataFrame(
        {
            "announced": ["2024"],
            "amount_low": [float("inf")],
            "amount_high": [None],
            "amount_currency": ["CNY"],
        }
    )
    with pytest.raises(AmountError, match="an empty cell where there is no such bound"):
        aggregate.funding_by_period(frame)
    for threshold in ("x", True, Decimal("Infinity")):
        with pytest.raises(AmountError, match="a whole number or a finite Decimal"):
            aggregate.at_least(frame, threshold, currency="CNY")  # type: ignore[arg-type]  # the point
