"""The name of a product at the head of its statement, which says nothing of its use.

``Dose-Predict Plan assists ...`` predicts nothing: what a product is called is not what the
regulator decided.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.words import terms

__all__ = ["without_name"]

_NAME = re.compile(
    r"\s*(?:The )?(?P<name>(?:[A-Z]|[a-z][A-Z])[\w+-]{1,30}(?: [A-Z0-9][\w.+-]{0,20}){0,4})"
    r"(?:(?P<own>'s)|(?= (?:\([^()\n]{1,40}\) )?(?P<verb>[a-z]{2,20})\b))"
)
_VERB = pattern("product_name_verb")
_INVENTED = re.compile(r"[a-z][A-Z]|[A-Za-z][0-9]")
_PLACEHOLDER = "q"


def without_name(text: str) -> str:
    """Hide the product's name wherever it stands; no other character moves.

    >>> without_name("Dose-Predict Plan assists physicists. Dose-Predict Plan is software.")
    'qqqqqqqqqqqqqqqqq assists physicists. qqqqqqqqqqqqqqqqq is software.'
    >>> without_name("Chest CT is analysed.")
    'Chest CT is analysed.'
    """
    match = _NAME.match(text)
    if match is None or not _is_name(match["name"]):
        return text
    if not match["own"] and not _VERB.fullmatch(match["verb"]):
        return text
    return text.replace(match["name"], _PLACEHOLDER * len(match["name"]))


def _is_name(words: str) -> bool:
    """Whether the words are no plain ones: TB-Screen X, LungView 2, Retina Zeno."""
    return any(map(_is_invented, words.split()))


def _is_invented(word: str) -> bool:
    if _INVENTED.search(word):
        return True
    parts = word.lower().split("-")
    if len(parts) > 1:
        return word.partition("-")[2][:1].isupper() and not _neighbours().issuperset(
            pairwise(parts)
        )
    return False


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    """Return all words that stand side by side in a term: computer aided, x ray."""
    return frozenset(pair for term in terms().terms for pair in pairwise(term.split()))
