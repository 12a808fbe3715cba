"""Ages of the intended population in English statements.

``18 years and older``, ``ages 5-12``, ``birth to 22``, ``under the age of
two``, ``eighteen or above``.  A number of years is an age only where the words
around it say so: a five-year risk and a follow-up of two years are none, and
gestational weeks are none either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.cues import each_wording, wording
from medai_landscape.wording.intended_use.en.numerals import decimal_text, scaled
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.mentions import AgeBand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.en.cues import Cues

__all__ = ["Age", "find_ages"]


_NUMBER = wording("number")
_RANGE = wording("ages_range")
_LOWER = each_wording("ages_lower")
_UPPER = each_wording("ages_upper")
_OPEN_LOW = frozenset(
    {">", "above", "older than", "over", "greater than", "more than", "in excess of", "beyond",
     "exceeding", "past"}
)  # fmt: skip
_OPEN_HIGH = frozenset(
    {"<", "under", "younger than", "below", "less than", "not yet", "before", "until"}
)

_AGE_WORD = re.compile(
    r"\b(?:aged?|ages|old|older|younger|birth|newborns?|elder|y/?o|yo)\b|birthday"
)
_PEOPLE = pattern("ages_people")
_PEOPLE_AFTER = pattern("ages_people_after")
_GESTATION = re.compile(
    r"gestation|pregnan|post ?menstrual|post ?conception|corrected age|trimester"
)
_DURATION_BEFORE = pattern("ages_duration_before")
_DURATION_AFTER = pattern("ages_duration_after")
_OPEN_END = re.compile(r"(?:and|or|&) (?:above|over|up|more|under|below)|\+\Z")
_AGED = re.compile(r"\b(?:aged?|ages|birth|newborns?|neonates?|infan\w+)\b")
_OF_AGE = re.compile(r",? (?:of age|old)\b")
_OLDEST = 125
_TRANSITIONAL = re.compile(r"\btransitional adolescents? \(\Z")
"""Who is treated as an adult: their ages bound nothing."""
_PER_YEAR = {"m": 12, "w": 52, "d": 365}


class Age(NamedTuple):
    """A band of ages and its place in the text."""

    band: AgeBand
    start: int
    end: int


def find_ages(text: str, cues: Cues) -> Iterator[Age]:
    """Yield the bands of ages in one sentence, left to right, none overlapping another."""
    if not _NUMBER.may_be_in(cues):
        return
    found = [*_ranges(text, cues), *_one_sided(text, cues)]
    found.sort(key=lambda age: (age.start, -age.end))
    kept: list[Age] = []
    for age in found:
        if kept and age.start < kept[-1].end:
            continue
        if kept and _is_one_range(text, kept[-1], age):
            last = kept.pop()
            band = last.band._replace(high=age.band.high, high_closed=age.band.high_closed)
            kept.append(Age(band, last.start, age.end))
        else:
            kept.append(age)
    yield from kept


_BOTH = re.compile(r",? (?:and|but) (?:is |are )?")


def _is_one_range(text: str, one: Age, other: Age) -> bool:
    """Whether two limits bound one range: "older than 18 and younger than 65 years"."""
    return (
        one.band.high is None
        and other.band.low is None
        and _BOTH.fullmatch(text, one.end, other.start) is not None
    )


def _ranges(text: str, cues: Cues) -> Iterator[Age]:
    for match in _RANGE.finditer(text, cues):
        unit = match["u2"] or match["u1"]
        if _TRANSITIONAL.search(text, max(0, match.start() - 30), match.start()):
            continue
        words = match["low"].startswith(("birth", "newborn", "neonat", "infan"))
        if match["low"][0].isdigit() and _joins_two(match):
            continue
        if not (words and unit) and not _is_age(text, match, unit, lead=bool(match["lead"])):
            continue
        low = "0" if words else _years(match["low"], match["u1"] or unit)
        band = AgeBand(
            low, low_closed=True, high=_years(match["high"], unit), high_closed=not match["excl"]
        )
        if float(band.low or 0) <= float(band.high or 0) <= _OLDEST:
            yield Age(band, *match.span())


def _joins_two(match: re.Match[str]) -> bool:
    """Whether "and" or "or" joins two numbers that are no range: only "between ... and" is one."""
    between = match.string[
        match.end("u1") if match["u1"] else match.end("low") : match.start("high")
    ]
    words = between.split()
    return bool(words) and words[0] in {"and", "or"} and "between" not in (match["lead"] or "")


def _one_sided(text: str, cues: Cues) -> Iterator[Age]:
    for form in _LOWER:
        for match in form.finditer(text, cues):
            if _is_age(text, match, match["u1"], lead=False):
                sign = match.groupdict().get("sign")
                closed = sign not in _OPEN_LOW or bool(match.groupdict().get("more"))
                band = AgeBand(_years(match["low"], match["u1"]), closed, None, high_closed=True)
                yield Age(band, *match.span())
    for form in _UPPER:
        for match in form.finditer(text, cues):
            if _is_age(text, match, match["u2"], lead=False):
                closed = match.groupdict().get("sign") not in _OPEN_HIGH
                band = AgeBand(
                    None,
                    low_closed=True,
                    high=_years(match["high"], match["u2"]),
                    high_closed=closed,
                )
                yield Age(band, *match.span())


def _years(number: str, unit: str | None) -> str:
    divisor = _PER_YEAR.get((unit or "y")[0])
    return scaled(number, divisor) if divisor else decimal_text(number)


def _is_age(  # noqa: PLR0911 - one return for each sign
    text: str, match: re.Match[str], unit: str | None, *, lead: bool
) -> bool:
    """Whether the words around a number of years make it an age."""
    before = text[max(0, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 40]
    if (unit or "").startswith(("w", "d")) and _GESTATION.search(before[-40:] + match[0] + after):
        return False
    people = _PEOPLE.search(before) is not None
    if (unit or "").startswith(("w", "d")) and not (people or _AGED.search(match[0])):
        return False
    if _DURATION_AFTER.match(after) and not _AGE_WORD.search(match[0]):
        return False
    if _AGE_WORD.search(match[0]):
        return unit is not None or _not_a_measure(after)
    if _DURATION_BEFORE.search(before):
        return False
    if unit is not None and unit.startswith("y") and _OPEN_END.search(match[0]):
        return True
    near = _AGE_WORD.search(before[-14:]) is not None or _OF_AGE.match(after) is not None
    if near:
        return _not_a_measure(after)
    if unit is None:
        return people and not lead and _not_a_measure(after) and _bare(match)
    return people or _PEOPLE_AFTER.match(after) is not None


def _bare(match: re.Match[str]) -> bool:
    """Whether a number without a unit can be an age: "women over 40", "adults (18+)"."""
    number = match.groupdict().get("low") or match.groupdict().get("high") or ""
    return float(decimal_text(number)) <= _OLDEST


_MEASURE = pattern("ages_measure")


def _not_a_measure(after: str) -> bool:
    return _MEASURE.match(after) is None
