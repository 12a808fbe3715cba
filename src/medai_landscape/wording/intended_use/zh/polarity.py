"""What is affirmed in a sentence, what is ruled out, what is denied, what is only said.

Every word gets one of six modes:

``affirm``
    said of the product;
``exclude``
    patients, inputs or uses that are ruled out (不适用于…, …除外, 除…外);
``deny``
    functions that it does not have (不提供…, 也不生成…): nothing at all is read there;
``duty``
    what its reader has to do (应…, 须…): names users and their training, no function;
``title``
    what stands before the colon of a product's name (胸部超声辅助软件：…);
``neutral``
    disclaimers, double negations, trial populations: only who is spoken of is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.zh.disclaimers import disclaimer
from medai_landscape.wording.intended_use.zh.suffixes import (
    announces_list,
    leave_with_care,
    let_be,
    rule_out_before,
    rule_out_between,
    rule_out_except,
)
from medai_landscape.wording.intended_use.zh.zones import Polarity

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.clauses import Clause
    from medai_landscape.wording.intended_use.zh.words import Word
    from medai_landscape.wording.intended_use.zh.zones import Zone

__all__ = ["assign_modes"]

_RESTART = re.compile(
    "(?:但|然而|而|仅|只|供|由|可|能|用于|适用|预期|本|该|此|软件|产品|系统|模块|装置|设备|对(?!于)|在|经|"
    "为|应|须|需|必须|使用|医[师生疗]|操作|结果|其(?!他|它|余)|用户|目标|通过|利用|采用|以(?!及|外)|同时|检测|"
    "辅助|输出|提供|所有|全部|分析|仍|并[可能对为由将在]|且[可应须]|放射|临床|自动|支持|给出|识别|测量|显示|通知|提示|预警|排序)"
)
_LACKS = re.compile(
    "不(?:含|包[括含]|涵盖|支持)(?![^，。；、]{0,6}(?:移动|手机|平板))[^，。；、]{0,20}(?:功能|模块|算法)(?![^，。；、])"
)
_NOT_DONE_TO = re.compile(
    "不对[^，。；、]{0,20}(?:岁[^，。；、]{0,8}(?:者|人群|儿童|女性|男性)|孕妇|儿童|新生儿|婴幼?儿)(?:使用|进行|开展|实施)"
)
"""不对14岁以下儿童进行检测."""
_GLANCE = re.compile(
    "(?:终端|手机|平板|平板电脑|移动端|移动设备)[^，。；]{0,12}仅(?:供|用于|限于?|作为?)[^，。；]{0,8}(?:提示|预览|查看|浏览|通知|阅览|知[晓悉])"
)
"""移动终端上的图像仅供预览: not for diagnosis."""
_ON_ITS_SCREEN = re.compile(
    "(?:终端|手机|平板|平板电脑|移动端|移动设备)[^，。；]{0,8}(?:显示|浏览|查看|阅览|屏幕)[^，。；]{0,8}不"
)
_LEADS_TO = ("导致", "造成")
_SPOILT = re.compile("[漏误]|未|不|遗|伪|错")
_RESTARTS = frozenset(("affirm", "only", "training", "final", "combine", "duty"))
_AND = re.compile("(?:以及|及|或|和|与|并|也|亦)")
_ALSO = frozenset("且并也亦又而")
_NUMBERED = re.compile("(?:以下|下列)?(?:人群|情况|情形|患者)?(?:（?[1一a][）.、]|-(?![0-9]))")
_TITLE = re.compile("[^，。；：]{4,40}(?:软件|系统|产品|装置|设备)：")


def assign_modes(text: str, clauses: list[Clause], before: str) -> Polarity:
    """Give every word of a sentence, or of a piece of one, its mode.

    Args:
        text: the sentence.
        clauses: its clauses; their `modes` are filled in.
        before: the mode that what stands before it left open: ``exclude`` inside a list of
            what is ruled out.
    """
    found = Polarity()
    last = {id(None): before or "affirm"}
    for number, clause in enumerate(clauses):
        begin = _begin(text, clause, last)
        if begin == "caution":
            clause.cues.add("caution")
        span = None if _is_on_a_mobile(text, clause) else disclaimer(text, clause)
        if span is not None:
            found.disclaimers.append(span)
        end = _walk(text, clause, begin, span, found.zones)
        if "caution" in clause.cues:
            leave_with_care(text, clauses, number, found)
        left = rule_out_before(text, clauses, number, found) if span is None else ""
        last[id(clause.parent)] = left or end
        if left == "list" or (end == "exclude" and _opens_list(clause, text)):
            found.left_open = last[id(clause.parent)] = "exclude"
        elif "caution" in clause.cues and (begin == "caution" or _opens_list(clause, text)):
            found.left_open = last[id(clause.parent)] = "caution"
    rule_out_between(text, clauses, found)
    rule_out_except(text, clauses, found)
    let_be(text, clauses)
    found.ends = last[id(None)]
    return found


def _begin(text: str, clause: Clause, last: dict[int, str]) -> str:
    if clause.follows == "open":
        parent = clause.parent
        before = [
            mode
            for token, mode in zip(parent.tokens, parent.modes, strict=True)  # type: ignore[union-attr]
            if token[0] < clause.start
        ]
        return before[-1] if before and before[-1] != "duty" else "affirm"
    if clause.follows == "":
        return "affirm" if _RESTART.match(text, clause.start) else last[id(None)]
    mode = last.get(id(clause.parent), "affirm")
    if mode in {"exclude", "caution"}:
        if clause.follows == "colon":
            return mode
        restarts = _RESTART.match(text, clause.start) or not clause.cues.isdisjoint(_RESTARTS)
        return "affirm" if restarts else mode
    if mode == "deny" and _AND.match(text, clause.start):
        return mode
    return "affirm"


_MODES = {
    "exclude": "exclude", "exclude_list": "exclude", "deny": "deny", "ruled_out": "uses",
    "double_negative": "neutral", "tested": "neutral", "nothing_known": "neutral",
}  # fmt: skip


def _walk(
    text: str, clause: Clause, begin: str, span: tuple[int, int] | None, zones: list[Zone]
) -> str:
    """Go through the words of a clause from left to right; return the mode at its end."""
    mode = _first_mode(text, clause, begin)
    opened = clause.start
    # What a disclaimer speaks of (临床医师不得仅凭…) is no part of what is affirmed.
    said = clause.end if span is None else span[0] if "affirm" in clause.cues else 0
    for token in clause.tokens:
        start, end, word = token
        cue = word.cue
        new = "neutral" if start >= said else _next_mode(text, token, mode)
        if mode in {"exclude", "uses"} and new != mode:
            zones.append((opened, start, mode == "exclude" and clause.follows != "open"))
        if new in {"exclude", "uses"} and (new != mode or cue in _MODES):
            if new == mode:
                zones.append((opened, start, clause.follows != "open"))
            opened = end if cue in _MODES else start
        mode = new
        clause.modes.append(mode)
    if mode in {"exclude", "uses"}:
        if not clause.tokens and begin == "exclude":
            opened = clause.start
        zones.append((opened, clause.end, mode == "exclude" and clause.follows != "open"))
    return mode if mode in {"exclude", "deny"} else "affirm"


def _first_mode(text: str, clause: Clause, begin: str) -> str:
    if _TITLE.match(text) and not clause.start:
        return "title"
    rules_out = not clause.cues.isdisjoint(("exclude", "exclude_after"))
    if not clause.cues.isdisjoint(("tested", "double_negative")):
        return "neutral"
    is_caution = "caution" in clause.cues or _spoils_results(text, clause)
    if is_caution and not (rules_out or begin == "exclude"):
        return "neutral"
    if any("mobile_device" in word.excluded for _, _, word in clause.tokens) and (
        not clause.cues.isdisjoint(("exclude", "ruled_out"))
        or _GLANCE.search(text, clause.start, clause.end)
        or _is_on_a_mobile(text, clause)
    ):
        return "exclude"  # 手机端图像不用于诊断: the device comes before the words that rule it out
    return begin


def _spoils_results(text: str, clause: Clause) -> bool:
    """Whether a clause says what makes results worse: not 可能导致心肌缺血, which is a disease."""
    if "caveat" not in clause.cues:
        return False
    cues = [number for number, (_, _, word) in enumerate(clause.tokens) if word.cue == "caveat"]
    if any(not text.endswith(_LEADS_TO, 0, clause.tokens[cue][1]) for cue in cues):
        return True
    behind = clause.tokens[cues[-1] + 1 : cues[-1] + 2]
    return not any(
        field == "findings" and not _SPOILT.search(text, end, clause.end)
        for _, end, word in behind
        for field, _ in word.labels
    )


def _is_on_a_mobile(text: str, clause: Clause) -> bool:
    """Whether what a mobile shows is no basis: 手机显示的图像不得作为诊断依据."""
    return "not_basis" in clause.cues and bool(
        _ON_ITS_SCREEN.search(text, clause.start, clause.end)
    )


def _next_mode(text: str, token: Hit[Word], mode: str) -> str:
    """Return the mode of a word, given the mode of the word before it."""
    start, _, word = token
    cue = word.cue
    if cue == "but":
        return "affirm"
    is_said_of_patients = mode == "exclude" and _ALSO.isdisjoint(text[start - 1 : start + 1])
    if mode in {"neutral", "title"} or (cue == "deny" and is_said_of_patients):
        return mode  # 不适用于无法配合的患者
    if cue in _MODES:
        return _turned(text, start, cue)
    if mode != "affirm":
        return mode
    if cue == "duty":
        return cue
    is_denied = text[start - 1 : start] == "不" and any(
        name == "functions" for name, _ in word.labels
    )
    return "deny" if is_denied else mode


def _turned(text: str, start: int, cue: str) -> str:
    """Return the mode that a cue turns to: 不含斑块评估功能 rules nobody out."""
    if cue == "deny" and _NOT_DONE_TO.match(text, start):
        return "exclude"
    return "deny" if cue == "exclude" and _LACKS.match(text, start) else _MODES[cue]


def _opens_list(clause: Clause, text: str) -> bool:
    """Whether what is ruled out comes as a list: behind a colon, numbered, or 以下人群."""
    return (
        announces_list(clause, text)
        or "exclude_list" in clause.cues
        or text[clause.end : clause.end + 1] == "："
        or any(
            word.cue == "exclude" and _NUMBERED.match(text, end) for _, end, word in clause.tokens
        )
    )
