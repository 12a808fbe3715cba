"""Check characters that several schemes compute alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.errors import InvalidPartError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SET_32", "SET_82", "check_97", "check_1021", "require_pair"]

# The order is that of the standard: the value of a character is its place.
SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_VALUES = {char: value for value, char in enumerate(SET_82)}
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def check_1021(body: str) -> str:
    """Return the check pair of GS1 and HIBC for a model: weights from the right, modulo 1021.

    Any single wrong character changes it, since 1021 is a prime and larger than the
    weights and the values.

    >>> check_1021("12345A")
    'NJ'
    """
    pairs = zip(reversed(body), _PRIMES, strict=False)
    total = sum(_VALUES[char] * prime for char, prime in pairs) % 1021
    return SET_32[total >> 5] + SET_32[total & 31]


def check_97(body: str) -> str:
    """Return the two check digits of IFA: places from 2 on times ASCII codes, modulo 97.

    >>> check_97("1103752864")
    '14'
    """
    return f"{sum(place * ord(char) for place, char in enumerate(body, start=2)) % 97:02}"


def require_pair(
    scheme: str, text: str, canonical: str, check: Callable[[str], str], *, called: str
) -> None:
    """Do nothing if the last two characters of *canonical* are those that *check* gives.

    Args:
        scheme: What the number is called.
        text: The number as it was given.
        canonical: The number, in a form of which only the check is open.
        check: How the pair follows from what stands before it.
        called: What the scheme calls the pair.

    Raises:
        InvalidPartError: they are others.
    """
    right = check(canonical[:-2])
    if canonical[-2:] != right:
        raise InvalidPartError(scheme, text, f"the {called} {right} at the end")
