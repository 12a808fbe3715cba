"""The numbers of S1 that follow from its own table, each out of an aggregation and by its claim."""

from __future__ import annotations

from typing import Any

import pytest

import medai_landscape as ml

LANDSCAPE = ml.load_landscape()
JAN_TO_MAY = {"since": "2025-01", "until": "2025-05"}


@pytest.fixture(scope="module")
def frame() -> Any:
    """Class III in China, as S1 limits itself; the window leaves out what S2 adds."""
    certificates = LANDSCAPE.to_frame("certificates")
    return certificates[(certificates.jurisdiction == "CN") & (certificates.risk_class == "III")]


def counts(result: Any, key: str) -> dict[str, int]:
    known = result[result[key].notna()]
    return dict(zip(known[key], known["certificates"].astype(int), strict=True))


def test_s1_11a_eleven_by_month(frame: Any) -> None:
    months = ml.aggregate.approvals_by_period(frame, every="month", **JAN_TO_MAY)
    assert months["certificates"].tolist() == [1, 5, 4, 1, 0]
    assert months["cumulative"].tolist()[-1] == 11


def test_s1_item_12_nine_holders(frame: Any) -> None:
    assert len(ml.aggregate.holders(frame, **JAN_TO_MAY)) == 9


def test_s1_13a_and_15a_by_modality(frame: Any) -> None:
    by = counts(
        ml.aggregate.approvals_by(frame, by="use_modalities", **JAN_TO_MAY), "use_modalities"
    )
    assert by == {"CT": 4, "US": 2, "DX": 1, "PX": 1, "SM": 1}


def test_s1_13a_and_18a_by_function(frame: Any) -> None:
    by = counts(ml.aggregate.approvals_by(frame, by="use_functions", **JAN_TO_MAY), "use_functions")
    assert by == {
        "detection": 5, "visualization": 5, "quantification": 4, "diagnosis": 2, "planning": 2,
        "triage": 2, "enhancement": 1, "segmentation": 1, "simulation": 1,
    }  # fmt: skip


def test_s1_14a_nine_products_name_a_finding(frame: Any) -> None:
    by = ml.aggregate.approvals_by(frame, by="use_findings", trace=True, **JAN_TO_MAY)
    named = by[by["use_findings"].notna()]
    assert len({name for names in named["record_ids"] for name in names}) == 9


def test_s1_14b_anatomies_of_all_but_one(frame: Any) -> None:
    by = counts(ml.aggregate.approvals_by(frame, by="use_anatomies", **JAN_TO_MAY), "use_anatomies")
    assert by["hip"] == by["knee"] == by["spine"] == by["lung"] == by["teeth"] == 1
    assert len(by) == 13


def test_s1_16a_two_lack_the_warning(frame: Any) -> None:
    window = frame[frame.approved.str.startswith("2025-0")]
    lacking = ml.aggregate.without_standalone_prohibition(window)
    assert set(lacking["product_name"]) == {"肺外科手术计划软件", "神经外科手术计划软件"}


def test_s1_19a_two_name_their_equipment(frame: Any) -> None:
    by = ml.aggregate.approvals_by(frame, by="use_equipment_restricted", **JAN_TO_MAY)
    restricted = by[by["use_equipment_restricted"].astype(bool)]
    assert restricted["certificates"].tolist() == [2]


def test_s1_20a_clusters_with_wuhan_in_none(frame: Any) -> None:
    placed = ml.companies.with_places(frame)
    by = ml.aggregate.approvals_by(placed, by="holder_clusters", trace=True, **JAN_TO_MAY)
    assert counts(by, "holder_clusters") == {
        "京津冀": 7,
        "长三角": 2,
        "珠三角": 1,
        "粤港澳大湾区": 1,
    }
    nowhere = by[by["holder_clusters"].isna()]
    assert [list(names) for names in nowhere["record_ids"]] == [["cn-2025-neurosurgery-planning"]]
