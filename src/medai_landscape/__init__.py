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
    from medai_landscape.claims.audit import audit
    from medai_landscape.dates import DateSpan, PartialDate
    from medai_landscape.editions import diff_editions
    from medai_landscape.errors import LandscapeError
    from medai_landscape.intervals import Interval
    from medai_landscape.loaded import Loaded
    from medai_landscape.records import (
        AgeRange,
        BCITrial,
        Certificate,
        Claim,
        DeviceIdentifier,
        Evidence,
        FundingRound,
        IntendedUse,
        PolicyEvent,
        Source,
        Threshold,
        Trial,
    )
    from medai_landscape.records.comparison import Comparison
    from medai_landscape.records.coverage import Case, Coverage
    from medai_landscape.records.landscape import Landscape
    from medai_landscape.show import charts
    from medai_landscape.show.export import export
    from medai_landscape.show.report import write_report
    from medai_landscape.sources.landscape_files import load_landscape
    from medai_landscape.sources.limits import Limits
    from medai_landscape.tables.files import validate_file
    from medai_landscape.tables.frames import from_frame, to_frame
    from medai_landscape.tables.intended_uses import parse_intended_uses
    from medai_landscape.tables.report import ValidationReport
    from medai_landscape.tables.validation import validate_frame
    from medai_landscape.vocabulary import Vocabulary
    from medai_landscape.wording.amounts import parse_amount
    from medai_landscape.wording.dates import parse_date
    from medai_landscape.wording.intended_use import describe_intended_use, parse_intended_use

__version__ = "0.1.0"

# Where each public name lives; a test holds this, __all__ and the API page together.
_HOME = {
    "AgeRange": "records",
    "AmountRange": "amounts",
    "Answer": "answers",
    "BCITrial": "records",
    "Case": "records.coverage",
    "Certificate": "records",
    "Claim": "records",
    "Comparison": "records.comparison",
    "Coverage": "records.coverage",
    "DateSpan": "dates",
    "DeviceIdentifier": "records",
    "Evidence": "records",
    "FundingRound": "records",
    "IntendedUse": "records",
    "Interval": "intervals",
    "Landscape": "records.landscape",
    "LandscapeError": "errors",
    "Limits": "sources.limits",
    "Loaded": "loaded",
    "PartialDate": "dates",
    "PolicyEvent": "records",
    "Source": "records",
    "Threshold": "records",
    "Trial": "records",
    "ValidationReport": "tables.report",
    "Vocabulary": "vocabulary",
    "audit": "claims.audit",
    "describe_intended_use": "wording.intended_use",
    "diff_editions": "editions",
    "export": "show.export",
    "from_frame": "tables.frames",
    "load_landscape": "sources.landscape_files",
    "parse_amount": "wording.amounts",
    "parse_date": "wording.dates",
    "parse_intended_use": "wording.intended_use",
    "parse_intended_uses": "tables.intended_uses",
    "to_frame": "tables.frames",
    "validate_file": "tables.files",
    "validate_frame": "tables.validation",
    "write_report": "show.report",
}
_ROOMS = {
    "aggregate": "aggregate",
    "charts": "show.charts",
    "companies": "companies",
    "identifiers": "identifiers",
    "sources": "sources",
}

__all__ = [
    "AgeRange",
    "AmountRange",
    "Answer",
    "BCITrial",
    "Case",
    "Certificate",
    "Claim",
    "Comparison",
    "Coverage",
    "DateSpan",
    "DeviceIdentifier",
    "Evidence",
    "FundingRound",
    "IntendedUse",
    "Interval",
    "Landscape",
    "LandscapeError",
    "Limits",
    "Loaded",
    "PartialDate",
    "PolicyEvent",
    "Source",
    "Threshold",
    "Trial",
    "ValidationReport",
    "Vocabulary",
    "aggregate",
    "audit",
    "charts",
    "companies",
    "describe_intended_use",
    "diff_editions",
    "export",
    "from_frame",
    "identifiers",
    "load_landscape",
    "parse_amount",
    "parse_date",
    "parse_intended_use",
    "parse_intended_uses",
    "sources",
    "to_frame",
    "validate_file",
    "validate_frame",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        value = import_module(f"{__name__}.{_ROOMS[name]}")
    elif name in _HOME:
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
