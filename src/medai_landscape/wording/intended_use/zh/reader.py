"""The reader of Chinese statements."""

from __future__ import annotations

from functools import cache

from medai_landscape.wording.intended_use.lexicon import Lexicon, load_terms
from medai_landscape.wording.intended_use.mentions import Mention, Reading

__all__ = ["read"]


@cache
def _lexicon() -> Lexicon:
    return Lexicon(load_terms("zh"))


def read(text: str) -> Reading:
    """Read the normal form of a Chinese statement."""
    hits = _lexicon().find(text)
    mentions = [
        Mention(field, code, start, end) for start, end, labels in hits for field, code in labels
    ]
    return Reading(mentions)
