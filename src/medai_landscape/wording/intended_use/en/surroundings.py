"""Equipment, and whether a statement breaks off, in English statements."""

from __future__ import annotations

import re
from bisect import bisect
from functools import cache
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.cues import wording
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.words import every_word

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.en.cues import Cues

__all__ = ["names_equipment", "says_purpose", "validated_for", "why_incomplete"]

_ONLY = wording("surroundings_only")
_CHOSEN = wording("surroundings_chosen")
_NAMED = wording("surroundings_named")
_MODE = wording("surroundings_mode")
_VALIDATED = wording("surroundings_validated")
_ANY = pattern("surroundings_any")


def names_equipment(plain: str, cues: Cues) -> tuple[int, int] | None:
    """Return the words that bind the product to named, designated or validated equipment.

    "Compatible" systems in general bind it to nothing.
    """
    if mode := _MODE.search(plain, cues):
        return mode.span()
    for words in (_ONLY, _CHOSEN, _NAMED):
        for match in words.finditer(plain, cues):
            if not _ANY.search(match[0]):
                return match.span()
    return None


_IS_FOR = re.compile(r"\b(?:intended|indicated|used|for use)\b")


def says_purpose(text: str) -> bool:
    """Whether *text* is a statement of use, if only of one that has no code."""
    return _IS_FOR.search(text) is not None


def validated_for(plain: str, cues: Cues) -> tuple[int, int] | None:
    """Return the words that say for which equipment alone the product has been validated."""
    match = _VALIDATED.search(plain, cues)
    return match.span() if match else None


_OPEN_END = pattern("surroundings_open_end")
_CLOSED = re.compile(r"[.!?\u3002][\s)\"'\]]*\Z")
_STARTS_INSIDE = re.compile(
    r"\s*(?:\.\.\.|\u2026|\[\.\.\.\]|[,;)]|(?:and|or|which|whose|but|nor) )"
)
_MODULES = pattern("surroundings_modules")
_PURPOSE = pattern("surroundings_purpose")
_PROSE_END = re.compile(r"[.!?] ")
_LISTED_LINE = re.compile(r"\s*(?:[\u2022*|-]|\(?[0-9a-z]{1,2}[.)] |[^\n.]{2,45}[:|])")


def why_incomplete(text: str) -> str | None:
    """Return why a statement is not complete; None where it is.

    >>> why_incomplete("it detects nodules on"), why_incomplete("it detects nodules.")
    ('the text breaks off', None)
    """
    body = text.strip()
    if not body:
        return "the text is empty"
    if _OPEN_END.search(body[-40:]) or _is_half_a_word(body):
        return "the text breaks off"
    if _STARTS_INSIDE.match(body):
        return "the text begins inside a sentence"
    if _MODULES.search(body[:120]) and re.search("[,:]", body) and not _PURPOSE.search(body):
        return "a list of modules, not a statement"
    if not _CLOSED.search(body[-10:]):
        last = body.rsplit("\n", 1)[-1]
        if _PROSE_END.search(last) and not _LISTED_LINE.match(last):
            return "the last sentence breaks off"
    return None


_LAST_WORD = re.compile(r"[a-z]{4,30}\Z")


def _is_half_a_word(body: str) -> bool:
    """Whether the last word is none, but a longer one begins so: "hydro"."""
    match = _LAST_WORD.search(body[-31:])
    if match is None or match[0] in every_word():
        return False
    words = _in_order()
    place = bisect(words, match[0])
    return place < len(words) and words[place].startswith(match[0])


@cache
def _in_order() -> tuple[str, ...]:
    return tuple(sorted(every_word()))
