"""What statements say as bits of one whole number: a union of parts is one operation.

A fact is a field and a value of it, ``("findings", "nodule_lung")``.  There are as many as
there are codes, some hundreds, so each gets a number and a bit of its own the first time that
it is met.  Ages and limits have no end and are no facts.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import Factory, define

from medai_landscape.records.intended_use_codes import CODE_SETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FACTS", "FLAGS", "SETS", "Fact", "Facts", "Label"]

Fact = tuple[str, Any]
"""A field and a value of it."""

Label = tuple[str, str]
"""A field and a value of it as text: what a piece of evidence supports."""

SETS = tuple(CODE_SETS)
"""The fields that hold a set of codes."""

FLAGS = ("user_training", "standalone_prohibited", "equipment_restricted")
"""The fields of yes and no."""

_SETTLED_BY = {
    "functions": ("findings",),
    "modalities": ("anatomies",),
    "anatomies": ("findings",),
    "findings": ("anatomies",),
    "exclusions": ("modalities", "findings"),
}
"""Which other fields settle the words of a field that depend on the statement."""


class _Bits(NamedTuple):
    """The facts of one set of codes, as bits."""

    own: int = 0
    unsettled: int = 0
    """Those of its own that depend on the statement: their values begin with ``@``."""
    around: int = 0
    """Its own, and those that settle them."""


@define
class Facts:
    """One bit for each fact that was met."""

    _numbers: dict[Fact, int] = Factory(dict)
    _facts: list[Fact] = Factory(list)
    _sets: dict[str, _Bits] = Factory(lambda: dict.fromkeys(SETS, _Bits()))
    _unsettled: int = 0
    _flags: int = 0
    _cues: int = 0
    _lock: Lock = Factory(Lock)

    def number(self, fact: Fact) -> int:
        """Return the number of *fact*."""
        number = self._numbers.get(fact)
        return self._add(fact) if number is None else number

    def _add(self, fact: Fact) -> int:
        with self._lock:
            if fact in self._numbers:  # another thread was first
                return self._numbers[fact]
            number = len(self._facts)
            self._facts.append(fact)
            self._sort(*fact, 1 << number)
            self._numbers[fact] = number
            return number

    def _sort(self, field: str, value: Any, bit: int) -> None:
        if field == "cue":
            self._cues |= bit
        elif field in FLAGS:
            self._flags |= bit
        elif value[0] == "@":
            self._unsettled |= bit
        for name, (own, unsettled, around) in self._sets.items():
            if name == field:
                is_open = value[0] == "@"
                self._sets[name] = _Bits(own | bit, unsettled | is_open * bit, around | bit)
            elif field in _SETTLED_BY.get(name, ()):
                self._sets[name] = _Bits(own, unsettled, around | bit)

    def mask(self, facts: Iterable[Fact]) -> int:
        """Return *facts* as bits."""
        mask = 0
        for fact in facts:
            mask |= 1 << self.number(fact)
        return mask

    def numbered(self, mask: int) -> Iterator[tuple[int, Fact]]:
        """Return the facts that *mask* holds, each behind its number."""
        while mask:
            low = mask & -mask
            number = low.bit_length() - 1
            yield number, self._facts[number]
            mask ^= low

    def unsettled(self, mask: int) -> list[int]:
        """Return the numbers of the facts that others settle."""
        unsettled = mask & self._unsettled
        return [number for number, _ in self.numbered(unsettled)] if unsettled else []

    def fields(self, mask: int) -> list[tuple[str, int]]:
        """Return each set that *mask* says something of, and what decides it.

        That are its own facts, and what settles them if need be.
        """
        fields = []
        for name, (own, unsettled, around) in self._sets.items():
            if mask & own:
                fields.append((name, mask & (around if mask & unsettled else own)))
        return fields

    def keys(self, masks: Iterable[int], name: str) -> list[int]:
        """Return of many masks what decides the set *name*."""
        own, unsettled, around = self._sets[name]
        if not unsettled:
            return [mask & own for mask in masks]
        return [mask & (around if mask & unsettled else own) for mask in masks]

    def label(self, number: int) -> Label:
        """Return the field and the value that a settled fact supports, as text."""
        field, value = self._facts[number]
        return field, "true" if value is True else value.removesuffix("?")

    def flags(self, mask: int) -> int:
        """Return the facts of yes and no."""
        return mask & self._flags

    def cues(self, mask: int) -> frozenset[str]:
        """Return the telling cues."""
        return frozenset(value for _, (_, value) in self.numbered(mask & self._cues))

    def says_surely(self, mask: int) -> bool:
        """Whether there is a fact that no other has to settle."""
        return bool(mask & ~(self._cues | self._unsettled))


FACTS = Facts()
"""Those of this process."""
