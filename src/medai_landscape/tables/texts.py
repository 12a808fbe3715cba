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
    from collections.abc import Collection

__all__ = ["WORD", "Mask", "Texts", "Words", "filled", "is_text", "texts_column"]

Mask = NDArray[np.bool_]
"""One yes or no a row."""

Words = NDArray[np.uint64]
"""Bytes of texts, eight to a number."""

WORD = 8
"""Bytes of such a number."""

_VIEW, _INLINE = 16, 12  # bytes of a view, and how many of a text it holds itself
_HALF = np.uint64(32)


def is_text(kind: pa.DataType) -> bool:
    """Whether an Arrow type is one of the three that hold texts."""
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)


def texts_column(texts: Collection[str]) -> pa.StringArray | None:
    """Return texts as an Arrow column, None if one cannot be written in UTF-8."""
    try:
        return pa.array(texts, pa.string())
    except UnicodeEncodeError:  # half a character, as JSON can have it
        return None


def filled(array: Any) -> Mask:
    """Return which rows of an Arrow array are not null."""
    if array.null_count == 0:
        return np.ones(len(array), bool)
    mask: Mask = array.is_valid().to_numpy(zero_copy_only=False)
    return mask


def _first_bytes() -> NDArray[np.uint8]:
    """Say of each first byte whether its character is visible; `_MAYBE` leaves it to the second."""
    table = np.zeros(256, np.uint8)
    table[0x21:0x7F] = table[0xC2:0xF5] = _YES
    table[[0xC2, 0xE1, 0xE2, 0xE3]] = _MAYBE
    return table


def _second_bytes() -> Mask:
    """Say of each second byte whether no white space outside ASCII has it."""
    table = np.ones(256, bool)
    table[[0x80, 0x81, 0x85, 0x9A, 0xA0]] = False
    return table


_YES, _MAYBE = 1, 2
_FIRST, _SECOND = _first_bytes(), _second_bytes()


class Texts:
    """The texts of one Arrow array; a null counts as a text without bytes."""

    def __init__(self, array: Any) -> None:
        self._array = array
        self.filled: Mask = filled(array)
        self._is_view = pa.types.is_string_view(array.type)
        self._words: dict[int, tuple[NDArray[np.int64], Words]] = {}

    def __len__(self) -> int:
        return len(self._array)

    @cached_property
    def _views(self) -> NDArray[np.void]:
        buffer = self._array.buffers()[1]
        return np.frombuffer(buffer, f"V{_VIEW}", len(self), self._array.offset * _VIEW)

    @cached_property
    def plain(self) -> Any:
        """The array in the layout with one buffer, in which Arrow can compute."""
        return self._array.cast(pa.large_string()) if self._is_view else self._array

    @cached_property
    def _plain(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Offsets and bytes of the layout with one buffer."""
        return _offsets_and_bytes(self.plain)

    def take(self, rows: NDArray[np.int64]) -> Any:
        """Return the texts of some rows as an Arrow array in the layout with one buffer."""
        if not self._is_view or "plain" in self.__dict__:
            return self.plain.take(pa.array(rows))
        _, _, *data = self._array.buffers()
        given = pa.py_buffer(np.packbits(self.filled[rows], bitorder="little"))
        buffers = [given, pa.py_buffer(self._views[rows]), *data]
        array = pa.Array.from_buffers(self._array.type, len(rows), buffers)
        return array.cast(pa.large_string())

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        """Bytes of each text."""
        if self._is_view:
            lengths: Any = self._views.view(np.int32)[:: _VIEW // 4]
        else:
            lengths = np.diff(self._plain[0])
        return lengths if self._array.null_count == 0 else np.where(self.filled, lengths, 0)

    def _byte(self, place: int, rows: Any = slice(None)) -> Any:
        """Return one of the first two bytes of some texts; of a shorter text, any byte."""
        if self._is_view:
            return self._views.view(np.uint8)[4 + place :: _VIEW][rows]
        starts, data = self._plain
        places = starts[:-1][rows] + place if place else starts[:-1][rows]
        return data.take(places, mode="clip") if len(data) else np.zeros(len(places), np.uint8)

    def visible(self) -> Mask:
        """Return the texts that certainly begin with a visible character."""
        kinds = _FIRST.take(self._byte(0))
        sure: Mask = kinds == _YES
        maybe = np.flatnonzero(kinds == _MAYBE)
        if len(maybe):
            sure[maybe] = _SECOND.take(self._byte(1, maybe))
        sure &= self.lengths > 0
        return sure

    def words(self, length: int) -> tuple[NDArray[np.int64], Words]:
        """Return the rows whose text has *length* bytes, and their bytes, eight to a number.

        The first index of the numbers is the place in the text, the second the row; the
        last number may hold bytes of what stands behind the text.
        """
        if length not in self._words:
            rows = np.flatnonzero(self.lengths == length)
            short = self._is_view and length <= _INLINE
            self._words[length] = rows, (self._inline if short else self._gathered)(rows, length)
        return self._words[length]

    def _inline(self, rows: NDArray[np.int64], length: int) -> Words:
        head, tail = self._views[rows].view(np.uint64).reshape(-1, 2).T
        first = (head >> _HALF) | (tail << _HALF)
        return np.stack((first, tail >> _HALF) if length > WORD else (first,))

    def _gathered(self, rows: NDArray[np.int64], length: int) -> Words:
        count = -(-length // WORD)
        if not len(rows):
            return np.zeros((count, 0), np.uint64)
        ends, data = self._plain
        size, starts = count * WORD, ends[:-1].take(rows)
        if len(data) - size < starts[-1]:  # the last texts end where the buffer does
            data = np.concatenate((data[starts[0] :], np.zeros(size, np.uint8)))
            starts = starts - starts[0]
        overlapping: Any = np.ndarray((len(data) - size + 1,), f"V{size}", data, strides=(1,))
        return np.ascontiguousarray(overlapping[starts].view(np.uint64).reshape(-1, count).T)

    def shapes(self, rows: NDArray[np.int64]) -> Any:
        """Return some texts with 0 for every digit, as an Arrow array."""
        array = self.take(rows)
        _, offsets, data = array.buffers()
        bytes_ = np.frombuffer(data if data is not None else b"", np.uint8)
        digits = (bytes_ >= ord("0")) & (bytes_ <= ord("9"))
        zeros = pa.py_buffer(np.where(digits, np.uint8(ord("0")), bytes_))
        return pa.Array.from_buffers(array.type, len(array), [None, offsets, zeros])


def _offsets_and_bytes(array: Any) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    _, offsets, data = array.buffers()
    kind = np.dtype(np.int32 if pa.types.is_string(array.type) else np.int64)
    ends: Any = np.frombuffer(offsets, kind, len(array) + 1, array.offset * kind.itemsize)
    return ends, np.frombuffer(data if data is not None else b"", np.uint8)
