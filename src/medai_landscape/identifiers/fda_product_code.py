"""FDA product codes: three letters that decide regulation, panel and class of a device.

Given by the U.S. Food and Drug Administration to each type of device.  A valid code
has three letters; whether the FDA gave it out is not checked, since the list has
thousands and grows: `parse` adds what our short list of codes says.  The reviewing
panels and the numbers of regulations (21 CFR 862 to 892) are read here too.

Source: FDA Product Classification; openFDA; FDA list of AI-enabled devices (2025-09-29).

>>> validate("qih")
'QIH'
>>> parse("QIH").regulation, parse("QIH").panel
('892.2050', 'RA')
>>> panel("Gastroenterology-Urology"), panel("Clinical Toxcicology"), panel("ra")
('GU', 'TX', 'RA')
>>> validate_regulation("21 CFR 892.2080")
'892.2080'
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape
from medai_landscape.vocabulary import Vocabulary, read_rows

__all__ = [
    "EXAMPLE",
    "PANELS",
    "FdaProductCode",
    "FdaProductCodeNumber",
    "is_valid",
    "normalise",
    "panel",
    "panel_name",
    "parse",
    "validate",
    "validate_regulation",
]

EXAMPLE = "QIH"

PANELS = Vocabulary.from_table("FDA panel", "vocabularies/fda_panels.csv")
"""The two letters of the reviewing panels, and the labels of openFDA and the AI list."""

_NAME = "FDA product code"
_EXPECTED = f"three letters such as {EXAMPLE}"
_SHAPE = re.compile(r"[A-Z]{3}")
_REGULATION_NAME = "FDA regulation number"
_REGULATION_EXPECTED = "a section of 21 CFR 862 to 892 such as 892.2050"
_REGULATION = re.compile(r"(?:21 CFR )?(8[6-9][0-9]\.[0-9]{4})")


@frozen
class FdaProductCodeNumber:
    """A product code, with what we know of it; None is unknown."""

    text: str
    panel: str | None
    regulation: str | None
    """Only where it was read in an order or a summary."""


@cache
def _codes() -> dict[str, tuple[str | None, str | None]]:
    rows = read_rows("vocabularies/fda_product_codes.csv")
    return {row["code"]: (row["panel"] or None, row["regulation"] or None) for row in rows}


@cache
def _panel_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read_rows("vocabularies/fda_panels.csv")}


def parse(text: str) -> FdaProductCodeNumber:
    """Return the code with the panel and the regulation, if we know them.

    Raises:
        InvalidFormatError: *text* is not three letters.
    """
    canonical = validate(text)
    return FdaProductCodeNumber(canonical, *_codes().get(canonical, (None, None)))


def validate(text: str) -> str:
    """Return *text* in canonical form: capitals, no outer white space.

    Raises:
        InvalidFormatError: *text* is not three letters.
    """
    canonical = stripped(_NAME, text, _EXPECTED, upper=True)
    if _SHAPE.fullmatch(canonical) is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    return canonical


def normalise(text: str) -> str:
    """Return *text* in plain capitals without spaces; the result need not be valid.

    >>> normalise("ＱＩＨ")
    'QIH'
    """
    return compact(text, upper=True)


def validate_regulation(text: str) -> str:
    """Return the number of a classification regulation without its ``21 CFR``.

    Raises:
        InvalidFormatError: *text* is no such number.
    """
    canonical = stripped(_REGULATION_NAME, text, _REGULATION_EXPECTED, upper=True)
    match = _REGULATION.fullmatch(canonical)
    if match is None:
        raise wrong_shape(_REGULATION_NAME, text, _REGULATION_EXPECTED, normalise)
    return match[1]


def panel(text: str) -> str:
    """Return the two letters of a panel, from them or from one of its labels.

    Raises:
        VocabularyError: *text* is no panel we know.
    """
    return str(PANELS.read(text))


def panel_name(code: str) -> str:
    """Return what openFDA calls a panel.

    Raises:
        VocabularyError: *code* is no panel we know.

    >>> panel_name("SU")
    'General, Plastic Surgery'
    """
    return _panel_names()[panel(code)]


is_valid: Check = accepts(validate)

FdaProductCode = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, canonical product code out."""
