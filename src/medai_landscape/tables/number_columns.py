"""Registration numbers of a whole column: the common layouts, parsed at once.

Old layouts, filings, rare prefixes, spaces and small letters are left to the identifier
modules, which are the law.  A test holds every number that is parsed here to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from medai_landscape.errors import InvalidIdentifierError
from medai_landscape.identifiers.nmpa import PROVINCES
from medai_landscape.records.certificate import read_number
from medai_landscape.tables.texts import Template, number_at

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
_PROVINCE = np.array(sorted(map(_three, PROVINCES)))
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
    family = scheme.numbers((_family(value) for value in scheme.values), null=_NO_FAMILY)
    # A number of one family under a scheme of the other is none of that family.
    is_fda = numbers.scheme > _PROVINCIAL
    numbers.known[:] &= np.where(is_fda, family == _FDA_FAMILY, family == _NMPA_FAMILY)
    numbers.unreadable[:] = family == _FREE
    unread = texts.filled & ~numbers.known & (family >= _NMPA_FAMILY)
    _put_others(numbers, np.flatnonzero(unread), columns, name, scheme)
    return numbers


def _no_numbers(rows: int) -> Numbers:
    return Numbers(
        np.zeros(rows, bool),
        np.zeros(rows, bool),
        np.full(rows, -1, np.int8),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int8),
    )


def common_numbers(texts: Texts) -> Numbers:
    """Read the numbers that have a common layout, whatever their scheme; all are canonical."""
    numbers = _no_numbers(len(texts))
    hits, digits = _NMPA.find(texts)
    if len(hits):
        _put_nmpa(numbers, hits, digits)
    for shape, first, place in _FDA:
        hits, digits = shape.find(texts)
        if len(hits):
            year = number_at(digits, first, first + 2)
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


def _put_others(
    numbers: Numbers, rows: NDArray[np.int64], columns: Columns, name: str, scheme: Distinct
) -> None:
    texts = columns.cells(name, rows)
    for row, text in zip(rows.tolist(), texts, strict=True):
        parts = read_number(scheme.values[scheme.rows[row]], text)
        if parts is None or isinstance(parts, InvalidIdentifierError):
            numbers.unreadable[row] = True
            continue
        numbers.known[row] = True
        numbers.scheme[row] = SCHEMES.index(parts.scheme) if parts.scheme in SCHEMES else -1
        numbers.year[row] = parts.year or 0
        numbers.level[row] = _LEVELS.get(getattr(parts, "risk_class", None), 0)


_LEVELS: dict[str | None, int] = {"I": 1, "II": 2, "III": 3}


def _put_nmpa(numbers: Numbers, hits: NDArray[np.int64], bytes_: NDArray[np.uint8]) -> None:
    authority, route = _character(bytes_, 0), _character(bytes_, 9)
    year, level = number_at(bytes_, 12, 16), number_at(bytes_, 16, 17)
    state = authority == _STATE
    by_state = state & np.where(
        route == _DOMESTIC,
        level == 3,  # noqa: PLR2004 - class III
        ((route == _IMPORT) | (route == _HMT)) & ((level == 2) | (level == 3)),  # noqa: PLR2004 - II, III
    )
    province = _PROVINCE[np.searchsorted(_PROVINCE, authority) % len(_PROVINCE)] == authority
    by_province = province & (route == _DOMESTIC) & (level == 2)  # noqa: PLR2004 - class II
    good = (by_state | by_province) & (number_at(bytes_, 17, 19) != 0)
    good &= (year >= _NMPA_YEARS[0]) & (year <= _NMPA_YEARS[1])
    hits = hits[good]
    numbers.known[hits] = True
    numbers.scheme[hits] = np.where(state, _REGISTRATION, _PROVINCIAL)[good]
    numbers.year[hits] = year[good]
    numbers.level[hits] = level[good]


def _character(bytes_: NDArray[np.uint8], place: int) -> NDArray[np.int32]:
    parts = [bytes_[:, place + more].astype(np.int32) for more in range(3)]
    total: NDArray[np.int32] = (parts[0] << 16) | (parts[1] << 8) | parts[2]
    return total
