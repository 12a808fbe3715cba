"""What an identifier implies of its record: the scheme of a number, the registry of a trial."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from attrs import evolve, field, frozen

from medai_landscape.errors import InvalidIdentifierError
from medai_landscape.identifiers import fda_submission, gtin, nmpa
from medai_landscape.identifiers import trial as trial_number
from medai_landscape.records import Certificate, DeviceIdentifier, Trial
from medai_landscape.records._record import Record
from medai_landscape.tables.number_columns import common_numbers
from medai_landscape.tables.texts import Texts, texts_column

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
    from types import ModuleType

__all__ = [
    "Identified",
    "identifier_field",
    "identify",
    "identify_all",
    "identifying_fields",
    "identities",
    "implied_fields",
]


@frozen
class _Rule:
    """An identifier of a record, what it implies, and the grammars that it may follow.

    *family* is the field that makes the id together with the identifier.
    """

    record: type[Record]
    identifier: str
    family: str
    fields: frozenset[str]
    grammars: tuple[ModuleType, ...]


_RULES = (
    _Rule(
        Certificate,
        "number",
        "scheme",
        frozenset({"jurisdiction", "scheme"}),
        (nmpa, fda_submission),
    ),
    _Rule(Trial, "registration_id", "registry", frozenset({"registry"}), (trial_number,)),
    _Rule(DeviceIdentifier, "di", "agency", frozenset({"agency"}), (gtin,)),
)


_KNOWN_IDS = {kind.derived for kind in (Record, Certificate, Trial, DeviceIdentifier)}


@frozen
class Identified:
    """An identifier in canonical form, as far as it is one, and the fields that follow from it."""

    text: str
    implied: Mapping[str, Any] = field(factory=dict)
    is_mended: bool = False
    """Whether it was no identifier in the characters that it was written in."""


@cache
def _rule(record: type[Record]) -> _Rule | None:
    return next((rule for rule in _RULES if issubclass(record, rule.record)), None)


def identifier_field(record: type[Record]) -> str | None:
    """Return the field with the identifier of a record, None where it has none."""
    rule = _rule(record)
    return None if rule is None else rule.identifier


def implied_fields(record: type[Record], present: Collection[str]) -> frozenset[str]:
    """Return the fields that need no column if those of *present* have one."""
    rule = _rule(record)
    return rule.fields if rule is not None and rule.identifier in present else frozenset()


def identify(record: type[Record], text: str) -> Identified:
    """Read the identifier of a record, also one in full width or traditional characters.

    >>> found = identify(Certificate, "國械注準２０２３３２１０３９９")
    >>> found.text, found.implied["scheme"], found.is_mended
    ('国械注准20233210399', 'nmpa_registration', True)
    """
    rule = _rule(record)
    grammars = () if rule is None else rule.grammars
    for grammar in grammars:
        if (found := _parsed(grammar, text)) is not None:
            return found
    for grammar in grammars:
        if (found := _parsed(grammar, grammar.normalise(text))) is not None:
            return evolve(found, is_mended=True)
    return Identified(text)


def identify_all(
    record: type[Record], texts: Collection[str]
) -> Iterator[tuple[Mapping[str, Any], list[str]]]:
    """Find the identifiers in a common and canonical form, all at once, by what they imply.

    What is said of one is what `identify` says of it; the others are left to that.

    >>> list(identify_all(Certificate, ["K242618", "國械注準２０２３３２１０３９９", "K180001"]))
    [({'jurisdiction': 'US', 'scheme': 'fda_510k'}, ['K242618', 'K180001'])]
    """
    column = texts_column(texts) if issubclass(record, Certificate) else None
    if column is None:
        return
    numbers = common_numbers(Texts(column))
    for scheme in np.unique(numbers.scheme[numbers.known]):
        found = column.filter(pa.array(numbers.known & (numbers.scheme == scheme))).to_pylist()
        yield identify(record, found[0]).implied, found


def _parsed(grammar: ModuleType, text: str) -> Identified | None:
    try:
        number = grammar.parse(text)
    except InvalidIdentifierError:
        return None
    # A GTIN keeps the length that it is written with.
    return Identified(text if grammar is gtin else str(number.text), _IMPLY[grammar](number))


_IMPLY: dict[ModuleType, Callable[[Any], Mapping[str, Any]]] = {
    nmpa: lambda number: {"jurisdiction": "CN", "scheme": number.scheme},
    fda_submission: lambda number: (
        {"jurisdiction": "US", "scheme": number.scheme} if number.scheme else {}
    ),
    trial_number: lambda number: {"registry": number.registry},
    gtin: lambda _number: {"agency": "GS1"},
}


def identifying_fields(record: type[Record]) -> tuple[str, ...] | None:
    """Return the fields that make the id of a record, None where its class has its own way."""
    if record.derived not in _KNOWN_IDS or record.digest is not Record.digest:
        return None
    rule = _rule(record)
    own = () if rule is None else (rule.family, rule.identifier)
    return tuple(dict.fromkeys(("id", *own, *record.natural_key)))


def identities(record: type[Record], columns: Mapping[str, Sequence[Any]]) -> Iterator[Hashable]:
    """Yield what two rows have in common if and only if their records would have one id.

    *columns* are those of `identifying_fields`, with identifiers in canonical form.

    >>> columns = {name: [None] for name in identifying_fields(Certificate)}
    >>> columns |= {"scheme": ["fda_510k"], "number": ["K242618"]}
    >>> list(identities(Certificate, columns))
    ['fda_510k:K242618']
    """
    rule = _rule(record)
    nothing = [None] * len(columns["id"])
    identifiers = nothing if rule is None else columns[rule.identifier]
    families = nothing if rule is None else columns[rule.family]
    keys = zip(*(columns[name] for name in record.natural_key), strict=True)
    for given, family, identifier, key in zip(
        columns["id"], families, identifiers, keys, strict=True
    ):
        if given is not None:
            yield str(given)
        else:
            yield key if identifier is None else f"{family}:{identifier}"
