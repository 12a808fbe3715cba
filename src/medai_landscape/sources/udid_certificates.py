"""Certificates put together from the device identifiers that name them.

A certificate covers from one to thousands of identifiers, each with its own copy
of the product's and the holder's name.  The copies need not agree: where they
differ by more than brackets and spaces, that is a conflict, which is shown
and not settled.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from medai_landscape.errors import InvalidIdentifierError
from medai_landscape.identifiers import nmpa
from medai_landscape.plain_text import nfkc
from medai_landscape.records import Certificate
from medai_landscape.sources.loading import Loading, RowReading, issue_of_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.loaded import Reject
    from medai_landscape.records import DeviceIdentifier, Source

__all__ = ["CertificateGroups", "Conflict", "group_certificates"]

# What identifiers of one certificate should agree on, and the certificate's field for it.
_SHARED = {
    "product_name": "product_name",
    "holder": "holder",
    "holder_en": "holder_en",
    "classification": "category",
    "uscc": None,
}


@frozen
class Conflict:
    """Identifiers of one certificate that disagree: each reading, and how many hold it."""

    certificate: str
    field: str
    readings: tuple[tuple[str, int], ...]


@frozen
class CertificateGroups:
    """Certificates, what their identifiers disagree on, and the numbers that are none."""

    certificates: tuple[Certificate, ...]
    conflicts: tuple[Conflict, ...]
    rejects: tuple[Reject, ...]
    """One for each number that is no NMPA number, or that has no product name."""
    identifiers: Mapping[str, int] = field(hash=False)
    """How many identifiers name each certificate, by the certificate's id."""
    without_number: int
    """Identifiers that name no certificate."""


@define
class _Group:
    """What the identifiers of one certificate say."""

    size: int = 0
    said: dict[str, Counter[str]] = field(factory=lambda: {name: Counter() for name in _SHARED})
    sources: dict[str, Source] = field(factory=dict)

    def add(self, identifier: DeviceIdentifier) -> None:
        self.size += 1
        for name, counter in self.said.items():
            value = getattr(identifier, name)
            if value is not None:
                counter[value] += 1
        self.sources.update({source.id: source for source in identifier.sources})

    def conflicts(self, certificate: str) -> Iterable[Conflict]:
        for name, counter in self.said.items():
            if len({_folded(value) for value in counter}) > 1:
                yield Conflict(certificate, name, tuple(_by_frequency(counter)))

    def values(self) -> dict[str, object]:
        named = {
            certificate_field: next(iter(_by_frequency(self.said[name])), (None, 0))[0]
            for name, certificate_field in _SHARED.items()
            if certificate_field is not None
        }
        return {**named, "sources": tuple(self.sources.values())}


def group_certificates(identifiers: Iterable[DeviceIdentifier]) -> CertificateGroups:
    """Put identifiers together by the number of their certificate.

    Numbers that differ only in the kind of brackets are one.  Where identifiers
    disagree, the certificate has the reading that most of them hold, and among
    equals the first by its characters; `conflicts` has them all.  When a
    certificate was approved is not in the release.

    Args:
        identifiers: The records of `read_nmpa_udid`, also those left in a file.

    >>> from medai_landscape.records import DeviceIdentifier
    >>> source = {"title": "UDID release", "publisher": "NMPA", "locator": "part 1"}
    >>> row = {"agency": "GS1", "product_name": "手术计划软件", "sources": [source]}
    >>> number = "国械注准20233210399"
    >>> groups = group_certificates(
    ...     DeviceIdentifier(di=di, holder=holder, certificate_number=number, **row)
    ...     for di, holder in [("06932372344045", "甲公司"), ("06932372344052", "乙公司")]
    ... )
    >>> [certificate.id for certificate in groups.certificates]
    ['nmpa_registration:国械注准20233210399']
    >>> groups.conflicts[0].readings
    (('乙公司', 1), ('甲公司', 1))
    """
    groups: dict[str, _Group] = {}
    numbers: dict[str, nmpa.NmpaNumber] = {}
    errors: dict[str, InvalidIdentifierError] = {}
    without_number = 0
    for identifier in identifiers:
        if identifier.certificate_number is None:
            without_number += 1
            continue
        for written in (identifier.certificate_number, *identifier.further_certificate_numbers):
            key = _canonical(written, numbers, errors)
            groups.setdefault(key, _Group()).add(identifier)
    loading = Loading(Certificate, "UDID release", "identifiers")
    for key, group in groups.items():
        row = RowReading({"number": key}, {"jurisdiction": "CN", "number": key, **group.values()})
        if key in errors:
            row.values["scheme"] = "other"
            row.issues.append(issue_of_error("number", errors[key], key))
        else:
            number = numbers[key]
            row.values |= {"scheme": number.scheme, "risk_class": number.risk_class}
        loading.add(row, key, None)
    loaded = loading.done()
    made = {str(certificate.number): certificate for certificate in loaded.records}
    return CertificateGroups(
        tuple(made.values()),
        tuple(
            conflict
            for number, certificate in made.items()
            for conflict in groups[number].conflicts(certificate.id)
        ),
        loaded.rejects,
        {certificate.id: groups[number].size for number, certificate in made.items()},
        without_number,
    )


def _canonical(
    written: str,
    numbers: dict[str, nmpa.NmpaNumber],
    errors: dict[str, InvalidIdentifierError],
) -> str:
    """Return a number as it is compared, and note what it is: most are met many times."""
    if written not in numbers and written not in errors:
        try:
            number = nmpa.parse(written)
        except InvalidIdentifierError as error:
            errors[written] = error
        else:
            numbers[written] = numbers[number.text] = number
    return numbers[written].text if written in numbers else written


def _by_frequency(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _folded(text: str) -> str:
    """Write a name so that brackets, width, case and spaces do not count."""
    return "".join(nfkc(text).casefold().split())
