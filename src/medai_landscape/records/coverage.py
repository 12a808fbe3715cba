"""Whether a use covers a case: yes, no, or the statement does not say.

Only what the case names is asked.  A constraint that the statement does not
set answers *unknown*: not stated is not unrestricted.  What the statement
rules out answers *no* where the case names it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, TypeVar

from attrs import field, frozen

from medai_landscape.answers import Answer
from medai_landscape.errors import UndecidedError, VocabularyError
from medai_landscape.intervals import Interval
from medai_landscape.records._hierarchy import expand, parts, touches
from medai_landscape.records.intended_use_codes import (
    AgeGroup,
    Anatomy,
    Exclusion,
    Finding,
    Modality,
    Sex,
)
from medai_landscape.records.limits import LENGTH, limits_of
from medai_landscape.records.number import NumberError, exact_number

if TYPE_CHECKING:
    from enum import StrEnum

    from medai_landscape.records.intended_use import IntendedUse

__all__ = ["Case", "Coverage", "covers"]

_ADULT = Decimal(18)
_PEDIATRIC_END = Decimal(22)  # the FDA's pediatric devices reach to the 22nd birthday
_INFANT_END = Decimal(2)  # the guide reads infants under 2 as neonates
_NEWBORN_END = Decimal(28) / Decimal(365)

Code = TypeVar("Code", bound="StrEnum")


def _measured(value: object) -> Decimal | None:
    if value is None:
        return None
    number = exact_number(value)
    if number < 0:
        raise NumberError(value, "a number of 0 or more")
    return number


def _code(kind: type[Code], value: str | None) -> Code | None:
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError:
        allowed = [str(code) for code in kind]
        name = kind.__name__.lower()
        raise VocabularyError(name, value, allowed, "records/intended_use_codes.py") from None


def _sex(value: str | None) -> Sex | None:
    return _code(Sex, value)


def _modality(value: str | None) -> Modality | None:
    return _code(Modality, value)


def _anatomy(value: str | None) -> Anatomy | None:
    return _code(Anatomy, value)


def _target(value: str | None) -> Finding | None:
    return _code(Finding, value)


@frozen(kw_only=True)
class Case:
    """A patient and an examination, as far as known; what is None is not asked.

    >>> Case(age=17.9, sex="female", modality="MG")
    Case(age=Decimal('17.9'), sex=<Sex.FEMALE: 'female'>, modality=<Modality.MG: 'MG'>, \
anatomy=None, finding=None, size_mm=None)
    """

    age: Decimal | None = field(default=None, converter=_measured)
    """Age in years."""
    sex: Sex | None = field(default=None, converter=_sex)
    modality: Modality | None = field(default=None, converter=_modality)
    anatomy: Anatomy | None = field(default=None, converter=_anatomy)
    finding: Finding | None = field(default=None, converter=_target)
    size_mm: Decimal | None = field(default=None, converter=_measured)
    """Size of the finding in millimetres."""


@frozen
class Coverage:
    """The answer, and the constraint that decided it.

    A coverage has no truth value: write ``coverage.answer is Answer.YES``.
    """

    answer: Answer
    constraint: str | None
    """The first constraint that said no, or else could not say; where all say yes, the only one
    that was asked, None for several."""
    answers: tuple[tuple[str, Answer], ...] = ()
    """What each constraint that was asked says."""

    def __bool__(self) -> NoReturn:
        raise UndecidedError(self.answer)


def covers(use: IntendedUse, case: Case) -> Coverage:
    """Say whether *use* covers *case*, and which constraint decides.

    A case that names nothing is not decided by anything: unknown.

    >>> from medai_landscape.records.intended_use import IntendedUse
    >>> use = IntendedUse(modalities=("CT",), anatomies=("chest",), age={"min": 18})
    >>> covers(use, Case(age=30, modality="CT", anatomy="pulmonary_artery")).answer
    <Answer.YES: 'yes'>
    >>> covers(use, Case(age=17.9, modality="CT")).constraint
    'age'
    >>> covers(use, Case(sex="male")).answer
    <Answer.UNKNOWN: 'unknown'>
    """
    asked: list[tuple[str, Answer]] = []
    if case.age is not None:
        asked += _age(use, case.age)
    if case.sex is not None:
        asked.append(("sexes", _listed(use, "sexes", case.sex)))
    if case.modality is not None:
        asked.append(("modalities", _listed(use, "modalities", case.modality)))
    if case.anatomy is not None:
        asked.append(("anatomies", _listed(use, "anatomies", case.anatomy)))
    if case.finding is not None:
        asked += _finding(use, case.finding)
    if case.size_mm is not None:
        asked.append(("thresholds", _size(use, case.size_mm)))
    return _decided(tuple(asked))


def _decided(asked: tuple[tuple[str, Answer], ...]) -> Coverage:
    if not asked:
        return Coverage(Answer.UNKNOWN, None)
    for answer in (Answer.NO, Answer.UNKNOWN):
        for constraint, found in asked:
            if found is answer:
                return Coverage(answer, constraint, asked)
    return Coverage(Answer.YES, asked[0][0] if len(asked) == 1 else None, asked)


def _listed(use: IntendedUse, name: str, code: StrEnum) -> Answer:
    """Look *code* up in a list of the statement, with what is part of what.

    ``other`` is every thing without a code, so it is never known to be the same.
    A list that breaks off may go on with the code that was looked for.
    """
    stated: tuple[str, ...] = getattr(use, name)
    if not stated or code.lower() == "other":
        return Answer.UNKNOWN
    inside = expand(name, stated)
    if code in inside:
        return Answer.YES
    if touches(name, parts(name, code), inside) or not use.complete:
        return Answer.UNKNOWN
    return Answer.NO


def _age(use: IntendedUse, age: Decimal) -> list[tuple[str, Answer]]:
    """Ask the stated numbers, else the stated groups; then whether children are ruled out."""
    numbers = use.age.interval() if use.age is not None else Interval()
    if not numbers.is_unbounded:
        asked = [("age", Answer.of(numbers.contains(age)))]
    elif use.age_groups:
        asked = [("age_groups", _in_groups(use.age_groups, age))]
    else:
        asked = [("age", Answer.UNKNOWN)]
    if Exclusion.PEDIATRIC in use.exclusions and age < _ADULT:
        asked.append(("exclusions", _despite_exclusion(*asked[0])))
    return asked


def _despite_exclusion(constraint: str, affirmed: Answer) -> Answer:
    """Weigh an exclusion of children against what else is said of the age.

    The statement may rule out the youngest only ("children under 2"), and the
    code does not keep the limit.  Stated numbers that let the age in settle it.
    """
    if affirmed is not Answer.YES:
        return Answer.NO
    return Answer.YES if constraint == "age" else Answer.UNKNOWN


def _in_groups(groups: tuple[AgeGroup, ...], age: Decimal) -> Answer:
    """Read groups without numbers by their common meaning.

    Adults are 18 and over.  Children are under 18; a device for them may reach
    to 22, so 18 to 22 is unknown.  A newborn is at most 28 days old; the word
    is used for infants up to 2 years too.
    """
    verdict = Answer.NO
    if AgeGroup.ALL in groups:
        verdict = Answer.YES
    if AgeGroup.ADULT in groups:
        verdict |= Answer.of(age >= _ADULT)
    if AgeGroup.PEDIATRIC in groups:
        verdict |= _up_to(age, _ADULT, _PEDIATRIC_END)
    if AgeGroup.NEONATE in groups:
        verdict |= _up_to(age, _NEWBORN_END, _INFANT_END)
    return verdict


def _up_to(age: Decimal, sure: Decimal, possible: Decimal) -> Answer:
    if age < sure:
        return Answer.YES
    return Answer.UNKNOWN if age < possible else Answer.NO


_MALIGNANT = frozenset({Exclusion.MALIGNANCY, Exclusion.ONCOLOGY_PATIENT})


def _finding(use: IntendedUse, finding: Finding) -> list[tuple[str, Answer]]:
    """Ask the target findings, then whether the case's own disease is ruled out."""
    asked = [("findings", _listed(use, "findings", finding))]
    if finding in parts("findings", Finding.CANCER) and not _MALIGNANT.isdisjoint(use.exclusions):
        asked.append(("exclusions", Answer.NO if asked[0][1] is not Answer.YES else Answer.UNKNOWN))
    return asked


def _size(use: IntendedUse, size_mm: Decimal) -> Answer:
    limits = [found for found in limits_of(use.thresholds).values() if found.quantity == LENGTH]
    verdict = Answer.YES if limits else Answer.UNKNOWN
    for limit in limits:
        verdict &= limit.contain(size_mm)
    return verdict
