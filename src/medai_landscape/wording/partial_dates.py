"""A date in a cell, in the notations of registers and spreadsheets.

ISO, its compact form, dots and slashes, Chinese, English month names.  Two
things are never guessed: whether 03/04/2025 is a day of March or of April, and
the century of 03/04/25, unless the caller says in which order the numbers
stand.  A five-digit number is the serial day of a spreadsheet, which has two
epochs, and no date.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from medai_landscape.dates import PartialDate
from medai_landscape.errors import DateError
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.tokens import LONGEST

__all__ = ["DATE_SHAPE", "HAN_NUMBER", "Order", "han_number", "month_names", "read_partial_date"]

Order = Literal["ymd", "mdy", "dmy"]
"""How the numbers of a date stand: year first, month first (US) or day first."""

_PIVOT = 69  # POSIX: a year of two digits below it is of this century
_EXPECTED = "a date such as 2025-06-10, 2025/6, 20250610, 2025年6月10日 or Jan 5, 2025"
_WHICH = "; say order='mdy' or order='dmy', since the numbers may stand either way"

# [0-9], never \d: \d also accepts digits of other scripts.
HAN_NUMBER = "[〇零○一二三四五六七八九十]{1,4}"
_HAN_YEAR = "[〇零○一二三四五六七八九]{4}"  # 二十四年 is a period
DATE_SHAPE = "|".join(
    (
        *(rf"[0-9]{{4}}{mark}[0-9]{{1,2}}{mark}[0-9]{{1,2}}" for mark in ("-", "/", r"\.")),
        *(rf"[0-9]{{1,2}}{mark}[0-9]{{1,2}}{mark}[0-9]{{4}}" for mark in ("-", "/", r"\.")),
        r"[0-9]{4}[-/.](?:1[0-2]|0?[1-9])",
        r"(?:1[0-2]|0?[1-9])[/.][0-9]{4}",
        r"[0-9]{8}",
    )
)
"""Dates in figures that are one word of a phrase; `read_partial_date` reads them."""

_DAY_NUMBER = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")
_WHOSE_DAYS = "; a spreadsheet counts days from 1900 or from 1904: format the column as dates"
_FIGURES = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,4})(?:\2([0-9]{1,4}))?")
_COMPACT = re.compile("([0-9]{4})(?:([0-9]{2})([0-9]{2}))?")
_CHINESE = re.compile(
    rf"([0-9]{{4}}|{_HAN_YEAR})年(?:([0-9]{{1,2}}|{HAN_NUMBER})月(?:([0-9]{{1,2}}|{HAN_NUMBER})[日号])?)?"
)
_CLOCK = re.compile(r"(?:t| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?[ap]m)?")
_HAN_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


@cache
def month_names() -> dict[str, int]:
    """Return the English names of months and their short forms, in lower case."""
    return {
        name: int(row["value"])
        for row in read_rows("wording/date_words.csv")
        if row["kind"] == "month_name"
        for name in row["words"].split("|")
    }


@cache
def _english() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
    day = "[0-9]{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        f"(?:(?P<before>{day})[ -])?(?P<month>{names})(?:[ -](?P<after>{day}))?"
        f"(?:, ?| |-)(?P<year>[0-9]{{4}}|[0-9]{{2}})"
        f"|(?P<year_first>[0-9]{{4}})[ -](?P<month_second>{names})(?:[ -](?P<day_last>{day}))?"
    )


def read_partial_date(text: str, *, order: Order | None = None) -> PartialDate:
    """Read the date of a cell, to the day, the month or the year that it gives.

    Args:
        text: One date.  A time of day after it is passed over, since the day is
            the one written; a time with a zone is refused.
        order: How the numbers stand where the text itself cannot tell; needed for
            03/04/2025 and for every year of two digits, which is read as 1969 to
            2068.

    Raises:
        DateError: no date, a day that does not exist, or two readings.

    >>> read_partial_date("9/29/2025"), read_partial_date("2025年6月")
    (PartialDate(year=2025, month=9, day=29), PartialDate(year=2025, month=6, day=None))
    >>> read_partial_date("03/04/25", order="mdy").isoformat()
    '2025-03-04'
    >>> read_partial_date("03/04/2025")
    Traceback (most recent call last):
    medai_landscape.errors.DateError: '03/04/2025' cannot be read as a date: expected \
a date such as 2025-06-10, 2025/6, 20250610, 2025年6月10日 or Jan 5, 2025; \
say order='mdy' or order='dmy', since the numbers may stand either way
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise DateError(text, _EXPECTED)
    folded = " ".join(text.split()).lower()
    clock = _CLOCK.search(folded)
    if clock is not None and clock.end() == len(folded):
        folded = folded[: clock.start()]
    if match := _COMPACT.fullmatch(folded):
        return _date(text, *match.groups())
    if match := _CHINESE.fullmatch(folded):
        return _date(text, *match.groups())
    if _DAY_NUMBER.fullmatch(folded):
        raise DateError(text, _EXPECTED + _WHOSE_DAYS)
    if match := _FIGURES.fullmatch(folded):
        return _from_figures(text, match[1], match[3], match[4], order)
    if match := _english().fullmatch(folded):
        return _from_english(text, match, order)
    raise DateError(text, _EXPECTED)


def han_number(text: str) -> int | None:
    """Return a number up to 99 or a year, digits in Chinese: 十二, 二十三, 二〇二五.

    None where it is neither.
    """
    if "十" not in text:
        digits = "".join(str(_HAN_DIGITS[char]) for char in text)
        return int(digits) if len(digits) in {1, 4} else None
    tens, _, ones = text.partition("十")
    values = [_HAN_DIGITS.get(part, 0) if part else None for part in (tens, ones)]
    if 0 in values:  # not one digit, or a zero
        return None
    return (1 if values[0] is None else values[0]) * 10 + (values[1] or 0)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() else han_number(text)


def _date(text: str, year: str, month: str | None = None, day: str | None = None) -> PartialDate:
    parts = [None if part is None else _number(part) for part in (year, month, day)]
    if parts[0] is None or (month is not None and parts[1] is None):
        raise DateError(text, _EXPECTED)
    if day is not None and parts[2] is None:
        raise DateError(text, _EXPECTED)
    try:
        return PartialDate(parts[0], parts[1], parts[2])
    except DateError:
        raise DateError(text, f"{_EXPECTED}, a day that exists") from None


def _full_year(text: str, year: str, order: Order | None) -> str:
    if len(year) == 4:  # noqa: PLR2004 - all its digits
        return year
    if len(year) != 2 or order is None:  # noqa: PLR2004 - a year of two digits
        raise DateError(text, f"{_EXPECTED}; a year of two digits needs order=")
    return str(int(year) + (2000 if int(year) < _PIVOT else 1900))


def _from_figures(
    text: str, first: str, second: str, third: str | None, order: Order | None
) -> PartialDate:
    if len(first) == 4:  # noqa: PLR2004 - a year
        return _date(text, first, second, third)
    if third is None:
        return _date(text, _full_year(text, second, None), first)
    if order == "ymd":
        return _date(text, _full_year(text, first, order), second, third)
    year = _full_year(text, third, order)
    if order is not None:
        return _date(text, year, *((first, second) if order == "mdy" else (second, first)))
    readings = set()
    for month, day in ((first, second), (second, first)):
        try:
            readings.add(_date(text, year, month, day))
        except DateError:
            continue
    if len(readings) != 1:
        raise DateError(text, _EXPECTED + _WHICH * (len(readings) > 1))
    return readings.pop()


def _from_english(text: str, match: re.Match[str], order: Order | None) -> PartialDate:
    month = month_names()[match["month"] or match["month_second"]]
    days = [day for day in match.group("before", "after", "day_last") if day]
    year = match["year"] or match["year_first"]
    if len(days) > 1 or (len(year) == 2 and not days):  # noqa: PLR2004 - Jan 25: a day, or a year
        raise DateError(text, _EXPECTED)
    return _date(
        text, _full_year(text, year, order), str(month), *(day.rstrip("dhnrst") for day in days)
    )
