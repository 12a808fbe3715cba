"""Treatment that the product itself gives, told from verbs and their objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.en.place import Place

__all__ = ["therapy_driven", "therapy_given"]

_GIVES_TREATMENT = re.compile(r"\b(?:for|as|provides?|delivers?) (?:the |a )?(?:\w+ )?\Z")
_HELPS_TREAT = re.compile(r"\b(?:plan\w*|support\w*|aid|assist\w*|guid\w*|before|during|risk)\b")
_IT = re.compile(r"\b(?:to|and|it|device|software)\s\Z|^\Z")
_MACHINE = pattern("functions_machine")


def therapy_given(place: Place) -> str | None:
    """Return ``therapy`` where it is the product that treats, and not a plan or a person."""
    if place.word == "treatment" and place.after(6).startswith((" of ", " for ")):
        helps = _HELPS_TREAT.search(place.before())
        given = None if helps else _GIVES_TREATMENT.search(place.before(30))
    else:
        given = _IT.search(place.before(12)) if place.word in {"treat", "treats"} else None
    return "therapy" if given else None


def therapy_driven(place: Place) -> str | None:
    """Return ``therapy`` where the product drives an instrument."""
    if place.word in {"driven", "drive d", "controlled"}:
        return None
    return "therapy" if _MACHINE.search(place.after(45)) else None
