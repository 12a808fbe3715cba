"""Reading English statements: terms, the standing of their clauses, and what follows from both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.affirmed import is_affirmed
from medai_landscape.wording.intended_use.en.ages import find_ages
from medai_landscape.wording.intended_use.en.clauses import Clause, clauses
from medai_landscape.wording.intended_use.en.exclusions import denied_use, ruled_out, spared
from medai_landscape.wording.intended_use.en.functions import function_of
from medai_landscape.wording.intended_use.en.limits import find_limits
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.people import (
    acts,
    asks_for_training,
    is_done_by,
    is_no_user,
    patients_use_it,
    stand_together,
)
from medai_landscape.wording.intended_use.en.place import Place
from medai_landscape.wording.intended_use.en.senses import is_meant, is_only_downstream
from medai_landscape.wording.intended_use.en.settled import in_context, settled
from medai_landscape.wording.intended_use.en.surroundings import names_equipment, why_incomplete
from medai_landscape.wording.intended_use.mentions import Mention, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.en.scope import Zone

__all__ = ["read"]

_PLAIN_FIELDS = frozenset(
    {"modalities", "anatomies", "findings", "age_groups", "sexes", "settings", "users"}
)


def read(text: str) -> Reading:
    """Read the normal form of an English statement."""
    plain = text.replace("-", " ")
    cut = list(clauses(text, plain))
    mentions: list[Mention] = []
    for clause in cut:
        found = [
            *_terms(clause),
            *_functions(clause),
            *_people(clause),
            *_numbers(clause),
            *_exclusions(clause),
            *_flags(clause),
        ]
        mentions += (
            Mention(field, value, start + clause.offset, end + clause.offset)
            for field, value, start, end in found
        )
    mentions += in_context(cut, mentions)
    return Reading(settled(mentions, plain), why_incomplete(text))


Said = tuple[str, object, int, int]


def _terms(clause: Clause) -> Iterator[Said]:
    """Yield what the terms of a sentence affirm, but functions and users."""
    for start, end, labels in clause.hits:
        if clause.standing(start):
            continue
        population = (
            _POPULATION.search(clause.plain, max(0, start - 60), start) is not None
            or _AFTER_PATIENTS.match(clause.plain, end) is not None
        )
        for field, code in labels:
            if (
                field in _PLAIN_FIELDS
                and field != "users"
                and is_affirmed(clause, field, code, start, end)
            ):
                weak = "?" if field == "findings" and population and code[-1] != "?" else ""
                yield field, code + weak, start, end


_POPULATION = pattern("reader_population")
_AFTER_PATIENTS = pattern("reader_after_patients")
_VERDICT = re.compile(
    r"\b(?:returns?|outputs?|gives?|reports?|shows?|issues?|provides?)\b[^.;\"\n]{0,40}\"[^\"\n]{2,40}\""
)


def _functions(clause: Clause) -> Iterator[Said]:
    has_finding = any(
        field in {"findings", "context"} and not clause.standing(start)
        for start, _, labels in clause.hits
        for field, _ in labels
    )
    verdict = _VERDICT.search(clause.text)
    if verdict and has_finding and not clause.standing(verdict.start()):
        yield "functions", "diagnosis", *verdict.span()
    for start, end, labels in clause.hits:
        for field, code in labels:
            if (
                field not in {"functions", "verbs"}
                or clause.standing(start)
                or _by_people(clause, start)
                or is_done_by(clause.plain, clause.users, (start, end))
            ):
                continue
            verb = start + 3 if clause.plain.startswith("to ", start) else start
            place = Place(clause.plain, verb, end, has_finding)
            if field == "verbs":
                function = function_of(code, place)
                if code == "quantity" and clause.heading == "output":
                    function = "quantification"
                if function:
                    yield "functions", function, start, end
            elif is_meant(code, place):
                downstream = code == "planning" and is_only_downstream(place)
                yield "functions", "planning~" if downstream else code, start, end


_SO_THAT = re.compile(r"\b(?:so that|in order that|such that)\b")
_RELATIVE = re.compile(r"\bwho\b[^.;\n]*\Z")


def _by_people(clause: Clause, verb: int) -> bool:
    """Whether the verb at *verb* says what people do, and not the product."""
    before = clause.plain[max(0, verb - 200) : verb]
    if _SO_THAT.search(before):
        return True
    singular = re.match(r"[a-z]+[^s]s\b", clause.plain[verb : verb + 30]) is not None
    relative = (
        -1
        if singular and re.search(r"(?:s|men|people|children) who\b", before)
        else before.rfind(" who ")
    )
    if relative >= 0 and not re.search(
        r"[,.;:]| and (?:is|are|measures?|provides?|detects?)\b", before[relative:]
    ):
        return True
    return acts(clause.plain, clause.users, verb)


def _people(clause: Clause) -> Iterator[Said]:
    """Yield the users; a general word is sure only in a list with others."""
    for start, end, labels in clause.hits:
        for field, code in labels:
            if field != "users" or is_no_user(clause.plain, start):
                continue
            standing = clause.standing(start)
            if standing and standing != "disclaimed":
                continue
            general = code.rstrip("?")
            if code == "patient":
                if not standing and _uses(clause, start):
                    yield field, code, start, end
            elif standing == "disclaimed":
                yield field, general + "?", start, end
            elif code.endswith("?") and any(
                stand_together(clause.plain, (start, end), other)
                for other in clause.users
                if other != (start, end)
            ):
                yield field, general, start, end
            else:
                yield field, code, start, end
    used = patients_use_it(clause.plain)
    if used and not clause.standing(used.start()):
        yield "users", "patient", *used.span()


_ROLE_OF_CAREGIVER = pattern("reader_role_of_caregiver")


def _uses(clause: Clause, start: int) -> bool:
    return (
        clause.heading == "users"
        or _ROLE_OF_CAREGIVER.search(clause.plain[max(0, start - 30) : start]) is not None
        or (clause.plain.startswith(("self", "over the counter", "otc", "home"), start))
    )


_HAS_NUMBER = re.compile(
    "[0-9]|(?:teen|ty|one|two|three|four|five|six|eight|nine|ten|eleven|twelve)\\b"
)


def _numbers(clause: Clause) -> Iterator[Said]:
    if not _HAS_NUMBER.search(clause.plain):
        return
    for age in find_ages(clause.text):
        if not clause.standing(age.start):
            yield "age", age.band, age.start, age.end
    for found in find_limits(clause.text):
        if not clause.standing(found.start):
            yield "thresholds", found.limit, found.start, found.end
            if found.limit.measure == "ejection_fraction" and found.limit.op.startswith("<"):
                yield "findings", "low_ejection_fraction", found.start, found.end


_MOBILE = pattern("reader_mobile")
_NO_DIAGNOSTIC_TOOL = pattern("reader_no_diagnostic_tool")


def _exclusions(clause: Clause) -> Iterator[Said]:
    neither = _NO_DIAGNOSTIC_TOOL.search(clause.plain)
    if neither:
        yield "exclusions", "primary_diagnosis", *neither.span()
    for zone in clause.zones:
        if zone.kind in {"disclaimed", "aside"} or _disclaims(clause, zone):
            continue
        hits = [
            (start - zone.start, end - zone.start, labels)
            for start, end, labels in clause.hits
            if zone.start <= start < zone.end
        ]
        plain, text = clause.plain[zone.start : zone.end], clause.text[zone.start : zone.end]
        if zone.kind == "ruled_out":
            found = ruled_out(text, plain, hits)
            mobile = _MOBILE.search(clause.plain, 0, zone.start)
            if mobile and found and found[0][0] == "primary_diagnosis":
                yield "exclusions", "mobile_device", *mobile.span()
        elif zone.kind == "spared":
            found = spared(plain, hits)
        else:
            found = denied_use(plain)
        for code, start, end in found:
            yield "exclusions", code, zone.start + start, zone.start + end


def _disclaims(clause: Clause, zone: Zone) -> bool:
    return any(
        other.kind in {"disclaimed", "aside"} and other.start < zone.end and zone.start < other.end
        for other in clause.zones
    )


def _flags(clause: Clause) -> Iterator[Said]:
    for zone in clause.zones:
        if zone.kind == "disclaimed":
            yield "standalone_prohibited", True, zone.start, zone.end
    users = [
        (start, end)
        for start, end in clause.users
        if clause.standing(start) in {None, "disclaimed"}
    ]
    trained = asks_for_training(clause.plain, users)
    if trained:
        yield "user_training", True, *trained
    equipment = names_equipment(clause.plain)
    if equipment and clause.standing(equipment[0]) not in {"aside", "denied"}:
        yield "equipment_restricted", True, *equipment
