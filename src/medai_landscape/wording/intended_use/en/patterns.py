"""The turns of phrase of English statements, from a text table that people edit.

One row of ``data/intended_use/en_patterns.csv`` is one wording, a regular
expression over folded text with hyphens read as spaces.  Rows of one name are
alternatives; ``{name}`` inside a row stands for all rows of that name.
"""

from __future__ import annotations

import re
from functools import cache

from medai_landscape.vocabulary import read_rows

__all__ = ["names", "pattern", "wordings", "written"]

_REFERENCE = re.compile(r"\{([a-z_]{3,})\}")


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    rows: dict[str, list[str]] = {}
    for row in read_rows("intended_use/en_patterns.csv"):
        rows.setdefault(row["name"], []).append(row["pattern"])
    return {name: tuple(given) for name, given in rows.items()}


def names(prefix: str) -> list[str]:
    """Return the names that begin with *prefix*."""
    return [name for name in _rows() if name.startswith(prefix)]


def _expanded(text: str) -> str:
    return _REFERENCE.sub(lambda found: f"(?:{'|'.join(map(_expanded, _rows()[found[1]]))})", text)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return all wordings of *name* as one pattern.

    >>> bool(pattern("heading_users").search("intended users"))
    True
    """
    return re.compile("|".join(written(name)))


@cache
def wordings(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the wordings of *name* one by one."""
    return tuple(map(re.compile, written(name)))


@cache
def written(name: str) -> tuple[str, ...]:
    """Return the wordings of *name* as they are written, with what their references stand for."""
    return tuple(map(_expanded, _rows()[name]))
