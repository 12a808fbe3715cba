"""Trial numbers: 27 registers, what the WHO's portal adds, and numbers within a text."""

from __future__ import annotations

import csv
import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.errors import InvalidFormatError
from medai_landscape.identifiers import trial

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = [registry.example for registry in trial.registries()]


def test_every_registry_of_the_spec(shared: Path) -> None:
    text = (shared / "spec" / "trial_registries.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["key"] for row in rows} == {registry.key for registry in trial.registries()}
    for row in rows:
        number = trial.parse(row["example"])
        assert (number.registry, number.text) == (row["key"], row["example"])


def test_real_numbers_of_the_portal_are_read(shared: Path) -> None:
    file = shared / "data" / "trials" / "ictrp_ntd_315.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        numbers = [row["TrialID"] for row in csv.DictReader(lines)]
    assert len(numbers) == 315
    assert [number for number in numbers if not trial.is_valid(number)] == []


@pytest.mark.parametrize("number", EXAMPLES)
def test_case_does_not_matter_and_is_restored(number: str) -> None:
    assert trial.validate(number.lower()) == trial.validate(number.upper()) == number


@pytest.mark.parametrize(
    ("text", "canonical", "registry", "protocol"),
    [
        ("EUCTR2008-005144-16-ES", "2008-005144-16", "EUDRACT", "ES"),
        ("euctr2008-005144-16-es", "2008-005144-16", "EUDRACT", "ES"),
        ("EUCTR2008-005144-16", "2008-005144-16", "EUDRACT", None),
        ("EUCTR2015-000350-19-Outside-EU/EEA", "2015-000350-19", "EUDRACT", "Outside-EU/EEA"),
        ("CTIS2023-503698-40-00", "2023-503698-40-00", "CTIS", None),
        ("JPRN-UMIN000049383", "UMIN000049383", "UMIN", None),
        ("JPRN-C000000123", "C000000123", "UMIN", None),
        ("JPRN-jRCTs041220087", "jRCTs041220087", "JRCT", None),
        ("JPRN-jRCT2051200111", "jRCT2051200111", "JRCT", None),
        ("JPRN-JapicCTI-080001", "JapicCTI-080001", "JAPIC", None),
        ("JPRN-JMA-IIA00001", "JMA-IIA00001", "JMA", None),
        ("PER-046-19", "046-19", "REPEC", None),
    ],
)
def test_what_the_portal_adds_is_set_apart(
    text: str, canonical: str, registry: str, protocol: str | None
) -> None:
    number = trial.parse(text)
    assert (number.text, number.registry, number.protocol) == (canonical, registry, protocol)
    assert number.portal_text is not None
    assert number.portal_text.upper() == text.upper()
    assert trial.parse(canonical).portal_text is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ChiCTR2600126475", 2026),
        ("ChiCTR-TRC-12002245", 2012),
        ("CTR20200001", 2020),
        ("2008-005144-16", 2008),
        ("CTRI/2023/04/052053", 2023),
        ("046-19", 2019),
        ("NCT00912041", None),
    ],
)
def test_year_where_the_number_tells(text: str, year: int | None) -> None:
    assert trial.parse(text).year == year


@pytest.mark.parametrize(
    "text",
    [
        "NCT0091204",
        "NCT009120411",
        "NCT00912O41",
        "NCT-00912041",
        "NCT:00912041",
        "CT00912041",
        "NCTNCT00912041",
        "NCT００912041",
        "NCT0091204٤",
        "NCT00912041/2",
        "JPRN-NCT00912041",
        "PER-NCT00912041",
        "EUCTR00912041",
        "ChiCTR260012647",
        "ChiCTR26001264755",
        "ChiCTR-2600126475",
        "ChiCTR–TRC–12002245",
        "ChiCTR-TRC12002245",
        "ChiCTR-T-12002245",
        "ChiCTR-TRC-1200224",
        "ChiCTR-TRC-120022455",
        "ChiCTR-123-12002245",
        "CHCTR2600126475",
        "CTR2020000",
        "CTR202000011",
        "ITMCTR202300000",
        "ISRCTN1313909",
        "ISRCTN131390988",
        "ISRCTN",
        "2008-005144-1",
        "2008-005144-166",
        "2008-00514-16",
        "008-005144-16",
        "2008/005144/16",
        "2008-005144-16-ES",
        "2008-005144-16-Outside-EU/EEA",
        "EUCTR2008-005144-16-E",
        "EUCTR2008-005144-16-ESP",
        "EUCTR2023-503698-40-00-ES",
        "2023-503698-40-0",
        "2023-403698-40-00",
        "1923-503698-40-00",
        "jRCT04122008",
        "jRCTss041220087",
        "UMIN00004938",
        "UMIN0000493833",
        "C00000012",
        "JapicCTI080001",
        "JapicCTI-08000",
        "JMA-IIA0001",
        "JMA-IIB00001",
        "ACTRN1262300049869",
        "ACTRN22623000498695",
        "CTRI/2023/4/052053",
        "CTRI/2023/04/52053",
        "CTRI-2023-04-052053",
        "KCT000839",
        "KCT00083944",
        "DRKS0003181",
        "NTR",
        "NTR123456",
        "NL123456",
        "NL-OMON1234",
        "NL-OMON123456",
        "IRCT20080904001199",
        "IRCT2008090400N7",
        "IRCT20080904001199N7777",
        "RBR-6qvd",
        "RBR6qvdftm",
        "RBR-6qvdftmxyz",
        "RPCEC0000042",
        "PACTR20230452563221",
        "PACTR20230452563221666",
        "SLCTR/2023/10",
        "SLCTR/23/010",
        "TCTR2023042900",
        "46-19",
        "046-2019",
        "0046-19",
        "PER046-19",
        "LBCTR202301520",
        "SNCTP00000558",
        "K252054",
        "国械注准20233130399",
        "ıSRCTN13139098",
    ],
)
def test_wrong_numbers_are_refused(text: str) -> None:
    with pytest.raises(InvalidFormatError, match="known register"):
        trial.validate(text)


def test_normalise_repairs_what_is_seen_in_the_wild() -> None:
    for dirty in (
        "ChiCTR 2600126475",
        "ＣｈｉＣＴＲ２６００１２６４７５",
        "chictr\u200b2600126475",
    ):
        assert trial.validate(trial.normalise(dirty)) == "ChiCTR2600126475"
    assert trial.validate(trial.normalise("ChiCTR–TRC—12002245")) == "ChiCTR-TRC-12002245"


class TestFind:
    @pytest.mark.parametrize("number", [n for n in EXAMPLES if n not in {"046-19", "C000000001"}])
    @pytest.mark.parametrize(
        "frame", ["{}", "（{}）", "注册号：{}。", "see {}, and", "a\n{}\n", "「{}」"]
    )
    def test_every_register_within_a_text(self, number: str, frame: str) -> None:
        text = frame.format(number)
        (hit,) = trial.find(text)
        assert hit.number == trial.parse(number)
        assert text[hit.start : hit.end] == number

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("ChiCTR 2600126475", ["ChiCTR2600126475"]),
            ("ChiCTR：2600126475", ["ChiCTR2600126475"]),
            ("ＮＣＴ００９１２０４１", ["NCT00912041"]),
            ("nct-00912041", ["NCT00912041"]),
            ("ChiCTR–TRC–12002245", ["ChiCTR-TRC-12002245"]),
            ("NCT00912041/NCT00912042", ["NCT00912041", "NCT00912042"]),
            ("2023-503698-40-00", ["2023-503698-40-00"]),
            ("EudraCT 2008-005144-16", ["2008-005144-16"]),
            ("EUCTR2008-005144-16-Outside-EU/EEA", ["2008-005144-16"]),
            ("JPRN-C000000123", ["C000000123"]),
            ("PER-046-19", ["046-19"]),
            ("试验CTR20200001和ChiCTR2600126475", ["CTR20200001", "ChiCTR2600126475"]),
            ("046-19", []),
            ("C000000123", []),
            ("+86 2008-005144-16-1", []),
            ("12008-005144-16", []),
            ("XNCT00912041", []),
            ("NCT009120411", []),
            ("ChiCTR26001264755", []),
            ("the NTR1 receptor, NL 1012 AB", []),
            ("2023-503698-40-0", []),
            ("", []),
        ],
    )
    def test_what_is_a_number_and_what_is_not(self, text: str, expected: list[str]) -> None:
        assert [hit.number.text for hit in trial.find(text)] == expected

    def test_portal_forms_keep_what_was_added(self) -> None:
        (hit,) = trial.find("x EUCTR2008-005144-16-ES y")
        assert (hit.start, hit.end, hit.number.protocol) == (2, 24, "ES")

    @given(
        numbers=st.lists(
            st.sampled_from([n for n in EXAMPLES if n not in {"046-19", "C000000001"}])
        ),
        gaps=st.lists(
            st.sampled_from([" ", "，", "。\n", "; ", "（见）"]), min_size=40, max_size=40
        ),
    )
    def test_offsets_point_at_what_was_written(self, numbers: list[str], gaps: list[str]) -> None:
        text = "".join(f"{gap}{number}{gap}" for number, gap in zip(numbers, gaps, strict=False))
        hits = trial.find(text)
        assert [text[hit.start : hit.end] for hit in hits] == numbers[: len(gaps)]

    @given(text=st.text())
    def test_any_text_is_read_and_what_is_found_is_valid(self, text: str) -> None:
        for hit in trial.find(text):
            assert trial.is_valid(hit.number.text)

    @pytest.mark.parametrize("piece", ["0", "2008-", "CTRI/", "EUCTR2008-", "NCT0091204 ", "中文"])
    def test_time_grows_with_the_length_and_not_faster(self, piece: str) -> None:
        def seconds(length: int) -> float:
            text = (piece * length)[:length]
            start = time.process_time()
            trial.find(text)
            return time.process_time() - start

        seconds(1_000)
        assert min(seconds(100_000) for _ in range(3)) < 0.5


def test_lower_case_registers_are_written_small() -> None:
    assert trial.validate("RBR-6QVDFTM") == "RBR-6qvdftm"
    assert trial.validate("JRCTS041220087") == "jRCTs041220087"
    assert re.fullmatch(r"jRCT[a-z][0-9]{9}", trial.validate("jrcta041220087"))
