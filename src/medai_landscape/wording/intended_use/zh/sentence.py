"""One Chinese sentence to mentions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.mentions import AgeBand, Mention
from medai_landscape.wording.intended_use.zh.affirmed import read_affirmed
from medai_landscape.wording.intended_use.zh.clauses import Clause, clauses_of
from medai_landscape.wording.intended_use.zh.exclusions import ruled_out
from medai_landscape.wording.intended_use.zh.measures import Measured, ages, limits
from medai_landscape.wording.intended_use.zh.polarity import Zone, assign_modes
from medai_landscape.wording.intended_use.zh.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Sentence", "read_sentence"]

Sentence = tuple[tuple[Mention, ...], str, frozenset[str]]
"""The mentions of a sentence, the mode that it leaves open, and its cues."""

_DIGIT = re.compile("[0-9]|[一二三四五六七八九十]周?岁")
_REMEMBERED = 400


def read_sentence(text: str, inherited: str) -> Sentence:
    """Read one sentence in normal form.

    Args:
        text: the sentence, without the mark at its end.
        inherited: the mode that the sentence before left open.
    """
    return _remembered(text, inherited) if len(text) <= _REMEMBERED else _read(text, inherited)


def _read(text: str, inherited: str) -> Sentence:
    clauses = clauses_of(words().find(text), len(text))
    zones, disclaimers, left_open = assign_modes(text, clauses, inherited)
    measured = [*ages(text), *limits(text)] if _DIGIT.search(text) else []
    mentions = [Mention("standalone_prohibited", True, *span) for span in disclaimers]  # noqa: FBT003 # the value of a field
    cues: set[str] = set()
    for clause in clauses:
        cues |= clause.cues
        read_affirmed(text, clause, mentions)
    for number in measured:
        if _is_affirmed(clauses, number.start, zones):
            field = "age" if isinstance(number.value, AgeBand) else "thresholds"
            mentions.append(Mention(field, *number))
    for zone in zones:
        mentions += _ruled_out(text, zone, clauses, measured)
    return tuple(mentions), left_open, frozenset(cues)


_remembered = lru_cache(maxsize=8192)(_read)
"""Statements repeat their sentences: nine in ten end with the same disclaimer."""


def _ruled_out(
    text: str, zone: Zone, clauses: list[Clause], measured: Sequence[Measured]
) -> list[Mention]:
    inside = [
        token
        for clause in clauses
        for token, mode in zip(clause.tokens, clause.modes, strict=True)
        if mode in {"exclude", "uses"} and zone[0] <= token[0] < zone[1]
    ]
    return [
        Mention("exclusions", code, start, end)
        for code, start, end in ruled_out(text, zone, inside, measured)
    ]


def _is_affirmed(clauses: list[Clause], place: int, zones: list[Zone]) -> bool:
    """Whether a number at *place* is said of the product."""
    if any(start <= place < end for start, end, _ in zones):
        return False
    inner = next((item for item in reversed(clauses) if item.start <= place < item.end), None)
    if inner is None:
        return True
    modes = zip(inner.tokens, inner.modes, strict=True)
    before = [mode for token, mode in modes if token[0] <= place]
    return before[-1] == "affirm" if before else "tested" not in inner.cues
