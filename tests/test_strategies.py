"""Every drawn record is valid, survives JSON, and is found through hypothesis itself."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import medai_landscape as ml
from medai_landscape.records import Register
from medai_landscape.testing.hypothesis_entry import register

KINDS = [
    ml.BCITrial, ml.Certificate, ml.Claim, ml.DeviceIdentifier, ml.FundingRound, ml.IntendedUse,
    ml.PolicyEvent, ml.Source, ml.Trial, Register,
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_records_drawn_by_type_survive_json_and_replace(kind: Any) -> None:
    register()

    @settings(max_examples=40)
    @given(st.from_type(kind))
    def holds(record: Any) -> None:
        assert type(record) is kind
        assert kind.model_validate_json(record.model_dump_json()) == record
        assert kind.model_validate(record.model_dump()) == record
        assert record.replace() == record
        assert hash(record) == hash(record.replace())

    holds()


def test_strategies_can_be_imported_before_hypothesis() -> None:
    program = "from medai_landscape.testing.strategies import certificates; print(certificates())"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "certificates()"
