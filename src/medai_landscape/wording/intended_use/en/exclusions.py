"""What a clause of exclusion rules out: patients, uses, inputs and findings, as codes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.ages import find_ages
from medai_landscape.wording.intended_use.en.limits import find_limits
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.ruled_terms import (
    CONTOURS,
    LIST_CUT,
    PATIENTS,
    PRIOR,
    Ruled,
    listed,
)
from medai_landscape.wording.intended_use.en.words import exclusion_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medai_landscape.wording.intended_use.en.cues import Cues
    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["denied_use", "ruled_out", "spared"]

_NEXT_ITEM = re.compile(
    r", (?:and |or )?|,? (?:and|or|nor) (?=(?:for|in|on|with|patients|people) )"
    r"|,? (?:and|or) (?=(?:pregnant|\w+ (?:patients|women|men|children|people))\b)"
    r"|,? (?:and|or) (?=(?:children|infants|neonates|newborns|adolescents|those|minors)\b)"
)
_OWN_PREPOSITION = re.compile(r"(?:for|in|on) (?!(?:a|an|the|any|all)? ?(?:emergency|order|use)\b)")
_PATIENTS_WITH = pattern("exclusions_patients_with")
_OF_THE_PRODUCT = pattern("exclusions_of_the_product")
"""What must not be done with the product rules out no patient, use or input."""
_DENIED_PURPOSE = pattern("exclusions_denied_purpose")
"""A function that is denied rules out nothing: "not intended to direct attention"."""
_DENIED_DIAGNOSIS = pattern("exclusions_denied_diagnosis")
_GROWN_UP = 22
_KNOWN = pattern("exclusions_known")
_YOUNG = pattern("exclusions_young")
_BY_WHOM = pattern("exclusions_by_whom")
_OTHERS = pattern("exclusions_others")
_NOTHING = pattern("exclusions_nothing")
_RULES_OUT = re.compile(r"\bto (?:rule out|exclude|preclude)\b")
"""What the product cannot tell to be absent."""
_SPARED_CODES = PRIOR | {
    "pregnancy", "malformation", "malignancy", "known_disease", "oncology_patient",
    "acute_condition",
}  # fmt: skip


def ruled_out(text: str, plain: str, cues: Cues, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return what the clause *plain* rules out; ``other`` where it is nothing of the list.

    Args:
        text: the words of the clause.
        plain: the same with hyphens read as spaces.
        cues: those of the sentence that it is a clause of.
        hits: terms of the other tables in it, with offsets in it.
    """
    if _NOTHING.match(plain) or _RULES_OUT.search(plain):
        return []
    found = [_of_history(item, hits, plain) for item in listed(plain, hits)]
    found += _ages(text, cues, found)
    codes = {code for code, _, _ in found}
    who = _BY_WHOM.search(plain)
    if who and "pediatric" not in codes:
        found.append(("user_group", *who.span()))
    if codes.isdisjoint({"pediatric", "implant"}) and (
        limit := next(find_limits(text, cues), None)
    ):
        found.append(("finding_type", limit.start, limit.end))
    other = _OTHERS.search(plain)
    if other and not any(other.start() <= start < other.end() for _, start, _ in found):
        found.append(("finding_type", *other.span()))
    if not found:
        return _left_out(plain, hits) or _unlisted(plain, hits)
    known = [start for _, start, _ in found]
    return [*found, *_unlisted_items(plain, hits, known), *_conditions(plain, hits, found)]


def _of_history(item: Ruled, hits: Sequence[Hit[Labels]], plain: str) -> Ruled:
    """Name the disease of a history: the statement tells whether it is the one looked for."""
    code, start, end = item
    if code != "known_disease" or not plain.endswith("history of", start, end):
        return item
    named = (
        f"{code}~{label}"
        for first, _, labels in hits
        for field, label in labels
        if field == "findings" and 0 <= first - end <= _SAME_PHRASE
    )
    return next(named, code), start, end


_SAME_PHRASE = 40
_EXCEPT_WHOM = pattern("exclusions_except_whom")


def _left_out(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return the users whom an exception leaves out: "physicians other than dermatologists"."""
    match = _EXCEPT_WHOM.match(plain)
    users = _fields(hits, "users")
    if match and users and users[0][0] <= match.end():
        return [("user_group", *users[0])]
    return []


_A_WORK = re.compile(
    r"\W*(?:[a-z]+ ){1,3}(?:procedures?|interventions?|settings?|environments?)(?:,| and| or)?\W*"
)


def _is_of_people(plain: str) -> bool:
    return any(who[0] != "those" for who in PATIENTS.finditer(plain))


_OF_ALL = frozenset({"known_disease", "oncology_patient", "acute_condition", "finding_type"})
"""Codes that say something of every condition in a list: known, acute."""


def _conditions(plain: str, hits: Sequence[Hit[Labels]], found: Sequence[Ruled]) -> Iterator[Ruled]:
    """Yield the conditions of patients that stand in a list beside what the table names."""
    if not _is_of_people(plain) or any(code in _OF_ALL for code, _, _ in found):
        return
    cuts = [0, *(cut.end() for cut in LIST_CUT.finditer(plain)), len(plain)]
    for first, last in pairwise(cuts):
        if not any(first <= start < last for _, start, _ in found):
            inside = [hit for hit in hits if first <= hit[0] < last]
            yield from (("other", *place) for place in _fields(inside, "findings")[:1])


def _unlisted_items(
    plain: str, hits: Sequence[Hit[Labels]], known: Sequence[int]
) -> Iterator[Ruled]:
    """Yield what a list rules out beside what the table names: "nor for eyes with opacities"."""
    people = _is_of_people(plain)
    starts = [0, *(match.end() for match in _NEXT_ITEM.finditer(plain)), len(plain)]
    for first, last in pairwise(starts):
        if any(first <= start < last for start in known):
            continue
        item = plain[first:last]
        inside = [(s - first, e - first, labels) for s, e, labels in hits if first <= s < last]
        inputs = _fields(inside, "modalities")
        if (
            _OWN_PREPOSITION.match(item)
            or _PATIENTS_WITH.match(item)
            or _site_of_lesions(item, inside)
            or (inputs and not PATIENTS.search(item))
            or _A_WORK.fullmatch(item)
            or (not people and _fields(inside, "findings", "context"))
        ):
            for code, start, end in _unlisted(item, inside):
                yield code, first + start, first + end


def spared(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return the conditions that a population is said to lack: "without implants"."""
    found = [item for item in listed(plain, hits) if item[0] in _SPARED_CODES]
    if found:
        return found
    findings = _fields(hits, "findings", "context")
    return [("known_disease", *findings[0])] if findings and "known" in plain else []


_DENIED_CODES = frozenset({"body_contact", "pediatric", "sample_type"})


def denied_use(plain: str) -> list[Ruled]:
    """Return the exclusion behind a plain denial: "does not provide a diagnosis"."""
    for code, words in (("primary_diagnosis", _DENIED_DIAGNOSIS), ("lesion_contouring", CONTOURS)):
        match = words.search(plain)
        if match:
            return [(code, *match.span())]
    return [
        (code, start, end)
        for start, end, labels in exclusion_terms().find_words(plain)
        for _, code in labels
        if code in _DENIED_CODES
    ]


def _ages(text: str, cues: Cues, found: Sequence[Ruled]) -> list[Ruled]:
    pediatric = any(code == "pediatric" for code, _, _ in found)
    ages = list(find_ages(text, cues))
    for age in ages:
        low, high = age.band.low, age.band.high
        young = high is not None and float(high) <= _GROWN_UP
        if not (pediatric and young):
            if pediatric and high is None and low is None:
                continue
            return [("pediatric" if young else "other", age.start, age.end)]
    match = None if ages or pediatric else _YOUNG.search(text)
    return (
        [("pediatric" if int(match["age"]) <= _GROWN_UP else "other", *match.span())]
        if match
        else []
    )


def _fields(hits: Sequence[Hit[Labels]], *names: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end, labels in hits if any(name in names for name, _ in labels)]


def _site_of_lesions(plain: str, hits: Sequence[Hit[Labels]]) -> bool:
    """Whether lesions are ruled out for where they lie: a site is no type of finding."""
    return any(
        ("findings", "lesion?") in labels and _ON_A_SITE.match(plain, end) is not None
        for _, end, labels in hits
    )


_CONTENT = pattern("exclusions_content")
"""Says what is in an image: radiographs of the skull may be no other input than the product's."""
_NO_INPUT = pattern("reader_not_input_after")
_MADE_OTHERWISE = pattern("exclusions_made_otherwise")
_ON_A_SITE = re.compile(
    r" (?:(?:located|lying|found|situated) )?(?:on|near|at|close to|within) "
    r"| (?:located|lying|situated) in "
)


def _inputs(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return the input that is ruled out; the statement tells whether it is the product's own."""
    for start, end, labels in hits:
        for field, code in labels:
            if field == "modalities" and not _NO_INPUT.match(plain, end):
                same = _CONTENT.match(plain, end) or plain.endswith("diagnostic ", 0, start)
                return [(f"other_modality~{code}" if same else "other_modality", start, end)]
    made = _MADE_OTHERWISE.match(plain)
    return [("other_modality", *made.span())] if made else []


def _unlisted(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Name a clause by what it speaks of, where the table of exclusions has nothing for it."""
    findings = _fields(hits, "findings", "context")
    if findings and PATIENTS.search(plain):
        known = _KNOWN.search(plain)
        return [("known_disease" if known else "other", *findings[0])]
    if findings:
        if _site_of_lesions(plain, hits):
            return [("other", *findings[0])]
        return [("finding_type", *findings[0])]
    inputs = _inputs(plain, hits)
    if inputs:
        return inputs
    if (
        _OF_THE_PRODUCT.match(plain)
        or _DENIED_PURPOSE.match(plain)
        or not re.search(r"[a-z]{3}", plain)
    ):
        return []
    return [("other", 0, len(plain))]
