"""Words of function that mean this or that by what stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["Beside", "Named", "Place", "Surroundings", "settle_functions"]

Named = tuple[str, int, int]


class Surroundings(NamedTuple):
    """What else a clause says."""

    start: int
    end: int
    supply: int | None
    """Where 供 and a user stand: what the user then does with the output (供医师评估时参考) is
    no function of the product."""
    targets: Collection[str]
    """The findings."""
    edges: Collection[int]
    """Where the names of body parts start and end."""


class Place(NamedTuple):
    """A word and the text near it, inside its clause."""

    word: str
    before: str
    after: str
    around: str
    is_supplied: bool
    """Whether it is what a user does with the output: 供医师诊断."""
    names_part: bool
    """Whether it marks a body part as a whole."""


class Beside(NamedTuple):
    """What else the clause names."""

    codes: frozenset[str]
    targets: Collection[str]


_FUTURE = re.compile("未来|将来|[0-9一二三五十]+(?:年|个月|天|小时|日)内|发生|发病|复发|预后")
_SUSPICION = re.compile("恶性|良性|可能|概率|阳性|患病|诊断|风险")
_ASSESSES = re.compile("(?:辅助)?评估|评价|估计")
_BETTER_THAN_ASSESSMENT = frozenset(
    ("triage", "diagnosis", "@assess", "prediction", "monitoring", "@sort")
)
_WINDOW = 40
_AFTER = 24
_ALONE = {"@treat": "therapy?", "@diagnose": "", "@screen": ""}
_OF_DISEASE = frozenset(("@diagnose", "@screen"))
_BORDER = re.compile(
    "边界[^，。；、]{0,4}(?:识别|标记|标注|标识)|(?:识别|标记|标注|标识)[^，。；、]{0,12}边界"
)
_PLACE = re.compile("位置|区域|部位|征象|方框|框|热力|范围")
_DISEASES = frozenset(
    (
        "diabetic_retinopathy", "glaucoma", "macular_degeneration", "tuberculosis", "pneumonia",
        "osteoporosis", "atrial_fibrillation", "arrhythmia", "heart_failure", "autism", "sepsis",
        "low_ejection_fraction", "heart_murmur", "epilepsy", "ischemic_stroke", "skin_lesion",
        "coronary_artery_disease", "lung_cancer", "breast_cancer", "prostate_cancer", "cancer",
        "@cancer", "other",
    )
)  # fmt: skip
_SCAN = re.compile("扫描(?:范围|参数|计划|协议|定位)|曝光参数|拍摄参数")
_SCANNING = re.compile("扫描[^，。；、]{0,4}定位|定位[^，。；、]{0,4}扫描")
_VISITS = re.compile("两次|前后|先后|历次|多次|既往|历史|随访|不同时[间期]|治疗前后|术前术后")
_QUALITY = re.compile("体位|曝光|重新拍摄|重新采集|图像质量|切面|探头|摆位")
_CASES = re.compile("病例|病人|急诊|危急")
_RISK = re.compile("[^，。；、]{1,20}风险")
_SHOWN_AS = re.compile("(?:热图|热力图|方框|框|轮廓|颜色|伪彩|高亮)$")
_INTO = re.compile(
    "(?!下)[^，。；、]{0,10}(?:介入|穿刺|手术|活检|消融|置管|插管|置入|导丝|导管|进针|支气管镜)"
)
_TO_ACQUIRE = re.compile(
    "(?!下)[^，。；、]{0,16}(?:扫查|采集|获取|获得|切面|拍摄|重拍|摆位|探头|留图)"
)
_MODEL = re.compile("[^，。；]{0,16}三维")
_PLAN = re.compile("制定|制订|设计|优化|编制")
_COUNT = re.compile("计数|血细胞|白细胞|红细胞|密度")
_NOT_ITS_DOING = re.compile("(?:手动|人工|手工|操作者|操作员|操作人员)(?:进行|对)?$|[收接]到$")
_SCORE = re.compile("评分|打分|分值|积分|评级")
_LIKELY = re.compile("可能性|概率|风险")
_VERDICT = re.compile("是否存在|是否发现|有无|是否为|是否患有|判断是否|提示是否|疑似程度")
_RESULT = re.compile("(?:识别|检测|检出|标记|标注|标示|定位|提示|发现)[和并及后、]$")
_LABELS = re.compile("(?:自动)?(?:标注|标记|标识|识别)")
_ALL_OF_IT = re.compile("(?:名称|编号|序号|分支|分段|节段|结构)?(?:[，。；、及和与并]|$)")
_WEAK_PURPOSE = re.compile(
    "评估|评价|查看|观察|浏览|判别|鉴别|判断|监测|发现|检查|随访|鉴别诊断|定性"
)


def settle_functions(text: str, tokens: list[Hit[Word]], said: Surroundings) -> list[Named]:
    """Return the functions that a clause names.

    Args:
        text: the sentence.
        tokens: the affirmed words of one clause that name a function.
        said: what else the clause says.

    A code that is left with an ``@`` is for the statement as a whole to settle.
    """
    named: list[Named] = []
    for start, end, word in tokens:
        if _NOT_ITS_DOING.search(text, max(0, start - 6), start):
            continue
        supplied = said.supply is not None and start > said.supply
        if supplied and _WEAK_PURPOSE.fullmatch(text, start, end):
            continue
        named += [(code, start, end) for field, code in word.labels if field == "functions"]
    beside = Beside(frozenset(code for code, _, _ in named), said.targets)
    first, last = said.start, said.end
    settled: list[Named] = []
    for code, start, end in named:
        around = text[max(first, start - _WINDOW) : min(last, end + _WINDOW)]
        place = Place(
            text[start:end],
            text[max(first, start - 4) : start],
            text[end : min(last, end + _AFTER)],
            around,
            said.supply is not None and start > said.supply,
            _names_part(text, start, end, said.edges),
        )
        new = _settle(code, place, beside)
        if new:
            settled.append((new, start, end))
    return settled


def _names_part(text: str, start: int, end: int, edges: Collection[int]) -> bool:
    """Whether a body part is marked as a whole: 肋骨标注, 标注椎体编号."""
    if _LABELS.fullmatch(text, start, end) is None:
        return False
    if end in edges:
        end = min((edge for edge in edges if edge > end), default=end)
    elif not (start in edges or (start - 1 in edges and text[start - 1] == "的")):
        return False
    return _ALL_OF_IT.match(text, end) is not None


def _settle(code: str, place: Place, beside: Beside) -> str:
    if code == "@mark" and place.names_part:
        return "segmentation"
    if code in _BY_NEIGHBOURS:
        return _BY_NEIGHBOURS[code](place.around, beside)
    another = _by_what_follows(code, place, beside)
    if another is not None:
        return another
    if code in _OF_DISEASE and beside.targets and not place.is_supplied:
        return "diagnosis?"
    return "" if _is_said_better(code, place, beside.codes) else _ALONE.get(code, code)


def _by_what_follows(code: str, place: Place, beside: Beside) -> str | None:
    """Return the function that a word is with the words behind it, None where it stays."""
    if code == "@guide":
        return _guide(place)
    if code == "quantification" and _ASSESSES.fullmatch(place.word) and _RISK.match(place.after):
        return _assess(place.around, beside)
    if code == "enhancement" and place.word.endswith("重建") and _MODEL.match(place.after):
        return "visualization"
    if code == "planning" and _SCAN.search(place.around):
        return "acquisition_guidance"
    if code == "@radiotherapy_plan":
        is_made = _PLAN.search(place.before[-3:]) or _PLAN.search(place.after[:3])
        return "planning" if is_made else code
    return None


def _is_said_better(code: str, place: Place, codes: frozenset[str]) -> bool:
    """Whether other words of the clause say what this word of function is about."""
    if code == "quantification" and _ASSESSES.fullmatch(place.word):
        return not codes.isdisjoint(_BETTER_THAN_ASSESSMENT)
    if code == "quantification" and _SCORE.fullmatch(place.word):
        likelihood = {"diagnosis", "prediction", "@assess"}
        return not codes.isdisjoint(likelihood) or _LIKELY.search(place.around) is not None
    if code == "diagnosis" and _LIKELY.fullmatch(place.word):
        return "prediction" in codes
    if code == "diagnosis" and _VERDICT.fullmatch(place.word):
        return not codes.isdisjoint({"triage", "acquisition_guidance"})
    if code == "visualization" and not codes.isdisjoint({"detection", "@mark"}):
        return bool(_RESULT.search(place.before) or _SHOWN_AS.search(place.before))
    return False


def _prompt(around: str, beside: Beside) -> str:
    """提示 is what the words beside it are: priority, malignancy, a place on the image."""
    said = {"triage", "acquisition_guidance", "diagnosis"}
    if not beside.codes.isdisjoint(said) or _QUALITY.search(around):
        return ""
    if _SUSPICION.search(around):
        return "diagnosis"
    if not beside.targets:
        return ""
    if _CASES.search(around):
        return "triage"
    return (
        "diagnosis"
        if _DISEASES.issuperset(beside.targets) and not _PLACE.search(around)
        else "detection"
    )


def _guide(place: Place) -> str:
    """引导穿刺 navigates, 指导扫查 guides how images are made; 超声引导下 says only how."""
    if place.word == "引导" and _INTO.match(place.after):
        return "navigation"
    return "acquisition_guidance" if _TO_ACQUIRE.match(place.after) else ""


def _mark(around: str, beside: Beside) -> str:
    """标记 marks findings for a reader; it is no detection of views, nor of whole studies."""
    if _SCANNING.search(around):
        return "acquisition_guidance"
    if not beside.targets and _BORDER.search(around):
        return "segmentation"
    guides = "acquisition_guidance" in beside.codes and not beside.targets
    return "" if guides or "triage" in beside.codes else "@detection"


def _scan(around: str, _: Beside) -> str:
    return "acquisition_guidance" if _SCAN.search(around) else ""


def _compare(around: str, _: Beside) -> str:
    return "monitoring" if _VISITS.search(around) else ""


def _assess(around: str, beside: Beside) -> str:
    """风险评估 of a disease that is there is diagnosis, of one that may come is prediction."""
    if "triage" in beside.codes:
        return ""
    is_future = "prediction" in beside.codes or _FUTURE.search(around)
    return "prediction" if is_future else "diagnosis"


def _sort(around: str, beside: Beside) -> str:
    if _COUNT.search(around):
        return "quantification"
    return "diagnosis" if beside.targets else ""


_BY_NEIGHBOURS: dict[str, Callable[[str, Beside], str]] = {
    "@prompt": _prompt,
    "@mark": _mark,
    "@scan": _scan,
    "@compare": _compare,
    "@assess": _assess,
    "@sort": _sort,
}
