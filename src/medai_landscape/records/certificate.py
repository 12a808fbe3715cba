"""Certificates: one authorisation of one product by one regulator."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from pydantic import StrictBool

from medai_landscape.countries import Jurisdiction
from medai_landscape.dates import PartialDate
from medai_landscape.errors import InvalidFormatError, InvalidIdentifierError
from medai_landscape.identifiers import fda_submission, nmpa
from medai_landscape.records._record import Names, Text
from medai_landscape.records._rules import Rule
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.records.source import SourcedRecord
from medai_landscape.records.vocabularies import CertificateStatus, Scheme, coded
from medai_landscape.risk_classes import RiskClass
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Certificate", "parse_number", "read_number"]

_JURISDICTIONS = {row["code"]: row["jurisdiction"] for row in read_rows("vocabularies/schemes.csv")}
_Number: TypeAlias = nmpa.NmpaNumber | fda_submission.SubmissionNumber


def parse_number(scheme: str, number: str) -> _Number | None:
    """Parse *number* by the grammar of its scheme; None for a scheme without one.

    Raises:
        InvalidIdentifierError: no number of that regulator.

    >>> parse_number("fda_510k", "k242618").text, parse_number("ce_mdr", "G10 1")
    ('K242618', None)
    """
    if scheme.startswith("nmpa_"):
        return nmpa.parse(number)
    if scheme.startswith("fda_"):
        return fda_submission.parse(number)
    return None


@lru_cache(maxsize=4096)
def read_number(scheme: str, number: str) -> _Number | InvalidIdentifierError | None:
    """Return what `parse_number` gives or raises, remembered: rules and id ask for one number.

    >>> read_number("fda_510k", "12").expected
    'a number such as K252054, DEN240068 or P140011/S008'
    """
    shape = scheme.partition("_")[0], number.translate(_ANY_DIGIT)
    if shape in _REFUSED_SHAPES:
        name, expected = _REFUSED_SHAPES[shape]
        return InvalidFormatError(name, number, expected)
    try:
        return parse_number(scheme, number)
    except InvalidFormatError as error:
        if len(_REFUSED_SHAPES) < _SHAPES_KEPT:
            _REFUSED_SHAPES[shape] = error.scheme, error.expected
        return error.with_traceback(None)
    except InvalidIdentifierError as error:
        return error.with_traceback(None)


# A number whose format is wrong stays so with other digits, and is told the same.
_ANY_DIGIT = str.maketrans("123456789", "000000000")
_SHAPES_KEPT = 10_000
_REFUSED_SHAPES: dict[tuple[str, str], tuple[str, str]] = {}


def _number_of_scheme(number: str | None, scheme: Scheme) -> Mapping[str, object] | None:
    parts = None if number is None else read_number(scheme, number)
    if isinstance(parts, InvalidIdentifierError):
        return {"number": number, "scheme": scheme, "expected": parts.expected}
    if parts is None or parts.scheme == scheme:
        return None
    expected = f"a number of {scheme}, and this is one of {parts.scheme}"
    return {"number": number, "scheme": scheme, "expected": expected}


def _class_of_number(
    risk_class: RiskClass | None, scheme: Scheme, number: str | None
) -> Mapping[str, object] | None:
    parts = None if number is None else read_number(scheme, number)
    if not isinstance(parts, nmpa.NmpaNumber) or risk_class in {None, parts.risk_class}:
        return None
    return {"risk_class": risk_class, "number": number, "expected": parts.risk_class}


def _year_of_number(
    approved: PartialDate | None, scheme: Scheme, number: str | None
) -> Mapping[str, object] | None:
    parts = None if number is None else read_number(scheme, number)
    if approved is None or parts is None or isinstance(parts, InvalidIdentifierError):
        return None
    if parts.year is None or parts.year <= approved.year:
        return None
    return {"number": number, "year": parts.year, "approved": approved}


def _expires_after_approval(
    expires: PartialDate | None, approved: PartialDate | None
) -> Mapping[str, object] | None:
    if expires is None or approved is None or expires.latest() > approved.earliest():
        return None
    return {"expires": expires, "approved": approved}


def _jurisdiction_of_scheme(jurisdiction: str, scheme: Scheme) -> Mapping[str, object] | None:
    expected = _JURISDICTIONS[scheme]
    if not expected or expected == jurisdiction:
        return None
    return {"scheme": scheme, "jurisdiction": jurisdiction, "expected": expected}


class Certificate(SourcedRecord):
    """An authorisation: a registration, a clearance, a certificate.

    It is one of the things that reports call "a product": a device may have
    several, and a holder has several devices.  A breakthrough designation or
    an exemption for a trial is none.  The year in an NMPA number is that of
    the *first* registration, the year in an FDA number that of receipt.

    >>> source = {"title": "FDA list", "publisher": "FDA", "locator": "K242618"}
    >>> Certificate(jurisdiction="US", scheme="fda_510k", number=" k242618",
    ...     product_name="Layer 7-T", sources=[source]).id
    'fda_510k:K242618'
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("number_of_scheme", ("number", "scheme"), _number_of_scheme),
        Rule("class_of_number", ("risk_class", "scheme", "number"), _class_of_number),
        Rule("year_of_number", ("approved", "scheme", "number"), _year_of_number),
        Rule("expires_before_approved", ("expires", "approved"), _expires_after_approval),
        Rule("jurisdiction_of_scheme", ("jurisdiction", "scheme"), _jurisdiction_of_scheme),
    )
    natural_key: ClassVar[tuple[str, ...]] = (
        "jurisdiction", "scheme", "product_name", "holder", "approved",
    )  # fmt: skip

    jurisdiction: Jurisdiction
    """Whose authorisation it is: an ISO 3166-1 code, or EU."""
    scheme: Annotated[Scheme, coded(Scheme)]
    """Kind of authorisation."""
    number: Text | None = None
    """Number in canonical form; None: not known."""
    product_name: Text
    """Name on the certificate, in its own language."""
    product_name_en: Text | None = None
    """English name."""
    holder: Text | None = None
    """Registrant or applicant, as the source writes it."""
    holder_en: Text | None = None
    """English name of the holder."""
    risk_class: Annotated[RiskClass, coded(RiskClass)] | None = None
    """Management class, in the words of the jurisdiction."""
    category: Text | None = None
    """NMPA catalogue category (two digits, or a sub-code) or FDA product code."""
    panel: Text | None = None
    """FDA lead panel: two letters."""
    approved: PartialDate | None = None
    """Day of the decision."""
    expires: PartialDate | None = None
    """Last day of validity."""
    status: Annotated[CertificateStatus, coded(CertificateStatus)] | None = None
    """Status on the day the source was read."""
    is_ai: StrictBool | None = None
    """Whether it uses machine learning; None: not stated."""
    intended_use: IntendedUse | None = None
    """What the statement of intended use allows."""
    predecessors: Names = ()
    """Numbers that this one replaces or was found equivalent to."""

    def derived(self) -> Mapping[str, object]:
        """Return the canonical number, and the id made from it."""
        if self.number is None:
            return super().derived()
        parts = read_number(self.scheme, self.number)
        number = parts.text if isinstance(parts, _Number) else self.number.strip()
        return {"number": number, "id": self.id or f"{self.scheme}:{number}"}
