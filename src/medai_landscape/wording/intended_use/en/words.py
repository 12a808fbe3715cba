"""The word lists of English statements, loaded once."""

from __future__ import annotations

from functools import cache

from medai_landscape.wording.intended_use.en.inflection import variants
from medai_landscape.wording.intended_use.lexicon import Labels, Lexicon, load_terms

__all__ = ["exclusion_terms", "known_words", "terms"]


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
    for term, labels in load_terms("en", variants).items():
        kept = tuple(label for label in labels if (label[0] == "exclusions") is exclusions)
        if kept:
            chosen[term] = kept
    return Lexicon(chosen)


@cache
def known_words() -> frozenset[str]:
    """Return every single word of the tables, in all its forms."""
    return frozenset(word for term in load_terms("en", variants) for word in term.split())
