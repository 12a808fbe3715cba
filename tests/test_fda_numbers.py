"""FDA submission numbers, product codes, panels and regulations."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from medai_landscape.errors import InvalidFormatError, VocabularyError
from medai_landscape.identifiers import fda_product_code, fda_submission

if TYPE_CHECKING:
    from pathlib import Path


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("text", "scheme", "year", "supplement"),
    [
        ("K252054", "fda_510k", 2025, None),
        ("K760001", "fda_510k", 1976, None),
        ("K991234", "fda_510k", 1999, None),
        ("K000001", "fda_510k", 2000, None),
        ("BK200001", "fda_510k", 2020, None),
        ("DEN240068", "fda_de_novo", 2024, None),
        ("P140011", "fda_pma", 2014, None),
        ("P140011/S008", "fda_pma_supplement", 2014, "S008"),
        ("P860004/S1234", "fda_pma_supplement", 1986, "S1234"),
        ("BP010001", "fda_pma", 2001, None),
        ("BP010001/12", "fda_pma_supplement", 2001, "12"),
        ("H020007", "fda_hde", 2002, None),
        ("H020007/S001", "fda_hde", 2002, "S001"),
        ("N18033", "fda_pma", None, None),
        ("G090003", None, 2009, None),
        ("Q180123", None, 2018, None),
        ("Q1801234/S002", None, 2018, "S002"),
    ],
)
def test_parts(text: str, scheme: str | None, year: int | None, supplement: str | None) -> None:
    number = fda_submission.parse(text)
    assert (number.scheme, number.year, number.supplement) == (scheme, year, supplement)
    assert number.base + (f"/{supplement}" if supplement else "") == text
    assert number.kind.endswith("supplement") == (supplement is not None)
    assert (
        number.prefix + (text[len(number.prefix) :][:2] if year else "") + number.serial
        == number.base
    )


@pytest.mark.parametrize("year", range(100))
def test_two_digits_are_a_year_from_1976_on(year: int) -> None:
    number = fda_submission.parse(f"K{year:02}0001")
    assert number.year == (1900 if year >= 76 else 2000) + year


@pytest.mark.parametrize(
    "text",
    [
        "K25205",
        "K2520541",
        "K252054/S001",
        "K-252054",
        "K252O54",
        "BK20000",
        "BK200001/S001",
        "DEN24006",
        "DEN2400681",
        "DEN240068/S001",
        "DE240068",
        "DENK240068",
        "P14001",
        "P1400111",
        "P140011/S08",
        "P140011/S00801",
        "P140011/008",
        "P140011S008",
        "P140011/",
        "P140011/S",
        "P140011-S008",
        "BP01000",
        "BP010001/",
        "BP010001/S",
        "H02000",
        "H020007/S01",
        "H020007/S0001",
        "Q18012",
        "Q18012345",
        "Q180123/1",
        "G09000",
        "G0900033",
        "N123",
        "N1234567",
        "N18033/S001",
        "A123456",
        "252054",
        "K",
        "K252054K",
        "KK252054",
        "PMA140011",
        "K252054.",
        "K252054,K252055",
        "Ｋ252054",
        "K２52054",
        "K25205٤",
        "k25205x",
        "X252054",
        "DEN",
        "DEN/S001",
        "P/S001",
        "510K252054",
        "K(252054)",
        "K252054\u200b",
        "Κ252054",
        "К252054",
        "ſ252054",
        "国械注准20233130399",
        "NCT00912041",
        "L1234567",
        "M252054",
        "CR252054",
        "IDE090003",
        "EUA252054",
    ],
)
def test_wrong_submission_numbers_are_refused(text: str) -> None:
    with pytest.raises(InvalidFormatError, match="expected a number such as"):
        fda_submission.validate(text)


def test_every_number_of_the_ai_lists_is_read(shared: Path) -> None:
    numbers: set[str] = set()
    for file in sorted((shared / "data" / "fda_ai_list").glob("*.csv")):
        for row in rows_of(file):
            numbers |= {value for key, value in row.items() if "ubmission" in key or "umber" in key}
    numbers = {number for number in numbers if re.fullmatch(r"[A-Za-z]+[0-9]{6}.*", number)}
    assert len(numbers) > 900
    assert [number for number in numbers if not fda_submission.is_valid(number)] == []


def test_prefixes_of_the_spec(shared: Path) -> None:
    for row in rows_of(shared / "spec" / "fda_submission_prefixes.csv"):
        assert row["prefix"] in fda_submission.KINDS
        example = row["example"].partition(" ")[0]
        if example:
            assert fda_submission.parse(example).prefix == row["prefix"]
            assert re.fullmatch(row["regex"], example)


def test_panels_of_the_spec_with_all_their_labels(shared: Path) -> None:
    rows = rows_of(shared / "spec" / "fda_panels.csv")
    assert {row["code"] for row in rows} == set(fda_product_code.PANELS.allowed)
    for row in rows:
        labels = [row["code"], row["name_openfda"], row["label_in_ai_list"]]
        labels += row["aliases"].split("|")
        assert {fda_product_code.panel(label) for label in labels if label} == {row["code"]}
        assert fda_product_code.panel_name(row["code"]) == row["name_openfda"]


def test_an_unknown_panel_names_the_table_to_edit() -> None:
    with pytest.raises(VocabularyError, match=r"fda_panels\.csv"):
        fda_product_code.panel("Podiatry")


def test_product_codes_of_the_spec(shared: Path) -> None:
    for row in rows_of(shared / "spec" / "fda_product_codes.csv"):
        code = fda_product_code.parse(row["code"])
        assert code.panel == fda_product_code.panel(row["lead_panel"])
        assert code.regulation == (row["regulation_number"] if row["verified"] == "yes" else None)


def test_an_unknown_code_is_valid_and_says_nothing() -> None:
    code = fda_product_code.parse("zzz")
    assert (code.text, code.panel, code.regulation) == ("ZZZ", None, None)


@pytest.mark.parametrize("text", ["QI", "QIHH", "Q1H", "Q-H", "QIH,LLZ", "", "ＱＩＨ", "ﬁH", "QİH"])
def test_wrong_product_codes_are_refused(text: str) -> None:
    assert not fda_product_code.is_valid(text)


@pytest.mark.parametrize("text", ["892.2050", " 21 cfr 892.2050 "])
def test_regulations(text: str) -> None:
    assert fda_product_code.validate_regulation(text) == "892.2050"


@pytest.mark.parametrize(
    "text", ["892.205", "892.20500", "812.0020", "892,2050", "89２.2050", "8922050"]
)
def test_wrong_regulations_are_refused(text: str) -> None:
    with pytest.raises(InvalidFormatError, match="21 CFR"):
        fda_product_code.validate_regulation(text)
