r"""The words that a regular expression cannot do without.

``\bnot\b [a-z]+ (?:sole|only)`` matches no text without the word ``not``, nor one without
``sole`` and ``only``.  To look for a few hundred such words at once is far cheaper than to
search for the patterns one by one, and a text without them is done with.
"""

from __future__ import annotations

from re import _constants as op  # type: ignore[attr-defined]  # the only parser of this syntax
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["EDGE", "Choice", "needles"]

Choice = frozenset[str]
"""Words, one of which must be there."""

EDGE = "\b"
"""Stands at the end of a word that a letter must not go on from: ``\\b`` in the pattern."""

_EVERYWHERE = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "in", "is", "it", "of", "on", "or",
     "the", "to", "use", "used", "with"}
)  # fmt: skip
_MOST = 100
"""Words of one choice that are spelt out."""
_NOTHING: Choice = frozenset(("",))


def needles(pattern: str) -> tuple[Choice, ...]:
    """Return what a text must have to match: one word at least of every choice.

    Nothing is returned that tells little, such as a single letter or ``the``.

    >>> [sorted(choice) for choice in needles(r"not [a-z]+ (?:sole|only)")]
    [['not '], [' only', ' sole']]
    """
    return tuple(dict.fromkeys(map(_shortest, filter(_tells, _choices(syntax.parse(pattern))))))


def _choices(sequence: Iterable[tuple[Any, Any]]) -> Iterator[Choice]:
    """Yield the choices along a sequence; what stands side by side is spelt out together."""
    run = _NOTHING
    for kind, given in sequence:
        words = _spelt(kind, given)
        if words is not None and len(run) * len(words) <= _MOST:
            run = frozenset(one + other for one in run for other in words)
            continue
        yield frozenset(map(_plain, run))
        run = _NOTHING if words is None else words
        if words is None:
            yield from _inside(kind, given)
    yield frozenset(map(_plain, run))


def _spelt(kind: Any, given: Any) -> Choice | None:  # noqa: PLR0911 - one return for each kind
    """Return all texts that an item matches, None where they are too many."""
    if kind is op.LITERAL:
        return frozenset((chr(given),))
    if kind is op.IN:
        return _characters(given)
    if kind is op.AT:
        return frozenset((EDGE,)) if given is op.AT_BOUNDARY else _NOTHING
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        return _NOTHING
    if kind is op.SUBPATTERN:
        return _all_spelt(given[-1])
    if kind is op.BRANCH:
        parts = [_all_spelt(branch) for branch in given[1]]
        # A branch may be empty: (?:sole|solely) is parsed as sole(?:|ly).
        return None if None in parts else frozenset[str]().union(*filter(None, parts))
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT} and given[:2] == (0, 1):
        words = _all_spelt(given[2])
        return None if words is None else words | _NOTHING
    return None


def _all_spelt(sequence: Iterable[tuple[Any, Any]]) -> Choice | None:
    run = _NOTHING
    for kind, given in sequence:
        words = _spelt(kind, given)
        if words is None or len(run) * len(words) > _MOST:
            return None
        run = frozenset(one + other for one in run for other in words)
    return run


def _inside(kind: Any, given: Any) -> Iterator[Choice]:
    if kind is op.SUBPATTERN:
        yield from _choices(given[-1])
    elif kind in {op.MAX_REPEAT, op.MIN_REPEAT} and given[0]:
        yield from _choices(given[2])
    elif kind is op.BRANCH:
        best = [
            max(filter(_tells, _choices(branch)), key=_weight, default=None) for branch in given[1]
        ]
        if None not in best:
            yield frozenset[str]().union(*filter(None, best))


def _characters(given: Iterable[tuple[Any, Any]]) -> Choice | None:
    found: list[str] = []
    for kind, item in given:
        if kind is op.LITERAL:
            found.append(chr(item))
        elif kind is op.RANGE and item[1] - item[0] < 10:  # noqa: PLR2004 - the digits
            found += map(chr, range(item[0], item[1] + 1))
        else:
            return None
    return frozenset(found)


def _plain(word: str) -> str:
    """Keep the edges of a word only where it begins and ends, and with a letter or digit."""
    inner = word.replace(EDGE, "")
    begins = word.startswith(EDGE) and inner[:1].isalnum()
    ends = word.endswith(EDGE) and inner[-1:].isalnum()
    return EDGE * begins + inner + EDGE * ends


def _tells(choice: Choice) -> bool:
    """Whether few texts have a word of the choice."""
    return all(
        word.strip(f"{EDGE} ") not in _EVERYWHERE
        and (len(word.strip(EDGE)) > 1 or (word > " " and not word.isalpha()))
        for word in choice
    )


def _weight(choice: Choice) -> tuple[int, int]:
    return min(map(len, choice)), -len(choice)


def _shortest(choice: Choice) -> Choice:
    """Drop the words that hold another one of the choice."""
    return frozenset(
        word for word in choice if not any(other in word and other != word for other in choice)
    )
