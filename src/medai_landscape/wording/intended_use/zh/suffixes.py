"""What rules out the words in front of it: 孕妇除外, 儿童不适用; and what stands in 除…外."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.zh.clauses import Clause
    from medai_landscape.wording.intended_use.zh.zones import Polarity

__all__ = [
    "announces_list",
    "leave_with_care",
    "let_be",
    "rule_out_before",
    "rule_out_between",
    "rule_out_except",
]

_AND = re.compile("(?:以及|及|或|和|与|并|也|亦)")
_EXCEPT = re.compile(
    "(?<![去消切排清删解免移剔拆根扣])除(?!外|湿|颤|夜)了?(?P<what>[^，。；]{1,60}?)(?:以外|之外|外)(?!科|伤|周|源|侧|部|观)"
)
_NOT_FOR = re.compile(
    "不(?:建议|推荐|适合|适宜|允许|鼓励)(?P<who>[^，。；]{1,40}?)(?:使用|操作|应用)(?!于|在)"
)
_BESIDES = re.compile("，?(?:还|也|另|亦|同时|并)")
_NOTHING_ELSE = re.compile(
    "，?[^，。；]{0,8}[不无未][^，。；]{0,6}(?:其[他它余]|任何|别的)|，?(?:其[他它余][^，。；]{0,12}|均)[不无未]"
)
_NO_LIMIT = re.compile("不受[^，。；]{1,24}?(?:限制|限定|影响|约束)")
_WHICH = re.compile("[的者]|患者|人群")
_REFUSED = re.compile("不(?:支持|接受|涵盖|覆盖|包[括含])$|(?<![非无的])(?<!相对)禁忌[症证]?$")
_SAYS_NOTHING = frozenset(("patient_word", "suspect", "judgement", "pause"))
_SAYS = re.compile("本|该|此|在|对|为|由|经|通过|基于")
_ENDS_ITEM = re.compile(
    "(?:患者|人群|病人|者|妇|童|儿|术后|病?史|图像|影像|病变|皮损|病灶|期|女性|妇女|男性|手术|症|[炎癌瘤])$"
)
_UNIT_ENDS = frozenset("岁龄月天周%m）级")
_SUBJECT = re.compile("(?:均|都|也|亦|则|者|软件|产品|系统|本|该|其|暂|应|，|，)*$")


def announces_list(clause: Clause, text: str) -> bool:
    """Whether 以下人群 announces a list; the 以下 of 18岁以下人群 does not."""
    return "list_following" in clause.cues and any(
        word.cue == "list_following" and text[start - 1 : start] not in _UNIT_ENDS
        for start, _, word in clause.tokens
    )


def let_be(text: str, clauses: list[Clause]) -> None:
    """Read nothing in 不受乳腺密度的限制, nor who is not restricted: 过敏者不受此限制."""
    if "不受" not in text:
        return
    for match in _NO_LIMIT.finditer(text):
        for clause in clauses:
            is_of_whom = match.start() < clause.end and "affirm" not in clause.cues
            start = clause.start if is_of_whom else match.start()
            _set_modes(clause, start, match.end(), "neutral")


def leave_with_care(text: str, clauses: list[Clause], number: int, found: Polarity) -> None:
    """Read nothing in a list that ends in 慎用: 孕妇，癫痫患者慎用 rules nobody out."""
    found.looks_around = clauses[0].follows == "comma"
    before = clauses[:number]
    if all(_is_item(text, item) for item in before):
        for item in before:
            item.cues.add("caution")
            _set_modes(item, item.start, item.end, "neutral")
    begin = clauses[number].start
    for start, end, word in clauses[number].tokens:
        if word.cue == "caution":  # 孕妇禁用、儿童慎用
            _set_modes(clauses[number], begin, start, "neutral")
        if word.cue in {"caution", "exclude_after"}:
            begin = end


def rule_out_before(text: str, clauses: list[Clause], number: int, found: Polarity) -> str:
    """Rule out what stands before …除外, …不适用, …禁用; return the mode after it."""
    clause = clauses[number]
    refusal = _refusal(text, clause)
    if "exclude_after" not in clause.cues and refusal < 0:
        return ""
    if text[clause.end : clause.end + 1] == "：" and announces_list(clause, text):
        _set_modes(clause, clause.start, clause.end, "exclude")
        return "list"  # 以下情况禁用：
    begin = clause.start
    for place, (start, end, word) in enumerate(clause.tokens):
        if word.cue in {"affirm", "only", "but", "caution"}:
            begin = end
        mode = clause.modes[place]
        is_denied = mode == "deny" and not _WHICH.search(text, begin, start)
        if (word.cue != "exclude_after" and start != refusal) or mode == "neutral" or is_denied:
            continue
        if clause.follows == "open" and mode == "exclude":
            _take_back(clause, found)  # 不适用于孕妇（孕早期除外）: nothing that anyone can compute
            return ""
        if _SUBJECT.sub("", text[begin:start]):
            if begin == clause.start:
                _rule_out_list(text, clauses, number, found)
            _rule_out(clause, begin, start, found)
            begin = end
        elif _rule_out_beside(text, clauses, number, end, found):
            return "list"
    return "affirm"


def _refusal(text: str, clause: Clause) -> int:
    """Return where 不支持 stands that what is before it is ruled out by; negative if nowhere.

    三维超声暂不支持: elsewhere 不支持 rules out what is behind it.
    """
    if "exclude" not in clause.cues:
        return -1
    refused = _REFUSED.search(text, clause.start, clause.end)
    if refused is None or not _SUBJECT.sub("", text[clause.start : refused.start()]):
        return -1
    return refused.start()


def _rule_out_beside(
    text: str, clauses: list[Clause], number: int, end: int, found: Polarity
) -> bool:
    """Rule out what a lone 不适用 speaks of: the list behind it, or the clause before it.

    Returns whether a list was opened.
    """
    clause = clauses[number]
    is_first = not number and not clause.follows
    if text[end : end + 1] == "：" or announces_list(clause, text) or is_first:
        _rule_out(clause, end, clause.end, found)
        return True
    if not number:
        found.looks_around = True
    elif clause.follows == "comma" or _is_item(text, clauses[number - 1]):
        before = clauses[number - 1]
        if number > 1 and "neutral" in before.modes and before.follows == "comma":
            before = clauses[number - 2]  # 孕妇，性能未经验证，不推荐使用
        _rule_out(before, before.start, before.end, found)
    return False


def _rule_out(clause: Clause, start: int, end: int, found: Polarity) -> None:
    found.zones.append((start, end, True))
    _set_modes(clause, start, end, "exclude")


def _take_back(clause: Clause, found: Polarity) -> None:
    found.zones = [zone for zone in found.zones if zone[0] < clause.start or zone[1] > clause.end]
    _set_modes(clause, clause.start, clause.end, "neutral")


def _rule_out_list(text: str, clauses: list[Clause], number: int, found: Polarity) -> None:
    """Rule out the clauses of a list that ends in the clause of that *number*."""
    first = _first_of_list(text, clauses, number)
    if clauses[0].follows:
        found.looks_around = not first
    elif all(_is_item(text, item) for item in clauses[:number]):
        first = 0  # 孕妇，哺乳期妇女，癫痫患者禁用
    for item in clauses[first:number]:
        if item.parent is clauses[number].parent:
            _rule_out(item, item.start, item.end, found)


def _is_item(text: str, clause: Clause) -> bool:
    """Whether a clause names who or what is ruled out, and says nothing of it."""
    if not clause.cues <= _SAYS_NOTHING or _SAYS.match(text, clause.start):
        return False
    fields = {field for _, _, word in clause.tokens for field, _ in word.labels}
    is_named = _ENDS_ITEM.search(text, clause.start, clause.end) is not None
    return is_named and fields.isdisjoint(("functions", "users", "settings"))


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


def rule_out_between(text: str, clauses: list[Clause], found: Polarity) -> None:
    """Rule out who stands in 不建议…使用."""
    if "不" not in text:
        return
    for match in _NOT_FOR.finditer(text):
        start, end = match.span("who")
        clause = next(item for item in reversed(clauses) if item.start <= start)
        if not clause.cues & {"sole", "exclude"}:
            found.zones.append((start, end, False))
            _set_modes(clause, start, end, "exclude")


def rule_out_except(text: str, clauses: list[Clause], found: Polarity) -> None:
    """Rule out what stands in 除…外, unless it means besides (还…) or nothing but (不…其他)."""
    if "除" not in text or "外" not in text:
        return
    for match in _EXCEPT.finditer(text):
        if _BESIDES.match(text, match.end()) or _NOTHING_ELSE.match(text, match.end()):
            continue
        start, end = match.span("what")
        found.looks_around = match.end() == len(text)
        around = [z for z in found.zones if not (z[0] <= match.start() and end <= z[1])]
        found.zones = [*around, (start, end, True)]
        for clause in clauses:
            if clause.start <= start < clause.end:
                _set_modes(clause, clause.start, start, "affirm")
                _set_modes(clause, start, end, "exclude")
