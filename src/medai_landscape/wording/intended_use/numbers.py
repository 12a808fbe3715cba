"""The ages and the limits of a statement, as its record has them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from medai_landscape.records.intended_use import AgeRange, IntendedUse, Threshold
from medai_landscape.wording.intended_use.implications import age_groups_of, hull, is_empty

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

__all__ = ["age_of", "thresholds_of"]


_MOST = 8
"""Numbers of one statement that another may have too; more are not remembered."""


def age_of(bands: tuple[AgeBand, ...]) -> tuple[AgeRange | None, tuple[str, ...]]:
    """Return the range of ages around *bands*, and the age groups that it implies."""
    return _age_of(bands) if len(bands) <= _MOST else _age_of.__wrapped__(bands)


@lru_cache(maxsize=16384)
def _age_of(bands: tuple[AgeBand, ...]) -> tuple[AgeRange | None, tuple[str, ...]]:
    bands = tuple(band for band in bands if not is_empty(band))
    if not bands:
        return None, ()
    low, low_closed, high, high_closed = hull(bands)
    age = AgeRange(min=low, min_inclusive=low_closed, max=high, max_inclusive=high_closed)
    return age, age_groups_of(low, high)


def thresholds_of(limits: tuple[Limit, ...]) -> tuple[Threshold, ...]:
    """Return the limits of a record, each once and sorted."""
    return _thresholds_of(limits) if len(limits) <= _MOST else _thresholds_of.__wrapped__(limits)


@lru_cache(maxsize=16384)
def _thresholds_of(limits: tuple[Limit, ...]) -> tuple[Threshold, ...]:
    thresholds: tuple[Threshold, ...] = IntendedUse.valid_field(
        "thresholds", tuple(map(_threshold, limits))
    )
    return thresholds


@lru_cache(maxsize=16384)
def _threshold(limit: Limit) -> Threshold:
    return Threshold.model_validate(limit._asdict())
