"""What a measure finds in the records: a figure, a stated value, or how many satisfy something.

Every observation names the records it was taken from, so that a reader can
go and look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field as attribute
from attrs import frozen

from medai_landscape.claims.base import Base

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal


__all__ = ["Figure", "Found", "NothingFoundError", "Observation", "Stated", "unverified"]


_NO_BASE = Base()


class NothingFoundError(Exception):
    """No record answers the measure; the audit says so as a verdict, nobody sees this one.

    Its argument, where it has one, is the id of a claim that is not here.
    """


@frozen
class Figure:
    """A number known to lie between two ends, either of which may be open, and what it counts.

    A count of rows that are not all there has only a low end.
    """

    low: Decimal | None
    high: Decimal | None
    base: Base = _NO_BASE
    records: tuple[str, ...] = ()
    complete: bool = True

    @property
    def value(self) -> Decimal | None:
        """The number, where it is one number."""
        return self.low if self.low == self.high else None

    @property
    def seen(self) -> int | Decimal | None:
        """The number to show: that of the rows that are here."""
        number = self.low if self.value is None else self.value
        return int(number) if number is not None and number == int(number) else number

    def joined(self, sign: str, other: Figure) -> Figure:
        """Combine two figures; the ends stay ends.

        Raises:
            ScopeError: they count unlike things.
            NothingFoundError: a division by zero.
        """
        base = self.base.joined(other.base, sign)
        records = tuple(dict.fromkeys(self.records + other.records))
        low, high = _ends(sign, self, other)
        return Figure(low, high, base, records, self.complete and other.complete)


def _ends(sign: str, a: Figure, b: Figure) -> tuple[Decimal | None, Decimal | None]:
    if sign == "+":
        return _add(a.low, b.low), _add(a.high, b.high)
    if sign == "-":
        return _add(a.low, _minus(b.high)), _add(a.high, _minus(b.low))
    if a.value is None or b.value is None:
        return None, None
    if sign == "*":
        return (a.value * b.value,) * 2
    if not b.value:
        raise NothingFoundError
    return (a.value / b.value,) * 2


def _add(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _minus(a: Decimal | None) -> Decimal | None:
    return None if a is None else -a


@frozen
class Stated:
    """A value as the records hold it: a date, a class, ages, an amount, a span of years."""

    value: Any = attribute(hash=False)
    records: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    """Fields behind it that nobody has checked, as ``id.field``."""
    also: tuple[tuple[str, str], ...] = ()
    """The other dates of an instrument, by name."""


@frozen
class Found:
    """How a group of records stands to a condition.

    `number` is a number of the condition's own: the classes of a partition,
    the items of a list; `label` is the item that was looked for.  An extreme
    is about all records there are, so its "yes" needs a register; one
    exception is enough for "no".
    """

    supporters: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    complete: bool = True
    base: Base = _NO_BASE
    number: int | None = None
    unverified: tuple[str, ...] = ()
    kind: str = "group"
    """What the condition is about: group, partition, list, extreme."""
    label: str = ""
    said: tuple[tuple[str, str], ...] = ()
    """What the exceptions say where they were asked, by id."""

    @property
    def size(self) -> int:
        """How many records were asked."""
        return len(self.supporters) + len(self.exceptions) + len(self.undecided)


def unverified(records: Iterable[Any], field: str) -> tuple[str, ...]:
    """Return which records hold a field that nobody has checked, as ``id.field``."""
    return tuple(f"{r.id}.{field}" for r in records if field in r.unverified)


Observation = Figure | Stated | Found
