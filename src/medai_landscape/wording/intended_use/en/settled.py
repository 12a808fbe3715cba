"""What one word of an English statement says about another, over the whole statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.context import finding_in_context

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.mentions import Said

__all__ = ["in_context", "settled"]


def in_context(contexts: list[Said], mentions: list[Said]) -> list[Said]:
    """Return the findings that only their body part tells: a nodule, a mass.

    "Malignant" tells a finding only where nothing else does: a lesion that may be malignant
    is a lesion.
    """
    organs = {str(value).rstrip("?") for field, value, _, _ in mentions if field == "anatomies"}
    found = [
        (code, finding_in_context(str(code), organs), start, end)
        for _, code, start, end in contexts
    ]
    named = any(field == "findings" for field, _, _, _ in mentions) or any(
        code != "malignant" for code, _, _, _ in found
    )
    return [
        ("findings", finding, start, end)
        for code, finding, start, end in found
        if code != "malignant" or not named
    ]


_GENERIC_X_RAY = re.compile(
    r"(?:radiograph|x ray|xray|radiography|radiographic image)(?:s|ies)?|x ray images?"
)
_ANY_OCT = re.compile(r"oct|optical coherence tomograph[yi]?\w*")
_INTRAVASCULAR = re.compile(r"\b(?:intravascular|intracoronary|coronary|pull ?back|lumen)\b")


def settled(mentions: list[Said], plain: str) -> list[Said]:
    """Settle what one mention says about another over the whole statement."""
    said = {(field, value) for field, value, _, _ in mentions if isinstance(value, str)}
    dental = said & {("modalities", code) for code in ("PX", "IO", "MG")}
    contours = ("functions", "segmentation") in said or ("functions", "enhancement") in said
    inside_vessel = ("modalities", "OPT") in said and _INTRAVASCULAR.search(plain) is not None
    kept: list[Said] = []
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
        kept.append((field, value, start, end))
    return kept
