"""What a measure can ask a record for: its fields, and a few that follow from them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from medai_landscape.companies import Place, locate
from medai_landscape.records.bci_trial import BCITrial
from medai_landscape.records.certificate import Certificate
from medai_landscape.records.funding_round import FundingRound
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.records.policy_event import PolicyEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.dates import PartialDate
    from medai_landscape.records._record import Record

__all__ = ["DATES", "TABLES", "UNITS", "date_of", "fields_of", "in_words", "label_of", "value_of"]

TABLES: dict[str, type[Record]] = {
    "certificates": Certificate,
    "policies": PolicyEvent,
    "funding_rounds": FundingRound,
    "trials": BCITrial,
}
"""The tables that can be measured."""

UNITS = {
    "certificates": "authorisation",
    "policies": "instrument",
    "funding_rounds": "financing",
    "trials": "registration",
}
"""What one row of each table is: the unit of a count."""

DATES = {
    "certificates": "approved",
    "policies": "dated",
    "funding_rounds": "announced",
    "trials": "registered",
}
"""The date that puts a record of each table in time, for firsts."""


def _located(record: Any) -> Place | None:
    """Return the place of a holder; None where its name tells none."""
    place = None if record.holder is None else locate(record.holder)
    return None if place is None or place.how == "unknown" else place


def _place(record: Any, part: str) -> Any:
    place = _located(record)
    return None if place is None else getattr(place, part)


_USE = "use_"
_FOLLOWING: dict[str, dict[str, Callable[[Any], Any]]] = {
    "certificates": {
        "holder_city": lambda record: _place(record, "city"),
        "holder_province": lambda record: _place(record, "province"),
        "holder_clusters": _located,
    },
    "policies": {"dated": lambda record: record.dated()},
    "funding_rounds": {
        "amount_low": lambda record: record.amount and record.amount.low,
        "amount_high": lambda record: record.amount and record.amount.high,
        "amount_currency": lambda record: record.amount and record.amount.currency,
    },
    "trials": {},
}


@cache
def fields_of(table: str) -> tuple[str, ...]:
    """Return the names of the fields of a table, sorted.

    >>> "use_functions" in fields_of("certificates")
    True
    """
    names = {*TABLES[table].model_fields, *_FOLLOWING[table]} - {"intended_use", "sources"}
    if table == "certificates":
        names |= {_USE + name for name in IntendedUse.model_fields}
    return tuple(sorted(names))


def value_of(table: str, record: Any, field: str) -> Any:
    """Return what a record holds in a field; None where it is not known."""
    following = _FOLLOWING[table].get(field)
    if following is not None:
        return following(record)
    if table == "certificates" and field.startswith(_USE):
        use = record.intended_use
        return None if use is None else getattr(use, field.removeprefix(_USE))
    return getattr(record, field, None)


def date_of(table: str, record: Any) -> PartialDate | None:
    """Return the day that puts a record in time."""
    when: PartialDate | None = value_of(table, record, DATES[table])
    return when


def label_of(record: Any) -> str:
    """Return what a reader would call a record.

    >>> from medai_landscape.records.claim import Claim
    >>> source = {"title": "briefing", "publisher": "E", "locator": "chart 2"}
    >>> label_of(Claim(id="E-1", report="E", statement="11 approvals", sources=[source]))
    'E-1'
    """
    names = ("product_name", "company", "title", "title_en", "registration_id", "id")
    label: str = next(text for name in names if (text := getattr(record, name, None)))
    return label


def in_words(value: Any) -> str:
    """Return a value of a field as a reader would say it.

    >>> in_words(("CT", "US")), in_words(()), in_words(None), in_words(True)
    ('CT, US', 'none', 'not stated', 'true')
    """
    if isinstance(value, Place):
        return f"{value.city or value.province} ({', '.join(value.clusters) or 'none'})"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "not stated" if value is None else str(value)
