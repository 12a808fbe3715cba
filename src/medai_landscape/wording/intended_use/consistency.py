"""What else a statement says that says this: the guide's implications, closed.

A lung nodule lies in the lung, ages of 18 and more are adults, a limit of a
stenosis looks for a stenosis.  A use is consistent where it has all that it
implies, and nothing that a more precise code of its own replaces.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.implications import age_groups_of, without_regions

if TYPE_CHECKING:
    from decimal import Decimal

    from medai_landscape.records.intended_use import IntendedUse

__all__ = ["CONSTRAINTS", "closure", "constraints_of", "is_consistent"]

CONSTRAINTS = (
    "complete", "functions", "modalities", "anatomies", "findings", "age", "age_groups", "sexes",
    "thresholds", "users", "user_training", "settings", "standalone_prohibited", "exclusions",
    "equipment_restricted",
)  # fmt: skip
"""The fields of a use that constrain it; the others say where the constraints are from."""

_UNITS = {
    "lesion_size": ("mm", "cm", "μm"),
    "stenosis": ("%",),
    "ejection_fraction": ("%",),
    "ffr": ("",),
    "psa": ("ng/mL",),
    "qtc": ("ms",),
    "follicle_size": ("mm", "cm"),
}
_SAYABLE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")


def constraints_of(use: IntendedUse) -> dict[str, Any]:
    """Return the constraints of *use*, without its text, its evidence and its id."""
    return {name: getattr(use, name) for name in CONSTRAINTS}


@cache
def _organs() -> dict[str, tuple[str, ...]]:
    rows = read_rows("intended_use/finding_organs.csv")
    return {row["finding"]: tuple(row["anatomies"].split("|")) for row in rows}


def closure(use: IntendedUse) -> IntendedUse:
    """Return *use* with everything that it implies.

    >>> from medai_landscape.records.intended_use import IntendedUse
    >>> closure(IntendedUse(findings=("nodule_lung",), anatomies=("chest",))).anatomies
    (<Anatomy.LUNG: 'lung'>,)
    """
    findings = {code.value for code in use.findings}
    anatomies = {code.value for code in use.anatomies}
    for limit in use.thresholds:
        if limit.measure == "stenosis":
            findings.add("stenosis")
        elif limit.measure == "ejection_fraction":
            anatomies.add("heart")
            if limit.op[0] == "<":
                findings.add("low_ejection_fraction")
        elif limit.measure == "follicle_size":
            anatomies.add("ovary")
    implied = [organ for code in findings for organ in _organs().get(code, ())]
    anatomies.update(organ for organ in implied if organ[-1] != "?")
    if not anatomies:
        anatomies.update(organ[:-1] for organ in implied)
    groups = {code.value for code in use.age_groups}
    if use.age is not None and (use.age.min is not None or use.age.max is not None):
        groups.update(age_groups_of(use.age.min, use.age.max))
    return use.replace(
        findings=tuple(findings),
        anatomies=tuple(without_regions(anatomies)),
        age_groups=tuple(groups),
        text=None,
        evidence=(),
        id="",
    )


def is_consistent(use: IntendedUse) -> bool:
    """Whether a statement can say exactly *use*: complete, closed, free of the code ``other``."""
    if not use.complete or constraints_of(closure(use)) != constraints_of(use):
        return False
    if any("other" in (code.value.lower() for code in getattr(use, name)) for name in _CODED):
        return False
    return _ages_can_be_said(use) and all(
        limit.unit in _UNITS.get(limit.measure, ()) and _can_be_said(limit.value)
        for limit in use.thresholds
    )


_CODED = ("functions", "modalities", "anatomies", "findings", "users", "settings", "exclusions")


def _can_be_said(value: Decimal | None) -> bool:
    return value is None or _SAYABLE.fullmatch(f"{value:f}") is not None


def _ages_can_be_said(use: IntendedUse) -> bool:
    age = use.age
    if age is None:
        return True
    if age.min is None and age.max is None:
        return False
    return _can_be_said(age.min) and _can_be_said(age.max)
