"""Device identifiers: rows of a UDI database, many to one certificate."""

from __future__ import annotations

from typing import ClassVar

from pydantic import StrictBool

from medai_landscape.dates import PartialDate
from medai_landscape.records._record import Names, Text
from medai_landscape.records.source import SourcedRecord

__all__ = ["DeviceIdentifier"]


class DeviceIdentifier(SourcedRecord):
    """One primary identifier of one model in one package size.

    Counting identifiers is not counting products: a certificate has from one
    to thousands of them.

    >>> DeviceIdentifier(di="06932372344045", agency="GS1",
    ...     sources=[{"title": "UDI release", "publisher": "NMPA", "locator": "part 1"}]).id
    'GS1:06932372344045'
    """

    natural_key: ClassVar[tuple[str, ...]] = ("agency", "di")

    di: Text
    """Device identifier, as text: leading zeros count."""
    agency: Text
    """Issuing agency: GS1, HIBCC, ICCBBA, IFA, MA or AHM."""
    certificate_number: Text | None = None
    """Number of the registration or filing, as written."""
    further_certificate_numbers: Names = ()
    """Where the cell holds several numbers: the others."""
    product_name: Text | None = None
    """Generic name."""
    trade_name: Text | None = None
    """Trade name."""
    model: Text | None = None
    """Model or specification."""
    holder: Text | None = None
    """Registrant or filing party."""
    holder_en: Text | None = None
    """English name of the holder."""
    uscc: Text | None = None
    """Unified social credit code; for imports that of the agent."""
    classification: Text | None = None
    """Catalogue code, two digits or a sub-code."""
    is_reagent: StrictBool | None = None
    """Whether it is an in-vitro diagnostic reagent; None: not stated."""
    published: PartialDate | None = None
    """When the identifier was published."""
    withdrawn: PartialDate | None = None
    """When it left the market; None: on sale, or not stated."""
    version: Text | None = None
    """Version of the row in the database."""
    status: Text | None = None
    """Status of the version: 新增 (new), 变更 (changed)."""

    def derived(self) -> dict[str, object]:
        """Return the id: the agency and the identifier."""
        return {"id": self.id or f"{self.agency}:{self.di}"}
