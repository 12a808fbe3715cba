"""English statements folded for matching.

Case, quotes and dashes become one form, white space one space.  A line break
inside a sentence goes, with the hyphen it broke a word at; one that ends an
item of a list or a row of a table stays.  What a scanner read as ``rn`` for
``m`` or ``1`` for ``l`` is read as the word of our tables that it must be.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.brands import with_marked_brands
from medai_landscape.wording.intended_use.en.product_name import without_name
from medai_landscape.wording.intended_use.en.words import every_word
from medai_landscape.wording.intended_use.normal_form import fold, one_line_break

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.normal_form import NormalForm

__all__ = ["fold_text"]

_PLAIN = {
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00b5": "\u03bc",
    "\u2265": "\u2265", "\u2267": "\u2265", "\u2a7e": "\u2265", "\u2266": "\u2264",
    "\u2a7d": "\u2264", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n",
    "\u2022": "\u2022", "\u25cf": "\u2022", "\u25aa": "\u2022", "\u25a0": "\u2022",
    "\u25e6": "\u2022", "\u2023": "\u2022", "\u00b7": "\u2022", "\uf0b7": "\u2022",
    "\ufb01": "\ufb01", "\u3002": ".", "\uff0c": ",", "\uff1b": ";", "\uff1a": ":",
}  # fmt: skip
_TABLE = {
    **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
    **{code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)},
    **{ord(old): new for old, new in _PLAIN.items()},
}
_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08"
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_MISREAD = {"rn": "m", "vv": "w", "1": "l", "0": "o"}
_NOISE = re.compile(
    rf"[-\srv01\u3000\ufb00-\ufb04{_UNSEEN}](?:(?<=[a-z]-)[ \t]*\n[ \t]*(?=[a-z])|"
    rf"(?<=[^\S ])[\s\u3000{_UNSEEN}]*|(?<= )[\s\u3000{_UNSEEN}]+|"
    rf"(?<=[\u3000{_UNSEEN}])[\u3000{_UNSEEN}]*|(?<=[\ufb00-\ufb04])|"
    r"(?<=r)n|(?<=v)v|(?<=[a-z][01])|(?<=[01])(?=[a-z]))"
)
"""One character, and what makes it noise: with the characters first, a search is three times
faster than with the alternatives alone."""
_PREFIXES = frozenset(
    [
        "non",
        "pre",
        "post",
        "anti",
        "multi",
        "intra",
        "inter",
        "extra",
        "semi",
        "sub",
        "super",
        "ultra",
        "low",
        "high",
        "x",
        "t1",
        "t2",
        "co",
        "re",
        "self",
        "half",
        "two",
        "three",
        "full",
        "single",
        "dual",
        "one",
        "cross",
        "long",
        "short",
        "large",
        "small",
        "real",
        "user",
        "stand",
    ]
)
_WORD = re.compile("[a-z]{2,40}")
_SOFT_HYPHEN = "\u00ad"
_LONGEST_WORD = 40
_LONG_WORD = 7
"""Shorter words that fall apart are too often two words."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_ITEM = re.compile(r"[\u2022*|-]|\(?[0-9a-z]{1,2}[.)] ")
_ROW = re.compile(r"[^\n.;]{2,40}[:|]")
_OPEN_WORD = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|in|into|is|are|its|not|of|on|or|than|that|the|this|to|with"
    r"|which|who|be|between|using|under|over|and/or)\Z"
)
_SHORT_LINE = 45


def fold_text(text: str) -> NormalForm:
    """Fold an English statement for matching."""
    named = with_marked_brands(without_name(one_line_break(text)))
    given = _joined(_without_however(named))
    return fold(given, _TABLE, _NOISE, lambda match: _replacement(match, given))


_HOWEVER = re.compile(r"(?<=\bnot), (?:however|therefore|thus|moreover),(?= )")


def _without_however(text: str) -> str:
    """Hide what parts a verb from its "not": "must not, however, be used"."""
    if "not, " not in text:
        return text
    return _HOWEVER.sub(lambda aside: _SOFT_HYPHEN * len(aside[0]), text)


def _joined(text: str) -> str:
    """Hide the spaces that stand inside a word: one half is no word, both together are."""
    words = every_word()
    lower = text.lower()
    said = _WORD.findall(lower)
    if not any(one + other in words for one, other in pairwise(said)):
        return text
    inside: list[int] = []
    last, end = "", -1
    for match in _WORD.finditer(lower):
        word = match[0]
        if match.start() == end + 1 and len(last) + len(word) >= _LONG_WORD:
            broken = last + word in words and not (last in words and word in words)
            if broken and text[end] == " ":
                inside.append(end)
        last, end = word, match.end()
    if not inside:
        return text
    characters = list(text)
    for place in inside:
        characters[place] = _SOFT_HYPHEN
    return "".join(characters)


def _replacement(match: re.Match[str], given: str) -> str:
    run = match[0]
    if run in _LIGATURES:
        return _LIGATURES[run]
    if run in _MISREAD:
        return _MISREAD[run] if _misread(match) else run
    if run[0] == "-":
        before, after = _word_around(match.string, match.start())[0], _word_behind(match)
        return "-" if before in _PREFIXES and before + after not in every_word() else ""
    if "\n" in run:
        return "\n" if _ends_line(match, given) else " "
    return " " if any(char.isspace() for char in run) else ""


def _word_around(text: str, at: int) -> tuple[str, str]:
    """Return the letters that stand right before and from *at*, no further than a word goes."""
    before, after = text[max(0, at - _LONGEST_WORD) : at], text[at : at + _LONGEST_WORD]
    return before[len(before.rstrip(_LETTERS)) :], after[: -len(after.lstrip(_LETTERS)) or None]


def _word_behind(match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + _LONGEST_WORD]
    return after[: -len(after.lstrip(_LETTERS)) or None]


def _misread(match: re.Match[str]) -> bool:
    before, after = _word_around(match.string, match.start())
    word = before + after
    return len(word) <= _LONGEST_WORD and _intended(word) is not None


@lru_cache(maxsize=16384)
def _intended(word: str) -> str | None:
    """Return the known word that *word* was before it was scanned, None where it is no such."""
    if len(word) < 4 or word in every_word():  # noqa: PLR2004 - shorter words are mostly codes
        return None
    repaired = word
    for wrong, right in _MISREAD.items():
        repaired = repaired.replace(wrong, right)
    return repaired if repaired in every_word() else None


def _ends_line(match: re.Match[str], given: str) -> bool:
    """Whether the line break ends an item or a row, and not only a printed line."""
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - 80) : start]
    line = before[before.rfind("\n") + 1 :]
    if match[0].count("\n") > 1 or _ITEM.match(text, end) or line.endswith((".", ";", ":", "|")):
        return True
    if _OPEN_WORD.search(line) or given[end : end + 1].islower():
        return False
    row = _ROW.match(text, end, end + 60)
    return row is not None or "|" in line or len(line) < _SHORT_LINE
