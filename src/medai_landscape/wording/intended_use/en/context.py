"""Findings told by the body part they stand with: a nodule of the lung, a mass of the breast."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

__all__ = ["finding_in_context"]

_BY_ORGAN: dict[str, Mapping[str, str]] = {
    "nodule": {"lung": "nodule_lung", "thyroid": "nodule_thyroid", "breast": "mass_breast"},
    "mass": {"breast": "mass_breast", "lung": "nodule_lung"},
    "calcification": {
        "breast": "calcification_breast",
        "coronary_artery": "coronary_calcium",
        "heart": "coronary_calcium",
        "head_neck_vessels": "plaque",
        "vessel": "plaque",
    },
    "hemorrhage": {
        "brain": "intracranial_hemorrhage",
        "head": "intracranial_hemorrhage",
        "brain_vessels": "intracranial_hemorrhage",
    },
    "effusion": {
        "chest": "pleural_effusion",
        "lung": "pleural_effusion",
        "knee": "joint_effusion",
        "elbow": "joint_effusion",
        "bone": "joint_effusion",
    },
    "bone_loss": {"teeth": "periodontal", "jaw": "periodontal"},
    "malignancy": {
        "prostate": "prostate_cancer?",
        "lung": "lung_cancer?",
        "breast": "breast_cancer?",
        "brain": "brain_tumor?",
        "skin": "skin_lesion?",
        "cervix_uteri": "cervical_lesion?",
    },
}
_BY_ORGAN["malignant"] = _BY_ORGAN["malignancy"]
_ELSEWHERE = {
    "nodule": "lesion?",
    "mass": "lesion?",
    "calcification": "other?",
    "hemorrhage": "other",
    "effusion": "other",
    "bone_loss": "other?",
    "malignancy": "cancer?",
    "malignant": "cancer?",
}


def finding_in_context(word: str, organs: AbstractSet[str]) -> str:
    """Return the finding that *word* means where *organs* are spoken of.

    >>> finding_in_context("nodule", {"thyroid"}), finding_in_context("nodule", {"liver"})
    ('nodule_thyroid', 'lesion?')
    """
    if word not in _BY_ORGAN:
        return word
    meant = {code for organ, code in _BY_ORGAN[word].items() if organ in organs}
    return meant.pop() if len(meant) == 1 else _ELSEWHERE[word]
