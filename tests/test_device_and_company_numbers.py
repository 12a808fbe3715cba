"""Numbers with check characters, EU operators and bodies, and the countries among them."""

from __future__ import annotations

import csv
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from stdnum import ean
from stdnum.cn import uscc as stdnum_uscc

from medai_landscape.countries import (
    COUNTRIES,
    JURISDICTIONS,
    Country,
    Jurisdiction,
    country_name,
)
from medai_landscape.errors import InvalidFormatError, InvalidPartError, VocabularyError
from medai_landscape.identifiers import (
    basic_udi_di,
    gtin,
    hibc,
    notified_body,
    ppn,
    srn,
    uscc,
)

if TYPE_CHECKING:
    from pathlib import Path

SCHEMES: dict[str, Any] = {
    "GMN": basic_udi_di,
    "HIBC_BASIC": basic_udi_di,
    "IFA_BASIC": basic_udi_di,
    "IFA_PPN": ppn,
    "HIBC_MOD43": hibc,
    "GTIN": gtin,
    "USCC": uscc,
}


def rows_of(shared: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((shared / "spec" / name).read_text("utf-8").splitlines()))


def test_every_check_digit_vector_of_the_spec(shared: Path) -> None:
    rows = rows_of(shared, "check_digit_vectors.csv")
    assert {row["algorithm"] for row in rows} == set(SCHEMES)
    for row in rows:
        text = row["payload"] + row["check"]
        assert SCHEMES[row["algorithm"]].is_valid(text) == (row["expect"] == "valid"), row


def test_issuers_of_the_spec_describe_our_examples(shared: Path) -> None:
    shapes = {row["issuer"]: row["di_regex"] for row in rows_of(shared, "udi_issuers.csv")}
    assert re.fullmatch(shapes["GS1"], gtin.EXAMPLE)
    assert re.fullmatch(shapes["HIBCC"], hibc.EXAMPLE)
    assert re.fullmatch(shapes["IFA"], "PP12345ABCD.12345678.9004")


class TestGtin:
    @pytest.mark.parametrize(
        ("text", "canonical"),
        [
            ("96385074", "00000096385074"),
            ("614141007349", "00614141007349"),
            ("4006381333931", "04006381333931"),
            ("51022222233336", "51022222233336"),
        ],
    )
    def test_shorter_ones_are_filled_with_zeros(self, text: str, canonical: str) -> None:
        assert gtin.validate(text) == canonical == gtin.validate(canonical)

    def test_parts(self) -> None:
        number = gtin.parse("06932372344045")
        assert (number.indicator, number.prefix, number.check_digit) == ("0", "693", "5")

    @given(st.text("0123456789", min_size=6, max_size=15))
    def test_agrees_with_stdnum_on_digits(self, text: str) -> None:
        assert gtin.is_valid(text) == ean.is_valid(text)

    @pytest.mark.parametrize(
        "text",
        ["06932372344", "069323723440455", "0693237234404X", "(01)06932372344045", "0693-237"],
    )
    def test_wrong_shapes_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidFormatError, match="8, 12, 13 or 14 digits"):
            gtin.validate(text)


class TestHibc:
    @given(
        labeller=st.from_regex(r"[A-Z][A-Z0-9]{3}", fullmatch=True),
        product=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=18),
        unit=st.sampled_from("0123456789"),
        tail=st.sampled_from(["", " ", "\n", "  "]),
    )
    def test_one_check_character_fits_even_if_it_is_a_space(
        self, labeller: str, product: str, unit: str, tail: str
    ) -> None:
        body = f"+{labeller}{product}{unit}"
        alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
        right = alphabet[sum(map(alphabet.index, body)) % 43]
        canonical = hibc.validate(f" {body}{right}{tail}")
        assert canonical == body + right
        assert hibc.validate(canonical) == canonical
        assert hibc.normalise(f"*{canonical}*") == canonical
        assert hibc.parse(canonical).product == product

    @pytest.mark.parametrize(
        "text",
        [
            "A123BJC5D6E71G",
            "+1123BJC5D6E71G",
            "+A12",
            "+A123",
            "+A123BJC5D6E7AG",
            "+A123BJC-D6E71G",
        ],
    )
    def test_wrong_shapes_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidFormatError):
            hibc.validate(text)


class TestBasicUdiDi:
    @pytest.mark.parametrize(
        ("text", "issuer", "check"),
        [
            ("1987654Ad4X4bL5ttr2310c2K", "GS1", "2K"),
            ("12345ANJ", "GS1", "NJ"),
            ("++A999MODELIDENTIFIER11S8", "HIBC", "S8"),
            ("PP12345ABCD.12345678.9004", "IFA", "04"),
        ],
    )
    def test_parts(self, text: str, issuer: str, check: str) -> None:
        number = basic_udi_di.parse(text)
        assert (number.issuer, number.check_characters) == (issuer, check)
        assert number.body + check == text

    @pytest.mark.parametrize(
        "text",
        [
            "1234ANJ",
            "12345NJ",
            "1987654Ad4X4bL5ttr2310cc2K",
            "1987654Ad4X4bL5ttr231#c2K",
            "1987654Ad4X4bL5ttr2310c2I",
            "+A999MODELIDENTIFIER11S8",
            "++1999MODELIDENTIFIER11S8",
            "++A999MODELIDENTIFIER1111S8",
            "PP1234ABCD.12345678.9004",
            "PP12345abcd.12345678.9004",
            "pp12345ABCD.12345678.9004",
            "",
        ],
    )
    def test_wrong_ones_are_refused(self, text: str) -> None:
        assert not basic_udi_di.is_valid(text)

    def test_case_is_part_of_the_number(self) -> None:
        assert not basic_udi_di.is_valid(basic_udi_di.EXAMPLE.upper())

    @pytest.mark.parametrize("text", ["1987654Ad4X4bL5ttr2310c2K", "PP12345ABCD.12345678.9004"])
    def test_neighbours_changing_places_are_noticed(self, text: str) -> None:
        for place in range(5 if text[0] == "1" else 2, len(text) - 3):
            pair = text[place : place + 2]
            if pair[0] != pair[1]:
                swapped = text[:place] + pair[::-1] + text[place + 2 :]
                assert not basic_udi_di.is_valid(swapped), swapped


class TestUscc:
    REAL = ("91110000600037341L", "9144030071526726XG", "914403001922038216", "91110000802100433B")

    @pytest.mark.parametrize("text", REAL)
    def test_published_codes(self, text: str) -> None:
        assert uscc.validate(text.lower()) == text
        assert uscc.parse(text).warnings == ()
        assert uscc.parse(text).department == "9"

    @staticmethod
    def check(body: str) -> str:
        alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        total = sum(alphabet.index(char) * 3**place for place, char in enumerate(body))
        return alphabet[-total % 31]

    @pytest.mark.parametrize("department", uscc.DEPARTMENTS)
    def test_every_department_of_the_standard(self, department: str) -> None:
        body = f"{department}1110000600037341"
        number = uscc.parse(body + self.check(body))
        assert (number.department, number.entity_type) == (department, "1")
        assert (number.division, number.province) == ("110000", "11")
        assert (number.organisation, number.check_character) == ("600037341", self.check(body))

    def test_departments_of_the_spec(self, shared: Path) -> None:
        rows = rows_of(shared, "uscc_departments.csv")
        assert {row["char"] for row in rows} == set(uscc.DEPARTMENTS)

    def test_organisation_code_that_fails_its_own_check_is_a_warning(self) -> None:
        body = "91110000600037342"
        assert uscc.parse(body + self.check(body)).warnings == ("organisation_check",)

    def test_agrees_with_stdnum_where_that_reads(self) -> None:
        chance = random.Random(7)
        alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        for _ in range(3_000):
            digits = "".join(chance.choices("0123456789", k=8))
            text = digits + "".join(chance.choices(alphabet, k=9))
            text += self.check(text) if chance.random() < 0.5 else chance.choice(alphabet)
            assert uscc.is_valid(text) == stdnum_uscc.is_valid(text)

    @pytest.mark.parametrize(
        "text",
        [
            "9111000060003734L",
            "91110000600037341LL",
            "B1110000600037341L",
            "9A110000600037341L",
            "91110000I00037341L",
            "91110000O00037341L",
            "91110000S00037341L",
            "91110000V00037341L",
            "91110000Z00037341L",
            "9111-0000-600037341L",
        ],
    )
    def test_wrong_shapes_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidFormatError):
            uscc.validate(text)


class TestOperatorsAndBodies:
    def test_srn_parts(self) -> None:
        number = srn.parse("ch-ar-000000001")
        assert (number.country, number.role, number.serial) == ("CH", "AR", "000000001")
        assert number.role_name == "authorised representative"

    @pytest.mark.parametrize("role", srn.ROLES)
    @pytest.mark.parametrize("country", ["DE", "XI", "US", "CN"])
    def test_every_role_in_any_country(self, role: str, country: str) -> None:
        assert srn.is_valid(f"{country}-{role}-000012345")

    @pytest.mark.parametrize("text", ["EL-MF-000012345", "XX-MF-000012345", "DE-XX-000012345"])
    def test_unknown_parts_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidPartError):
            srn.validate(text)

    @pytest.mark.parametrize(
        "text", ["DE-MF-12345", "DEMF000012345", "DE-MF-0000123456", "DE–MF–000012345"]
    )
    def test_wrong_srn_shapes_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidFormatError):
            srn.validate(text)

    def test_notified_bodies_of_the_spec(self, shared: Path) -> None:
        for row in rows_of(shared, "notified_bodies.csv"):
            body = notified_body.parse(row["number"])
            assert (body.name, body.country, body.warnings) == (row["name"], row["country"], ())

    def test_an_unknown_body_is_a_warning(self) -> None:
        assert notified_body.parse("9999").warnings == ("notified_body_unknown",)

    @pytest.mark.parametrize("text", ["123", "01234", "NB 0123", "CE0123", "012A", "0１23"])
    def test_wrong_bodies_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidFormatError, match="four digits"):
            notified_body.validate(text)

    def test_the_mark_before_a_number_is_dropped_by_normalise(self) -> None:
        assert [notified_body.normalise(text) for text in ("CE 0123", "NB0123")] == ["0123"] * 2


class TestCountries:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("China", "CN"),
            ("中国", "CN"),
            ("USA", "US"),
            ("United States of America", "US"),
            ("美国", "US"),
            ("Iran, Islamic Republic of", "IR"),
            ("Iran (Islamic Republic of)", "IR"),
            ("Viet Nam", "VN"),
            ("vietnam", "VN"),
            ("Korea, Republic of", "KR"),
            ("South Korea", "KR"),
            ("Türkiye", "TR"),
            ("Turkey (Türkiye)", "TR"),
            ("Czech Republic", "CZ"),
            ("Russian Federation", "RU"),
            ("Côte D'Ivoire", "CI"),
            ("Congo, The Democratic Republic of the", "CD"),
            ("United Kingdom", "GB"),
            ("UK", "GB"),
            ("Taiwan", "TW"),
            ("香港", "HK"),
            ("Moldova, Republic of", "MD"),
            ("Lao People's Democratic Republic", "LA"),
            ("DEU", "DE"),
        ],
    )
    def test_names_in_many_spellings(self, text: str, code: str) -> None:
        assert COUNTRIES.read(text) == code

    def test_all_countries_have_both_names(self) -> None:
        assert len(COUNTRIES.allowed) == 249
        for code in COUNTRIES.allowed:
            assert COUNTRIES.read(country_name(code)) == code
            assert COUNTRIES.read(country_name(code, "zh")) == code

    def test_a_jurisdiction_is_not_always_a_country(self) -> None:
        assert set(JURISDICTIONS.allowed) - set(COUNTRIES.allowed) == {"EU", "INT"}
        assert JURISDICTIONS.read("欧盟") == "EU"
        with pytest.raises(VocabularyError):
            COUNTRIES.read("EU")

    @pytest.mark.parametrize(
        ("kind", "good", "bad"),
        [(Country, "CN", "EU"), (Country, "DE", "cn"), (Jurisdiction, "EU", "China")],
    )
    def test_field_types_take_codes_only(self, kind: Any, good: str, bad: str) -> None:
        assert TypeAdapter(kind).validate_python(good) == good
        with pytest.raises(ValidationError, match=r"read\(\)"):
            TypeAdapter(kind).validate_python(bad)
