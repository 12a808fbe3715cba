"""What a reader of one language hands over: constraints and where they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LONGEST_REMEMBERED", "AgeBand", "Limit", "Mention", "Reading", "Said"]

LONGEST_REMEMBERED = 500
"""Characters of a part that other statements may have too; longer ones are not remembered,
so that what is remembered stays small whatever is read."""


class AgeBand(NamedTuple):
    """Ages in years as one statement says them; None is an open end."""

    low: str | None
    low_closed: bool
    high: str | None
    high_closed: bool


class Limit(NamedTuple):
    """A clinical limit as it is said; numbers stay text, so that nothing is rounded."""

    measure: str
    op: str
    value: str
    unit: str

    def is_low_ejection(self) -> bool:
        """Whether it looks for a low ejection fraction."""
        return self.measure == "ejection_fraction" and self.op[0] == "<"


class Mention(NamedTuple):
    """A constraint and its words in the normal form.

    `value` is a code, an `AgeBand`, a `Limit`, or True for a field of yes and no.  A code
    with ``?`` behind it counts only where the field has no other: 结节 beside 肺结节 adds no
    lesion, a clinician beside a radiologist adds no user.
    """

    field: str
    value: object
    start: int
    end: int


Said = tuple[str, object, int, int]
"""What a `Mention` holds, where millions of them are made and nobody asks for names."""


@frozen
class Reading:
    """All that was read from one statement."""

    mentions: Sequence[Said] = ()
    reason: str | None = None
    """Why the statement is not complete; None where it is."""
