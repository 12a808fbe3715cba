"""Money as announcements give it: an interval in one currency.

"Several hundred million yuan" is not a number, and half of a funding table is
written that way.  An `AmountRange` keeps what was said; sums keep the bounds,
so a total is as exact as its parts and no more.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen
from pydantic_core import core_schema

from medai_landscape.answers import Answer
from medai_landscape.errors import AmountError, ScopeError
from medai_landscape.intervals import Interval, IntervalError, check_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["AmountRange"]

_CURRENCY = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FIELDS = ("low", "high", "low_closed", "high_closed", "currency", "approximate")


def _decimal(value: object) -> Decimal | None:
    """Read a number of a JSON object; no float, no "1_000", no "nan"."""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise AmountError(value, "a Decimal, a whole number, a decimal in a text, or None")
    if isinstance(value, str) and _NUMBER.fullmatch(value) is None:
        raise AmountError(value, "digits with at most one decimal point, such as '350000000'")
    return Decimal(value)


@frozen(order=False, kw_only=True)
class AmountRange:
    """An amount of money that is known to lie between two bounds.

    A bound that is None is unknown: 过亿 has a low bound only.  A currency
    that is None was not stated.  *approximate* marks a bound that is our
    reading of "about", not a figure of the source.  There is no ``<``; ask
    `at_least` and `more_than`, which answer in three values.

    >>> several = AmountRange(low=Decimal(200), high=Decimal(1000), high_closed=False,
    ...     currency="CNY")
    >>> several + AmountRange.exact(50, "CNY")
    AmountRange([250, 1050) CNY)
    >>> several.at_least(Decimal(100)), several.more_than(Decimal(500))
    (<Answer.YES: 'yes'>, <Answer.UNKNOWN: 'unknown'>)
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = True
    high_closed: bool = True
    currency: str | None = None
    approximate: bool = field(default=False)

    def __attrs_post_init__(self) -> None:
        try:
            check_ends(
                self.low, self.high, low_closed=self.low_closed, high_closed=self.high_closed
            )
        except IntervalError as error:
            raise AmountError((self.low, self.high), error.expected) from None
        if any(end is not None and end < 0 for end in (self.low, self.high)):
            raise AmountError((self.low, self.high), "amounts of zero and more")
        if self.currency is not None and (
            not isinstance(self.currency, str) or _CURRENCY.fullmatch(self.currency) is None
        ):
            raise AmountError(self.currency, "an ISO 4217 code such as 'CNY', or None")

    @classmethod
    def exact(cls, value: Decimal | int, currency: str | None = None) -> Self:
        """Return the range that holds one figure only."""
        figure = Decimal(value)
        return cls(low=figure, high=figure, currency=currency)

    @classmethod
    def total(cls, amounts: Iterable[AmountRange]) -> AmountRange | None:
        """Add up amounts of one currency; None for no amounts, which is not zero.

        Raises:
            ScopeError: two currencies.
        """
        result: AmountRange | None = None
        for amount in amounts:
            result = amount if result is None else result + amount
        return result

    @classmethod
    def of(cls, value: Any) -> Self:
        """Read a range, or an object with the names of its fields.

        Raises:
            AmountError: another kind of value, an unknown name or a bound that is no number.
        """
        if isinstance(value, cls):
            return value
        if not isinstance(value, dict):
            raise AmountError(value, f"an AmountRange, or an object with {', '.join(_FIELDS)}")
        unknown = sorted(set(map(str, value)) - set(_FIELDS))
        if unknown:
            raise AmountError(unknown, f"only the names {', '.join(_FIELDS)}")
        return cls(**cls._checked(value))

    @staticmethod
    def _checked(value: Mapping[str, Any]) -> dict[str, Any]:
        for name in ("low_closed", "high_closed", "approximate"):
            if not isinstance(value.get(name, True), bool):
                raise AmountError(value[name], f"true or false for {name}")
        bounds = {name: _decimal(value.get(name)) for name in ("low", "high")}
        return {**value, **bounds}

    @property
    def is_exact(self) -> bool:
        """Whether one figure was stated."""
        return self.low is not None and self.low == self.high and not self.approximate

    def __add__(self, other: AmountRange) -> AmountRange:
        """Add the bounds; an end is closed only if both are, unknown if either is."""
        if not isinstance(other, AmountRange):
            return NotImplemented
        if self.currency != other.currency:
            raise ScopeError("currency", self.currency, other.currency)
        return AmountRange(
            low=None if self.low is None or other.low is None else self.low + other.low,
            high=None if self.high is None or other.high is None else self.high + other.high,
            low_closed=self.low_closed and other.low_closed,
            high_closed=self.high_closed and other.high_closed,
            currency=self.currency,
            approximate=self.approximate or other.approximate,
        )

    def at_least(self, threshold: Decimal | int) -> Answer:
        """Whether the amount is *threshold* or more."""
        if self.low is not None and self.low >= threshold:
            return Answer.YES
        if self.high is not None and (
            self.high < threshold or (self.high == threshold and not self.high_closed)
        ):
            return Answer.NO
        return Answer.UNKNOWN

    def more_than(self, threshold: Decimal | int) -> Answer:
        """Whether the amount is above *threshold*."""
        if self.low is not None and (
            self.low > threshold or (self.low == threshold and not self.low_closed)
        ):
            return Answer.YES
        if self.high is not None and self.high <= threshold:
            return Answer.NO
        return Answer.UNKNOWN

    def contains(self, value: Decimal | int) -> bool:
        """Whether *value* is one of the figures it can be."""
        return self.interval().contains(Decimal(value))

    def interval(self) -> Interval:
        """Return the bounds as plain numbers, without the currency."""
        return Interval(
            self.low, self.high, low_closed=self.low_closed, high_closed=self.high_closed
        )

    def to_object(self) -> dict[str, Any]:
        """Return its fields as JSON writes them, bounds as decimal texts."""
        return {
            "low": None if self.low is None else format(self.low, "f"),
            "high": None if self.high is None else format(self.high, "f"),
            "low_closed": self.low_closed,
            "high_closed": self.high_closed,
            "currency": self.currency,
            "approximate": self.approximate,
        }

    def __str__(self) -> str:
        currency = f" {self.currency}" if self.currency else ""
        about = "about " if self.approximate else ""
        if self.low is not None and self.low == self.high:
            return f"{about}{self.low:f}{currency}"
        low = "(" if self.low is None or not self.low_closed else "["
        high = ")" if self.high is None or not self.high_closed else "]"
        ends = ("?" if end is None else format(end, "f") for end in (self.low, self.high))
        return f"{about}{low}{', '.join(ends)}{high}{currency}"

    def __repr__(self) -> str:
        return f"AmountRange({self})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.of,
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls.to_object, when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        bound = {"type": ["string", "null"], "pattern": r"^[0-9]+(\.[0-9]+)?$"}
        return {
            "type": "object",
            "description": "An interval of money; a bound that is null is unknown.",
            "properties": {
                "low": bound,
                "high": bound,
                "low_closed": {"type": "boolean", "default": True},
                "high_closed": {"type": "boolean", "default": True},
                "currency": {"type": ["string", "null"], "pattern": "^[A-Z]{3}$"},
                "approximate": {"type": "boolean", "default": False},
            },
            "additionalProperties": False,
        }
