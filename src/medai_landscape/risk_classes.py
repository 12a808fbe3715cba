"""Risk classes of devices, and the two rules that put software into one.

China and the United States have I, II and III, the European MDR has I (with Is, Im
and Ir within it), IIa, IIb and III, the IVDR has A to D.  Classes are ordered within
one regime only: a class II of the NMPA is neither below nor above a class IIa.

>>> RiskClass.IIA < RiskClass.III, RiskClass.IS < RiskClass.I, RiskClass.IS <= RiskClass.I
(True, False, True)
>>> RiskClass.B < RiskClass.III
Traceback (most recent call last):
medai_landscape.errors.ScopeError: the regime differs: 'IVDR' against 'FDA, MDR, NMPA'; \
restrict both counts to the same regime first
>>> RISK_CLASSES.read("第三类"), RISK_CLASSES.read("2"), RISK_CLASSES.read("Class IIb")
('III', 'II', 'IIb')
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Literal, cast

from medai_landscape.errors import ScopeError, VocabularyError
from medai_landscape.vocabulary import Vocabulary, read_rows

__all__ = [
    "RISK_CLASSES",
    "Harm",
    "ImdrfCategory",
    "Purpose",
    "RiskClass",
    "imdrf_category",
    "rule11",
]

_TABLE = "vocabularies/risk_classes.csv"

ImdrfCategory = Literal["I", "II", "III", "IV"]

RISK_CLASSES = Vocabulary.from_table(
    "risk class", _TABLE, ignored=("U", "N", "F", "unclassified", "not classified")
)
"""How classes are written; the FDA's U, N and F (no class, and HDE) read as None."""


@cache
def _ranks() -> dict[str, tuple[int, frozenset[str]]]:
    return {
        row["code"]: (int(row["rank"]), frozenset(row["regimes"].split("|")))
        for row in read_rows(_TABLE)
    }


class RiskClass(StrEnum):
    """The class of a device in the words of its regulator.

    Is, Im and Ir stand beside I: neither is below the other, and they are not equal.
    """

    I = "I"  # noqa: E741 - the regulators' own name
    IS = "Is"
    IM = "Im"
    IR = "Ir"
    II = "II"
    IIA = "IIa"
    IIB = "IIb"
    III = "III"
    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def regimes(self) -> frozenset[str]:
        """The regimes that have this class: ``NMPA``, ``FDA``, ``MDR``, ``IVDR``."""
        return _ranks()[self.value][1]

    def _above(self, other: str) -> int:
        """Return by how many steps this class is above *other*.

        Raises:
            ScopeError: no regime has both.
            VocabularyError: *other* is no risk class.
        """
        code = RISK_CLASSES.read(other)
        if code is None:
            raise VocabularyError("risk class", other, RISK_CLASSES.allowed, RISK_CLASSES.file)
        (rank, regimes), (other_rank, other_regimes) = _ranks()[self.value], _ranks()[code]
        if regimes.isdisjoint(other_regimes):
            sides = (", ".join(sorted(side)) for side in (regimes, other_regimes))
            raise ScopeError("regime", *sides)
        return rank - other_rank

    def __lt__(self, other: str) -> bool:
        return self._above(other) < 0

    def __le__(self, other: str) -> bool:
        return self._above(other) <= 0

    def __gt__(self, other: str) -> bool:
        return self._above(other) > 0

    def __ge__(self, other: str) -> bool:
        return self._above(other) >= 0


class Purpose(StrEnum):
    """What software is for, as far as Rule 11 asks."""

    DECISIONS = "decisions"
    """It informs decisions with a diagnostic or therapeutic purpose."""
    MONITORING = "monitoring"
    """It monitors physiological processes."""
    OTHER = "other"


class Harm(StrEnum):
    """The worst that can follow from the software being wrong, as far as Rule 11 asks."""

    DEATH = "death"
    IRREVERSIBLE_DETERIORATION = "irreversible_deterioration"
    SERIOUS_DETERIORATION = "serious_deterioration"
    SURGICAL_INTERVENTION = "surgical_intervention"
    IMMEDIATE_DANGER = "immediate_danger"
    """A vital parameter varies so that the patient is in danger at once."""
    NONE = "none"


_PURPOSES = Vocabulary(
    "purpose under Rule 11",
    tuple(Purpose),
    dict.fromkeys(("diagnosis", "therapy", "diagnostic", "therapeutic"), "decisions"),
    file="risk_classes.py",
)
_HARMS = Vocabulary(
    "worst harm under Rule 11",
    tuple(Harm),
    {harm.replace("_", " "): harm.value for harm in Harm if "_" in harm},
    file="risk_classes.py",
)
_FATAL = frozenset({Harm.DEATH, Harm.IRREVERSIBLE_DETERIORATION})


def rule11(purpose: Purpose | str, worst_harm: Harm | str) -> RiskClass:
    """Return the class that Rule 11 of the MDR gives to software.

    The harm is that of a *decision* taken on the information, or of a change that
    monitoring overlooks; how likely it is does not matter.

    Args:
        purpose: What the software is for.
        worst_harm: The worst that can follow; ``none`` for anything less.

    Raises:
        VocabularyError: a word that Rule 11 does not know.

    Source: Regulation (EU) 2017/745, Annex VIII, Rule 11; MDCG 2021-24.

    >>> rule11("decisions", "death"), rule11("monitoring", "immediate_danger")
    (<RiskClass.III: 'III'>, <RiskClass.IIB: 'IIb'>)
    >>> rule11("decisions", "none"), rule11("other", "none")
    (<RiskClass.IIA: 'IIa'>, <RiskClass.I: 'I'>)
    """
    use = Purpose(str(_PURPOSES.read(purpose)))
    harm = Harm(str(_HARMS.read(worst_harm)))
    if use is Purpose.OTHER:
        return RiskClass.I
    if use is Purpose.MONITORING:
        dangerous = harm in _FATAL or harm is Harm.IMMEDIATE_DANGER
        return RiskClass.IIB if dangerous else RiskClass.IIA
    if harm in _FATAL:
        return RiskClass.III
    return RiskClass.IIA if harm is Harm.NONE else RiskClass.IIB


_STATES = Vocabulary(
    "state of the healthcare situation",
    ("critical", "serious", "nonserious"),
    {"non-serious": "nonserious", "non serious": "nonserious"},
    file="risk_classes.py",
)
_SIGNIFICANCES = Vocabulary(
    "significance of the information",
    ("treat_diagnose", "drive", "inform"),
    {
        "treat or diagnose": "treat_diagnose",
        "treat": "treat_diagnose",
        "diagnose": "treat_diagnose",
        "drive clinical management": "drive",
        "inform clinical management": "inform",
    },
    file="risk_classes.py",
)


def imdrf_category(state: str, significance: str) -> ImdrfCategory:
    """Return the IMDRF category of software as a medical device.

    It is no risk class: IV is the highest category, and regulators map it to their
    classes in their own ways.

    Args:
        state: Of the patient's condition: ``critical``, ``serious`` or ``nonserious``.
        significance: Of the information: ``treat_diagnose``, ``drive`` or ``inform``.

    Raises:
        VocabularyError: a word that the table does not know.

    Source: IMDRF/SaMD WG/N12 (2014).

    >>> imdrf_category("critical", "treat_diagnose"), imdrf_category("serious", "inform")
    ('IV', 'I')
    """
    key = _STATES.read(state), _SIGNIFICANCES.read(significance)
    rows = read_rows("vocabularies/imdrf_matrix.csv")
    return next(
        cast("ImdrfCategory", row["category"])
        for row in rows
        if (row["state"], row["significance"]) == key
    )
