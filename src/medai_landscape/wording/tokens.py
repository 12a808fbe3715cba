"""Short phrases cut into the words of a lexicon and numbers.

Amounts and dates in words are a few dozen words and numerals in some order.
A `Lexicon` knows the words, from a text table that people edit; what it does
not know makes the phrase unreadable, so nothing is passed over in silence.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Self

from attrs import field, frozen

from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from medai_landscape.errors import LandscapeError

__all__ = ["LONGEST", "Lexicon", "Token", "normalise"]

LONGEST = 200
"""Characters in the longest phrase that is looked at; a sentence is not a phrase."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def normalise(text: str) -> str:
    """Return *text* with full-width characters in plain ASCII and without invisible ones.

    Nothing does this unasked: full-width digits in a register may hide a
    look-alike.  The yuan sign ￥ stays what it is, since ¥ may be yen.

    >>> normalise("３．５亿元")
    '3.5亿元'
    """
    visible = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(visible).translate(_FULL_WIDTH)


@frozen
class Token:
    """A word of a phrase: what kind of word, what it stands for, and how it is written."""

    kind: str
    value: str
    text: str


@frozen
class Lexicon:
    """The words that a kind of phrase is made of, and the shapes of its numbers."""

    _words: dict[str, Token] = field(repr=False)
    _pattern: re.Pattern[str] = field(repr=False)

    @classmethod
    def from_table(cls, path: str, shapes: str, *, also: Iterable[Token] = ()) -> Self:
        """Build one from a table with ``kind``, ``value`` and ``words`` (separated by ``|``).

        *shapes* is a pattern whose groups name the kinds of number; *also* are
        words from elsewhere, which those of the table go before.
        """
        listed = (
            Token(row["kind"], row["value"], word)
            for row in read_rows(path)
            for word in row["words"].split("|")
        )
        known = {word.text: word for word in (*also, *listed)}
        # Longest first, and no Latin word or number stops inside a longer one.
        ordered = sorted(known, key=lambda text: (-len(text), text))
        spelt = "|".join(re.escape(text) + _boundary(text) for text in ordered)
        return cls(known, re.compile(f" *(?:{shapes}|(?P<word>{spelt})) *"))

    def tokens(
        self, text: object, refused: Callable[[object, str], LandscapeError], example: str
    ) -> list[Token]:
        """Cut *text* into tokens; case and white space do not matter.

        Raises:
            LandscapeError: as *refused* makes it, with the part that is in no table.
        """
        if not isinstance(text, str) or not text or len(text) > LONGEST:
            raise refused(text, f"{example}, a text of 1 to {LONGEST} characters")
        folded = " ".join(text.split()).lower()
        tokens, place = [], 0
        while place < len(folded):
            match = self._pattern.match(folded, place)
            if match is None:
                raise refused(text, f"{example}; {_unread(folded[place:])}")
            kind, place = match.lastgroup or "", match.end()
            tokens.append(
                self._words[match[kind]]
                if kind == "word"
                else Token(kind, match[kind], match[kind])
            )
        return tokens


def _boundary(text: str) -> str:
    if "a" <= text[-1] <= "z":
        return "(?![a-z])"
    return "(?![0-9])" if "0" <= text[-1] <= "9" else ""


def _unread(rest: str) -> str:
    unread = f"the part from {rest[:20]!r} on is no word we know"
    if normalise(rest) != rest:
        unread += ", pass the text through medai_landscape.wording.tokens.normalise() first"
    return unread
