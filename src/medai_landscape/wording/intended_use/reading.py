"""A text of either language to what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use import en, zh
from medai_landscape.wording.intended_use.implications import is_empty
from medai_landscape.wording.intended_use.language import Language, language_of, script_of
from medai_landscape.wording.intended_use.statement import Statement, part_of, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.wording.intended_use.mentions import AgeBand, Said

__all__ = ["LONGEST", "read_statement"]

LONGEST: Mapping[Language, int] = {"zh": 2_000, "en": 5_000}
"""No statement has more characters; what stands behind is not read, and `reason` says so."""

_SURROGATES = re.compile("[\ud800-\udfff]")


def read_statement(text: str, language: Language | None) -> Statement:
    """Return what *text* says; halves of surrogate pairs, which no file can hold, are U+FFFD."""
    try:
        encoded = text.encode()  # three times faster than a search
    except UnicodeEncodeError:
        text = _SURROGATES.sub("\ufffd", text)
        encoded = text.encode()
    language = language or language_of(text, encoded)
    if language is None:
        reason = _not_read(text)
        return Statement(text, None, (), 0, (), (), reason)
    longest = LONGEST[language]
    if len(text) > longest:
        reason = f"longer than any statement: at most {longest} characters were read"
        return read_statement(text[:longest], language)._replace(text=text, reason=reason)
    statement = zh.read(text) if language == "zh" else _read_english(text)
    if statement.ages and statement.reason is None:
        return statement._replace(reason=_no_such_age(statement.ages))
    return statement


def _no_such_age(ages: Iterable[AgeBand]) -> str | None:
    """Return why *ages* bound nobody's age; None where they do."""
    empty = next(filter(is_empty, ages), None)
    return f"no age lies between {empty.low} and {empty.high}" if empty else None


def _not_read(text: str) -> str:
    if not text.strip():
        return "the text is empty"
    if script_of(text).language() is None:
        return "no words in Chinese or English"
    return "in another language than Chinese or English"


def _trimmed(mention: Said, text: str) -> Said:
    """Return *mention* without the space or the comma that its words begin or end with."""
    field, value, start, end = mention
    words = text[start:end]
    kept = words.strip(" ,;") or words
    start += words.index(kept)
    return field, value, start, start + len(kept)


def _read_english(text: str) -> Statement:
    normal = en.fold_text(text)
    reading = en.read(normal.text)
    said = (_trimmed(mention, normal.text) for mention in reading.mentions)
    statement = statement_of(text, "en", [part_of(said, normal)])
    is_said = statement.mask or statement.ages or statement.limits
    reason = reading.reason
    if reason is None and not is_said and not en.says_purpose(normal.text):
        reason = "no constraint could be read"
    return statement._replace(reason=reason)
