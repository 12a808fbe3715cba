"""What is ruled out, item by item: 不适用于A、B及C的患者.

Each item gives the codes of its words; an item that no word list knows is the
exclusion ``other``.  What an item means can depend on the whole statement:
``@modality:CT`` is another modality only where CT is no input, and
``@disease:glaucoma`` is a known disease only where glaucoma is the target.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.mentions import AgeBand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.measures import Measured
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["ruled_out"]

_BRACKETS = re.compile("（[^（）]*）?")
_AND = re.compile("、|以及|或者|[及或和与](?!其(?![他它余])|并)|/|；")
_EMPTY = re.compile(
    "(?:的|等|患者|人群|受检者|受试者|人员|对象|病人|情况|情形|使用|检查|者|类|其他|其它|其余|所有|任何|一切|"
    "本产品|本软件|软件|产品|均|都|也|用于|适用|以上|上述|图像|影像|进行|对|在|为|中|时|或|及|和|与|曾|有|"
    "以下|下列|如下|（|）|：|[0-9]|[ .。·;-])*"
)
_OTHERS = re.compile("其[他它余]")
_DEVICE = re.compile("装置|器械|设备|植入")
_GENERIC = re.compile("术后|手术|治疗|介入|移植|手术后|植入者?|植入体?|置入|植入式")
_ELSEWHERE = re.compile("部位的?(?:皮损|病变|病灶|结节|肿物)")
_IMAGE = re.compile("图像|影像|切片|记录|信号|数据")
_MODES = re.compile("模式[下的]?(?:图像)?\\s*$")
_HISTORY = frozenset(("prior_ablation", "prior_radiotherapy", "prior_chemotherapy", "implant"))
_BY_WHOM = frozenset(("user_group", "mobile_device"))
_PURPOSE = re.compile("(?:诊断|确诊)(?:用途|目的)?$")
_FOR = re.compile("(?<!适)用于$")
_PEOPLE = re.compile("患者|人群|病人|者|史|后|曾|既往|接受|已|明确|其[他它]")
_SHARED = re.compile("(?:患者|人群|病人|者)$")
_HAS = re.compile("(?:合并有?|伴有?|患有|并发|存在|有(?![关效无]))")
_UNREADABLE = re.compile("遮挡|伪影|模糊|重叠|干扰|过曝|曝光(?:不足|过度)|质量|不清|缺损")
_OPERATED = re.compile("(?:既往|曾|接受|行)[^，。；]{1,12}(?<!技)术|(?<!技)术[后史]")
_YOUNG = 18
_A_WORD = 2

Item = tuple[str, int, int]


def ruled_out(
    text: str,
    zone: tuple[int, int, bool],
    tokens: Sequence[Hit[Word]],
    measured: Sequence[Measured],
) -> list[Item]:
    """Return the exclusions in *zone* of a sentence, with their spans.

    Args:
        text: the sentence.
        zone: start, end, and whether an item without a known word is ``other``.
        tokens: the words in the zone.
        measured: ages and limits in the sentence.
    """
    start, end, every = zone
    if start >= end:
        return []
    plain = _BRACKETS.sub(lambda match: " " * len(match[0]), text[start:end])
    bounds = [start]
    for match in _AND.finditer(plain):
        bounds += [start + match.start(), start + match.end()]
    bounds.append(end)
    is_use = _FOR.search(text, max(0, start - 4), start) and not _PEOPLE.search(plain)
    shared = _SHARED.search(plain.rstrip()) is not None
    found: list[Item] = []
    for first, last in zip(bounds[::2], bounds[1::2], strict=True):
        rest = plain[first - start : last - start]
        codes = _item(text, rest, first, tokens, measured, shared=shared)
        if is_use and codes:
            codes = [
                ("other" if item[0] == "prior_surgery" else item[0], *item[1:]) for item in codes
            ]
        found += codes
        if every and not codes:
            if _OTHERS.match(rest.strip()) and found:
                if _DEVICE.search(rest):
                    found.append(("implant", first, last))
            elif len(_EMPTY.sub("", rest)) >= _A_WORD:
                found.append((_unknown(plain, "" if is_use else rest), first, last))
    return found


def _unknown(plain: str, item: str) -> str:
    """Return what an item rules out that no word list knows."""
    if _MODES.search(plain):
        return "other_modality"
    return "prior_surgery" if _OPERATED.search(item) else "other"


def _item(
    text: str,
    plain: str,
    first: int,
    tokens: Sequence[Hit[Word]],
    measured: Sequence[Measured],
    *,
    shared: bool,
) -> list[Item]:
    """Return what one item of a list rules out; *shared* says that the list ends in 患者."""
    last = first + len(plain)
    for number in measured:
        if first <= number.start < last:
            return [(_of_number(number), number.start, number.end)]
    inside = [token for token in tokens if first <= token[0] < last]
    if not inside:
        return []
    codes, labels = _words_of(text, inside)
    if _PURPOSE.search(plain) and not _PEOPLE.search(plain) and not _BY_WHOM & codes.keys():
        return [("primary_diagnosis", first, last)]
    if _ELSEWHERE.search(plain) or (_UNREADABLE.search(plain) and _IMAGE.search(plain)):
        return [("other", first, last)]  # 金属假体遮挡的图像 says not who has one
    patient = _HAS.match(plain) is not None or any(
        word.cue == "patient_word" for _, _, word in inside
    )
    if "known_disease" in codes and not patient and "functions" in labels:
        del codes["known_disease"]
    if "急性" in plain:
        place = first + plain.index("急性")
        codes.setdefault("acute_condition", (place, place + 2))
    if "mobile_device" in codes and "functions" in labels:
        codes["primary_diagnosis"] = labels["functions"][1:]
    if codes:
        return [(code, *span) for code, span in _settled(text, codes, labels).items()]
    is_disease = shared and labels.get("findings", "@")[0][0] != "@"
    return _by_label(labels, patient=patient or is_disease or plain.rstrip().endswith("者"))


def _words_of(
    text: str, tokens: Sequence[Hit[Word]]
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[str, int, int]]]:
    """Return what the words of an item rule out, and what else they name, by field."""
    codes: dict[str, tuple[int, int]] = {}
    labels: dict[str, tuple[str, int, int]] = {}
    for start, end, word in tokens:
        for code in word.excluded:
            if code not in codes or _GENERIC.fullmatch(text, *codes[code]):
                codes[code] = (start, end)
        for field, code in word.labels:
            labels.setdefault(field, (code, start, end))
    return codes, labels


def _of_number(number: Measured) -> str:
    value = number.value
    if isinstance(value, AgeBand):
        return "pediatric" if value.high is not None and float(value.high) <= _YOUNG else "other"
    return "finding_type" if value.unit in {"mm", "cm", "μm", "%"} else "other"


def _settled(
    text: str, codes: dict[str, tuple[int, int]], labels: dict[str, tuple[str, int, int]]
) -> dict[str, tuple[int, int]]:
    """Settle words of one item that say the same thing twice: 起搏器植入者 is one reason."""

    def is_generic(code: str) -> bool:
        return _GENERIC.fullmatch(text, *codes[code]) is not None

    if "pacemaker" in codes and "implant" in codes and is_generic("implant"):
        del codes["implant"]
    if "prior_surgery" in codes and not _HISTORY.isdisjoint(codes) and is_generic("prior_surgery"):
        del codes["prior_surgery"]
    if "treatment_monitoring" in codes:
        return {"treatment_monitoring": codes["treatment_monitoring"]}  # of whatever treatment
    better = {"known_disease", "oncology_patient", "screening"}
    if any(code in better or code.startswith("prior_") for code in codes):
        codes.pop("malignancy", None)
    if "malignancy" in codes and labels.get("findings", ("@",))[0][0] != "@":
        codes[f"@disease:{labels['findings'][0]}"] = codes.pop("malignancy")
    if "pediatric" in codes and len(codes) > 1:
        del codes["pediatric"]  # 急诊患儿: what rules them out is not their age
    elif "pediatric" in codes and "findings" in labels:
        codes["other"] = codes.pop("pediatric")
    return codes


def _by_label(labels: dict[str, tuple[str, int, int]], *, patient: bool) -> list[Item]:
    """Return what an item rules out that names a user, a use, an input or a finding."""
    if "users" in labels:
        return [("user_group", *labels["users"][1:])]
    if "findings" in labels:
        code, start, end = labels["findings"]
        return [(f"@disease:{code}" if patient else "finding_type", start, end)]
    if "functions" in labels:
        code, start, end = labels["functions"]
        return [
            ("primary_diagnosis" if code in {"diagnosis", "@diagnose"} else "other", start, end)
        ]
    if "modalities" in labels:
        code, start, end = labels["modalities"]
        return [("other" if patient else f"@modality:{code}", start, end)]
    if "settings" in labels:
        code, start, end = labels["settings"]
        return [("acute_condition" if code == "emergency" else "other", start, end)]
    return []
