"""Numbers as English statements write them: in digits and in words."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["decimal_text", "scaled"]

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SPLIT = re.compile("[ -]")


def decimal_text(words: str) -> str:
    """Return a number as plain digits.

    >>> decimal_text("18"), decimal_text("twenty-one"), decimal_text(".80")
    ('18', '21', '0.80')
    """
    if words[0] == "-":
        return "-" + decimal_text(words[1:])
    if words[0] == ".":
        return "0" + words
    if words[0].isdigit():
        return words
    return str(sum(_TENS.get(part, _ONES.get(part, 0)) for part in _SPLIT.split(words)))


def scaled(number: str, divisor: int) -> str:
    """Return *number* over *divisor* as plain digits, four places at most."""
    value = (Decimal(decimal_text(number)) / divisor).quantize(Decimal("0.0001")).normalize()
    return f"{value:f}"
