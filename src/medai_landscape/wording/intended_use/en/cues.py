"""Wordings that are looked for only in texts that have their cues."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick
from attrs import frozen

from medai_landscape.wording.intended_use.en.needles import EDGE, needles
from medai_landscape.wording.intended_use.en.patterns import names, pattern, wordings, written

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.en.needles import Choice

__all__ = ["Cues", "Turns", "Wording", "cues_in", "each_wording", "possible", "turns", "wording"]

Cues = int
"""The choices of words that a text has one of, a bit each."""

_BITS: dict[Choice, Cues] = {}
"""All choices that wordings need, in the order in which the modules ask for them."""


@frozen
class Wording:
    """A pattern that is searched for only where the cues are that it cannot do without."""

    pattern: re.Pattern[str]
    needs: tuple[Cues, ...]
    """Of each of its alternatives what it needs."""

    def may_be_in(self, cues: Cues) -> bool:
        """Whether a text with these *cues* can match."""
        for need in self.needs:  # noqa: SIM110 - asked a hundred times a sentence
            if cues & need == need:
                return True
        return False

    def search(self, text: str, cues: Cues) -> re.Match[str] | None:
        """Return the first match in *text*, or in a text of which it is a part, with *cues*."""
        return self.pattern.search(text) if self.may_be_in(cues) else None

    def is_in(self, text: str, cues: Cues, start: int, end: int) -> bool:
        """Whether it is there from *start* to *end* of a text with these *cues*."""
        return self.may_be_in(cues) and self.pattern.search(text, start, end) is not None

    def finditer(self, text: str, cues: Cues) -> Iterator[re.Match[str]]:
        """Yield the matches in *text*, or in a text of which it is a part, with *cues*."""
        return self.pattern.finditer(text) if self.may_be_in(cues) else iter(())


@frozen
class Turns:
    """Whole turns of phrase that tell a code, all looked for at once."""

    _rows: tuple[tuple[Cues, str, re.Pattern[str]], ...]
    """Of each what it needs, its code, and itself."""

    def finditer(self, text: str, cues: Cues) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield the matches in a text with these *cues*, each with its code."""
        for code, words in [(row[1], row[2]) for row in self._rows if cues & row[0] == row[0]]:
            for match in words.finditer(text):
                yield code, match


def turns(prefix: str) -> Turns:
    """Return the wordings of all names that begin with *prefix*; the rest of a name is a code."""
    return Turns(
        tuple(
            (_need(row.pattern), name.removeprefix(prefix), row)
            for name in names(prefix)
            for row in wordings(name)
        )
    )


def wording(name: str) -> Wording:
    """Return all wordings of *name* as one."""
    return Wording(pattern(name), tuple(map(_need, written(name))))


def each_wording(name: str) -> tuple[Wording, ...]:
    """Return the wordings of *name* one by one."""
    return tuple(Wording(row, (_need(row.pattern),)) for row in wordings(name))


def possible(wordings: tuple[Wording, ...], cues: Cues) -> tuple[re.Pattern[str], ...]:
    """Return those of *wordings* that can be in a text with these *cues*."""
    found = []
    for words in wordings:  # asked of all wordings in every sentence: no call for each
        for need in words.needs:
            if cues & need == need:
                found.append(words.pattern)
                break
    return tuple(found)


def _need(row: str) -> Cues:
    need = 0
    for choice in needles(row):
        need |= _BITS.setdefault(choice, 1 << len(_BITS))
    return need


def cues_in(text: str) -> Cues:
    """Return the cues of a text in one pass over it.

    >>> wording("surroundings_only").may_be_in(cues_in("for review by radiologists"))
    False
    """
    finder, meanings = _finder(len(_BITS))
    padded = f" {text} "
    cues = 0
    for number, start, end in finder.find_matches_as_indexes(padded, overlapping=True):
        bits, begins, ends = meanings[number]
        if not (begins and padded[start - 1].isalnum()) and not (ends and padded[end].isalnum()):
            cues |= bits
    return cues


@cache
def _finder(_size: int) -> tuple[AhoCorasick, tuple[tuple[Cues, bool, bool], ...]]:
    """Return what finds the words, and of each its choices, and if an edge begins and ends it."""
    bits: dict[str, Cues] = {}
    for choice, bit in _BITS.items():
        for word in choice:
            bits[word] = bits.get(word, 0) | bit
    meanings = tuple(
        (choices, word.startswith(EDGE), word.endswith(EDGE)) for word, choices in bits.items()
    )
    return AhoCorasick([word.strip(EDGE) for word in bits]), meanings
