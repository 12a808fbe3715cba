"""Templates: shapes of text of one length, looked for in a whole column by arithmetic on bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from medai_landscape.tables.texts import WORD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from medai_landscape.tables.texts import Mask, Texts, Words

__all__ = ["Template", "bytes_at", "characters_at", "number_at"]


class Template:
    """A shape of text of one length: ``0`` stands for a digit, ``?`` for any byte.

    >>> import pyarrow as pa
    >>> from medai_landscape.tables.texts import Texts
    >>> dates = Texts(pa.array(["2025-06-10", "2025-6-10", "2025-06-1o", None]))
    >>> rows, _, good = Template("0000-00-00").match(dates)
    >>> rows, good
    (array([0, 2]), array([ True, False]))
    """

    def __init__(self, shape: str) -> None:
        text = shape.encode()
        self.length: int = len(text)
        size = -(-self.length // WORD) * WORD
        literal = np.array([byte not in b"0?" for byte in text.ljust(size, b"?")])
        digit = np.array([byte in b"0" for byte in text.ljust(size, b"?")])
        self._literal = np.where(literal, 0xFF, 0).astype(np.uint8).view(np.uint64)
        padded = np.frombuffer(text.ljust(size, b"?"), np.uint8)
        self._expected = np.where(literal, padded, 0).astype(np.uint8).view(np.uint64)
        self._digit = np.where(digit, 0xFF, 0).astype(np.uint8).view(np.uint64)
        self._add = np.where(digit, 0x76, 0).astype(np.uint8).view(np.uint64)

    def match(self, texts: Texts) -> tuple[NDArray[np.int64], Words, Mask]:
        """Return the rows of this length, their bytes (see `Texts.words`), and which match."""
        rows, words = texts.words(self.length)
        good = np.ones(len(rows), bool)
        for place, word in enumerate(words):
            if self._literal[place]:
                good &= (word & self._literal[place]) == self._expected[place]
            if self._digit[place]:
                # 0x30 to 0x39 become 0 to 9, and only these stay below 0x80 with 0x76 added.
                value = (word ^ _ZEROS) & self._digit[place]
                good &= ((value | (value + self._add[place])) & _HIGH) == 0
        return rows, words, good


_ZEROS = np.uint64(0x3030303030303030)
_HIGH = np.uint64(0x8080808080808080)


def number_at(words: Words, first: int, last: int) -> NDArray[np.int32]:
    """Return the number that the digits from byte *first* up to *last* write, in every row.

    What is no digit counts as some number from 0 to 15.
    """
    total = np.zeros(words.shape[1], np.int32)
    for place in range(first, last):
        total *= 10
        total += (bytes_at(words, place) & 0x0F).astype(np.int32)
    return total


def bytes_at(words: Words, place: int) -> NDArray[np.uint8]:
    """Return one byte of every row."""
    bytes_: NDArray[np.uint8] = words[place // WORD].view(np.uint8)
    return bytes_[place % WORD :: WORD]


def characters_at(words: Words, place: int) -> NDArray[np.int32]:
    """Return three bytes of every row, a Chinese character, as one number; the last is lowest."""
    one, two, three = (bytes_at(words, place + more).astype(np.int32) for more in range(3))
    return (one << 16) | (two << 8) | three
