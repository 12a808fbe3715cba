"""One Chinese sentence to mentions, piece by piece between its commas."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.mentions import AgeBand, Mention
from medai_landscape.wording.intended_use.statement import Part, part_of
from medai_landscape.wording.intended_use.zh.affirmed import read_affirmed
from medai_landscape.wording.intended_use.zh.clauses import Clause, clauses_of
from medai_landscape.wording.intended_use.zh.exclusions import ruled_out
from medai_landscape.wording.intended_use.zh.folding import fold_text
from medai_landscape.wording.intended_use.zh.measures import Measured, ages, limits
from medai_landscape.wording.intended_use.zh.polarity import assign_modes
from medai_landscape.wording.intended_use.zh.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.words import Word
    from medai_landscape.wording.intended_use.zh.zones import Zone

__all__ = ["LONGEST", "Piece", "piece_of", "read_sentence"]

LONGEST = 400
"""No sentence of the genre is longer; a longer one is cut, so that time stays linear."""

_DIGIT = re.compile("[0-9]|[一二两三四五六七八九十](?:周?岁|个?月|毫米|厘米|公分)|半周?岁|百分之")
_LATIN = re.compile("[a-z]{2}")
_ITEM = re.compile(r"[（]?(?:[0-9一二三四五六七八九十]{1,2}|[a-h])[）.、]|[-*]")
_HEADER = re.compile("[^：，]{2,12}：")
_UNITS = frozenset(("mg", "nm", "us", "pt", "op", "es"))
"""Codes of modalities that are units of measurement behind a number."""
_TRAINED = ("user_training", "true")
"""Ruling out who is not trained (未经培训的人员不得使用) asks for training."""
_TELLING = frozenset(
    ("affirm", "exclude", "exclude_list", "exclude_after", "duty", "training", "module", "ellipsis")
)
"""The cues that say what kind of text a statement is."""


class Piece(NamedTuple):
    """What was read from a sentence or from a piece of one."""

    part: Part
    """What it says, its telling cues among the facts."""
    ends: str
    """The mode at its end, which a piece behind a comma can take over."""
    left_open: str
    """The mode left open for the sentences after it: ``exclude`` inside a list."""
    goes_on: bool
    """Whether a sentence that begins with it can be a further item of the list before it."""
    is_unclosed: bool
    """Whether it ends inside brackets: the comma behind it parts nothing."""
    looks_around: bool
    """Whether it cannot be read without the pieces before or after it."""


def read_sentence(text: str, inherited: str) -> list[tuple[int, Piece]]:
    """Read one sentence.

    Args:
        text: the sentence as given, at most `LONGEST` characters, without the mark at its
            end; every comma of it is a Chinese one.
        inherited: the mode that the sentence before left open.

    Returns:
        Its pieces and where they start.
    """
    pieces: list[tuple[int, Piece]] = []
    start, before, follows, is_unclosed = 0, inherited, "", False
    for words_as_given in text.split("，"):
        piece = piece_of(words_as_given, before, follows)
        if piece.looks_around or is_unclosed:
            return [(0, piece_of(text, inherited, ""))]
        pieces.append((start, piece))
        start += len(words_as_given) + 1
        before, follows, is_unclosed = piece.ends, "comma", piece.is_unclosed
    return pieces


@lru_cache(maxsize=16384)
def piece_of(given: str, before: str, follows: str) -> Piece:
    """Read a piece, from the mode before it and from what parts it from there.

    Statements are put together from the same pieces, so pieces are remembered.
    """
    normal = fold_text(given)
    text = normal.text
    hits = words().find(text)
    if _LATIN.search(text):
        hits = [hit for hit in hits if not _parts_word(text, hit[0], hit[1])]
    clauses = clauses_of(hits, len(text), follows)
    polarity = assign_modes(text, clauses, before)
    measured = [*ages(text), *limits(text)] if _DIGIT.search(text) else []
    mentions = [
        Mention("standalone_prohibited", True, *span)  # noqa: FBT003 # the value of a field
        for span in polarity.disclaimers
    ]
    cues: set[str] = set()
    for clause in clauses:
        cues |= clause.cues
        read_affirmed(text, clause, mentions)
    for number in measured:
        if _is_affirmed(clauses, number.start, polarity.zones):
            mentions += _said_by(number)
    ruled = _not_affirmed(clauses) if polarity.zones else []
    for zone in polarity.zones:
        mentions += _ruled_out(text, zone, ruled, measured)
    return Piece(
        part_of(mentions, normal, (("cue", cue) for cue in cues & _TELLING)),
        polarity.ends,
        polarity.left_open,
        _ITEM.match(text) is not None or _HEADER.match(text) is None,
        text.rfind("（") > text.rfind("）"),
        polarity.looks_around or (bool(follows) and _goes_on_with_age(measured)),
    )


def _said_by(number: Measured) -> list[Mention]:
    value, start, end = number
    if isinstance(value, AgeBand):
        return [Mention("age", value, start, end)]
    mentions = [Mention("thresholds", value, start, end)]
    if value.is_low_ejection():
        mentions.append(Mention("findings", "low_ejection_fraction", start, end))
    return mentions


def _parts_word(text: str, start: int, end: int) -> bool:
    """Whether a term is a part of a Latin word: the CR of ACR, the MR of mRNA."""
    if not "a" <= text[start] <= "z":
        return False  # 颅脑CT is there in 颅脑CTA
    if text[start:end] in _UNITS and text[max(0, start - 2) : start].rstrip()[-1:].isdigit():
        return True  # 5 mg, 532nm
    return bool((start and _LATIN.match(text, start - 1)) or _LATIN.match(text, end - 1))


def _goes_on_with_age(measured: Sequence[Measured]) -> bool:
    """Whether a piece starts with the second limit of an age: ≥18岁，≤75岁."""
    first = measured[0] if measured else None
    return first is not None and first.start <= 1 and isinstance(first.value, AgeBand)


def _not_affirmed(clauses: list[Clause]) -> list[Hit[Word]]:
    """Return the words that are ruled out."""
    return [
        token
        for clause in clauses
        for token, mode in zip(clause.tokens, clause.modes, strict=True)
        if mode in {"exclude", "uses"}
    ]


def _ruled_out(
    text: str, zone: Zone, tokens: Sequence[Hit[Word]], measured: Sequence[Measured]
) -> list[Mention]:
    inside = [token for token in tokens if zone[0] <= token[0] < zone[1]]
    ruled = [
        Mention("exclusions", code, start, end)
        for code, start, end in ruled_out(text, zone, inside, measured)
    ]
    asked = [
        Mention("user_training", True, start, end)  # noqa: FBT003 # the value of a field
        for start, end, word in inside
        if _TRAINED in word.labels
    ]
    return ruled + asked


def _is_affirmed(clauses: list[Clause], place: int, zones: list[Zone]) -> bool:
    """Whether a number at *place* is said of the product."""
    if any(start <= place < end for start, end, _ in zones):
        return False
    inner = next((item for item in reversed(clauses) if item.start <= place < item.end), None)
    if inner is None:
        return True
    modes = zip(inner.tokens, inner.modes, strict=True)
    before = [mode for token, mode in modes if token[0] <= place]
    return (
        before[-1] == "affirm" if before else inner.cues.isdisjoint(("tested", "caveat", "caution"))
    )
