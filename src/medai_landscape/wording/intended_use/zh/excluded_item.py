"""What one item of a list rules out: the codes of its words, or of what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.measures import Measured
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["Item", "codes_of_item"]

_GENERIC = re.compile("术后|手术|治疗|介入|移植|手术后|植入者?|植入体?|置入|植入式")
_ELSEWHERE = re.compile("部位的?(?:皮损|病变|病灶|结节|肿物)")
_IMAGE = re.compile("图像|影像|切片|记录|信号|数据")
_HISTORY = frozenset(("prior_ablation", "prior_radiotherapy", "prior_chemotherapy", "implant"))
_BY_WHOM = frozenset(("user_group", "mobile_device"))
_PURPOSE = re.compile("(?:诊断|确诊|首诊|初始判读|首次阅片|诊断性阅片)(?:用途|目的)?$")
_PEOPLE = re.compile("患者|人群|病人|者|史|后|曾|既往|接受|已|明确|其[他它]")
_HAS = re.compile("(?:需要?(?:进行|接受|行)|拟行|合并有?|伴有?|患有|并发|存在|有(?![关效无]))")
_UNREADABLE = re.compile("遮挡|伪影|模糊|重叠|干扰|过曝|曝光(?:不足|过度)|质量|不清|缺损")
_CONTOURED = re.compile(
    "(?:靶区|病灶|病变|肿瘤|瘤体|瘤区|gtv|ctv)[^，。；、]{0,8}(?:勾画|轮廓|描绘|分割|勾勒)"
)
_SUCH_A_CHILD = re.compile(
    "(?:存在|合并|伴|患|具有|接受|无法|不能|难以|正在|曾|已)[^，。；、]{1,16}的[^，。；、]{0,4}(?:童|儿|少年)"
)
_BORN_EARLY = re.compile("早产|低出生体重|极低体重")
_INSIDE = re.compile("体内|植入(?!位)|装有|置入")
_DIFFUSE_DISEASE = re.compile("弥漫性[^，。；、]{1,8}(?:纤维化|硬化|炎|症|肿(?!瘤)|病(?![变灶]))")
_MODE = re.compile(
    "动态|运动|负荷|腔内|颅内|食管|长程|增强|平扫|低剂量|能谱|双能|锥形束|灌注|弥散|三维|四维|多普勒|放大|染色|弹性|荧光|cta"
)
_PREDICATE = re.compile(
    "的?(?:最大径|直径|长径|大小|体积|数量|位置|位于|边缘|显示|超出|超过|未|不)"
)
"""What a finding is like, not who has it: 结节最大径超过…者, 息肉位于…者."""
_MANY = re.compile("多发(?!伤|性硬化|性骨髓)|巨大|微小")
_TO_COME = re.compile(
    "(?:拒绝|拟行?|计划|需要?|等待|无法|不能|无)[^，。；、后史]{0,6}(?:手术|治疗|放疗|化疗|移植)(?![后史])|"
    "(?:手术|治疗)(?:条件|指征|适应|禁忌)"
)
_KIND = re.compile("(?:机器人|机器人辅助|开放|开腹|开胸|腔镜|微创|急诊)手术 *$")
_DIAGNOSES = frozenset(("diagnosis", "@diagnose"))
_VERDICT = re.compile("诊|阅片|判读|良恶|良性")
_FIELDS = ("users", "findings", "functions", "modalities", "settings")
"""The fields that tell what an item rules out, the most telling first."""
_YOUNG = 18

Item = tuple[str, int, int]
"""A code, and where the words stand that rule it out."""

Codes = dict[str, tuple[int, int]]
"""What words rule out, and where they stand."""

Labels = dict[str, Item]
"""What else words name, by field."""


def codes_of_item(
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
        if first <= number.start < last and not _is_time(number.value):
            return [(_of_number(number), number.start, number.end)]
    inside = [token for token in tokens if first <= token[0] < last]
    if not inside:
        return []
    codes, labels = _words_of(text, inside)
    whole = _of_the_whole(plain, codes)
    if whole:
        return [(whole, first, last), *_input_of(whole, labels)]
    ending = plain.rstrip()
    patient = (
        _HAS.match(plain) is not None
        or ending.endswith(("史", "者"))
        or any(word.cue == "patient_word" for _, _, word in inside)
    )
    if "known_disease" in codes and not patient and "functions" in labels:
        del codes["known_disease"]
    if "急性" in plain:
        place = first + plain.index("急性")
        codes.setdefault("acute_condition", (place, place + 2))
    if "mobile_device" in codes and labels.get("functions", ("",))[0] in _DIAGNOSES:
        codes["primary_diagnosis"] = labels["functions"][1:]
    if patient and _MANY.search(plain):
        patient = False  # 多发结节者: a kind of the target
    if codes:
        _qualify(plain, codes, shared=shared)
        return [(code, *span) for code, span in _settled(text, codes, labels).items()]
    is_disease = shared and not _MANY.search(plain) and labels.get("findings", "@")[0][0] != "@"
    return _by_label(text, first, labels, patient=patient or is_disease)


def _of_the_whole(plain: str, codes: Codes) -> str:
    """Return what only the words of an item together rule out; empty where there is no such."""
    if _PEOPLE.search(plain) is None:
        if _PURPOSE.search(plain) and not _BY_WHOM & codes.keys():
            return "primary_diagnosis"
        if _CONTOURED.search(plain):
            return "lesion_contouring"
    if _ELSEWHERE.search(plain):
        return "other"
    # 金属假体遮挡的图像 says not who has one, 体内有假体致伪影的图像 does.
    is_unreadable = _UNREADABLE.search(plain) and _IMAGE.search(plain)
    return "other" if is_unreadable and not _INSIDE.search(plain) else ""


def _input_of(whole: str, labels: Labels) -> list[Item]:
    """Return whose diagnosis is ruled out: 不用于乳腺X射线图像的诊断."""
    if whole != "primary_diagnosis" or "modalities" not in labels:
        return []
    code, start, end = labels["modalities"]
    return [(f"@input:{code}", start, end)]


def _qualify(plain: str, codes: Codes, *, shared: bool) -> None:
    """Rule out for another reason than their age: 早产儿, 合并癫痫的儿童; 弥漫性肺炎患者."""
    if codes.keys() == {"pediatric"} and (_SUCH_A_CHILD.search(plain) or _BORN_EARLY.search(plain)):
        codes["other"] = codes.pop("pediatric")
    for code in ("prior_surgery", "prior_radiotherapy", "prior_chemotherapy"):
        if code in codes and (_TO_COME.search(plain) or (not shared and _KIND.search(plain))):
            codes["other"] = codes.pop(code)  # 拒绝手术者; 开放手术不适用
    if "finding_type" in codes and shared and _DIFFUSE_DISEASE.search(plain):
        codes["other"] = codes.pop("finding_type")


def _words_of(text: str, tokens: Sequence[Hit[Word]]) -> tuple[Codes, Labels]:
    """Return what the words of an item rule out, and what else they name, by field."""
    codes: Codes = {}
    labels: Labels = {}
    for start, end, word in tokens:
        for code in word.excluded:
            if code not in codes or _GENERIC.fullmatch(text, *codes[code]):
                codes[code] = (start, end)
        for field, code in word.labels:
            labels.setdefault(field, (code, start, end))
    return codes, labels


def _is_time(value: object) -> bool:
    return isinstance(value, Limit) and value.unit == "h"


def _of_number(number: Measured) -> str:
    value = number.value
    if isinstance(value, AgeBand):
        return "pediatric" if value.high is not None and float(value.high) <= _YOUNG else "other"
    return "finding_type" if value.unit in {"mm", "cm", "μm", "%"} else "other"


def _settled(text: str, codes: Codes, labels: Labels) -> Codes:
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


def _by_label(text: str, first: int, labels: Labels, *, patient: bool) -> list[Item]:
    """Return what an item rules out that names a user, a use, an input or a finding."""
    field = next((name for name in _FIELDS if name in labels), "")
    if not field:
        return []
    code, start, end = labels[field]
    ruled = "other"
    if field == "users":
        ruled = "user_group"
    elif field == "findings":
        said_of_it = patient and _PREDICATE.match(text, end) is not None
        kind = "state" if said_of_it else "disease" if patient else "finding"
        ruled = f"@{kind}:{code}"
    elif field == "functions" and code in _DIAGNOSES and _VERDICT.search(text, start, end):
        ruled = "primary_diagnosis"
    elif field == "modalities" and not patient:
        # 动态心电图 is another modality beside 静息心电图.
        is_mode = code != "SM" and _MODE.search(text, max(first, start - 4), end)
        ruled = "other_modality" if is_mode else f"@modality:{code}"
    elif field == "settings" and code == "emergency":
        ruled = "acute_condition"
    return [(ruled, start, end)]
