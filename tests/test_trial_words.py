"""Phases, ages, countries and numbers of people in the spellings of registries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.errors import LandscapeError, VocabularyError
from medai_landscape.records.number import NumberError
from medai_landscape.sources.trial_words import read_age, read_countries, read_people, read_phase

PHASES = {
    "PHASE1": ("Phase 1", "Phase I", "phase-1", "1", "I期", "Ⅰ期", "I期临床试验", "PHASE1", "Phase Ib"),
    "PHASE2": ("Phase 2", "2", "II", "Phase-2", "Phase IIa", "PHASE II TRIAL",
               "Human pharmacology (Phase I): no\n Therapeutic exploratory (Phase II): yes\n  T (Phase III): no"),
    "PHASE3": ("Phase 3", "Phase-3", "III期", "Ⅲ期", "3期"),
    "PHASE4": ("Phase 4", "4", "IV期", "上市后药物", "Post Marketing Surveillance", "Phase IV"),
    "PHASE1_PHASE2": ("Phase 1/Phase 2", "Phase 1 / Phase 2", "1-2", "I/II期", "Phase I/II",
                      "PHASE1, PHASE2", "Phase 1 and 2", "I期+II期"),
    "PHASE2_PHASE3": ("Phase 2/Phase 3", "2-3", "Ⅱ/Ⅲ期", "Phase II - III"),
    "EARLY_PHASE1": ("Early Phase 1", "Phase 0", "0", "0期", "探索性研究/预试验", "EARLY_PHASE1"),
    "NA": ("N/A", "Not Applicable", "not applicable", "不适用", "其它", "Other"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, texts in PHASES.items() for t in texts])
def test_a_phase_in_every_notation(code: str, text: str) -> None:
    reading = read_phase(text)
    assert (str(reading.phase), reading.new_treatment_technology) == (code, None)


@pytest.mark.parametrize(
    "text",
    [
        "NA",
        "Not Available",
        "Not Specified",
        "",
        "  ",
        "-",
        "Human (Phase I): no Use (Phase IV): no",
    ],
)
def test_nothing_said_is_not_the_same_as_no_phase(text: str) -> None:
    assert read_phase(text).phase is None


@pytest.mark.parametrize("text", ["治疗新技术临床试验", "New Treatment Measure Clinical Study"])
def test_a_new_treatment_technology_is_no_phase(text: str) -> None:
    reading = read_phase(text)
    assert (reading.phase, reading.new_treatment_technology) == (None, True)


@pytest.mark.parametrize("text", ["Phase 5", "1-4", "Phase 1/Phase 3", "Phase two", "12", "phase"])
def test_what_is_no_phase_is_refused_with_its_word(text: str) -> None:
    with pytest.raises(VocabularyError, match="trial_phase_words"):
        read_phase(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("18Y", "18"), ("18 Years", "18"), ("18", "18"), ("18岁", "18"), ("18周岁", "18"),
        ("18 Year(s)", "18"), ("18 years old", "18"), ("18-year-old", "18"), ("18.00 Year(s)", "18"),
        ("1 Year", "1"), ("6M", "0.5"), ("6 Months", "0.5"), ("6个月", "0.5"), ("48M", "4"),
        ("1D", "0.0027"), ("730D", "1.9986"), ("2 Weeks", "0.0383"), ("24 Hours", "0.0027"),
        (">=18Y", "18"), ("100Y", "100"), ("１８岁", "18"),
    ],
)  # fmt: skip
def test_an_age_is_in_years(text: str, years: str) -> None:
    assert read_age(text) == Decimal(years)


@pytest.mark.parametrize(
    "text",
    [
        "NA",
        "N/A",
        "No limit",
        "NO LIMIT",
        "N/A (No limit)",
        "0",
        "0Y",
        "不限",
        "",
        "Not applicable",
    ],
)
def test_no_limit_is_no_age(text: str) -> None:
    assert read_age(text) is None


@pytest.mark.parametrize("text", ["adult", "18-65", "Y", "-5Y", "18 dogs", "eighteen", "٣"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        read_age(text)


def test_countries_with_and_without_commas() -> None:
    names = ["Congo, The Democratic Republic of the", "Venezuela, Bolivarian Republic of",
             "Côte D'Ivoire", "Cote d'Ivoire", "England", "India, Nepal", "中国"]  # fmt: skip
    assert read_countries(names) == (("CD", "CI", "CN", "GB", "IN", "NP", "VE"), ())
    assert read_countries(["Asia(except Japan)", "Kenya"]) == (("KE",), ("Asia(except Japan)",))


@pytest.mark.parametrize(
    ("text", "people"),
    [("52", 52), ("0", 0), ("1,200", 1200), ("Group A:30;Group B:30", 60), ("NA", None), ("", None),
     ("试验组:30；对照组：30；", 60), ("Experimental Group:50;Control Group:50;", 100)],
)  # fmt: skip
def test_people_in_all_groups_together(text: str, people: int | None) -> None:
    assert read_people(text) == people


@pytest.mark.parametrize("text", ["30 in each group", "A:30;B", "1.200", "-3", "12,34", "1e3"])
def test_a_number_of_people_that_must_be_guessed_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        read_people(text)


@given(st.text())
def test_any_text_is_read_or_refused_by_an_error_of_ours(text: str) -> None:
    for read in (read_phase, read_age, read_people, lambda text: read_countries([text])):
        try:
            read(text)
        except LandscapeError:
            continue
