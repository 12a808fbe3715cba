"""Who uses the product, and whether they must be trained, in English statements."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.cues import wording
from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medai_landscape.wording.intended_use.en.clauses import Clause
    from medai_landscape.wording.intended_use.en.cues import Cues
    from medai_landscape.wording.intended_use.mentions import Said

__all__ = ["acts", "asks_for_training", "is_done_by", "users_of"]

_SENDS = pattern("people_sends")
_SUPERVISES = pattern("people_supervises")
_NEVER_THERE = re.compile(
    r"\b(?:without|no|not|non)(?: (?:a|an|the|any|on site|being|need for|attending|available))*\s\Z"
)
_PATIENTS_USE = wording("people_patients_use")
_BEFORE_USER = pattern("people_before_user")
_AFTER_USER = pattern("people_after_user")
_NO_NEED = pattern("people_no_need")
_NOT_NEEDED = re.compile(r"\b(?:no|not|without|need|un)\b")
_DENIED = re.compile(r"\b(?:not|no|without|never)\b")
_TRAINING_ASKED = wording("people_training_asked")
_NEAR = 40
"""Characters between a person and what that person does."""
_SINGULAR = re.compile(r"[a-z]+[^s]s\b")
_GAP = pattern("people_gap")
_GOVERNED = pattern("people_governed")


def users_of(clause: Clause) -> Iterator[Said]:
    """Yield the users; a general word is sure only in a list with others."""
    plain = clause.plain
    listed = {
        place for pair in pairwise(clause.users) if _stand_together(plain, *pair) for place in pair
    }
    for start, end, labels in clause.hits:
        for field, code in labels:
            if field != "users" or _is_no_user(plain, start):
                continue
            standing = clause.standing(start)
            if standing and standing != "disclaimed":
                continue
            general = code.rstrip("?")
            if code == "patient":
                if not standing and _is_used_by(clause, start):
                    yield field, code, start, end
            elif standing or _SUPERVISES.search(plain, max(0, start - 60), start):
                yield field, general + "?", start, end
            else:
                yield field, general if (start, end) in listed else code, start, end
    used = _PATIENTS_USE.search(plain, clause.cues)
    if used and not clause.standing(used.start()):
        yield "users", "patient", *used.span()


_ROLE_OF_CAREGIVER = pattern("reader_role_of_caregiver")


def _is_used_by(clause: Clause, start: int) -> bool:
    """Whether the lay person named at *start* uses the product."""
    return (
        clause.heading == "users"
        or _ROLE_OF_CAREGIVER.search(clause.plain[max(0, start - 30) : start]) is not None
        or (clause.plain.startswith(("self", "over the counter", "otc", "home"), start))
    )


def _is_no_user(plain: str, start: int) -> bool:
    """Whether the person named at *start* is absent, or only sends the patient."""
    before = plain[max(0, start - 60) : start]
    return _SENDS.search(before) is not None or _NEVER_THERE.search(before) is not None


def asks_for_training(
    plain: str, cues: Cues, users: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the words that ask for trained, qualified or licensed users, None where none do."""
    for start, end in users:
        first = max(0, start - 90)
        match = _BEFORE_USER.search(plain, first, end)
        if match and not _NO_NEED.search(plain, max(0, match.start() - 20), match.start()):
            return match.start(), end
        after = _AFTER_USER.match(plain, end)
        if after and not _NO_NEED.search(after[0]) and not _NOT_NEEDED.search(after[0]):
            return start, after.end()
    asked = _TRAINING_ASKED.search(plain, cues)
    if asked and not _DENIED.search(asked[0]):
        return asked.span()
    return None


def acts(plain: str, users: Sequence[tuple[int, int]], verb: int) -> bool:
    """Whether it is a user who does what the verb at *verb* says, and not the product."""
    for start, end in users:
        if not 0 <= verb - end <= _NEAR or (plain[end - 1] == "s" and _SINGULAR.match(plain, verb)):
            continue
        if plain.startswith("to ", verb) and _BY_LIST.search(plain, max(0, start - 60), start):
            continue
        if _GAP.fullmatch(plain, end, verb) and not _GOVERNED.search(
            plain, max(0, start - 60), start
        ):
            return True
    return False


_BY_LIST = re.compile(r"\bby (?:(?:\w+ ){0,2}?\w+(?:, (?:and |or )?| and | or )){1,4}(?:\w+ )?\Z")
"""Whose list of users goes on: "used by radiologists and neurologists to triage"."""


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
_JOINED = re.compile(r",|/|\band\b|\bor\b")


def _stand_together(plain: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two users are members of one list: "clinicians and nurses"."""
    between = plain[one[1] : other[0]]
    return (
        len(between) <= _NEAR
        and _JOINED.search(between) is not None
        and _LIST.fullmatch(between) is not None
    )
