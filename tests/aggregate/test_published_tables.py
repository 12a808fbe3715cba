"""Aggregates over real editions and over the bundled landscape, beside what was published."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import medai_landscape as ml
from medai_landscape import aggregate
from medai_landscape.companies import with_places
from medai_landscape.sources import read_fda_ai_list

if TYPE_CHECKING:
    from pathlib import Path


@cache
def edition(path: Path) -> pd.DataFrame:
    return ml.to_frame(read_fda_ai_list(path).records)


def pairs(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame[list(columns)].itertuples(index=False)
    ]


@pytest.fixture
def fda_2022(shared: Path) -> pd.DataFrame:
    return edition(shared / "data/fda_ai_list/2022-10_521.csv")


def test_the_2022_edition_has_521_devices_of_which_392_are_of_radiology(
    fda_2022: pd.DataFrame,
) -> None:
    panels = aggregate.approvals_by(fda_2022, by="panel")
    first = panels.iloc[0]
    assert (first["panel"], first["certificates"], first["records"]) == ("RA", 392, 521)
    assert round(100 * first["share"], 1) == 75.2
    assert panels["certificates"].sum() == 521
    assert set(panels["jurisdiction"]) == {"US"}


def test_the_pathways_of_the_2022_edition(fda_2022: pd.DataFrame) -> None:
    schemes = aggregate.approvals_by(fda_2022, by="scheme")
    numbers = dict(pairs(schemes, "scheme", "certificates"))
    pma = numbers.pop("fda_pma", 0) + numbers.pop("fda_pma_supplement", 0)
    assert numbers == {"fda_510k": 500, "fda_de_novo": 18}
    assert pma == 3


def test_the_years_of_the_2022_edition(fda_2022: pd.DataFrame) -> None:
    years = aggregate.approvals_by_period(fda_2022, since="2018", until="2022")
    assert pairs(years, "period", "certificates") == [
        ("2018", 63), ("2019", 77), ("2020", 102), ("2021", 115), ("2022", 91)]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "devices"),
    [("2021-09_343.csv", 343), ("2022-10_521.csv", 521), ("2024-12_1016.csv", 1016), ("2025-12_1357.xml", 1357)],
)  # fmt: skip
def test_every_edition_is_counted_whole(shared: Path, name: str, devices: int) -> None:
    frame = edition(shared / "data/fda_ai_list" / name)
    years = aggregate.approvals_by_period(frame)
    assert years["certificates"].sum() + years["undated"].iloc[0] == devices
    assert years["cumulative"].iloc[-1] == years["records"].iloc[0]
    held = aggregate.holders(frame)
    assert held["certificates"].sum() == devices
    (measured,) = aggregate.concentration(frame).to_dict("records")
    assert measured["holders"] == held["holder"].nunique()


@pytest.fixture(scope="module")
def s1() -> pd.DataFrame:
    """The certificates of report S1: Chinese, class III, January to May 2025."""
    frame = ml.load_landscape().to_frame("certificates")
    chinese = frame[(frame["jurisdiction"] == "CN") & (frame["risk_class"] == "III")]
    return chinese[chinese["approved_first"] < pd.Timestamp("2025-06-01").date()]


def test_s1_11a_eleven_approvals_by_month(s1: pd.DataFrame) -> None:
    months = aggregate.approvals_by_period(s1, every="month", since="2025-01", until="2025-05")
    assert months["certificates"].to_list() == [1, 5, 4, 1, 0]
    assert aggregate.count(s1, since="2025-01", until="2025-05").value == 11


def test_s1_nine_holders(s1: pd.DataFrame) -> None:
    assert len(aggregate.holders(s1)) == 9
    assert aggregate.count(s1, unit="holder").value == 9


def test_s1_16a_two_products_do_not_carry_the_warning(s1: pd.DataFrame) -> None:
    found = aggregate.without_standalone_prohibition(s1)
    assert sorted(pairs(found, "product_name", "reason")) == [
        ("神经外科手术计划软件", "statement incomplete"),
        ("肺外科手术计划软件", "not stated"),
    ]


def test_s1_20_wuhan_is_in_none_of_the_poles(s1: pd.DataFrame) -> None:
    clusters = aggregate.shares(with_places(s1), of="cluster")
    assert dict(pairs(clusters, "cluster", "certificates")) == {
        "京津冀": 7, "长三角": 2, "珠三角": 1, "粤港澳大湾区": 1, "none of them": 1}  # fmt: skip


def test_s1_by_function_modality_and_anatomy_sums_to_more_than_the_products(
    s1: pd.DataFrame,
) -> None:
    for of in ("function", "modality", "anatomy", "finding", "department", "user"):
        result = aggregate.shares(s1, of=of)
        assert set(result["records"]) == {11}
        assert result["certificates"].sum() >= 11


def test_s2_29c_the_billion_is_the_sure_leader_among_rounds_in_yuan_to_october() -> None:
    rounds = ml.load_landscape().to_frame("funding_rounds")
    leaders = aggregate.largest_rounds(rounds, currency="CNY", until="2025-10")
    assert pairs(leaders, "leader", "amount_low") == [("sure", 1_000_000_000)]
