"""The words behind each constraint, in texts as files give them: breaks, widths, unseen signs."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from medai_landscape.wording.intended_use import parse_intended_use
from medai_landscape.wording.intended_use.consistency import constraints_of
from medai_landscape.wording.intended_use.facts import FLAGS, SETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.records.intended_use import IntendedUse

CHINESE = [
    (
        "本产品用于18岁及以上患者胸部CT图像的显示和测量，自动检测4mm及以上的肺结节，供经培训的放射科医师在医疗机构使用，"
        "不能单独用作临床诊疗决策依据。不适用于孕妇、植入起搏器的患者。"
    ),
    "用于女性乳腺超声图像的处理，对乳腺肿块进行良恶性辅助诊断；仅适用于指定型号的超声设备；不适用于术后患者。",
    "对疑似颅内出血患者的头颅CT图像进行优先排序，由急诊医师使用，结果仅供参考。",
    "用于结直肠息肉的实时识别，输入为肠镜视频；狭窄率50%以上者不适用。",
]
ENGLISH = [
    (
        "The software displays chest CT images of adult patients and detects lung nodules of 4 mm or larger. "
        "It is used by trained radiologists in hospitals and is not the sole basis for diagnosis. "
        "It is not intended for pregnant women or patients with pacemakers."
    ),
    (
        "The device classifies thyroid nodules on ultrasound images as benign or malignant in women aged 18 to 75 "
        "years. It is for use with designated scanners only."
    ),
    (
        "The system flags studies with suspected pulmonary embolism on CT pulmonary angiography for emergency "
        "physicians. The final decision remains with the physician."
    ),
]


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def inside_words(sign: str, every: int) -> Callable[[str], str]:
    """Put *sign* between two letters of the same script, at each place in turn."""

    def put(text: str) -> str:
        def breaks(place: int) -> bool:
            both = text[place : place + 2]
            return len(both) > 1 and all(c.isalpha() and not c.isascii() for c in both)

        return "".join(
            char + sign if number % every == 0 and breaks(number) else char
            for number, char in enumerate(text)
        )

    return put


def at_spaces(sign: str) -> Callable[[str], str]:
    return lambda text: re.sub(" (?=[a-z])", sign, text)


WAYS: dict[str, list[tuple[str, Callable[[str], str]]]] = {
    "zh": [
        ("full-width", full_width),
        ("line break in words", inside_words("\n", 5)),
        ("Windows line break in words", inside_words("\r\n", 5)),
        ("every Windows line break", inside_words("\r\n", 1)),
        ("tab in words", inside_words("\t", 4)),
        ("wide space in words", inside_words("\u3000", 4)),
        ("zero-width", inside_words("\u200b", 2)),
        ("soft hyphen", inside_words("\u00ad", 3)),
        ("byte order mark", lambda text: "\ufeff" + text),
        ("beyond the basic plane", lambda text: "🎉𠮷" + text),
        ("decomposed", lambda text: unicodedata.normalize("NFD", text)),
    ],
    "en": [
        ("full-width", full_width),
        ("Windows line breaks", at_spaces("\r\n")),
        ("line breaks", at_spaces("\n")),
        ("tabs", at_spaces("\t")),
        ("no-break spaces", at_spaces("\u00a0")),
        ("two spaces", at_spaces("  ")),
        ("hyphenation", lambda text: text.replace("nodules", "nod-\nules").replace("pati", "pa-\r\nti")),
        ("soft hyphen", lambda text: text.replace("di", "d\u00adi")),
        ("zero-width", lambda text: text.replace("ar", "a\u200br")),
        ("ligatures", lambda text: text.replace("ffi", "ﬃ").replace("fl", "ﬂ").replace("fi", "ﬁ")),
        ("beyond the basic plane", lambda text: "🎉𠮷 " + text),
    ],
}  # fmt: skip


def folded(words: str) -> str:
    plain = unicodedata.normalize("NFKC", re.sub("[\u200b\u00ad\ufeff]|-\r?\n", "", words))
    return re.sub(r"\s+", "", plain).lower()


def cited(use: IntendedUse, text: str) -> set[tuple[str, str, str]]:
    return {(e.field, e.value, folded(text[e.start : e.end])) for e in use.evidence}


@pytest.mark.parametrize(
    ("language", "name", "change"), [(lang, *way) for lang, ways in WAYS.items() for way in ways],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_text_as_files_give_it_says_the_same_by_the_same_words(
    language: str, name: str, change: Callable[[str], str]
) -> None:
    for text in CHINESE if language == "zh" else ENGLISH:
        given = change(text)
        plain, use = parse_intended_use(text), parse_intended_use(given)
        assert constraints_of(use) == constraints_of(plain), (name, given)
        assert cited(use, given) == cited(plain, text), (name, given)


@pytest.mark.parametrize("text", [*CHINESE, *ENGLISH])
def test_every_constraint_has_words_and_all_words_a_constraint(text: str) -> None:
    use = parse_intended_use(text)
    found = defaultdict(set)
    for evidence in use.evidence:
        words = text[evidence.start : evidence.end]
        assert words
        assert words == words.strip(" ,;.，；。、")
        found[evidence.field].add(evidence.value)
    for field in SETS:
        assert found[field] == set(getattr(use, field)), field
    for field in FLAGS:
        assert bool(found[field]) is getattr(use, field), field
    assert bool(found["age"]) is (use.age is not None)
    assert len(found["thresholds"]) == len(use.thresholds)


def test_a_prefix_that_begins_another_word_is_no_prefix() -> None:
    text = "The software co-\nmputes the volume of non-\nsmall nodules of the lung."
    words = [text[e.start : e.end] for e in parse_intended_use(text).evidence]
    assert "co-\nmputes" in words


@pytest.mark.parametrize(
    "text",
    [
        "There are no known contraindications.",
        "Contraindications: there are no known contraindications.",
        "Contraindications: There are none.",
        "Contraindications: None known.",
    ],
)
def test_no_contraindication_rules_out_nobody(text: str) -> None:
    assert parse_intended_use(f"The software displays CT images. {text}").exclusions == ()
