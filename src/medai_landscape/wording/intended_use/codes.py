"""The codes of a field, once the rest of the statement has settled its words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.wording.intended_use.facts import FACTS, Fact, Label
from medai_landscape.wording.intended_use.implications import without_regions
from medai_landscape.wording.intended_use.settling import settle

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Codes", "codes_of"]


class Codes(NamedTuple):
    """A field of a record, and which facts of the statement support it."""

    values: tuple[Any, ...]
    kept: int
    """The facts that support it, as bits."""
    settled: dict[int, tuple[Label, ...]]
    """What the facts support that depend on the statement, by their number."""


@lru_cache(maxsize=16384)
def codes_of(field: str, key: int, implied: tuple[str, ...] = ()) -> Codes:
    """Return the codes of *field*, as the record of a statement has them.

    A word with ``@`` means what the other facts make of it; a code with ``?`` counts only
    where there is no other; a body part replaces the regions that it lies in.

    Args:
        field: one of `facts.SETS`.
        key: its facts, and those that settle them; see `Facts.fields`.
        implied: codes that numbers imply: the age groups of 18 and more years.
    """
    facts = list(FACTS.numbered(key))
    known = _known(facts, field)
    meant: dict[int, str] = {}
    settled: dict[int, str] = {}
    for number, (name, value) in facts:
        if name != field:
            continue
        if value[0] != "@":
            meant[number] = value
            continue
        settled[number] = settle(field, value[1:], known)
        if settled[number]:
            meant[number] = settled[number]
    sure = {code for code in meant.values() if code[-1] != "?"}
    codes = sure or {code[:-1] for code in meant.values()}
    if field == "anatomies":
        codes = without_regions(codes)
    codes.update(implied)
    kept = sum(1 << number for number, code in meant.items() if code.removesuffix("?") in codes)
    labels: dict[int, tuple[Label, ...]] = {
        number: ((field, plain),) if (plain := code.removesuffix("?")) in codes else ()
        for number, code in settled.items()
    }
    return Codes(IntendedUse.valid_field(field, tuple(codes)), kept, labels)


def _known(facts: Iterable[tuple[int, Fact]], field: str) -> dict[str, set[Any]]:
    """Return what *facts* say in each field, as it settles the words of *field*."""
    known: dict[str, set[Any]] = {}
    for _, (name, value) in facts:
        known.setdefault(name, set()).add(value)
    organs = known.get("anatomies", set())
    unsettled = [organ for organ in organs if organ[0] == "@"]
    if unsettled and field != "anatomies":
        # Findings depend on body parts, and those on nothing but each other.
        settled = {settle("anatomies", organ[1:], known) for organ in unsettled}
        known["anatomies"] = organs | (settled - {""})
    return known
