"""HIBC: the device identifier of the Health Industry Business Communications Council.

Given by a labeller: ``+``, a labeller code of four (a letter first), its product code of
up to eighteen, one digit for the unit of measure and a check character (modulo 43 over
everything before it).  A valid one is well formed, not proven to be in use.  The
check character can be a space, so a space at the end is not always outer white space.

Source: ANSI/HIBC 2; FDA, UDI formats by issuing agency, version 1.3.

>>> validate("+a123bjc5d6e71g")
'+A123BJC5D6E71G'
>>> parse("+A123BJC5D6E71G").labeller
'A123'
>>> validate("+A123BJC5D6E71H")
Traceback (most recent call last):
medai_landscape.errors.InvalidPartError: '+A123BJC5D6E71H' is not a valid HIBC: \
expected the check character 'G' at the end
"""

from __future__ import annotations

import re
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.errors import InvalidPartError
from medai_landscape.identifiers._contract import (
    Check,
    accepts,
    compact,
    plain,
    stripped,
    wrong_shape,
)

__all__ = ["EXAMPLE", "Hibc", "HibcNumber", "is_valid", "normalise", "parse", "validate"]

EXAMPLE = "+A123BJC5D6E71G"

_NAME = "HIBC"
_EXPECTED = f"a primary code such as {EXAMPLE}"
_SHAPE = re.compile(r"\+([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})([0-9])([0-9A-Z\-. $/+%])")
_MARKS = re.compile(r"^[*\s]+|[*\s]+$")
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"


@frozen
class HibcNumber:
    """The parts of a primary HIBC."""

    text: str
    labeller: str
    product: str
    unit_of_measure: str
    """0 is the item itself, 1 to 8 are levels of packaging."""
    check_character: str


def parse(text: str) -> HibcNumber:
    """Return the parts of a primary HIBC.

    Raises:
        InvalidFormatError: *text* does not look like one.
        InvalidPartError: the check character is wrong.
    """
    canonical = _with_its_space(stripped(_NAME, text, _EXPECTED, upper=True), text)
    match = _SHAPE.fullmatch(canonical)
    if match is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    check = _check(canonical[:-1])
    if check != canonical[-1]:
        raise InvalidPartError(_NAME, text, f"the check character {check!r} at the end")
    return HibcNumber(canonical, *match.groups())


def _check(body: str) -> str | None:
    """Return the check character of *body*, None if it has characters outside the set."""
    values = [_CHARACTERS.find(char) for char in body]
    return None if -1 in values else _CHARACTERS[sum(values) % len(_CHARACTERS)]


def _with_its_space(bare: str, text: str) -> str:
    """Return *bare* with the check character that stripping took from *text*, if it did."""
    complete = _check(bare[:-1]) == bare[-1:]
    lost = text.rstrip("*\t\r\n").endswith(" ") and _check(bare) == " "
    return f"{bare} " if lost and not complete else bare


def validate(text: str) -> str:
    """Return *text* in canonical form: capitals, no outer white space.

    Raises:
        InvalidFormatError: *text* does not look like a primary HIBC.
        InvalidPartError: the check character is wrong.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* in plain capitals; the ``*`` that a label has at both ends are dropped.

    The result need not be valid.

    >>> normalise("*＋A123BJC5D6E71G*")
    '+A123BJC5D6E71G'
    """
    bare = compact(_MARKS.sub("", plain(text)), upper=True)
    return _with_its_space(bare, text)


is_valid: Check = accepts(validate)

Hibc = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, canonical HIBC out."""
