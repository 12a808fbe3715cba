"""The word lists of English statements, loaded once."""

from __future__ import annotations

from functools import cache

from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.en.inflection import variants
from medai_landscape.wording.intended_use.lexicon import Labels, Lexicon, load_terms

__all__ = ["every_word", "exclusion_terms", "known_words", "terms"]


@cache
def terms() -> Lexicon[Labels]:
    """Return all terms but those that mean something in a clause of exclusion only."""
    return _lexicon(exclusions=False)


@cache
def exclusion_terms() -> Lexicon[Labels]:
    """Return the terms of what statements rule out."""
    return _lexicon(exclusions=True)


def _lexicon(*, exclusions: bool) -> Lexicon[Labels]:
    chosen = {}
    organs = _organs()
    for term, labels in _all_terms().items():
        kept = tuple(label for label in labels if (label[0] == "exclusions") is exclusions)
        if kept:
            chosen[term] = kept if exclusions else _with_organs(term, kept, organs)
    return Lexicon(chosen)


_TELLS_AN_ORGAN = frozenset({"findings", "modalities"})
_TOO_GENERAL = frozenset({"bone", "blood", "other", "vessel?", "heart?", "eye?"})


def _organs() -> Lexicon[Labels]:
    """Return the terms of body parts alone."""
    chosen = {}
    for term, labels in _all_terms().items():
        if labels[0][0] == "anatomies" and labels[0][1] not in _TOO_GENERAL:
            chosen[term] = labels[:1]
    return Lexicon(chosen)


def _with_organs(term: str, labels: Labels, organs: Lexicon[Labels]) -> Labels:
    """Add the body part that a term names: a liver lesion tells the liver too."""
    fields = {name for name, _ in labels}
    if fields.isdisjoint(_TELLS_AN_ORGAN) or "anatomies" in fields:
        return labels
    return (*labels, *(label for _, _, found in organs.find_words(term) for label in found))


def _all_terms() -> dict[str, Labels]:
    return load_terms("en", _folded, variants)


def _folded(term: str) -> str:
    return " ".join(term.lower().replace("\u2019", "'").split())


@cache
def known_words() -> frozenset[str]:
    """Return every single word of the tables, in all its forms."""
    return frozenset(word for term in _all_terms() for word in term.split())


@cache
def every_word() -> frozenset[str]:
    """Return the words of the tables and the common ones."""
    common = (row["word"] for row in read_rows("intended_use/en_common_words.csv"))
    return frozenset(common) | known_words()
