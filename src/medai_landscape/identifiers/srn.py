"""SRN: the Single Registration Number of an economic operator in EUDAMED.

A country code, a role and nine digits, joined by hyphens.  Operators outside the
Union have one too, and ``XI`` stands for Northern Ireland.  There is no check
digit, so a valid SRN is well formed, not proven to exist; and it says nothing
about whether the registration is still active.

Source: Commission Implementing Regulation (EU) 2021/2078; Regulation (EU) 2017/745, Article 31.

>>> validate("de-mf-000005089 ")
'DE-MF-000005089'
>>> parse("DE-MF-000005089").role_name
'manufacturer'
>>> validate("DE-MF-5089")
Traceback (most recent call last):
medai_landscape.errors.InvalidFormatError: 'DE-MF-5089' is not a valid SRN: \
expected CC-RR-000000000
>>> is_valid(None)
False
"""

from __future__ import annotations

import re
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.countries import COUNTRIES
from medai_landscape.errors import InvalidPartError
from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape

__all__ = ["EXAMPLE", "ROLES", "Srn", "SrnNumber", "is_valid", "normalise", "parse", "validate"]

EXAMPLE = "DE-MF-000005089"
ROLES = {
    "AR": "authorised representative",
    "IM": "importer",
    "MF": "manufacturer",
    "PR": "system or procedure pack producer",
}

_NAME = "SRN"
_EXPECTED = "CC-RR-000000000"
_SHAPE = re.compile(r"([A-Z]{2})-([A-Z]{2})-([0-9]{9})")
# Northern Ireland applies the Regulation and is no country of ISO 3166-1.
_COUNTRIES = frozenset((*COUNTRIES.allowed, "XI"))


@frozen
class SrnNumber:
    """The parts of an SRN."""

    text: str
    country: str
    role: str
    serial: str

    @property
    def role_name(self) -> str:
        """What the operator does, in words."""
        return ROLES[self.role]


def parse(text: str) -> SrnNumber:
    """Return the parts of an SRN.

    Raises:
        InvalidFormatError: *text* does not look like one.
        InvalidPartError: the country or the role does not exist.
    """
    canonical = stripped(_NAME, text, _EXPECTED, upper=True)
    match = _SHAPE.fullmatch(canonical)
    if match is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    country, role, serial = match.groups()
    if role not in ROLES:
        raise InvalidPartError(_NAME, text, f"a role among {', '.join(ROLES)}")
    if country not in _COUNTRIES:
        raise InvalidPartError(_NAME, text, "a country code of ISO 3166-1, or XI")
    return SrnNumber(canonical, country, role, serial)


def validate(text: str) -> str:
    """Return *text* in canonical form: capitals, no outer white space.

    Raises:
        InvalidFormatError: *text* does not look like an SRN.
        InvalidPartError: the country or the role does not exist.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* in plain capitals without spaces; the result need not be valid.

    >>> normalise("DE – MF – ０00005089")
    'DE-MF-000005089'
    """
    return compact(text, upper=True)


is_valid: Check = accepts(validate)

Srn = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, canonical SRN out."""
