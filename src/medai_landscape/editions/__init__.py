"""Editions: the same list at two times, and what a count depends on because of it."""

from medai_landscape.editions.diff import CellChange, EditionDiff, diff_editions
from medai_landscape.editions.triangle import RevisionTriangle, revision_triangle

__all__ = [
    "CellChange",
    "EditionDiff",
    "RevisionTriangle",
    "diff_editions",
    "revision_triangle",
]
