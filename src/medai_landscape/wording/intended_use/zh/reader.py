"""The reader of Chinese statements: sentence by sentence, then the statement as a whole."""

from __future__ import annotations

import operator
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.implications import regions_of
from medai_landscape.wording.intended_use.mentions import Limit, Reading, Said
from medai_landscape.wording.intended_use.zh.pieces import LONGEST, read_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["incomplete_because", "read", "settled"]

_SENTENCE = re.compile(f"[^。；]{{1,{LONGEST}}}")
_ITEM = re.compile(r"[（]?(?:[0-9一二三四五六七八九十]{1,2}|[a-h])[）.、]|[-*]")
_HEADER = re.compile("[^：，]{2,12}：")
_UNFINISHED = (
    "，", "、", "：", "（", "..", "…", "其", "的", "和", "及", "与", "或", "由", "对", "为", "等等",
    "用于",
    "供", "可", "将", "在", "经", "并", "以", "至", "不", "通过", "进行",
)  # fmt: skip
_USE = frozenset(("affirm", "exclude", "exclude_list", "exclude_after", "duty", "training"))
_DOCTORS = frozenset((
    "radiologist", "pathologist", "ultrasound_physician", "cardiologist", "dentist", "endoscopist",
    "ophthalmologist", "pulmonologist", "urologist", "surgeon", "radiation_oncologist",
    "nuclear_medicine_physician", "physician",
))  # fmt: skip
_CANCERS = frozenset(("breast_cancer", "lung_cancer", "prostate_cancer", "brain_tumor"))
_CANCER = _CANCERS | {"@cancer", "cancer"}


def read(text: str) -> Reading:
    """Read the normal form of a Chinese statement."""
    said: list[Said] = []
    inherited = ""
    is_open = False
    cues: set[str] = set()
    for match in _SENTENCE.finditer(text):
        sentence, offset = match[0], match.start()
        if inherited and not _goes_on(sentence):
            inherited = ""
        for start, piece in read_sentence(sentence, inherited):
            place = offset + start
            if piece.mentions:
                said += [(f, v, s + place, e + place) for f, v, s, e in piece.mentions]
            inherited = piece.left_open or inherited
            is_open = is_open or piece.is_open
            cues |= piece.cues
    if is_open:
        said = settled(said)
    return Reading(said, incomplete_because(text, cues, said=bool(said)))


def _goes_on(sentence: str) -> bool:
    """Whether a sentence is a further item of the list before it."""
    return _ITEM.match(sentence) is not None or _HEADER.match(sentence) is None


@cache
def _by_organ() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in read_rows("intended_use/findings_by_organ.csv"):
        known = table.get(row["word"], ())
        table[row["word"]] = (*known, (row["anatomy"], row["finding"]))
    return table


def settled(said: list[Said]) -> list[Said]:
    """Settle what a word means by the rest of the statement."""
    known: defaultdict[str, set[object]] = defaultdict(set)
    clear: list[Said] = []
    unsettled: list[tuple[str, str, int, int]] = []
    for item in said:
        field, value, start, end = item
        if value.__class__ is str and value[0] == "@":
            unsettled.append((field, value, start, end))
        else:
            clear.append(item)
        if field in _SETTLES:
            known[field].add(value)
        elif isinstance(value, Limit) and value.is_low_ejection():
            clear.append(("findings", "low_ejection_fraction", start, end))
            known["findings"].add("low_ejection_fraction")
    unsettled.sort(key=_BODY_PARTS_FIRST)
    for field, word, start, end in unsettled:
        new = _SETTLE[field](word[1:], known)
        if new:
            clear.append((field, new, start, end))
            if field == "anatomies":
                known[field].add(new)
    return clear


def _body_part(word: str, known: Mapping[str, set[object]]) -> str:
    """Drop the organ that patients have a disease of where another one is imaged."""
    organs = {organ for organ in known["anatomies"] if isinstance(organ, str) and organ[0] != "@"}
    return "" if organs - regions_of().get(word, frozenset()) - {word} else word


def _finding(word: str, known: Mapping[str, set[object]]) -> str:
    organs = known.get("anatomies", set())
    fits = (finding for organ, finding in _by_organ()[word] if not organ or organ in organs)
    found = next(fits, "")
    # A growth or a target volume beside a named cancer is that cancer.
    return "" if found == "cancer" and known["findings"] & _CANCERS else found


def _user(word: str, known: Mapping[str, set[object]]) -> str:
    """A doctor without a speciality counts only where no other doctor is named."""
    return "" if _DOCTORS.intersection(known["users"]) else word


def _function(word: str, known: Mapping[str, set[object]]) -> str:
    if word == "detection":
        return word if known.get("findings") else ""
    # Contours and synthetic images may feed a treatment plan: that is no planning.
    return "" if known["functions"] & {"segmentation", "enhancement"} else "planning"


def _exclusion(word: str, known: Mapping[str, set[object]]) -> str:
    kind, _, code = word.partition(":")
    if kind == "modality":
        if code == "SM":
            return "sample_type"
        return "other" if code in known.get("modalities", set()) else "other_modality"
    if code != "other" and code in known.get("findings", set()):
        return "known_disease"
    return "malignancy" if code in _CANCER else "other"


_SETTLES = frozenset(("functions", "modalities", "anatomies", "findings", "users"))
"""The fields that settle a word."""

_BODY_PARTS_FIRST = operator.itemgetter(0)
"""The order of settling: findings depend on body parts."""

_SETTLE: dict[str, Callable[[str, Mapping[str, set[object]]], str]] = {
    "anatomies": _body_part,
    "findings": _finding,
    "users": _user,
    "functions": _function,
    "exclusions": _exclusion,
}


def incomplete_because(text: str, cues: set[str], *, said: bool) -> str | None:
    """Say why a statement is not complete, None where it is.

    Args:
        text: the statement in normal form.
        cues: the telling cues of its pieces.
        said: whether any constraint was read.
    """
    ending = text.rstrip("；\n")
    if not ending:
        return "the text is empty"
    if not said and "affirm" not in cues:
        return "no constraint could be read"
    if ending.endswith(_UNFINISHED):
        return "the text breaks off"
    if "module" in cues and not cues & _USE:
        return "only a list of modules, not a statement of use"
    return None
