"""The words of the genre and the codes they stand for.

A language is a folder of text tables under ``data/intended_use``, one table a
field, one row a concept::

    code,terms,also,standard,note
    aneurysm,颅内动脉瘤|脑动脉瘤,anatomies:brain_vessels,SCT 128609009,

`terms` are the ways the concept is written, separated by ``|``; `also` are
further labels that the same words carry.  ``不在{本产品/}适用范围{内/}`` stands for every
choice among its braces.  All terms of a language are looked for in one pass over a
text, and the longest one wins.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import field, frozen

from medai_landscape.wording.intended_use.term_tables import term_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["Hit", "Label", "Labels", "Lexicon", "Meaning", "load_terms", "spelled_out"]

Label = tuple[str, str]
"""A field or role, and a code of it: ``("findings", "aneurysm")``."""

Labels = tuple[Label, ...]

Meaning = TypeVar("Meaning")

Hit = tuple[int, int, Meaning]
"""Where a term stands, end excluded, and what it means."""


@frozen
class Lexicon(Generic[Meaning]):
    """Terms and what they mean, `Labels` as a rule, searched for all at once.

    >>> lung, nodule = (("anatomies", "lung"),), (("findings", "nodule_lung"),)
    >>> Lexicon({"肺": lung, "肺结节": nodule}).find("检出肺结节")
    [(2, 5, (('findings', 'nodule_lung'),))]
    """

    terms: Mapping[str, Meaning] = field(hash=False, repr=False)
    _meanings: tuple[Meaning, ...] = field(init=False, repr=False, eq=False)
    _automaton: AhoCorasick = field(init=False, repr=False, eq=False)
    _overlapping: AhoCorasick = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        words = tuple(self.terms)
        longest = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
        object.__setattr__(self, "_meanings", tuple(self.terms.values()))
        object.__setattr__(self, "_automaton", longest)
        object.__setattr__(self, "_overlapping", AhoCorasick(words))

    def find(self, text: str) -> list[Hit[Meaning]]:
        """Return the terms in *text*, leftmost and longest first, none overlapping another."""
        meanings = self._meanings
        return [
            (start, end, meanings[number])
            for number, start, end in self._automaton.find_matches_as_indexes(text)
        ]

    def find_words(self, text: str) -> list[Hit[Meaning]]:
        """Return the terms that stand as whole words: no letter or digit touches them.

        Of terms that overlap the leftmost wins, then the longest.
        """
        meanings = self._meanings
        found = [
            (start, -end, number)
            for number, start, end in self._overlapping.find_matches_as_indexes(
                text, overlapping=True
            )
            if not (start and text[start - 1].isalnum())
            and not (end < len(text) and text[end].isalnum())
        ]
        found.sort()
        hits: list[Hit[Meaning]] = []
        done = 0
        for start, minus_end, number in found:
            if start >= done:
                done = -minus_end
                hits.append((start, done, meanings[number]))
        return hits


@cache
def load_terms(
    language: str,
    fold: Callable[[str], str],
    variants: Callable[[str], Iterable[str]] | None = None,
) -> dict[str, Labels]:
    """Read the tables of a language; the file's name is the field that its codes belong to.

    Args:
        language: the folder, ``zh`` or ``en``.
        fold: makes of a term as written what statements are folded to: an expert may write
            ``GGO``.
        variants: gives the further forms of a term, its plural for instance.

    Raises:
        SourceFormatError: a table has slips; the error names the line of each.
    """
    terms: dict[str, Labels] = {}
    for name, rows in term_tables(language):
        for row in rows:
            labels = ((name, row.code), *row.also)
            for term in spelled_out(map(fold, row.terms)):
                for form in (term, *(variants(term) if variants else ())):
                    # A term may stand in several tables: its labels add up.
                    terms[form] = tuple(dict.fromkeys((*terms.get(form, ()), *labels)))
    return terms


_CHOICE = re.compile("[{]([^{}]*)[}]")


def spelled_out(terms: Iterable[str]) -> Iterator[str]:
    """Return *terms* with each choice in braces made in every way.

    >>> list(spelled_out(["脑{沟/叶}", "丘脑"]))
    ['脑沟', '脑叶', '丘脑']
    """
    for term in terms:
        # Every second part stood in braces.
        parts = enumerate(_CHOICE.split(term))
        yield from map("".join, product(*(p.split("/") if n % 2 else (p,) for n, p in parts)))
