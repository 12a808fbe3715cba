"""What a word of function means by what stands beside it, word by word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["Beside", "Place", "settle"]


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
_AND_VERDICT = re.compile("[与和及、](?:其|病变|病灶)?(?:性质|定性|良恶性|辅助诊断)")
_SUSPICION = re.compile("恶性|良性|可能|概率|阳性|患病|诊断|风险")
_CALCULATES = re.compile("计算|估算|测算|推算|量化|统计")
_A_LIKELIHOOD = re.compile(
    "[^，。；、和及并]{0,18}(?:概率|风险|可能性)(?:评分|分值|得分|值|百分比)?(?:[，。；、]|$)"
)
_ASSESSES = re.compile("(?:辅助)?评估|评价|估计")
_LIKELIHOODS = frozenset(("diagnosis", "prediction", "@assess"))
_BETTER_THAN_ASSESSMENT = frozenset(
    ("triage", "diagnosis", "@assess", "prediction", "monitoring", "@sort", "acquisition_guidance")
)
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
_SCAN = re.compile(
    "扫描(?:范围|参数|计划|协议|定位|平面|层面|切面|方位|起止|部位|区域|序列)|"
    "成像(?:平面|层面|切面|方位)|(?:曝光|拍摄)参数"
)
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
_TO_RETAKE = re.compile("[^，。；、]{0,10}(?:重新[摆拍采扫]|调整[体曝探摆角]|屏气|探头[位角方])")
_MODEL = re.compile("[^，。；]{0,16}三维")
_PLAN = re.compile("制定|制订|拟定|设计|优化|编制")
_TO_PLAN = re.compile("(?:制定|制订|拟定|设计|优化|编制)[^，。；、]{0,12}$|生成$")
_WHEN = re.compile("(?:当|一旦|若|如|如果|倘若)[^，。；、]{0,8}$")
_THEN = re.compile("[到出]?[^，。；]{0,20}(?:时(?!间)|后|$)")
_COUNT = re.compile("计数|血细胞|白细胞|红细胞|密度")
_TOOL = re.compile("手术器械|器械尖端|穿刺针|针尖|导丝|导管头|线圈|钻头|进针|套管")
_ARM = re.compile("[^，。；、]{0,24}(?:机器人|机械臂|机械手|器械|钻|锯|磨|输注泵|注射泵|刺激)")
_ON_IT = re.compile("(?:图像|影像)?[上中]")
_ON_THE_TABLE = re.compile("术中|坐标|光学定位|定位装置|患者位置|患者空间")
_OCCASION = re.compile("(?:治疗)?(?:时(?!间)|前|后|中(?!心)|期间|过程|患者|者|人员|医)")
_SHOWN_THING = re.compile("的(?:压缩|缩略|预览)?(?:图像|影像|画面|信息|结果|内容)")
_SHOWN_CHANGE = re.compile("[^，。；、]{0,10}(?:曲线|趋势|变化)")
_SCORE = re.compile("评分|打分|分值|积分|评级")
_STAINED = re.compile(
    "[阴阳]性[^，。；、]{0,3}[阴阳]性的?(?:细胞|细胞核|肿瘤细胞|面积|区域|信号|染色|比例)"
)
_YEARS_AHEAD = re.compile("[0-9一二三五十]+年(?:内|期)?[^，。；、0-9]{0,8}$")
_LIKELY = re.compile("可能性|概率|风险")
_VERDICT = re.compile(
    "是否(?:引起|导致|伴有|合并|属于|阳性|异常)|是否存在|是否发现|有无|是否为|是否患有|判断是否|提示是否|疑似程度"
)
_NAMED = re.compile("[、，。；和及与]|$")
_RESULT = re.compile("(?:识别|检测|检出|标记|标注|标示|定位|提示|发现)[和并及后、]$")


def settle(code: str, place: Place, beside: Beside) -> str:
    """Return the function that the word at *place* names, empty where it names none.

    A code that is left with an ``@`` is for the statement as a whole to settle.
    """
    sense = _SENSES.get(code)
    return sense(place, beside) if sense else code


def _prompt(place: Place, beside: Beside) -> str:
    """提示 is what the words beside it are: priority, malignancy, a place on the image."""
    said = {"triage", "acquisition_guidance", "diagnosis", "prediction"}
    if beside.targets and _AND_VERDICT.match(place.after):
        return "detection"
    if _TO_RETAKE.match(place.after):
        return "acquisition_guidance"
    if not beside.codes.isdisjoint(said) or _QUALITY.search(place.around):
        return ""
    if _SUSPICION.search(place.around):
        return "diagnosis"
    return _prompt_finding(place.around, beside.targets) if beside.targets else ""


def _prompt_finding(around: str, targets: Collection[str]) -> str:
    if _CASES.search(around):
        return "triage"
    if _PLACE.search(around):
        return "detection"
    return "diagnosis" if _DISEASES.issuperset(targets) else "@flag"


def _guide(place: Place, _: Beside) -> str:
    """引导穿刺 navigates, 指导扫查 guides how images are made; 超声引导下 says only how."""
    if place.word == "引导" and _INTO.match(place.after):
        return "navigation"
    return "acquisition_guidance" if _TO_ACQUIRE.match(place.after) else ""


def _mark(place: Place, beside: Beside) -> str:
    """标记 marks findings for a reader; it is no detection of views, nor of whole studies."""
    if place.names_part:
        return "segmentation"
    if _SCANNING.search(place.around):
        return "acquisition_guidance"
    if place.word == "定位" and "navigation" in beside.codes:
        return ""
    if beside.targets:
        return "" if "triage" in beside.codes else "@detection"
    return _mark_no_finding(place.around, beside.codes)


def _mark_no_finding(around: str, codes: frozenset[str]) -> str:
    if _BORDER.search(around):
        return "segmentation"
    if _SCAN.search(around):
        return "acquisition_guidance"
    if "navigation" in codes or _TOOL.search(around):
        return "navigation"
    return "" if not codes.isdisjoint({"acquisition_guidance", "triage"}) else "@detection"


def _scan(place: Place, _: Beside) -> str:
    return "acquisition_guidance" if _SCAN.search(place.around) else ""


def _compare(place: Place, _: Beside) -> str:
    return "monitoring" if _VISITS.search(place.around) else ""


def _assess(place: Place, beside: Beside) -> str:
    """风险评估 of a disease that is there is diagnosis, of one that may come is prediction."""
    if "triage" in beside.codes:
        return ""
    is_future = "prediction" in beside.codes or _FUTURE.search(place.around)
    return "prediction" if is_future else "diagnosis"


def _sort(place: Place, beside: Beside) -> str:
    if _COUNT.search(place.around):
        return "quantification"
    return "diagnosis" if beside.targets else ""


def _of_disease(place: Place, beside: Beside) -> str:
    """Read 用于肺结核的诊断 as a diagnosis where no function is named; 供医师诊断 is none."""
    return "diagnosis?" if beside.targets and not place.is_supplied else ""


def _drive(place: Place, _: Beside) -> str:
    """驱动机械臂 treats; 质量控制 and 控制台 do not."""
    return "therapy" if _ARM.match(place.after) else ""


def _treat(place: Place, _: Beside) -> str:
    return "" if _OCCASION.match(place.after) else "therapy"


def _plan(place: Place, _: Beside) -> str:
    return "acquisition_guidance" if _SCAN.search(place.around) else "planning"


def _plan_radiotherapy(place: Place, _: Beside) -> str:
    is_made = _TO_PLAN.search(place.before) or _PLAN.search(place.after[:3])
    return "planning" if is_made else "@radiotherapy_plan"


def _enhance(place: Place, _: Beside) -> str:
    """A model in space is shown; what is marked 在重建图像上 is not rebuilt by the product.

    Images are fused, but what is registered to a patient on the table is navigated.
    """
    if place.word == "配准" and _ON_THE_TABLE.search(place.around):
        return "navigation"
    if place.word.endswith("重建") and _MODEL.match(place.after):
        return "visualization"
    return "" if _ON_IT.match(place.after) else "enhancement"


def _measure(place: Place, beside: Beside) -> str:
    """评估 and 评分 are measurements where no other word says what is assessed."""
    if _ASSESSES.fullmatch(place.word):
        if _RISK.match(place.after):
            return _assess(place, beside)
        return "" if beside.codes & _BETTER_THAN_ASSESSMENT else "quantification"
    if _CALCULATES.fullmatch(place.word) and _A_LIKELIHOOD.match(place.after):
        return ""
    if _SCORE.fullmatch(place.word):
        is_likelihood = beside.codes & _LIKELIHOODS or _LIKELY.search(place.around)
        return "" if is_likelihood else "quantification"
    return "quantification"


def _diagnose(place: Place, beside: Beside) -> str:
    """A likelihood of what is to come is prediction, a verdict on a case may be triage."""
    if "rads" in place.word:
        return _category(place)
    if place.word[1:2] == "性" and _STAINED.match(place.word + place.after):
        return ""  # 计数阳性与阴性细胞
    if _YEARS_AHEAD.search(place.before):
        return "prediction"  # 10年骨折概率
    if _LIKELY.fullmatch(place.word):
        return "" if "prediction" in beside.codes else "diagnosis"
    if _VERDICT.fullmatch(place.word):
        return "" if beside.codes & {"triage", "acquisition_guidance"} else "diagnosis"
    return "diagnosis"


def _category(place: Place) -> str:
    """BI-RADS says a likelihood of cancer, or a density."""
    return "quantification" if "密度" in place.around else "diagnosis"


def _detect(place: Place, beside: Beside) -> str:
    """标出针尖位置 within a procedure finds no lesion; 检测、术中导航 are two functions.

    当检测到…时 says when a case is flagged.
    """
    if _WHEN.search(place.before) and _THEN.match(place.after):
        return "@flag"
    if "navigation" not in beside.codes or beside.targets or _NAMED.match(place.after):
        return "detection"
    return ""


def _show(place: Place, beside: Beside) -> str:
    """What is shown of a detection (标记并显示) or of a course (显示变化曲线) is no image."""
    if beside.codes & {"detection", "@mark"} and (
        _RESULT.search(place.before) or _SHOWN_AS.search(place.before)
    ):
        return ""
    if _SHOWN_THING.match(place.after):
        return ""  # 手机上显示的图像
    is_course = "monitoring" in beside.codes and _SHOWN_CHANGE.match(place.after)
    return "" if is_course else "visualization"


_SENSES: dict[str, Callable[[Place, Beside], str]] = {
    "@prompt": _prompt,
    "@guide": _guide,
    "@mark": _mark,
    "@scan": _scan,
    "@compare": _compare,
    "@assess": _assess,
    "@sort": _sort,
    "@drive": _drive,
    "@treat": lambda place, beside: _treat(place, beside) and "therapy?",
    "@diagnose": _of_disease,
    "@screen": _of_disease,
    "@radiotherapy_plan": _plan_radiotherapy,
    "visualization": _show,
    "quantification": _measure,
    "detection": _detect,
    "diagnosis": _diagnose,
    "enhancement": _enhance,
    "planning": _plan,
    "therapy": _treat,
}
"""The words that need the text beside them; every other code stands for itself."""
