"""The standard codes beside the terms of intended-use statements.

They are well formed, and the same for the same thing in both languages.  What those of body parts
mean was looked up in pydicom's dictionary.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from stdnum import verhoeff

from medai_landscape.records.intended_use_codes import Anatomy, Modality
from medai_landscape.vocabulary import read_rows

LANGUAGES = ("zh", "en")
TABLES = ("anatomies", "findings", "modalities", "age_groups")
# pydicom 3.0.2: sr._concepts_dict, and the meanings there.
SNOMED = {
    "brain": "12738006", "hippocampus": "5366008", "head": "69536005", "eye": "81745001",
    "retina": "5665001", "teeth": "38199008", "thyroid": "69748006", "breast": "76752008",
    "lung": "39607008", "heart": "80891009", "coronary_artery": "41801008", "aorta": "15825003",
    "liver": "10200004", "pancreas": "15776009", "kidney": "64033007", "stomach": "69695003",
    "colon": "71854001", "bladder": "89837001", "prostate": "41216001", "uterus": "35039007",
    "ovary": "15497006", "hip": "24136001", "knee": "72696002", "ankle": "70258002",
    "foot": "56459004", "femur": "71341001", "tibia_fibula": "110536004", "humerus": "85050009",
    "forearm": "14975008", "clavicle": "51299004", "rib": "113197003", "skin": "39937001",
}  # fmt: skip


def _standards(table: str, language: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in read_rows(f"intended_use/{language}/{table}.csv"):
        if row["standard"]:
            found[row["code"].rstrip("?")].add(row["standard"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", [*TABLES, "context"])
def test_a_snomed_code_has_its_check_digit(table: str, language: str) -> None:
    if (table, language) == ("context", "zh"):
        pytest.skip("Chinese keeps its general words in the table of findings")
    for standards in _standards(table, language).values():
        for standard in standards:
            scheme, _, code = standard.partition(" ")
            assert scheme in {"SCT", "DCM"}, standard
            assert scheme == "DCM" or verhoeff.is_valid(code), standard


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organ_has_the_code_of_the_dicom_dictionary(language: str) -> None:
    standards = _standards("anatomies", language)
    for code, snomed in SNOMED.items():
        assert f"SCT {snomed}" in standards[Anatomy(code)], code


def test_one_thing_has_one_code_in_both_languages() -> None:
    for table in ("anatomies", "age_groups"):
        chinese, english = (_standards(table, language) for language in LANGUAGES)
        for code in chinese.keys() & english.keys():
            assert chinese[code] & english[code], (table, code)


def test_a_finding_with_one_code_has_the_same_in_the_other_language() -> None:
    chinese, english = (_standards("findings", language) for language in LANGUAGES)
    for code in chinese.keys() & english.keys():
        if len(chinese[code]) == len(english[code]) == 1:
            assert chinese[code] == english[code], code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_modality_names_its_own_dicom_code(language: str) -> None:
    # A densitometer's image is a projection image; DICOM has a code of its own for it.
    wider = {"DX": {"DCM DX", "DCM BMD"}}
    for code, standards in _standards("modalities", language).items():
        assert Modality(code)
        assert standards <= wider.get(code, {f"DCM {code}"}), (code, standards)


@pytest.mark.parametrize(
    ("meaning", "wrong"),
    [
        ("disorder of jaw", "37156001"),  # stood beside joint effusion
        ("peritonitis", "48661000"),  # stood beside free air in the abdomen
        ("grade 1 only", "285836003"),  # stood beside every lesion of the cervix
    ],
)
def test_a_code_of_something_else_is_gone(meaning: str, wrong: str) -> None:
    for language in LANGUAGES:
        for standards in _standards("findings", language).values():
            assert f"SCT {wrong}" not in standards, meaning


def test_the_pancreas_code_is_not_the_livers() -> None:
    for row in read_rows("intended_use/zh/findings.csv"):
        if row["standard"] == "SCT 363418001":
            assert row["also"] == "anatomies:pancreas", row
