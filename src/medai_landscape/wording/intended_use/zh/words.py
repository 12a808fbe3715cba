"""The Chinese word lists as one lexicon, each word with what the reader asks of it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from medai_landscape.wording.intended_use.lexicon import Label, Labels, Lexicon, load_terms

__all__ = ["Word", "words"]


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


@cache
def words() -> Lexicon[Word]:
    """Return the lexicon, built once a process."""
    return Lexicon({term: _word(labels) for term, labels in load_terms("zh").items()})
