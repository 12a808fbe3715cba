"""Where each of millions of texts stood first: how a reader finds a row that repeats another.

A dictionary of identifiers takes 150 bytes for each, and so a release of the UDID
all the memory that reading it device by device has saved.  Here an identifier
takes some 30 bytes, because only its hash is kept.
"""

from __future__ import annotations

from array import array

from attrs import define, field

__all__ = ["FirstPlaces"]

_FEWEST = 2**10  # slots; always a power of two
_KEY, _CHECK = 2**64 - 1, 2**32 - 1


def _slots(count: int) -> array[int]:
    return array("Q", bytes(8 * count))


@define(eq=False)
class FirstPlaces:
    """The first place, below 2**32, of each text.

    Texts are told apart by 96 bits of hash, with a key that is new in every
    process: among ten million of them two are taken for one in one of
    10**15 processes.

    >>> places = FirstPlaces()
    >>> [places.setdefault(text, place) for place, text in enumerate(["a", "b", "a"])]
    [0, 1, 0]
    """

    _count: int = 0
    # A hash in each slot that is taken; the rest of the hash and the place beside it.
    _keys: array[int] = field(factory=lambda: _slots(_FEWEST))
    _rest: array[int] = field(factory=lambda: _slots(_FEWEST))

    def setdefault(self, text: str, place: int) -> int:
        """Return the first place of a text, which is *place* if it was not there before."""
        keys, rest = self._keys, self._rest
        key, check = hash(text) & _KEY or 1, hash(f"{text}\0") & _CHECK
        last = len(keys) - 1
        slot = key & last
        while keys[slot]:
            if keys[slot] == key and rest[slot] >> 32 == check:
                return rest[slot] & _CHECK
            slot = (slot + 1) & last
        keys[slot], rest[slot] = key, check << 32 | place
        self._count += 1
        if 3 * self._count > 2 * len(keys):
            self._grow()
        return place

    def _grow(self) -> None:
        """Put everything into twice as many slots."""
        last = 2 * len(self._keys) - 1
        keys, rest = _slots(last + 1), _slots(last + 1)
        for key, value in zip(self._keys, self._rest, strict=True):
            if key:
                slot = key & last
                while keys[slot]:
                    slot = (slot + 1) & last
                keys[slot], rest[slot] = key, value
        self._keys, self._rest = keys, rest
