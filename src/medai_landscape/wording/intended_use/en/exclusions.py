"""What a clause of exclusion rules out: patients, uses, inputs and findings, as codes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.ages import find_ages
from medai_landscape.wording.intended_use.en.limits import find_limits
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.words import exclusion_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["denied_use", "ruled_out", "spared"]

Ruled = tuple[str, int, int]
"""A code of exclusion and its words."""

_NEXT_ITEM = re.compile(
    r", (?:and |or )?|,? (?:and|or|nor) (?=(?:for|in|on|with|patients|people) )"
    r"|,? (?:and|or) (?=(?:pregnant|\w+ (?:patients|women|men|children|people))\b)"
)
_OWN_PREPOSITION = re.compile(r"(?:for|in|on) (?!(?:a|an|the|any|all)? ?(?:emergency|order|use)\b)")
_PATIENTS_WITH = re.compile(r"\W*(?:\w+ )?(?:patients|individuals|people|those|women|men) with ")
_OF_THE_PRODUCT = pattern("exclusions_of_the_product")
"""What must not be done with the product rules out no patient, use or input."""
_DENIED_PURPOSE = pattern("exclusions_denied_purpose")
"""A function that is denied rules out nothing: "not intended to direct attention"."""
_DENIED_DIAGNOSIS = pattern("exclusions_denied_diagnosis")
_GROWN_UP = 22
_PATIENTS = pattern("exclusions_patients")
_CONTOURS = pattern("exclusions_contours")
_RESPONSE = pattern("exclusions_response")
_KNOWN = pattern("exclusions_known")
_YOUNG = pattern("exclusions_young")
_BY_WHOM = pattern("exclusions_by_whom")
_OTHERS = pattern("exclusions_others")
_NOTHING = pattern("exclusions_nothing")
_PRIOR = frozenset(
    {
        "prior_surgery",
        "prior_ablation",
        "prior_radiotherapy",
        "prior_chemotherapy",
        "implant",
        "pacemaker",
    }
)
_SPARED_CODES = _PRIOR | {
    "pregnancy", "malformation", "malignancy", "known_disease", "oncology_patient",
    "acute_condition",
}  # fmt: skip


def ruled_out(text: str, plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return what the clause *plain* rules out; ``other`` where it is nothing of the list.

    Args:
        text: the words of the clause.
        plain: the same with hyphens read as spaces.
        hits: terms of the other tables in it, with offsets in it.
    """
    if _NOTHING.match(plain):
        return []
    found = _listed(plain, hits)
    found += _ages(text, found)
    codes = {code for code, _, _ in found}
    who = _BY_WHOM.search(plain)
    if who and "pediatric" not in codes:
        found.append(("user_group", *who.span()))
    if codes.isdisjoint({"pediatric", "implant"}) and (limit := next(find_limits(text), None)):
        found.append(("finding_type", limit.start, limit.end))
    other = _OTHERS.search(plain)
    if other and not any(other.start() <= start < other.end() for _, start, _ in found):
        found.append(("finding_type", *other.span()))
    if not found:
        return _unlisted(plain, hits)
    return [*found, *_unlisted_items(plain, hits, [start for _, start, _ in found])]


def _unlisted_items(
    plain: str, hits: Sequence[Hit[Labels]], known: Sequence[int]
) -> Iterator[Ruled]:
    """Yield what a list rules out beside what the table names: "nor for eyes with opacities"."""
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
            or (inputs and not _PATIENTS.search(item))
        ):
            for code, start, end in _unlisted(item, inside):
                yield code, first + start, first + end


def spared(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return the conditions that a population is said to lack: "without implants"."""
    found = [item for item in _listed(plain, hits) if item[0] in _SPARED_CODES]
    if found:
        return found
    findings = _fields(hits, "findings", "context")
    return [("known_disease", *findings[0])] if findings and "known" in plain else []


def denied_use(plain: str) -> list[Ruled]:
    """Return the exclusion behind a plain denial: "does not provide a diagnosis"."""
    match = _DENIED_DIAGNOSIS.search(plain)
    if match:
        return [("primary_diagnosis", *match.span())]
    return [
        (code, start, end)
        for start, end, labels in exclusion_terms().find_words(plain)
        for _, code in labels
        if code == "body_contact"
    ]


class _Term(NamedTuple):
    """A term of exclusion in its clause, with the start and the code of the next one."""

    code: str
    plain: str
    start: int
    end: int
    next_start: int
    next_code: str


def _listed(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Return what the table of exclusions names in the clause, in order."""
    contours = _CONTOURS.search(plain)
    if contours:
        return [("lesion_contouring", *contours.span())]
    response = _RESPONSE.search(plain)
    found = [("treatment_monitoring", *response.span())] if response else []
    terms = [*exclusion_terms().find_words(plain), _END]
    for (start, end, labels), (then, _, then_labels) in pairwise(terms):
        for _, code in labels:
            term = _Term(code, plain, start, end, then, then_labels[0][1])
            if _KEPT.get(code, _always)(term, hits):
                found.append((code, start, end))
    return _without_echoes(found, of_patients=_PATIENTS.search(plain) is not None)


def _without_echoes(found: list[Ruled], *, of_patients: bool) -> list[Ruled]:
    """Drop a disease that only says what was operated on, known or diagnosed."""
    codes = {code for code, _, _ in found}
    dropped = set()
    if codes & {"known_disease", "oncology_patient", "prior_surgery"}:
        dropped.add("malignancy")
    if "primary_diagnosis" in codes and not of_patients:
        dropped.add("malignancy")
    if codes - {"other", "finding_type", "sample_type"}:
        dropped.add("other")
    return [item for item in found if item[0] not in dropped]


def _always(_term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    return True


def _is_pediatric(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """Children with a malformation are ruled out for the malformation, not as children."""
    return _WITH_SOMETHING.match(term.plain, term.end) is None


def _is_known_disease(term: _Term, hits: Sequence[Hit[Labels]]) -> bool:
    """A history of surgery is prior surgery; a history of a disease is a known disease."""
    if term.next_code in _PRIOR and term.next_start - term.end <= _NEAR:
        return False
    if term.next_code == "malignancy" and term.plain[term.start : term.end] == "known":
        return False
    named = any(
        0 <= start - term.end <= _SAME_PHRASE and labels[0][0] in {"findings", "context"}
        for start, _, labels in hits
    )
    return named or _DISEASE.match(term.plain, term.start) is not None


def _is_diagnostic_use(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    word = term.plain[term.start : term.end]
    return word != "diagnostic" or _DIAGNOSTIC_USE.match(term.plain, term.end) is not None


def _is_malignancy(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """A tumour operation is no malignancy of the patient's."""
    return not (term.next_code in _PRIOR and term.next_start - term.end <= 1)


def _is_screening(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    return _SCREENING_IMAGE.match(term.plain, term.start) is None


_END: Hit[Labels] = (1_000_000, 1_000_000, (("exclusions", ""),))
_NEAR = 15
_SAME_PHRASE = 40
_WITH_SOMETHING = re.compile(r" (?:with|who (?:have|has|had)|having|suffering)\b")
_DISEASE = re.compile(
    r"[a-z ]{5,20}?(?: \w+){0,3} (?:disease|condition|diagnosis|cancer|disorder|retinopathy)\b|"
    r"already diagnosed|known d"
)
_DIAGNOSTIC_USE = re.compile(r" (?:\w+ )?(?:interpretation|use|purposes?|decisions?)")
_SCREENING_IMAGE = re.compile(r"screening (?:mammogra|examination|colonoscop)")
_KEPT: dict[str, Callable[[_Term, Sequence[Hit[Labels]]], bool]] = {
    "known_disease": _is_known_disease,
    "primary_diagnosis": _is_diagnostic_use,
    "malignancy": _is_malignancy,
    "pediatric": _is_pediatric,
    "screening": _is_screening,
}


def _ages(text: str, found: Sequence[Ruled]) -> list[Ruled]:
    pediatric = any(code == "pediatric" for code, _, _ in found)
    ages = list(find_ages(text))
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


_ON_A_SITE = re.compile(r" (?:(?:located|lying|found|situated) )?(?:on|near|at|close to|within) ")


def _unlisted(plain: str, hits: Sequence[Hit[Labels]]) -> list[Ruled]:
    """Name a clause by what it speaks of, where the table of exclusions has nothing for it."""
    findings = _fields(hits, "findings", "context")
    if findings and _PATIENTS.search(plain):
        known = _KNOWN.search(plain)
        return [("known_disease" if known else "other", *findings[0])]
    if findings:
        if _site_of_lesions(plain, hits):
            return [("other", *findings[0])]
        return [("finding_type", *findings[0])]
    inputs = _fields(hits, "modalities")
    if inputs:
        return [("other_modality", *inputs[0])]
    if (
        _OF_THE_PRODUCT.match(plain)
        or _DENIED_PURPOSE.match(plain)
        or not re.search(r"[a-z]{3}", plain)
    ):
        return []
    return [("other", 0, len(plain))]
