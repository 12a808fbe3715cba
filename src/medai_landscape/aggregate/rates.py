"""Exchange rates that a caller gives, by date; we bring none of our own."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from medai_landscape.aggregate._tally import open_frame, settled, tally
from medai_landscape.arguments import checked
from medai_landscape.dates import PartialDate
from medai_landscape.errors import AmountError
from medai_landscape.tables.frame_spec import NUMBER, TEXT, FrameSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

import narwhals.stable.v2 as nw

__all__ = ["RateTable", "exact"]

_RATES = FrameSpec((("currency", TEXT), ("rate", NUMBER)))


def exact(value: Any) -> Decimal | None:
    """Read a number of a column; a float by its shortest decimal form, never its binary one."""
    if value is None or isinstance(value, Decimal):
        return value
    return Decimal(repr(value))


@frozen
class RateTable:
    """What one unit of each currency was worth in another, on given days, months or years.

    A round that is known to the day uses the rate of that day if there is one,
    otherwise that of its month or year; a round known to the month cannot use
    the rate of a day.  There is no nearest date and no interpolation.

    >>> rates = RateTable("CNY", {("USD", "2025-06"): Decimal("7.18")})
    >>> rates.at("USD", "2025-06-05"), rates.at("USD", "2025")
    (Decimal('7.18'), None)
    """

    to: str
    rates: Mapping[tuple[str, str], Decimal] = field(hash=False)

    @classmethod
    @checked
    def of(cls, frame: Any, *, to: str) -> Self:
        """Read a frame with the columns `date` (ISO text or a date), `currency` and `rate`.

        Raises:
            FrameError: a column is missing or of the wrong kind.
            DateError: a date cannot be read.
            AmountError: a rate is missing or not above zero, or a day has two.
        """
        opened = open_frame(frame, _RATES, columns=["date"])
        columns = ["date", "currency", "rate"]
        ready = settled(opened, columns)
        rates: dict[tuple[str, str], Decimal] = {}
        found = tally(ready, {name: nw.col(name) for name in columns})
        for day, currency, rate in zip(*(found[name] for name in columns), strict=True):
            figure = exact(rate)
            if figure is None or not figure > 0:
                raise AmountError(rate, f"a rate above zero for {currency} on {day}")
            when = day.date() if isinstance(day, datetime) else day
            key = (str(currency), PartialDate.of(when).isoformat())
            if rates.setdefault(key, figure) != figure:
                raise AmountError(figure, f"one rate for {currency} on {day}, not two")
        return cls(to, rates)

    def at(self, currency: str, when: str | date) -> Decimal | None:
        """Return what one unit was worth then; None where the table does not say."""
        if currency == self.to:
            return Decimal(1)
        text = when if isinstance(when, str) else when.isoformat()
        return next(
            (
                self.rates[currency, text[:length]]
                for length in (10, 7, 4)
                if length <= len(text) and (currency, text[:length]) in self.rates
            ),
            None,
        )
