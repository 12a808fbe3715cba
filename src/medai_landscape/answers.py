"""Yes, no and unknown: what can be said of something that was only partly stated.

Kleene's three-valued logic.  An answer has no truth value of its own, so that
``if use.covers(case):`` cannot quietly read unknown as no.

>>> Answer.YES & Answer.UNKNOWN
<Answer.UNKNOWN: 'unknown'>
>>> ~Answer.NO is Answer.YES
True
>>> bool(Answer.UNKNOWN)
Traceback (most recent call last):
medai_landscape.errors.UndecidedError: <Answer.UNKNOWN: 'unknown'> is one of three answers \
and has no truth value: write `answer is Answer.YES` (or NO, or UNKNOWN)
"""

from __future__ import annotations

from enum import StrEnum
from typing import NoReturn

from medai_landscape.errors import UndecidedError

__all__ = ["Answer"]


class Answer(StrEnum):
    """One of the three answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Answer:  # noqa: FBT001 - the one thing it converts
        """Turn True, False and None into an answer."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    def __bool__(self) -> NoReturn:
        raise UndecidedError(self)

    def __and__(self, other: Answer) -> Answer:
        """Say yes only if both do, and no as soon as one does."""
        if self is Answer.NO or other is Answer.NO:
            return Answer.NO
        return Answer.YES if self is Answer.YES and other is Answer.YES else Answer.UNKNOWN

    def __or__(self, other: Answer) -> Answer:
        """Say yes as soon as one does, and no only if both do."""
        return ~(~self & ~other)

    def __invert__(self) -> Answer:
        """Turn yes into no and back; unknown stays unknown."""
        opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}
        return opposite.get(self, Answer.UNKNOWN)
