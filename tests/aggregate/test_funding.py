"""Rounds of financing added up as intervals, on every engine, against plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape import aggregate
from medai_landscape.aggregate._money import Amount, Total
from medai_landscape.amounts import AmountRange
from medai_landscape.errors import AmountError, FrameError

if TYPE_CHECKING:
    from conftest import Engine

MONEY = pa.decimal128(38, 2)
SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "company": pa.string(),
        "announced": pa.string(),
        "announced_first": pa.date32(),
        "stage": pa.string(),
        "subsector": pa.string(),
        "amount_low": MONEY,
        "amount_high": MONEY,
        "amount_low_closed": pa.bool_(),
        "amount_high_closed": pa.bool_(),
        "amount_approximate": pa.bool_(),
        "amount_currency": pa.string(),
    }
)


def funding_round(
    announced: str | None = "2025-06",
    amount: AmountRange | None = None,
    *,
    stage: str | None = "A",
    subsector: str = "ai",
    identity: str = "r",
) -> dict[str, Any]:
    first = None if announced is None else date.fromisoformat((announced + "-01-01")[:10])
    row: dict[str, Any] = {"id": identity, "announced": announced, "announced_first": first, "stage": stage,
           "company": identity, "subsector": subsector}  # fmt: skip
    if amount is not None:
        row |= {
            "amount_low": amount.low,
            "amount_high": amount.high,
            "amount_low_closed": amount.low_closed,
            "amount_high_closed": amount.high_closed,
            "amount_approximate": amount.approximate,
            "amount_currency": amount.currency,
        }
    return row


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(
        [{name: row.get(name) for name in SCHEMA.names} for row in rows], schema=SCHEMA
    )


def yuan(low: int | None, high: int | None, **more: Any) -> AmountRange:
    return AmountRange(
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        currency="CNY",
        **more,
    )


SEVERAL = yuan(200_000_000, 1_000_000_000, high_closed=False)
OVER = yuan(100_000_000, None, low_closed=False)


def test_totals_are_intervals_by_period_and_currency(engine: Engine) -> None:
    frame = engine.make(
        table(
            funding_round("2025-06", yuan(1_000_000_000, 1_000_000_000)),
            funding_round("2025-02-01", SEVERAL),
            funding_round("2025-02-01", AmountRange.exact(50, "USD")),
            funding_round("2025", None),
            funding_round("2024-01", OVER),
            funding_round("2025-03", AmountRange.exact(7), stage=None),
            funding_round(None, SEVERAL),
            funding_round("2025-04", SEVERAL, stage="IPO"),
        )
    )
    rows = engine.rows(aggregate.funding_by_period(frame, every="year"))
    assert [
        tuple(row[name] for name in ("period", "currency", "rounds", "disclosed")) for row in rows
    ] == [("2024", "CNY", 1, 1), ("2025", "CNY", 2, 2), ("2025", "USD", 1, 1), ("2025", None, 2, 1)]
    open_end, both, dollars, unstated = rows
    assert (open_end["total_low"], open_end["total_high"]) == (Decimal(100_000_000), None)
    assert (open_end["without_low"], open_end["without_high"]) == (0, 1)
    assert open_end["total_low_closed"] is False
    assert (both["total_low"], both["total_high"]) == (Decimal("1.2e9"), Decimal("2e9"))
    assert (both["total_low_closed"], both["total_high_closed"]) == (True, False)
    assert (both["mean_low"], both["mean_high"]) == (Decimal("6e8"), Decimal("1e9"))
    assert (dollars["median_low"], dollars["median_high"]) == (50, 50)
    # One undisclosed round, and one whose currency nobody stated: counted, never added.
    assert unstated["total_low"] is unstated["total_high"] is unstated["total_low_closed"] is None
    assert {(row["undated"], row["excluded"], row["records"], row["unit"]) for row in rows} == {
        (1, 1, 6, "round")
    }
    monthly = engine.rows(aggregate.funding_by_period(frame, every="month", public_market=True))
    assert [row["period"] for row in monthly if row["currency"] == "CNY"] == [
        "2024-01", "2025-02", "2025-04", "2025-06"]  # fmt: skip
    assert {(row["undated"], row["excluded"]) for row in monthly} == {(2, 0)}


def test_the_trace_names_the_rounds(engine: Engine) -> None:
    frame = engine.make(
        table(
            funding_round("2025-06", SEVERAL, identity="a"),
            funding_round("2025-07", OVER, identity="b"),
            funding_round("2025-07", None, identity="c"),
        )
    )
    result = aggregate.funding_by_period(frame, trace=True, by="subsector")
    assert engine.only(result, "subsector", "period", "currency", "record_ids") == [
        ("ai", "2025", "CNY", ["a", "b"]),
        ("ai", "2025", None, ["c"]),
    ]


def test_floats_and_missing_flags_are_read(engine: Engine) -> None:
    plain = pa.table(
        {
            "announced_first": [date(2025, 1, 1)] * 3,
            "amount_low": [0.1, 0.2, float("nan")],
            "amount_high": [0.1, 0.2, None],
            "amount_currency": ["CNY", "CNY", None],
        }
    )
    (row, nothing) = engine.rows(aggregate.funding_by_period(engine.make(plain)))
    # 0.1 + 0.2 is 0.3 here, since floats are read by their shortest decimal form.
    assert (row["total_low"], row["total_high"], row["disclosed"]) == (
        Decimal("0.3"), Decimal("0.3"), 2)  # fmt: skip
    assert (nothing["rounds"], nothing["disclosed"], nothing["total_low"]) == (1, 0, None)


def test_conversion_needs_a_rate_of_the_date(engine: Engine) -> None:
    rates = aggregate.RateTable.of(
        engine.make(
            pa.table(
                {
                    "date": ["2025-06-05", "2025-06", "2024"],
                    "currency": ["USD", "USD", "USD"],
                    "rate": [Decimal("7.20"), Decimal("7.10"), Decimal("7.00")],
                }
            )
        ),
        to="CNY",
    )
    frame = engine.make(
        table(
            funding_round("2025-06-05", AmountRange.exact(100, "USD")),
            funding_round("2025-06-06", AmountRange.exact(100, "USD")),
            funding_round("2025-06", AmountRange.exact(1, "CNY")),
            funding_round("2025-07-01", AmountRange.exact(100, "USD")),
            funding_round("2024-07-01", AmountRange.exact(10, "USD")),
        )
    )
    result = aggregate.funding_by_period(frame, rates=rates)
    assert engine.only(result, "period", "currency", "rounds", "total_low", "unconverted") == [
        ("2024", "CNY", 1, Decimal(70), 0),
        ("2025", "CNY", 3, Decimal(1431), 0),
        ("2025", "USD", 1, Decimal(100), 1),
    ]


@pytest.mark.parametrize(
    ("rate", "message"),
    [([0.0, 7.1], "above zero"), ([7.0, 7.1], "one rate"), ([None, 7.1], "above")],
)
def test_rates_that_cannot_be(rate: list[float | None], message: str) -> None:
    rates = pa.table({"date": [date(2025, 6, 5)] * 2, "currency": ["USD"] * 2, "rate": rate})
    with pytest.raises(AmountError, match=message):
        aggregate.RateTable.of(rates, to="CNY")
    with pytest.raises(FrameError, match="'rate' is missing"):
        aggregate.RateTable.of(rates.drop_columns(["rate"]), to="CNY")


def test_rates_by_day_are_found_by_dates_too(engine: Engine) -> None:
    rates = pa.table({"date": [date(2025, 6, 5)], "currency": ["USD"], "rate": [7.2]})
    assert aggregate.RateTable.of(engine.make(rates), to="CNY").at(
        "USD", date(2025, 6, 5)
    ) == Decimal("7.2")


def test_no_rounds_give_no_rows(engine: Engine) -> None:
    assert engine.rows(aggregate.funding_by_period(engine.make(table()))) == []


def random_rounds(seed: int, size: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    amounts = [SEVERAL, OVER, yuan(None, 90), yuan(5, 7, approximate=True), None,
               AmountRange.exact(3, "USD"), yuan(1, 2, low_closed=False)]  # fmt: skip
    return [
        funding_round(
            draw.choice(["2023-01-02", "2024-05", "2025", None]),
            draw.choice(amounts),
            stage=draw.choice(["A", "IPO", "MA", None]),
            subsector=draw.choice(["ai", "bci"]),
            identity=f"r{number}",
        )
        for number in range(size)
    ]


def test_against_plain_python(engine: Engine) -> None:
    rows = random_rounds(3, 300)
    result = aggregate.funding_by_period(engine.make(table(*rows)), by="subsector", trace=True)
    cells: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["announced"] is not None and row["stage"] not in {"IPO", "MA"}:
            cells[row["subsector"], row["announced"][:4], row.get("amount_currency")].append(row)
    found = engine.rows(result)
    assert len(found) == len(cells)
    for line in found:
        cell = cells[line["subsector"], line["period"], line["currency"]]
        stated = [row for row in cell if "amount_currency" in row]
        lows = [row["amount_low"] for row in stated]
        highs = [row["amount_high"] for row in stated]
        assert line["rounds"] == len(cell)
        assert line["disclosed"] == len(stated)
        assert line["total_low"] == (sum(lows) if lows and None not in lows else None)
        assert line["total_high"] == (sum(highs) if highs and None not in highs else None)
        assert line["record_ids"] == sorted(row["id"] for row in cell)
        if stated:
            assert line["median_low"] == median(low or 0 for low in lows)
            assert line["approximate"] == any(row["amount_approximate"] for row in stated)
            assert line["total_low_closed"] == all(row["amount_low_closed"] for row in stated)


bounds = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)


@st.composite
def amounts_with_a_figure(draw: st.DrawFn) -> tuple[Amount, Decimal]:
    low, figure, high = sorted(draw(st.tuples(bounds, bounds, bounds)))
    return (
        Amount(
            draw(st.sampled_from([low, None])),
            draw(st.sampled_from([high, None])),
        ),
        figure,
    )


@given(st.lists(amounts_with_a_figure(), max_size=8))
def test_the_interval_contains_every_exact_total(parts: list[tuple[Amount, Decimal]]) -> None:
    disclosed = [(amount, figure) for amount, figure in parts if amount.is_disclosed]
    total = Total.of((amount, 1) for amount, _ in parts)
    figures = [figure for _, figure in disclosed]
    assert total.number == len(disclosed)
    if not figures:
        assert (total.low, total.high, total.mean(), total.median()) == (
            None, None, (None, None), (None, None))  # fmt: skip
        return
    exact = sum(figures)
    for (low, high), value in (
        ((total.low, total.high), exact),
        (total.mean(), exact / len(figures)),
        (total.median(), median(figures)),
    ):
        assert low is None or low <= value
        assert high is None or value <= high


@given(st.lists(st.tuples(bounds, bounds).map(sorted), min_size=1, max_size=6), st.booleans())
def test_totals_agree_with_adding_amount_ranges(ends: list[list[Decimal]], closed: bool) -> None:
    ranges = [
        AmountRange(low=low, high=high, currency="CNY", high_closed=closed or low == high)
        for low, high in ends
    ]
    added = AmountRange.total(ranges)
    assert added is not None
    total = Total.of(
        (Amount(one.low, one.high, one.low_closed, one.high_closed), 1) for one in ranges
    )
    assert (total.low, total.high, total.low_closed, total.high_closed) == (
        added.low, added.high, added.low_closed, added.high_closed)  # fmt: skip


def test_sure_and_possible_leaders(engine: Engine) -> None:
    frame = engine.make(
        table(
            funding_round("2025-02", yuan(350_000_000, 350_000_000), identity="exact"),
            funding_round("2025-02", SEVERAL, identity="several"),
            funding_round("2025-02", yuan(90, 100), identity="small"),
            funding_round("2025-02", AmountRange.exact(10**12, "USD"), identity="dollars"),
            funding_round("2025-02", None, identity="silent"),
            funding_round("2025-02", yuan(10**12, 10**12), stage="IPO", identity="listing"),
        )
    )
    result = aggregate.largest_rounds(frame, currency="CNY")
    assert engine.only(result, "id", "company", "leader", "undisclosed", "other_currencies") == [
        ("exact", "exact", "possible", 1, 1),
        ("several", "several", "possible", 1, 1),
    ]
    two = aggregate.largest_rounds(frame, currency="CNY", top=2, public_market=True)
    assert engine.only(two, "id", "leader") == [
        ("listing", "sure"), ("exact", "possible"), ("several", "possible")]  # fmt: skip
    assert engine.only(aggregate.largest_rounds(frame, currency="USD"), "id", "leader") == [
        ("dollars", "sure")]  # fmt: skip


ends = st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans(), st.booleans())


@given(st.lists(ends, min_size=1, max_size=5), st.integers(1, 3))
def test_leaders_against_every_possible_world(
    drawn: list[tuple[int, int, bool, bool]], top: int
) -> None:
    ranges = []
    for a, b, low_closed, high_closed in drawn:
        low, high = min(a, b), max(a, b)
        exact = low == high
        ranges.append(
            yuan(low, high, low_closed=exact or low_closed, high_closed=exact or high_closed)
        )
    frame = table(*(funding_round("2025", one, identity=str(n)) for n, one in enumerate(ranges)))
    found = {
        int(row["id"]): row["leader"]
        for row in aggregate.largest_rounds(frame, currency="CNY", top=top).to_pylist()
    }
    # Quarters suffice to stand for all figures strictly between whole numbers.
    steps = [Decimal(step) / 4 for step in range(17)]
    worlds = [[step for step in steps if one.contains(step)] for one in ranges]
    for place, mine in enumerate(worlds):
        others = [world for number, world in enumerate(worlds) if number != place]
        best = sum(not any(value <= max(mine) for value in world) for world in others)
        worst = sum(any(value > min(mine) for value in world) for world in others)
        expected = "sure" if worst < top else "possible" if best < top else None
        assert found.get(place) == expected


def test_a_threshold_has_three_answers(engine: Engine) -> None:
    amounts = [SEVERAL, OVER, yuan(90_000_000, 100_000_000, high_closed=False), None,
               AmountRange.exact(10**9, "USD"), yuan(50, 100_000_000), yuan(None, 7)]  # fmt: skip
    frame = engine.make(
        table(*(funding_round("2025", one, identity=str(n)) for n, one in enumerate(amounts)))
    )
    result = aggregate.at_least(frame, 100_000_000, currency="CNY")
    assert sorted(engine.only(result, "id", "at_least")) == [
        ("0", "yes"), ("1", "yes"), ("2", "no"), ("3", "unknown"), ("4", "unknown"),
        ("5", "unknown"), ("6", "no")]  # fmt: skip
    for one, (answer,) in zip(amounts, engine.only(result, "at_least"), strict=True):
        if one is not None and one.currency == "CNY":
            assert answer == one.at_least(100_000_000)
    plain = engine.make(
        pa.table({"amount_low": [1.0, None], "amount_high": [2, 3], "amount_currency": ["CNY"] * 2})
    )
    result = aggregate.at_least(plain, Decimal(3), currency="CNY", name="three")
    assert engine.only(result, "three") == [("no",), ("unknown",)]
    with pytest.raises(AmountError):
        aggregate.at_least(plain, Decimal("NaN"), currency="CNY")
