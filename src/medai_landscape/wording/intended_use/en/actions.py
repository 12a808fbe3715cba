"""The functions that a sentence affirms: what the product does, and not what people do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.cues import turns, wording
from medai_landscape.wording.intended_use.en.functions import function_of, is_case_level
from medai_landscape.wording.intended_use.en.people import acts, is_done_by
from medai_landscape.wording.intended_use.en.place import Place
from medai_landscape.wording.intended_use.en.senses import (
    is_class_word,
    is_meant,
    is_only_downstream,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.en.clauses import Clause
    from medai_landscape.wording.intended_use.mentions import Said

__all__ = ["functions_of"]

_VERDICT = wording("reader_verdict")
_SAID = turns("functions_said_")
"""Whole turns of phrase that tell a function."""


def functions_of(clause: Clause) -> Iterator[Said]:
    """Yield what a sentence says that the product does."""
    has_finding = any(
        field in {"findings", "context"} and not clause.standing(start)
        for start, _, labels in clause.hits
        for field, _ in labels
    )
    verdict = _VERDICT.search(clause.text, clause.cues)
    if verdict and has_finding and not clause.standing(verdict.start()):
        yield "functions", "diagnosis", *verdict.span()
    for code, match in _SAID.finditer(clause.plain, clause.cues):
        helped = code == "acquisition_guidance"  # people are guided in what they do
        if not clause.standing(match.start()) and (helped or not _by_people(clause, match.start())):
            yield "functions", code, *match.span()
    for start, end, labels in clause.hits:
        for field, code in labels:
            if field not in {"functions", "verbs"} or _is_not_its_own(clause, start, end):
                continue
            verb = start + 3 if clause.plain.startswith("to ", start) else start
            place = Place(clause.plain, verb, end, has_finding)
            function = _function(field, code, place, clause.heading)
            if function:
                yield "functions", function, start, end


def _function(field: str, code: str, place: Place, heading: str | None) -> str | None:
    if field == "functions":
        downstream = code == "planning" and is_only_downstream(place)
        if code == "detection" and is_case_level(place):
            return "triage"
        meant = "planning~" if downstream else code
        if code in _OF_A_CLASS and is_class_word(place):
            return f"{code}?"
        return meant if is_meant(code, place) else None
    if code == "quantity" and heading == "output":
        return "quantification"
    return function_of(code, place)


_OF_A_CLASS = frozenset({"detection", "diagnosis"})
"""Functions that a class of products is named for: they count where nothing else is said."""


def _is_not_its_own(clause: Clause, start: int, end: int) -> bool:
    """Whether the deed named at *start* to *end* is denied, or is what people do."""
    told = clause.plain.startswith("whether", start) and _TELLS.search(
        clause.plain, max(0, start - 60), start
    )
    return (
        clause.standing(start) is not None
        or (not told and _by_people(clause, start))
        or is_done_by(clause.plain, clause.users, (start, end))
    )


_TELLS = re.compile(r"\b(?:tell|inform|show|advis|notif)[a-z]* [^.;,]{3,45}\Z")
"""What people are told, and not what they do: "tells the reader whether"."""
_SO_THAT = re.compile(r"\b(?:so that|in order that|such that)\b")
_SINGULAR = re.compile(r"[a-z]+[^s]s\b")
_WHO_ARE_MANY = re.compile(r"(?:s|men|people|children) who\b")
_NO_LONGER_WHO = re.compile(
    r"[,.;:]|\A who (?:want|wish|need|require)s? | and (?:is|are|measures?|provides?|detects?)\b"
)


def _by_people(clause: Clause, verb: int) -> bool:
    """Whether the verb at *verb* says what people do, and not the product."""
    before = clause.plain[max(0, verb - 200) : verb]
    if _SO_THAT.search(before):
        return True
    relative = before.rfind(" who ")
    if relative >= 0 and not (
        _NO_LONGER_WHO.search(before[relative:])
        or (_SINGULAR.match(clause.plain, verb, verb + 30) and _WHO_ARE_MANY.search(before))
    ):
        return True
    return acts(clause.plain, clause.users, verb)
