"""Terms of exclusion in a clause, each kept where it means what its table says."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.words import exclusion_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from medai_landscape.wording.intended_use.lexicon import Hit, Labels

__all__ = ["CONTOURS", "LIST_CUT", "PATIENTS", "PRIOR", "Ruled", "listed"]

Ruled = tuple[str, int, int]
"""A code of exclusion and its words."""

PATIENTS = pattern("exclusions_patients")
LIST_CUT = re.compile(r",|\b(?:or|and|nor)\b")
PRIOR = frozenset(
    {
        "prior_surgery",
        "prior_ablation",
        "prior_radiotherapy",
        "prior_chemotherapy",
        "implant",
        "pacemaker",
    }
)
_SLIDES_FROM = re.compile(
    r"\b(?:slides?|specimens?|samples?|tissues?|sections?) (?:from|of) (?:\w+ )?\Z"
)
CONTOURS = pattern("exclusions_contours")
_RESPONSE = pattern("exclusions_response")


class _Term(NamedTuple):
    """A term of exclusion in its clause, with the start and the code of the next one."""

    code: str
    plain: str
    start: int
    end: int
    next_start: int
    next_code: str


def listed(plain: str, hits: Sequence[Hit[Labels]], *, sized: bool = False) -> list[Ruled]:
    """Return what the table of exclusions names in the clause, in order.

    Args:
        plain: the clause, hyphens read as spaces.
        hits: terms of the other tables in it.
        sized: whether it speaks of a size: contours of small lesions are ruled out for the size.
    """
    contours = None if sized else CONTOURS.search(plain)
    if contours:
        return [("lesion_contouring", *contours.span())]
    response = _RESPONSE.search(plain)
    found = [("treatment_monitoring", *response.span())] if response else []
    terms = [*exclusion_terms().find_words(plain), _END]
    for (start, end, labels), (then, _, then_labels) in pairwise(terms):
        for _, code in labels:
            term = _Term(code, plain, start, end, then, then_labels[0][1])
            if _KEPT.get(code, _always)(term, hits):
                of_slides = code == "prior_surgery" and _SLIDES_FROM.search(plain, 0, start)
                found.append(("sample_type" if of_slides else code, start, end))
    return _without_echoes(found, plain)


def _without_echoes(found: list[Ruled], plain: str) -> list[Ruled]:
    """Drop a disease that only says what was operated on, known or diagnosed."""
    of_patients = PATIENTS.search(plain) is not None
    codes = {code for code, _, _ in found}
    dropped = set()
    if codes & {"known_disease", "oncology_patient", "prior_surgery"}:
        dropped.add("malignancy")
    if "primary_diagnosis" in codes and not of_patients:
        dropped.add("malignancy")
    listed = [
        item for item in found if item[0] not in dropped and not _is_of_treatment(plain, item[2])
    ]
    clear = [start for code, start, _ in listed if code not in _VAGUE]
    known = [start for code, start, _ in listed if code == "known_disease"]
    echoed = {"other": clear, "finding_type": known}
    return [
        item
        for item in listed
        if not any(_in_one_item(plain, item[1], start) for start in echoed.get(item[0], ()))
    ]


def _is_of_treatment(plain: str, end: int) -> bool:
    """Whether a condition is only what a treatment left: "a skull defect due to craniotomy"."""
    cause = _LEFT_BY.match(plain, end)
    return cause is not None and any(
        start == cause.end() and labels[0][1] in PRIOR
        for start, _, labels in exclusion_terms().find_words(plain)
    )


_LEFT_BY = re.compile(
    r" (?:due to|caused by|resulting from|following|as a result of) (?:an? |the |prior |previous )?"
)
_VAGUE = frozenset({"other", "finding_type", "sample_type"})


def _in_one_item(plain: str, one: int, other: int) -> bool:
    return LIST_CUT.search(plain, min(one, other), max(one, other)) is None


def _always(_term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    return True


def _is_pediatric(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """Children with a malformation are ruled out for the malformation, not as children."""
    return _WITH_SOMETHING.match(term.plain, term.end) is None


def _is_known_disease(term: _Term, hits: Sequence[Hit[Labels]]) -> bool:
    """A history of surgery is prior surgery; a history of a disease is a known disease."""
    if term.next_code in PRIOR and term.next_start - term.end <= _NEAR:
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


_OPERATE = re.compile(r"\bbe operated\Z")
"""What is done with a device: "must not be operated"."""


def _is_surgery(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """An operator's work and what goes on in surgery are nothing the patient had before."""
    if term.plain.startswith("operated by", term.start) or _OPERATE.search(
        term.plain, max(0, term.start - 4), term.end
    ):
        return False
    return _MEANWHILE.search(term.plain, max(0, term.start - 25), term.start) is None


def _is_malignancy(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """A tumour operation is no malignancy of the patient's, nor is a tumour looked for."""
    before = _LOOKS_FOR.search(term.plain, 0, term.start)
    if before and PATIENTS.search(term.plain) is None:
        return False
    return not (term.next_code in PRIOR and term.next_start - term.end <= 1)


def _is_malformation(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """A malformation of vessels is a disease; one that was operated on says why."""
    if term.next_code in PRIOR and term.next_start - term.end <= 1:
        return False
    return _OF_VESSELS.search(term.plain, 0, term.start) is None


def _is_other_input(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    """A blood film is no film that an image was taken on."""
    return not term.plain.startswith("film", term.start) or _BLOOD.search(term.plain) is None


def _is_screening(term: _Term, _hits: Sequence[Hit[Labels]]) -> bool:
    return _SCREENING_IMAGE.match(term.plain, term.start) is None


_END: Hit[Labels] = (1_000_000, 1_000_000, (("exclusions", ""),))
_NEAR = 15
_SAME_PHRASE = 40
_WITH_SOMETHING = pattern("exclusions_with_something")
_DISEASE = re.compile(
    r"[a-z ]{5,20}?(?: \w+){0,3} (?:disease|condition|diagnosis|cancer|disorder|retinopathy)\b|"
    r"already diagnosed|known d"
)
_DIAGNOSTIC_USE = re.compile(r" (?:\w+ )?(?:interpretation|use|purposes?|decisions?)")
_BLOOD = re.compile(r"\b(?:blood|smears?|aspirates?|stain\w*|marrow)\b")
_LOOKS_FOR = re.compile(
    r"\b(?:detect|assess|evaluat|characteri|identif|classif|measur|locali|find|other than|show|"
    r"display|depict)\w*"
)
_MEANWHILE = re.compile(
    r"\b(?:during|while undergoing|in the course of|at the time of) (?:\w+ )?\Z"
)
_SCREENING_IMAGE = re.compile(r"screening (?:mammogra|examination|colonoscop)")
_OF_VESSELS = re.compile(r"\b(?:arterio venous|arteriovenous|vascular|venous|cavernous) \Z")
_KEPT: dict[str, Callable[[_Term, Sequence[Hit[Labels]]], bool]] = {
    "known_disease": _is_known_disease,
    "primary_diagnosis": _is_diagnostic_use,
    "malformation": _is_malformation,
    "malignancy": _is_malignancy,
    "prior_surgery": _is_surgery,
    "other_modality": _is_other_input,
    "pediatric": _is_pediatric,
    "screening": _is_screening,
}
