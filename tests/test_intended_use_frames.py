"""Statements in the frames of every library: the same columns, whatever missing values are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import medai_landscape as ml
from medai_landscape.arguments import ArgumentError
from medai_landscape.errors import FrameError, LandscapeError
from medai_landscape.records.coverage import Case
from medai_landscape.records.number import NumberError
from medai_landscape.wording.intended_use.facts import FLAGS, SETS

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = [
    "用于成人胸部CT图像的显示，自动检测4mm及以上的肺结节，供医师使用，结果仅供参考。",
    None,
    "The software measures the ejection fraction on ultrasound images of patients aged 3 to 12 years.",
    "",
    "用于成人胸部CT图像的显示，自动检测4mm及以上的肺结节，供医师使用，结果仅供参考。",
    "Die Software dient der Erkennung von Lungenrundherden durch den Arzt.",
    "用于CT图像的\r\n显示。",
]


def _pandas(dtype: str) -> Callable[[], pd.DataFrame]:
    return lambda: pd.DataFrame(
        {"n": range(len(TEXTS)), "text": pd.Series(TEXTS, dtype=dtype).set_axis(range(3, 10))},
        index=range(3, 10),
    )


FRAMES: dict[str, Callable[[], Any]] = {
    "pandas objects": _pandas("object"),
    "pandas strings": _pandas("string"),
    "pandas Arrow strings": _pandas("string[pyarrow]"),
    "pandas categories": _pandas("category"),
    "Polars": lambda: pl.DataFrame({"n": range(len(TEXTS)), "text": TEXTS}),
    "Polars lazy": lambda: pl.LazyFrame({"n": range(len(TEXTS)), "text": TEXTS}),
    "PyArrow": lambda: pa.table({"n": list(range(len(TEXTS))), "text": TEXTS}),
    "PyArrow dictionary": lambda: pa.table(
        {"n": list(range(len(TEXTS))), "text": pa.array(TEXTS).dictionary_encode()}
    ),
}


def _rows(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame, preserve_index=False)
    return list(frame.to_pylist())


def _expected(number: int, text: str | None) -> dict[str, Any]:
    if text is None:
        return {"n": number}
    use = ml.parse_intended_use(text)
    row: dict[str, Any] = {"n": number, "text": text}
    row |= {f"use_{name}": [code.value for code in getattr(use, name)] for name in SETS}
    row |= {f"use_{name}": getattr(use, name) for name in FLAGS}
    row |= {"use_complete": use.complete, "use_lang": use.lang, "use_reason": use.reason}
    row["use_thresholds"] = [
        {"measure": t.measure.value, "op": t.op, "value": float(t.value), "unit": t.unit}
        for t in use.thresholds
    ]
    for end in ("min", "max"):
        limit = None if use.age is None else getattr(use.age, end)
        row[f"use_age_{end}"] = None if limit is None else float(limit)
        row[f"use_age_{end}_inclusive"] = (
            None if use.age is None else getattr(use.age, f"{end}_inclusive")
        )
    return {name: value for name, value in row.items() if value is not None}


EXPECTED = [_expected(number, text) for number, text in enumerate(TEXTS)]


@pytest.mark.parametrize("name", FRAMES)
def test_columns_say_what_records_say_row_by_row(name: str) -> None:
    given = FRAMES[name]()
    read = ml.parse_intended_uses(given, "text")
    assert type(read) is type(given)
    kept = [{k: v for k, v in row.items() if v is not None} for row in _rows(read)]
    assert kept == EXPECTED
    if isinstance(read, pd.DataFrame):
        assert list(read.index) == list(given.index)


def test_columns_of_a_database_say_it_too() -> None:
    table = FRAMES["PyArrow"]()
    relation = duckdb.from_arrow(table)
    read = ml.parse_intended_uses(relation, "text").arrow()
    rows = (read if isinstance(read, pa.Table) else read.read_all()).to_pylist()
    assert [{k: v for k, v in row.items() if v is not None} for row in rows] == EXPECTED


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT])
def test_every_kind_of_missing_value_is_a_row_of_nulls(missing: object) -> None:
    frame = pd.DataFrame({"text": pd.Series([missing, "用于CT图像的显示。"], dtype="object")})
    read = ml.parse_intended_uses(frame, "text")
    assert read["use_complete"].isna().tolist() == [True, False]
    assert read["use_functions"].isna().tolist() == [True, False]


def test_a_column_that_stands_twice_is_refused() -> None:
    frame = pd.DataFrame([["a", "b"]], columns=["text", "text"])
    with pytest.raises(FrameError, match="'text' stands 2 times: rename one"):
        ml.parse_intended_uses(frame, "text")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"organ": ["lung"]}, "'organ' is no axis of the map"),
        ({"modality": "CT"}, r"cells={'modality': 'CT'} .* needs a list of texts for each name"),
    ],
)
def test_cells_that_are_no_cells_of_the_map_are_refused(cells: dict[str, Any], told: str) -> None:
    frame = ml.parse_intended_uses(
        pd.DataFrame({"id": ["a"], "holder": ["h"], "text": TEXTS[:1]}), "text"
    )
    with pytest.raises(LandscapeError, match=told):
        ml.aggregate.gap_map(frame, cells=cells)


def test_one_name_is_no_list_of_fields() -> None:
    frame = ml.parse_intended_uses(pd.DataFrame({"id": ["a"], "text": TEXTS[:1]}), "text")
    with pytest.raises(ArgumentError, match="needs a list of texts, such as fields="):
        ml.aggregate.constraint_matrix(frame, fields="functions")


def test_a_negative_age_is_told_as_such() -> None:
    with pytest.raises(NumberError, match="-1 cannot be read: expected a number of 0 or more"):
        Case(age=-1)
