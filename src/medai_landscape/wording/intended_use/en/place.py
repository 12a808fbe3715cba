"""A word in its sentence, with the words before and behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Place"]

_CLAUSE_STOP = re.compile(r"[.;:\n|]")


class Place(NamedTuple):
    """A word in its sentence, hyphens read as spaces."""

    plain: str
    start: int
    end: int
    has_finding: bool
    """Whether the sentence affirms a finding."""

    @property
    def word(self) -> str:
        """The word itself."""
        return self.plain[self.start : self.end]

    def before(self, length: int = 40) -> str:
        """Return the words before it."""
        return self.plain[max(0, self.start - length) : self.start]

    def after(self, length: int = 70) -> str:
        """Return the words behind it, to the end of the clause."""
        rest = self.plain[self.end : self.end + length]
        return _CLAUSE_STOP.split(rest, maxsplit=1)[0]
