"""Notified body numbers: the four digits beside a CE mark.

Given by the European Commission to a conformity assessment body, never reassigned.
They are text: ``0123`` is not 123.  A valid number has four digits; whether the body
exists, and for which devices it is designated, is for NANDO to say, and our few names
are unverified, so an unknown number is a warning and no error.

Source: Regulation (EU) 2017/745, Article 43; names in ``data/vocabularies/notified_bodies.csv``.

>>> validate(" 0123 ")
'0123'
>>> parse("0123").name
'TÜV SÜD Product Service'
>>> parse("9999").warnings
('notified_body_unknown',)
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape
from medai_landscape.vocabulary import read_rows

__all__ = [
    "EXAMPLE",
    "NotifiedBody",
    "NotifiedBodyNumber",
    "is_valid",
    "normalise",
    "parse",
    "validate",
]

EXAMPLE = "0123"

_NAME = "notified body number"
_EXPECTED = "four digits, as text, such as 0123"
_SHAPE = re.compile(r"[0-9]{4}")
_MARK = re.compile(r"^(?:CE|NB)(?=[0-9])")


@cache
def _bodies() -> dict[str, tuple[str, str]]:
    rows = read_rows("vocabularies/notified_bodies.csv")
    return {row["code"]: (row["name"], row["country"]) for row in rows}


@frozen
class NotifiedBodyNumber:
    """A notified body number, and what our unverified list says of it."""

    text: str
    name: str | None
    country: str | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """``notified_body_unknown`` if the number is not in our list."""
        return ("notified_body_unknown",) if self.name is None else ()


def parse(text: str) -> NotifiedBodyNumber:
    """Return the number with the name of the body, if we know it.

    Raises:
        InvalidFormatError: *text* is not four digits.
    """
    canonical = validate(text)
    name, country = _bodies().get(canonical, (None, None))
    return NotifiedBodyNumber(canonical, name, country)


def validate(text: str) -> str:
    """Return *text* without outer white space.

    Raises:
        InvalidFormatError: *text* is not four digits.
    """
    canonical = stripped(_NAME, text, _EXPECTED)
    if _SHAPE.fullmatch(canonical) is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    return canonical


def normalise(text: str) -> str:
    """Return *text* in plain characters, without spaces and without a CE or NB before it.

    >>> normalise("CE ０１２３")
    '0123'
    """
    return _MARK.sub("", compact(text))


is_valid: Check = accepts(validate)

NotifiedBody = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, four digits out."""
