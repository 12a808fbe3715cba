"""What a field of a statement was read as, for tests that list statements and readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use import parse_intended_use

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.language import Language

__all__ = ["codes", "said"]


def codes(text: str, field: str) -> set[str]:
    """Return the codes of a field."""
    return {code.value for code in getattr(parse_intended_use(text), field)}


def said(text: str, field: str, *, lang: Language | None = None) -> str | bool:
    """Return the codes of a field in order, with spaces between them, or whether it is said."""
    found = getattr(parse_intended_use(text, lang=lang), field)
    return found if isinstance(found, bool) else " ".join(sorted(code.value for code in found))
