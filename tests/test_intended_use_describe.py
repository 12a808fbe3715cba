"""A use said in Chinese or in English reads as the same use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.records.intended_use_codes import CODE_SETS
from medai_landscape.wording.intended_use import describe_intended_use, parse_intended_use
from medai_landscape.wording.intended_use.consistency import (
    closure,
    constraints_of,
    is_consistent,
)

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.language import Language

CODES = [
    (name, code)
    for name, kind in CODE_SETS.items()
    for code in kind
    if code.value.lower() != "other"
]
UNITS = [
    ("lesion_size", "mm"), ("lesion_size", "cm"), ("stenosis", "%"), ("ejection_fraction", "%"),
    ("ffr", ""), ("psa", "ng/mL"), ("qtc", "ms"), ("follicle_size", "mm"),
]  # fmt: skip


def numbers(places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, 120 * 10**places).map(lambda n: Decimal(n).scaleb(-places))


@st.composite
def ages(draw: st.DrawFn) -> dict[str, object] | None:
    low, high = sorted(draw(st.tuples(numbers(1), numbers(1))))
    shape = draw(st.sampled_from(["none", "from", "to", "both"]))
    if shape == "none":
        return None
    closed = draw(st.tuples(st.booleans(), st.booleans())) if low < high else (True, True)
    return {
        "min": low if shape in {"from", "both"} else None,
        "max": high if shape in {"to", "both"} else None,
        "min_inclusive": closed[0],
        "max_inclusive": closed[1],
    }


@st.composite
def thresholds(draw: st.DrawFn) -> dict[str, object]:
    measure, unit = draw(st.sampled_from(UNITS))
    op = draw(st.sampled_from([">=", ">", "<=", "<"]))
    return {"measure": measure, "unit": unit, "op": op, "value": draw(numbers(2))}


@st.composite
def consistent_uses(draw: st.DrawFn) -> IntendedUse:
    fields: dict[str, Any] = {}
    for name, code in draw(st.lists(st.sampled_from(CODES), max_size=14)):
        fields[name] = (*fields.get(name, ()), code)
    for name in ("user_training", "standalone_prohibited", "equipment_restricted"):
        fields[name] = draw(st.booleans())
    use = IntendedUse(
        age=draw(ages()), thresholds=tuple(draw(st.lists(thresholds(), max_size=3))), **fields
    )
    use = closure(use)
    assume(is_consistent(use))
    return use


@pytest.mark.parametrize("lang", ["zh", "en"])
@given(use=consistent_uses())
def test_what_is_said_reads_the_same(lang: Language, use: IntendedUse) -> None:
    text = describe_intended_use(use, lang=lang)
    assert constraints_of(parse_intended_use(text, lang=lang)) == constraints_of(use), text


@pytest.mark.parametrize(("name", "code"), CODES, ids=[f"{n}-{c}" for n, c in CODES])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_can_be_said(lang: Language, name: str, code: Any) -> None:
    use = closure(IntendedUse(**{name: (code,)}))
    text = describe_intended_use(use, lang=lang)
    assert constraints_of(parse_intended_use(text, lang=lang)) == constraints_of(use), text


@given(consistent_uses())
def test_the_closure_is_closed(use: IntendedUse) -> None:
    assert constraints_of(closure(use)) == constraints_of(use)


@pytest.mark.parametrize(
    "use",
    [
        IntendedUse(complete=False, reason="the text breaks off"),
        IntendedUse(findings=("nodule_lung",)),
        IntendedUse(anatomies=("lung", "chest")),
        IntendedUse(age={"min": 18}),
        IntendedUse(age={}),
        IntendedUse(findings=("other",)),
        IntendedUse(modalities=("OTHER",)),
        IntendedUse(thresholds=({"measure": "psa", "op": ">", "value": 4, "unit": "mm"},)),
        IntendedUse(
            thresholds=({"measure": "psa", "op": ">", "value": "4.123456", "unit": "ng/mL"},)
        ),
    ],
)
def test_what_is_not_consistent(use: IntendedUse) -> None:
    assert not is_consistent(use)


def test_an_english_reader_can_ask_for_chinese() -> None:
    use = IntendedUse(functions=("detection",), modalities=("CT",), users=("radiologist",))
    assert describe_intended_use(use, lang="zh") == "本产品用于CT图像的检测。由放射科医师使用。"


def test_a_chinese_statement_can_be_read_in_english() -> None:
    use = parse_intended_use(
        "用于成人胸部CT图像中4mm及以上肺结节的检测，供经培训的放射科医师使用。"
    )
    assert describe_intended_use(use, lang="en") == (
        "The software is intended for detection with CT of the lungs. "
        "Target findings: pulmonary nodules. Limits: diameter >= 4 mm. "
        "Patient population: adults. Intended users: trained radiologists."
    )
