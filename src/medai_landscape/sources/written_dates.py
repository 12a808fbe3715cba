"""Dates as registers export them: in digits or with the month in words.

The notations are those of `read_partial_date`.  Which of two digits is the
month depends on who wrote them, so the reader of a format says it; nothing
here guesses from the machine's locale.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.dates import PartialDate
from medai_landscape.errors import DateError
from medai_landscape.wording.partial_dates import read_partial_date

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["WrittenDate", "is_day_first", "read_date"]

# [0-9], never \d: \d also accepts digits of other scripts.
_TIME = (
    r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?(?: ?[AP]M)?"
    r"(?:Z| ?[+-][0-9]{2}:?[0-9]{2})?"
)
_TIME_BEHIND = re.compile(f"{_TIME}$", re.IGNORECASE)
_YEAR_LAST = re.compile(
    rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2(?:[0-9]{{4}}|[0-9]{{2}})(?:{_TIME})?", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"\A(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? ", re.IGNORECASE
)
_WHOLE_YEAR = re.compile("[0-9]{4}|年")
_DAY_NUMBER = re.compile("([0-9]{5})(?:[.][0-9]{1,15})?")
_WHOSE_DAYS = (
    "; a number of days is counted from 1900 or from 1904: format the column as dates, and save it"
)
_EXPECTED = "a day, month or year such as 2024-09-27, {example}, 27 September 2024 or 2024年9月27日"
_MONTHS_A_YEAR = 12


@frozen
class WrittenDate:
    """A date, and what was not plain about the way it was written."""

    date: PartialDate
    repairs: tuple[str, ...] = ()


def is_day_first(texts: Iterable[str], *, otherwise: bool) -> bool:
    """Say whether the days of a column stand before its months.

    Two dates such as 27/09/2024, which can only be read one way, decide it for
    all of them; with fewer, or with some of either way, it is as *otherwise* says.

    >>> is_day_first(["04/09/2024", "27/09/2024", "30/09/2024"], otherwise=False)
    True
    """
    found = Counter(filter(None, map(_order, texts)))
    if len(found) == 1 and found.total() > 1:
        return "day first" in found
    return otherwise


def _order(text: str) -> str | None:
    match = _YEAR_LAST.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if (first > _MONTHS_A_YEAR) is (second > _MONTHS_A_YEAR):
        return None
    return "day first" if first > second else "month first"


def read_date(text: str, *, day_first: bool = False, day_zero: date | None = None) -> WrittenDate:
    """Read a date with the precision that it was written with.

    Args:
        text: One date; a time of day behind it is passed over.
        day_first: Whether 04/09/2024 is in September (otherwise it is in April).
        day_zero: From when the spreadsheet that it comes from counts days, for 45562.

    >>> read_date("9/4/2024").date, read_date("04/09/2024", day_first=True).date
    (PartialDate(year=2024, month=9, day=4), PartialDate(year=2024, month=9, day=4))

    Raises:
        DateError: no date, a day that does not exist, or the month in the wrong place.
    """
    compacted = _WEEKDAY.sub("", " ".join(text.split()))
    if (number := _DAY_NUMBER.fullmatch(compacted)) and day_zero is not None:
        counted = day_zero + timedelta(int(number[1]))
        return WrittenDate(PartialDate.of(counted), ("day_number",))
    written = _TIME_BEHIND.sub("", compacted)
    try:
        found = read_partial_date(written, order="dmy" if day_first else "mdy")
    except DateError:
        example = "27/09/2024" if day_first else "09/27/2024"
        expected = _EXPECTED.format(example=example) + (_WHOSE_DAYS if number else "")
        raise DateError(text, expected) from None
    return WrittenDate(found, () if _WHOLE_YEAR.search(written) else ("two_digit_year",))
