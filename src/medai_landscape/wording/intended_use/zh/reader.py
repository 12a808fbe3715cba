"""The reader of Chinese statements: sentence by sentence, then the statement as a whole."""

from __future__ import annotations

import re
from functools import cache

from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.mentions import Limit, Mention, Reading
from medai_landscape.wording.intended_use.zh.sentence import read_sentence

__all__ = ["read"]

_SENTENCE = re.compile("[^。；]+")
_ITEM = re.compile(r"[（]?[0-9一二三四五六七八九十]{1,2}[）.、]|[-*]")
_HEADER = re.compile("[^：，]{2,12}：")
_UNFINISHED = re.compile(
    "(?:[，、：（]|\\.{2,}|…+|其|的|和|及|与|或|由|对|为|等等|用于|适用于|供|可|将|在|与|经|并|以|至|不|通过|进行)$"
)
_USE = frozenset(("affirm", "exclude", "exclude_list", "exclude_after", "duty", "training"))
_DOCTORS = frozenset((
    "radiologist", "pathologist", "ultrasound_physician", "cardiologist", "dentist", "endoscopist",
    "ophthalmologist", "pulmonologist", "urologist", "surgeon", "radiation_oncologist",
    "nuclear_medicine_physician", "physician",
))  # fmt: skip
_CANCER = frozenset(("@cancer", "cancer", "breast_cancer", "lung_cancer", "prostate_cancer",
                     "brain_tumor"))  # fmt: skip


def read(text: str) -> Reading:
    """Read the normal form of a Chinese statement."""
    mentions: list[Mention] = []
    inherited = ""
    cues: set[str] = set()
    for match in _SENTENCE.finditer(text):
        offset = match.start()
        sentence = match[0]
        if inherited and not _goes_on(sentence):
            inherited = ""
        found, left_open, its_cues = read_sentence(sentence, inherited)
        inherited = left_open or inherited
        cues |= its_cues
        if offset:
            mentions += [Mention(f, v, s + offset, e + offset) for f, v, s, e in found]
        else:
            mentions += found
    return Reading(_settled(mentions), _reason(text, cues, mentions))


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


def _settled(mentions: list[Mention]) -> list[Mention]:
    """Settle what a word means by the rest of the statement."""
    mentions += [
        Mention("findings", "low_ejection_fraction", m.start, m.end)
        for m in mentions
        if isinstance(m.value, Limit)
        and m.value.measure == "ejection_fraction"
        and m.value.op[0] == "<"
    ]
    organs = {m.value for m in mentions if m.field == "anatomies"}
    functions = {m.value for m in mentions if m.field == "functions"}
    inputs = {m.value for m in mentions if m.field == "modalities"}
    targets = {m.value for m in mentions if m.field == "findings"}
    doctors = any(m.field == "users" and m.value in _DOCTORS for m in mentions)
    settled: list[Mention] = []
    for given in mentions:
        mention, value = given, given.value
        if isinstance(value, str) and value[0] == "@":
            if mention.field == "findings":
                value = _finding(value[1:], organs)
            elif mention.field == "users":
                value = "" if doctors else "physician"
            elif value == "@detection":
                value = "detection" if targets else ""
            elif mention.field == "functions":
                value = "" if functions & {"segmentation", "enhancement"} else "planning"
            else:
                value = _exclusion(value, inputs, targets)
            if not value:
                continue
            mention = given._replace(value=value)
        settled.append(mention)
    return settled


def _finding(word: str, organs: set[object]) -> str:
    for organ, finding in _by_organ()[word]:
        if not organ or organ in organs:
            return finding
    return ""


def _exclusion(value: str, inputs: set[object], targets: set[object]) -> str:
    kind, _, code = value.partition(":")
    if kind == "@modality":
        return "other" if code in inputs else "other_modality"
    if code != "other" and code in targets:
        return "known_disease"
    return "malignancy" if code in _CANCER else "other"


def _reason(text: str, cues: set[str], mentions: list[Mention]) -> str | None:
    """Say why a statement is not complete, None where it is."""
    ending = text.rstrip("；\n")
    if not ending:
        return "the text is empty"
    if not mentions and "affirm" not in cues:
        return "no constraint could be read"
    if _UNFINISHED.search(ending):
        return "the text breaks off"
    if "module" in cues and not cues & _USE:
        return "only a list of modules, not a statement of use"
    return None
