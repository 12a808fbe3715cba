"""Statements in English."""

from __future__ import annotations

from medai_landscape.wording.intended_use.en.describe import describe
from medai_landscape.wording.intended_use.en.folding import fold_text
from medai_landscape.wording.intended_use.en.reader import read
from medai_landscape.wording.intended_use.en.surroundings import says_purpose

__all__ = ["describe", "fold_text", "read", "says_purpose"]
