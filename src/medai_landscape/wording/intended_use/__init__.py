"""Statements of intended use: read, and said again.

Rules and word lists, no model: the same text gives the same answer everywhere.
The words are text tables under ``data/intended_use`` that experts edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.errors import StatementError, VocabularyError
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.wording.intended_use import en, zh
from medai_landscape.wording.intended_use.assemble import assemble
from medai_landscape.wording.intended_use.language import check_language
from medai_landscape.wording.intended_use.reading import read_statement

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.language import Language

__all__ = ["describe_intended_use", "parse_intended_use"]

_LANGUAGES = {"zh": zh, "en": en}


def parse_intended_use(text: str, *, lang: Language | None = None) -> IntendedUse:
    """Read a statement of intended use as constraints.

    Only what the statement itself says is read: a field that it does not mention stays empty,
    which means *not stated*, never *unrestricted*.  Every constraint has its words in
    `evidence`, with offsets in the text as given.

    Args:
        text: the statement, in Chinese or in English, as registers print it.  Half of a
            surrogate pair, which no file can hold, is read as U+FFFD.
        lang: its language; without it the script decides.

    Returns:
        A record for every text.  Where nothing can be read, or where the statement breaks
        off, `complete` is False and `reason` says why; so it is beyond 2,000 characters in
        Chinese and 5,000 in English, and for a text in another language.

    Raises:
        VocabularyError: *lang* is no language of ours.
        StatementError: *text* is no text.

    >>> use = parse_intended_use("用于胸部CT图像，检出4mm及以上肺结节，供医师使用。")
    >>> [code.value for code in use.modalities]
    ['CT']
    >>> parse_intended_use("").reason
    'the text is empty'
    """
    check_language(lang)
    if not isinstance(text, str):
        raise StatementError(text, "a text; leave out what is missing, or give an empty text")
    return assemble(read_statement(text, lang))


def describe_intended_use(use: IntendedUse, *, lang: Language = "zh") -> str:
    """Say a use in the register of the genre, so that a statement can be read in either language.

    Parsing the text gives the same constraints for every consistent use
    (`medai_landscape.wording.intended_use.consistency`).  The code ``other`` has no words of its
    own and is left out: ``use.text`` has them.  A use that is not complete is said as a text
    that breaks off.

    Raises:
        VocabularyError: *lang* is no language of ours.
        StatementError: *use* is no use.

    >>> describe_intended_use(parse_intended_use("用于CT图像的显示，供护士使用。"))
    '本产品用于CT图像的显示。由护士使用。'
    """
    if lang not in tuple(_LANGUAGES):
        raise VocabularyError(
            "language", lang, tuple(_LANGUAGES), "wording/intended_use/__init__.py"
        )
    if not isinstance(use, IntendedUse):
        raise StatementError(use, "a record of IntendedUse, as parse_intended_use gives")
    text: str = _LANGUAGES[lang].describe(use)
    return text
