"""Statements in Chinese: the genre of 适用范围 and 预期用途."""

from __future__ import annotations

from medai_landscape.wording.intended_use.zh.describe import describe
from medai_landscape.wording.intended_use.zh.folding import fold_text
from medai_landscape.wording.intended_use.zh.reader import read

__all__ = ["describe", "fold_text", "read"]
