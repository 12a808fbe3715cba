"""What is no statement in Chinese or English: other languages, other types, nothing to read."""

from __future__ import annotations

import pytest

import medai_landscape as ml
from medai_landscape.errors import LandscapeError, StatementError, VocabularyError
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.wording.intended_use import describe_intended_use, parse_intended_use
from medai_landscape.wording.intended_use.consistency import constraints_of

FOREIGN = [
    "胸部CT画像から肺結節を検出するソフトウェアです。医師が使用します。",
    "本ソフトウェアは頭部MRI画像の表示に用いる。",
    "흉부 CT 영상에서 폐결절을 검출합니다.",
    "Die Software dient der Erkennung von Lungenrundherden im CT durch Ärzte.",
    "Logiciel destiné à détecter les nodules pulmonaires au scanner par les médecins.",
    "El software está destinado a la detección de nódulos en la TC de tórax por los médicos.",
    "Il software rileva i noduli polmonari nelle immagini TC della regione toracica con CAD.",
    "De software detecteert longnoduli op CT voor radiologen en het ziekenhuis.",
    "Программа CT предназначена для обнаружения узлов в лёгких.",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_foreign_text_is_an_empty_use_with_a_reason(text: str) -> None:
    use = parse_intended_use(text)
    assert (use.lang, use.complete, use.evidence) == (None, False, ())
    assert constraints_of(use) == constraints_of(IntendedUse(complete=False))
    assert use.reason == "in another language than Chinese or English"


def test_columns_read_foreign_texts_as_records_do() -> None:
    pd = pytest.importorskip("pandas")
    texts = [*FOREIGN, "用于胸部CT，肺結節を検出する画像ソフト。", "用于胸部CT图像的显示。"]
    read = ml.parse_intended_uses(pd.DataFrame({"text": texts}), "text")
    uses = [parse_intended_use(text) for text in texts]
    assert (
        read["use_reason"].tolist()[: len(FOREIGN)] == [use.reason for use in uses][: len(FOREIGN)]
    )
    assert [list(codes) for codes in read["use_modalities"]] == [
        list(use.modalities) for use in uses
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Measures LA and LV volumes and the EF on US of the heart.",
        "La Vita de la Salud is intended to display CT images of the chest.",
        "Detection of lung nodules.",
        "CT display.",
        "The software (软件) displays CT images.",
        "用于CT图像的显示（の）。",
        "用于β受体阻滞剂患者的ECG分析。",
        "Measures α, β and γ waves of the EEG.",
    ],
)
def test_a_borrowed_word_makes_no_foreign_text(text: str) -> None:
    assert parse_intended_use(text).lang in {"zh", "en"}


@pytest.mark.parametrize(
    "text", ["The sky is blue.", "Lorem ipsum dolor sit amet.", "今天天气很好。"]
)
def test_a_text_without_a_constraint_says_so_in_both_languages(text: str) -> None:
    use = parse_intended_use(text)
    assert (use.complete, use.reason) == (False, "no constraint could be read")


@pytest.mark.parametrize("text", [None, b"for CT", 5, 1.5, float("nan"), ["for CT"]])
def test_what_is_no_text_is_refused(text: object) -> None:
    with pytest.raises(StatementError, match="cannot be read as an intended use: expected a text"):
        parse_intended_use(text)  # type: ignore[arg-type]  # what users give


@pytest.mark.parametrize("lang", ["de", "ZH", "", 5, b"zh", ["zh"]])
def test_another_language_is_refused_and_not_read_as_english(lang: object) -> None:
    with pytest.raises(VocabularyError, match="is not a language: expected one of zh, en"):
        parse_intended_use("用于CT图像的显示。", lang=lang)  # type: ignore[arg-type]
    with pytest.raises(VocabularyError, match="is not a language: expected one of zh, en"):
        describe_intended_use(IntendedUse(), lang=lang)  # type: ignore[arg-type]


def test_a_frame_in_another_language_is_refused() -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(VocabularyError):
        ml.parse_intended_uses(pd.DataFrame({"text": ["x"]}), "text", lang="de")


@pytest.mark.parametrize("other", [None, "text", 5, {}])
def test_what_is_no_use_is_refused(other: object) -> None:
    use = IntendedUse()
    for refuse in (use.compare, use.covers, describe_intended_use):
        with pytest.raises(LandscapeError):
            refuse(other)  # type: ignore[operator]  # what users give


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_has_no_words_and_is_left_out(lang: str) -> None:
    use = IntendedUse(
        functions=("visualization",), modalities=("CT", "OTHER"), anatomies=("other",),
        findings=("other",), exclusions=("other", "pediatric"),
    )  # fmt: skip
    said = describe_intended_use(use, lang=lang)
    assert "other" not in said.lower()
    assert parse_intended_use(said).exclusions == ("pediatric",)
    alone = describe_intended_use(
        IntendedUse(anatomies=("other",), exclusions=("other",)), lang=lang
    )
    assert alone == describe_intended_use(IntendedUse(), lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_use_known_in_part_is_said_as_a_text_that_breaks_off(lang: str) -> None:
    use = IntendedUse(functions=("detection",), modalities=("CT",), complete=False, reason="cut")
    read = parse_intended_use(describe_intended_use(use, lang=lang))
    assert (read.functions, read.modalities, read.complete) == (
        use.functions,
        use.modalities,
        False,
    )


def test_a_name_that_tells_the_organ_is_used_where_it_is_named() -> None:
    breast = IntendedUse(modalities=("MG",), anatomies=("breast",), functions=("detection",))
    said = "The software is intended for detection with mammography of the breast."
    assert describe_intended_use(breast, lang="en") == said
    assert describe_intended_use(breast) == "本产品用于乳腺的钼靶图像的检测。"


@pytest.mark.parametrize(
    ("text", "field", "codes"),
    [
        # Two functions of a list: neither says anything of the other.
        ("本产品用于心脏的内镜图像的检测、术中导航。", "functions", ("detection", "navigation")),
        ("在导航过程中标出针尖位置。", "functions", ("navigation",)),
        # An image of a scope is an input, whatever is planned beside it.
        ("本产品用于食管的内镜图像、ECG的手术计划。", "modalities", ("ECG", "ES")),
        # A region in a list of parts is one of them; one that images show is none.
        (
            "Reporting with CT of the chest, abdomen and bones.",
            "anatomies",
            ("abdomen", "bone", "chest"),
        ),
        ("CT of the chest, bones and bladder.", "anatomies", ("bladder", "bone", "chest")),
        ("Detects vertebral fractures on CT of the chest and abdomen.", "anatomies", ("spine",)),
    ],
)
def test_one_word_of_a_list_does_not_turn_the_next(
    text: str, field: str, codes: tuple[str, ...]
) -> None:
    assert getattr(parse_intended_use(text), field) == codes


def test_a_doctors_office_in_a_list_of_places_names_no_doctor() -> None:
    use = parse_intended_use("用于CT图像的显示，在急诊、居家环境、医师办公室使用。")
    assert (use.users, use.settings) == ((), ("emergency", "home", "office"))
    doctors = parse_intended_use("用于CT图像的显示，由急诊、放射科医师使用。")
    assert set(doctors.users) == {"physician", "radiologist"}


def test_oct_that_is_called_the_eyes_is_the_eyes_beside_arteries() -> None:
    use = IntendedUse(modalities=("OPT",), anatomies=("coronary_artery", "hand"))
    for lang in ("zh", "en"):
        assert parse_intended_use(describe_intended_use(use, lang=lang)).modalities == ("OPT",)
    assert parse_intended_use("用于冠状动脉OCT图像的显示。").modalities == ("IVOCT",)
