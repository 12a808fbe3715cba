"""Risk classes: one order a regime, none between regimes, and the two rules for software."""

from __future__ import annotations

import csv
from itertools import product
from typing import TYPE_CHECKING

import pytest

from medai_landscape.errors import ScopeError, VocabularyError
from medai_landscape.risk_classes import (
    RISK_CLASSES,
    Harm,
    Purpose,
    RiskClass,
    imdrf_category,
    rule11,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "ascending",
    [("I", "II", "III"), ("I", "IIa", "IIb", "III"), ("Is", "IIa"), ("A", "B", "C", "D")],
)
def test_classes_of_a_regime_ascend(ascending: tuple[str, ...]) -> None:
    for (i, low), (j, high) in product(enumerate(ascending), repeat=2):
        left, right = RiskClass(low), RiskClass(high)
        assert (left < right) == (i < j)
        assert (left <= right) == (i <= j)
        assert (left > right) == (i > j)
        assert (left >= right) == (i >= j)


@pytest.mark.parametrize(
    ("left", "right"), [("II", "IIa"), ("II", "IIb"), ("A", "I"), ("D", "III"), ("II", "Is")]
)
def test_classes_of_two_regimes_are_not_compared(left: str, right: str) -> None:
    with pytest.raises(ScopeError, match="regime"):
        _ = RiskClass(left) < RiskClass(right)
    with pytest.raises(ScopeError, match="regime"):
        _ = RiskClass(right) >= RiskClass(left)


def test_a_class_is_compared_with_a_way_to_write_one() -> None:
    assert RiskClass.II < "第三类"
    with pytest.raises(VocabularyError):
        _ = RiskClass.II < "U"
    with pytest.raises(VocabularyError):
        _ = RiskClass.II < "quite risky"


def test_every_class_of_the_spec_is_here(shared: Path) -> None:
    text = (shared / "spec" / "eu_classes_rule11.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert row["regime"] in RiskClass(row["class"]).regimes


@pytest.mark.parametrize(
    ("text", "code"),
    [("3", "III"), ("Ⅲ类", "III"), ("class iia", "IIa"), ("f", None), ("unclassified", None)],
)
def test_classes_are_read_as_registers_write_them(text: str, code: str | None) -> None:
    assert RISK_CLASSES.read(text) == code


@pytest.mark.parametrize(
    ("purpose", "harm", "expected"),
    [
        ("decisions", "death", "III"),
        ("diagnosis", "irreversible deterioration", "III"),
        ("decisions", "serious_deterioration", "IIb"),
        ("therapy", "surgical_intervention", "IIb"),
        ("decisions", "immediate_danger", "IIb"),
        ("decisions", "none", "IIa"),
        ("monitoring", "none", "IIa"),
        ("monitoring", "serious_deterioration", "IIa"),
        ("monitoring", "immediate_danger", "IIb"),
        ("monitoring", "death", "IIb"),
        ("other", "none", "I"),
    ],
)
def test_rule_11(purpose: str, harm: str, expected: str) -> None:
    assert rule11(purpose, harm) is RiskClass(expected)


@pytest.mark.parametrize("purpose", Purpose)
def test_more_harm_never_lowers_the_class(purpose: Purpose) -> None:
    assert all(rule11(purpose, harm) >= rule11(purpose, Harm.NONE) for harm in Harm)
    assert rule11(purpose, Harm.DEATH) >= max(rule11(purpose, harm) for harm in Harm)


def test_rule_11_refuses_other_words() -> None:
    with pytest.raises(VocabularyError, match="Rule 11"):
        rule11("decisions", "embarrassment")


def test_imdrf_matrix_of_the_spec(shared: Path) -> None:
    text = (shared / "spec" / "imdrf_matrix.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 9
    for row in rows:
        assert imdrf_category(row["state"], row["significance"]) == row["category"]
    assert imdrf_category("Non-serious", "treat or diagnose") == "II"
