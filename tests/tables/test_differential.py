"""Whole tables and single rows: one verdict, the same issues, in the same words, everywhere."""

from __future__ import annotations

from typing import Annotated, Any, Self

import pyarrow as pa
import pytest
from backends_for_tests import MAKERS
from hypothesis import given, settings
from hypothesis import strategies as st
from near_misses import MANY, cells, spoiled
from pydantic import Field, field_validator, model_validator

from medai_landscape import records
from medai_landscape.errors import InvalidFormatError, InvalidPartError
from medai_landscape.issues import as_text
from medai_landscape.records import certificate
from medai_landscape.records._rules import Rule
from medai_landscape.tables.rows import issues_of
from medai_landscape.tables.table_form import table_form
from medai_landscape.tables.validation import validate_frame
from medai_landscape.testing import strategies as draw

RECORDS: dict[type[Any], st.SearchStrategy[Any]] = {
    records.Certificate: draw.certificates(),
    records.PolicyEvent: draw.policy_events(),
    records.FundingRound: draw.funding_rounds(),
    records.Trial: draw.trials(),
    records.BCITrial: draw.bci_trials(),
    records.DeviceIdentifier: draw.device_identifiers(),
    records.Claim: draw.claims(),
    records.IntendedUse: draw.intended_uses(),
    records.Source: draw.sources(),
}


def table_of(record: type[Any], rows: list[dict[str, Any]]) -> pa.Table:
    schema = pa.schema([(c.name, c.type) for c in table_form(record).columns if c.name in rows[0]])
    return pa.Table.from_pylist(rows, schema=schema)


def as_numpy_has_it(table: pa.Table) -> pa.Table:
    """Return what is left of a table in NumPy: infinity is null, whole numbers with gaps float."""
    for place, column in enumerate(table.columns):
        if pa.types.is_integer(column.type) and column.null_count:
            table = table.set_column(
                place, table.field(place).with_type(pa.float64()), column.cast(pa.float64())
            )
    return pa.Table.from_pandas(table.to_pandas(), schema=table.schema, preserve_index=False)


def told(issues: Any) -> list[tuple[str, ...]]:
    return sorted(
        (i.column, i.code, i.message, i.message_zh, str(as_text(i.value))) for i in issues
    )


def assert_same_verdict(record: type[Any], table: pa.Table, frame: Any) -> None:
    """Hold the report on *frame* to what the record says of each row of *table*."""
    report = validate_frame(frame, record)
    found: dict[int, list[tuple[str, ...]]] = {}
    for issue in report.issue_table().to_pylist():
        line = (issue["column"], issue["code"], issue["message"], issue["message_zh"])
        found.setdefault(issue["row"], []).append((*line, str(issue["value"])))
    rows = table.to_pylist()
    expected = {number: told(issues_of(record, row)) for number, row in enumerate(rows)}
    assert {number: sorted(lines) for number, lines in found.items()} == {
        number: lines for number, lines in expected.items() if lines
    }
    assert report.rejected_rows == len(found)
    assert report.rows == len(rows)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
@given(data=st.data())
@settings(max_examples=40)
def test_screens_and_record_agree(record: type[Any], data: st.DataObject) -> None:
    rows = data.draw(st.lists(spoiled(record, RECORDS[record]), min_size=1, max_size=8))
    missing = data.draw(st.sets(st.sampled_from(sorted(rows[0])), max_size=3))
    rows = [{name: cell for name, cell in row.items() if name not in missing} for row in rows]
    table = table_of(record, rows)
    assert_same_verdict(record, table, table)


@pytest.mark.parametrize("backend", MAKERS)
@given(data=st.data())
@settings(max_examples=15)
def test_every_library_gives_the_same_verdict(backend: str, data: st.DataObject) -> None:
    record = data.draw(st.sampled_from([records.Certificate, records.FundingRound, records.Trial]))
    rows = data.draw(st.lists(spoiled(record, RECORDS[record]), min_size=1, max_size=5))
    table = table_of(record, rows)
    if backend in {"pandas-numpy", "pandas-categories"}:
        table = as_numpy_has_it(table)
    assert_same_verdict(record, table, MAKERS[backend](table))


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "jurisdiction": st.sampled_from(("CN", "US", "cn", None)),
                "scheme": st.sampled_from(MANY),
                "number": st.sampled_from(MANY),
                "risk_class": st.sampled_from((None, *MANY)),
                "product_name": st.sampled_from(MANY),
                "approved": st.sampled_from((None, *MANY)),
                "expires": st.sampled_from((None, *MANY)),
            }
        ),
        min_size=1,
        max_size=40,
    )
)
def test_rules_between_columns_agree(rows: list[dict[str, Any]]) -> None:
    table = table_of(records.Certificate, rows)
    assert_same_verdict(records.Certificate, table, table)


class Priced(records.Certificate):
    """A certificate with what a hospital adds to it, and a rule of its own."""

    rules = (
        *records.Certificate.rules,
        Rule(
            "title_missing",
            ("price", "ward"),
            lambda price, ward: {} if price and not ward else None,
        ),
    )
    price: Annotated[float, Field(ge=0)] | None = None
    ward: Annotated[str, Field(max_length=3)] | None = None
    beds: Annotated[int, Field(gt=0, lt=10)] = 1
    tags: tuple[Annotated[str, Field(pattern="^[a-z]+$")], ...] = ()


class Picky(records.FundingRound):
    """A round with validators of its own: each row is asked as a whole."""

    @field_validator("company")
    @classmethod
    def _no_digits(cls, value: str) -> str:
        if any(char in "0123456789" for char in value):
            msg = f"{value} has digits"
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.announced is None and self.stage is not None:
            msg = "a stage without a date"
            raise ValueError(msg)
        return self


@pytest.mark.parametrize("record", [Priced, Picky])
@given(data=st.data())
@settings(max_examples=40)
def test_classes_made_from_ours_agree(record: type[Any], data: st.DataObject) -> None:
    form = table_form(record)
    row = st.fixed_dictionaries(
        {c.name: cells(c.type) for c in form.columns if c.name != "sources"}
    )
    table = table_of(record, data.draw(st.lists(row, min_size=1, max_size=6)))
    assert_same_verdict(record, table, table)


@given(
    scheme=st.sampled_from(("nmpa_registration", "fda_510k")),
    number=st.sampled_from(MANY),
    digits=st.randoms(use_true_random=False),
)
def test_a_wrong_format_is_wrong_with_any_digits(scheme: str, number: str, digits: Any) -> None:
    """What lets `read_number` remember shapes instead of reading each number again."""
    other = "".join(digits.choice("0123456789") if c in "0123456789" else c for c in number)

    def told(text: str) -> str | None:
        try:
            certificate.parse_number(scheme, text)
        except InvalidFormatError as error:
            return error.expected
        except InvalidPartError:
            return None
        return None

    assert told(number) == told(other)
