"""What is part of what: organs in regions, lesions of a kind, professions of a kind.

The table ``data/hierarchy.csv`` is edited by people; here it is only closed:
the hippocampus is in the brain, so it is in the head.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["expand", "parts", "touches"]

_INSIDE = frozenset({"part_of", "kind_of"})


@cache
def parts(field: str, code: str) -> frozenset[str]:
    """Return *code* with everything that lies wholly in it."""
    inside = {code}
    for row in read_rows("hierarchy.csv"):
        if row["field"] == field and row["whole"] == code and row["relation"] in _INSIDE:
            inside |= parts(field, row["code"])
    return frozenset(inside)


def expand(field: str, codes: Iterable[str]) -> frozenset[str]:
    """Return *codes* with everything that lies wholly in one of them."""
    return frozenset().union(*(parts(field, str(code)) for code in codes))


@cache
def _overlaps(field: str) -> frozenset[tuple[str, str]]:
    rows = [row for row in read_rows("hierarchy.csv") if row["field"] == field]
    pairs = {(row["code"], row["whole"]) for row in rows if row["relation"] == "overlaps"}
    return frozenset(pairs | {(whole, code) for code, whole in pairs})


def touches(field: str, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two expanded sets have something in common, if only in part."""
    return bool(one & other) or any((a, b) in _overlaps(field) for a in one for b in other)
