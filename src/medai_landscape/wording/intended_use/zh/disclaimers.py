"""Where a clause says that the product must not decide alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.zh.clauses import Clause

__all__ = ["disclaimer"]

_PROHIBITS = frozenset(("negation", "exclude", "deny", "exclude_after", "ruled_out"))

# Each rule is met by a clause that has a cue of each of its groups.
_RULES = tuple(
    tuple(frozenset(group.split()) for group in rule)
    for rule in (
        ("not_replace",),  # 不能替代医师的判断
        (" ".join(_PROHIBITS), "sole"),  # 不得仅凭; 不能作为唯一依据
        (" ".join(_PROHIBITS), "replace"),
        ("negation exclude exclude_after", "basis"),  # 不作为手术决策
        ("not_basis",),  # 不作为诊断依据
        ("reference_only",),  # 仅供参考
        ("only_supply", "reference"),  # 仅供医师参考
        ("weigh", "duty asks user"),  # 供医师综合判断
        ("combine", "duty"),  # 须结合免疫学检查
        ("combine", "judgement basis", "asks user"),  # 由医师结合病史判断
        ("use_with", "judgement basis", "duty asks user"),  # 须与临床资料结合使用
        ("final", "duty asks user affirm"),  # 最终诊断由医师作出
        ("responsible",),  # 对最终结果负责
        ("decides",),  # 器械的选择由医师决定
    )
)
_AS_REFERENCE = re.compile("供[^，。；]{2,48}?(?P<reference>时(?:作为?)?参考)")
"""供医师评估…时参考: beside what else the doctor knows."""
_TO_BE_COMBINED = re.compile(
    "(?:诊断|确诊|判断|判读|结果|结论|决策)[^，。；]{0,8}[需请]要?[^，。；]{0,4}结合[^，。；]{2}"
)
"""确诊需结合病理检查."""
_COMBINED_BY_IT = re.compile(
    "结合[^，。；医临]{2,30}?(?:进行|完成|实现)?(?:自动|刚性|弹性|形变|三维|图像|影像|多模态|空间)*"
    "(?:配准|融合|重建|分割|勾画|导航|显示|规划|摆位|采集|扫描)(?:后|时|$|[，。；])"
)
"""结合CT与MR进行配准: what is done with inputs, not what a reader has to weigh."""
_DECISIVE = frozenset().union(*(min(rule, key=len) for rule in _RULES))
"""The cues without which no rule holds."""


def disclaimer(text: str, clause: Clause) -> tuple[int, int] | None:
    """Return the span of a disclaimer in *clause* of *text*, None where there is none."""
    cues = clause.cues
    if "reference" in cues and "affirm" in cues:
        supplied = _AS_REFERENCE.search(text, clause.start, clause.end)
        if supplied is not None and supplied.end() == clause.end:
            return supplied.start("reference"), supplied.end()
    if cues.isdisjoint(_DECISIVE):
        return None
    if "combine" in cues:
        combined = _TO_BE_COMBINED.search(text, clause.start, clause.end)
        if combined is not None:
            return combined.span()
        if _COMBINED_BY_IT.search(text, clause.start, clause.end):
            cues = cues - {"combine"}
    if not cues.isdisjoint({"combine", "final", "weigh"}) and _has_user(clause):
        cues = cues | {"user"}
    for rule in _RULES:
        if all(not group.isdisjoint(cues) for group in rule):
            ends = [
                (start, end)
                for start, end, word in clause.tokens
                if word.cue == "combine" or any(word.cue in group for group in rule)
            ]
            return ends[0][0], ends[-1][1]
    return None


def _has_user(clause: Clause) -> bool:
    return any(label[0] == "users" for _, _, word in clause.tokens for label in word.labels)
