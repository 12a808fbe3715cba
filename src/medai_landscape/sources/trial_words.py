"""Phases, ages, countries and numbers of people as registries of trials write them.

Eleven notations of a phase, ages in years, months and days with and without a
space, countries three times over: each is read here, or refused with the word.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.countries import COUNTRIES
from medai_landscape.errors import VocabularyError
from medai_landscape.plain_text import nfkc
from medai_landscape.records.number import NumberError
from medai_landscape.records.vocabularies import Phase, vocabulary
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PhaseReading", "read_age", "read_countries", "read_people", "read_phase"]

_FILE = "trial_phase_words.csv"
_STEPS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CODES = {
    frozenset({0}): Phase.EARLY_PHASE1,
    frozenset({0, 1}): Phase.EARLY_PHASE1,
    frozenset({1}): Phase.PHASE1,
    frozenset({1, 2}): Phase.PHASE1_PHASE2,
    frozenset({2}): Phase.PHASE2,
    frozenset({2, 3}): Phase.PHASE2_PHASE3,
    frozenset({3}): Phase.PHASE3,
    frozenset({4}): Phase.PHASE4,
}
# The European register answers four questions: "Therapeutic exploratory (Phase II): yes".
_QUESTION = re.compile(r"\(phase (iv|iii|ii|i)\) ?: ?(yes|no)\b")
_FILLER = re.compile("phase|期|临床试验|临床|试验|trial|clinical|study")
_STEP = re.compile("(?<![a-z0-9])(iv|iii|ii|i|[0-4])[abc]?(?![a-z0-9])")
_JOINT = re.compile(r"(?:and|to|or|[\s/,&+|~;_.()–至和或、-])*")


@frozen
class PhaseReading:
    """What an entry says of the phase; both None: nothing."""

    phase: Phase | None = None
    new_treatment_technology: bool | None = None


@cache
def _phase_words() -> dict[str, str]:
    return {row["words"]: row["reads"] for row in read_rows(_FILE)}


def read_phase(text: str) -> PhaseReading:
    """Read a phase in digits or Roman figures, in English or Chinese.

    ``N/A`` says that the trial has none, which is the code NA; ``NA`` is how
    tables write a missing value and says nothing.

    >>> read_phase("Phase 2 / Phase 3").phase, read_phase("Ⅰ/Ⅱ期").phase, read_phase("1-2").phase
    (<Phase.PHASE2_PHASE3: 'PHASE2_PHASE3'>, <Phase.PHASE1_PHASE2: 'PHASE1_PHASE2'>, \
<Phase.PHASE1_PHASE2: 'PHASE1_PHASE2'>)

    Raises:
        VocabularyError: no phase, or phases that are never run as one.
    """
    plain = " ".join(nfkc(text).casefold().split())
    reads = _phase_words().get(plain)
    if not plain or reads == "not_stated":
        return PhaseReading()
    if reads == "new_treatment_technology":
        return PhaseReading(new_treatment_technology=True)
    if reads is not None:
        return PhaseReading(Phase(reads))
    # Four times no is the answer of a trial that has no phase, or of nobody.
    if _QUESTION.search(plain) and not re.search(r"\) ?: ?yes", plain):
        return PhaseReading()
    steps = _steps(plain)
    if steps in _CODES:
        return PhaseReading(_CODES[steps])
    try:
        return PhaseReading(Phase(str(vocabulary(Phase).read(text))))
    except VocabularyError:
        codes = [phase.value for phase in Phase]
        raise VocabularyError("trial phase", text, codes, f"data/{_FILE}") from None


def _steps(plain: str) -> frozenset[int]:
    """Return the numbers of the phases a text names, none where it says anything else."""
    answers = _QUESTION.findall(plain)
    if answers:
        return frozenset(_STEPS[step] for step, answer in answers if answer == "yes")
    if plain.startswith("early phase 1") or plain == "early_phase1":
        return frozenset({0})
    bare = _FILLER.sub(" ", plain)
    if not _JOINT.fullmatch(_STEP.sub(" ", bare)):
        return frozenset()
    return frozenset(_STEPS.get(step) or int(step) for step in _STEP.findall(bare))


_UNITS = "year|month|week|day|hour|minute|yr|y|m|w|d|h|周岁|岁|个月|月|周|天|日"  # longest first
_AGE = re.compile(
    rf"(?:>=|≥|<=|≤)? ?([0-9]{{1,6}}(?:[.][0-9]{{1,4}})?) ?-?(?:({_UNITS})(?: ?[(]?s[)]?)?)?"
    r"(?: ?-?(?:old|of age))?[.]?"
)
# A year of 365.25 days; what is written in days was mostly meant in years.
_A_YEAR = {"y": Decimal(1), "m": Decimal(12), "w": Decimal("52.17857"), "d": Decimal("365.25"),
           "h": Decimal(8766), "i": Decimal(525960)}  # fmt: skip
_CHINESE_UNITS = {"周岁": "y", "岁": "y", "个月": "m", "月": "m", "周": "w", "天": "d", "日": "d"}
_NO_AGE = frozenset({
    "", "na", "n/a", "n/a (no limit)", "none", "null", "no limit", "nolimit", "not limited",
    "not applicable", "not available", "not specified", "no maximum", "no minimum",
    "no max", "no min", "no age limit", "no upper limit", "no lower limit", "not stated",
    "no restriction", "unlimited", "any", "不限", "无限制", "无",
})  # fmt: skip


def read_age(text: str) -> Decimal | None:
    """Read an age in years; None where there is no limit, or a limit of nought.

    A number without a unit is in years.

    >>> read_age("18Y"), read_age("6 Months"), read_age("No limit"), read_age("18岁")
    (Decimal('18'), Decimal('0.5'), None, Decimal('18'))

    Raises:
        NumberError: no age.
    """
    plain = " ".join(nfkc(text).casefold().split())
    if plain in _NO_AGE:
        return None
    match = _AGE.fullmatch(plain)
    if match is None:
        raise NumberError(text)
    unit = match[2] or "y"
    unit = _CHINESE_UNITS.get(unit, "i" if unit.startswith("mi") else unit[0])
    years = (Decimal(match[1]) / _A_YEAR[unit]).quantize(Decimal("0.0001")).normalize()
    return Decimal(int(years)) if years == int(years) and years else years or None


def read_countries(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of countries, each once, and the names that are none we know.

    >>> read_countries(["Viet Nam", "Vietnam", "Tanzania, United Republic of", "Atlantis"])
    (('TZ', 'VN'), ('Atlantis',))
    """
    codes: set[str] = set()
    strangers: list[str] = []
    for name in names:
        found = _country(name)
        # A list within a list; but some countries have a comma in their name.
        parts = [name] if found else [part for part in name.split(",") if part.strip()]
        for part in parts:
            code = found or _country(part)
            if code is None:
                strangers.append(part.strip())
            else:
                codes.add(code)
    return tuple(sorted(codes)), tuple(dict.fromkeys(strangers))


def _country(name: str) -> str | None:
    try:
        return COUNTRIES.read(name.strip())
    except VocabularyError:
        return None


_PEOPLE = r"(?:patients?|participants?|subjects?|people|persons?|cases?|例|人|名)?"
_GROUP = re.compile(rf"[^:;]*:\s{{0,5}}([0-9]{{1,9}})\s{{0,5}}{_PEOPLE}\s{{0,5}}", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?:n ?= ?)?([0-9]{{1,9}}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}) ?{_PEOPLE}", re.IGNORECASE
)
_NO_COUNT = frozenset({"", "na", "n/a", "null", "none", "not available", "not specified", "-"})


def read_people(text: str) -> int | None:
    """Read a number of people, or the sum over groups; None where it is not stated.

    >>> read_people("Group A:30;Group B:30;"), read_people("1,200"), read_people("NA")
    (60, 1200, None)

    Raises:
        NumberError: anything else, such as "30 in each group".
    """
    plain = " ".join(nfkc(text).split())
    if plain.casefold() in _NO_COUNT:
        return None
    if match := _COUNT.fullmatch(plain):
        return int(match[1].replace(",", ""))
    groups = [group for group in plain.split(";") if group.strip()]
    counts = [_GROUP.fullmatch(group) for group in groups]
    if not groups or None in counts:
        raise NumberError(text)
    return sum(int(match[1]) for match in counts if match is not None)
