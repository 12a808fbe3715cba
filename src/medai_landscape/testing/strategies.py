"""Hypothesis strategies for every record, found by hypothesis itself.

With this package installed, ``st.from_type(ml.Certificate)`` works, in the
tests of packages that build on this one too.  Every drawn record is valid;
none is filtered.

>>> certificates()
certificates()
"""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from medai_landscape import records
from medai_landscape.records import intended_use_codes as codes
from medai_landscape.records.bci_trial import is_non_invasive
from medai_landscape.records.register import TableName
from medai_landscape.records.vocabularies import (
    CertificateStatus,
    DateKind,
    Instrument,
    Phase,
    PolicyStage,
    Round,
    Route,
    Scheme,
    StudyType,
    Subsector,
    TrialStatus,
)
from medai_landscape.testing import value_strategies as values

__all__ = [
    "bci_trials",
    "certificates",
    "claims",
    "device_identifiers",
    "funding_rounds",
    "intended_uses",
    "policy_events",
    "registers",
    "sources",
    "trials",
]

_FIRST_NUMBER = date(2031, 1, 1)
"""No drawn number carries a later year, so an approval from here on fits all of them."""


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _several(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def sources() -> st.SearchStrategy[records.Source]:
    """Draw a source that can be followed."""
    return st.builds(
        records.Source,
        title=values.texts(),
        publisher=values.texts(),
        locator=values.texts(),
        url=_maybe(st.integers(0, 999).map("https://example.org/{}".format)),
        published=_maybe(values.partial_dates()),
        read_on=_maybe(values.partial_dates()),
        licence=_maybe(st.sampled_from(("CC-BY-4.0", "MIT", "public domain"))),
        verified=st.booleans(),
        note=_maybe(values.texts()),
    )


def _sourced() -> st.SearchStrategy[tuple[records.Source, ...]]:
    return st.lists(sources(), min_size=1, max_size=2).map(tuple)


@st.composite
def intended_uses(draw: st.DrawFn) -> records.IntendedUse:
    """Draw constraints in any combination, with evidence in their text."""
    text = draw(_maybe(values.texts(60)))
    length = len(text or "")
    evidence = []
    for _ in range(draw(st.integers(0, 2)) if length else 0):
        start = draw(st.integers(0, length))
        evidence.append(
            records.Evidence(
                field="functions",
                value=draw(st.sampled_from(codes.Function)),
                start=start,
                end=draw(st.integers(start, length)),
            )
        )
    limits = st.builds(
        records.Threshold,
        measure=st.sampled_from(codes.Measure),
        op=st.sampled_from((">=", ">", "<=", "<")),
        value=st.integers(0, 1000).map(lambda tenths: tenths / 10),
        unit=st.sampled_from(("mm", "cm", "%", "ms", "")),
    )
    return records.IntendedUse(
        text=text,
        lang=draw(st.sampled_from((None, "zh", "en"))),
        complete=draw(st.booleans()),
        reason=draw(_maybe(values.texts())),
        functions=draw(_several(st.sampled_from(codes.Function))),
        modalities=draw(_several(st.sampled_from(codes.Modality))),
        anatomies=draw(_several(st.sampled_from(codes.Anatomy))),
        findings=draw(_several(st.sampled_from(codes.Finding))),
        age=draw(_maybe(values.age_ranges())),
        age_groups=draw(_several(st.sampled_from(codes.AgeGroup))),
        sexes=draw(_several(st.sampled_from(codes.Sex))),
        thresholds=draw(_several(limits, 2)),
        users=draw(_several(st.sampled_from(codes.User))),
        user_training=draw(st.booleans()),
        settings=draw(_several(st.sampled_from(codes.Setting))),
        standalone_prohibited=draw(st.booleans()),
        exclusions=draw(_several(st.sampled_from(codes.Exclusion))),
        equipment_restricted=draw(st.booleans()),
        evidence=tuple(evidence),
    )


@st.composite
def certificates(draw: st.DrawFn) -> records.Certificate:
    """Draw an authorisation of any scheme, with a number that fits it, or none."""
    scheme = draw(st.sampled_from(Scheme))
    number, risk_class = None, None
    if scheme.startswith("nmpa_"):
        jurisdiction, number = "CN", draw(_maybe(values.nmpa_numbers(scheme)))
    elif scheme.startswith("fda_"):
        jurisdiction, number = "US", draw(_maybe(values.fda_numbers(scheme)))
        risk_class = draw(st.sampled_from((None, "I", "II", "III")))
    elif scheme.startswith("ce_"):
        jurisdiction, number = "EU", draw(_maybe(values.texts(8).map(str.strip)))
        risk_class = draw(st.sampled_from((None, "I", "IIa", "IIb", "III")))
    else:
        jurisdiction = draw(values.jurisdictions())
    approved, expires = draw(values.partial_dates_in_order(2, first=_FIRST_NUMBER, strictly=True))
    return records.Certificate(
        jurisdiction=jurisdiction,
        scheme=scheme,
        number=number,
        product_name=draw(values.texts()),
        product_name_en=draw(_maybe(values.texts())),
        holder=draw(_maybe(values.texts())),
        holder_en=draw(_maybe(values.texts())),
        risk_class=risk_class,
        category=draw(_maybe(st.sampled_from(("21", "21-04-02", "QIH")))),
        panel=draw(_maybe(st.sampled_from(("RA", "CV")))),
        approved=approved,
        expires=expires,
        status=draw(_maybe(st.sampled_from(CertificateStatus))),
        is_ai=draw(_maybe(st.booleans())),
        intended_use=draw(_maybe(intended_uses())),
        predecessors=draw(_several(values.texts(8))),
        sources=draw(_sourced()),
    )


@st.composite
def policy_events(draw: st.DrawFn) -> records.PolicyEvent:
    """Draw a policy event whose dates are in order."""
    signed, published, effective = draw(values.partial_dates_in_order(3))
    return records.PolicyEvent(
        jurisdiction=draw(values.jurisdictions()),
        issuers=draw(_several(values.texts(8))),
        title=draw(values.texts()),
        title_en=draw(_maybe(values.texts())),
        instrument=draw(_maybe(st.sampled_from(Instrument))),
        stage=draw(_maybe(st.sampled_from(PolicyStage))),
        signed=signed,
        published=published,
        effective=effective,
        applicable=draw(_several(values.partial_dates(), 2)),
        number=draw(_maybe(values.texts(12))),
        subsectors=draw(_several(st.sampled_from(Subsector))),
        summary=draw(_maybe(values.texts())),
        sources=draw(_sourced()),
    )


@st.composite
def funding_rounds(draw: st.DrawFn) -> records.FundingRound:
    """Draw a round, from an exact figure to an undisclosed one."""
    investors = draw(_several(values.texts(8)))
    return records.FundingRound(
        company=draw(values.texts()),
        announced=draw(_maybe(values.partial_dates())),
        stage=draw(_maybe(st.sampled_from(Round))),
        amount=draw(_maybe(values.amount_ranges())),
        amount_text=draw(_maybe(values.texts(10))),
        investors=investors,
        lead_investors=investors[: draw(st.integers(0, 1))],
        subsector=draw(_maybe(st.sampled_from(Subsector))),
        bci_route=draw(_maybe(st.sampled_from(Route))),
        sources=draw(_sourced()),
    )


def _trial_fields(draw: st.DrawFn) -> dict[str, Any]:
    registry, number = draw(values.trial_numbers())
    return {
        "registry": registry,
        "registration_id": number,
        "title": draw(_maybe(values.texts())),
        "sponsor": draw(_maybe(values.texts())),
        "conditions": draw(_several(values.texts(10))),
        "interventions": draw(_several(values.texts(10))),
        "study_type": draw(_maybe(st.sampled_from(StudyType))),
        "phase": draw(_maybe(st.sampled_from(Phase))),
        "new_treatment_technology": draw(_maybe(st.booleans())),
        "status": draw(_maybe(st.sampled_from(TrialStatus))),
        "registered": draw(_maybe(values.partial_dates())),
        "started": draw(_maybe(values.partial_dates())),
        "started_kind": draw(_maybe(st.sampled_from(DateKind))),
        "enrolment": draw(_maybe(st.integers(0, 100_000))),
        "enrolment_kind": draw(_maybe(st.sampled_from(DateKind))),
        "age": draw(_maybe(values.age_ranges())),
        "countries": draw(_several(values.countries())),
        "sources": draw(_sourced()),
    }


@st.composite
def trials(draw: st.DrawFn) -> records.Trial:
    """Draw a registration of a trial."""
    return records.Trial(**_trial_fields(draw))


@st.composite
def bci_trials(draw: st.DrawFn) -> records.BCITrial:
    """Draw a trial of a brain-computer interface that implants no more than it enrols."""
    fields = _trial_fields(draw)
    route = draw(st.sampled_from(Route))
    most = fields["enrolment"] if fields["enrolment"] is not None else 50
    return records.BCITrial(
        **fields,
        route=route,
        route_text=draw(_maybe(values.texts())),
        device=draw(_maybe(values.texts())),
        implanted=None if is_non_invasive(route) else draw(_maybe(st.integers(0, most))),
        indications=draw(_several(values.texts(10))),
    )


def claims() -> st.SearchStrategy[records.Claim]:
    """Draw a claim without a measure."""
    return st.builds(
        records.Claim,
        report=values.texts(),
        statement=values.texts(),
        asserted=_maybe(values.texts()),
        window=_maybe(st.just("2025-01/2025-05")),
        sources=_sourced(),
    )


def registers() -> st.SearchStrategy[records.Register]:
    """Draw a promise that a table is complete, of all its records or of one jurisdiction's."""
    return st.builds(
        records.Register,
        table=st.sampled_from(get_args(TableName)),
        where=_maybe(values.jurisdictions().map("jurisdiction = {}".format)),
        window=values.date_spans(),
        sources=_sourced(),
    )


def device_identifiers() -> st.SearchStrategy[records.DeviceIdentifier]:
    """Draw a row of a UDI database."""
    return st.builds(
        records.DeviceIdentifier,
        di=st.integers(0, 10**13).map("{:014d}".format),
        agency=st.sampled_from(("GS1", "MA", "AHM")),
        certificate_number=_maybe(values.nmpa_numbers()),
        product_name=_maybe(values.texts()),
        holder=_maybe(values.texts()),
        is_reagent=_maybe(st.booleans()),
        published=_maybe(values.partial_dates()),
        sources=_sourced(),
    )
