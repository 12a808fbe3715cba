"""Who uses the product, and whether they must be trained, in English statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "acts",
    "asks_for_training",
    "is_done_by",
    "is_no_user",
    "patients_use_it",
    "stand_together",
]

_SENDS = pattern("people_sends")
_NEVER_THERE = re.compile(
    r"\b(?:without|no|not|non)(?: (?:a|an|the|any|on site|being|need for|attending|available))*\s\Z"
)
_PATIENTS_USE = pattern("people_patients_use")
_BEFORE_USER = pattern("people_before_user")
_AFTER_USER = pattern("people_after_user")
_NO_NEED = pattern("people_no_need")
_TRAINING_ASKED = pattern("people_training_asked")
_NEAR = 40
"""Characters between a person and what that person does."""
_SINGULAR = re.compile(r"[a-z]+[^s]s\b")
_GAP = pattern("people_gap")
_GOVERNED = pattern("people_governed")


def is_no_user(plain: str, start: int) -> bool:
    """Whether the person named at *start* is absent, or only sends the patient."""
    before = plain[max(0, start - 60) : start]
    return _SENDS.search(before) is not None or _NEVER_THERE.search(before) is not None


def patients_use_it(plain: str) -> re.Match[str] | None:
    """Return the words by which a sentence says that patients themselves use the product."""
    return _PATIENTS_USE.search(plain)


def asks_for_training(plain: str, users: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the words that ask for trained, qualified or licensed users, None where none do."""
    for start, end in users:
        first = max(0, start - 90)
        match = _BEFORE_USER.search(plain, first, start)
        if match and not _NO_NEED.search(plain, max(0, match.start() - 20), match.start()):
            return match.start(), end
        after = _AFTER_USER.match(plain, end)
        if (
            after
            and not _NO_NEED.search(after[0])
            and not re.search(r"\b(?:no|not|without|need|un)\b", after[0])
        ):
            return start, after.end()
    asked = _TRAINING_ASKED.search(plain)
    if asked and not re.search(r"\b(?:not|no|without|never)\b", asked[0]):
        return asked.span()
    return None


def acts(plain: str, users: Sequence[tuple[int, int]], verb: int) -> bool:
    """Whether it is a user who does what the verb at *verb* says, and not the product."""
    for start, end in users:
        if not 0 <= verb - end <= _NEAR or (plain[end - 1] == "s" and _SINGULAR.match(plain, verb)):
            continue
        if _GAP.fullmatch(plain, end, verb) and not _GOVERNED.search(
            plain, max(0, start - 60), start
        ):
            return True
    return False


def is_done_by(plain: str, users: Sequence[tuple[int, int]], verb: tuple[int, int]) -> bool:
    """Whether what a participle says was done by a person: "marked by the radiologist"."""
    if not plain.endswith("ed", *verb):
        return False
    by = _BY.match(plain, verb[1])
    return by is not None and (
        by["reader"] is not None or any(0 <= start - by.end() <= _QUALIFIER for start, _ in users)
    )


_BY = re.compile(
    r" (?:manually )?by (?:the |an? )?(?P<reader>(?:user|reader|operator|expert)s?\b)?"
)
_QUALIFIER = 20
"""Characters between "by the" and the person: "by the interpreting radiologist"."""
_LIST = pattern("people_list")


def stand_together(plain: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two users are members of one list: "clinicians and nurses"."""
    first, second = sorted((one, other))
    between = plain[first[1] : second[0]]
    return (
        len(between) <= _NEAR
        and re.search(r",|/|\band\b|\bor\b", between) is not None
        and (_LIST.fullmatch(between) is not None)
    )
