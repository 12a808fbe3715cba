"""What a figure counts, and the refusal to add or compare unlike figures.

An authorisation, a device, a holder and a parent company are different units;
"207 devices" and "11 devices" may both be right when their class or window
differs.  Every result carries its base in six columns, and `Count` and
`combine` raise where a part of it differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import field, frozen

from medai_landscape.dates import DateSpan
from medai_landscape.errors import ScopeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["BASE_COLUMNS", "Base", "Count", "base_columns", "marker"]

BASE_COLUMNS: Mapping[str, Any] = {
    "unit": nw.String,
    "jurisdiction": nw.String,
    "risk_class": nw.String,
    "window_first": nw.Date,
    "window_last": nw.Date,
    "edition": nw.String,
}
"""The columns that every result has, with their types."""


def marker(values: Iterable[str | None]) -> str | None:
    """Say in one text what the records have: the value they share, or that they are mixed.

    None where none states a value.  A mixture names its values, so that two
    mixtures are alike only if they are of the same things.

    >>> marker(["CN", "CN"]), marker(["US", "CN", None]), marker([None])
    ('CN', 'mixed: CN, US, not stated', None)
    """
    distinct = set(values)
    stated = sorted(str(value) for value in distinct if value is not None)
    if len(distinct) > 1:
        return "mixed: " + ", ".join([*stated, "not stated"] if None in distinct else stated)
    return stated[0] if stated else None


def _span(window: DateSpan | str) -> DateSpan:
    return DateSpan.of(window)


@frozen(kw_only=True)
class Base:
    """What a figure counts: unit, jurisdiction, risk class, window and edition.

    A part that is None is not stated, or for the window: not limited.

    >>> base = Base(unit="authorisation", jurisdiction="CN", window=DateSpan.of("2025-01/2025-05"))
    >>> base.require_like(Base(unit="holder"))
    Traceback (most recent call last):
    medai_landscape.errors.ScopeError: the unit differs: 'authorisation' against 'holder'; \
restrict both counts to the same unit first
    """

    unit: str
    jurisdiction: str | None = None
    risk_class: str | None = None
    window: DateSpan = field(default=DateSpan(), converter=_span)
    edition: str | None = None

    def require_like(self, other: Base) -> None:
        """Do nothing if *other* counts the same thing.

        Raises:
            ScopeError: names the first part that differs.
        """
        for part in ("unit", "jurisdiction", "risk_class", "window", "edition"):
            left, right = getattr(self, part), getattr(other, part)
            if part == "window":
                # How exactly the words gave it is no part of what was counted.
                left, right = str(left), str(right)
            if left != right:
                raise ScopeError(part, left, right)


@frozen(order=False)
class Count:
    """A number of things together with what it counts.

    Adding and ordering two counts raises `ScopeError` unless
    their bases are alike.  ``==`` asks whether they are the same value, base
    included, and never raises.

    >>> may = Count(11, Base(unit="authorisation", window="2025-01/2025-05"))
    >>> december = Count(41, Base(unit="authorisation", window="2025-01-01/2025-12-05"))
    >>> may < december
    Traceback (most recent call last):
    medai_landscape.errors.ScopeError: the window differs: '2025-01-01/2025-05-31' against \
'2025-01-01/2025-12-05'; restrict both counts to the same window first
    >>> (may + may).value
    22
    """

    value: int
    base: Base
    left_out: int = 0
    """Records that state no such thing, or whose date does not tell whether they count."""

    def _comparable(self, other: object) -> int | None:
        if not isinstance(other, Count):
            return None
        self.base.require_like(other.base)
        return other.value

    def __add__(self, other: Count) -> Count:
        value = self._comparable(other)
        return (
            NotImplemented
            if value is None
            else Count(self.value + value, self.base, self.left_out + other.left_out)
        )

    def __lt__(self, other: Count) -> bool:
        value = self._comparable(other)
        return NotImplemented if value is None else self.value < value

    def __le__(self, other: Count) -> bool:
        value = self._comparable(other)
        return NotImplemented if value is None else self.value <= value

    def __gt__(self, other: Count) -> bool:
        value = self._comparable(other)
        return NotImplemented if value is None else self.value > value

    def __ge__(self, other: Count) -> bool:
        value = self._comparable(other)
        return NotImplemented if value is None else self.value >= value


def base_columns(base: Base, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the values of the six columns of *base*, the same on every row.

    Args:
        base: What the result counts.
        without: Columns that the result has already, as a key.
    """
    values = (
        base.unit,
        base.jurisdiction,
        base.risk_class,
        base.window.first,
        base.window.last,
        base.edition,
    )
    return {
        name: value for name, value in zip(BASE_COLUMNS, values, strict=True) if name not in without
    }
