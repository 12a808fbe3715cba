"""Editions of one list compared: the real ones, made-up ones, and what must always hold."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import medai_landscape as ml
from medai_landscape.editions import diff_editions, revision_triangle
from medai_landscape.editions.spelling import is_spelling, normal_form
from medai_landscape.errors import FrameError, LandscapeError
from medai_landscape.sources import read_fda_ai_list

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("2021-09_343.csv", "2022-10_521.csv", "2024-12_1016.csv", "2025-12_1357.xml")


@pytest.fixture(scope="module")
def editions(shared: Path) -> dict[str, Any]:
    return {name[:7]: read_fda_ai_list(shared / "data" / "fda_ai_list" / name) for name in NAMES}


def test_the_four_real_editions_differ_as_counted_by_hand(editions: dict[str, Any]) -> None:
    pairs = zip(editions.values(), list(editions.values())[1:], strict=False)
    diffs = [diff_editions(old, new, key="number") for old, new in pairs]
    assert [len(diff.added) for diff in diffs] == [178, 495, 342]
    assert [diff.withdrawn_keys for diff in diffs] == [(), (), ("K162627",)]
    assert [str(diff.last_decision) for diff in diffs] == ["2021-06-17", "2022-07-29", "2024-09-27"]
    glued = next(c for c in diffs[0].changed if c.column == "holder")
    assert (glued.key, glued.kind) == ("K203225", "spelling")


def test_sixty_two_additions_of_three_years_are_back_dated(editions: dict[str, Any]) -> None:
    diff = diff_editions(editions["2022-10"], editions["2025-12"], key="number")
    assert (len(diff.added), len(diff.back_dated), len(diff.undated)) == (837, 62, 0)
    assert str(diff.last_decision) == "2022-07-29"
    assert all(c.approved.latest() <= diff.last_decision for c in diff.back_dated)
    assert set(diff.back_dated_keys) <= set(diff.added_keys)
    assert {c.number for c in diff.withdrawn} == {"K162627"}


def test_a_figure_for_a_year_depends_on_the_edition(editions: dict[str, Any]) -> None:
    triangle = revision_triangle(editions)
    assert [triangle.count(2021, edition=name) for name in editions] == [38, 115, 129, 130]
    assert [triangle.total(edition=name) for name in editions] == [343, 521, 1016, 1357]
    assert triangle.as_of("2021-09")[2020] == 100
    assert triangle.rows()[-1] == {
        "year": 2025, "2021-09": 0, "2022-10": 0, "2024-12": 0, "2025-12": 258,
    }  # fmt: skip
    with pytest.raises(FrameError, match="no edition '2023'"):
        triangle.as_of("2023")


OLD = [
    {"number": "K1", "approved": "2020-01-01", "holder": "Viz.ai, Inc.", "name": "A"},
    {"number": "K2", "approved": "2020-03", "holder": "Example Ltd", "name": "B"},
    {"number": "", "approved": None, "holder": "No Number", "name": "C"},
]
NEW = [
    {"number": "K1", "approved": "2020-01-01", "holder": "VIZ AI", "name": "A2", "panel": "RA"},
    {"number": "K3", "approved": "2020-03-31", "holder": "x", "name": "y", "panel": "RA"},
    {"number": "K4", "approved": "2020-03", "holder": "x", "name": "y", "panel": "RA"},
    {"number": "K5", "approved": "2020", "holder": "x", "name": "y", "panel": "RA"},
    {"number": "K6", "approved": "soon", "holder": "x", "name": "y", "panel": "RA"},
]


def test_partial_dates_are_back_dated_only_when_they_surely_are() -> None:
    diff = diff_editions(OLD, NEW, key="number")
    assert diff.back_dated_keys == ("K3", "K4")
    assert [row["number"] for row in diff.undated] == ["K6"]
    assert diff.withdrawn == (OLD[1],)
    assert (diff.unkeyed, diff.new_columns, diff.lost_columns) == (1, ("panel",), ())
    assert [(c.column, c.kind) for c in diff.changed] == [
        ("holder", "spelling"), ("name", "substance"),
    ]  # fmt: skip
    assert json.loads(diff.to_json())["counts"] == diff.counts()


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_frames_of_any_library_compare_as_their_rows_do(frame: Any) -> None:
    by_rows = diff_editions(OLD, NEW, key="number")
    by_frames = diff_editions(frame(OLD), frame(NEW), key=("number",))
    assert by_frames.counts() == by_rows.counts()
    assert by_frames.back_dated_keys == by_rows.back_dated_keys


def test_a_key_of_several_columns() -> None:
    rows = [{"scheme": "a", "n": 1}, {"scheme": "a", "n": 2}]
    diff = diff_editions(rows[:1], rows, key=["scheme", "n"])
    assert diff.added_keys == (("a", 2),)


def test_what_cannot_be_compared_is_an_error() -> None:
    with pytest.raises(FrameError, match="'numbr' is missing in the older edition"):
        diff_editions(OLD, NEW, key="numbr")
    with pytest.raises(FrameError, match="'K1' stands in 2 rows of the newer edition"):
        diff_editions(OLD, [NEW[0], NEW[0]], key="number")
    with pytest.raises(FrameError, match="no record and no row"):
        diff_editions(["K1"], NEW, key="number")
    for junk in (5, None, object()):
        with pytest.raises(LandscapeError):
            diff_editions(junk, NEW, key="number")
    tags = pl.DataFrame({"tags": [["a"], ["b"]]})
    assert diff_editions(tags[:1], tags, key="tags").added_keys == ((("b",),),)


def test_rejected_rows_are_counted_since_they_are_not_compared() -> None:
    data = b"Submission Number,Device\nK200001,A\nK2,B\n"

    loaded = read_fda_ai_list(io.BytesIO(data))
    diff = diff_editions(loaded, loaded, key="number")
    assert (diff.rejected, diff.kept, diff.last_decision) == (2, 1, None)
    assert repr(diff) == "EditionDiff(1 kept, 2 rejected)"


SPELLINGS = [
    ("holder", "Hyperfine, Inc.", "HYPERFINE INC", True),
    ("holder", "Siemens Healthineers AG", "Siemens Healthineers", True),
    ("holder", "Medtronic Co., Ltd.", "Medtronic", True),
    ("holder", "推想医疗科技股份有限公司", "推想医疗科技", True),
    ("holder", "Viz.ai", "Aidoc", False),
    ("holder", "Inc", "Ltd", False),
    ("product_name", "Contour ProtegeAI", "Contour ProtégéAI", True),
    ("product_name", "LVivo Seamless V2.0", "LVivo Seamless", False),
    ("product_name", "Model SA", "Model", False),
    ("product_name", "V1.0", "V10", False),
    ("product_name", "V 1.0", "v1.0", True),
    ("product_name", "-", "/", False),
    ("product_name", "Viz LVO™", "Viz LVO", True),
    ("stage", "A+", "A", False),
    ("limit", ">5 mm", "<5 mm", False),
    ("limit", "-5", "5", False),
    ("limit", "CT-5", "CT 5", True),
    ("category", None, "QIH", False),
]


@pytest.mark.parametrize(("column", "old", "new", "same"), SPELLINGS)
def test_spelling_and_substance(column: str, old: Any, new: Any, same: bool) -> None:
    assert is_spelling(column, old, new) is same


@given(st.text())
def test_a_normal_form_is_its_own(text: str) -> None:
    for company in (False, True):
        form = normal_form(text, company=company)
        assert normal_form(form) == form or not form.isascii()


numbers = st.lists(st.integers(0, 30), unique=True).map(
    lambda items: [{"number": f"K{i}", "approved": f"20{10 + i % 15}"} for i in items]
)


@given(numbers, numbers)
def test_added_withdrawn_and_kept_are_all_there_is(old: Any, new: Any) -> None:
    diff = diff_editions(old, new, key="number")
    assert len(diff.added) + diff.kept == len(new)
    assert len(diff.withdrawn) + diff.kept == len(old)
    back = diff_editions(new, old, key="number")
    assert (back.added_keys, back.withdrawn_keys) == (diff.withdrawn_keys, diff.added_keys)
    assert diff_editions(old, old, key="number").counts()["added"] == 0
    totals = revision_triangle([("old", old), ("new", new)])
    assert (totals.total(edition="old"), totals.total(edition="new")) == (len(old), len(new))


def test_what_is_shown_is_escaped() -> None:
    rows = [{"number": "K1", "name": "<script>alert(1)</script>"}]
    diff = diff_editions(rows, [{"number": "K1", "name": "&<b>"}], key="number")
    assert "<script>" not in diff._repr_html_()
    assert "&lt;script&gt;" in diff._repr_html_()
    assert "<b>" not in revision_triangle({"<b>": rows})._repr_html_()


def test_records_compare_without_their_sources() -> None:
    def certificate(title: str) -> ml.Certificate:
        source = {"title": title, "publisher": "FDA", "locator": "row 1"}
        return ml.Certificate(
            jurisdiction="US", scheme="fda_510k", number="K200001", product_name="A",
            sources=[source],
        )  # fmt: skip

    diff = diff_editions([certificate("old")], [certificate("new")], key="id")
    assert (diff.kept, diff.changed) == (1, ())


def test_dates_as_a_frame_of_texts_has_them() -> None:
    old = pd.DataFrame({"number": ["K1"], "decided": ["07/29/2022"]})
    new = pd.DataFrame({"number": ["K1", "K2", "K3"], "decided": ["07/29/2022", "01/02/2019", ""]})
    diff = diff_editions(old, new, key="number", date="decided", order="mdy")
    assert (diff.back_dated_keys, len(diff.undated)) == (("K2",), 1)
    with pytest.raises(FrameError, match="'01/02/2019' in 'decided' may be one of two days"):
        diff_editions(old, new, key="number", date="decided")
    triangle = revision_triangle({"old": old, "new": new}, date="decided", order="mdy")
    assert triangle.as_of("new") == {2019: 1, 2022: 1}
    with pytest.raises(FrameError, match="order='mdy'"):
        revision_triangle({"new": new}, date="decided")


def test_one_day_in_two_kinds_of_value_is_no_change() -> None:
    texts = [{"number": "K1", "approved": "2022-07-29"}]
    days = [{"number": "K1", "approved": ml.PartialDate(2022, 7, 29)}]
    assert diff_editions(texts, days, key="number").changed == ()
    other = [{"number": "K1", "approved": ml.PartialDate(2022, 7, 30)}]
    assert [c.kind for c in diff_editions(texts, other, key="number").changed] == ["substance"]


def test_a_lost_number_is_no_key_and_two_editions_have_two_names() -> None:
    lost = [{"number": float("nan")}]
    assert diff_editions(lost, lost, key="number").unkeyed == 2
    with pytest.raises(FrameError, match="two editions are called '2022'"):
        revision_triangle([("2022", lost), ("2022", lost)])
