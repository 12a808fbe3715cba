"""What a statement says, part by part, in the text as given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import frozen

from medai_landscape.wording.intended_use.facts import FACTS
from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from medai_landscape.wording.intended_use.facts import Fact
    from medai_landscape.wording.intended_use.language import Language
    from medai_landscape.wording.intended_use.mentions import Said
    from medai_landscape.wording.intended_use.normal_form import NormalForm

__all__ = ["Part", "Statement", "joined", "part_of", "statement_of"]


@frozen(eq=False)
class Part:
    """What a stretch of a statement says; the same words say the same wherever they stand."""

    mask: int
    """Its facts as bits of `facts.FACTS`."""
    ages: tuple[AgeBand, ...]
    limits: tuple[Limit, ...]
    words: tuple[tuple[Any, int, int], ...]
    """The number of a fact, or an age or a limit, and where its words stand in the part."""
    unsettled: tuple[Any, ...]
    """Of these the facts and the ages whose label depends on the rest of the statement."""

    length: int
    """How many characters it has."""

    def within(self, length: int, start: int) -> Part:
        """Return it as a part of *length* characters that it begins at *start* of."""
        words = tuple((fact, first + start, last + start) for fact, first, last in self.words)
        return Part(self.mask, self.ages, self.limits, words, self.unsettled, length)


class Statement(NamedTuple):
    """What was read from one statement."""

    text: str
    """As given, without halves of surrogate pairs."""
    language: Language | None
    parts: Sequence[Part]
    """Its parts, one after the other."""
    mask: int
    ages: tuple[AgeBand, ...]
    limits: tuple[Limit, ...]
    reason: str | None = None
    """Why it is not complete; None where it is."""


def part_of(said: Iterable[Said], normal: NormalForm, cues: Iterable[Fact] = ()) -> Part:
    """Return what is said in a *normal* form as a part, its places those of the text as given.

    Args:
        said: its constraints.
        normal: the text that their places are in.
        cues: facts that are no constraints and need no evidence.
    """
    mask = FACTS.mask(cues)
    words: dict[tuple[Any, int, int], None] = {}
    is_moved = normal.starts is not None
    for field, value, first, last in said:
        start, end = normal.span(first, last) if is_moved else (first, last)
        if field in {"age", "thresholds"}:
            words[value, start, end] = None
        else:
            number = FACTS.number((field, value))
            mask |= 1 << number
            words[number, start, end] = None
    return _part(mask, words, len(normal.text))


def statement_of(text: str, language: Language, parts: Sequence[Part]) -> Statement:
    """Return a statement of *parts*: it says what each of them says."""
    mask = 0
    ages: tuple[AgeBand, ...] = ()
    limits: tuple[Limit, ...] = ()
    for part in parts:
        mask |= part.mask
        if part.ages:
            ages += part.ages
        if part.limits:
            limits += part.limits
    return Statement(text, language, parts, mask, ages, limits)


def joined(parts: Iterable[tuple[int, Part]], normal: NormalForm) -> Part:
    """Return *parts* of a normal form, each behind the place where it starts, as one."""
    mask = 0
    words: dict[tuple[Any, int, int], None] = {}
    for place, part in parts:
        mask |= part.mask
        for fact, start, end in part.words:
            words[fact, *normal.span(place + start, place + end)] = None
    return _part(mask, words, len(normal.text))


def _part(mask: int, words: Iterable[tuple[Any, int, int]], length: int) -> Part:
    numbers = [fact for fact, _, _ in words if fact.__class__ is not int]
    ages = tuple(number for number in numbers if isinstance(number, AgeBand))
    limits = tuple(number for number in numbers if isinstance(number, Limit))
    unsettled = (*FACTS.unsettled(mask), *ages)
    return Part(mask, ages, limits, tuple(words), unsettled, length)
