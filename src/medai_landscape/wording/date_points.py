"""A day, month, year or part of one, as a phrase names it: 2025年6月, 年底, Q3, 上旬, mid-May.

The words of one point in time stand in any order that two languages have; what
is missing (the year of 10月) comes from the other end of a range or from the
context.  Parts that have no sharp edge are read so:

- 年初 and "beginning of 2025" are January, 年中 is June and July, 年底, 年末 and
  "end of 2025" are December;
- 月初, 月中, 月底 and 月末 are the thirds 上旬, 中旬 and 下旬: days 1 to 10, 11
  to 20, and 21 to the last;
- early, mid and late are thirds: of a month as above, of a year four months each.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import define, field

from medai_landscape.dates import PartialDate, Precision
from medai_landscape.errors import DateError
from medai_landscape.wording.partial_dates import HAN_NUMBER, han_number

if TYPE_CHECKING:
    from medai_landscape.wording.tokens import Token

__all__ = ["FIRST_SHAPE", "POINT_KINDS", "Point"]

_COUNTS = (
    *("", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
FIRST_SHAPE = (
    rf"前(?:[0-9]{{1,2}}|两|{HAN_NUMBER})个?(?:季度|月)"
    rf"|first (?:[0-9]{{1,2}}{'|'.join(_COUNTS)}) (?:months|quarters)"
)
"""前三季度, 前10个月 and first nine months are one word of a phrase."""

_FOUR_DIGITS = 1000
_YEARS_OF_ERA = range(1, 200)
POINT_KINDS = frozenset(
    {
        *("date", "day", "era", "first", "half", "month", "month_name", "number"),
        *("part", "quarter", "year"),
        *("relative_day", "relative_month", "relative_year"),
    }
)

_NUMBERED = {"quarter": ("Q", 4), "half": ("H", 2)}
_MONTHS_OF_YEAR = {
    "H1": (1, 6),
    "H2": (7, 12),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
    "beginning": (1, 1),
    "middle": (6, 7),
    "end": (12, 12),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
}
_DAYS_OF_MONTH = {
    "beginning": (1, 10),
    "middle": (11, 20),
    "end": (21, 31),
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
}


@define
class Point:
    """One end of a phrase, filled word by word; `finish` it before asking for its days."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    first_months: int | None = None
    relative: tuple[str, int] | None = None
    bare: int | None = None  # a number that the other end must explain, as the 1 of 1-10月
    named: list[str] = field(factory=list)
    era: int | None = None  # the year before the first of 民国 or 令和
    _pending: int | None = None

    def take(self, token: Token) -> None:
        """Add *token*, of one of `POINT_KINDS`.

        Raises:
            DateError: the same thing named twice, or a unit without its number.
        """
        if token.kind in {"year", "half", "quarter", "month", "day"}:
            if self._pending is None:
                raise DateError(token.text, f"a number before {token.text!r}")
            self._set_unit(token.kind, self._pending)
            self._pending = None
            return
        self._settle()
        if token.kind == "number":
            self._pending = _number(token.value)
        elif token.kind == "month_name":
            self._set("month", int(token.value))
        elif token.kind == "part":
            self._set("part", token.value)
        elif token.kind == "era":
            self.era = int(token.value)
        elif token.kind == "first":
            self._set("first_months", _first_months(token.value))
        else:
            self._set("relative", (token.kind, int(token.value)))

    def take_date(self, when: PartialDate) -> None:
        """Add a whole date in figures."""
        self._settle()
        for name in ("year", "month", "day"):
            if getattr(when, name) is not None:
                self._set(name, getattr(when, name))

    def finish(self) -> None:
        """Say what the last number was: a year by its four digits, a day beside a month.

        Raises:
            DateError: an era without a year of it.
        """
        self._settle()
        if self.era is not None and self.year is None:
            raise DateError(self.era, "a year of the era, such as 民国113年")
        if self.bare is not None and self.month is not None and self.day is None:
            self.day, self.bare = self.bare, None
            self.named[self.named.index("bare")] = "day"

    @property
    def is_begun(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.named) or self._pending is not None

    def explain_bare(self, other: Point, *, nearest: int) -> None:
        """Read a number without a unit as what the *nearest* thing across the range is."""
        if self.bare is None or not other.named:
            return
        number, self.bare, neighbour = self.bare, None, other.named[nearest]
        if neighbour in {"month", "day"}:
            self._set_unit(neighbour, number)
        elif neighbour == "part" and str(other.part).startswith("Q"):
            self._set_unit("quarter", number)
        else:
            raise DateError(number, f"a unit beside {number}")

    def completes(self, other: Point) -> bool:
        """Whether one of the two is only a year, and the other all but the year: 2024-Q3."""
        one, two = set(self.named), set(other.named)
        return (
            {"year"} in (one, two) and len(one | two) > 1 and not {"year", "relative"} & one & two
        )

    def absorb(self, other: Point) -> None:
        """Add all that the *other* says.

        Raises:
            DateError: the same thing named twice.
        """
        for name in other.named:
            self._set(name, getattr(other, name))

    def inherit(self, other: Point) -> None:
        """Take the year, and the month of a lone day, from the other end of a range."""
        if self.month is None and self.day is not None:
            self.month = other.month
        if self.year is None and self.relative is None:
            self.year, self.relative = other.year, other.relative

    def days(self, context: date | int | None) -> tuple[date, date, Precision]:
        """Return its first and last day, and how exactly the words gave them.

        Raises:
            DateError: no such day, or nothing says of which year.
        """
        if self.bare is not None or not self.named:
            raise DateError(self.bare, "a unit or a month beside each number, such as 2025年6月")
        year, month, day = self._year_month_day(context)
        if self.part is None and self.first_months is None:
            when = PartialDate(year, month, day)
            return when.earliest(), when.latest(), when.precision
        if day is not None or (self.part is not None and self.first_months is not None):
            raise DateError(self.part, "a part of a year or of a month")
        if month is None:
            months = (1, self.first_months) if self.part is None else _MONTHS_OF_YEAR[self.part]
            first, last = (PartialDate(year, number) for number in months)
            return first.earliest(), last.latest(), "month"
        if self.part not in _DAYS_OF_MONTH:
            raise DateError(self.part, "初, 中, 末 or 旬 beside a month")
        low, high = _DAYS_OF_MONTH[self.part]
        high = min(high, PartialDate(year, month).latest().day)
        return date(year, month, low), date(year, month, high), "day"

    def _year_month_day(self, context: date | int | None) -> tuple[int, int | None, int | None]:
        """Return the parts of the date, counted from *context* where they are relative."""
        if self.relative is None:
            return _year_of(context) if self.year is None else self.year, self.month, self.day
        unit, distance = self.relative
        if unit == "relative_year":
            if self.year is not None:
                raise DateError(self.year, "one year, either by its number or as this year")
            return _year_of(context) + distance, self.month, self.day
        if self.year is not None or self.month is not None:
            raise DateError(self.month, "one month or day, either by its name or as this one")
        today = _day_of(context)
        if unit == "relative_month":
            months = today.year * 12 + today.month - 1 + distance
            return months // 12, months % 12 + 1, self.day
        if self.day is not None:
            raise DateError(self.day, "one day, either by its number or as today")
        today += timedelta(distance)
        return today.year, today.month, today.day

    def _settle(self) -> None:
        if self._pending is None:
            return
        self._set("year" if self._pending >= _FOUR_DIGITS else "bare", self._pending)
        self._pending = None

    def _set_unit(self, unit: str, number: int) -> None:
        if unit == "year" and self.era is not None:
            if number not in _YEARS_OF_ERA:
                raise DateError(number, "a year of the era, such as 民国113年")
            number += self.era
        if unit == "year" and number < _FOUR_DIGITS:
            raise DateError(number, "a year in four digits: 25年 may be a period")
        letter, most = _NUMBERED.get(unit, ("", 0))
        if not letter:
            self._set(unit, number)
        elif 1 <= number <= most:
            self._set("part", f"{letter}{number}")
        else:
            raise DateError(number, f"a {unit} from 1 to {most}")

    def _set(self, name: str, value: object) -> None:
        if getattr(self, name) is not None:
            raise DateError(value, f"one {name}, and not {getattr(self, name)} as well")
        setattr(self, name, value)
        self.named.append(name)


def _number(text: str) -> int:
    digits = text.rstrip("dhnrst")
    value = int(digits) if digits.isascii() else han_number(digits)
    if value is None:
        raise DateError(text, "a number of a year, a month or a day")
    return value


def _first_months(text: str) -> int:
    """Read 前三季度, 前10个月, first nine months as a number of months from January."""
    count = text.strip("前个月季度").removeprefix("first ").partition(" ")[0]
    count = count.replace("两", "二")
    number = _COUNTS.index(count) if count in _COUNTS else _number(count)
    months = number * 3 if "季" in text or "quarter" in text else number
    if not 1 <= months <= 12:  # noqa: PLR2004 - a year
        raise DateError(text, "one to twelve months, or one to four quarters")
    return months


def _year_of(context: date | int | None) -> int:
    if context is None:
        raise DateError(context, "a year in the text, or context= to say which one is meant")
    return context if isinstance(context, int) else context.year


def _day_of(context: date | int | None) -> date:
    if not isinstance(context, date):
        raise DateError(context, "context= to be a date, since the words count from a day")
    return context
