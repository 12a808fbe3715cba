"""What a clause of exclusion rules out: patients, uses, inputs and findings, as codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.ages import find_ages
from medai_landscape.wording.intended_use.en.limits import find_limits
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.ruled_terms import (
    CONTOURS,
    PRIOR,
    Ruled,
    listed,
)
from medai_landscape.wording.intended_use.en.unlisted import (
    conditions,
    fields,
    unlisted,
    unlisted_items,
)
from medai_landscape.wording.intended_use.en.words import exclusion_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.intended_use.en.cues import Cues
    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["denied_use", "ruled_out", "spared"]

_GROWN_UP = 18
_YOUNG = pattern("exclusions_young")
_BY_WHOM = pattern("exclusions_by_whom")
_OTHERS = pattern("exclusions_others")
_NOTHING = pattern("exclusions_nothing")
_RULES_OUT = re.compile(r"\bto (?:rule out|exclude|preclude)\b")
"""What the product cannot tell to be absent."""
_UNTESTED = pattern("exclusions_untested")
"""What ages a product was not tested at rules out nobody, as the ages it was tested at do not."""
_SUCH_USERS = pattern("exclusions_such_users")
_SAME_AS = pattern("exclusions_same_as")
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
    limit = next(find_limits(text, cues), None)
    named = listed(_SAME_AS.sub(_hidden, plain), hits, sized=limit is not None)
    found = [_of_history(item, hits, plain) for item in named]
    ages = _ages(text, cues, found)
    if ages and _UNTESTED.search(plain):
        return found
    found += ages
    codes = {code for code, _, _ in found}
    who = _BY_WHOM.search(plain)
    if who and "pediatric" not in codes:
        found.append(("user_group", *who.span()))
    elif not found and (such := _SUCH_USERS.search(plain)):
        found.append(("user_group", *such.span()))
    if limit and codes.isdisjoint({"pediatric", "implant"}):
        of_patients = limit.limit.measure in _OF_PATIENTS or not limit.limit.unit
        code = "other" if of_patients else "finding_type"
        found.append((code, limit.start, limit.end))
    other = _OTHERS.search(plain)
    if other and not any(other.start() <= start < other.end() for _, start, _ in found):
        found.append(("finding_type", *other.span()))
    if not found:
        return _left_out(plain, hits) or unlisted(plain, hits)
    return [*found, *unlisted_items(plain, hits, found), *conditions(plain, hits, found)]


_OF_PATIENTS = frozenset({"ejection_fraction", "psa", "qtc"})
"""Limits of a state of the patient, and of no lesion."""


def _hidden(same: re.Match[str]) -> str:
    """Hide what a disease is not to differ from: it is the one that the product looks for."""
    first, last = same.start("own") - same.start(), same.end("own") - same.start()
    return f"{same[0][:first]}{' ' * (last - first)}{same[0][last:]}"


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
    users = fields(hits, "users")
    if match and users and users[0][0] <= match.end():
        return [("user_group", *users[0])]
    return []


def spared(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return the conditions that a population is said to lack: "without implants"."""
    found = [item for item in listed(plain, hits) if item[0] in _SPARED_CODES]
    if found:
        return found
    already = _ALREADY.search(plain)
    if already:
        return [("known_disease", *already.span())]
    findings = fields(hits, "findings", "context")
    return [("known_disease", *findings[0])] if findings and _DIAGNOSED.search(plain) else []


_ALREADY = re.compile(
    r"\b(?:already|previously) (?:been )?diagnosed\b|\bdiagnosed (?:before|already)\b"
)
_DIAGNOSED = re.compile(r"\bknown\b|\bdiagnosed\b")
_DENIED = (
    ("finding_type", pattern("exclusions_denied_others")),
    ("screening", pattern("exclusions_denied_screening")),
    ("primary_diagnosis", pattern("exclusions_denied_diagnosis")),
    ("lesion_contouring", CONTOURS),
)
_DENIED_CODES = frozenset({"body_contact", "pediatric", "sample_type"})


def denied_use(plain: str) -> list[Ruled]:
    """Return the exclusion behind a plain denial: "does not provide a diagnosis"."""
    for code, words in _DENIED:
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
