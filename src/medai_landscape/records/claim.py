"""Claims: what a report asserts, kept apart from what is so."""

from __future__ import annotations

from typing import ClassVar

from medai_landscape.records._record import Text
from medai_landscape.records.source import SourcedRecord

__all__ = ["Claim"]


class Claim(SourcedRecord):
    """One assertion of one report, in our words, with what it takes to check it.

    `measure` is an expression over the aggregations or over other claims,
    written as data; None: nothing can measure it yet.  `asserted` is the
    figure or statement that the report gives.  A figure that differs
    contradicts the claim unless `rounding` says how the report rounds.

    >>> source = {"title": "briefing", "publisher": "E", "locator": "chart 2"}
    >>> Claim(id="E-1", report="E", statement="11 approvals", asserted="= 11", sources=[source]).id
    'E-1'
    """

    natural_key: ClassVar[tuple[str, ...]] = ("report", "statement")

    report: Text
    """Which report asserts it."""
    statement: Text
    """The assertion, in our words."""
    measure: Text | None = None
    """Expression that gives the observed value."""
    asserted: Text | None = None
    """What is asserted: a figure with its comparison, a date, a trend."""
    window: Text | None = None
    """The period it speaks of, as first/last; None: not stated."""
    scope: Text | None = None
    """What is counted: unit, class, jurisdiction."""
    rounding: Text | None = None
    """How the report says that it rounds; None: it does not say."""
    claimant: Text | None = None
    """Who says so, for firsts and records."""
