"""The closed vocabularies of the records, and how their words are read.

Each has a StrEnum, whose words are the codes, and a Vocabulary made from a
text table, whose aliases are the ways the words are written in the wild.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BeforeValidator

from medai_landscape.risk_classes import RiskClass
from medai_landscape.vocabulary import Vocabulary

__all__ = [
    "CertificateStatus",
    "DateKind",
    "Instrument",
    "Phase",
    "PolicyStage",
    "Round",
    "Route",
    "Scheme",
    "StudyType",
    "Subsector",
    "TrialStatus",
    "coded",
    "vocabulary",
]


class Scheme(StrEnum):
    """Kind of authorisation, by regulator and pathway."""

    NMPA_REGISTRATION = "nmpa_registration"
    NMPA_PROVINCIAL = "nmpa_provincial"
    NMPA_FILING = "nmpa_filing"
    FDA_510K = "fda_510k"
    FDA_DE_NOVO = "fda_de_novo"
    FDA_PMA = "fda_pma"
    FDA_PMA_SUPPLEMENT = "fda_pma_supplement"
    FDA_HDE = "fda_hde"
    CE_MDD = "ce_mdd"
    CE_MDR = "ce_mdr"
    CE_IVDR = "ce_ivdr"
    OTHER = "other"


class CertificateStatus(StrEnum):
    """Status of an authorisation on the day its source was read."""

    ACTIVE = "active"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


class PolicyStage(StrEnum):
    """Stage of a policy instrument."""

    DRAFT = "draft"
    FINAL = "final"
    AMENDED = "amended"
    REISSUED = "reissued"
    REPEALED = "repealed"


class Instrument(StrEnum):
    """Kind of policy instrument; an authorisation is none."""

    LAW = "law"
    REGULATION = "regulation"
    ANNOUNCEMENT = "announcement"
    NOTICE = "notice"
    GUIDANCE = "guidance"
    OPINION = "opinion"
    ACTION_PLAN = "action_plan"
    STANDARD = "standard"
    PRICE_ITEM = "price_item"
    CATALOGUE = "catalogue"
    ETHICS = "ethics"
    CONSULTATION = "consultation"
    PRINCIPLES = "principles"
    LAW_PACKAGE = "law_package"
    DISCUSSION_PAPER = "discussion_paper"
    DECISION = "decision"


class Subsector(StrEnum):
    """Sub-field of digital health, as report S2 divides it."""

    AI = "ai"
    BCI = "bci"
    BIG_DATA = "big_data"
    INFORMATICS = "informatics"
    DIGITAL_MARKETING = "digital_marketing"
    DTX = "dtx"
    INSURANCE_IT = "insurance_it"
    TRUSTED_DATA_SPACE = "trusted_data_space"


class Round(StrEnum):
    """Round of financing, in the words of Chinese venture databases."""

    SEED = "SEED"
    ANGEL = "ANGEL"
    PRE_A = "PRE_A"
    A = "A"
    A_PLUS = "A_PLUS"
    A_PLUS2 = "A_PLUS2"
    PRE_B = "PRE_B"
    B = "B"
    B_PLUS = "B_PLUS"
    C = "C"
    C_PLUS = "C_PLUS"
    D = "D"
    E = "E"
    F = "F"
    PRE_IPO = "PRE_IPO"
    CORNERSTONE = "CORNERSTONE"
    IPO = "IPO"
    PLACEMENT = "PLACEMENT"
    STRATEGIC = "STRATEGIC"
    EQUITY = "EQUITY"
    MA = "MA"
    CONVERTIBLE = "CONVERTIBLE"
    GRANT = "GRANT"
    DEBT = "DEBT"
    SERIES_UNKNOWN = "SERIES_UNKNOWN"


class Phase(StrEnum):
    """Phase of a trial, in the codes of ClinicalTrials.gov; devices mostly have none (NA)."""

    NA = "NA"
    EARLY_PHASE1 = "EARLY_PHASE1"
    PHASE1 = "PHASE1"
    PHASE1_PHASE2 = "PHASE1_PHASE2"
    PHASE2 = "PHASE2"
    PHASE2_PHASE3 = "PHASE2_PHASE3"
    PHASE3 = "PHASE3"
    PHASE4 = "PHASE4"


class TrialStatus(StrEnum):
    """Recruitment status, in the codes of ClinicalTrials.gov."""

    NOT_YET_RECRUITING = "NOT_YET_RECRUITING"
    RECRUITING = "RECRUITING"
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION"
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING"
    COMPLETED = "COMPLETED"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"
    WITHDRAWN = "WITHDRAWN"
    AVAILABLE = "AVAILABLE"
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE"
    TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE"
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING"
    WITHHELD = "WITHHELD"
    AUTHORISED = "AUTHORISED"
    UNKNOWN = "UNKNOWN"


class StudyType(StrEnum):
    """Design of a study, in the codes of ClinicalTrials.gov."""

    INTERVENTIONAL = "INTERVENTIONAL"
    OBSERVATIONAL = "OBSERVATIONAL"
    EXPANDED_ACCESS = "EXPANDED_ACCESS"


class DateKind(StrEnum):
    """Whether a date or a number of people is a fact or a plan, as registries mark it."""

    ACTUAL = "ACTUAL"
    ESTIMATED = "ESTIMATED"


class Route(StrEnum):
    """How a brain-computer interface reaches the signal."""

    INTRACORTICAL = "intracortical"
    EPICORTICAL = "epicortical"
    EPIDURAL = "epidural"
    ENDOVASCULAR = "endovascular"
    DEPTH = "depth"
    EEG = "eeg"
    FNIRS = "fnirs"
    MEG = "meg"
    ULTRASOUND = "ultrasound"
    INVASIVE = "invasive"
    NON_INVASIVE = "non_invasive"
    UNKNOWN = "unknown"


_TABLES: dict[type[StrEnum], str] = {
    RiskClass: "risk_classes.csv",
    Scheme: "schemes.csv",
    CertificateStatus: "certificate_statuses.csv",
    PolicyStage: "policy_stages.csv",
    Instrument: "instruments.csv",
    Subsector: "subsectors.csv",
    Round: "rounds.csv",
    Phase: "phases.csv",
    TrialStatus: "trial_statuses.csv",
    Route: "bci_routes.csv",
}


@cache
def vocabulary(codes: type[StrEnum]) -> Vocabulary:
    """Return the vocabulary of *codes*, with the ways they are written.

    >>> vocabulary(Round).read("A+轮"), vocabulary(RiskClass).read("2")
    ('A_PLUS', 'II')
    """
    if codes not in _TABLES:
        return Vocabulary(codes.__name__, tuple(code.value for code in codes))
    return Vocabulary.from_table(_words(codes.__name__), f"vocabularies/{_TABLES[codes]}")


def _words(name: str) -> str:
    """``TrialStatus`` as a reader would say it: ``trial status``."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def coded(codes: type[StrEnum]) -> BeforeValidator:
    """Let a field read any spelling of its vocabulary; other kinds of value go to pydantic.

    >>> from typing import Annotated
    >>> from pydantic import TypeAdapter
    >>> TypeAdapter(Annotated[Round, coded(Round)]).validate_python("A+轮")
    <Round.A_PLUS: 'A_PLUS'>
    """

    def read(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, codes):
            code = vocabulary(codes).read(value)
            return None if code is None else codes(code)
        return value

    return BeforeValidator(read)
