"""What a figure of a claim counts, and when: its scope, its window, and how two of them combine.

A figure without its base is no figure: 207 certificates of class III by
December and 11 from January to May are added or compared only after their
scopes and windows have been made alike.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.dates import DateSpan
from medai_landscape.errors import DateError, ScopeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.records.claim import Claim

__all__ = ["UNSTATED", "Base", "Windows", "base_of", "read_scope", "read_windows"]

UNSTATED = "?"
"""How a scope or a window writes what the report does not state."""

_NOTES = frozenset({"judgement", "taxonomy", "precision", "count", "base", "population"})
_DAY = timedelta(days=1)


@frozen
class Windows:
    """The periods a claim speaks of; *against*: it compares them; *unstated*: an end is missing."""

    spans: tuple[DateSpan, ...] = ()
    against: bool = False
    unstated: bool = False

    @property
    def only(self) -> DateSpan | None:
        """The window, where there is exactly one and all of it is stated."""
        return self.spans[0] if len(self.spans) == 1 and not self.unstated else None

    @property
    def unequal(self) -> bool:
        """Whether periods of different length are compared, to the month."""
        lengths = {None if span.days is None else round(span.days / 30.4) for span in self.spans}
        return self.against and len(lengths) > 1


@lru_cache(maxsize=1024)
def read_windows(text: str | None) -> Windows:
    """Return the periods of a claim's `window`.

    >>> read_windows("2025-01/2025-10 against 2024").unequal
    True
    >>> read_windows("2023-?").unstated
    True

    Raises:
        ClaimError: a part is no period.
    """
    if text is None:
        return Windows()
    parts = text.replace(" against ", " and ").split(" and ")
    stated = [part for part in parts if UNSTATED not in part]
    try:
        spans = tuple(DateSpan.of(part.strip()) for part in stated)
    except DateError as error:
        raise ClaimError("window", text, f"{error.expected}; ? for an end not stated") from None
    return Windows(spans, " against " in text, len(stated) < len(parts))


@lru_cache(maxsize=1024)
def read_scope(text: str | None) -> Mapping[str, str]:
    """Return the parts of a claim's `scope`, such as ``unit = authorisation; risk_class = ?``.

    Raises:
        ClaimError: a part is not ``name = value``, or is named twice.

    >>> dict(read_scope("unit = authorisation; risk_class = ?"))
    {'unit': 'authorisation', 'risk_class': '?'}
    """
    parts: dict[str, str] = {}
    for item in (text or "").split(";"):
        name, sign, value = (piece.strip() for piece in item.partition("="))
        if not item.strip():
            continue
        if not (sign and name and value) or name in parts:
            raise ClaimError("scope", item.strip(), "name = value, each name once, joined by ;")
        parts[name] = value
    return MappingProxyType(parts)


@frozen
class Base:
    """What a figure counts: named parts such as unit and risk class, and a window of time."""

    parts: tuple[tuple[str, str], ...] = ()
    window: DateSpan | None = None

    def require_like(self, other: Base) -> None:
        """Do nothing if what both state is the same.

        Raises:
            ScopeError: names the first part that differs.
        """
        mine, others = dict(self.parts), dict(other.parts)
        for name in sorted(mine.keys() & others.keys()):
            if mine[name] != others[name]:
                raise ScopeError(name, mine[name], others[name])

    def require_window(self, other: Base) -> None:
        """Do nothing if both windows are the same, or one is not stated.

        Raises:
            ScopeError: the windows differ.
        """
        if self.window is not None and other.window is not None:
            mine, others = str(self.window), str(other.window)
            if mine != others:
                raise ScopeError("window", mine, others)

    def joined(self, other: Base, sign: str) -> Base:
        """Return the base of a sum, difference, product or ratio.

        Raises:
            ScopeError: the bases are of unlike things, or their windows do not fit together.
        """
        self.require_like(other)
        parts = tuple(sorted({*self.parts, *other.parts}))
        if sign in "*/":
            return Base(_without_unit(parts), self._same_length(other))
        if self.window is None or other.window is None:
            return Base(parts, self.window or other.window)
        window = (_united if sign == "+" else _remaining)(self.window, other.window)
        if window is None:
            raise ScopeError("window", str(self.window), str(other.window))
        return Base(parts, window)

    def _same_length(self, other: Base) -> DateSpan | None:
        mine, others = self.window, other.window
        if mine is None or others is None:
            return mine or others
        if mine.days != others.days:
            raise ScopeError("window", str(mine), str(others))
        return mine if str(mine) == str(others) else None

    def timeless(self) -> Base:
        """Return the base of a pace: so many a day, whatever the window."""
        return evolve(self, window=None)


def base_of(claim: Claim) -> Base:
    """Return what the figure of a claim counts, as far as the claim says so.

    Raises:
        ClaimError: its scope or window cannot be read.
    """
    parts = ((k, v) for k, v in read_scope(claim.scope).items() if k not in _NOTES)
    return Base(tuple(sorted(parts)), read_windows(claim.window).only)


def _without_unit(parts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in parts if name != "unit")


def _united(left: DateSpan, right: DateSpan) -> DateSpan | None:
    """Return the window of a sum: the same one, or two that follow each other."""
    if str(left) == str(right):
        return left
    for first, second in ((left, right), (right, left)):
        if first.last is not None and second.first == first.last + _DAY:
            return DateSpan(first.first, second.last)
    return None


def _remaining(left: DateSpan, right: DateSpan) -> DateSpan | None:
    """Return the window of a difference: the same one, or what is left at one end."""
    if str(left) == str(right):
        return left
    earliest, latest = left.first or date.min, left.last or date.max
    if left.last == right.last and right.first is not None and right.first > earliest:
        return DateSpan(left.first, right.first - _DAY)
    if left.first == right.first and right.last is not None and right.last < latest:
        return DateSpan(right.last + _DAY, left.last)
    return None
