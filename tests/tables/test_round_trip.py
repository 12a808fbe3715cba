"""Records to tables and back, without loss, in every library."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_differential import RECORDS

from medai_landscape import records
from medai_landscape.amounts import AmountRange  # noqa: TC001 - pydantic reads it
from medai_landscape.dates import DateSpan, PartialDate  # noqa: TC001 - pydantic reads them
from medai_landscape.errors import FrameError, MissingExtraError
from medai_landscape.tables import backends
from medai_landscape.tables.cells import LossError
from medai_landscape.tables.frames import from_frame, sources_of, to_frame
from medai_landscape.tables.schemas import arrow_schema, frictionless_schema, json_schema
from medai_landscape.tables.table_form import table_form
from medai_landscape.tables.validation import validate_frame
from medai_landscape.testing import strategies as draw

BACKENDS = ("pandas", "polars", "polars-lazy", "pyarrow", "duckdb")
SOURCE = records.Source(title="list", publisher="NMPA", locator="row 1")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@given(data=st.data())
@settings(max_examples=25)
def test_records_survive_the_table(record: type[Any], data: st.DataObject) -> None:
    made = data.draw(st.lists(RECORDS[record], max_size=3))
    backend = data.draw(st.sampled_from(BACKENDS))
    frame = to_frame(made, backend=backend, record_type=record)
    loaded = from_frame(frame, record)
    assert loaded.records == tuple(made)
    assert validate_frame(frame, record).rejected_rows == 0


@given(made=st.lists(draw.certificates(), min_size=1, max_size=3))
@settings(max_examples=25)
def test_sources_can_stand_in_a_table_of_their_own(made: list[records.Certificate]) -> None:
    frame = to_frame(made, sources="ids")
    assert "sources" not in frame
    assert validate_frame(frame, records.Certificate).rejected_rows == 0
    assert from_frame(frame, records.Certificate, sources=sources_of(made)).records == tuple(made)
    table = to_frame(sources_of(made))
    assert from_frame(frame, records.Certificate, sources=table).records == tuple(made)
    lost = from_frame(frame, records.Certificate)
    assert {reject.code for reject in lost.rejects} == {"source_unknown"}


def test_a_frame_without_sources_states_facts_of_the_given_ones() -> None:
    table = pa.table({"company": ["E", None], "announced": ["2025", "2025"], "town": ["A", "B"]})
    loaded = from_frame(table, records.FundingRound, sources=[SOURCE])
    assert loaded.records[0].sources == (SOURCE,)
    assert loaded.rejects[0].row == 1
    assert loaded.rejects[0].original == {"company": None, "announced": "2025", "town": "B"}
    assert loaded.report.left_out[0].what == "column 'town'"
    without = from_frame(table, records.FundingRound)
    assert {issue.code for reject in without.rejects for issue in reject.issues} == {
        "source_missing",
        "missing",
    }
    with pytest.raises(FrameError, match="needs Source records"):
        from_frame(table, records.FundingRound, sources=["the list"])


class Ward(StrEnum):
    """Where it stands."""

    EAST = "east"
    WEST = "west"


class Owned(records.Certificate):
    """A certificate with fields of every kind that a hospital may add."""

    ward: Ward | None = None
    price: Decimal | None = None
    beds: int = 0
    share: float | None = None
    bought: date | None = None
    checked: datetime | None = None
    since: PartialDate | None = None
    paid: AmountRange | None = None
    used: DateSpan | None = None
    wards: tuple[Ward, ...] = ()
    visits: tuple[PartialDate, ...] = ()
    rates: tuple[AmountRange, ...] = ()
    notes: dict[str, int] | None = None
    follows: records.Source | None = None


def owned() -> Owned:
    return Owned(
        jurisdiction="CN", scheme="other", product_name="x", sources=[SOURCE], ward="east",
        price=Decimal("12.5"), beds=3, share=0.25, bought=date(2024, 2, 29),
        checked=datetime(2024, 1, 1, 12, tzinfo=UTC), since="2024-05", used="2024-01-01/2025-12-31",
        paid={"low": 3, "currency": "CNY"}, wards=("west", "east"), visits=("2024", "2024-05-01"),
        rates=({"low": 1, "high": 2},), notes={"a": 1}, follows=SOURCE,
    )  # fmt: skip


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_class_of_ones_own_has_a_table_form(backend: str) -> None:
    frame = to_frame([owned()], backend=backend)
    loaded = from_frame(frame, Owned)
    assert loaded.records == (owned(),)
    assert validate_frame(frame, Owned).rejected_rows == 0
    names = table_form(Owned).names()
    assert {"since_first", "paid_low", "follows_title", "used", "ward"} <= set(names)


def test_two_fields_cannot_share_a_column() -> None:
    class Twice(records.FundingRound):
        announced_first: str | None = None

    with pytest.raises(FrameError, match="announced_first"):
        to_frame([], record_type=Twice)


@pytest.mark.parametrize(
    "lossy",
    [
        {"price": Decimal("0.12345678901234567890")},
        {"beds": 2**70},
        {"paid": {"low": "0.333"}},
        {"paid": {"low": "9" * 40}},
        {"checked": datetime(2024, 1, 1, 12)},  # noqa: DTZ001 - the point
    ],
)
def test_nothing_is_rounded_in_silence(lossy: dict[str, Any]) -> None:
    with pytest.raises(LossError, match="cannot be kept exactly"):
        to_frame([owned().replace(**lossy)])


@pytest.mark.parametrize("low", ["1" * 36, "1" * 30 + ".5", "1" + "0" * 35, "2.5000000", "0.00"])
def test_money_keeps_all_of_its_digits(low: str) -> None:
    made = owned().replace(paid={"low": low})
    assert from_frame(to_frame([made]), Owned).records == (made,)


def test_frames_need_records_of_one_type() -> None:
    mixed = [owned(), SOURCE]
    with pytest.raises(FrameError, match="Owned, Source: needs records of one type"):
        to_frame(mixed)
    with pytest.raises(FrameError, match="no record_type"):
        to_frame([])
    with pytest.raises(FrameError, match="no backend"):
        to_frame([SOURCE], backend="excel")
    with pytest.raises(FrameError, match="no dataframe"):
        from_frame([{"title": "x"}], records.Source)
    two = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["title", "title"])
    with pytest.raises(FrameError, match="two columns are named 'title'"):
        from_frame(two, records.Source)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_table: Any, _like: Any) -> Any:
        raise ModuleNotFoundError(name="polars")

    monkeypatch.setitem(backends._MAKERS, "polars", absent)
    with pytest.raises(MissingExtraError, match=r"medai-landscape\[polars\]"):
        to_frame([SOURCE], backend="polars")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_the_three_schemas_name_the_same_columns(record: type[Any]) -> None:
    names = list(table_form(record).names())
    assert arrow_schema(record).names == names
    assert list(json_schema(record)["properties"]) == names
    assert [field["name"] for field in frictionless_schema(record)["fields"]] == names
    required = [field.name for field in arrow_schema(record) if not field.nullable]
    assert json_schema(record)["required"] == required


@given(made=draw.certificates())
@settings(max_examples=20)
def test_a_row_follows_the_json_schema(made: records.Certificate) -> None:
    properties = json_schema(records.Certificate)["properties"]
    kinds = {"string": str | date, "boolean": bool, "number": float, "array": list, "null": None}
    for name, cell in table_form(records.Certificate).row_of(made).items():
        allowed = properties[name]["type"]
        asked = allowed if isinstance(allowed, list) else [allowed]
        assert any(cell is None if kinds[k] is None else isinstance(cell, kinds[k]) for k in asked)
