"""Typed records, readers, aggregations and audits for AI medical devices and BCIs.

>>> import medai_landscape as ml
>>> ml.parse_amount("数亿元").at_least(100_000_000)
<Answer.YES: 'yes'>

Names are loaded when they are first used, so importing this package loads no
dataframe library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medai_landscape import aggregate, companies, identifiers, sources
    from medai_landscape.amounts import AmountRange
    from medai_landscape.answers import Answer
    from medai_landscape.dates import DateSpan, PartialDate
    from medai_landscape.errors import LandscapeError
    from medai_landscape.intervals import Interval
    from medai_landscape.records import (
        AgeRange,
        Certificate,
        Claim,
        DeviceIdentifier,
        Evidence,
        FundingRound,
        IntendedUse,
        PolicyEvent,
        Source,
        Threshold,
    )
    from medai_landscape.vocabulary import Vocabulary

__version__ = "0.1.0"

# Where each public name lives; a test holds this, __all__ and the API page together.
_HOME = {
    "AgeRange": "records",
    "AmountRange": "amounts",
    "Answer": "answers",
    "Certificate": "records",
    "Claim": "records",
    "DateSpan": "dates",
    "DeviceIdentifier": "records",
    "Evidence": "records",
    "FundingRound": "records",
    "IntendedUse": "records",
    "Interval": "intervals",
    "LandscapeError": "errors",
    "PartialDate": "dates",
    "PolicyEvent": "records",
    "Source": "records",
    "Threshold": "records",
    "Vocabulary": "vocabulary",
}
_ROOMS = ("aggregate", "companies", "identifiers", "sources")

__all__ = [
    "AgeRange",
    "AmountRange",
    "Answer",
    "Certificate",
    "Claim",
    "DateSpan",
    "DeviceIdentifier",
    "Evidence",
    "FundingRound",
    "IntendedUse",
    "Interval",
    "LandscapeError",
    "PartialDate",
    "PolicyEvent",
    "Source",
    "Threshold",
    "Vocabulary",
    "aggregate",
    "companies",
    "identifiers",
    "sources",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
