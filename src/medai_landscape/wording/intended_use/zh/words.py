"""The Chinese word lists as one lexicon, each word with what the reader asks of it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from medai_landscape.wording.intended_use.lexicon import Label, Labels, Lexicon, load_terms
from medai_landscape.wording.intended_use.zh.folding import fold_text

__all__ = ["Word", "words"]

_SHORTEST = 2
_DOCTORS = ("医师", "医生")
_MALFORMED = ("畸形", "发育不良")
_AS_EXCLUSIONS = {
    "pediatric": "pediatric",
    "neonate": "pediatric",
    "screening_program": "screening",
}
_KINDS = ("磨玻璃", "梭形", "夹层动脉瘤", "破裂", "陈旧")
"""What makes a finding one of a kind: a kind of it that is ruled out is no known disease."""
_RANKS = ("", "执业", "专科", "专业", "值班", "主治", "主任", "副主任", "住院", "介入")


class Word(NamedTuple):
    """What a word does in a statement.

    `cue` turns the words around it (``exclude``, ``duty``; empty for most words), `labels`
    hold where the words are affirmed, `excluded` where they are ruled out.
    """

    cue: str
    labels: Labels
    excluded: tuple[str, ...]


def _word(labels: Labels) -> Word:
    cue = ""
    affirmed: list[Label] = []
    excluded: list[str] = []
    for field, code in labels:
        if field == "cues":
            cue = cue or code
        elif field == "exclusions":
            excluded.append(code)
        elif field != "none" and code != "@patient":
            affirmed.append((field, code))
    return Word(cue, tuple(affirmed), tuple(excluded))


def _meaning(term: str, labels: Labels) -> Word:
    """Return what *term* does.

    执业 inside the name of a doctor asks for a licence.
    """
    word = _word(labels)
    if not (word.excluded or word.cue):
        word = word._replace(excluded=_ruled_out_as(term, word.labels))
    if "执业" in term and any(field == "users" for field, _ in word.labels):
        return word._replace(labels=(*word.labels, ("user_training", "true")))
    return word


def _ruled_out_as(term: str, labels: Labels) -> tuple[str, ...]:
    """Return what a word of another table rules out: 儿童患者, 脊柱畸形, 两癌筛查."""
    if term.endswith(_MALFORMED):
        return ("malformation",)
    if term.startswith("手机"):
        return ("mobile_device",)
    if term.startswith(("疗效", "治疗反应")) and ("functions", "monitoring") in labels:
        return ("treatment_monitoring",)
    for field, code in labels:
        if code in _AS_EXCLUSIONS:
            return (_AS_EXCLUSIONS[code],)
        if field == "findings" and code != "other" and any(kind in term for kind in _KINDS):
            return ("finding_type",)
    return ()


@cache
def words() -> Lexicon[Word]:
    """Return the lexicon, built once a process."""
    terms = load_terms("zh", _folded, _doctors)
    return Lexicon({term: _meaning(term, labels) for term, labels in terms.items()})


def _folded(term: str) -> str:
    return fold_text(term).text


def _doctors(term: str) -> tuple[str, ...]:
    """Return the longer forms of a doctor: 眼科执业医师, 眼科值班医生 beside 眼科医师."""
    speciality, doctor = term[:-2], term[-2:]
    if len(term) <= _SHORTEST or doctor not in _DOCTORS:
        return ()
    ranks = ("",) if "执业" in term else _RANKS
    return tuple(f"{speciality}{rank}{doctor}" for rank in ranks for doctor in _DOCTORS)
