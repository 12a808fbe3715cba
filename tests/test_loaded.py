"""What reading gives: nothing lost, and safe to show."""

from __future__ import annotations

import json
import pickle

import pytest

from medai_landscape.errors import LandscapeError, RejectedRowsError
from medai_landscape.issues import Issue, as_text
from medai_landscape.loaded import LeftOut, Loaded, LoadedError, LoadingReport, Reject

BAD_DATE = Issue("approved", "date", "'2025-13' is no date", "“2025-13”不是日期", "2025-13")
NO_NAME = Issue("product_name", "missing", "Field required", "缺少", None)


def loaded() -> Loaded[str]:
    rejects = [Reject(1, (BAD_DATE, NO_NAME), {"approved": "2025-13"}, line=3)]
    return Loaded.of(
        ["first"],
        rejects,
        name="<b>.csv",
        format="csv",
        encoding="utf-8",
        repairs=(("full_width_digits", 2),),
        left_out=(LeftOut("column 'x'", "no field of this name"),),
    )


def test_rows_are_records_and_rejects() -> None:
    result = loaded()
    assert (result.report.rows, result.report.accepted, result.report.rejected) == (2, 1, 1)
    with pytest.raises(LoadedError, match="one record or one reject"):
        Loaded((), (), LoadingReport("a", "csv", rows=1))
    with pytest.raises(LoadedError, match="no more rejected rows"):
        LoadingReport("a", "csv", rows=1, rejected=2)
    with pytest.raises(LoadedError, match="one reject a row"):
        Loaded.of((), [Reject(0, (BAD_DATE,)), Reject(0, (NO_NAME,))], name="a", format="csv")
    with pytest.raises(LoadedError, match="without an issue"):
        Reject(0, ())


def test_a_reject_says_everything_that_is_wrong() -> None:
    (reject,) = loaded().rejects
    assert (reject.field, reject.code, reject.value) == ("approved", "date", "2025-13")
    assert reject.reason == "'2025-13' is no date; Field required"
    assert reject.reason_zh == "“2025-13”不是日期；缺少"
    hash(reject)


def test_rejected_rows_can_be_an_error() -> None:
    Loaded.of(["a"], (), name="a", format="csv").raise_if_rejected()
    with pytest.raises(RejectedRowsError, match=r"1 of 2 rows .*date 1, missing 1") as caught:
        loaded().raise_if_rejected()
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (copy.args, str(copy)) == (caught.value.args, str(caught.value))
    error = LoadedError("1", "2")
    assert isinstance(error, LandscapeError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


def test_json_and_html_hold_the_same_and_are_escaped() -> None:
    told = json.loads(loaded().to_json())
    assert told["report"] == json.loads(loaded().report.to_json())
    assert told["rejects"][0]["issues"][1]["code"] == "missing"
    shown = loaded()._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;.csv" in shown
    assert "left out: column" in loaded().report._repr_html_()
    assert repr(loaded()) == "Loaded('<b>.csv': 1 records, 1 rejects)"


def test_any_value_becomes_text() -> None:
    circle: list[object] = []
    circle.append(circle)
    assert as_text(circle) == "[[...]]"
    assert as_text({(1, 2): 3}) == "{(1, 2): 3}"
    assert as_text(["中"]) == '["中"]'
