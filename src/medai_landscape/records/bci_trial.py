"""Trials of brain-computer interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from medai_landscape.answers import Answer
from medai_landscape.records._record import Names, Text
from medai_landscape.records._rules import Rule
from medai_landscape.records.bci_rule import decide_bci
from medai_landscape.records.trial import People, Trial
from medai_landscape.records.vocabularies import Route, coded
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BCITrial", "is_non_invasive"]

_INVASIVENESS = {
    row["code"]: row["invasiveness"] for row in read_rows("vocabularies/bci_routes.csv")
}


def is_non_invasive(route: Route) -> bool:
    """Whether a device of this route stays outside the body, so that it implants nobody.

    >>> is_non_invasive(Route.EEG), is_non_invasive(Route.ENDOVASCULAR)
    (True, False)
    """
    return _INVASIVENESS[route] == "non_invasive"


def _non_invasive_implants_nobody(
    implanted: int | None, route: Route
) -> Mapping[str, object] | None:
    if not implanted or not is_non_invasive(route):
        return None
    return {"route": route, "implanted": implanted}


def _implanted_are_enrolled(
    implanted: int | None, enrolment: int | None
) -> Mapping[str, object] | None:
    if implanted is None or enrolment is None or implanted <= enrolment:
        return None
    return {"implanted": implanted, "enrolment": enrolment}


class BCITrial(Trial):
    """A trial in which a brain signal is read to control or to communicate.

    `implanted` counts people who received a device, which is not the number
    enrolled.  `route_text` keeps the words of the source, since sources draw
    the lines between routes differently.

    >>> source = {"title": "API", "publisher": "ClinicalTrials.gov", "locator": "NCT05035823"}
    >>> BCITrial(registry="NCT", registration_id="NCT05035823", route="endovascular",
    ...     enrolment=6, implanted=6, sources=[source]).id
    'NCT:NCT05035823'
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        *Trial.rules,
        Rule("non_invasive_implant", ("implanted", "route"), _non_invasive_implants_nobody),
        Rule("implanted_over_enrolment", ("implanted", "enrolment"), _implanted_are_enrolled),
    )

    route: Annotated[Route, coded(Route)]
    """How the device reaches the signal; `unknown` where the source does not say."""
    route_text: Text | None = None
    """The words of the source."""
    device: Text | None = None
    """Device under study."""
    implanted: People | None = None
    """People who received an implant; None: not stated."""
    indications: Names = ()
    """What it is to help with, in the words of the indications table or of the source."""

    @classmethod
    def from_trial(cls, trial: Trial) -> Self | None:
        """Return *trial* as one of a brain-computer interface, None unless it surely is one.

        `medai_landscape.records.bci_rule.decide_bci` holds the rule, and says
        why.  `route_text` keeps the words that decided.

        >>> source = {"title": "API", "publisher": "ClinicalTrials.gov", "locator": "NCT05035823"}
        >>> trial = Trial(registry="NCT", registration_id="NCT05035823", sources=[source],
        ...     title="Stentrode First in Human Early Feasibility Study")
        >>> BCITrial.from_trial(trial).route, BCITrial.from_trial(trial.replace(title="A stent"))
        (<Route.ENDOVASCULAR: 'endovascular'>, None)
        """
        decision = decide_bci(trial)
        if decision.is_bci is not Answer.YES:
            return None
        given = {name: getattr(trial, name) for name in trial.model_fields_set}
        words = dict.fromkeys((*decision.words, *decision.route_words))
        return cls.model_validate(
            {**given, "route": decision.route, "route_text": ", ".join(words)}
        )
