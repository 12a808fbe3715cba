"""The language of a statement, told by its script."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple, get_args

from medai_landscape.errors import VocabularyError
from medai_landscape.vocabulary import read_rows

__all__ = [
    "Language",
    "Script",
    "check_language",
    "has_kana",
    "is_mostly_chinese",
    "language_of",
    "script_of",
]

Language = Literal["zh", "en"]

_HEAD = 2000
_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]+")
_HAN_LEADS = bytes(range(0xE4, 0xEA))
"""The first bytes, in UTF-8, of U+4000 to U+9FFF: nearly all Chinese characters."""
_LATIN = re.compile("[A-Za-z\uff21-\uff3a\uff41-\uff5a]+")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_KANA_BYTES = re.compile(b"\xe3[\x81-\x83]")
_A_FEW = 3
"""Characters or words of a language that another one may have borrowed."""
_OTHER_SCRIPTS = re.compile(
    "[\u0370-\u052f\u0590-\u1cff\u3041-\u3096\u30a1-\u30fa\ua4d0-\uabff\uac00-\ud7af]+"
)
_LATIN_LETTERS = re.compile("[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]")


class Script(NamedTuple):
    """How much of a text is Chinese."""

    length: int
    han: int
    """Chinese characters."""
    latin: int
    """Latin words."""

    def language(self) -> Language | None:
        """Return the language; a Chinese character weighs half as much as a Latin word."""
        if self.han and (self.han * 2 > self.length or self.han * 2 >= self.latin):
            return "zh"
        return "en" if self.latin else None


def script_of(text: str) -> Script:
    """Count the scripts of *text*."""
    if text.isascii():
        return Script(len(text), 0, len(_LATIN.findall(text)))
    han = sum(map(len, _HAN.findall(text)))
    return Script(len(text), han, len(_LATIN.findall(text)))


def language_of(text: str, encoded: bytes | None = None) -> Language | None:
    """Return the language by the share of scripts; None for a text in neither of the two.

    Args:
        text: the statement.
        encoded: the same in UTF-8, where the caller has it.

    >>> language_of("用于肺部CT图像的显示"), language_of("For the display of CT"), language_of("12")
    ('zh', 'en', None)
    >>> language_of("胸部CT画像を表示する"), language_of("Zur Darstellung von CT-Bildern der Lunge")
    (None, None)
    """
    head = text[:_HEAD]
    if encoded is None or len(text) > _HEAD:
        encoded = head.encode(errors="surrogatepass")
    if _KANA_BYTES.search(encoded) and _is_japanese(head):
        return None
    if _is_chinese(head, encoded):
        return "zh"
    language = script_of(head).language()
    if language == "en" and _is_other_than_english(head):
        return None
    return language


def check_language(language: object) -> None:
    """Refuse what is no language of ours; None leaves it to the text.

    Raises:
        VocabularyError: it is neither ``zh`` nor ``en`` nor None.
    """
    allowed = get_args(Language)
    known = isinstance(language, str) and language in allowed
    if language is not None and not known:
        raise VocabularyError("language", language, allowed, "wording/intended_use/language.py")


def has_kana(text: str) -> bool:
    """Whether *text* may be Japanese."""
    return _KANA.search(text) is not None


def _is_japanese(text: str) -> bool:
    """Whether syllables stand between the characters, more than in a name or two."""
    kana = len(_KANA.findall(text))
    return kana >= _A_FEW and kana * 8 > script_of(text).han


def _is_other_than_english(text: str) -> bool:
    """Whether a text without Chinese is in another script, or has another language's words."""
    if not text.isascii():
        other = sum(map(len, _OTHER_SCRIPTS.findall(text)))
        if other > len(_LATIN_LETTERS.findall(text)):
            return True
    words = text.split()
    english, foreign = _small_words()
    found = sum(map(foreign.__contains__, words))
    return found >= _A_FEW - 1 and found > _A_FEW * sum(map(english.__contains__, words))


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return those of English, and those of others that English has not; capitals count for none.

    LA and OS are abbreviations.
    """
    words = {
        row["language"]: row["words"].split() for row in read_rows("intended_use/small_words.csv")
    }
    english = frozenset(words.pop("en"))
    return english, frozenset(chain.from_iterable(words.values())) - english


def is_mostly_chinese(text: str) -> bool:
    """Whether most characters are surely Chinese; if they are of all parts, they are of a text."""
    return _is_chinese(text, text.encode())


def _is_chinese(text: str, encoded: bytes) -> bool:
    # By the first bytes of the characters: counted five times faster than these.
    return (len(encoded) - len(encoded.translate(None, _HAN_LEADS))) * 2 > len(text)
