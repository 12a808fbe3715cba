"""The development files of the gold set: micro F1 over (field, value) pairs."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING, Any

import pytest

from medai_landscape.wording.intended_use import parse_intended_use

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "goal"), [("dev_reports_zh.jsonl", 0.98), ("dev_composed_zh.jsonl", 0.97)]
)
def test_f1(shared: Path, name: str, goal: float) -> None:
    specification = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert specification is not None
    assert specification.loader is not None
    score: Any = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(score)
    lines = (shared / "gold" / name).read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    predicted = {
        record["id"]: parse_intended_use(record["text"]).model_dump(mode="json") for record in gold
    }
    right, spurious, missed = score.tally(gold, predicted)["all"]["TOTAL"]
    assert 2 * right / (2 * right + spurious + missed) >= goal
