"""Chinese statements whose pieces stand alone, as most do: the short way to read them.

A stretch runs from a comma or a stop to the next.  Most stretches say the same whatever stands
around them, so each distinct one is read once; a statement with another one is left to the
reader of sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.zh.folding import STOPS
from medai_landscape.wording.intended_use.zh.pieces import piece_of

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.statement import Part

__all__ = ["read_stretches"]

_STRETCH = re.compile(f"[，,]?[^，,{re.escape(STOPS)}]*[{re.escape(STOPS)}]*")


def read_stretches(text: str) -> list[tuple[int, Part]]:
    """Return what each stretch of *text* says and where it starts.

    Nothing where one of them does not stand alone.
    """
    parts: list[tuple[int, Part]] = []
    place = 0
    for words in _STRETCH.findall(text):
        part = _read(words)
        if part is None:
            return []
        parts.append((place, part))
        place += len(words)
    return parts


@lru_cache(maxsize=16384)
def _read(words: str) -> Part | None:
    """Read a stretch, with the comma before it and the stops behind it, if it stands alone."""
    said = words.rstrip(STOPS)
    is_last = len(said) < len(words)
    is_first = not said.startswith(("，", ","))
    piece = piece_of(said, "", "") if is_first else piece_of(said[1:], "affirm", "comma")
    hands_on = piece.ends != "affirm" or piece.is_unclosed
    if piece.left_open or (hands_on and not is_last):
        return None
    if piece.looks_around and not (is_first and is_last):
        return None
    return piece.part if is_first else piece.part.moved(1)
