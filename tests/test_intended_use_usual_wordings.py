"""Each code of the guide in its usual wordings, in a plain sentence of either language.

The wordings were written without a look at the tables of the package: abbreviations, plurals,
American and British spelling.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from medai_landscape.records.intended_use_codes import (
    AgeGroup,
    Anatomy,
    Exclusion,
    Finding,
    Function,
    Modality,
    Setting,
    Sex,
    User,
)
from medai_landscape.wording.intended_use import parse_intended_use

CARRIERS = {
    ("zh", "functions"): "本软件{}。",
    ("zh", "modalities"): "本产品用于对{}进行分析，供医师参考。",
    ("zh", "anatomies"): "本软件用于{}的MR图像分割，供医师参考。",
    ("zh", "findings"): "本软件用于{}的检测，供医师参考。",
    ("zh", "users"): "本产品由{}使用，用于胸部CT图像的显示。",
    ("zh", "settings"): "本产品在{}使用，用于胸部CT图像的显示。",
    ("zh", "exclusions"): "本软件用于胸部CT图像的显示，{}。",
    ("zh", "age_groups"): "本软件用于{}胸部CT图像的显示，供医师参考。",
    ("zh", "sexes"): "本软件用于{}盆部CT图像的显示，供医师参考。",
    ("zh", "standalone_prohibited"): "本软件用于胸部CT图像的显示，{}。",
    ("zh", "user_training"): "本软件用于胸部CT图像的显示，由{}使用。",
    ("zh", "equipment_restricted"): "本软件用于胸部CT图像的显示，{}。",
    ("en", "functions"): "The software is intended to {}.",
    ("en", "modalities"): "The software analyzes {} for the physician.",
    ("en", "anatomies"): "The software segments {} on MR images for the physician.",
    ("en", "findings"): "The software detects {} for the physician.",
    ("en", "users"): "The software displays CT images and is used by {}.",
    ("en", "settings"): "The software displays CT images and is used in {}.",
    ("en", "exclusions"): "The software displays chest CT images. {}.",
    ("en", "age_groups"): "The software displays chest CT images of {} for the physician.",
    ("en", "sexes"): "The software displays pelvic CT images of {} for the physician.",
    ("en", "standalone_prohibited"): "The software displays chest CT images. {}.",
    ("en", "user_training"): "The software displays CT images and is used by {}.",
    ("en", "equipment_restricted"): "The software displays CT images. {}.",
}
CODES = {
    "functions": Function,
    "modalities": Modality,
    "anatomies": Anatomy,
    "findings": Finding,
    "users": User,
    "settings": Setting,
    "exclusions": Exclusion,
    "age_groups": AgeGroup,
    "sexes": Sex,
}
FEWEST = 3


def _rows() -> list[tuple[str, str, str, tuple[str, ...]]]:
    rows = []
    for language in ("zh", "en"):
        path = Path(__file__).with_name(f"usual_wordings_{language}.csv")
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        rows += [
            (language, row["field"], row["code"], tuple(row["wordings"].split("|")))
            for row in csv.DictReader(lines)
        ]
    return rows


ROWS = _rows()


@pytest.mark.parametrize(
    ("language", "field", "code", "wordings"), ROWS, ids=[f"{r[0]}-{r[1]}-{r[2]}" for r in ROWS]
)
def test_the_usual_wordings_of_a_code_are_read(
    language: str, field: str, code: str, wordings: tuple[str, ...]
) -> None:
    unread = []
    for wording in wordings:
        text = CARRIERS[language, field].replace("{}", wording)
        found = getattr(parse_intended_use(text, lang=language), field)
        if not (found is True if code == "True" else code in set(found)):
            unread.append(wording)
    assert not unread


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_usual_wordings(language: str) -> None:
    known = {(field, code): wordings for lang, field, code, wordings in ROWS if lang == language}
    for field, codes in CODES.items():
        for code in codes:
            # What has no code of its own has no wordings of its own either.
            if code.lower() != "other":
                assert len(known[field, code]) >= FEWEST, (field, code)


@pytest.mark.parametrize(
    ("text", "thresholds"),
    [
        ("血清前列腺特异性抗原不低于4ng/ml的患者", [("psa", ">=", 4)]),
        ("Patients with a prostate-specific antigen of at least 4 ng/mL.", [("psa", ">=", 4)]),
        ("Detects lesions with a fractional flow reserve of 0.80 or less.", [("ffr", "<=", 0.8)]),
        ("算法的特异性不低于90%", []),
    ],
)
def test_a_measure_is_read_by_its_long_name(
    text: str, thresholds: list[tuple[str, str, float]]
) -> None:
    found = [(t.measure, t.op, float(t.value)) for t in parse_intended_use(text).thresholds]
    assert found == thresholds


@pytest.mark.parametrize(
    ("text", "field", "codes"),
    [
        # A head that is no head of a patient.
        ("Segmentation of the pancreatic head on CT.", "anatomies", {"pancreas"}),
        ("Displays ultrasound images of the liver; the probe head is cooled.", "anatomies", {"liver"}),
        ("Segmentation of the mediastinal lymph nodes on CT.", "anatomies", {"lymph_node"}),
        ("本软件用于肾脏皮质的CT图像分割。", "anatomies", {"kidney"}),
        # Where patients lie is not where the product is used.
        ("Marks seizures on EEG of adults in the intensive care unit.", "settings", set()),
        ("Marks seizures on EEG, for use in the intensive care unit.", "settings", {"medical_institution"}),
        ("Not for use in the operating room.", "settings", set()),
        # Contrast-enhanced images are no product's work.
        ("Displays contrast-enhanced images.", "functions", {"visualization"}),
        ("Enhances MR images.", "functions", {"enhancement"}),
        # A vendor that is named beside "only" binds the product, a compatible one does not.
        ("用于CT图像的显示，可接收西门子、飞利浦等设备的图像。", "equipment_restricted", set()),
    ],
)  # fmt: skip
def test_a_word_inside_another_is_not_read(text: str, field: str, codes: set[str]) -> None:
    found = getattr(parse_intended_use(text), field)
    assert (set(found) if found is not False else set()) == codes


def test_half_a_year_is_six_months() -> None:
    age = parse_intended_use("用于半岁至3岁患儿胸部X射线图像的显示。").age
    assert age is not None
    assert (float(age.min), float(age.max)) == (0.5, 3.0)


@pytest.mark.parametrize(
    "text",
    [
        "Not intended for patients following hip replacement.",
        "Not for patients with a heart valve replacement.",
        "The device is contraindicated after breast reconstruction.",
        "Not validated for patients with prior cardiac surgery.",
    ],
)
def test_an_operation_that_was_before_is_ruled_out_and_no_disclaimer(text: str) -> None:
    use = parse_intended_use(f"The software displays chest CT images. {text}")
    assert (use.exclusions, use.standalone_prohibited) == (("prior_surgery",), False)


def test_a_joint_that_was_replaced_is_no_reader_that_is_not() -> None:
    use = parse_intended_use("Displays CT images. It is not intended to replace the physician.")
    assert (use.exclusions, use.standalone_prohibited) == ((), True)


def test_a_papillary_cancer_is_no_cancer_of_the_breast() -> None:
    use = parse_intended_use("本软件用于甲状腺乳头状癌超声图像的检测。")
    assert (use.findings, use.anatomies) == (("cancer",), ("thyroid",))
