"""Closed vocabularies, and the ways their words are written in the wild.

A vocabulary is a text table that people edit: one row a code, the other
spellings beside it.  A word that is in no row is an error that names the file.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Self

from attrs import field, frozen

from medai_landscape.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Vocabulary", "read_rows"]


@cache
def read_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a text table of the package, by its path under ``data``.

    Lines that start with ``#`` are comments.
    """
    text = files("medai_landscape").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    return tuple(csv.DictReader(lines, strict=True))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


@frozen
class Vocabulary:
    """The allowed words of a field, spellings that mean one of them, and words to pass over.

    >>> answer = Vocabulary("answer", ("yes", "no"), {"y": "yes", "是": "yes"}, ("-",))
    >>> answer.read("Y"), answer.read("no"), answer.read("-")
    ('yes', 'no', None)
    >>> answer.read("maybe")
    Traceback (most recent call last):
    medai_landscape.errors.VocabularyError: 'maybe' is not a answer: expected one of yes, no; \
if it is another way to write one of them, add it to the table that made it
    """

    name: str
    allowed: tuple[str, ...]
    fixes: Mapping[str, str] = field(factory=dict, repr=False, hash=False)
    ignored: tuple[str, ...] = ()
    file: str = "the table that made it"
    _lookup: Mapping[str, str | None] = field(init=False, repr=False, eq=False, hash=False)

    def __attrs_post_init__(self) -> None:
        lookup: dict[str, str | None] = {}
        pairs: list[tuple[str, str | None]] = [(word, word) for word in self.allowed]
        pairs += self.fixes.items()
        pairs += [(word, None) for word in self.ignored]
        for word, code in pairs:
            key = _folded(word)
            if lookup.setdefault(key, code) != code or (code and code not in self.allowed):
                raise VocabularyError(self.name, word, self.allowed, self.file)
        object.__setattr__(self, "_lookup", lookup)

    @classmethod
    def from_table(cls, name: str, path: str, *, ignored: Iterable[str] = ()) -> Self:
        """Build one from a table with ``code`` and ``aliases`` (separated by ``|``)."""
        rows = read_rows(path)
        fixes = {
            alias: row["code"]
            for row in rows
            for alias in row.get("aliases", "").split("|")
            if alias and _folded(alias) != _folded(row["code"])
        }
        codes = tuple(row["code"] for row in rows)
        return cls(name, codes, fixes, tuple(ignored), f"data/{path}")

    def read(self, text: str) -> str | None:
        """Return the code for *text*, None for a word to pass over.

        Case and runs of white space do not matter.

        Raises:
            VocabularyError: in none of the three lists.
        """
        try:
            return self._lookup[_folded(text)]
        except KeyError:
            raise VocabularyError(self.name, text, self.allowed, self.file) from None
