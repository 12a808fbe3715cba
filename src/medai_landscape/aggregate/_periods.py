"""Years, quarters and months: as whole numbers one apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medai_landscape.aggregate._dating import Every

__all__ = ["PER_YEAR", "first_day", "label", "number_of"]

PER_YEAR = {"year": 1, "quarter": 4, "month": 12}
"""How many periods of each length a year has."""


def number_of(day: date, every: Every) -> int:
    """Return the number of the period that *day* lies in."""
    per_year = PER_YEAR[every]
    return day.year * per_year + (day.month - 1) * per_year // 12


def first_day(number: int, every: Every) -> date:
    """Return the first day of a period."""
    per_year = PER_YEAR[every]
    year, part = divmod(number, per_year)
    return date(year, part * 12 // per_year + 1, 1)


def label(number: int, every: Every) -> str:
    """Name a period: 2025, 2025-Q1 or 2025-01."""
    first = first_day(number, every)
    if every == "year":
        return f"{first.year:04d}"
    if every == "quarter":
        return f"{first.year:04d}-Q{(first.month + 2) // 3}"
    return f"{first.year:04d}-{first.month:02d}"
