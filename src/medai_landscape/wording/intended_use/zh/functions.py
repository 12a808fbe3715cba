"""The functions that a clause names, each word read by what stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.zh.senses import Beside, Place, settle

if TYPE_CHECKING:
    from collections.abc import Collection

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["Named", "Surroundings", "settle_functions"]

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

    def is_supplied(self, start: int) -> bool:
        """Whether the word at *start* is what a user does with the output."""
        return self.supply is not None and start > self.supply


_WINDOW = 40
_AFTER = 24
_NOT_ITS_DOING = re.compile(
    "(?:手动|人工|手工|操作者|操作员|操作人员)(?:进行|对)?$|[收接]到$|[未已]被?$|[经由]医[师生](?:预先|已)?$"
)
_SEEN_BY = re.compile(
    "由[^，。；、]{0,14}(?:医[师生]|护士|技师|人员)(?:在[^，。；、]{1,8})?(?:进行|远程)?$"
)
_TO_SEE = frozenset(("查看", "浏览", "阅览", "调阅", "图像查看"))
_FIGURES = frozenset((*"0123456789", "%"))
_FOUND_BY = re.compile(
    "[^（]{0,7}（(?:超声|造影|血管造影|病理|ct|mr|磁共振|目测|人工)法?(?:测定|测量|评估|判定)）"
)
_LACKS = re.compile("(?:没有|不带|[既亦也并均]无)[^，。；、]{0,4}$")
_OF_FUNCTION = re.compile("等?的?功能")
_MORE = frozenset("、及和与")
_LABELS = re.compile("(?:自动)?(?:标注|标记|标识|识别)")
_MARKED_BY = re.compile("(?:的|进行)?(?:自动)?$")
_ALL_OF_IT = re.compile(
    "(?:名称|编号|序号|分支|分段|节段|结构)?(?:[，。；、]|[及和与并](?!以[上下])|$)"
)
_SELECTS = re.compile(" ?[0-9][a-c]?[分类级]?(?:及以上|或以上|以上|及以下|以下)|[≥>≤<]")
"""PI-RADS 3分以上 says which lesions are meant."""
_WEAK_PURPOSE = re.compile(
    "评估|评价|查看|观察|浏览|判别|鉴别|判断|监测|发现|检查|随访|鉴别诊断|定性|判断是否|是否.{1,3}|有无|(?:出具|书写|撰写)(?:诊断)?报告"
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
        if not _is_its_doing(text, start, end):
            continue
        if said.is_supplied(start) and _WEAK_PURPOSE.fullmatch(text, start, end):
            continue
        named += [(code, start, end) for field, code in word.labels if field == "functions"]
    beside = Beside(frozenset(code for code, _, _ in named), said.targets)
    first, last = said.start, said.end
    settled: list[Named] = []
    for code, start, end in named:
        around = text[max(first, start - _WINDOW) : min(last, end + _WINDOW)]
        place = Place(
            text[start:end],
            text[max(first, start - 16) : start],
            text[end : min(last, end + _AFTER)],
            around,
            said.is_supplied(start),
            _names_part(text, start, end, said.edges),
        )
        new = settle(code, place, beside)
        if new:
            settled.append((new, start, end))
    return settled


def _is_its_doing(text: str, start: int, end: int) -> bool:
    """Whether the word from *start* to *end* is what the product does."""
    word, before = text[start:end], text[max(0, start - 26) : start]
    if _NOT_ITS_DOING.search(before[-6:]):
        return False
    if "rads" in word and _SELECTS.match(text, end):
        return False
    if word in _TO_SEE and _SEEN_BY.search(before):
        return False  # 结果由医师查看
    if word == "提示" and before[-1:] in _FIGURES:
        return False  # FFR≤0.8提示…: what a value means
    if text[end : end + 1] == "）" and _FOUND_BY.fullmatch(text, max(0, start - 8), end + 1):
        return False
    return not (_OF_FUNCTION.match(text, end) and _LACKS.search(before[-8:]))


def _names_part(text: str, start: int, end: int, edges: Collection[int]) -> bool:
    """Whether a body part is marked as a whole: 肋骨标注, 标注椎体编号."""
    if _LABELS.fullmatch(text, start, end) is None:
        return False
    if end in edges:
        end = min((edge for edge in edges if edge > end), default=end)
        return _ALL_OF_IT.match(text, end) is not None and text[end : end + 1] not in _MORE
    before = _MARKED_BY.search(text, max(0, start - 4), start)
    if (before.start() if before else start) not in edges:
        return False
    return _ALL_OF_IT.match(text, end) is not None
