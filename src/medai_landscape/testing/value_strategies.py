"""Hypothesis strategies for the values: texts, dates, amounts, numbers of registers.

All are built up and none is filtered, so they stay fast inside larger ones.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from medai_landscape.amounts import AmountRange
from medai_landscape.countries import COUNTRIES, JURISDICTIONS
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.identifiers import trial
from medai_landscape.intervals import Interval
from medai_landscape.records.intended_use import AgeRange

__all__ = [
    "age_ranges",
    "amount_ranges",
    "countries",
    "date_spans",
    "fda_numbers",
    "intervals",
    "jurisdictions",
    "nmpa_numbers",
    "partial_dates",
    "partial_dates_in_order",
    "texts",
    "trial_numbers",
]

_VISIBLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
_ANY = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))


@st.composite
def texts(draw: st.DrawFn, max_size: int = 20) -> str:
    """Draw a text with at least one visible character, of any script."""
    before = draw(st.text(_ANY, max_size=max_size // 2))
    return before + draw(_VISIBLE) + draw(st.text(_ANY, max_size=max_size // 2))


def countries() -> st.SearchStrategy[str]:
    """Draw a country code."""
    return st.sampled_from(COUNTRIES.allowed)


def jurisdictions() -> st.SearchStrategy[str]:
    """Draw a country code, EU or INT."""
    return st.sampled_from(JURISDICTIONS.allowed)


def _coarse(day: date, parts: int) -> PartialDate:
    return PartialDate(*(day.year, day.month, day.day)[:parts])


@st.composite
def partial_dates(
    draw: st.DrawFn, first: date = date(1976, 5, 28), last: date = date(2035, 12, 31)
) -> PartialDate:
    """Draw a day between two days, or only its month or its year."""
    return _coarse(draw(st.dates(first, last)), draw(st.integers(1, 3)))


@st.composite
def partial_dates_in_order(
    draw: st.DrawFn,
    count: int,
    first: date = date(1976, 5, 28),
    *,
    strictly: bool = False,
) -> tuple[PartialDate | None, ...]:
    """Draw dates of which none is surely before the one ahead of it; some are not stated."""
    day = draw(st.dates(first, date(2035, 12, 31)))
    found: list[PartialDate | None] = []
    for _ in range(count):
        found.append(draw(st.none() | st.builds(_coarse, st.just(day), st.integers(1, 3))))
        day += timedelta(days=draw(st.integers(int(strictly), 3_000)))
    return tuple(found)


@st.composite
def date_spans(draw: st.DrawFn) -> DateSpan:
    """Draw a window of days, with one end, both or none."""
    first, last = sorted((draw(st.dates(date(1976, 5, 28))), draw(st.dates(date(1976, 5, 28)))))
    return DateSpan(draw(st.sampled_from((None, first))), draw(st.sampled_from((None, last))))


_MONEY = st.decimals(0, 10**12, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def intervals(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = _MONEY) -> Interval:
    """Draw an interval, with open, closed and missing ends."""
    low, high = sorted((draw(numbers), draw(numbers)))
    closed = (True, True) if low == high else (draw(st.booleans()), draw(st.booleans()))
    ends = [draw(st.none() | st.just(end)) for end in (low, high)]
    return Interval(*ends, low_closed=closed[0], high_closed=closed[1])


@st.composite
def amount_ranges(draw: st.DrawFn) -> AmountRange:
    """Draw an amount of money, from an exact figure to one without bounds."""
    span = draw(intervals())
    return AmountRange(
        low=span.low,
        high=span.high,
        low_closed=span.low_closed,
        high_closed=span.high_closed,
        currency=draw(st.sampled_from((None, "CNY", "USD", "EUR", "HKD"))),
        approximate=draw(st.booleans()),
    )


@st.composite
def age_ranges(draw: st.DrawFn) -> AgeRange:
    """Draw ages in years, to a tenth of a year."""
    ages = st.integers(0, 1200).map(lambda tenths: Decimal(tenths) / 10)
    span = draw(intervals(ages))
    return AgeRange(
        min=span.low,
        max=span.high,
        min_inclusive=span.low_closed,
        max_inclusive=span.high_closed,
    )


_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新"
_CATEGORIES = st.integers(1, 22).map("{:02d}".format)
_SERIALS = st.integers(0, 9999).map("{:04d}".format)


@st.composite
def nmpa_numbers(draw: st.DrawFn, scheme: str = "nmpa_registration") -> str:
    """Draw a number of the NMPA or of a province, in the form in force since October 2014."""
    year = draw(st.integers(2014, 2030))
    province, serial = draw(st.sampled_from(_PROVINCES)), draw(_SERIALS)
    if scheme == "nmpa_filing":
        return f"{draw(st.sampled_from(('国', province)))}械备{year}{serial}"
    if scheme == "nmpa_provincial":
        return f"{province}械注准{year}2{draw(_CATEGORIES)}{serial}"
    routes = (("准", 3), ("进", 2), ("进", 3), ("许", 2), ("许", 3))
    route, risk_class = draw(st.sampled_from(routes))
    return f"国械注{route}{year}{risk_class}{draw(_CATEGORIES)}{serial}"


_PREFIXES = {
    "fda_510k": "K",
    "fda_de_novo": "DEN",
    "fda_pma": "P",
    "fda_pma_supplement": "P",
    "fda_hde": "H",
}


@st.composite
def fda_numbers(draw: st.DrawFn, scheme: str = "fda_510k") -> str:
    """Draw a number of the FDA, received from 1997 to 2029."""
    year, serial = draw(st.integers(1997, 2029)), draw(_SERIALS)
    number = f"{_PREFIXES[scheme]}{year % 100:02d}{serial}"
    if scheme == "fda_pma_supplement":
        number += f"/S{draw(st.integers(1, 999)):03d}"
    return number


_TRIALS = {
    "NCT": "NCT{:08d}",
    "CHICTR": "ChiCTR26{:08d}",
    "ISRCTN": "ISRCTN{:08d}",
    "DRKS": "DRKS{:08d}",
    "UMIN": "UMIN{:09d}",
}


def trial_numbers() -> st.SearchStrategy[tuple[str, str]]:
    """Draw the key of a registry and a number in it."""
    return st.builds(
        lambda form, serial: (
            trial.parse(form.format(serial)).registry,
            trial.parse(form.format(serial)).text,
        ),
        st.sampled_from(tuple(_TRIALS.values())),
        st.integers(1, 99_999_999),
    )
