"""The clauses of a Chinese sentence: what stands between commas, and in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, define

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["Clause", "clauses_of"]


@define(eq=False)
class Clause:
    """A piece of a sentence that affirms or rules out as one.

    `follows` says what stands before it: ``comma``, ``colon``, ``open`` for a bracket, or
    nothing; `parent` is the clause whose brackets it stands in.
    """

    start: int
    end: int
    follows: str = ""
    parent: Clause | None = None
    tokens: list[Hit[Word]] = Factory(list)
    cues: set[str] = Factory(set)
    modes: list[str] = Factory(list)
    """One for each token; filled in by `polarity`."""


def clauses_of(hits: Iterable[Hit[Word]], length: int, follows: str = "") -> list[Clause]:
    """Split a sentence of *length* characters, given its words and what stands before it.

    Brackets make clauses of their own; the clause around them goes on behind them.  A clause
    comes after the one that its brackets stand in.
    """
    current = Clause(0, length, follows)
    clauses = [current]
    around: list[Clause] = []
    for hit in hits:
        start, end, word = hit
        cue = word.cue
        if cue in {"comma", "colon"}:
            current.end = start
            current = Clause(end, length, cue, around[-1] if around else None)
            clauses.append(current)
        elif cue == "open":
            around.append(current)
            current = Clause(end, length, cue, current)
            clauses.append(current)
        elif cue == "close":
            if around:  # the bracket of an item, 1）, closes nothing
                current.end = start
                current = around.pop()
        elif cue != "stop":
            current.tokens.append(hit)
            if cue:
                current.cues.add(cue)
    return clauses
