"""One sentence of an English statement: its words, its terms, and the zones they stand in."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.wording.intended_use.en.cues import Cues, cues_in
from medai_landscape.wording.intended_use.en.scope import Zone, disclaimers, zones
from medai_landscape.wording.intended_use.en.words import terms

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["Clause", "clause_of"]

_ORDER = ("disclaimed", "aside", "ruled_out", "spared", "denied")


@frozen
class Clause:
    """One sentence with its terms and zones; all offsets are inside it."""

    text: str
    plain: str
    heading: str | None
    cues: Cues
    hits: list[Hit[Labels]]
    zones: list[Zone]
    users: list[tuple[int, int]]

    def hits_in(self, zone: Zone) -> list[Hit[Labels]]:
        """Return the terms that begin in *zone*."""
        first = bisect_left(self.hits, (zone.start,))
        return self.hits[first : bisect_left(self.hits, (zone.end,), lo=first)]

    def standing(self, place: int) -> str | None:
        """Return the kind of the zone that *place* stands in, None where it is affirmed."""
        if not self.zones:
            return None
        kinds = {zone.kind for zone in self.zones if zone.start <= place < zone.end}
        return next((kind for kind in _ORDER if kind in kinds), None)


def clause_of(text: str, unquoted: str, heading: str | None) -> Clause:
    """Return the sentence *text* with what stands in it.

    Args:
        text: the sentence in normal form.
        unquoted: the same with spaces for its hyphens and for what the product says in quotes:
            its output is not what it does.
        heading: what the heading does to it; see `Sentence`.
    """
    plain = text.replace("-", " ")
    cues = cues_in(plain) if plain == text else cues_in(plain) | cues_in(text)
    found = disclaimers(plain, cues)
    if heading == "aside":
        found.append(Zone(0, len(plain), "aside"))
    else:
        found += zones(plain, cues, heading)
    hits = terms().find_words(unquoted)
    users = [(s, e) for s, e, labels in hits if any(name == "users" for name, _ in labels)]
    return Clause(text, plain, heading, cues, hits, found, users)
