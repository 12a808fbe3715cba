"""Trials as registries hold them, and the trials of brain-computer interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator, Field, StrictBool, StrictInt

from medai_landscape.countries import Country
from medai_landscape.dates import PartialDate
from medai_landscape.errors import InvalidIdentifierError
from medai_landscape.identifiers import trial as trial_number
from medai_landscape.records._record import Names, Text, sorted_tuple
from medai_landscape.records._rules import Rule
from medai_landscape.records.intended_use import AgeRange
from medai_landscape.records.source import SourcedRecord
from medai_landscape.records.vocabularies import DateKind, Phase, StudyType, TrialStatus, coded

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["People", "Trial"]

People = Annotated[StrictInt, Field(ge=0)]
"""A number of people."""


def _registry_of_number(registration_id: str, registry: str) -> Mapping[str, object] | None:
    try:
        parts = trial_number.parse(registration_id)
    except InvalidIdentifierError as error:
        return {"number": registration_id, "scheme": registry, "expected": error.expected}
    # The two forms of ChiCTR numbers are of one registry.
    if parts.registry.removesuffix("_OLD") == registry.removesuffix("_OLD"):
        return None
    expected = f"a number of {registry}, and this is one of {parts.registry}"
    return {"number": registration_id, "scheme": registry, "expected": expected}


class Trial(SourcedRecord):
    """One registration of one study in one registry.

    The same study may stand in several registries, and each is a record.
    `phase` is NA for most device trials, which is not "unknown" (None).

    >>> source = {"title": "API", "publisher": "ClinicalTrials.gov", "locator": "NCT05035823"}
    >>> Trial(registry="NCT", registration_id="NCT05035823", started="2022-04", sources=[source]).id
    'NCT:NCT05035823'
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("number_of_scheme", ("registration_id", "registry"), _registry_of_number),
    )
    natural_key: ClassVar[tuple[str, ...]] = ("registry", "registration_id")

    registry: Text
    """Key of the registry: NCT, CHICTR, ISRCTN and so on."""
    registration_id: Text
    """Number in the registry, in canonical form."""
    title: Text | None = None
    """Public title."""
    sponsor: Text | None = None
    """Primary sponsor."""
    conditions: Names = ()
    """Conditions studied, as written."""
    interventions: Names = ()
    """Interventions, as written."""
    study_type: Annotated[StudyType, coded(StudyType)] | None = None
    """Design; None: not stated."""
    phase: Annotated[Phase, coded(Phase)] | None = None
    """Phase; NA: has none; None: not stated."""
    new_treatment_technology: StrictBool | None = None
    """ChiCTR's kind of study "trial of a new treatment technology", kept apart from the phase."""
    status: Annotated[TrialStatus, coded(TrialStatus)] | None = None
    """Recruitment status on the day the source was read."""
    registered: PartialDate | None = None
    """When it was registered or first posted."""
    started: PartialDate | None = None
    """Start, or first enrolment."""
    started_kind: Annotated[DateKind, coded(DateKind)] | None = None
    """Whether the start is a fact or a plan."""
    enrolment: People | None = None
    """People enrolled or planned."""
    enrolment_kind: Annotated[DateKind, coded(DateKind)] | None = None
    """Whether the enrolment is a fact or a plan."""
    age: AgeRange | None = None
    """Ages that may take part, in years."""
    countries: Annotated[tuple[Country, ...], AfterValidator(sorted_tuple)] = ()
    """Countries of the sites, as ISO 3166-1 codes."""

    def derived(self) -> Mapping[str, object]:
        """Return the canonical number, and the id made from it."""
        number = trial_number.parse(self.registration_id).text
        return {"registration_id": number, "id": self.id or f"{self.registry}:{number}"}
