"""GTIN: the Global Trade Item Number, the device identifier of GS1.

Given by a company with a GS1 prefix to each of its trade items: 8, 12, 13 or 14
digits.  The canonical form has 14, filled with zeros on the left, as UDI databases
store it.  The last digit is a check digit over the others (modulo 10).  A valid
number is well formed, not proven to be in use, and its prefix tells where the
*company* joined GS1, not where the device was made.

Source: GS1 General Specifications; FDA, UDI formats by issuing agency, version 1.3.

>>> validate("6932372344045")
'06932372344045'
>>> parse("51022222233336").indicator
'5'
>>> validate("06932372344046")
Traceback (most recent call last):
medai_landscape.errors.InvalidPartError: '06932372344046' is not a valid GTIN: \
expected the check digit 5 at the end
"""

from __future__ import annotations

import re
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator
from stdnum import ean

from medai_landscape.errors import InvalidPartError
from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape

__all__ = ["EXAMPLE", "Gtin", "GtinNumber", "is_valid", "normalise", "parse", "validate"]

EXAMPLE = "06932372344045"

_NAME = "GTIN"
_EXPECTED = "8, 12, 13 or 14 digits"
_SHAPE = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_CARRIER = re.compile(r"^(?:\(01\))+")  # what says in a bar code that a GTIN follows


@frozen
class GtinNumber:
    """The parts of a GTIN."""

    text: str
    """Fourteen digits."""

    @property
    def indicator(self) -> str:
        """The level of packaging: 0 is the item itself, 9 an item of variable measure."""
        return self.text[0]

    @property
    def prefix(self) -> str:
        """Three digits of the GS1 organisation that the company joined; 690 to 699 is China."""
        return self.text[1:4]

    @property
    def check_digit(self) -> str:
        """The last digit."""
        return self.text[-1]


def parse(text: str) -> GtinNumber:
    """Return the parts of a GTIN.

    Raises:
        InvalidFormatError: *text* is not 8, 12, 13 or 14 digits.
        InvalidPartError: the check digit is wrong.
    """
    return GtinNumber(validate(text))


def validate(text: str) -> str:
    """Return *text* in canonical form: fourteen digits.

    Raises:
        InvalidFormatError: *text* is not 8, 12, 13 or 14 digits.
        InvalidPartError: the check digit is wrong.
    """
    digits = stripped(_NAME, text, _EXPECTED)
    if _SHAPE.fullmatch(digits) is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    check = ean.calc_check_digit(digits[:-1])
    if digits[-1] != check:
        raise InvalidPartError(_NAME, text, f"the check digit {check} at the end")
    return digits.zfill(14)


def normalise(text: str) -> str:
    """Return the digits of *text* without spaces, hyphens and a leading ``(01)``.

    The result need not be valid.

    >>> normalise("（01）0693-2372-34404 5")
    '06932372344045'
    """
    return _CARRIER.sub("", compact(text, without="-"))


is_valid: Check = accepts(validate)

Gtin = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, fourteen digits out."""
