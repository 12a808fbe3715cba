"""Words whose meaning the rest of the statement settles.

结节 in a statement about the thyroid is a thyroid nodule; a mark is a detection where there is
a finding to detect.  Readers hand such a word over with ``@`` before it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.implications import regions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["settle"]

_DOCTORS = frozenset((
    "radiologist", "pathologist", "ultrasound_physician", "cardiologist", "dentist", "endoscopist",
    "ophthalmologist", "pulmonologist", "urologist", "surgeon", "radiation_oncologist",
    "nuclear_medicine_physician", "physician",
))  # fmt: skip
_OF_VESSELS = frozenset(("aneurysm", "stenosis", "large_vessel_occlusion", "plaque"))
_CANCERS = frozenset(("breast_cancer", "lung_cancer", "prostate_cancer", "brain_tumor"))
_CANCER = _CANCERS | {"@cancer", "cancer"}
_OF_MANY_DISEASES = _CANCER | {"skin_lesion", "arrhythmia", "lesion", "@lesion"}


_SPINE = frozenset(("spine",))
_BESIDE = {
    "head_neck_vessels": frozenset(("brain_vessels", "@within_skull")),
    "pelvis": frozenset(("spine", "hip")),
}
"""What is looked for on images of a region although the region does not hold it."""
_JOINT_REGIONS = (frozenset(("head", "neck")), frozenset(("chest", "abdomen", "pelvis")))
"""Regions that are imaged in one: 头颈部, 腹盆腔; an organ of one stands for both."""


def settle(field: str, word: str, known: Mapping[str, set[Any]]) -> str:
    """Return the code that *word* stands for; empty where it adds nothing.

    Args:
        field: the field that it is a word of.
        word: the word, without its ``@``.
        known: what the statement says in each field; body parts settled first, since findings
            depend on them.

    >>> settle("findings", "nodule", {"anatomies": {"thyroid"}})
    'nodule_thyroid'
    """
    return _SETTLE[field](word, known)


@cache
def _by_organ() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in read_rows("intended_use/findings_by_organ.csv"):
        known = table.get(row["word"], ())
        table[row["word"]] = (*known, (row["anatomy"], row["finding"]))
    return table


def _body_part(word: str, known: Mapping[str, set[Any]]) -> str:
    """Tell vessels from brain inside the skull, and what is imaged from what is around it."""
    kind, _, code = word.partition(":")
    if kind == "within_skull":
        return "brain_vessels" if known.get("findings", set()) & _OF_VESSELS else "brain"
    part = code.rstrip("?")
    others = {organ.rstrip("?") for organ in known.get("anatomies", ()) if organ[0] != "@"}
    others -= regions_of().get(part, frozenset()) | {part}
    if kind == "imaged":
        unsettled = known.get("anatomies", set()) & {"@within_skull"}
        return "" if _BESIDE.get(part, _SPINE) & (others | unsettled) else code
    if kind == "joint":
        joint = next(group for group in _JOINT_REGIONS if part in group)
        return (
            ""
            if any(joint & regions_of()[organ] for organ in others if organ in regions_of())
            else code
        )
    return "" if others else code  # of patients with a disease of it


def _finding(word: str, known: Mapping[str, set[Any]]) -> str:
    organs = known.get("anatomies", set())
    named = known.get("findings", set())
    if word == "calcification" and "plaque" in named:
        return ""  # of the plaque
    fits = (finding for organ, finding in _by_organ()[word] if not organ or organ in organs)
    found = next(fits, "")
    # A growth or a target volume beside a named cancer is that cancer.
    return "" if found == "cancer" and named & _CANCERS else found


def _user(word: str, known: Mapping[str, set[Any]]) -> str:
    """A doctor without a speciality counts only where no other doctor is named."""
    return "" if _DOCTORS.intersection(known.get("users", set())) else word


def _function(word: str, known: Mapping[str, set[Any]]) -> str:
    if word == "detection":
        return word if known.get("findings") else ""
    if word == "flag":  # 提示肺栓塞: of a whole case where the product sorts cases
        return "" if "triage" in known.get("functions", set()) else "detection"
    # Contours and synthetic images may feed a treatment plan: that is no planning.
    return "" if known.get("functions", set()) & {"segmentation", "enhancement"} else "planning"


def _exclusion(word: str, known: Mapping[str, set[Any]]) -> str:
    kind, _, code = word.partition(":")
    if kind in {"modality", "input"}:
        return _excluded_input(kind, code, known.get("modalities", set()))
    is_target = code != "other" and code in known.get("findings", set())
    if kind == "finding":
        return "finding_type"
    if kind == "use":  # 不用于区分A与B: of the target another use, else another target
        is_target = is_target or code[0] == "@"  # 结节: that of the target
        return "other" if is_target and code not in _OF_MANY_DISEASES else "finding_type"
    if is_target:
        return "other" if kind == "state" else "known_disease"
    return "malignancy" if code in _CANCER else "other"


def _excluded_input(kind: str, code: str, inputs: set[Any]) -> str:
    """Tell another input from a use of the same one: 不用于乳腺X射线图像的诊断."""
    if code == "SM" and kind == "modality":
        return "sample_type"
    if not {code, f"@{code}"} & inputs:
        return "other_modality" if inputs or kind == "modality" else ""
    return "other" if kind == "modality" else ""


def _modality(word: str, known: Mapping[str, set[Any]]) -> str:
    """Tell the OCT of the eye from that of arteries, which few statements call 血管内."""
    organs = {organ.rstrip("?") for organ in known.get("anatomies", set())}
    in_vessel = "coronary_artery" in organs and not organs & {"eye", "retina"}
    return "IVOCT" if in_vessel else word


_SETTLE: dict[str, Callable[[str, Mapping[str, set[Any]]], str]] = {
    "modalities": _modality,
    "anatomies": _body_part,
    "findings": _finding,
    "users": _user,
    "functions": _function,
    "exclusions": _exclusion,
}
