"""FDA submission numbers: 510(k), De Novo, PMA, HDE, IDE and Q-Submission.

Issued by the U.S. Food and Drug Administration when a submission is received: a
prefix, two digits for the year and four for the serial within it.  A supplement
of a PMA, an HDE, an IDE or a Q-Submission adds ``/S`` and its own number; a 510(k)
has no supplements (``/S001`` after a K number is an addition to the file).

There is no check digit, so a valid number is well formed, not proven to exist.
The year is that of *receipt*, not of the decision, and in a supplement still that
of the original submission, often many years before.  IDEs (G) and Q-Submissions
(Q) authorise nothing that can be marketed: their `scheme` is None.

Source: openFDA device references; FDA list of AI-enabled devices (2025-09-29),
whose 1,357 numbers are all of these forms; BP, H, Q and N forms after FDA guidance.

>>> validate("k252054")
'K252054'
>>> number = parse("P140011/S008")
>>> number.scheme, number.year, number.supplement, number.base
('fda_pma_supplement', 2014, 'S008', 'P140011')
>>> validate("K252054/S001")
Traceback (most recent call last):
medai_landscape.errors.InvalidFormatError: 'K252054/S001' is not a valid FDA submission number: \
expected a number such as K252054, DEN240068 or P140011/S008
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape

__all__ = [
    "EXAMPLE",
    "KINDS",
    "FdaSubmission",
    "SubmissionNumber",
    "is_valid",
    "normalise",
    "parse",
    "validate",
]

EXAMPLE = "K252054"
KINDS = {
    "K": "510(k) premarket notification",
    "BK": "510(k) premarket notification to CBER",
    "DEN": "De Novo classification request",
    "P": "premarket approval",
    "BP": "premarket approval by CBER",
    "H": "humanitarian device exemption",
    "Q": "Q-Submission",
    "G": "investigational device exemption",
    "N": "new drug application from before 1976, now a premarket approval",
}

Scheme = Literal["fda_510k", "fda_de_novo", "fda_pma", "fda_pma_supplement", "fda_hde"]

_NAME = "FDA submission number"
_EXPECTED = f"a number such as {EXAMPLE}, DEN240068 or P140011/S008"
# Prefix, year, serial and supplement with its slash; a part that a form lacks is empty.
_SHAPE = re.compile(
    r"(K|BK|DEN)([0-9]{2})([0-9]{4})()"
    r"|(P)([0-9]{2})([0-9]{4})((?:/S[0-9]{3,4})?)"
    r"|(BP)([0-9]{2})([0-9]{4})((?:/[0-9]+)?)"
    r"|(H|G)([0-9]{2})([0-9]{4})((?:/S[0-9]{3})?)"
    r"|(Q)([0-9]{2})([0-9]{4,5})((?:/S[0-9]{3})?)"
    r"|(N)()([0-9]{4,6})()"
)
_SCHEMES: dict[str, Scheme] = {
    "K": "fda_510k",
    "BK": "fda_510k",
    "DEN": "fda_de_novo",
    "P": "fda_pma",
    "BP": "fda_pma",
    "N": "fda_pma",
    "H": "fda_hde",
}
_FIRST_YEAR = 76  # device law of 1976: two digits below it belong to this century


@frozen
class SubmissionNumber:
    """The parts of an FDA submission number."""

    text: str
    prefix: str
    year: int | None
    """Of receipt; in a supplement, of the original submission.  None after N."""
    serial: str
    supplement: str | None

    @property
    def kind(self) -> str:
        """What was submitted, in words."""
        return KINDS[self.prefix] + (" supplement" if self.supplement else "")

    @property
    def scheme(self) -> Scheme | None:
        """Which kind of authorisation the number can be; None if none at all."""
        scheme = _SCHEMES.get(self.prefix)
        return "fda_pma_supplement" if scheme == "fda_pma" and self.supplement else scheme

    @property
    def base(self) -> str:
        """The number without its supplement."""
        return self.text.partition("/")[0]


def parse(text: str) -> SubmissionNumber:
    """Return the parts of an FDA submission number.

    Raises:
        InvalidFormatError: *text* does not look like one.
    """
    canonical = stripped(_NAME, text, _EXPECTED, upper=True)
    match = _SHAPE.fullmatch(canonical)
    if match is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    prefix, year, serial, supplement = (part for part in match.groups() if part is not None)
    return SubmissionNumber(canonical, prefix, _full_year(year), serial, supplement[1:] or None)


def _full_year(digits: str) -> int | None:
    if not digits:
        return None
    year = int(digits)
    return 1900 + year if year >= _FIRST_YEAR else 2000 + year


def validate(text: str) -> str:
    """Return *text* in canonical form: capitals, no outer white space.

    Raises:
        InvalidFormatError: *text* does not look like an FDA submission number.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* in plain capitals without spaces; the result need not be valid.

    >>> normalise("Ｋ252054")
    'K252054'
    """
    return compact(text, upper=True)


is_valid: Check = accepts(validate)

FdaSubmission = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, canonical submission number out."""
