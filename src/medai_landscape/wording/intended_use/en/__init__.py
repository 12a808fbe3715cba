"""Statements in English."""

from __future__ import annotations

import re

from medai_landscape.wording.intended_use.mentions import Reading
from medai_landscape.wording.intended_use.normal_form import NormalForm, fold

__all__ = ["fold_text", "read"]

_LOWER = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_NOISE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")


def fold_text(text: str) -> NormalForm:
    """Fold an English statement for matching."""
    return fold(text, _LOWER, _NOISE, lambda _: "")


def read(text: str) -> Reading:
    """Read the normal form of an English statement."""
    return Reading(reason=None if text.strip() else "the text is empty")
