"""Exact numbers in records: ages, limits and sizes as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainSerializer

from medai_landscape.errors import LandscapeError

__all__ = ["Number", "NumberError", "exact_number"]


class NumberError(LandscapeError):
    """A value is no finite number."""

    code: ClassVar[str] = "number"

    def __init__(self, value: object, expected: str = "a finite number such as 18 or 0.5") -> None:
        super().__init__(value, expected)
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.value!r} cannot be read: expected {self.expected}"


def exact_number(value: object) -> Decimal:
    """Read a number; a float by its shortest decimal form, never its binary one.

    Raises:
        NumberError: no finite number, or a text that is not plain digits.

    >>> exact_number(0.1), exact_number("18"), exact_number("-2.5")
    (Decimal('0.1'), Decimal('18'), Decimal('-2.5'))
    """
    if isinstance(value, float):
        value = Decimal(repr(float(value)))  # NumPy writes its floats in another way
    elif (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, str) and value.isascii() and _is_plain(value)
    ):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        raise NumberError(value)
    return value


def _is_plain(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _plain(value: Decimal) -> int | float:
    whole = int(value)
    return whole if whole == value else float(value)


Number = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    PlainSerializer(_plain, return_type=float | int, when_used="json"),
]
"""An exact number; a plain number in JSON."""
