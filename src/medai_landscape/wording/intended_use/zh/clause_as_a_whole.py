"""What only a clause as a whole says: 给出体积 measures, 仅适用于…型设备 restricts equipment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Collection

    from medai_landscape.wording.intended_use.zh.clauses import Clause

__all__ = ["said_as_a_whole"]

_MODEL = re.compile(
    '模式|序列|[a-z]+ ?-?[0-9]+|[0-9]+[a-z]+|"|公司|型号|牌(?!照)|型(?!超声)|品牌|指定|验证|系列'
)
_DEVICE = re.compile("相机|内镜|扫描仪|超声仪|诊断仪|监护仪|胶囊")
_PAIRED = re.compile(
    "(?<!与)(?<!仅)配套的?[^，。；、的用]{0,12}(?:设备|装置|仪(?!表)|手环|手表|探头|听诊器|相机|记录器|采集器|传感器|贴片|泵|呼吸机|机器人|主机|终端|电极|手套|床垫)"
)
_GIVEN = (
    (re.compile("区域|位置|部位"), "detection"),
    (re.compile("类型|性质|亚型"), "diagnosis"),
)
_LIKELIHOOD = re.compile("(?:可能性?|概率|风险|置信度|似然)的?$")
_SCREENED = re.compile(
    "(?:面向|针对|用于|开展)[^，。；：]{0,30}(?:人员|人群|女性|妇女|男性|居民|学生|儿童|老年人|职工|者)的?"
    "[^，。；：的]{0,14}(?<!辅助)(?:筛查|初筛|普查)(?:软件|系统|产品)?"
)
_ENDS_SCREENING = ("筛查", "初筛", "普查", "筛查软件", "筛查系统", "初筛软件", "初筛系统")
_SPOKEN = frozenset(("affirm", "duty"))
_EQUIPMENT = frozenset(("only", "pair_with", "device"))


def said_as_a_whole(
    text: str, clause: Clause, *, bare: bool, targets: Collection[str]
) -> list[Mention]:
    """Return what the words of a clause say together.

    Args:
        text: the sentence.
        clause: a clause of it, with the modes of its words.
        bare: whether the clause names no function.
        targets: the findings that it names.
    """
    said: list[Mention] = []
    cues = clause.cues
    if "give" in cues and "quantity" in cues:
        said += _given_quantity(text, clause)
    if "give" in cues and targets and bare:
        said += _given_place(text, clause)
    if text.endswith(_ENDS_SCREENING, clause.start, clause.end) and "affirm" in clause.modes:
        said += [
            Mention("settings", "screening_program", *screened.span())
            for screened in _SCREENED.finditer(text, clause.start, clause.end)
            if screened.end() == clause.end
        ]
    if "pair_with" in cues and "affirm" in clause.modes:
        said += [
            Mention("equipment_restricted", True, *paired.span())  # noqa: FBT003 # the value of a field
            for paired in _PAIRED.finditer(text, clause.start, clause.end)
        ]
    if not cues.isdisjoint(("only", "pair_with")) and (
        "device" in cues or _DEVICE.search(text, clause.start, clause.end)
    ):
        said += _equipment(text, clause)
    return said


def _given_place(text: str, clause: Clause) -> list[Mention]:
    """Read 给出可疑区域 as a detection, 输出骨折类型 as a diagnosis."""
    for (start, _, word), mode in zip(clause.tokens, clause.modes, strict=True):
        if mode == "affirm" and word.cue == "give":
            found = ((pattern.search(text, start, clause.end), code) for pattern, code in _GIVEN)
            return [
                Mention("functions", code, start, given.end()) for given, code in found if given
            ]
    return []


def _given_quantity(text: str, clause: Clause) -> list[Mention]:
    """Read 给出体积 as a measurement."""
    given = -1
    for (start, end, word), mode in zip(clause.tokens, clause.modes, strict=True):
        if mode == "affirm" and word.cue == "give":
            given = start
        elif mode == "affirm" and word.cue == "quantity" and given >= 0:
            if _LIKELIHOOD.search(text, given, start):
                continue  # 输出肺癌可能性百分比
            return [Mention("functions", "quantification", given, end)]
    return []


def _equipment(text: str, clause: Clause) -> list[Mention]:
    """Read 仅适用于…型设备: only what names or designates equipment restricts it."""
    spans = [
        (start, end)
        for (start, end, word), mode in zip(clause.tokens, clause.modes, strict=True)
        if mode in _SPOKEN and word.cue in _EQUIPMENT
    ]
    # The model stands behind 仅适用于, but before 配套使用.
    begin = clause.start if "pair_with" in clause.cues or not spans else spans[0][0]
    is_named = "vendor" in clause.cues or _MODEL.search(text, begin, clause.end) is not None
    if not spans or not is_named:
        return []
    return [Mention("equipment_restricted", True, spans[0][0], spans[-1][1])]  # noqa: FBT003 # the value of a field
