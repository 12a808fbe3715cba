"""What every identifier module offers, and the one helper they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from medai_landscape.errors import InvalidIdentifierError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["IdentifierModule", "accepts"]


class IdentifierModule(Protocol):
    """The names a module in ``identifiers`` must define."""

    EXAMPLE: str

    def validate(self, text: str) -> str:
        """Return *text* in canonical form, or raise an InvalidIdentifierError."""

    def is_valid(self, text: object) -> bool:
        """Say whether `validate` accepts *text*; never raises."""

    def parse(self, text: str) -> Any:
        """Return the parts of *text* as an attrs value."""

    def normalise(self, text: str) -> str:
        """Map full-width and traditional characters to the form that `validate` reads."""


def accepts(validate: Callable[[str], str]) -> Callable[[object], bool]:
    """Build an ``is_valid`` that never raises from a ``validate`` that may."""

    def is_valid(text: object) -> bool:
        if not isinstance(text, str):
            return False
        try:
            validate(text)
        except InvalidIdentifierError:
            return False
        return True

    return is_valid
