"""Terms that mean nothing of the product where they stand: outputs, gating, wards.

A synthetic CT is no input, an ECG-gated CT has no ECG, a children's ward is
for its nurses and not a word about the age of the patients.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.en.clauses import Clause

__all__ = ["is_affirmed", "is_only_imaged"]

_NOT_INPUT_BEFORE = pattern("reader_not_input_before")
_NOT_INPUT_AFTER = pattern("reader_not_input_after")
_OPERATION = pattern("reader_operation")
"""What is planned on images is no endoscopic image itself: a laparoscopic myomectomy."""
_WATCHED = re.compile(r"\b(?:during|video|images?|live|recordings? of)\b")
_CARE_FOR_CHILDREN = pattern("reader_care_for_children")
_WORN_THERE = pattern("reader_no_place_after")
_TOMOGRAPHIC = re.compile(r"\b(?:ct|mr|tomograph\w*|resonance|oct|fluorescein|cone beam) \Z")
_COMPUTED = re.compile(r"(?: \w+)? (?:computed|ct\b|angiogra)")
_SPECIALTY = re.compile(
    r"(?: (?:and|or) \w+)? "
    r"(?:specialists?|surgeons?|physicians?|nurses?|clinicians?|clinics?|departments?)\b"
)
_WORN_AT = re.compile(
    r"\b(?:sens|wear|worn|attach|placed|applied|patch|measured|motion)[a-z]*(?: \w+){0,4}? "
    r"(?:at|on|to|around) the \Z"
)
_OF_SPINE = re.compile(r"(?:,? (?:and|or)|,|/) ?(?:lumbar|sacral|lumbosacral|cervical)\b")
_MODEL = re.compile(r"[ -][0-9]+ \Z")
"""A number before AF is that of a camera: "CR-2 AF"."""
_A_VISIT = re.compile(r" (?:visits?|appointments?|assessments?|consultations?|examinations?)\b")
_UNTIL_THEN = re.compile(r"\b(?:between|before|until|next|scheduled|prior to) (?:\w+ ){0,2}\Z")
_STAFF = re.compile(r" (?:physician|medicine physician|radiolog|doctor)")


def is_affirmed(clause: Clause, field: str, code: str, start: int, end: int) -> bool:
    """Whether the term at *start* to *end* says of the product what its table says."""
    before, after = clause.plain[max(0, start - 50) : start], clause.plain[end : end + 45]
    if field == "modalities":
        return clause.heading != "output" and _is_input(code, before, after)
    if field == "age_groups":
        return code == "adult" or _CARE_FOR_CHILDREN.match(after) is None
    if field == "anatomies":
        return (
            _SPECIALTY.match(after) is None
            and _WORN_THERE.match(after) is None
            and _WORN_AT.search(before) is None
            and not (code == "chest" and _OF_SPINE.match(after))
        )
    if field == "findings":
        return code != "atrial_fibrillation" or _MODEL.search(before) is None
    if field == "settings":
        return _is_place(code, before, after)
    return True


def _is_place(code: str, before: str, after: str) -> bool:
    """Whether a place is where the product is used: not "between clinic visits"."""
    if code == "emergency":
        return _STAFF.match(after) is None
    return code != "clinic" or not (_A_VISIT.match(after) and _UNTIL_THEN.search(before))


_REGIONS = frozenset({"chest", "abdomen", "pelvis", "head"})
_IMAGED_AFTER = re.compile(
    r" (?:ct|mri?|x rays?|radiograph\w*|computed|magnetic|scans?|images?|imaging)\b"
)
_IMAGED_BEFORE = re.compile(
    r"\b(?:ct|mri?|radiographs|x rays|scans?|images|examinations|studies|tomography) "
    r"(?:scans? |images? |examinations |studies )?of (?:the )?(?:\w+(?: and(?: the)?|,) ){0,2}\Z"
)


_LISTED = re.compile(r",? (?:and |or )?(?:the )?(?:\w+ )?")
_FURTHEST = 8
"""Neighbours in a list that are looked at."""


def is_only_imaged(clause: Clause, code: str, start: int, end: int) -> bool:
    """Whether a region is named as what the images show: "on CT of the chest and abdomen".

    In "CT of the chest and ribs" it is one of the parts.
    """
    if code not in _REGIONS:
        return False
    if _IMAGED_AFTER.match(clause.plain, end):
        return True
    images = _IMAGED_BEFORE.search(clause.plain[max(0, start - 60) : start])
    return images is not None and not _stands_beside_a_part(clause, start)


def _stands_beside_a_part(clause: Clause, start: int) -> bool:
    """Whether the list that the term at *start* stands in names a part that is no region."""
    after = [hit for hit in clause.hits if hit[0] >= start][:_FURTHEST]
    for (_, end, _), (following, _, labels) in pairwise(after):
        if _LISTED.fullmatch(clause.plain, end, following) is None:
            return False
        if labels[0][0] == "anatomies" and labels[0][1] not in _REGIONS:
            return True
    return False


def _is_input(code: str, before: str, after: str) -> bool:
    if _NOT_INPUT_BEFORE.search(before) or _NOT_INPUT_AFTER.match(after):
        return False
    if code == "ES" and _OPERATION.match(after) and not _WATCHED.search(before):
        return False
    if code == "XA":
        return _TOMOGRAPHIC.search(before) is None
    return code != "DX" or _COMPUTED.match(after) is None
