"""Check characters that several schemes compute alike."""

from __future__ import annotations

__all__ = ["SET_32", "SET_82", "check_97", "check_1021"]

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
