"""Holders and concentration, on every engine, against plain Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from medai_landscape import aggregate
from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from conftest import Engine


def held(*names: str | None, years: list[int] | None = None) -> pa.Table:
    return pa.table(
        {
            "id": [f"c{number}" for number in range(len(names))],
            "holder": pa.array(names, pa.string()),
            "approved_first": pa.array(
                [date(year, 3, 1) for year in years or [2025] * len(names)], pa.date32()
            ),
        }
    )


def test_nine_holders_of_eleven(engine: Engine) -> None:
    frame = engine.make(held(*"aabbcdefghi"))
    rows = engine.rows(aggregate.holders(frame, trace=True))
    assert len(rows) == 9
    assert [(row["holder"], row["certificates"]) for row in rows[:3]] == [
        ("a", 2), ("b", 2), ("c", 1)]  # fmt: skip
    assert rows[0]["record_ids"] == ["c0", "c1"]
    (row,) = engine.rows(aggregate.concentration(frame))
    assert row["hhi"] == pytest.approx((2 * 2 + 2 * 2 + 7) / 121)
    assert (row["top_1"], row["top_3"], row["top_5"]) == pytest.approx((2 / 11, 5 / 11, 7 / 11))
    assert (row["certificates"], row["holders"], row["unnamed"]) == (11, 9, 0)


def test_the_unnamed_are_in_no_share(engine: Engine) -> None:
    frame = engine.make(held("a", None, "a", None, "b"))
    (row,) = engine.rows(aggregate.concentration(frame, top=(1,)))
    assert (row["hhi"], row["top_1"], row["unnamed"], row["records"]) == (
        pytest.approx(5 / 9), pytest.approx(2 / 3), 2, 5)  # fmt: skip
    (row,) = engine.rows(aggregate.concentration(engine.make(held(None)), top=(1,)))
    assert (row["hhi"], row["top_1"], row["unnamed"]) == (None, None, 1)


def test_concentration_by_year_against_plain_python(engine: Engine) -> None:
    draw = random.Random(5)
    names = draw.choices(["a", "b", "c", "d", None], [8, 4, 2, 1, 1], k=300)
    years = draw.choices([2021, 2022, 2024], k=300)
    rows = engine.rows(
        aggregate.concentration(engine.make(held(*names, years=years)), every="year", top=(2,))
    )
    assert [row["period"] for row in rows] == ["2021", "2022", "2023", "2024"]
    for row in rows:
        year = int(row["period"])
        counts = Counter(
            name for name, at in zip(names, years, strict=True) if at == year and name is not None
        )
        whole = sum(counts.values())
        assert row["certificates"] == whole
        if not whole:
            assert row["hhi"] is None
            continue
        assert row["hhi"] == pytest.approx(sum((n / whole) ** 2 for n in counts.values()))
        assert row["top_2"] == pytest.approx(sum(n for _, n in counts.most_common(2)) / whole)


def test_concentration_of_a_list_is_refused(engine: Engine) -> None:
    frame = engine.make(pa.table({"use_functions": [["a"], ["a", "b"]]}))
    with pytest.raises(FrameError, match="is a list"):
        aggregate.concentration(frame, of="use_functions")
