"""PPN: the pharmacy product number, the device identifier of IFA in Germany.

``11``, the eight digits of a PZN (Pharmazentralnummer) and two check digits over the
ten before (modulo 97).  A valid number is well formed, not proven to be listed.  The
eight digits have a check digit of their own, which is not read here.

Source: IFA, PPN coding specification; the example of IFA.

>>> validate("110375286414")
'110375286414'
>>> parse("110375286414").pzn
'03752864'
>>> validate("110375286415")
Traceback (most recent call last):
medai_landscape.errors.InvalidPartError: '110375286415' is not a valid PPN: \
expected the check digits 14 at the end
"""

from __future__ import annotations

import re
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.identifiers._check_characters import check_97, require_pair
from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape

__all__ = ["EXAMPLE", "Ppn", "PpnNumber", "is_valid", "normalise", "parse", "validate"]

EXAMPLE = "110375286414"

_NAME = "PPN"
_EXPECTED = "11, eight digits and two check digits"
_SHAPE = re.compile(r"11([0-9]{8})([0-9]{2})")


@frozen
class PpnNumber:
    """The parts of a PPN."""

    text: str
    pzn: str
    check_digits: str


def parse(text: str) -> PpnNumber:
    """Return the parts of a PPN.

    Raises:
        InvalidFormatError: *text* does not look like one.
        InvalidPartError: the check digits are wrong.
    """
    canonical = stripped(_NAME, text, _EXPECTED)
    match = _SHAPE.fullmatch(canonical)
    if match is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    require_pair(_NAME, text, canonical, check_97, called="check digits")
    return PpnNumber(canonical, match[1], match[2])


def validate(text: str) -> str:
    """Return *text* without outer white space.

    Raises:
        InvalidFormatError: *text* does not look like a PPN.
        InvalidPartError: the check digits are wrong.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* in plain characters without spaces; the result need not be valid.

    >>> normalise("11 03752864 １４")
    '110375286414'
    """
    return compact(text)


is_valid: Check = accepts(validate)

Ppn = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, twelve digits out."""
