"""What an identifier implies of its record: the scheme of a number, the registry of a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from medai_landscape.errors import InvalidIdentifierError
from medai_landscape.identifiers import fda_submission, gtin, nmpa
from medai_landscape.identifiers import trial as trial_number
from medai_landscape.records import Certificate, DeviceIdentifier, Trial

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import ModuleType

    from medai_landscape.records._record import Record

__all__ = ["canonical", "implied", "implied_fields"]


@frozen
class _Rule:
    """An identifier of a record, what it implies, and the grammars that it may follow."""

    record: type[Record]
    identifier: str
    fields: frozenset[str]
    grammars: tuple[ModuleType, ...]


_RULES = (
    _Rule(Certificate, "number", frozenset({"jurisdiction", "scheme"}), (nmpa, fda_submission)),
    _Rule(Trial, "registration_id", frozenset({"registry"}), (trial_number,)),
    _Rule(DeviceIdentifier, "di", frozenset({"agency"}), (gtin,)),
)


def _rule(record: type[Record]) -> _Rule | None:
    return next((rule for rule in _RULES if issubclass(record, rule.record)), None)


def implied_fields(record: type[Record], present: Collection[str]) -> frozenset[str]:
    """Return the fields that need no column if those of *present* have one."""
    rule = _rule(record)
    return rule.fields if rule is not None and rule.identifier in present else frozenset()


def implied(record: type[Record], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what follows from the identifier in *values*; nothing where it is no identifier.

    >>> implied(Certificate, {"number": "国械注准20233210399"})
    {'jurisdiction': 'CN', 'scheme': 'nmpa_registration'}
    """
    rule = _rule(record)
    text = None if rule is None else values.get(rule.identifier)
    if rule is None or text is None:
        return {}
    if rule.record is DeviceIdentifier:
        return {"agency": "GS1"} if gtin.is_valid(text) else {}
    try:
        if rule.record is Trial:
            return {"registry": trial_number.parse(text).registry}
        return _of_number(text)
    except InvalidIdentifierError:
        return {}


def _of_number(number: str) -> Mapping[str, Any]:
    try:
        return {"jurisdiction": "CN", "scheme": nmpa.parse(number).scheme}
    except InvalidIdentifierError:
        scheme = fda_submission.parse(number).scheme
    return {} if scheme is None else {"jurisdiction": "US", "scheme": scheme}


def canonical(record: type[Record], name: str, text: str) -> str:
    """Return an identifier in plain characters, if it is one but for full width and the like.

    >>> canonical(Certificate, "number", "國械注準２０２３３２１０３９９")
    '国械注准20233210399'
    """
    rule = _rule(record)
    if rule is None or name != rule.identifier or any(g.is_valid(text) for g in rule.grammars):
        return text
    plain = ((grammar, grammar.normalise(text)) for grammar in rule.grammars)
    return next((each for grammar, each in plain if grammar.is_valid(each)), text)
