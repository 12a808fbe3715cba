"""NMPA numbers: who may register what, in which class, and what the digits can mean."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from medai_landscape.errors import InvalidFormatError, InvalidIdentifierError, InvalidPartError
from medai_landscape.identifiers import nmpa
from medai_landscape.nmpa_categories import decode_category

if TYPE_CHECKING:
    from pathlib import Path

FAMILIES = {"registration_new": "new", "registration_old": "old", "filing": "filing"}


def test_every_example_of_the_spec_is_decided_as_it_says(shared: Path) -> None:
    text = (shared / "spec" / "nmpa_number_examples.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 50
    for row in rows:
        assert nmpa.is_valid(row["number"]) == (row["expect"] == "valid"), row
        if row["expect"] == "valid":
            number = nmpa.parse(row["number"])
            assert number.text == row["number"]
            assert number.form == FAMILIES[row["family"]]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("国械注准20243131618", ("domestic", "nmpa_registration", 2024, "III", "13", "1618")),
        ("国械注许20233160006", ("hmt", "nmpa_registration", 2023, "III", "16", "0006")),
        ("国械注进20152221623", ("import", "nmpa_registration", 2015, "II", "22", "1623")),
        ("黔械注准20252140234", ("domestic", "nmpa_provincial", 2025, "II", "14", "0234")),
        (
            "国食药监械(进)字2010第2663520号",
            ("import", "nmpa_registration", 2010, "II", "66", "3520"),
        ),
        (
            "鄂食药监械(准)字2013第2641767号",
            ("domestic", "nmpa_provincial", 2013, "II", "64", "1767"),
        ),
        (
            "国食药监械(进)字2012第1100001号",
            ("import", "nmpa_registration", 2012, "I", "10", "0001"),
        ),
        ("陕械备20220036号", ("filing", "nmpa_filing", 2022, "I", None, "0036")),
        ("国械备20150123", ("filing", "nmpa_filing", 2015, "I", None, "0123")),
    ],
)
def test_parts(text: str, parts: tuple[object, ...]) -> None:
    number = nmpa.parse(text)
    assert (number.kind, number.scheme, number.year) == parts[:3]
    assert (number.risk_class, number.category, number.serial) == parts[3:]


def test_authority_is_a_province_with_its_city() -> None:
    assert nmpa.parse("沪浦食药监械(准)字2012第1210001号").authority == "沪浦"
    assert nmpa.parse("沪浦械备20200012号").authority == "沪浦"
    assert nmpa.parse("沪食药监械(准)字2012第2210001号").authority == "沪"
    assert nmpa.parse("国药监械(准)字2003第3210001号").authority == "国"


@pytest.mark.parametrize("province", nmpa.PROVINCES)
def test_a_province_registers_domestic_class_ii_only(province: str) -> None:
    assert nmpa.parse(f"{province}械注准20242060001").scheme == "nmpa_provincial"
    for wrong in (
        "械注准20243060001",
        "械注准20241060001",
        "械注进20242060001",
        "械注许20242060001",
    ):
        with pytest.raises(InvalidPartError):
            nmpa.parse(province + wrong)


@pytest.mark.parametrize(
    "layout", ["国械注准{}3210001", "国食药监械(准)字{}第3210001号", "国械备{}0001"]
)
def test_every_year_is_in_range_or_not(layout: str) -> None:
    first, last = (2000, 2014) if "食" in layout else (2014, 2099)
    for year in range(1980, 2200):
        assert nmpa.is_valid(layout.format(year)) == (first <= year <= last), year


@pytest.mark.parametrize("route", "准进许")
def test_class_and_route_agree(route: str) -> None:
    new = {"准": "3", "进": "23", "许": "23"}[route]
    old = {"准": "3", "进": "123", "许": "123"}[route]
    for level in "0123456789":
        assert nmpa.is_valid(f"国械注{route}2020{level}210001") == (level in new)
        assert nmpa.is_valid(f"国食药监械({route})字2010第{level}210001号") == (level in old)


@pytest.mark.parametrize(
    "text",
    [
        "台械注准20242211234",
        "港械注准20242211234",
        "澳械注准20242211234",
        "械注准20243211234",
        "国械准20243211234",
        "国械注20243211234",
        "国械注准2024321123",
        "国械注准202432112345",
        "国械注准20243211234号",
        "国械注准 20243211234",
        "国械注准第20243211234",
        "国械注准(2024)3211234",
        "国械注准20243001234",
        "国械注準20243211234",
        "國械注准20243211234",
        "国械注准２０２４3211234",
        "国械注准2024321123٤",
        "国械注准2024321123①",
        "国械注准20243211234\u200b",
        "国械注准20243211234A",
        "沪浦械注准20242060001",
        "国食药监械〔2007〕240号",
        "国食药监械(准)字2014第346024号",
        "国食药监械(准)字2014第34602455号",
        "国食药监械(准)字2014第3460245",
        "国食药监械(准)2014第3460245号",
        "国食药监械准字2014第3460245号",
        "国食药监械[准]字2014第3460245号",
        "国食药监械(准)字2014第2460245号",
        "国食药监械(准)字2014第4460245号",
        "国食药监械(准)字2014第3000245号",
        "苏食药监械(进)字2013第2460245号",
        "苏食药监械(准)字2013第3460245号",
        "台食药监械(准)字2013第2460245号",
        "国药准字H20243211",
        "国械备2015012",
        "国械备",
        "械备20150123",
        "国械备2015-0123",
        "国械备20150123号号",
        "台械备20150123",
        "K252054",
        "",
        "国",
    ],
)
def test_wrong_numbers_are_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifierError, match="expected"):
        nmpa.validate(text)


def test_brackets_of_both_kinds_are_one_number() -> None:
    canonical = "国食药监械(准)字2013第3461342号"
    assert {
        nmpa.validate(f"国食药监械{left}准{right}字2013第3461342号")
        for left in "(（"
        for right in ")）"
    } == {canonical}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("國械註準２０２３３１３０３９９", "国械注准20233130399"),
        ("　国械注准 2023 313 0399 ", "国械注准20233130399"),
        ("蘇械注準20242042183", "苏械注准20242042183"),
        ("國食藥監械（進）字２０１３第２４０３４１３號", "国食药监械(进)字2013第2403413号"),
    ],
)
def test_normalise_makes_other_characters_plain(text: str, canonical: str) -> None:
    assert nmpa.validate(nmpa.normalise(text)) == canonical
    with pytest.raises(InvalidFormatError, match="normalise"):
        nmpa.validate(text)


class TestCategories:
    @pytest.mark.parametrize(
        ("year", "code", "expected"),
        [
            (2024, "21", ["21"]),
            (2019, "06", ["06"]),
            (2018, "21", ["21", "6821"]),
            (2018, "11", ["11"]),
            (2017, "14", ["14"]),
            (2014, "19", ["19"]),
            (2016, "16", ["16", "6816"]),
            (2015, "22", ["22", "6822"]),
            (2020, "40", ["40"]),
            (2018, "40", ["6840", "40"]),
            (2017, "46", ["6846"]),
            (2021, "70", ["6870"]),
            (2017, "99", ["6899"]),
            (2017, "00", []),
        ],
    )
    def test_decision_table(self, year: int, code: str, expected: list[str]) -> None:
        assert [entry.code for entry in decode_category(year, code)] == expected

    def test_catalogues_of_the_spec(self, shared: Path) -> None:
        text = (shared / "spec" / "nmpa_categories_2017.csv").read_text("utf-8")
        for row in csv.DictReader(text.splitlines()):
            if row["catalogue"] == "2017":
                assert decode_category(2024, row["code"])[0].name_zh == row["name_zh"]

    @pytest.mark.parametrize("year", range(2014, 2031))
    def test_every_code_but_00_means_something(self, year: int) -> None:
        for code in range(1, 100):
            entries = decode_category(year, f"{code:02}")
            assert 1 <= len(entries) <= 2
            assert all(entry.code.endswith(f"{code:02}") for entry in entries)

    def test_the_old_layout_never_took_the_new_catalogue(self) -> None:
        number = nmpa.parse("国食药监械(准)字2013第3211342号")
        assert [entry.catalogue for entry in number.categories] == ["2002"]
        assert [e.code for e in nmpa.parse("国食药监械(准)字2013第3111342号").categories] == ["11"]

    def test_a_filing_has_none(self) -> None:
        assert nmpa.parse("国械备20150123").categories == ()

    @pytest.mark.parametrize(
        ("text", "warnings"),
        [
            ("国械注准20213460001", ("category_outdated",)),
            ("国械注准20173461332", ()),
            ("国械注准20173990001", ("category_unknown",)),
            ("国械备20150123", ()),
        ],
    )
    def test_warnings(self, text: str, warnings: tuple[str, ...]) -> None:
        assert nmpa.parse(text).warnings == warnings


def test_lineage_survives_a_renewal_that_rewrote_the_category() -> None:
    before, after = nmpa.parse("国械注准20173213316"), nmpa.parse("国械注准20173073316")
    assert before.lineage == after.lineage == ("国", "准", 2017, "3316")
    assert nmpa.parse("陕械备20220036").lineage == nmpa.parse("陕械备20220036号").lineage


def test_lineages_of_the_two_layouts_are_apart() -> None:
    old, new = nmpa.parse("国食药监械(准)字2014第3460441号"), nmpa.parse("国械注准20143460441")
    assert old.lineage != new.lineage
    assert old.lineage != nmpa.parse("国食药监械(准)字2014第3630441号").lineage
