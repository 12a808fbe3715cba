"""Dates as sources give them: to the day, the month or the year, and spans of days.

A certificate is approved on a day, a guideline is known by its month, a
standard by its year.  A `PartialDate` keeps exactly that; no first of January
is made up.  A `DateSpan` is a window whose ends may be open.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from attrs import field, frozen
from pydantic_core import core_schema

from medai_landscape.answers import Answer
from medai_landscape.errors import DateError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["DateSpan", "PartialDate", "Precision"]

Precision = Literal["day", "month", "year"]
"""How much of a date is known."""

# [0-9], never \d: \d also accepts digits of other scripts.
_ISO_PREFIX = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_EXPECTED = "YYYY, YYYY-MM or YYYY-MM-DD, a date that exists"
_DAY = f"{_EXPECTED}; of a datetime pass its .date(), of a column .dt.date"


@frozen(order=False)
class PartialDate:
    """A day, or only its month, or only its year.

    There is no ``<``: whether 2025 is before 2025-06 is not known.  Ask
    `before`, which answers in three values, or compare `earliest` and `latest`.

    >>> PartialDate(2025, 6).latest()
    datetime.date(2025, 6, 30)
    >>> PartialDate(2025).before(PartialDate(2025, 6))
    <Answer.UNKNOWN: 'unknown'>
    """

    year: int = field()
    month: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise DateError((self.year, None, self.day), "a month wherever there is a day")
        try:
            date(
                self.year,
                1 if self.month is None else self.month,
                1 if self.day is None else self.day,
            )
        except (TypeError, ValueError, OverflowError):
            raise DateError((self.year, self.month, self.day), _EXPECTED) from None

    @classmethod
    def of(cls, value: object) -> Self:
        """Read an ISO text (or its first part), a ``date``, or a partial date.

        A ``datetime`` is refused, since its day depends on a time zone: pass
        its ``.date()``.  Other ways to write a date are for
        `medai_landscape.parse_date`.

        Raises:
            DateError: not such a text, or a day that does not exist.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            match = _ISO_PREFIX.fullmatch(value)
            if match is None:
                raise DateError(value, _EXPECTED)
            try:
                return cls(*(int(part) for part in match.groups() if part is not None))
            except DateError:
                raise DateError(value, _EXPECTED) from None
        if isinstance(value, date) and not isinstance(value, datetime):
            return cls(value.year, value.month, value.day)
        raise DateError(value, _DAY if isinstance(value, datetime) else _EXPECTED)

    @property
    def precision(self) -> Precision:
        """What is known: the day, the month or only the year."""
        if self.day is not None:
            return "day"
        return "month" if self.month is not None else "year"

    def earliest(self) -> date:
        """First day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """Last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def span(self) -> DateSpan:
        """All days it can be, as a window."""
        return DateSpan(self.earliest(), self.latest(), self.precision)

    def before(self, other: PartialDate) -> Answer:
        """Whether this day lies before *other*: unknown where the two overlap."""
        if self.latest() < other.earliest():
            return Answer.YES
        if self.earliest() >= other.latest():
            return Answer.NO
        return Answer.UNKNOWN

    def isoformat(self) -> str:
        """As an ISO prefix: ``2025``, ``2025-06`` or ``2025-06-10``."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def __str__(self) -> str:
        return self.isoformat()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.of,
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls.isoformat, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "description": "A date to the day, the month or the year, as an ISO 8601 prefix.",
            "examples": ["2025-06-10", "2025-06", "2025"],
        }


@frozen(order=False)
class DateSpan:
    """A window of days, both ends included; an end that is None is open.

    *precision* says how exactly the words gave it: ``2025年1-10月`` is a span
    of months, ``截至2025年5月末`` has a last day only.

    >>> DateSpan(date(2025, 1, 1), date(2025, 5, 31)).days
    151
    """

    first: date | None = None
    last: date | None = None
    precision: Precision = "day"

    def __attrs_post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise DateError((self.first, self.last), "a first day that is not after the last")

    @property
    def days(self) -> int | None:
        """How many days it has, None where an end is open."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1

    def contains(self, when: date | PartialDate) -> Answer:
        """Whether *when* lies in the window: unknown where it only may."""
        first, last = (
            (when.earliest(), when.latest()) if isinstance(when, PartialDate) else (when, when)
        )
        lowest, highest = self.first or date.min, self.last or date.max
        if lowest <= first and last <= highest:
            return Answer.YES
        return Answer.NO if last < lowest or first > highest else Answer.UNKNOWN

    def __str__(self) -> str:
        ends = (".." if end is None else end.isoformat() for end in (self.first, self.last))
        return "/".join(ends)

    @classmethod
    def of(cls, value: Any) -> Self:
        """Read ``first/last`` in ISO form; ``..`` is an open end, a partial date its whole span.

        >>> str(DateSpan.of("../2025-05-31"))
        '../2025-05-31'
        >>> str(DateSpan.of("2025-01/2025-10"))
        '2025-01-01/2025-10-31'

        Raises:
            DateError: not such a text, or the first day lies after the last.
        """
        if isinstance(value, cls):
            return value
        expected = "first/last, each YYYY, YYYY-MM, YYYY-MM-DD or .., or one partial date"
        if not isinstance(value, str) or value.count("/") > 1:
            raise DateError(value, expected)
        first, _, last = value.partition("/")
        ends = [None if end == ".." else PartialDate.of(end) for end in (first, last or first)]
        known = [end.precision for end in ends if end is not None]
        precision = next((p for p in ("year", "month") if p in known), "day")
        return cls(
            None if ends[0] is None else ends[0].earliest(),
            None if ends[1] is None else ends[1].latest(),
            precision,  # type: ignore[arg-type]  # one of the three literals above
        )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.of,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "description": "A window of days as first/last, ISO 8601; .. is an open end.",
            "examples": ["2025-01-01/2025-05-31", "../2025-12-05"],
        }
