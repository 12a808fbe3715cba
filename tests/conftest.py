"""What all tests share: where the real files lie, if they are here at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "nightly", max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the checkout; tests that need it skip without it."""
    beside = Path(__file__).parents[1].parent / "shared"
    folder = Path(os.environ.get("MEDAI_SHARED", beside))
    if not folder.is_dir():
        pytest.skip("the real files are not beside this checkout")
    return folder
