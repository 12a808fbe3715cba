"""A text of either language to what it says."""

from __future__ import annotations

import re

from medai_landscape.wording.intended_use import en, zh
from medai_landscape.wording.intended_use.language import Language, language_of
from medai_landscape.wording.intended_use.mentions import Reading
from medai_landscape.wording.intended_use.normal_form import NormalForm

__all__ = ["LONGEST", "normal_reading", "read_statement", "without_surrogates"]

LONGEST = 10_000
"""No statement is longer; what stands behind is not read, and `reason` says so."""

_READERS = {"zh": zh, "en": en}
_SURROGATES = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """Replace halves of surrogate pairs, which no file can hold, with U+FFFD."""
    try:
        text.encode()  # three times faster than a search
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def normal_reading(
    text: str, language: Language | None
) -> tuple[Language | None, NormalForm, Reading]:
    """Return the language of *text*, its normal form and what it says."""
    language = language or language_of(text)
    if language is None:
        reason = "no words in Chinese or English" if text.strip() else "the text is empty"
        return None, NormalForm(text), Reading(reason=reason)
    reader = _READERS[language]
    normal = reader.fold_text(text[:LONGEST])
    reading = reader.read(normal.text)
    if len(text) > LONGEST:
        reason = f"longer than any statement: only {LONGEST} characters were read"
        reading = Reading(reading.mentions, reason)
    return language, normal, reading


def read_statement(text: str, language: Language | None) -> tuple[Language | None, Reading]:
    """Return the language of *text* and what it says."""
    found, _, reading = normal_reading(without_surrogates(text), language)
    return found, reading
