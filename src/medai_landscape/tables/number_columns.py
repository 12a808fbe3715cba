"""Registration numbers of a whole column: the common layouts, parsed at once.

What is not known here is not wrong: old layouts, filings, rare prefixes, spaces and small
letters are left to the identifier modules, which are the law.  A test holds
every number that is known here to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from medai_landscape.identifiers.nmpa import PROVINCES
from medai_landscape.tables.texts import Template, number_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.texts import Mask

__all__ = ["SCHEMES", "Numbers", "numbers_of"]

SCHEMES = (
    "nmpa_registration",
    "nmpa_provincial",
    "fda_510k",
    "fda_de_novo",
    "fda_pma",
    "fda_pma_supplement",
)
"""Those whose common layout is known here; a number holds its place."""
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
    """The parts of each number; only where *known* is true."""

    known: Mask
    scheme: NDArray[np.int8]
    year: NDArray[np.int32]
    level: NDArray[np.int8]
    """The class in an NMPA number, 0 in others."""

    @property
    def is_nmpa(self) -> Mask:
        """Whether a known number is one of the NMPA."""
        return self.scheme <= _PROVINCIAL


def numbers_of(columns: Columns, name: str) -> Numbers:
    """Parse the common layouts of a column."""
    numbers: Numbers = columns.once("numbers", name, lambda: _numbers(columns, name))
    return numbers


def _numbers(columns: Columns, name: str) -> Numbers:
    rows = columns.length
    numbers = Numbers(
        np.zeros(rows, bool), np.zeros(rows, np.int8), np.zeros(rows, np.int32), np.zeros(rows, np.int8)
    )
    texts = columns.texts(name)
    if texts is None:
        return numbers
    hits, digits = _NMPA.find(texts)
    if len(hits):
        _put_nmpa(numbers, hits, digits)
    for shape, first, scheme in _FDA:
        hits, digits = shape.find(texts)
        if len(hits):
            year = number_at(digits, first, first + 2)
            numbers.known[hits] = True
            numbers.scheme[hits] = scheme
            numbers.year[hits] = year + np.where(year >= _FIRST_FDA_YEAR, 1900, 2000)
    return numbers


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
