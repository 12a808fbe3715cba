"""What is affirmed in a sentence, what is ruled out, what is denied, what is only said.

Every word gets one of five modes:

``affirm``
    said of the product;
``exclude``
    patients, inputs or uses that are ruled out (不适用于…, …除外, 除…外);
``deny``
    functions that it does not have (不提供…, 也不生成…): nothing at all is read there;
``duty``
    what its reader has to do (应…, 须…): names users and their training, no function;
``neutral``
    disclaimers, double negations, trial populations: only who is spoken of is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import Factory, define

from medai_landscape.wording.intended_use.zh.disclaimers import disclaimer

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.clauses import Clause
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["Polarity", "Zone", "assign_modes"]

Zone = tuple[int, int, bool]
"""Start and end of what is ruled out, and whether each item of it must be a reason."""

_RESTART = re.compile(
    "(?:但|然而|而|仅|只|供|由|可|能|用于|适用|预期|本|该|此|软件|产品|系统|模块|装置|设备|对(?!于)|在|经|"
    "为|应|须|需|必须|使用|医[师生疗]|操作|结果|其(?!他|它|余)|用户|目标|通过|利用|采用|以(?!及|外)|同时|检测|"
    "辅助|输出|提供|所有|全部|分析|仍|并[可能对为由将在]|且[可应须]|放射|临床|自动|支持|给出|识别|测量|显示)"
)
_RESTARTS = frozenset(("affirm", "only", "training", "final", "combine", "duty"))
_AND = re.compile("(?:以及|及|或|和|与|并|也|亦)")
_EXCEPT = re.compile(
    "(?<![去消切排清删解免移剔拆根扣])除(?!外|湿|颤|夜)了?(?P<what>[^，。；]{1,60}?)(?:以外|之外|外)(?!科|伤|周|源|侧|部|观)"
)
_UNIT_ENDS = frozenset("岁龄月天周%m）级")
_TITLE = re.compile("[^，。；：]{4,40}(?:软件|系统|产品|装置|设备)：")
_BESIDES = re.compile("，?(?:还|也|另|亦|同时|并)")
_SUBJECT = re.compile("(?:均|都|也|亦|则|者|软件|产品|系统|本|该|其|暂|应|，|，)*$")


@define
class Polarity:
    """What `assign_modes` found."""

    zones: list[Zone] = Factory(list)
    """What is ruled out."""
    disclaimers: list[tuple[int, int]] = Factory(list)
    """Where the text says that the product must not decide alone."""
    ends: str = "affirm"
    """The mode at the end."""
    left_open: str = ""
    """``exclude`` where a list of what is ruled out goes on in the next sentence."""
    looks_around: bool = False
    """Whether the text in front of it, or behind it, is needed."""


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
        span = disclaimer(clause)
        if span is not None:
            found.disclaimers.append(span)
        end = _walk(text, clause, begin, span, found.zones)
        left = _rule_out_before(text, clauses, number, found) if span is None else ""
        last[id(clause.parent)] = left or end
        if left == "list" or (end == "exclude" and _opens_list(clause, text)):
            found.left_open = "exclude"
            last[id(clause.parent)] = "exclude"
    _except(text, clauses, found)
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
    if mode == "exclude":
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
        return "neutral"  # a product's name says nothing
    if not clause.cues.isdisjoint(("tested", "double_negative", "caveat")):
        return "neutral"
    if not clause.cues.isdisjoint(("exclude", "ruled_out")) and any(
        "mobile_device" in word.excluded for _, _, word in clause.tokens
    ):
        return "exclude"  # 手机端图像不用于诊断: the device comes before the words that rule it out
    return begin


def _next_mode(text: str, token: Hit[Word], mode: str) -> str:
    """Return the mode of a word, given the mode of the word before it."""
    start, _, word = token
    cue = word.cue
    if cue == "but":
        return "affirm"
    if mode == "neutral":
        return mode
    if cue in _MODES:
        return _MODES[cue]
    if mode != "affirm":
        return mode
    if cue == "duty":
        return cue
    is_denied = text[start - 1 : start] == "不" and any(
        name == "functions" for name, _ in word.labels
    )
    return "deny" if is_denied else mode


def _opens_list(clause: Clause, text: str) -> bool:
    """Whether what is ruled out comes as a list: behind a colon, or 以下人群."""
    return (
        _announces_list(clause, text)
        or "exclude_list" in clause.cues
        or text[clause.end : clause.end + 1] == "："
    )


def _announces_list(clause: Clause, text: str) -> bool:
    """Whether 以下人群 announces a list; the 以下 of 18岁以下人群 does not."""
    return "list_following" in clause.cues and any(
        word.cue == "list_following" and text[start - 1 : start] not in _UNIT_ENDS
        for start, _, word in clause.tokens
    )


def _rule_out_before(text: str, clauses: list[Clause], number: int, found: Polarity) -> str:
    """Rule out what stands before …除外, …不适用, …禁用; return the mode after it."""
    clause = clauses[number]
    if "exclude_after" not in clause.cues:
        return ""
    begin = clause.start
    for place, (start, end, word) in enumerate(clause.tokens):
        if word.cue in {"affirm", "only", "but"}:
            begin = end
        if word.cue != "exclude_after" or clause.modes[place] in {"neutral", "deny"}:
            continue
        if not _SUBJECT.sub("", text[begin:start]):
            if _rule_out_beside(text, clauses, number, end, found):
                return "list"
            continue
        first = number
        if begin == clause.start:
            first = _first_of_list(text, clauses, number)
            found.looks_around = not first and clauses[0].follows != "" and _goes_on(text, clauses)
        for item in clauses[first:number]:
            if item.parent is clause.parent:
                _rule_out(item, item.start, item.end, found)
        _rule_out(clause, begin, start, found)
        begin = end
    return "affirm"


def _rule_out_beside(
    text: str, clauses: list[Clause], number: int, end: int, found: Polarity
) -> bool:
    """Rule out what a lone 不适用 speaks of: the list behind it, or the clause before it.

    Returns whether a list was opened.
    """
    clause = clauses[number]
    is_first = not number and not clause.follows
    if text[end : end + 1] == "：" or _announces_list(clause, text) or is_first:
        _rule_out(clause, end, clause.end, found)
        return True
    if not number:
        found.looks_around = True
    elif clause.follows == "comma":
        before = clauses[number - 1]
        _rule_out(before, before.start, before.end, found)
    return False


def _rule_out(clause: Clause, start: int, end: int, found: Polarity) -> None:
    found.zones.append((start, end, True))
    _set_modes(clause, start, end, "exclude")


def _goes_on(text: str, clauses: list[Clause]) -> bool:
    return _AND.match(text, clauses[0].start) is not None


def _first_of_list(text: str, clauses: list[Clause], number: int) -> int:
    """Go back over the commas of a list: 孕妇，以及儿童除外."""
    clause = clauses[number]
    while (
        number
        and clause.follows == "comma"
        and _AND.match(text, clause.start)
        and clauses[number - 1].parent is clause.parent
        and "affirm" not in clauses[number - 1].cues
    ):
        number -= 1
        clause = clauses[number]
    return number


def _set_modes(clause: Clause, start: int, end: int, mode: str) -> None:
    for place, token in enumerate(clause.tokens):
        if start <= token[0] < end:
            clause.modes[place] = mode


def _except(text: str, clauses: list[Clause], found: Polarity) -> None:
    """Rule out what stands in 除…外, unless it means besides (除…外，还…)."""
    if "除" not in text or "外" not in text:
        return
    for match in _EXCEPT.finditer(text):
        if _BESIDES.match(text, match.end()):
            continue
        start, end = match.span("what")
        found.looks_around = match.end() == len(text)
        around = [z for z in found.zones if not (z[0] <= match.start() and end <= z[1])]
        found.zones = [*around, (start, end, True)]
        for clause in clauses:
            if clause.start <= start < clause.end:
                _set_modes(clause, clause.start, start, "affirm")
                _set_modes(clause, start, end, "exclude")
