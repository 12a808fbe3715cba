"""What a clause rules out beside what the table of exclusions names: body parts, inputs, states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.ruled_terms import LIST_CUT, PATIENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medai_landscape.wording.intended_use.en.ruled_terms import Ruled
    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["conditions", "fields", "unlisted", "unlisted_items"]

_NEXT_ITEM = re.compile(
    r", (?:and |or )?|,? (?:and|or|nor) (?=(?:for|in|on|with|patients|people) )"
    r"|,? (?:and|or) (?=(?:pregnant|\w+ (?:patients|women|men|children|people))\b)"
    r"|,? (?:and|or) (?=(?:children|infants|neonates|newborns|adolescents|those|minors)\b)"
    r"|,? (?:and|or) (?=\w+ (?:\w+ )?(?:scans|acquisitions|images|sequences|protocols|views)\b)"
)
_ITEM_INPUT = pattern("exclusions_item_input")
_IN_A_PART = re.compile(r"\b(?:for|in|on) (?!(?:a |an |the |any )?use\b)")
_OWN_PREPOSITION = re.compile(
    r"(?:for|in|on|with(?! the ex)) (?!(?:a|an|the|any|all)? ?(?:emergency|order|use)\b)"
)
_PATIENTS_WITH = pattern("exclusions_patients_with")
_OF_THE_PRODUCT = pattern("exclusions_of_the_product")
"""What must not be done with the product rules out no patient, use or input."""
_DENIED_PURPOSE = pattern("exclusions_denied_purpose")
"""A function that is denied rules out nothing: "not intended to direct attention"."""
_KNOWN = pattern("exclusions_known")


def fields(hits: Sequence[Hit[Labels]], *names: str) -> list[tuple[int, int]]:
    """Return where the terms of the fields *names* stand."""
    return [(start, end) for start, end, labels in hits if any(name in names for name, _ in labels)]


_A_WORK = re.compile(
    r"\W*(?:[a-z]+ ){1,3}(?:procedures?|interventions?|settings?|environments?)(?:,| and| or)?\W*"
)


def _is_of_people(plain: str) -> bool:
    return any(who[0] != "those" for who in PATIENTS.finditer(plain))


_CONDITION = pattern("exclusions_condition")
"""Some words in a list of conditions that say one more: "or ongoing dialysis"."""
_OF_ALL = frozenset({"known_disease", "oncology_patient", "acute_condition", "finding_type"})
"""Codes that say something of every condition in a list: known, acute."""


def conditions(plain: str, hits: Sequence[Hit[Labels]], found: Sequence[Ruled]) -> Iterator[Ruled]:
    """Yield the conditions of patients that stand in a list beside what the table names."""
    if not _is_of_people(plain) or any(code in _OF_ALL for code, _, _ in found):
        return
    named = False
    for first, last in _stretches(plain, LIST_CUT):
        if any(first <= start < last for _, start, _ in found):
            named = True
            continue
        inside = [hit for hit in hits if first <= hit[0] < last]
        findings = fields(inside, "findings")
        if findings:
            yield "other", *findings[0]
        elif named and not fields(inside, "anatomies") and _CONDITION.match(plain, first, last):
            yield "other", first, last


def _stretches(plain: str, cut: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield what stands between the separators of a list."""
    first = 0
    for match in cut.finditer(plain):
        yield first, match.start()
        first = match.end()
    yield first, len(plain)


def unlisted_items(
    plain: str, hits: Sequence[Hit[Labels]], found: Sequence[Ruled]
) -> Iterator[Ruled]:
    """Yield what a list rules out beside what the table names: "nor for eyes with opacities"."""
    people = _is_of_people(plain)
    known = any(
        code.startswith("known_disease") and plain.startswith(_HISTORY, s) for code, s, _ in found
    )
    for first, last in _stretches(plain, _NEXT_ITEM):
        if any(start < last and first < end for _, start, end in found):
            continue
        item = plain[first:last]
        inside = [(s - first, e - first, labels) for s, e, labels in hits if first <= s < last]
        if not first and _is_of_a_part(item, inside):
            yield "other", first, last
            continue
        inputs = fields(inside, "modalities")
        made = _ITEM_INPUT.fullmatch(item)
        if made and not people and not inputs:
            other = made["what"] is None or fields(inside, "anatomies")
            yield "other" if other else "other_modality", first, last
        elif (
            (_OWN_PREPOSITION.match(item) and not (people and fields(inside, "findings")))
            or _PATIENTS_WITH.match(item)
            or _site_of_lesions(item, inside)
            or (inputs and not PATIENTS.search(item))
            or _A_WORK.fullmatch(item)
            or (not people and not known and fields(inside, "findings", "context"))
        ):
            for code, start, end in unlisted(item, inside):
                yield code, first + start, first + end


_HISTORY = ("history", "personal history", "documented history")
"""What begins a list of diseases that a patient has had."""


def _is_of_a_part(item: str, hits: Sequence[Hit[Labels]]) -> bool:
    """Whether nothing but a body part is ruled out: "not intended for the thoracic spine"."""
    return (
        _IN_A_PART.search(item) is not None
        and not PATIENTS.search(item)
        and bool(fields(hits, "anatomies"))
        and not fields(hits, "functions", "verbs", "findings", "context", "users", "modalities")
    )


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


def unlisted(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Name a clause by what it speaks of, where the table of exclusions has nothing for it."""
    findings = fields(hits, "findings", "context")
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
