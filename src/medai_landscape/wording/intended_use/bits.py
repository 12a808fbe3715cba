"""What is said as bits of one whole number: a union of statements is one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import Factory, define

from medai_landscape.wording.intended_use.assemble import constraints
from medai_landscape.wording.intended_use.mentions import Limit, Said
from medai_landscape.wording.intended_use.zh.reader import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SETS", "Bits"]

SETS = (
    "functions", "modalities", "anatomies", "findings", "age_groups", "sexes", "users",
    "settings", "exclusions",
)  # fmt: skip
"""The fields that hold a set of codes."""

_DEPENDS_ON = {
    "functions": ("findings",),
    "findings": ("anatomies",),
    "exclusions": ("modalities", "findings"),
}
"""Which other fields settle the words of a field that depend on the statement."""


@define
class Bits:
    """One bit for each (field, value) that was met."""

    _bits: dict[tuple[str, Any], int] = Factory(dict)
    _pairs: list[tuple[str, Any]] = Factory(list)
    _own: list[int] = Factory(lambda: [0] * len(SETS))
    """The bits of each field of `SETS`."""
    _beside: list[int] = Factory(lambda: [0] * len(SETS))
    """The bits of the fields that settle it."""
    _open: int = 0
    """The bits of words that depend on the statement."""
    _cues: int = 0
    flags: int = 0
    """The bits of the fields of yes and no."""

    def pack(self, said: Iterable[Said]) -> tuple[int, tuple[Said, ...]]:
        """Return what is said as bits, and the ages and limits as they are."""
        mask = 0
        numbers: list[Said] = []
        for item in said:
            field, value, _, _ = item
            if field not in {"age", "thresholds"}:
                mask |= self._bit(field, value)
                continue
            numbers.append(item)
            if isinstance(value, Limit) and value.is_low_ejection():
                mask |= self._bit("findings", "low_ejection_fraction")
        return mask, tuple(numbers)

    def pack_cues(self, cues: Iterable[str]) -> int:
        """Return the telling cues of a piece as bits."""
        mask = 0
        for cue in cues:
            mask |= self._bit("cue", cue)
        return mask

    def groups(self, fields: Mapping[str, Any]) -> int:
        """Return the bits of the age groups that ages imply."""
        mask = 0
        for group in fields.get("age_groups", ()):
            mask |= self._bit("age_groups", group)
        return mask

    def _bit(self, field: str, value: object) -> int:
        bit = self._bits.get((field, value))
        if bit is not None:
            return bit
        bit = self._bits[field, value] = 1 << len(self._pairs)
        self._pairs.append((field, value))
        if field == "cue":
            self._cues |= bit
        elif value is True:
            self.flags |= bit
        for number, name in enumerate(SETS):
            if name == field:
                self._own[number] |= bit
            elif field in _DEPENDS_ON.get(name, ()):
                self._beside[number] |= bit
        if isinstance(value, str) and value[0] == "@":
            self._open |= bit
        return bit

    def keys(self, masks: Iterable[int], number: int) -> list[int]:
        """Return of each mask the bits that decide the field of that *number* in `SETS`."""
        own = self._own[number]
        unsettled, every = own & self._open, own | self._beside[number]
        return [mask & (every if mask & unsettled else own) for mask in masks]

    def codes(self, name: str, key: int) -> tuple[str, ...]:
        """Return the codes of a field that its bits stand for, settled and sorted."""
        said = [(field, value, 0, 0) for field, value in self._of(key)]
        return tuple(sorted(constraints(settled(said)).get(name, ())))

    def said(self, mask: int) -> frozenset[str]:
        """Return the fields of yes and no that are said."""
        return frozenset(field for field, _ in self._of(mask))

    def cues(self, mask: int) -> set[str]:
        """Return the telling cues."""
        return {value for _, value in self._of(mask & self._cues)}

    def says_anything(self, mask: int) -> bool:
        """Whether there is any constraint."""
        return bool(mask & ~self._cues)

    def is_use(self, mask: int) -> bool:
        """Whether it is surely a statement of use: it says something and lists no modules."""
        module = self._bits.get(("cue", "module"), 0)
        return bool(mask & ~self._cues) and not mask & module

    def _of(self, mask: int) -> list[tuple[str, Any]]:
        pairs = []
        while mask:
            low = mask & -mask
            pairs.append(self._pairs[low.bit_length() - 1])
            mask ^= low
        return pairs
