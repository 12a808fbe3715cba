"""What is said about a problem, in English and in Chinese, by its stable code.

The sentences stand in ``data/messages.csv``; a code is never renamed, since
people filter by it.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Literal

from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OWN_PARAMETERS", "Language", "in_chinese", "message", "pieces"]

Language = Literal["en", "zh"]


@cache
def _templates(lang: Language) -> dict[str, str]:
    return {row["code"]: row[lang] for row in read_rows("messages.csv")}


def message(code: str, lang: Language = "en", /, **parameters: object) -> str:
    """Return the sentence for *code* with its *parameters* filled in.

    >>> message("expires_before_approved", expires="2024-01-01", approved="2025-02-10")
    'expires 2024-01-01 is not after approved 2025-02-10: check which of the two is wrong'
    """
    told = _told_in_chinese(parameters) if lang == "zh" else parameters
    return _templates(lang)[code].format_map(told)


@cache
def pieces(code: str, lang: Language = "en", /) -> tuple[tuple[str, str | None], ...]:
    """Return the sentence for *code* as texts, each with the parameter that follows it.

    >>> pieces("cell_in_doubt")
    (('the cell holds ', 'doubt'), (': put the value itself there', None))
    """
    parsed = Formatter().parse(_templates(lang)[code])
    return tuple((text, name) for text, name, _, _ in parsed)


@cache
def _standard() -> dict[str, str]:
    """Return what pydantic says of itself, in Chinese; its English stays its own."""
    return {row["code"]: row["zh"] for row in read_rows("standard_messages.csv")}


def in_chinese(code: str, english: str, parameters: Mapping[str, object]) -> str:
    """Return the Chinese sentence for *code*, the English one where there is none.

    >>> in_chinese("greater_than_equal", "Input should be greater than or equal to 0", {"ge": 0})
    '应大于或等于 0'
    """
    template = _templates("zh").get(code) or _standard().get(code)
    if template is None:
        return english
    try:
        return template.format_map(_told_in_chinese(parameters))
    except (KeyError, IndexError, ValueError):  # an error of somebody else with the same code
        return english


# Parameters that hold words of ours; any other may hold words of the reader's own file.
OWN_PARAMETERS = frozenset({"doubt", "expected", "fault", "kind", "scheme", "vocabulary"})
_LONGEST_PHRASE = 300


def _told_in_chinese(parameters: Mapping[str, object]) -> dict[str, object]:
    told = dict(parameters)
    for name in OWN_PARAMETERS & told.keys():
        value = told[name]
        told[name] = phrase_in_chinese(value) if isinstance(value, str) else value
    return told


def phrase_in_chinese(phrase: str) -> str:
    """Return the Chinese of what was expected, part by part; a part we have none for stays.

    >>> phrase_in_chinese("three letters such as QIH; something else")
    '三个字母，如 QIH；something else'
    """
    whole = _translated(phrase)
    if whole is not None or "; " not in phrase:
        return phrase if whole is None else whole
    return "；".join(_translated(part) or part for part in phrase.split("; "))


def _translated(phrase: str) -> str | None:
    if len(phrase) > _LONGEST_PHRASE:
        return None
    for pattern, chinese in _phrases():
        match = pattern.fullmatch(phrase)
        if match is not None:
            return chinese.format(*map(_part_in_chinese, match.groups()))
    return None


def _part_in_chinese(part: str) -> str:
    return _translated(part) or part.replace(" or ", " 或 ")


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the phrases in the order of their table, with {} for whatever stands there."""
    return tuple(
        (re.compile(re.escape(row["en"]).replace(r"\{\}", "([^;]+?)")), row["zh"])
        for row in read_rows("expectation_phrases.csv")
    )
