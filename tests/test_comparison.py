"""Comparing uses, and asking whether a use covers a case: examples and laws."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.answers import Answer
from medai_landscape.errors import UndecidedError, VocabularyError
from medai_landscape.records.comparison import Comparison, Relation
from medai_landscape.records.coverage import Case
from medai_landscape.records.intended_use import IntendedUse, NumberError
from medai_landscape.records.intended_use_codes import CODE_SETS, Anatomy, Finding, Measure
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.implications import regions_of

if TYPE_CHECKING:
    from decimal import Decimal

CONVERSE = {
    Relation.EQUAL: Relation.EQUAL,
    Relation.NARROWER: Relation.BROADER,
    Relation.BROADER: Relation.NARROWER,
    Relation.OVERLAPPING: Relation.OVERLAPPING,
    Relation.DISJOINT: Relation.DISJOINT,
    Relation.NOT_STATED: Relation.NOT_STATED,
}

ages = st.none() | st.builds(
    lambda low, width: {"min": low, "max": None if width is None else low + width},
    st.integers(0, 60),
    st.none() | st.integers(0, 40),
)
limits = st.builds(
    lambda measure, op, value, unit: {"measure": measure, "op": op, "value": value, "unit": unit},
    st.sampled_from([Measure.LESION_SIZE, Measure.STENOSIS]),
    st.sampled_from([">=", ">", "<=", "<"]),
    st.integers(1, 6),
    st.sampled_from(["mm", "cm", "%"]),
)
uses = st.fixed_dictionaries(
    {
        **{
            name: st.lists(st.sampled_from(list(kind)), max_size=3).map(tuple)
            for name, kind in CODE_SETS.items()
        },
        "age": ages,
        "thresholds": st.lists(limits, max_size=2).map(tuple),
        "user_training": st.booleans(),
        "standalone_prohibited": st.booleans(),
        "equipment_restricted": st.booleans(),
    }
).map(lambda fields: IntendedUse(**fields))


def use(**fields: Any) -> IntendedUse:
    return IntendedUse.model_validate(fields)


@given(uses)
def test_a_use_is_equal_to_itself_wherever_it_says_anything(one: IntendedUse) -> None:
    relations = {relation for _, relation in one.compare(one)}
    assert relations <= {Relation.EQUAL, Relation.NOT_STATED}
    for name in CODE_SETS:
        stated = bool(getattr(one, name))
        assert (one.compare(one)[name] is Relation.EQUAL) == stated


@given(uses, uses)
def test_seen_from_the_other_side_narrower_is_broader(one: IntendedUse, other: IntendedUse) -> None:
    there, back = dict(one.compare(other)), dict(other.compare(one))
    assert {name: CONVERSE[relation] for name, relation in there.items()} == back


@given(uses, uses, uses)
def test_narrower_than_narrower_is_narrower(
    one: IntendedUse, two: IntendedUse, three: IntendedUse
) -> None:
    steps = [dict(a.compare(b)) for a, b in pairwise((one, two, three))]
    whole = one.compare(three)
    for name, relation in whole:
        for kind in (Relation.NARROWER, Relation.BROADER):
            if {step[name] for step in steps} == {kind}:
                assert relation is kind
        if {step[name] for step in steps} == {Relation.EQUAL}:
            assert relation is Relation.EQUAL


@given(
    uses, uses, st.sampled_from(list(Anatomy)), st.sampled_from(list(Finding)), st.integers(0, 99)
)
def test_a_narrower_use_covers_nothing_that_the_broader_one_denies(
    one: IntendedUse, other: IntendedUse, anatomy: Anatomy, finding: Finding, age: int
) -> None:
    relations = one.compare(other)
    asked = {"anatomies": Case(anatomy=anatomy), "findings": Case(finding=finding)}
    for name, case in asked.items():
        broad = dict(other.covers(case).answers)[name]
        narrow = dict(one.covers(case).answers)[name]
        if relations[name] in {Relation.NARROWER, Relation.EQUAL} and narrow is Answer.YES:
            assert broad is Answer.YES
    if relations.age in {Relation.NARROWER, Relation.EQUAL}:
        case = Case(age=age)
        if dict(one.covers(case).answers)["age"] is Answer.YES:
            assert dict(other.covers(case).answers)["age"] is Answer.YES


@given(uses, st.decimals(0, 100, places=1), st.decimals(0, 60, places=1))
def test_one_no_decides_and_all_must_say_yes(one: IntendedUse, age: Decimal, size: Decimal) -> None:
    both = one.covers(Case(age=age, size_mm=size))
    each = [one.covers(Case(age=age)).answer, one.covers(Case(size_mm=size)).answer]
    assert both.answer is each[0] & each[1]
    assert both.constraint is not None or both.answer is Answer.YES


@pytest.mark.parametrize(
    ("name", "one", "other", "expected"),
    [
        ("age", {"min": 22}, {"min": 18}, "narrower"),
        ("age", {"min": 18}, {"min": 18, "min_inclusive": False}, "broader"),
        ("age", {"max": 17}, {"min": 18}, "disjoint"),
        ("age", {"min": 5, "max": 20}, {"min": 18}, "overlapping"),
        ("age", None, {"min": 18}, "not_stated"),
        ("age", {}, {"min": 18}, "not_stated"),
        ("anatomies", ["lung"], ["chest"], "narrower"),
        ("anatomies", ["whole_body"], ["hippocampus"], "broader"),
        ("anatomies", ["aorta"], ["abdomen"], "overlapping"),
        ("anatomies", ["chest", "lung"], ["chest"], "equal"),
        ("anatomies", ["liver"], ["knee"], "disjoint"),
        ("findings", ["atrial_fibrillation"], ["arrhythmia"], "narrower"),
        ("users", ["healthcare_professional"], ["radiologist"], "broader"),
        ("age_groups", ["all"], ["adult", "pediatric"], "equal"),
        ("age_groups", ["neonate"], ["pediatric"], "narrower"),
        ("exclusions", ["pregnancy", "implant"], ["pregnancy"], "narrower"),
        ("exclusions", ["pregnancy"], ["implant"], "overlapping"),
        ("exclusions", [], ["implant"], "not_stated"),
        ("user_training", True, True, "equal"),
        ("user_training", True, False, "not_stated"),
    ],
)
def test_relations(name: str, one: object, other: object, expected: str) -> None:
    comparison = use(**{name: one}).compare(use(**{name: other}))
    assert comparison[name] == expected
    assert name in comparison.where(expected)


def size(op: str, value: float, unit: str = "mm", measure: str = "lesion_size") -> dict[str, Any]:
    return {"measure": measure, "op": op, "value": value, "unit": unit}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([size(">=", 0.4, "cm")], [size(">=", 4)], "equal"),
        ([size(">=", 5)], [size(">=", 4)], "narrower"),
        ([size(">=", 3), size("<=", 20)], [size(">=", 3)], "narrower"),
        ([size("<", 3)], [size(">=", 3)], "disjoint"),
        ([size("<=", 5)], [size(">=", 3)], "overlapping"),
        ([size(">=", 3)], [size(">=", 50, "%", "stenosis")], "not_stated"),
        ([size(">=", 3), size(">=", 50, "%", "stenosis")], [size(">=", 3)], "not_stated"),
        ([size("<", 3), size(">=", 50, "%", "stenosis")], [size(">=", 3)], "disjoint"),
        ([size(">=", 3), size(">=", 6)], [size(">=", 3), size(">=", 6)], "equal"),
        ([size(">=", 3), size(">=", 6)], [size(">=", 3)], "overlapping"),
        (
            [size(">=", 3), size(">=", 70, "%", "stenosis")],
            [size(">=", 4), size(">=", 50, "%", "stenosis")],
            "overlapping",
        ),
    ],
)
def test_limits_are_compared_in_one_unit(
    one: list[dict[str, Any]], other: list[dict[str, Any]], expected: str
) -> None:
    assert use(thresholds=one).compare(use(thresholds=other)).thresholds == expected


@pytest.mark.parametrize(
    ("fields", "case", "answer", "constraint"),
    [
        ({"age_groups": ["adult"]}, {"age": 30}, "yes", "age_groups"),
        ({"age_groups": ["adult"]}, {"age": 17.9}, "no", "age_groups"),
        ({"age_groups": ["pediatric"]}, {"age": 20}, "unknown", "age_groups"),
        ({"age_groups": ["pediatric"]}, {"age": 22}, "no", "age_groups"),
        ({"age_groups": ["neonate"]}, {"age": "0.05"}, "yes", "age_groups"),
        ({"age_groups": ["neonate"]}, {"age": 1}, "unknown", "age_groups"),
        ({"age_groups": ["all"]}, {"age": 99}, "yes", "age_groups"),
        ({"age": {"min": 18, "min_inclusive": False}}, {"age": 18}, "no", "age"),
        ({"age": {"min": 0.5, "max": 18}}, {"age": 0.5}, "yes", "age"),
        ({}, {"age": 30}, "unknown", "age"),
        ({"exclusions": ["pediatric"]}, {"age": 15}, "no", "exclusions"),
        ({"exclusions": ["pediatric"]}, {"age": 30}, "unknown", "age"),
        ({"age_groups": ["all"], "exclusions": ["pediatric"]}, {"age": 9}, "unknown", "exclusions"),
        ({"age": {"min": 2}, "exclusions": ["pediatric"]}, {"age": 9}, "yes", None),
        ({"anatomies": ["chest"]}, {"anatomy": "pulmonary_artery"}, "yes", "anatomies"),
        ({"anatomies": ["lung"]}, {"anatomy": "chest"}, "unknown", "anatomies"),
        ({"anatomies": ["lung"]}, {"anatomy": "knee"}, "no", "anatomies"),
        ({"anatomies": ["lung"]}, {"anatomy": "other"}, "unknown", "anatomies"),
        ({"anatomies": ["abdomen"]}, {"anatomy": "aorta"}, "unknown", "anatomies"),
        ({"modalities": ["CT"], "complete": False}, {"modality": "MR"}, "unknown", "modalities"),
        ({"modalities": ["CT"]}, {"modality": "MR"}, "no", "modalities"),
        ({}, {"modality": "MR"}, "unknown", "modalities"),
        ({"sexes": ["female"]}, {"sex": "male"}, "no", "sexes"),
        ({"findings": ["cancer"]}, {"finding": "lung_cancer"}, "yes", "findings"),
        ({"findings": ["lung_cancer"]}, {"finding": "cancer"}, "unknown", "findings"),
        ({"exclusions": ["malignancy"]}, {"finding": "lung_cancer"}, "no", "exclusions"),
        ({"thresholds": [size(">=", 0.4, "cm")]}, {"size_mm": 4}, "yes", "thresholds"),
        ({"thresholds": [size(">", 4)]}, {"size_mm": 4}, "no", "thresholds"),
        ({"thresholds": [size(">=", 3), size(">=", 6)]}, {"size_mm": 4}, "unknown", "thresholds"),
        ({"thresholds": [size(">=", 20), size("<=", 3)]}, {"size_mm": 4}, "no", "thresholds"),
        ({"thresholds": [size(">=", 50, "%")]}, {"size_mm": 4}, "unknown", "thresholds"),
        ({"thresholds": [size(">", 2, "in")]}, {"size_mm": 4}, "unknown", "thresholds"),
        ({"age": {"min": 18}}, {}, "unknown", None),
    ],
)  # fmt: skip
def test_coverage(
    fields: dict[str, Any], case: dict[str, Any], answer: str, constraint: str | None
) -> None:
    coverage = use(**fields).covers(Case(**case))
    assert (coverage.answer, coverage.constraint) == (answer, constraint)


def test_a_no_is_named_before_an_unknown() -> None:
    coverage = use(modalities=["CT"]).covers(Case(age=30, modality="MR"))
    assert (coverage.answer, coverage.constraint) == (Answer.NO, "modalities")
    assert coverage.answers == (("age", Answer.UNKNOWN), ("modalities", Answer.NO))


def test_a_coverage_has_no_truth_value() -> None:
    with pytest.raises(UndecidedError):
        bool(use().covers(Case(age=3)))


def test_a_case_refuses_what_is_no_code_and_no_number() -> None:
    with pytest.raises(VocabularyError, match="lungs"):
        Case(anatomy="lungs")
    with pytest.raises(NumberError):
        Case(age=-1)
    with pytest.raises(NumberError):
        Case(size_mm="4 mm")


def test_values_are_hashable() -> None:
    both = use(age={"min": 18}).compare(use())
    assert isinstance(both, Comparison)
    assert len({both, use().compare(use()), Case(age=1), use().covers(Case())}) == 3


def test_the_table_of_parts_names_only_codes_and_has_no_circles() -> None:
    for row in read_rows("hierarchy.csv"):
        codes = {str(code) for code in CODE_SETS[row["field"]]}
        assert {row["code"], row["whole"]} <= codes, row
        assert row["relation"] in {"part_of", "kind_of", "overlaps"}, row
        back = use(**{row["field"]: [row["whole"]]}).compare(use(**{row["field"]: [row["code"]]}))
        expected = "overlapping" if row["relation"] == "overlaps" else "broader"
        assert back[row["field"]] == expected, row


def test_what_readers_leave_out_beside_a_part_is_touched_by_it() -> None:
    """Two tables for two purposes, and neither says what the other denies."""
    for part, regions in regions_of().items():
        for region in regions:
            beside = use(anatomies=[region]).compare(use(anatomies=[part]))["anatomies"]
            assert beside in {"broader", "overlapping"}, (part, region)
