"""A text of either language to what it says."""

from __future__ import annotations

import re

from medai_landscape.wording.intended_use import en, zh
from medai_landscape.wording.intended_use.implications import is_empty
from medai_landscape.wording.intended_use.language import Language, language_of
from medai_landscape.wording.intended_use.statement import Statement, part_of, statement_of

__all__ = ["LONGEST", "read_statement", "without_surrogates"]

LONGEST = 10_000
"""No statement is longer; what stands behind is not read, and `reason` says so."""

_SURROGATES = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """Replace halves of surrogate pairs, which no file can hold, with U+FFFD."""
    try:
        text.encode()  # three times faster than a search
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def read_statement(text: str, language: Language | None) -> Statement:
    """Return what *text* says, which holds no half of a surrogate pair."""
    language = language or language_of(text)
    if language is None:
        reason = "no words in Chinese or English" if text.strip() else "the text is empty"
        return Statement(None, (), 0, (), (), reason)
    statement = (zh.read if language == "zh" else _read_english)(text[:LONGEST])
    if len(text) > LONGEST:
        reason = f"longer than any statement: only {LONGEST} characters were read"
        return statement._replace(reason=reason)
    if statement.ages and statement.reason is None and any(map(is_empty, statement.ages)):
        return statement._replace(reason="nobody is of the ages that are given")
    return statement


def _read_english(text: str) -> Statement:
    normal = en.fold_text(text)
    reading = en.read(normal.text)
    statement = statement_of("en", [part_of(reading.mentions, normal)])
    return statement._replace(reason=reading.reason)
