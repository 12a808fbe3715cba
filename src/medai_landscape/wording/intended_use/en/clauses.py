"""English statements as clauses: words, terms, and the zones they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.scope import Zone, disclaimers, zones
from medai_landscape.wording.intended_use.en.sentences import Sentence, sentences
from medai_landscape.wording.intended_use.en.words import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["Clause", "clauses"]

_QUOTED = re.compile(r"\"[^\"\n]{2,40}\"")
"""What the product says, not what it does."""
_ORDER = ("disclaimed", "aside", "ruled_out", "spared", "denied")


@frozen
class Clause:
    """One sentence with its terms and zones; all offsets are inside it."""

    text: str
    plain: str
    offset: int
    heading: str | None
    hits: list[Hit[Labels]]
    zones: list[Zone]
    users: list[tuple[int, int]] = Factory(list)

    def standing(self, place: int) -> str | None:
        """Return the kind of the zone that *place* stands in, None where it is affirmed."""
        kinds = {zone.kind for zone in self.zones if zone.start <= place < zone.end}
        return next((kind for kind in _ORDER if kind in kinds), None)


def clauses(text: str, plain: str) -> Iterator[Clause]:
    """Yield the clauses of a folded statement; *plain* has spaces for its hyphens."""
    hits = terms().find_words(_QUOTED.sub(lambda quote: " " * len(quote[0]), plain))
    number = 0
    for start, end, heading in sentences(text):
        while number < len(hits) and hits[number][0] < start:
            number += 1
        inside: list[Hit[Labels]] = []
        while number < len(hits) and hits[number][0] < end:
            first, last, labels = hits[number]
            inside.append((first - start, last - start, labels))
            number += 1
        yield _clause(Sentence(start, end, heading), text, plain, inside)


_PIECES = pattern("reader_pieces")


def _clause(sentence: Sentence, text: str, plain: str, hits: list[Hit[Labels]]) -> Clause:
    start, end, heading = sentence
    words = plain[start:end]
    found = [
        Zone(zone.start + first, zone.end + first, zone.kind)
        for first, last in _pieces(words)
        for zone in disclaimers(words[first:last])
    ]
    if heading == "aside":
        found.append(Zone(0, len(words), "aside"))
    else:
        found += zones(words, heading)
    users = [(s, e) for s, e, labels in hits if any(name == "users" for name, _ in labels)]
    return Clause(text[start:end], words, start, heading, hits, found, users)


def _pieces(words: str) -> Iterator[tuple[int, int]]:
    first = 0
    for match in _PIECES.finditer(words):
        yield first, match.start()
        first = match.start()
    yield first, len(words)
