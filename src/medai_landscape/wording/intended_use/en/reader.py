"""Reading English statements: terms, the standing of their clauses, and what follows from both."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.actions import functions_of
from medai_landscape.wording.intended_use.en.affirmed import is_affirmed, is_only_imaged
from medai_landscape.wording.intended_use.en.ages import find_ages
from medai_landscape.wording.intended_use.en.clauses import Clause, clause_of
from medai_landscape.wording.intended_use.en.cues import turns, wording
from medai_landscape.wording.intended_use.en.exclusions import denied_use, ruled_out, spared
from medai_landscape.wording.intended_use.en.limits import find_limits
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.people import asks_for_training, users_of
from medai_landscape.wording.intended_use.en.scope import MOST
from medai_landscape.wording.intended_use.en.sentences import one_list, sentences
from medai_landscape.wording.intended_use.en.settled import in_context, settled
from medai_landscape.wording.intended_use.en.surroundings import (
    names_equipment,
    validated_for,
    why_incomplete,
)
from medai_landscape.wording.intended_use.mentions import LONGEST_REMEMBERED, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.lexicon import Labels
    from medai_landscape.wording.intended_use.mentions import Said

__all__ = ["read"]

_PLAIN_FIELDS = frozenset(
    {"modalities", "anatomies", "findings", "age_groups", "sexes", "settings"}
)


def read(text: str) -> Reading:
    """Read the normal form of an English statement."""
    text = one_list(_NUMBERED.sub(",", text))
    plain = text.replace("-", " ")
    unquoted = _QUOTED.sub(lambda quote: " " * len(quote[0]), plain) if '"' in plain else plain
    mentions: list[Said] = []
    contexts: list[Said] = []
    reason = why_incomplete(text)
    for start, end, heading in sentences(text):
        if len(mentions) > _MOST:
            reason = f"says more than any statement: only {len(mentions)} mentions were read"
            break
        said = _sentence if end - start <= LONGEST_REMEMBERED else _sentence.__wrapped__
        for field, value, first, last in said(text[start:end], unquoted[start:end], heading):
            if field == "unread":
                reason = "a sentence rules out more than any does: its end was not read"
            else:
                where = contexts if field == "context" else mentions
                where.append((field, value, first + start, last + start))
    mentions += in_context(contexts, mentions)
    return Reading(settled(mentions, plain), reason)


_MOST = 500
"""Mentions that no statement has; the sentences behind them are not read."""

_NUMBERED = re.compile(r";(?= (?:and |or |nor )?\((?:[0-9]|[a-h]|i{1,3}|iv|vi{0,3})\) )")
"""What parts the numbered items of one sentence."""
_QUOTED = re.compile(r"\"[^\"\n]{2,40}\"")


@lru_cache(maxsize=16384)
def _sentence(text: str, unquoted: str, heading: str | None) -> tuple[Said, ...]:
    """Return what one sentence says, as statements share theirs; see `clause_of`."""
    clause = clause_of(text, unquoted, heading)
    return (
        *_terms(clause),
        *functions_of(clause),
        *users_of(clause),
        *_numbers(clause),
        *_places(clause),
        *_exclusions(clause),
        *_flags(clause),
        *_contexts(clause),
    )


def _terms(clause: Clause) -> Iterator[Said]:
    """Yield what the terms of a sentence affirm, but functions and users."""
    for start, end, labels in clause.hits:
        standing = clause.standing(start)
        if standing and not _denies_itself(clause, start, labels):
            yield from _own_inputs(clause, standing, start, end, labels)
            continue
        weak = _weak_fields(clause, start, end) if labels[0][0] == "findings" else ()
        for field, code in labels:
            if field in _PLAIN_FIELDS and is_affirmed(clause, field, code, start, end):
                imaged = field == "anatomies" and is_only_imaged(clause, code, start, end)
                doubt = field in weak and not imaged and code[-1] != "?"
                yield field, code + "?" * doubt + "~" * imaged, start, end


def _denies_itself(clause: Clause, start: int, labels: Labels) -> bool:
    """Whether a term has its own denial: "without age limit"."""
    return ("age_groups", "all") in labels and clause.plain.startswith(("without", "no "), start)


def _own_inputs(
    clause: Clause, standing: str, start: int, end: int, labels: Labels
) -> Iterator[Said]:
    """Yield the product's input where only a disclaimer or an exclusion names it.

    "Review the original ECG" and "not for ECGs with paced rhythms" tell what else is read.
    """
    original = standing == "disclaimed" and _ORIGINAL.search(
        clause.plain, max(0, start - 40), start
    )
    if original or (standing == "ruled_out" and _OWN_CONTENT.match(clause.plain, end)):
        for field, code in labels:
            if field == "modalities":
                yield field, code.rstrip("?") + "?", start, end


_ORIGINAL = pattern("reader_original")
_OWN_CONTENT = pattern("reader_own_content")
_SAID = turns("settings_said_")
"""Whole turns of phrase that tell where the product is used."""


def _places(clause: Clause) -> Iterator[Said]:
    for code, match in _SAID.finditer(clause.plain, clause.cues):
        if not clause.standing(match.start()):
            yield "settings", code, *match.span()


def _weak_fields(clause: Clause, start: int, end: int) -> tuple[str, ...]:
    """Return the fields that a disease at *start* to *end* tells only where nothing else does.

    Patients who have a disease are who is imaged, and not what is looked for; where they are
    only suspected to have it, it is looked for, but perhaps in another body part.
    """
    first = max(0, start - 60)
    if (
        _SCREENED_FOR.match(clause.plain, end)
        or _POPULATION.search(clause.plain, first, start)
        or _AFTER_PATIENTS.match(clause.plain, end)
    ):
        return "findings", "anatomies"
    return ("anatomies",) if _SUSPECTED_IN.search(clause.plain, first, start) else ()


_SHARED_CANCER = wording("reader_shared_cancer")
"""Organs that share the word with the next one: "breast and prostate cancer"."""


def _contexts(clause: Clause) -> Iterator[Said]:
    """Yield what the whole statement tells the meaning of: a nodule of some organ."""
    for start, end, labels in clause.hits:
        for field, code in labels:
            if field == "context" and not clause.standing(start):
                yield field, code, start, end
    for shared in _SHARED_CANCER.finditer(clause.plain, clause.cues):
        if not clause.standing(shared.start()):
            yield "context", f"{shared[1]}_cancer", *shared.span()


_POPULATION = pattern("reader_population")
_AFTER_PATIENTS = pattern("reader_after_patients")
_SCREENED_FOR = re.compile(r" (?:screening|surveillance)\b")
_SUSPECTED_IN = pattern("reader_suspected_in")


def _numbers(clause: Clause) -> Iterator[Said]:
    for age in find_ages(clause.text, clause.cues):
        if not clause.standing(age.start):
            yield "age", age.band, age.start, age.end
    for found in find_limits(clause.text, clause.cues):
        if not clause.standing(found.start):
            yield "thresholds", found.limit, found.start, found.end
            if found.limit.measure == "ejection_fraction" and found.limit.op.startswith("<"):
                yield "findings", "low_ejection_fraction", found.start, found.end


_MOBILE = pattern("reader_mobile")
_NO_DIAGNOSTIC_TOOL = wording("reader_no_diagnostic_tool")


def _exclusions(clause: Clause) -> Iterator[Said]:
    neither = _NO_DIAGNOSTIC_TOOL.search(clause.plain, clause.cues)
    if neither:
        yield "exclusions", "primary_diagnosis", *neither.span()
    unsaid = [zone for zone in clause.zones if zone.kind in {"disclaimed", "aside"}]
    for zone in clause.zones:
        if any(other.start < zone.end and zone.start < other.end for other in unsaid):
            continue
        hits = [
            (start - zone.start, end - zone.start, labels)
            for start, end, labels in clause.hits_in(zone)
        ]
        plain, text = clause.plain[zone.start : zone.end], clause.text[zone.start : zone.end]
        if zone.kind == "ruled_out":
            found = ruled_out(text, plain, clause.cues, hits)
            mobile = _MOBILE.search(clause.plain, 0, zone.start)
            if mobile and found and found[0][0] == "primary_diagnosis":
                yield "exclusions", "mobile_device", *mobile.span()
        elif zone.kind == "spared":
            found = spared(plain, hits)
        else:
            found = denied_use(plain)
        for code, start, end in found:
            yield "exclusions", code, zone.start + start, zone.start + end


def _flags(clause: Clause) -> Iterator[Said]:
    if len(clause.zones) >= MOST:
        yield "unread", True, 0, len(clause.text)
    for zone in clause.zones:
        if zone.kind == "disclaimed":
            yield "standalone_prohibited", True, zone.start, zone.end
    users = [
        (start, end)
        for start, end in clause.users
        if clause.standing(start) in {None, "disclaimed"}
    ]
    trained = asks_for_training(clause.plain, clause.cues, users)
    if trained:
        yield "user_training", True, *trained
    alone = validated_for(clause.plain, clause.cues)
    if alone:
        yield "equipment_restricted", True, *alone
    equipment = names_equipment(clause.plain, clause.cues)
    if equipment and clause.standing(equipment[0]) not in {"aside", "denied"}:
        yield "equipment_restricted", True, *equipment
