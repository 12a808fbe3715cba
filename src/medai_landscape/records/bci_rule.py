"""Which trials are trials of brain-computer interfaces, and how the signal is reached.

A brain-computer interface reads a signal of the brain in order to control
something or to communicate.  The rule asks title, conditions and interventions,
in English and Chinese, and only them: a sponsor or a sentence about who may not
take part proves nothing.  Its words stand in ``data/bci_terms.csv``.

1. A word for the interface itself, or the name of such a device: yes.
2. The letters BCI beside a word about brain or paralysis: yes, unless another
   meaning is named (breast cancer index, bone conduction implant) and no word
   of 1.  BMI is mostly the body mass index: at best unknown.
3. An array of electrodes in the cortex and something that is controlled; or any
   signal, the decoding of an intention, and something that is controlled: yes.
4. A signal with only one of the two, an array alone, and neurofeedback: unknown.
   Sources draw this line differently.
5. Anything else: no.  An EEG that only measures, an ECoG that maps a seizure, and
   stimulation of the brain read nobody's intention.

The route is that of the words found.  Two routes on one side of the skin give
the broader word for that side; one on each side gives unknown.

Source: definitions of the ethics guideline of 2024 and of report S2; cases 3 to 5
are our convention.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.answers import Answer
from medai_landscape.plain_text import nfkc
from medai_landscape.records.vocabularies import Route
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.records.trial import Trial

__all__ = ["BCIDecision", "decide_bci"]

_TERMS = "bci_terms.csv"
_NON_INVASIVE = frozenset({Route.EEG, Route.FNIRS, Route.MEG, Route.ULTRASOUND, Route.NON_INVASIVE})
_BROAD = frozenset({Route.INVASIVE, Route.NON_INVASIVE})


@frozen
class BCIDecision:
    """Whether a trial is one of a brain-computer interface, by which words, and why."""

    is_bci: Answer
    route: Route
    words: tuple[str, ...]
    """The words that decided, in the order of the text."""
    route_words: tuple[str, ...]
    """The words that tell the route."""
    reason: str


@frozen
class _Term:
    role: str
    route: Route | None


@frozen
class _Hit:
    word: str
    term: _Term


def decide_bci(trial: Trial) -> BCIDecision:
    """Decide whether *trial* is one of a brain-computer interface, and say why.

    >>> from medai_landscape.records import Trial
    >>> source = {"title": "API", "publisher": "ClinicalTrials.gov", "locator": "NCT05035823"}
    >>> decision = decide_bci(Trial(registry="NCT", registration_id="NCT05035823", sources=[source],
    ...     title="Stentrode First in Human Early Feasibility Study"))
    >>> decision.is_bci, decision.route
    (<Answer.YES: 'yes'>, <Route.ENDOVASCULAR: 'endovascular'>)
    >>> decision.reason
    "it names a device that is one: 'stentrode'"
    """
    texts = [trial.title or "", *trial.interventions, *trial.conditions]
    hits = [hit for text in texts for hit in _find(text)]
    case = next(case for case in _CASES if case.fits({hit.term.role for hit in hits}))
    words = _each([hit for hit in hits if hit.term.role in case.roles])
    reason = case.reason + (f": {', '.join(map(repr, words))}" if words else "")
    telling = [hit for hit in hits if hit.term.route is not None]
    route = _route(telling) if case.answer is Answer.YES else Route.UNKNOWN
    return BCIDecision(case.answer, route, words, _each(telling), reason)


@frozen
class _Case:
    """An answer, and the roles that all must be there for it."""

    answer: Answer
    roles: tuple[str, ...]
    reason: str

    def fits(self, present: set[str]) -> bool:
        if present & _SETTING:
            present = present | {"setting"}
        return present >= set(self.roles)


# Any of these beside the letters BCI tells that they stand for the interface.
_SETTING = frozenset(
    {"array", "context", "decoding", "implanted_signal", "output", "route", "signal"}
)

# The first case that fits decides.
_CASES = (
    _Case(Answer.YES, ("interface",), "it names the interface"),
    _Case(Answer.YES, ("device",), "it names a device that is one"),
    _Case(Answer.NO, ("acronym", "other_meaning"), "the letters stand for something else"),
    _Case(Answer.YES, ("acronym", "setting"), "it says BCI beside words about brain or paralysis"),
    _Case(Answer.UNKNOWN, ("acronym",), "it says BCI and nothing that tells which one"),
    _Case(Answer.YES, ("array", "output"), "it reads the cortex to control something"),
    *(
        _Case(
            Answer.YES, (signal, "decoding", "output"), "it reads an intention to control something"
        )
        for signal in ("implanted_signal", "signal")
    ),
    _Case(Answer.NO, ("acronym_in_doubt", "other_meaning"), "BMI is the body mass index"),
    _Case(Answer.UNKNOWN, ("acronym_in_doubt", "setting"), "BMI is mostly the body mass index"),
    *(
        _Case(Answer.UNKNOWN, roles, "it reads a signal and does not say what for")
        for roles in (
            ("array",),
            ("implanted_signal", "decoding"),
            ("signal", "decoding"),
            ("signal", "output"),
        )
    ),
    _Case(
        Answer.UNKNOWN, ("neurofeedback",), "neurofeedback counts in some sources and not in others"
    ),
    _Case(Answer.NO, ("implanted_signal",), "the signal is only recorded"),
    _Case(Answer.NO, ("signal",), "the signal is only measured"),
    _Case(Answer.NO, ("stimulation",), "it stimulates and reads no intention"),
    _Case(Answer.NO, (), "nothing in title, conditions or interventions speaks of one"),
)


def _each(hits: Iterable[_Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.word for hit in hits))


def _route(hits: Iterable[_Hit]) -> Route:
    """Join the routes that words hint at into the one that all of them allow."""
    routes = {hit.term.route for hit in hits}
    exact = routes - _BROAD
    outside = {route in _NON_INVASIVE for route in exact or routes}
    if len(outside) != 1:
        return Route.UNKNOWN
    # An EEG beside an implant is how people are measured, not how the device listens.
    if outside == {True} and Route.INVASIVE in routes and Route.NON_INVASIVE not in routes:
        return Route.UNKNOWN
    if len(exact) == 1:
        return next(Route(route) for route in exact if route is not None)
    return Route.NON_INVASIVE if outside == {True} else Route.INVASIVE


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, _Term]]:
    """Return the pattern of all terms, the longest first, and what each of them says."""
    terms: dict[str, _Term] = {}
    for row in read_rows(_TERMS):
        route = Route(row["route"]) if row["route"] else None
        for term in row["terms"].split("|"):
            terms[_plain(term)] = _Term(row["role"], route)
    ordered = sorted(terms, key=len, reverse=True)
    latin = "|".join(re.escape(term) for term in ordered if term.isascii())
    chinese = "|".join(re.escape(term) for term in ordered if not term.isascii())
    # A word of Latin letters is a whole word; Chinese has no spaces to tell.
    pattern = re.compile(rf"(?<![a-z0-9])({latin})s?(?![a-z0-9])|({chinese})")
    return pattern, terms


def _plain(text: str) -> str:
    """Write a text in small letters, with one space for every dash and space."""
    folded = nfkc(text).casefold()
    return " ".join("".join(" " if c in "-‐‑‒–—―_/" else c for c in folded).split())


def _find(text: str) -> Iterable[_Hit]:
    pattern, terms = _lexicon()
    for match in pattern.finditer(_plain(text)):
        word = match[1] or match[2]
        yield _Hit(word, terms[word])
