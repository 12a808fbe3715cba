"""Say a use as a Chinese statement, in the register of the genre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.names import name_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from medai_landscape.records.intended_use import AgeRange, IntendedUse, Threshold

__all__ = ["describe"]

_MEASURES = {
    "lesion_size": "长径",
    "stenosis": "狭窄率",
    "ejection_fraction": "射血分数",
    "ffr": "FFR",
    "psa": "PSA",
    "qtc": "QTc",
    "follicle_size": "卵泡直径",
    "other": "数值",
}
_OPERATORS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
_USES = frozenset(("primary_diagnosis", "screening", "lesion_contouring", "treatment_monitoring"))


def describe(use: IntendedUse) -> str:
    """Return a statement that reads as *use* does."""
    sentences = [
        _purpose(use),
        _population(use),
        _targets(use),
        _users(use),
        "结果不能单独用作临床诊疗决策依据" if use.standalone_prohibited else "",
        "仅适用于指定型号的设备" if use.equipment_restricted else "",
        *_exclusions(use),
    ]
    said = "".join(f"{sentence}。" for sentence in sentences if sentence)
    # A use that is known in part is said as a text that breaks off.
    return said if use.complete else f"{said}……"


def _list(field: str, codes: Iterable[str]) -> str:
    return "、".join(names_of("zh", field, codes))


def _purpose(use: IntendedUse) -> str:
    """本产品用于肺部的CT图像的显示、检测."""
    inputs = "、".join(names_of("zh", "modalities", use.modalities, use.anatomies))
    parts = (_list("anatomies", use.anatomies), inputs, _list("functions", use.functions))
    return f"本产品用于{'的'.join(filter(None, parts)) or '医疗用途'}"


def _population(use: IntendedUse) -> str:
    """适用人群为18岁及以上的成人、女性."""
    groups = names_of("zh", "age_groups", use.age_groups) + names_of("zh", "sexes", use.sexes)
    ages = [_age(use.age)] if use.age is not None else []
    words = "的".join(filter(None, (*ages, "、".join(groups))))
    return f"适用人群为{words}" if words else ""


def _age(age: AgeRange) -> str:
    low, high = _plain(age.min), _plain(age.max)
    if low and high:
        if age.min_inclusive and age.max_inclusive:
            return f"{low}岁至{high}岁"
        more = "大于等于" if age.min_inclusive else "大于"
        less = "小于等于" if age.max_inclusive else "小于"
        return f"{more}{low}岁且{less}{high}岁"
    if low:
        return f"{low}岁及以上" if age.min_inclusive else f"大于{low}岁"
    return f"{high}岁及以下" if age.max_inclusive else f"小于{high}岁"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _targets(use: IntendedUse) -> str:
    findings = _list("findings", use.findings)
    said = f"目标病变或状态为{findings}" if findings else ""
    limits = "，".join(map(_limit, use.thresholds))
    return "，".join(filter(None, (said, f"限于{limits}" if limits else "")))


def _limit(limit: Threshold) -> str:
    return f"{_MEASURES[limit.measure]}{_OPERATORS[limit.op]}{_plain(limit.value)}{limit.unit}"


def _users(use: IntendedUse) -> str:
    """由经培训的放射科医师在医疗机构使用."""
    places = f"在{_list('settings', use.settings)}" if use.settings else ""
    if use.users:
        trained = "经培训的" if use.user_training else ""
        return f"由{trained}{_list('users', use.users)}{places}使用"
    if use.user_training:
        return f"使用者应经过培训{'，' + places + '使用' if places else ''}"
    return f"{places}使用" if places else ""


def _exclusions(use: IntendedUse) -> list[str]:
    """One sentence for patients and inputs, one for uses."""
    codes = {code.value for code in use.exclusions}
    sentences = []
    if "body_contact" in codes:
        sentences.append("本产品不与人体接触")
    if "mobile_device" in codes:
        sentences.append("移动设备不适用")
    if codes & _USES:
        sentences.append(
            "，".join(
                f"不用于{name_of('zh', 'exclusions', code)}" for code in sorted(codes & _USES)
            )
        )
    rest = codes - _USES - {"body_contact", "mobile_device", "other"}
    if rest:
        sentences.append(f"不适用于{_list('exclusions', rest)}")
    return sentences
