"""Columns of texts: the same answers in every layout of Arrow, wherever a slice begins."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from near_misses import MANY, NUMBERS
from pydantic import AfterValidator, TypeAdapter, ValidationError
from test_differential import assert_same_verdict

from medai_landscape import records
from medai_landscape.issues import Issue
from medai_landscape.messages import message
from medai_landscape.records._record import Text
from medai_landscape.tables.columns import Columns
from medai_landscape.tables.findings import Findings, Group
from medai_landscape.tables.number_columns import numbers_of
from medai_landscape.tables.sentences import sentences
from medai_landscape.tables.templates import Template, number_at
from medai_landscape.tables.texts import Texts

LAYOUTS = (pa.string(), pa.large_string(), pa.string_view())
CELLS = st.lists(st.none() | st.sampled_from(MANY) | st.text(max_size=30), min_size=1)


_TEXT: TypeAdapter[str] = TypeAdapter(Text)


def is_text_of_a_record(cell: str | None) -> bool:
    try:
        _TEXT.validate_python(cell)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@given(cells=CELLS, start=st.integers(0, 3), data=st.data())
def test_texts_are_the_same_in_every_layout(
    layout: pa.DataType, cells: list[str | None], start: int, data: st.DataObject
) -> None:
    texts = Texts(pa.array(cells, layout).slice(start))
    cells = cells[start:]
    sizes = [len((cell or "").encode()) for cell in cells]
    assert texts.lengths.tolist() == sizes
    # What is certain is true; what is not certain is asked about.
    assert all(is_text_of_a_record(cells[row]) for row in np.flatnonzero(texts.visible()))
    rows = np.array(data.draw(st.lists(st.sampled_from(range(len(cells))))) if cells else [], int)
    assert texts.take(rows).to_pylist() == [cells[row] for row in rows]
    for size in {*sizes} - {0}:
        found, words = texts.words(size)
        written = words.T.copy().view(np.uint8).reshape(len(found), -1)[:, :size]
        full = [row for row in found.tolist() if cells[row] is not None]
        assert full == [row for row, each in enumerate(sizes) if each == size]
        assert [bytes(line) for line in written] == [(cells[row] or "").encode() for row in full]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@given(cells=CELLS, start=st.integers(0, 3))
def test_different_values_are_found_in_every_layout(
    layout: pa.DataType, cells: list[str | None], start: int
) -> None:
    array = pa.array(cells, layout).slice(start)
    distinct = Columns({"a": array}, len(array)).distinct("a")
    assert distinct is not None
    assert len({*distinct.values}) == len(distinct.values)
    found = [None if place < 0 else distinct.values[place] for place in distinct.rows.tolist()]
    assert found == cells[start:]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@given(cells=CELLS)
def test_a_template_finds_what_its_shape_says(layout: pa.DataType, cells: list[str | None]) -> None:
    rows, words, good = Template("0000-00-00").match(Texts(pa.array(cells, layout)))
    found = dict(zip(rows[good].tolist(), number_at(words, 5, 7)[good].tolist(), strict=True))
    assert found == {
        row: int(cell[5:7])
        for row, cell in enumerate(cells)
        if cell is not None
        and len(cell.encode()) == 10
        and all(c == "-" if k in {4, 7} else c in "0123456789" for k, c in enumerate(cell))
    }


@given(numbers=st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=30), data=st.data())
def test_a_fault_of_shape_is_told_as_the_grammar_tells_it(numbers: list[str], data: Any) -> None:
    schemes = [data.draw(st.sampled_from(("nmpa_registration", "fda_510k"))) for _ in numbers]
    columns = Columns({"n": pa.array(numbers), "s": pa.array(schemes)}, len(numbers))
    scheme = columns.distinct("s")
    assert scheme is not None
    read = numbers_of(columns, "n", scheme)
    for row, (number, kind) in enumerate(zip(numbers, schemes, strict=True)):
        if read.fault[row] >= 0:
            told = records.certificate.read_number(kind, number)
            assert getattr(told, "expected", None) == read.expected[read.fault[row]]
            assert read.unreadable[row]
            assert not read.known[row]


class Doubled(records.Certificate):
    """A certificate whose numbers are changed as they are read."""

    number: Annotated[str, AfterValidator(lambda text: text.partition(" ")[2])] | None = None


@given(numbers=st.lists(st.sampled_from([f"no. {number}" for number in NUMBERS]), min_size=1))
def test_a_rule_over_a_field_of_ones_own_is_asked_itself(numbers: list[str]) -> None:
    rows = {"jurisdiction": "CN", "scheme": "nmpa_registration", "product_name": "x"}
    table = pa.Table.from_pylist([{**rows, "number": f"x {number}"} for number in numbers])
    assert_same_verdict(Doubled, table, table)


def test_sentences_are_those_of_the_single_message() -> None:
    told = {"number": ["K1", "{value}"], "scheme": ["fda_510k", "%s"], "expected": ["a", "b"]}
    columns = {name: pa.array(texts) for name, texts in told.items()}
    for lang in ("en", "zh"):
        written = sentences("number_of_scheme", lang, columns, 2).to_pylist()
        lines = [dict(zip(told, line, strict=True)) for line in zip(*told.values(), strict=True)]
        assert written == [message("number_of_scheme", lang, **line) for line in lines]
    assert sentences("title_missing", "en", {}, 2).to_pylist() == [message("title_missing")] * 2


def test_findings_come_in_the_order_of_rows_and_checks() -> None:
    found = Findings()
    first, second = (Issue("a", code, code, code, code) for code in ("one", "two"))
    texts = pa.array(["g2", "g0"])
    found.groups.append(Group(1, np.array([2, 0]), "b", "g", texts, texts, [["x"], ["y"]]))
    found.add(0, [first], 2)
    found.add_alike(np.array([0, 2]), np.array([1, 0]), [(), (first, second)], 0)
    issues = found.issues()
    assert [(row, issue.code) for row, issue in issues] == [
        (0, "one"), (0, "two"), (0, "g"), (0, "one"), (2, "g"),
    ]  # fmt: skip
    assert issues[2][1].value == ["y"]
    table = found.table(100)
    assert table.column("row").to_pylist() == [100, 100, 100, 100, 102]
    assert table.column("value").to_pylist() == ["one", "two", '["y"]', "one", '["x"]']
    assert found.codes() == {"one": 2, "two": 1, "g": 2}
    assert found.rejected(3).tolist() == [True, False, True]
    found.drop([0])
    assert [(row, issue.code) for row, issue in found.issues()] == [(2, "g")]
