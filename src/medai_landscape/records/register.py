"""Registers: what the landscape holds in full, so that a missing row means something."""

from __future__ import annotations

from typing import ClassVar, Literal

from medai_landscape.dates import DateSpan
from medai_landscape.records._record import Text
from medai_landscape.records.source import SourcedRecord

__all__ = ["Register", "TableName"]

TableName = Literal["certificates", "policies", "funding_rounds", "trials"]
"""The tables of a landscape that claims are measured from."""


class Register(SourcedRecord):
    """A promise that one table holds every record of a kind, for a window of time.

    Without it eleven rows only say "at least eleven".  `where` is a condition
    as in the measure of a claim, its parts joined by ``and``; a count that
    asks for at least these parts, inside the window, is complete.

    >>> source = {"title": "briefing", "publisher": "E", "locator": "footnote of chart 2"}
    >>> register = Register(table="certificates", where="jurisdiction = CN",
    ...     window="2025-01/2025-05", sources=[source])
    >>> register.window.days
    151
    """

    natural_key: ClassVar[tuple[str, ...]] = ("table", "where", "window")

    table: TableName
    """Table of the landscape."""
    where: Text | None = None
    """Which of its records are all there; None: all."""
    window: DateSpan = DateSpan()
    """For which days they are all there."""
