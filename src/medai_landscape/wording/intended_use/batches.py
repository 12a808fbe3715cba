"""Many statements at once: what they say, without a part and a place for each word.

Most statements of a column are in Chinese, and most of their stretches stand in others too.
They are cut many at a time, and a statement says all that its stretches say.  A statement with
anything out of the ordinary is read alone.
"""

from __future__ import annotations

from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, TypeAlias

from attrs import Factory, frozen

from medai_landscape.wording.intended_use.facts import FACTS
from medai_landscape.wording.intended_use.implications import is_empty
from medai_landscape.wording.intended_use.language import has_kana, is_mostly_chinese, language_of
from medai_landscape.wording.intended_use.reading import read_statement
from medai_landscape.wording.intended_use.zh.reader import is_surely_complete
from medai_landscape.wording.intended_use.zh.stretches import LONGEST, cut_each, read_stretch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.wording.intended_use.language import Language
    from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

__all__ = ["Said", "read_statements"]

_BATCH = 400
"""Statements that are cut at a time."""
_MOST = 16384
"""Stretches that are remembered."""
_ALONE, _UNCLEAR, _NUMBERED = (
    1 << FACTS.number(("cue", name)) for name in ("alone", "language", "numbers")
)
"""Marks of stretches that leave their statement to be read alone, that do not tell that it is
Chinese, and that have numbers."""

_Numbers: TypeAlias = "tuple[tuple[AgeBand, ...], tuple[Limit, ...]]"
_NONE: _Numbers = ((), ())


@frozen
class Said:
    """What statements say, by column: an object for each of them is work for the collector."""

    languages: list[Language | None] = Factory(list)
    masks: list[int] = Factory(list)
    ages: list[tuple[AgeBand, ...]] = Factory(list)
    limits: list[tuple[Limit, ...]] = Factory(list)
    reasons: list[str | None] = Factory(list)

    def add(
        self,
        language: Language | None,
        mask: int,
        numbers: _Numbers,
        reason: str | None = None,
    ) -> None:
        """Put down what one more statement says."""
        self.languages.append(language)
        self.masks.append(mask)
        self.ages.append(numbers[0])
        self.limits.append(numbers[1])
        self.reasons.append(reason)


class _Stretches(dict[str, int]):
    """What each stretch says, as facts and marks; and the numbers of those that have some."""

    def __init__(self) -> None:
        self.numbered: dict[str, _Numbers] = {}

    def __missing__(self, words: str) -> int:
        self[words] = facts = self._read(words)
        return facts

    def _read(self, words: str) -> int:
        if not words:
            return 0
        # No Chinese reader is asked about English or Japanese; what cannot be encoded is read
        # otherwise.
        is_readable = not words.isascii() and words.isprintable() and not has_kana(words)
        part = read_stretch(words) if is_readable else None
        if part is None or any(map(is_empty, part.ages)):
            return _ALONE
        facts = part.mask if is_mostly_chinese(words) else part.mask | _UNCLEAR
        if part.ages or part.limits:
            self.numbered[words] = part.ages, part.limits
            facts |= _NUMBERED
        return facts

    def numbers_of(self, stretches: Iterable[str]) -> _Numbers:
        """Return the ages and the limits of a statement."""
        numbered = self.numbered
        ages, limits = _NONE
        for words in stretches:
            if words in numbered:
                its_ages, its_limits = numbered[words]
                ages += its_ages
                limits += its_limits
        return ages, limits


def read_statements(texts: Iterable[str], language: Language | None) -> Said:
    """Return what each text says, as `read_statement` reads it."""
    said = Said()
    known = _Stretches()
    waiting = iter(texts)
    while batch := list(islice(waiting, _BATCH)):
        if len(known) > _MOST:
            known = _Stretches()
        longest = 0 if language == "en" else LONGEST
        cut = cut_each([text if len(text) <= longest else "" for text in batch])
        for text, stretches in zip(batch, cut, strict=True):
            mask = reduce(or_, map(known.__getitem__, stretches))
            if (
                mask & _ALONE
                or not is_surely_complete(text, mask)
                or not (language == "zh" if language else _is_chinese(text, mask))
            ):
                alone = read_statement(text, language)
                said.add(alone.language, alone.mask, (alone.ages, alone.limits), alone.reason)
            else:
                said.add("zh", mask, known.numbers_of(stretches) if mask & _NUMBERED else _NONE)
    return said


def _is_chinese(text: str, mask: int) -> bool:
    return not mask & _UNCLEAR or language_of(text) == "zh"
