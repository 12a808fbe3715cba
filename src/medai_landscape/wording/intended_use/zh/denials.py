"""What a function that a product lacks rules out: 不提供诊断, 不对5mm以下结节进行提示."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.mentions import Mention

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["denied", "kind_not_looked_for"]

_NO_DIAGNOSIS = re.compile(
    "不(?:提供|进行|给出|输出|[作做]出|出具|具[有备])[^，。；、]{0,6}诊断(?!依据|的)|"
    "不对[^，。；]{1,16}(?:进行|[作做]|给出|提供)[^，。；]{0,8}诊断(?!依据|的)|"
    "不(?:含有?|包[括含])(?:任何|自动|辅助|疾病|智能)*诊断(?:[和与及、][^，。；]{1,8})?(?:功能|模块)"
)
_NO_CONTOURS = re.compile(
    "不(?:提供|进行|生成|输出|给出|支持|具[有备]|涉及|包含)[^，。；、]{0,10}"
    "(?:靶区|病灶|肿瘤|病变|瘤区|瘤体)的?(?:自动)?(?:勾画|轮廓|描绘|分割|勾勒)"
)
_NO_SMALL_ONES = re.compile(
    "不(?:对|检测|识别|提示|标[记注示]|报告|分析)[^，。；、岁]{0,12}(?:以[上下]|小于|大于|不足|低于|超过|未达|[<>≤≥])"
    "[^，。；岁]{0,14}(?:[瘤节块灶变癌]|息肉|栓塞|钙化|出血|骨折|狭窄|积液|气胸|斑块|囊肿|结石)"
)
"""不对5mm以下结节进行提示."""
_LOOKS_FOR_NO = re.compile("不(?:对|检[测出]|识别|提示|标[记注示]|报告)[^，。；、]{0,12}$")
_DENIALS = (
    ("primary_diagnosis", _NO_DIAGNOSIS),
    ("lesion_contouring", _NO_CONTOURS),
    ("finding_type", _NO_SMALL_ONES),
)


def denied(text: str, start: int) -> list[Mention]:
    """Return what the denial from *start* rules out."""
    found = ((code, pattern.match(text, start)) for code, pattern in _DENIALS)
    return [Mention("exclusions", code, *match.span()) for code, match in found if match][:1]


def kind_not_looked_for(text: str, begin: int, token: Hit[Word]) -> list[Mention]:
    """Return the kind of finding that a clause from *begin* denies to look for: 不标记陈旧骨折."""
    start, end, _ = token
    if text[start] == "其" or _LOOKS_FOR_NO.search(text, begin, start) is None:
        return []
    return [Mention("exclusions", "finding_type", start, end)]
