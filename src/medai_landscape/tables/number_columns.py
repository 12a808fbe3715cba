"""Registration numbers of a whole column: the common layouts, parsed at once.

Old layouts, filings, rare prefixes, spaces and small letters are left to the identifier
modules, which are the law.  A test holds every number that is parsed here to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from medai_landscape.errors import InvalidFormatError, InvalidIdentifierError
from medai_landscape.identifiers.nmpa import PROVINCES
from medai_landscape.records.certificate import read_number
from medai_landscape.tables.templates import Template, characters_at, number_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from medai_landscape.tables.columns import Columns, Distinct
    from medai_landscape.tables.texts import Mask, Texts

__all__ = ["SCHEMES", "Numbers", "common_numbers", "is_free", "numbers_of"]

SCHEMES = (
    "nmpa_registration",
    "nmpa_provincial",
    "fda_510k",
    "fda_de_novo",
    "fda_pma",
    "fda_pma_supplement",
    "nmpa_filing",
    "fda_hde",
)
"""The schemes whose numbers have a grammar; a number holds the place of its own."""
_REGISTRATION, _PROVINCIAL = 0, 1

# An authority, 械注, a route, a year, a class, a category of two digits and a serial.
_NMPA = Template("???械注???00000000000")
_FDA = (
    (Template("K000000"), 1, 2),
    (Template("DEN000000"), 3, 3),
    (Template("P000000"), 1, 4),
    (Template("P000000/S000"), 1, 5),
)
_FIRST_FDA_YEAR = 76
_NMPA_YEARS = (2014, 2099)


def _three(text: str) -> int:
    """Return the three bytes of a Chinese character as one number."""
    return int.from_bytes(text.encode(), "big")


_STATE = _three("国")
_BY_ENDING = np.zeros(1 << 16, np.int32)
"""By the last two bytes of a character, the province that ends so."""
for _province in map(_three, PROVINCES):
    _BY_ENDING[_province & 0xFFFF] = _province
_DOMESTIC, _IMPORT, _HMT = map(_three, "准进许")


@frozen(eq=False)
class Numbers:
    """The parts of each number, read by the grammar of its scheme."""

    known: Mask
    """It is a number, and its parts are those below."""
    unreadable: Mask
    """It is none, or its scheme has no grammar: its parts say nothing."""
    scheme: NDArray[np.int8]
    """Place among `SCHEMES`; -1 for one that is not among them."""
    year: NDArray[np.int32]
    """0 where the number carries none."""
    level: NDArray[np.int8]
    """The class in an NMPA number, 0 in others."""
    fault: NDArray[np.intp]
    """Where the format is that of no number of the regulator: its place in `expected`, else -1."""
    expected: list[str]
    """The formats that are expected instead."""


def is_free(scheme: str | None) -> bool:
    """Whether numbers of a scheme have no grammar of ours."""
    return scheme is not None and not scheme.startswith(_FAMILIES)


def numbers_of(columns: Columns, name: str, scheme: Distinct) -> Numbers:
    """Read a column of numbers, each by the grammar of its scheme.

    The common layouts are parsed at once, the others one by one.
    """
    return columns.once("numbers", name, lambda: _numbers(columns, name, scheme))


def _numbers(columns: Columns, name: str, scheme: Distinct) -> Numbers:
    texts = columns.texts(name)
    if texts is None:
        return _no_numbers(columns.length)
    numbers = common_numbers(texts)
    family = scheme.numbers(map(_family, scheme.values), null=_NO_FAMILY)
    # A number of one family under a scheme of the other is none of that family.
    is_fda = numbers.scheme > _PROVINCIAL
    numbers.known[:] &= family == np.where(is_fda, _FDA_FAMILY, _NMPA_FAMILY)
    numbers.unreadable[:] = family == _FREE
    unread = np.flatnonzero(texts.filled & ~numbers.known & (family >= _NMPA_FAMILY))
    if len(unread):
        _put_others(numbers, unread, texts, scheme)
    return numbers


def _no_numbers(rows: int) -> Numbers:
    return Numbers(
        np.zeros(rows, bool),
        np.zeros(rows, bool),
        np.full(rows, -1, np.int8),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int8),
        np.full(rows, -1),
        [],
    )


def common_numbers(texts: Texts) -> Numbers:
    """Read the numbers that have a common layout, whatever their scheme; all are canonical."""
    numbers = _no_numbers(len(texts))
    _put_nmpa(numbers, texts)
    for shape, first, place in _FDA:
        hits, words, good = shape.match(texts)
        if good.any():  # most tables have numbers of one regulator
            hits, year = hits[good], number_at(words, first, first + 2)[good]
            numbers.known[hits] = True
            numbers.scheme[hits] = place
            numbers.year[hits] = year + np.where(year >= _FIRST_FDA_YEAR, 1900, 2000)
    return numbers


_FAMILIES = ("nmpa_", "fda_")
_NO_FAMILY, _FREE, _NMPA_FAMILY, _FDA_FAMILY = -2, -1, 0, 1


def _family(scheme: str | None) -> int:
    if scheme is None:
        return _NO_FAMILY
    return _FREE if is_free(scheme) else _FAMILIES.index(scheme.partition("_")[0] + "_")


def _put_others(numbers: Numbers, rows: NDArray[np.int64], texts: Texts, scheme: Distinct) -> None:
    """Ask about one number of each shape; a wrong format is wrong with any digits."""
    shapes = texts.shapes(rows).dictionary_encode()
    kinds = scheme.rows[rows] * len(shapes.dictionary) + shapes.indices.to_numpy()
    _, examples, kinds = np.unique(kinds, return_index=True, return_inverse=True)
    written, codes = texts.take(rows).to_pylist(), scheme.rows[rows].tolist()
    faults = np.full(len(examples), -1)
    for kind, example in enumerate(examples.tolist()):
        parts = read_number(scheme.values[codes[example]], written[example])
        if isinstance(parts, InvalidFormatError):
            faults[kind] = len(numbers.expected)
            numbers.expected.append(parts.expected)
    numbers.fault[rows] = faults[kinds]
    numbers.unreadable[rows] = True
    for place in np.flatnonzero(faults[kinds] < 0).tolist():
        parts = read_number(scheme.values[codes[place]], written[place])
        if parts is not None and not isinstance(parts, InvalidIdentifierError):
            _put(numbers, rows[place], parts)


def _put(numbers: Numbers, row: Any, parts: Any) -> None:
    numbers.unreadable[row], numbers.known[row] = False, True
    numbers.scheme[row] = SCHEMES.index(parts.scheme) if parts.scheme in SCHEMES else -1
    numbers.year[row] = parts.year or 0
    numbers.level[row] = _LEVELS.get(getattr(parts, "risk_class", None), 0)


_LEVELS: dict[str | None, int] = {"I": 1, "II": 2, "III": 3}


def _put_nmpa(numbers: Numbers, texts: Texts) -> None:
    rows, words, good = _NMPA.match(texts)
    authority, route = characters_at(words, 0), characters_at(words, 9)
    year, level = number_at(words, 12, 16), number_at(words, 16, 17)
    state = authority == _STATE
    abroad = (route == _IMPORT) | (route == _HMT)
    domestic = route == _DOMESTIC
    by_state = state & ((level == 3) & domestic | ((level == 2) | (level == 3)) & abroad)  # noqa: PLR2004 - classes II and III
    by_province = (_BY_ENDING.take(authority & 0xFFFF) == authority) & domestic & (level == 2)  # noqa: PLR2004 - class II
    good &= (by_state | by_province) & (number_at(words, 17, 19) != 0)
    good &= (year >= _NMPA_YEARS[0]) & (year <= _NMPA_YEARS[1])
    numbers.known[rows] = good
    numbers.scheme[rows] = np.where(state, _REGISTRATION, _PROVINCIAL)
    numbers.year[rows] = year
    numbers.level[rows] = level
