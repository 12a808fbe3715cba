"""Texts: the bytes of a text column, looked at for all rows at once.

An Arrow column keeps its texts one behind the other in one buffer (or, as Polars
does, the short ones and the beginnings of the long ones in a table of "views").
Every question here is a few passes of NumPy over these bytes; none makes a Python
object for a row.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

if TYPE_CHECKING:
    Words = NDArray[np.uint64]

__all__ = ["Mask", "Template", "Texts", "filled", "is_text", "number_at"]

Mask = NDArray[np.bool_]
"""One yes or no a row."""

_INLINE = 12  # bytes that a view holds itself
_VIEW = 16


def is_text(kind: pa.DataType) -> bool:
    """Whether an Arrow type is one of the three that hold texts."""
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)


def filled(array: Any) -> Mask:
    """Return which rows of an Arrow array are not null."""
    if array.null_count == 0:
        return np.ones(len(array), bool)
    mask: Mask = array.is_valid().to_numpy(zero_copy_only=False)
    return mask


def _visible_bytes(*, second: bool) -> NDArray[np.bool_]:
    table = np.zeros(256, bool)
    if second:
        # No white space outside ASCII has another second byte than these.
        table[:] = True
        table[[0x80, 0x81, 0x85, 0x9A, 0xA0]] = False
        return table
    table[0x21:0x7F] = True
    table[0xC2:0xF5] = True
    table[[0xC2, 0xE1, 0xE2, 0xE3]] = False
    return table


_FIRST = _visible_bytes(second=False)
_SECOND = _visible_bytes(second=True)
_AMBIGUOUS = np.isin(np.arange(256), [0xC2, 0xE1, 0xE2, 0xE3])


class Texts:
    """The texts of one Arrow array; a null counts as a text without bytes."""

    def __init__(self, array: Any) -> None:
        self._array = array
        self.filled: Mask = filled(array)
        self._views = pa.types.is_string_view(array.type)

    def __len__(self) -> int:
        return len(self._array)

    @cached_property
    def _view_words(self) -> NDArray[np.uint8]:
        offset, rows = self._array.offset, len(self._array)
        buffer = np.frombuffer(self._array.buffers()[1], np.uint8)
        return buffer[offset * _VIEW : (offset + rows) * _VIEW].reshape(rows, _VIEW)

    @cached_property
    def _plain(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Offsets and bytes of the layout with one buffer."""
        array = self._array.cast(pa.large_string()) if self._views else self._array
        _, offsets, data = array.buffers()
        kind = np.int32 if pa.types.is_string(array.type) else np.int64
        size = np.dtype(kind).itemsize
        ends: Any = np.frombuffer(offsets, kind, len(array) + 1, array.offset * size)
        return ends, np.frombuffer(data if data is not None else b"", np.uint8)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Bytes of each text."""
        if self._views:
            lengths: NDArray[np.int64] = self._view_words.view(np.int32)[:, 0].astype(np.int64)
        else:
            lengths = np.diff(self._plain[0])
        return np.where(self.filled, lengths, 0)

    def byte(self, place: int, rows: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.uint8]:
        """Return one of the first two bytes of each of *rows*, which are all longer than that."""
        if self._views:
            return self._view_words[rows, 4 + place]
        ends, data = self._plain
        return data[ends[:-1][rows] + place]

    def visible(self) -> Mask:
        """Return the texts that certainly begin with a visible character."""
        some = self.lengths > 0
        if not some.any():
            return some
        rows: Any = slice(None)
        if not some.all():
            rows = np.flatnonzero(some)
        sure = np.zeros(len(self), bool)
        first = self.byte(0, rows)
        sure[rows] = _FIRST[first]
        maybe = _AMBIGUOUS[first]
        if maybe.any():
            unsure = np.flatnonzero(maybe) if isinstance(rows, slice) else rows[maybe]
            sure[unsure] = _SECOND[self.byte(1, unsure)]
        return sure

    def words(self, length: int) -> tuple[NDArray[np.int64], Words]:
        """Return the rows whose text has *length* bytes, and their bytes, eight to a number.

        The last number may hold bytes of what stands behind the text.
        """
        count = -(-length // 8)
        rows = np.flatnonzero(self.lengths == length)
        if self._views and length <= _INLINE:
            bytes_ = np.zeros((len(rows), 8 * count), np.uint8)
            size = min(_INLINE, 8 * count)
            bytes_[:, :size] = self._view_words[rows, 4 : 4 + size]
            return rows, bytes_.view(np.uint64)
        if not len(rows):
            return rows, np.zeros((0, count), np.uint64)
        ends, data = self._plain
        size = 8 * count
        starts = ends[:-1][rows]
        if len(data) - size < starts[-1]:  # the last texts end where the buffer does
            data = np.concatenate((data[starts[0] :], np.zeros(size, np.uint8)))
            starts = starts - starts[0]
        overlapping: Any = np.ndarray((len(data) - size + 1,), f"V{size}", data, strides=(1,))
        return rows, overlapping[starts].view(np.uint64).reshape(-1, count)


class Template:
    """A shape of text of one length: ``0`` stands for a digit, ``?`` for any byte.

    >>> dates = Texts(pa.array(["2025-06-10", "2025-6-10", "2025-06-1o", None]))
    >>> Template("0000-00-00").find(dates)[0]
    array([0])
    """

    def __init__(self, shape: str) -> None:
        text = shape.encode()
        self.length: int = len(text)
        size = -(-self.length // 8) * 8
        literal = np.array([byte not in b"0?" for byte in text.ljust(size, b"?")])
        digit = np.array([byte in b"0" for byte in text.ljust(size, b"?")])
        self._literal = np.where(literal, 0xFF, 0).astype(np.uint8).view(np.uint64)
        padded = np.frombuffer(text.ljust(size, b"?"), np.uint8)
        self._expected = np.where(literal, padded, 0).astype(np.uint8).view(np.uint64)
        self._digit = np.where(digit, 0xFF, 0).astype(np.uint8).view(np.uint64)
        self._add = np.where(digit, 0x76, 0).astype(np.uint8).view(np.uint64)

    def find(self, texts: Texts) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Return the rows that have this shape, and their bytes."""
        rows, words = texts.words(self.length)
        good = np.ones(len(rows), bool)
        for place in range(words.shape[1]):
            word = words[:, place]
            if self._literal[place]:
                good &= (word & self._literal[place]) == self._expected[place]
            if self._digit[place]:
                # 0x30 to 0x39 become 0 to 9, and only these stay below 0x80 with 0x76 added.
                value = (word ^ _ZEROS) & self._digit[place]
                good &= ((value | (value + self._add[place])) & _HIGH) == 0
        if good.all():
            return rows, words.view(np.uint8)
        return rows[good], words[good].view(np.uint8)


_ZEROS = np.uint64(0x3030303030303030)
_HIGH = np.uint64(0x8080808080808080)


def number_at(bytes_: NDArray[np.uint8], first: int, last: int) -> NDArray[np.int32]:
    """Return the number that the digits from *first* up to *last* write, in every row."""
    total = np.zeros(len(bytes_), np.int32)
    for place in range(first, last):
        total = total * 10 + (bytes_[:, place] & 0x0F)
    return total
