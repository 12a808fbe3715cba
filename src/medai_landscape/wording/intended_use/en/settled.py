"""What one word of an English statement says about another, over the whole statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.context import finding_in_context
from medai_landscape.wording.intended_use.mentions import Mention

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.en.clauses import Clause

__all__ = ["in_context", "settled"]


def in_context(cut: list[Clause], mentions: list[Mention]) -> list[Mention]:
    """Return the findings that only their body part tells: a nodule, a mass.

    "Malignant" tells a finding only where nothing else does: a lesion that may be malignant
    is a lesion.
    """
    organs = {str(value).rstrip("?") for field, value, _, _ in mentions if field == "anatomies"}
    found = [
        (code, finding_in_context(code, organs), start + clause.offset, end + clause.offset)
        for clause in cut
        for start, end, labels in clause.hits
        for field, code in labels
        if field == "context" and not clause.standing(start)
    ]
    for clause in cut:
        for shared in _SHARED_CANCER.finditer(clause.plain):
            if not clause.standing(shared.start()):
                start, end = shared.span()
                code = f"{shared[1]}_cancer"
                found.append((code, code, start + clause.offset, end + clause.offset))
    named = any(field == "findings" for field, _, _, _ in mentions) or any(
        code != "malignant" for code, _, _, _ in found
    )
    return [
        Mention("findings", finding, start, end)
        for code, finding, start, end in found
        if code != "malignant" or not named
    ]


_SHARED_CANCER = re.compile(r"\b(lung|breast|prostate)(?=(?:, \w+)?,? (?:and|or) \w+ cancers?\b)")
"""Organs that share the word with the next one: "breast and prostate cancer"."""
_GENERIC_X_RAY = re.compile(
    r"(?:radiograph|x ray|xray|radiography|radiographic image)(?:s|ies)?|x ray images?"
)
_ANY_OCT = re.compile(r"oct|optical coherence tomograph[yi]?\w*")
_INTRAVASCULAR = re.compile(r"\b(?:intravascular|intracoronary|coronary|pull ?back|lumen)\b")


def settled(mentions: list[Mention], plain: str) -> list[Mention]:
    """Settle what one mention says about another over the whole statement."""
    said = {(field, value) for field, value, _, _ in mentions if isinstance(value, str)}
    dental = said & {("modalities", code) for code in ("PX", "IO", "MG")}
    contours = ("functions", "segmentation") in said or ("functions", "enhancement") in said
    inside_vessel = _INTRAVASCULAR.search(plain) is not None
    kept: list[Mention] = []
    named = {value for field, value in said if field == "findings"} - {"lesion?"}
    for mention in mentions:
        field, value, start, end = mention
        if value == "lesion?" and named:
            continue
        if (
            field == "modalities"
            and value == "DX"
            and dental
            and _GENERIC_X_RAY.fullmatch(plain, start, end)
        ):
            continue
        if (
            value == "OPT"
            and inside_vessel
            and _ANY_OCT.fullmatch(plain, start, end)
            and ("anatomies", "retina") not in said
        ):
            value = "IVOCT"
        if value == "planning~":
            if contours:
                continue
            value = "planning"
        kept.append(Mention(field, value, start, end))
    return kept
