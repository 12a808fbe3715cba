"""USCC: the unified social credit code of an organisation in China (统一社会信用代码).

Given at registration: department, type of entity, six digits of the division, nine
characters of the organisation code and a check character.  The division is where the
organisation was *first* registered, and it keeps its code when it moves, so a code is
no proof of today's seat.  A valid code has a right check character and is not proven to
be registered.

The check is that of python-stdnum.  That library takes digits only in front; the
departments A, N and Y, which the standard and its additions allow, are let through here.

Source: GB 32100-2015; for the organisation code, GB 11714-1997.

>>> validate("91110000600037341l")
'91110000600037341L'
>>> parse("91110000600037341L").division
'110000'
>>> validate("91110000600037341M")
Traceback (most recent call last):
medai_landscape.errors.InvalidPartError: '91110000600037341M' is not a valid USCC: \
expected the check character L at the end
"""

from __future__ import annotations

import re
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator
from stdnum.cn import uscc

from medai_landscape.errors import InvalidPartError
from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape

__all__ = [
    "DEPARTMENTS",
    "EXAMPLE",
    "Uscc",
    "UsccNumber",
    "is_valid",
    "normalise",
    "parse",
    "validate",
]

EXAMPLE = "91110000600037341L"
DEPARTMENTS = {
    "1": "机构编制",
    "5": "民政",
    "9": "市场监管",
    "A": "中央军委改革和编制办公室",
    "N": "农业农村",
    "Y": "其他",
}
"""The departments we can name; other digits are given out too."""

_NAME = "USCC"
_EXPECTED = f"18 characters such as {EXAMPLE}, without I, O, S, V and Z"
_SHAPE = re.compile(r"[0-9ANY][0-9]{7}[0-9A-HJ-NP-RTUW-Y]{10}")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@frozen
class UsccNumber:
    """The parts of a unified social credit code."""

    text: str

    @property
    def department(self) -> str:
        """The first character: who registered it, see `DEPARTMENTS`."""
        return self.text[0]

    @property
    def entity_type(self) -> str:
        """The second character; what it means depends on the department."""
        return self.text[1]

    @property
    def division(self) -> str:
        """Six digits of GB/T 2260: where the organisation was first registered."""
        return self.text[2:8]

    @property
    def province(self) -> str:
        """The first two digits of the division; ``10`` is the national level."""
        return self.text[2:4]

    @property
    def organisation(self) -> str:
        """The organisation code of nine characters."""
        return self.text[8:17]

    @property
    def check_character(self) -> str:
        """The last character."""
        return self.text[17]

    @property
    def warnings(self) -> tuple[str, ...]:
        """``organisation_check`` if the organisation code fails its own check."""
        values = (_LETTERS.index(char) for char in self.organisation[:8])
        total = sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True))
        right = "0123456789X0"[11 - total % 11]
        return () if self.organisation[8] == right else ("organisation_check",)


def parse(text: str) -> UsccNumber:
    """Return the parts of a unified social credit code.

    Raises:
        InvalidFormatError: *text* has not the 18 characters of one.
        InvalidPartError: the check character is wrong.
    """
    return UsccNumber(validate(text))


def validate(text: str) -> str:
    """Return *text* in canonical form: capitals, no outer white space.

    Raises:
        InvalidFormatError: *text* has not the 18 characters of one.
        InvalidPartError: the check character is wrong.
    """
    canonical = stripped(_NAME, text, _EXPECTED, upper=True)
    if _SHAPE.fullmatch(canonical) is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    check = uscc.calc_check_digit(canonical[:17])
    if canonical[17] != check:
        raise InvalidPartError(_NAME, text, f"the check character {check} at the end")
    return canonical


def normalise(text: str) -> str:
    """Return *text* in plain capitals without spaces and hyphens; it need not be valid.

    >>> normalise("９１１１ 0000-600037341l")
    '91110000600037341L'
    """
    return compact(text, without="-", upper=True)


is_valid: Check = accepts(validate)

Uscc = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, canonical code out."""
