"""Years to date, growth, counts with a base, and results put together, on every engine."""

from __future__ import annotations

import builtins
import random
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medai_landscape import aggregate
from medai_landscape.aggregate import Base, Count
from medai_landscape.arguments import ArgumentError
from medai_landscape.errors import FrameError, MissingExtraError, ScopeError

if TYPE_CHECKING:
    from conftest import Engine


def dated(*texts: str | None, **columns: Any) -> pa.Table:
    data = {
        "id": [f"c{number}" for number in range(len(texts))],
        "approved": pa.array(texts, pa.string()),
        "jurisdiction": pa.array(["CN"] * len(texts), pa.string()),
        "risk_class": pa.array(["III"] * len(texts), pa.string()),
    }
    return pa.table(data | columns)


def test_the_same_months_of_two_years(engine: Engine) -> None:
    frame = engine.make(
        dated(
            "2024-02-29", "2024-11-01", "2024", "2025-02-28", "2025-01", "2025-10-31", "2023-05-05"
        )
    )
    (row,) = engine.rows(aggregate.year_to_date(frame, until="2025-10"))
    assert (row["current"], row["previous"], row["change"], row["growth"]) == (3, 1, 2, 2.0)
    assert (row["previous_first"], row["previous_last"]) == (date(2024, 1, 1), date(2024, 10, 31))
    assert (row["previous_undated"], row["undated"], row["window_last"]) == (
        1,
        0,
        date(2025, 10, 31),
    )
    (row,) = engine.rows(aggregate.year_to_date(frame, until="2024-02-29"))
    assert (row["current"], row["previous"], row["growth"]) == (1, 0, None)
    assert row["previous_last"] == date(2023, 2, 28)


def test_growth_stands_beside_its_base(engine: Engine) -> None:
    frame = engine.make(dated(*["2022"] * 2, *["2023"] * 3, *["2025"] * 6, "2026-01-01"))
    result = aggregate.growth(frame, since="2023", until="2026-02")
    assert engine.only(result, "period", "current", "base", "change", "growth", "complete") == [
        ("2023", 3, 2, 1, 0.5, True),
        ("2024", 0, 3, -3, -1.0, True),
        ("2025", 6, 0, 6, None, True),
        ("2026", 1, 6, -5, None, False),
    ]
    cut = aggregate.growth(frame, since="2023-02")
    assert engine.only(cut, "period", "growth", "complete", "undated")[:2] == [
        ("2023", None, False, 3),
        ("2024", None, True, 3),
    ]
    whole = aggregate.growth(frame)
    assert engine.only(whole, "period", "base")[:2] == [("2022", None), ("2023", 2)]
    assert engine.rows(aggregate.growth(engine.make(dated()), since="2025")) == []


def test_counts_of_unlike_things_are_not_compared(engine: Engine) -> None:
    frame = engine.make(
        dated(
            *["2025-01-01"] * 4,
            "2024",
            None,
            holder=pa.array(["a", "a", "b", None, "c", "d"]),
            product_name=["p", "q", "p", "p", "p", "p"],
        )
    )
    window = {"since": "2025", "until": "2025-05"}
    authorisations = aggregate.count(frame, **window)
    assert (authorisations.value, authorisations.left_out) == (4, 1)
    holders = aggregate.count(frame, unit="holder", **window)
    assert (holders.value, holders.left_out) == (2, 2)
    assert aggregate.count(frame, unit="device").value == 6
    with pytest.raises(FrameError, match="'parent' is missing"):
        aggregate.count(frame, unit="parent")
    with pytest.raises(ScopeError, match="unit differs"):
        _ = authorisations + holders
    with pytest.raises(ScopeError, match="window differs"):
        _ = authorisations < aggregate.count(frame, since="2025", until="2025-12-05")
    assert (authorisations + authorisations).value == 8


def test_every_part_of_the_base_is_compared() -> None:
    one = Base(
        unit="authorisation", jurisdiction="CN", risk_class="III", window="2025", edition="a"
    )
    for part, other in {
        "unit": Base(
            unit="holder", jurisdiction="CN", risk_class="III", window="2025", edition="a"
        ),
        "jurisdiction": Base(unit="authorisation", risk_class="III", window="2025", edition="a"),
        "risk_class": Base(unit="authorisation", jurisdiction="CN", window="2025", edition="a"),
        "window": Base(unit="authorisation", jurisdiction="CN", risk_class="III", edition="a"),
        "edition": Base(unit="authorisation", jurisdiction="CN", risk_class="III", window="2025"),
    }.items():
        for compare in (
            lambda a, b: a + b,
            lambda a, b: a < b,
            lambda a, b: a <= b,
            lambda a, b: a > b,
            lambda a, b: a >= b,
        ):
            with pytest.raises(ScopeError) as caught:
                compare(Count(1, one), Count(2, other))
            assert caught.value.part == part
    same = Base(
        unit="authorisation",
        jurisdiction="CN",
        risk_class="III",
        window="2025-01-01/2025-12-31",
        edition="a",
    )
    assert Count(1, one) < Count(2, same)
    assert Count(1, one) <= Count(1, same)
    assert Count(3, one) > Count(2, same)
    assert Count(3, one) >= Count(3, same)
    assert Count(1, one) != Count(1, Base(unit="holder"))
    for compare in (
        lambda a, b: a + b,
        lambda a, b: a < b,
        lambda a, b: a <= b,
        lambda a, b: a > b,
        lambda a, b: a >= b,
    ):
        with pytest.raises(TypeError):
            compare(Count(1, one), 2)


def random_table(seed: int, size: int) -> pa.Table:
    draw = random.Random(seed)
    days = [date(2021, 1, 1) + timedelta(days=draw.randrange(900)) for _ in range(size)]
    texts = [draw.choice([day.isoformat(), day.isoformat()[:7], None]) for day in days]
    return dated(
        *texts,
        category=pa.array([draw.choice(["21", "06", None]) for _ in range(size)], pa.string()),
        use_functions=pa.array(
            [draw.choice([None, ["d"], ["d", "t"]]) for _ in range(size)], pa.list_(pa.string())
        ),
    ).set_column(0, "id", pa.array([f"s{seed}-{number}" for number in range(size)]))


FUNCTIONS = [
    lambda frame: aggregate.approvals_by_period(frame, every="month", by="category", trace=True),
    lambda frame: aggregate.approvals_by_period(
        frame, every="quarter", by=["use_functions"], since="2021-02-15", until="2022"
    ),
    lambda frame: aggregate.approvals_by(frame, by=["category", "use_functions"], trace=True),
    lambda frame: aggregate.trials_by_period(frame, date="approved", every="year"),
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_two_parts_together_are_the_whole(engine: Engine, function: Any) -> None:
    one, other = random_table(1, 40), random_table(2, 60)
    combined = aggregate.combine(function(engine.make(one)), function(engine.make(other)))
    whole = function(engine.make(pa.concat_tables([one, other])))
    assert engine.rows(combined) == engine.rows(whole)


def test_the_laws_of_combining() -> None:
    by_month = FUNCTIONS[0]
    some, nothing = by_month(random_table(1, 30)), by_month(random_table(1, 0))
    assert aggregate.combine(some, nothing).to_pylist() == some.to_pylist()
    assert aggregate.combine(nothing, some).to_pylist() == some.to_pylist()
    undated = aggregate.approvals_by_period(dated(None))
    assert aggregate.combine(undated, undated).to_pylist()[0]["undated"] == 2


def test_unlike_results_are_not_combined(engine: Engine) -> None:
    china = aggregate.approvals_by_period(engine.make(dated("2025")), since="2025", until="2025")
    table = dated("2025").set_column(2, "jurisdiction", pa.array(["US"]))
    states = aggregate.approvals_by_period(engine.make(table), since="2025", until="2025")
    with pytest.raises(ScopeError, match="the jurisdiction differs: 'CN' against 'US'"):
        aggregate.combine(china, states)
    months = aggregate.approvals_by_period(engine.make(dated("2025")), until="2025-12-05")
    with pytest.raises(
        ScopeError, match=r"window differs: '2025-01-01/2025-12-31' against '../2025"
    ):
        aggregate.combine(china, months)
    with pytest.raises(FrameError, match="'cumulative' is in one of the results only"):
        aggregate.combine(china, aggregate.holders(engine.make(dated("2025", holder=["h"]))))
    measured = aggregate.concentration(engine.make(dated("2025", holder=["h"])))
    with pytest.raises(FrameError, match="'hhi' cannot be added up"):
        aggregate.combine(measured, measured)
    with pytest.raises(FrameError, match="'edition' is missing"):
        aggregate.combine(engine.make(dated("2025")), china)
    timeline = aggregate.policy_timeline(engine.make(dated("2025")), dates=["approved"])
    with pytest.raises(FrameError, match="none of certificates, trials"):
        aggregate.combine(timeline, timeline)


def test_rates_before_and_after(engine: Engine) -> None:
    events = pa.table(
        {
            "id": ["late", "none", "policy"],
            "jurisdiction": ["CN", "CN", "CN"],
            "effective": ["2025", None, "2024-06"],
        }
    )
    days = ["2024-05-01"] * 2 + ["2024-06-15"] + ["2024-07-02"] * 6 + ["2024-07"]
    outcomes = dated(*days)
    result = aggregate.before_after(
        engine.make(events), engine.make(outcomes), days=100, since="2024-04-01", until="2024-12"
    )
    late, none, policy = engine.rows(result)
    assert (policy["before"], policy["after"]) == (2, 6)
    assert (policy["days_before"], policy["days_after"]) == (61, 100)
    assert policy["ratio"] == pytest.approx(6 / 2 * 61 / 100)
    # Clopper-Pearson limits of 6 of 8 are 0.34914 and 0.96815 (published tables).
    assert policy["ratio_low"] == pytest.approx(0.34914 / 0.65086 * 0.61, rel=1e-3)
    assert policy["ratio_high"] == pytest.approx(0.96815 / 0.03185 * 0.61, rel=1e-3)
    assert (policy["event_first"], policy["event_last"]) == (date(2024, 6, 1), date(2024, 6, 30))
    assert (policy["kind"], policy["undated"], policy["jurisdiction"]) == ("association", 1, "CN")
    assert (late["days_after"], late["ratio"]) == (0, None)
    assert (none["before"], none["event_first"], none["p_value"]) == (0, None, None)


def test_rates_without_limits_of_observation() -> None:
    events = pa.table({"id": ["e"], "jurisdiction": ["CN"], "effective": [date(2024, 6, 1)]})
    (row,) = aggregate.before_after(events, dated("2024-06-02", "2024-06-11")).to_pylist()
    assert (row["days_before"], row["days_after"], row["after"]) == (0, 10, 2)
    (row,) = aggregate.before_after(
        events, dated("2024-05-02", "2024-05-11", "2024-07-01"), until="2024-06-30"
    ).to_pylist()
    assert (row["ratio"], row["ratio_high"] is None, row["ratio_low"]) == (0.0, False, 0.0)
    (row,) = aggregate.before_after(
        events, dated("2024-06-10"), since="2024-05", until="2024-06"
    ).to_pylist()
    assert (row["ratio"], row["ratio_high"]) == (None, None)
    (row,) = aggregate.before_after(events, dated()).to_pylist()
    assert (row["before"], row["window_first"]) == (0, None)
    with pytest.raises(ArgumentError, match="days=0 does not fit"):
        aggregate.before_after(events, dated(), days=0)


def test_scipy_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("scipy"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    events = pa.table({"id": ["e"], "jurisdiction": ["CN"], "effective": ["2024-06-01"]})
    with pytest.raises(MissingExtraError, match=r"medai-landscape\[stats\]"):
        aggregate.before_after(events, dated("2024-06-02"))


def test_time_from_policy_to_approval(engine: Engine) -> None:
    policies = pa.table(
        {
            "id": ["a", "b", "c"],
            "jurisdiction": ["CN", "US", "CN"],
            "published": ["2025-01", "2025-01-01", "not a date"],
        }
    )
    approvals = engine.make(dated("2025-01-15", "2025-02-10", "2025-03-01", "2025"))
    result = aggregate.policy_to_approval(engine.make(policies), approvals)
    assert engine.only(
        result, "id", "first_approval", "days_low", "days_high", "approvals_after", "undated"
    ) == [
        ("a", date(2025, 2, 10), 10, 40, 2, 1),
        ("b", None, None, None, 0, 1),
        ("c", None, None, None, 0, 1),
    ]


rows = st.lists(
    st.tuples(
        st.sampled_from(["2023-01-05", "2023-02", "2024", "2024-12-31", None]),
        st.sampled_from(["a", "b", None]),
        st.sampled_from([None, (), ("x",), ("x", "y")]),
    ),
    max_size=12,
)


def frame(chosen: list[Any]) -> pa.Table:
    """Lay drawn rows out as certificates."""
    return dated(
        *(line[0] for line in chosen),
        key=pa.array([line[1] for line in chosen], pa.string()),
        several=pa.array([line[2] for line in chosen], pa.list_(pa.string())),
    )


WAYS: dict[str, Any] = {
    "approvals_by_period": aggregate.approvals_by_period,
    "trials_by_period": partial(aggregate.trials_by_period, date="approved"),
    "approvals_by": aggregate.approvals_by,
    "holders": aggregate.holders,
}


@pytest.mark.parametrize("name", WAYS)
@settings(max_examples=60)
@given(
    whole=rows,
    cut=st.integers(0, 12),
    every=st.sampled_from(["year", "quarter", "month"]),
    by=st.sampled_from([(), ("key",), ("several",), ("key", "several")]),
    window=st.sampled_from([{}, {"since": "2023-02"}, {"since": "2023-01-10", "until": "2024"}]),
    trace=st.booleans(),
)
def test_the_whole_is_its_parts_put_together(
    name: str, whole: list[Any], cut: int, every: Any, by: Any, window: Any, *, trace: bool
) -> None:
    table = frame(whole)
    table = table.append_column("holder", table["key"])
    options = {"by": by, "trace": trace}
    if name.endswith("by_period"):  # the others lose what they could not date where nothing is left
        options |= {**window, "every": every}
    one, other, both = (WAYS[name](part, **options) for part in (table[:cut], table[cut:], table))
    assert aggregate.combine(one, other).to_pylist() == both.to_pylist()


@given(rows, st.randoms(use_true_random=False), st.sampled_from(["year", "quarter", "month"]))
def test_the_laws_of_counting(lines: list[Any], shuffler: random.Random, every: Any) -> None:
    shuffled = lines.copy()
    shuffler.shuffle(shuffled)
    results = [
        [
            aggregate.approvals_by_period(frame(chosen), every=every, by=by)
            for by in ((), "key", "several", ["key", "several"])
        ]
        for chosen in (lines, shuffled)
    ]
    for one, other in zip(*results, strict=True):
        assert one.to_pylist() == other.to_pylist()
    for result, exact in zip(results[0], (True, True, False, False), strict=True):
        table = result.to_pylist()
        if not table:
            assert not lines
            continue
        total = sum(row["certificates"] for row in table)
        records = table[0]["records"]
        assert records + table[0]["undated"] == len(lines)
        assert total == records if exact else total >= records
        for before, after in pairwise(table):
            same = [name for name in ("key", "several") if name in before]
            if all(before[name] == after[name] for name in same):
                assert before["cumulative"] <= after["cumulative"]
                assert after["cumulative"] - before["cumulative"] == after["certificates"]
