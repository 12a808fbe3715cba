"""What is ruled out, item by item: 不适用于A、B及C的患者.

Each item gives the codes of its words; an item that no word list knows is the
exclusion ``other``.  What an item means can depend on the whole statement:
``@modality:CT`` is another modality only where CT is no input, and
``@disease:glaucoma`` is a known disease only where glaucoma is the target.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.zh.excluded_item import codes_of_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.excluded_item import Item
    from medai_landscape.wording.intended_use.zh.measures import Measured
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["ruled_out"]

_BRACKETS = re.compile("（[^（）]*）?")
_AND = re.compile("、|以及|或者|[及或和与](?!其(?![他它余])|并)|/|；")
_EMPTY = re.compile(
    "(?:的|等|患者|人群|受检者|受试者|人员|对象|病人|情况|情形|使用|检查|者|类|其他|其它|其余|所有|任何|一切|"
    "本产品|本软件|软件|产品|均|都|也|用于|适用|以上|上述|图像|影像|进行|对|在|为|中|时|或|及|和|与|曾|有|"
    "以下|下列|如下|主要|包括|包含|（|）|：|[0-9]|[ .。·;-])*"
)
_OTHERS = re.compile("其[他它余]")
_DEVICE = re.compile("装置|器械|设备|植入")
_MODES = re.compile("模式[下的]?(?:图像)?\\s*$")
_CARRIED = re.compile(
    "体内(?:植入|置入|装有|有|存在|留有)[^，。；、]{0,10}(?:器|装置|金属|异物|泵|电极|管)"
)
_FOR = re.compile("(?<!适)用于$")
_PEOPLE = re.compile("患者|人群|病人|者|史|后|曾|既往|接受|已|明确|其[他它]")
_TELLS = re.compile("区分|鉴别|辨别|判[断别定](?!肿瘤)")
_SHARED = re.compile("(?:患者|人群|病人|者)$")
_CONTRAINDICATED = re.compile("禁忌[症证]?(?:人群|患者)?(?:主要)?(?:包括|有|为|是)?：?$")
_OPERATED = re.compile("(?:既往|曾|接受|行)[^，。；]{1,12}(?<!技)术|(?<!技)术[后史]")
_A_WORD = 2


def ruled_out(
    text: str,
    zone: tuple[int, int, bool],
    tokens: Sequence[Hit[Word]],
    measured: Sequence[Measured],
) -> list[Item]:
    """Return the exclusions in *zone* of a sentence, with their spans.

    Args:
        text: the sentence.
        zone: start, end, and whether an item without a known word is ``other``.
        tokens: the words in the zone.
        measured: ages and limits in the sentence.
    """
    start, end, every = zone
    if start >= end:
        return []
    plain = _BRACKETS.sub(lambda match: " " * len(match[0]), text[start:end])
    is_use = _FOR.search(text, max(0, start - 4), start) is not None
    if is_use and _TELLS.match(plain):
        return [_telling_apart(tokens, start, end)]
    is_use = is_use and not _PEOPLE.search(plain)
    shared = (
        _SHARED.search(plain.rstrip()) is not None
        or _CONTRAINDICATED.search(text, max(0, start - 8), start) is not None
    )
    found: list[Item] = []
    is_object = not every and text[:start].endswith("诊断") and not is_use
    for first, last in _items(plain):
        if is_object and not first and not _PEOPLE.search(plain[:last]):
            continue  # the 白血病 of 不用于诊断白血病
        rest = plain[first:last]
        place = start + first, start + last
        codes = codes_of_item(text, rest, place[0], tokens, measured, shared=shared)
        if codes:
            found += map(_as_a_use, codes) if is_use else codes
        elif every and _OTHERS.match(rest.strip()) and found:
            if _DEVICE.search(rest):
                found.append(("implant", *place))
        elif shared and place[1] < end and _is_body_part(tokens, *place):
            continue  # the 颈部 of 颈部及胸部的手术患者
        elif every and len(_EMPTY.sub("", rest)) >= _A_WORD:
            found.append((_unknown(plain, "" if is_use else rest), *place))
    return found


def _items(plain: str) -> Iterator[tuple[int, int]]:
    """Return where the items of a list start and end."""
    start = 0
    for match in _AND.finditer(plain):
        yield start, match.start()
        start = match.end()
    yield start, len(plain)


def _telling_apart(tokens: Sequence[Hit[Word]], start: int, end: int) -> Item:
    """Return what 不用于区分A与B rules out: one use, whatever A and B are."""
    findings = (code for _, _, word in tokens for field, code in word.labels if field == "findings")
    finding = next(findings, "")
    return (f"@use:{finding}" if finding else "other", start, end)


def _as_a_use(item: Item) -> Item:
    """Return what an item means for a use: 不用于手术 is of an operation to come."""
    code, start, end = item
    if code == "prior_surgery":
        return "other", start, end
    return code.replace("@finding:", "@use:"), start, end


def _is_body_part(tokens: Sequence[Hit[Word]], first: int, last: int) -> bool:
    """Whether an item of a list is the name of a body part."""
    return any(
        (start, end) == (first, last)
        and not word.excluded
        and dict(word.labels).keys() == {"anatomies"}
        for start, end, word in tokens
    )


def _unknown(plain: str, item: str) -> str:
    """Return what an item rules out that no word list knows."""
    if _MODES.search(plain):
        return "other_modality"
    if _CARRIED.search(item):
        return "implant"
    return "prior_surgery" if _OPERATED.search(item) else "other"
