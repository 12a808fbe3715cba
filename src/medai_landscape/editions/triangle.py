"""Revision triangles: what each edition said about each year.

A figure for a year is not one figure.  Down a column of the triangle stand the
years as one edition has them; along a row, what later editions made of a year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from attrs import frozen

from medai_landscape.editions.rows import Edition
from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.wording.partial_dates import Order

__all__ = ["RevisionTriangle", "revision_triangle"]


@frozen
class RevisionTriangle:
    """Counts by year of decision and by edition.

    `counts` has a row for each of `years` and in it a count for each of
    `editions`, in the order in which they were given.

    >>> RevisionTriangle((2021, 2022), ("old", "new"), ((1, 2), (0, 1)), (0, 0)).rows()
    [{'year': 2021, 'old': 1, 'new': 2}, {'year': 2022, 'old': 0, 'new': 1}]
    """

    years: tuple[int, ...]
    editions: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    undated: tuple[int, ...]
    """Rows of each edition without a date."""

    def _place(self, edition: str) -> int:
        if edition not in self.editions:
            raise FrameError([f"there is no edition {edition!r}"], self.editions)
        return self.editions.index(edition)

    def as_of(self, edition: str) -> dict[int, int]:
        """Return the counts by year as one edition has them, but years without any.

        Raises:
            FrameError: there is no such edition.
        """
        place = self._place(edition)
        return {
            year: row[place]
            for year, row in zip(self.years, self.counts, strict=True)
            if row[place]
        }

    def count(self, year: int, *, edition: str) -> int:
        """Return what an edition says about a year.

        Raises:
            FrameError: there is no such edition.
        """
        return self.as_of(edition).get(year, 0)

    def total(self, *, edition: str) -> int:
        """Return all rows of an edition, the undated among them.

        Raises:
            FrameError: there is no such edition.
        """
        return sum(self.as_of(edition).values()) + self.undated[self._place(edition)]

    def rows(self) -> list[dict[str, Any]]:
        """Return one mapping a year: the year, and the count of each edition."""
        return [
            {"year": year, **dict(zip(self.editions, row, strict=True))}
            for year, row in zip(self.years, self.counts, strict=True)
        ]

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(edition)}</th>" for edition in self.editions)
        body = "".join(
            f"<tr><th>{year}</th>{''.join(f'<td>{count}</td>' for count in row)}</tr>"
            for year, row in zip(self.years, self.counts, strict=True)
        )
        undated = "".join(f"<td>{count}</td>" for count in self.undated)
        return (
            f"<table><tr><th>year</th>{head}</tr>{body}<tr><th>undated</th>{undated}</tr></table>"
        )


def revision_triangle(
    editions: Mapping[str, Any] | Iterable[tuple[str, Any]],
    *,
    date: str = "approved",
    order: Order | None = None,
) -> RevisionTriangle:
    """Count the rows of each edition by the year of their decision.

    Args:
        editions: Editions by name, oldest first: records, a `Loaded`, or a frame each.
        date: The field or column with the decision.
        order: How the numbers of dates such as 03/04/2025 stand in a frame of texts.

    Raises:
        FrameError: two editions have one name, or a date may be one of two and *order*
            is not given.

    >>> triangle = revision_triangle({
    ...     "2022": [{"approved": "2021-05"}],
    ...     "2023": [{"approved": "2021-05"}, {"approved": "2021-06-01"}, {"approved": None}],
    ... })
    >>> triangle.count(2021, edition="2022"), triangle.count(2021, edition="2023")
    (1, 2)
    """
    listed = list(editions.items() if isinstance(editions, Mapping) else editions)
    pairs = dict(listed)
    if len(pairs) < len(listed):
        names = [name for name, _ in listed]
        repeated = sorted({repr(name) for name in names if names.count(name) > 1})
        raise FrameError([f"two editions are called {', '.join(repeated)}"], names)
    found: list[Counter[int]] = []
    undated: list[int] = []
    for data in pairs.values():
        edition = Edition.of(data, order)
        days = [edition.date_of(place, date) for place in range(len(edition.rows))]
        found.append(Counter(day.year for day in days if day is not None))
        undated.append(days.count(None))
    seen = [year for counter in found for year in counter]
    years = tuple(range(min(seen), max(seen) + 1)) if seen else ()
    counts = tuple(tuple(counter[year] for counter in found) for year in years)
    return RevisionTriangle(years, tuple(pairs), counts, tuple(undated))
