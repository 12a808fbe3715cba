"""What every identifier module offers, and the few steps they share."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import Any, Protocol

from medai_landscape.errors import InvalidFormatError, InvalidIdentifierError
from medai_landscape.plain_text import nfkc, visible

__all__ = ["Check", "IdentifierModule", "accepts", "compact", "plain", "stripped", "wrong_shape"]

Check = Callable[[object], bool]
"""An ``is_valid``: takes anything, never raises."""

_LONGEST = 200  # no identifier is near it; a longer text is refused without a closer look
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500]")


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


def accepts(validate: Callable[[str], str]) -> Check:
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


def stripped(scheme: str, text: str, expected: str, *, upper: bool = False) -> str:
    """Return *text* without outer white space, in capitals if *upper* and it is ASCII.

    Only ASCII is folded: the capital of ``ı`` is ``I``, and a look-alike must not
    become a letter of an identifier.

    Raises:
        InvalidFormatError: *text* is no text.
    """
    if not isinstance(text, str):
        raise InvalidFormatError(scheme, text, expected)
    text = text.strip()
    return text.upper() if upper and text.isascii() else text


def plain(text: str) -> str:
    """Return *text* as plain characters: no full width, no invisible ones, one kind of dash."""
    return _DASHES.sub("-", nfkc(visible(text))).strip()


def compact(text: str, *, without: str = "", upper: bool = False) -> str:
    """Return *text* as `plain` characters without white space and those of *without*.

    With *upper* in capitals, but only ASCII: see `stripped`.
    """
    kept = "".join(plain(text).split())
    if without:
        kept = "".join(char for char in kept if char not in without)
    # Again, since what stood apart may now be one character.
    return nfkc(kept.translate(_CAPITALS) if upper else kept)


def wrong_shape(
    scheme: str, text: str, expected: str, normalise: Callable[[str], str]
) -> InvalidFormatError:
    """Make the error for a wrong shape; it names *normalise* where that would change *text*."""
    if len(text) <= _LONGEST and normalise(text) != text.strip():
        expected += "; pass it through normalise() first if it is written with other characters"
    return InvalidFormatError(scheme, text, expected)
