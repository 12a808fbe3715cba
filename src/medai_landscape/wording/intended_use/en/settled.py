"""What one word of an English statement says about another, over the whole statement."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.context import finding_in_context
from medai_landscape.wording.intended_use.implications import regions_of

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.mentions import Said

__all__ = ["in_context", "settled"]


def in_context(contexts: list[Said], mentions: list[Said]) -> list[Said]:
    """Return the findings that only their body part tells: a nodule, a mass.

    "Malignant" tells a finding only where nothing else does: a lesion that may be malignant
    is a lesion.
    """
    organs = {str(value).rstrip("?~") for field, value, _, _ in mentions if field == "anatomies"}
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
_X_RAYS = frozenset({"DX", "PX", "IO", "MG"})
"""All of them are radiographs."""
_OF_RETINA = frozenset({"diabetic_retinopathy", "glaucoma", "macular_degeneration"})
"""What a camera looks for in the fundus of the eye."""
_ANY_OCT = re.compile(r"oct|optical coherence tomograph[yi]?\w*")
_INTRAVASCULAR = re.compile(r"\b(?:intravascular|intracoronary|coronary|pull ?back|lumen)\b")
_VITALS = re.compile(r"\b(?:respiratory rate|oxygen saturation|spo2|blood pressure|vital signs?)\b")
_IN_A_REGION = frozenset(
    {"spine", "rib", "hip", "shoulder", "clavicle", "femur", "humerus", "jaw", "bone", "other"}
)
"""Parts that lie in regions of the table of bones, or of no table: the spleen, the appendix."""


@lru_cache(maxsize=4)
def _names(wording: re.Pattern[str], plain: str) -> bool:
    """Whether *plain* has the wording: asked of each word of a statement, looked for once."""
    return wording.search(plain) is not None


def settled(mentions: list[Said], plain: str) -> list[Said]:
    """Settle what one mention says about another over the whole statement."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for field, value, _, _ in mentions:
        if isinstance(value, str):
            said[field].add(value)
    kept: list[Said] = []
    for field, value, start, end in mentions:
        settle = _SETTLED.get(field)
        code = settle(str(value), said, plain, start, end) if settle else value
        if code is not None:
            kept.append((field, code, start, end))
    return kept


Statement = Mapping[str, AbstractSet[str]]
"""All that is said, by field."""


def _function(value: str, said: Statement, _plain: str, _start: int, _end: int) -> str | None:
    """Planning that contours may serve later is none of the product's.

    What triage identifies is a case, and no place in it.
    """
    if value == "detection~":
        return None if "triage" in said["functions"] else "detection"
    if value == "planning~":
        contours = said["functions"] & {"segmentation", "enhancement"}
        return None if contours else "planning"
    return value


def _modality(value: str, said: Statement, plain: str, start: int, end: int) -> str | None:
    """Radiographs are the dental ones or mammograms that are named; so it is with OCT."""
    if value == "DX" and said["modalities"] & (_X_RAYS - {"DX"}):
        return None if _GENERIC_X_RAY.fullmatch(plain, start, end) else value
    if value == "XC?" and said["findings"] & _OF_RETINA:
        return "OP?"
    if value == "OPT" and "retina" not in said["anatomies"] and _names(_INTRAVASCULAR, plain):
        return "IVOCT" if _ANY_OCT.fullmatch(plain, start, end) else value
    return value


def _user(value: str, said: Statement, _plain: str, _start: int, _end: int) -> str | None:
    """A clinician is somebody else than the hospital network that is named beside."""
    others = {code for code in said["users"] if code[-1] != "?"}
    if value == "physician?" and "patient" in others:
        return value
    return value.rstrip("?") if others and others <= _NOBODY else value


_NOBODY = frozenset({"hospital_network", "software_integrator", "patient"})
_OF_BRAIN = re.compile(r"\b(?:hydroceph|cerebr|brain|fontanel|transfontanel|intracran|neuro)")


def _anatomy(value: str, said: Statement, plain: str, start: int, _end: int) -> str | None:
    """A region that is only imaged is not meant beside a part in it, nor is a pulse a heart."""
    if value == "heart?":
        if plain.startswith("heart rate", start) and _names(_VITALS, plain):
            return None
        if plain.startswith("ventric", start) and _names(_OF_BRAIN, plain):
            return "brain?"
    if value[-1] == "?" and _is_where_it_looks(value[:-1], said):
        return value[:-1]
    if value[-1] == "~":
        return None if said["anatomies"] & _IN_A_REGION else value[:-1]
    return value


def _is_where_it_looks(part: str, said: Statement) -> bool:
    """Whether the patients' disease tells where in the imaged region the product looks."""
    sure = {code for code in said["anatomies"] if code[-1] != "?"}
    if not sure or any(code[-1] != "?" for code in said["findings"]):
        return False
    return sure <= {f"{region}~" for region in regions_of().get(part, ())}


def _finding(value: str, said: Statement, _plain: str, _start: int, _end: int) -> str | None:
    return None if value == "lesion?" and said["findings"] - {"lesion?"} else value


def _exclusion(value: str, said: Statement, _plain: str, _start: int, _end: int) -> str:
    """The product's own input is no other one, a disease it does not look for is not known."""
    code, _, item = value.partition("~")
    own = _X_RAYS if item == "DX" else {item}
    if code == "other_modality" and said["modalities"] & own:
        return "other"
    named = said["findings"] - {"lesion?"}
    if code == "known_disease" and item and named and item not in named:
        return "other"
    return code


_SETTLED: Mapping[str, Callable[[str, Statement, str, int, int], str | None]] = {
    "functions": _function,
    "modalities": _modality,
    "anatomies": _anatomy,
    "users": _user,
    "findings": _finding,
    "exclusions": _exclusion,
}
