"""Numbers in Chinese statements: ages of the population, limits of the finding.

以上, 及以上 and 以下 include the number itself (Civil Code, Article 1259);
小于, 不足, 未满 and 超过 do not.  Technical numbers (slice thickness, tube voltage,
frame rate) are no limits of anything that is looked for.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

__all__ = ["Measured", "ages", "limits"]


class Measured(NamedTuple):
    """An age band or a limit, and its words."""

    value: AgeBand | Limit
    start: int
    end: int


_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,4})?"
_BEFORE = (
    "大于或等于|大于等于|不小于|不低于|不少于|至少|高于或等于|>=|≥|年满|已满|满|大于|超过|高于|>|"
    "小于或等于|小于等于|不大于|不超过|不高于|不多于|至多|最多|<=|≤|小于|不足|未满|不满|低于|"
    "少于|未达|不到|<|达到|达|多于|超出|大过|高过|低于或等于|低于等于|高于等于"
)
_AFTER = (
    "及以上|或以上|含以上|及其以上|以上|及以下|或以下|及其以下|以下|以内|之内|起|及更大|或更大|"
    "及更小|以后|或更高|或更低|及更高|及更低"
)
_OPERATORS = {
    **dict.fromkeys(("大于或等于", "大于等于", "不小于", "不低于", "不少于", "至少"), ">="),
    **dict.fromkeys(("高于或等于", "高于等于", ">=", "≥", "年满", "已满", "满"), ">="),
    **dict.fromkeys(("达到", "达"), ">="),
    **dict.fromkeys(("大于", "超过", "高于", ">", "多于", "超出", "大过", "高过"), ">"),
    **dict.fromkeys(("小于或等于", "小于等于", "不大于", "不超过", "不高于", "不多于"), "<="),
    **dict.fromkeys(("至多", "最多", "<=", "≤", "低于或等于", "低于等于"), "<="),
    **dict.fromkeys(("小于", "不足", "未满", "不满", "低于", "少于", "未达", "不到", "<"), "<"),
    **dict.fromkeys(("及以上", "或以上", "含以上", "及其以上", "以上", "起", "以后"), ">="),
    **dict.fromkeys(("及更大", "或更大", "或更高", "及更高"), ">="),
    **dict.fromkeys(("及以下", "或以下", "及其以下", "以下", "以内", "之内"), "<="),
    **dict.fromkeys(("及更小", "或更低", "及更低"), "<="),
}  # fmt: skip
_NOTE = "(?:（(?P<{0}>不?含)[^（）；。]{{0,8}}）)?"
_TO = "(?:~|-{1,2}|至|到|[和与](?=[^，。；]{1,12}之间))"

_AGE_UNIT = "周岁|岁|个月龄|月龄|个月|月|周龄|日龄|天龄|天"
_AGE = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<low>{_NUMBER}|出生|生后|半(?=周?岁)|[一二三四五六七八九十]{{1,3}})"
    rf"(?: ?(?P<unit>{_AGE_UNIT})(?P<half>半)?)?{_NOTE.format('note')}"
    rf"(?:{_TO}(?P<next>{_BEFORE})?(?P<high>{_NUMBER}|[一二三四五六七八九十]{{1,3}})"
    rf" ?(?P<unit2>{_AGE_UNIT}){_NOTE.format('note2')})?"
    rf"(?P<after>{_AFTER})?{_NOTE.format('note3')}"
)
_YEARS = {
    "周岁": 1, "岁": 1, "个月龄": 12, "月龄": 12, "个月": 12, "月": 12,
    "周龄": 52, "日龄": 365, "天龄": 365, "天": 365,
}  # fmt: skip
_NO_AGE_BEFORE = re.compile("(?:骨龄|孕|随访|术后|病程|近|过去|未来|后|前|内|使用)$")
_NEAR = 3
_WINDOW = 60
_DIGITS = {"两": 2} | {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


def _number(text: str) -> Decimal:
    """Read digits, or a Chinese numeral under a hundred."""
    if text[0] in "0123456789":
        return Decimal(text)
    if text in {"出生", "生后"}:
        return Decimal(0)
    if text == "半":
        return Decimal("0.5")
    tens, ten, ones = text.partition("十")
    if not ten:
        return Decimal(_DIGITS.get(tens[-1], 0))
    return Decimal(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


def _digits(text: str) -> str:
    """Return digits as they stand, 八 as 8."""
    return text if text[0] in "0123456789" else str(_number(text))


def _years(number: str, unit: str) -> str:
    value = _number(number)
    return str(value if _YEARS[unit] == 1 else round(value / _YEARS[unit], 4).normalize() + 0)


def ages(text: str) -> list[Measured]:
    """Return the age bands in a sentence; limits that follow each other make one band."""
    if "岁" not in text and "龄" not in text and "月" not in text and "天" not in text:
        return []
    found: list[Measured] = []
    for match in _AGE.finditer(text):
        band = _band(match)
        if band is None:
            continue
        last = found[-1] if found else None
        if last is not None and match.start() - last.end <= _NEAR:
            joined = _joined(last.value, band)  # type: ignore[arg-type]
            if joined is not None:
                found[-1] = Measured(joined, last.start, match.end())
                continue
        found.append(Measured(band, match.start(), match.end()))
    return found


def _band(match: re.Match[str]) -> AgeBand | None:
    unit, unit2 = match["unit"] or match["unit2"], match["unit2"]
    if unit is None or not _is_age(match, unit, unit2):
        return None
    low = _years(match["low"], unit)
    if match["half"]:
        low = str(Decimal(low) + Decimal("0.5"))  # 1岁半
    if match["high"] is not None:
        low_op = _OPERATORS.get(match["before"] or "", ">=")
        high_op = _OPERATORS.get(match["next"] or "", "<=")
        high_closed = high_op != "<" and "不含" not in (match["note2"] or match["note3"] or "")
        low_closed = low_op != ">" and match["note"] != "不含"
        return AgeBand(low, low_closed, _years(match["high"], unit2), high_closed)
    op = _OPERATORS.get(match["after"] or "") or _OPERATORS.get(match["before"] or "")
    if op is None:
        return None
    closed = op[-1] == "=" and "不含" not in (match["note"] or match["note3"] or "")
    if op[0] == ">":
        return AgeBand(low, closed, high=None, high_closed=False)
    return AgeBand(low=None, low_closed=False, high=low, high_closed=closed)


def _is_age(match: re.Match[str], unit: str, unit2: str | None) -> bool:
    """Whether the number counts the years of a person, and not of a disease or a follow-up."""
    text = match.string
    if _NO_AGE_BEFORE.search(text[max(0, match.start() - 4) : match.start()]):
        return False
    if "岁" in unit or "龄" in unit or (unit2 is not None and ("岁" in unit2 or "龄" in unit2)):
        return True
    around = text[max(0, match.start() - 4) : match.start()] + text[match.end() : match.end() + 6]
    return any(word in around for word in ("婴", "儿", "年龄", "月龄"))


def _joined(first: AgeBand, second: AgeBand) -> AgeBand | None:
    """Read ≥18岁且≤75岁 as one band."""
    if first.high is None and second.low is None:
        return AgeBand(first.low, first.low_closed, second.high, second.high_closed)
    if first.low is None and second.high is None:
        return AgeBand(second.low, second.low_closed, first.high, first.high_closed)
    return None


_UNIT = (
    "mm3|mmhg|mmol/l|mm|毫米汞柱|毫米|公厘|cm3|cm|厘米|公分|μm|um|微米|%|ms|毫秒|ng/ml|pg/ml|μg/l|ng/dl|ml|毫升|"
    "次/分钟|次/分|bpm|次/小时|kg/m2|kg|公斤|kpa|千帕|db|分贝|℃|°c|摄氏度|度|°|d(?![a-z])"
)
_IN_WORDS = "[一二两三四五六七八九十]{1,3}"
_FIGURE = rf"{_NUMBER}|{_IN_WORDS}(?=毫米|厘米|公分)|(?(percent){_IN_WORDS}|(?!))"
_LIMIT = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<percent>百分之)?(?P<low>{_FIGURE}) ?(?P<unit>{_UNIT})?"
    rf"{_NOTE.format('note')}(?:{_TO}(?P<next>{_BEFORE})?(?:百分之)?(?P<high>{_FIGURE})"
    rf" ?(?(percent)|(?P<unit2>{_UNIT})){_NOTE.format('note2')})?"
    rf"(?P<after>{_AFTER})?{_NOTE.format('note3')}"
)
_UNITS = {
    "毫米汞柱": "mmHg", "mmhg": "mmHg", "毫米": "mm", "公厘": "mm", "厘米": "cm", "公分": "cm",
    "um": "μm", "微米": "μm",
    "毫秒": "ms", "ng/ml": "ng/mL", "pg/ml": "pg/mL", "μg/l": "μg/L", "mmol/l": "mmol/L",
    "ml": "mL", "毫升": "mL", "次/分钟": "bpm", "次/分": "bpm", "公斤": "kg", "分贝": "dB",
    "db": "dB", "d": "D", "ng/dl": "ng/dL", "度": "°", "kpa": "kPa", "千帕": "kPa",
    "℃": "°C", "°c": "°C", "摄氏度": "°C",
}  # fmt: skip
_TECHNICAL = (
    "层厚|层间距|层间隔|间距|(?<!室)间隔|电压|电流|矩阵|像素|体素|分辨率|帧率|采样|视[野场]角?度?|fov|螺距|"
    "(?<!低)剂量|频率|焦距|步进|误差|精度|准确率|灵敏度|敏感度|敏感性|特异度|(?<!前列腺)特异性|时间|内存|场强|曝光|"
    "重建(?:层|间|矩阵|视|时|算法|核|参数)|(?<!浸润)深度|扫描范围|拍摄距离|工作距离|放大倍|波长|扫描长度|"
    "覆盖|亮度|占比|走纸|增益|比例尺|一致性|阳性率|切片厚度|厚度为|层数|带宽|扫描速度|扫描宽度|管径|镜头|"
    "屏幕|存储|分辨|存储量|信噪比|召回率|噪声|控制在|宜控制|转速|旋转角|倾角|视角|倾斜|温度|湿度"
)
_QUANTITY = "[长短直横外大小后]径|大小|体积|狭窄|射血分数|角度|夹角|病灶|结节|肿块|息肉"
_NAME = re.compile(f"(?P<technical>{_TECHNICAL})|{_QUANTITY}")
_TECHNICAL_AFTER = re.compile("的?(?:层厚|薄层|间隔|层间|重建|分辨率|扫描|采样)")
_MEASURES = (
    ("stenosis", re.compile("狭窄")),
    ("ejection_fraction", re.compile("射血分数|lvef|ef")),
    ("psa", re.compile("psa|前列腺特异")),
    ("qtc", re.compile("qt")),
    ("follicle_size", re.compile("卵泡")),
)
_FLOW_RATIOS = "ffr|血流储备分数|血流储备|血流分数|qfr|ifr"
_RATIO = re.compile(
    rf"(?P<name>{_FLOW_RATIOS}|杯盘比|c/d|cdr|踝[肱臂]指数|abi|阻力指数|搏动指数|积分|指数|比值|"
    rf"ahi|bmi|nihss|gcs|suv(?:max)?|pesi|fvc)[^0-9，。；、]{{0,10}}?(?P<before>{_BEFORE}|在|为|介于)"
    rf"(?P<low>{_NUMBER})(?:{_TO}(?P<next>{_BEFORE})?(?P<high>{_NUMBER}))?"
    rf"(?P<unit>分)?(?![0-9]|\.[0-9]| ?(?:{_UNIT}))(?P<after>{_AFTER})?"
)
_ONSET = re.compile(
    rf"(?:发病|起病|发作|症状出现|症状发生)(?:后|时间|在|距今|不超过|≤|<=){{0,2}}(?P<low>{_NUMBER})个?(?:小时|h)(?:以内|之内|内|)"
    "的?[^，。；、图影]{0,12}(?:患者|病人|人群|者)"
)
"""发病24小时以内的患者: the state of the patient; 24小时内发生 is what is to come."""
_IS_FLOW = re.compile(_FLOW_RATIOS)
_REST = re.compile("[^，。；、]{0,12}")
_LENGTHS = frozenset(("mm", "cm", "μm"))


def limits(text: str) -> list[Measured]:
    """Return the clinical limits in a sentence; a range gives two."""
    found: list[Measured] = []
    for match in _LIMIT.finditer(text):
        unit = match["unit"] or match["unit2"] or ("%" if match["percent"] else None)
        if unit is None:
            continue
        nearby = max(0, match.start() - _WINDOW)
        start = max(text.rfind(char, nearby, match.start()) for char in "，；。、") + 1
        start = max(start, nearby)
        if _is_technical(text, start, match):
            continue
        for op, number, its_unit in _operators(match, unit):
            name = _UNITS.get(its_unit, its_unit)
            limit = Limit(_measure(text, start, match.end(), name), op, number, name)
            found.append(Measured(limit, match.start(), match.end()))
    for match in _ONSET.finditer(text):
        limit = Limit("other", "<=", match["low"], "h")
        found.append(Measured(limit, match.start(), match.end()))
    for match in _RATIO.finditer(text):
        measure = "ffr" if _IS_FLOW.fullmatch(match["name"]) else "other"
        for op, number, _ in _operators(match, ""):
            found.append(Measured(Limit(measure, op, number, ""), match.start(), match.end()))
    return found


def _is_technical(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a number is of the image and not of the finding: the name nearest before it says."""
    is_technical = _TECHNICAL_AFTER.match(text, match.end()) is not None
    for name in _NAME.finditer(text, start, match.start()):
        is_technical = name["technical"] is not None
    return is_technical


def _operators(match: re.Match[str], unit: str) -> list[tuple[str, str, str]]:
    """Return operator, number and unit of each end that is said."""
    before, after = _OPERATORS.get(match["before"] or ""), _OPERATORS.get(match["after"] or "")
    if match["high"] is not None:
        high = _OPERATORS.get(match["next"] or "", "<=")
        low_op = ">" if before == ">" or _notes(match, "note") == "不含" else ">="
        high_op = "<" if high == "<" or "不含" in _notes(match, "note2", "note3") else "<="
        unit2 = unit and (match["unit2"] or unit)
        return [(low_op, _digits(match["low"]), unit), (high_op, _digits(match["high"]), unit2)]
    op = after or before
    if op is None:
        return []
    if "不含" in _notes(match, "note", "note3"):
        op = op[0]
    return [(op, _digits(match["low"]), unit)]


def _notes(match: re.Match[str], *names: str) -> str:
    """Return the first 含 or 不含 in brackets; a ratio has none."""
    said = match.groupdict()
    return next((said[name] for name in names if said.get(name)), "")


def _measure(text: str, start: int, end: int, unit: str) -> str:
    around = text[start:end] + _REST.match(text, end)[0]  # type: ignore[index]
    for name, pattern in _MEASURES:
        if pattern.search(around):
            return name
    return "lesion_size" if unit in _LENGTHS else "other"
