"""Basic UDI-DI: the number under which a device model stands in EUDAMED.

Given by the manufacturer in the form of one of three issuing entities, with two check
characters at the end and 25 characters in all at most:

- GS1 (a GMN): a company prefix of at least five digits, then the model,
- HIBC: ``++``, a labeller code of four (a letter first), then the model,
- IFA: ``PP``, five digits of the manufacturer, then the device group.

Upper and lower case are different characters.  It is not on the label and identifies no
single item: that is the UDI-DI.  A valid one has right check characters, and is not
proven to be registered.

Source: GS1 General Specifications, GMN; the published test vectors of GS1 (gmn-helpers);
HIBCC and IFA, Basic UDI-DI guidelines; MDCG 2019-1 for the length.

>>> validate(" ++A999MODELIDENTIFIER11S8")
'++A999MODELIDENTIFIER11S8'
>>> parse("1987654Ad4X4bL5ttr2310c2K").issuer
'GS1'
>>> validate("1987654Ad4X4bL5ttr2310cXK")
Traceback (most recent call last):
medai_landscape.errors.InvalidPartError: '1987654Ad4X4bL5ttr2310cXK' is not a valid \
Basic UDI-DI: expected the check characters 2K at the end
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.identifiers._check_characters import (
    SET_32,
    SET_82,
    check_97,
    check_1021,
    require_pair,
)
from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "EXAMPLE",
    "BasicUdiDi",
    "BasicUdiDiNumber",
    "is_valid",
    "normalise",
    "parse",
    "validate",
]

EXAMPLE = "1987654Ad4X4bL5ttr2310c2K"

Issuer = Literal["GS1", "HIBC", "IFA"]

_NAME = "Basic UDI-DI"
_EXPECTED = "the form of GS1 (digits first), HIBC (++ first) or IFA (PP first), 25 at most"
_ANY = f"[{re.escape(SET_82)}]"
_PAIR = f"[{SET_32}]{{2}}"
_FORMS: tuple[tuple[Issuer, re.Pattern[str], Callable[[str], str]], ...] = (
    ("GS1", re.compile(rf"[0-9]{{5}}{_ANY}{{1,18}}{_PAIR}"), check_1021),
    ("HIBC", re.compile(rf"\+\+[A-Z][A-Z0-9]{{3}}{_ANY}{{1,17}}{_PAIR}"), check_1021),
    ("IFA", re.compile(r"PP[0-9]{5}[0-9A-Z._-]{1,16}[0-9]{2}"), check_97),
)


@frozen
class BasicUdiDiNumber:
    """The parts of a Basic UDI-DI."""

    text: str
    issuer: Issuer

    @property
    def body(self) -> str:
        """Everything before the check characters."""
        return self.text[:-2]

    @property
    def check_characters(self) -> str:
        """The last two characters."""
        return self.text[-2:]


def parse(text: str) -> BasicUdiDiNumber:
    """Return the parts of a Basic UDI-DI.

    Raises:
        InvalidFormatError: *text* has none of the three forms.
        InvalidPartError: the check characters are wrong.
    """
    canonical = stripped(_NAME, text, _EXPECTED)
    for issuer, shape, check in _FORMS:
        if shape.fullmatch(canonical):
            require_pair(_NAME, text, canonical, check, called="check characters")
            return BasicUdiDiNumber(canonical, issuer)
    raise wrong_shape(_NAME, text, _EXPECTED, normalise)


def validate(text: str) -> str:
    """Return *text* without outer white space; case is part of the number.

    Raises:
        InvalidFormatError: *text* has none of the three forms.
        InvalidPartError: the check characters are wrong.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* in plain characters without spaces; the result need not be valid.

    >>> normalise("＋＋A999 MODELIDENTIFIER11S8")
    '++A999MODELIDENTIFIER11S8'
    """
    return compact(text)


is_valid: Check = accepts(validate)

BasicUdiDi = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, Basic UDI-DI out."""
