"""Policy events: one instrument at one stage, with its dates kept apart."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator

from medai_landscape.answers import Answer
from medai_landscape.countries import Jurisdiction
from medai_landscape.dates import PartialDate
from medai_landscape.records._record import Names, Text, never_refuses, sorted_tuple
from medai_landscape.records._rules import Rule
from medai_landscape.records.source import SourcedRecord
from medai_landscape.records.vocabularies import Instrument, PolicyStage, Subsector, coded

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PolicyEvent"]

_ORDER = ("signed", "published", "effective")


def _has_title(title: str | None, title_en: str | None) -> Mapping[str, object] | None:
    return {} if title is None and title_en is None else None


def _dates_in_order(*dates: PartialDate | None) -> Mapping[str, object] | None:
    known = [(name, day) for name, day in zip(_ORDER, dates, strict=True) if day is not None]
    for (earlier, earlier_date), (later, later_date) in pairwise(known):
        if later_date.before(earlier_date) is Answer.YES:
            return {
                "earlier": earlier, "earlier_date": earlier_date,
                "later": later, "later_date": later_date,
            }  # fmt: skip
    return None


@never_refuses
def _by_day(dates: tuple[PartialDate, ...]) -> tuple[PartialDate, ...]:
    return tuple(sorted(set(dates), key=lambda day: (day.earliest(), day.isoformat())))


class PolicyEvent(SourcedRecord):
    """A law, measure, guideline, standard or plan, at one stage of its life.

    Signing, publication and entry into force are different days, and reports
    mix them up; each has its own field.  A reissue is an event of its own
    that `supersedes` the one before.  An authorisation of a product is no
    policy: see `Certificate`.

    >>> event = PolicyEvent(jurisdiction="CN", issuers=["STATE_COUNCIL"], title="AI+",
    ...     signed="2025-08-21", published="2025-08-26",
    ...     sources=[{"title": "gazette", "publisher": "State Council", "locator": "no. 11"}])
    >>> event.dated()
    PartialDate(year=2025, month=8, day=26)
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("title_missing", ("title", "title_en"), _has_title),
        Rule("dates_out_of_order", _ORDER, _dates_in_order),
    )
    natural_key: ClassVar[tuple[str, ...]] = (
        "jurisdiction", "issuers", "title", "title_en", "number", "stage", *_ORDER,
    )  # fmt: skip

    jurisdiction: Jurisdiction
    """Whose instrument it is: an ISO 3166-1 code, EU, or INT for international bodies."""
    issuers: Names = ()
    """Issuing bodies, by the codes of the issuers table or by name."""
    title: Text | None = None
    """Title in its own language."""
    title_en: Text | None = None
    """Title in English."""
    instrument: Annotated[Instrument, coded(Instrument)] | None = None
    """Kind of instrument."""
    stage: Annotated[PolicyStage, coded(PolicyStage)] | None = None
    """Stage of its life; None: not stated."""
    signed: PartialDate | None = None
    """When it was signed or adopted."""
    published: PartialDate | None = None
    """When it was made public."""
    effective: PartialDate | None = None
    """When it came or comes into force."""
    applicable: Annotated[tuple[PartialDate, ...], AfterValidator(_by_day)] = ()
    """Days from which its parts apply, where it is phased in."""
    number: Text | None = None
    """Document number, as printed."""
    subsectors: Annotated[
        tuple[Annotated[Subsector, coded(Subsector)], ...], AfterValidator(sorted_tuple)
    ] = ()
    """Sub-fields of digital health that it concerns."""
    supersedes: Names = ()
    """Ids of the events that it replaces."""
    summary: Text | None = None
    """What it says, in our words."""

    def dated(self) -> PartialDate | None:
        """Return the day to put it at in a timeline: published, else signed, else effective."""
        return self.published or self.signed or self.effective
