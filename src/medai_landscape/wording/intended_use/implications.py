"""What one constraint says about another, whatever the language of the statement.

The rules are those of the annotation guide: the most specific body part and
none of its regions, age groups from numbers, and words that count only where
nothing more precise is said.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.wording.intended_use.mentions import AgeBand

__all__ = ["age_groups_of", "hull", "is_empty", "regions_of", "without_regions"]

_ADULT = 18
_INFANT = 2
_GROWN_UP = 22
"""Paediatrics ends before the 22nd birthday in American statements ("birth to 22")."""


@cache
def regions_of() -> dict[str, frozenset[str]]:
    """Return for each body part the regions that it lies in, all the way up."""
    direct = {
        row["code"]: row["inside"].split("|")
        for row in read_rows("intended_use/anatomy_regions.csv")
    }
    regions: dict[str, frozenset[str]] = {}
    for code, parents in direct.items():
        found: set[str] = set()
        waiting = list(parents)
        while waiting:
            region = waiting.pop()
            if region not in found:
                found.add(region)
                waiting += direct.get(region, ())
        regions[code] = frozenset(found)
    return regions


def without_regions(codes: Iterable[str]) -> set[str]:
    """Drop every body part that another one of *codes* lies in.

    >>> sorted(without_regions(["chest", "lung", "head"]))
    ['head', 'lung']
    """
    parts = set(codes)
    if len(parts) <= 1:
        return parts
    regions = regions_of()
    return parts.difference(*(regions.get(code, ()) for code in parts))


@lru_cache(maxsize=4096)
def is_empty(band: AgeBand) -> bool:
    """Whether nothing lies between the ends that a text gives: ≥75岁且≤18岁."""
    if band.low is None or band.high is None:
        return False
    low, high = Decimal(band.low), Decimal(band.high)
    return low > high or (low == high and not (band.low_closed and band.high_closed))


def hull(bands: Iterable[AgeBand]) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    """Return the smallest interval of ages around all *bands*; an open end stays open."""
    lows = [(Decimal(b.low), not b.low_closed) for b in bands if b.low is not None]
    highs = [(Decimal(b.high), b.high_closed) for b in bands if b.high is not None]
    number = sum(1 for _ in bands)
    low, low_open = min(lows) if len(lows) == number else (None, False)
    high, high_closed = max(highs) if len(highs) == number else (None, False)
    return low, low is not None and not low_open, high, high_closed


def age_groups_of(low: Decimal | None, high: Decimal | None) -> tuple[str, ...]:
    """Return the age groups that a range of ages in years reads as.

    >>> age_groups_of(Decimal(18), None), age_groups_of(Decimal(5), None)
    (('adult',), ('pediatric', 'adult'))
    >>> age_groups_of(Decimal(0), Decimal(22)), age_groups_of(None, Decimal(2))
    (('pediatric',), ('pediatric', 'neonate'))
    """
    if low is not None and low >= _ADULT:
        return ("adult",)
    if high is None or high > _GROWN_UP:
        return ("pediatric", "adult")
    return ("pediatric", "neonate") if high <= _INFANT else ("pediatric",)
