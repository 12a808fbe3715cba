"""Constraints, gaps, departments, shares and coverage, on every engine."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from medai_landscape import aggregate
from medai_landscape.errors import FrameError
from medai_landscape.records.intended_use_codes import Anatomy, Finding, Modality
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from conftest import Engine

CODES = pa.list_(pa.string())
SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "product_name": pa.string(),
        "holder": pa.string(),
        "jurisdiction": pa.string(),
        "approved": pa.string(),
        "use_functions": CODES,
        "use_modalities": CODES,
        "use_anatomies": CODES,
        "use_findings": CODES,
        "use_age_groups": CODES,
        "use_standalone_prohibited": pa.bool_(),
        "use_user_training": pa.bool_(),
        "use_complete": pa.bool_(),
        "holder_clusters": CODES,
    }
)


def products(*rows: dict[str, Any]) -> pa.Table:
    lines = [{"id": f"c{number}"} | row for number, row in enumerate(rows)]
    return pa.Table.from_pylist(
        [{name: row.get(name) for name in SCHEMA.names} for row in lines], schema=SCHEMA
    )


def use(*functions: str, complete: bool = True, **more: Any) -> dict[str, Any]:
    lists = {name: [] for name in SCHEMA.names if name.startswith("use_") and name[4:] in {
        "functions", "modalities", "anatomies", "findings", "age_groups"}}  # fmt: skip
    flags = {"use_standalone_prohibited": False, "use_user_training": False}
    return {**lists, **flags, "use_functions": list(functions), "use_complete": complete, **more}


def test_the_matrix_tells_not_stated_from_not_known(engine: Engine) -> None:
    frame = engine.make(
        products(
            use("detection", "triage", use_standalone_prohibited=True, jurisdiction="US"),
            use("triage", complete=False),
            {"product_name": "no statement at all"},
        )
    )
    rows = engine.rows(
        aggregate.constraint_matrix(frame, fields=["functions", "standalone_prohibited"])
    )
    assert [
        (row["functions:detection"], row["functions:triage"], row["standalone_prohibited"])
        for row in rows
    ] == [(True, True, True), (None, True, None), (None, None, None)]
    assert [(row["jurisdiction"], row["unit"]) for row in rows] == [
        ("US", "product"), (None, "product"), (None, "product")]  # fmt: skip
    with pytest.raises(FrameError, match="'colour' is no constraint"):
        aggregate.constraint_matrix(frame, fields=["colour"])


def test_products_that_do_not_say_they_must_not_decide_alone(engine: Engine) -> None:
    frame = engine.make(
        products(
            {"id": "d"},
            use(complete=False, id="c"),
            use(id="b"),
            use(id="a", use_standalone_prohibited=True),
        )
    )
    result = aggregate.without_standalone_prohibition(frame)
    assert engine.only(result, "id", "reason", "unit") == [
        ("b", "not stated", "product"),
        ("c", "statement incomplete", "product"),
        ("d", "no statement", "product"),
    ]
    short = engine.make(products(use()).drop_columns(["use_complete"]))
    assert engine.only(aggregate.without_standalone_prohibition(short), "reason") == [
        ("not stated",)
    ]


GAPS = [
    use(
        "detection",
        holder="a",
        use_modalities=["CT"],
        use_anatomies=["lung"],
        use_age_groups=["adult"],
    ),
    use(
        "detection",
        holder="b",
        use_modalities=["CT"],
        use_anatomies=["lung"],
        use_age_groups=["adult"],
    ),
    use("triage", holder="a", use_modalities=["CT", "MR"], use_anatomies=["brain"]),
    use("triage", holder="a", use_modalities=["MR"], use_anatomies=["brain"]),
    use("triage", use_modalities=["DX"], use_anatomies=["lung"]),
    use("triage", use_modalities=["DX"], use_anatomies=["lung"]),
]


def test_gaps_against_plain_python(engine: Engine) -> None:
    found = {
        tuple(row[name] for name in ("modality", "anatomy", "function", "age_group")): row
        for row in engine.rows(aggregate.gap_map(engine.make(products(*GAPS))))
    }
    expected = {}
    for cell in product(
        ("CT", "DX", "MR"), ("brain", "lung"), ("detection", "triage"), ("adult", None)
    ):
        covering = [
            row
            for row in GAPS
            if cell[0] in row["use_modalities"]
            and cell[1] in row["use_anatomies"]
            and cell[2] in row["use_functions"]
            and (cell[3] in row["use_age_groups"] if cell[3] else not row["use_age_groups"])
        ]
        holders = [row.get("holder") for row in covering]
        if not covering:
            expected[cell] = ("nobody", None, 0)
        elif len(set(holders)) == 1 and (holders[0] is not None or len(holders) == 1):
            expected[cell] = ("one holder", holders[0], len(holders))
    assert {
        cell: (row["gap"], row["holder"], row["certificates"]) for cell, row in found.items()
    } == expected
    assert {row["cells"] for row in found.values()} == {24}
    assert expected["MR", "brain", "triage", None] == ("one holder", "a", 2)
    assert ("DX", "lung", "triage", None) not in expected


def test_gaps_among_cells_that_are_asked_for(engine: Engine) -> None:
    cells = {
        "modality": ["US"],
        "anatomy": ["liver"],
        "function": ["detection"],
        "age_group": ["adult"],
    }
    result = aggregate.gap_map(engine.make(products(*GAPS)), cells=cells)
    assert engine.only(result, "modality", "anatomy", "gap", "records") == [
        ("US", "liver", "nobody", 6)
    ]


def test_departments_by_the_rule_of_the_table(engine: Engine) -> None:
    frame = engine.make(
        products(
            use(use_findings=["lung_cancer", "nodule_lung"], use_anatomies=["heart"]),
            use(use_findings=["other"], use_anatomies=["heart"], use_modalities=["EEG"]),
            use(use_modalities=["EEG"]),
            use(use_modalities=["CT"]),
            {},
        )
    )
    departed = aggregate.with_departments(frame)
    assert sorted(engine.only(departed, "id", "departments")) == [
        ("c0", ["oncology", "respiratory_medicine"]),
        ("c1", ["cardiology"]),
        ("c2", ["neurology"]),
        ("c3", []),
        ("c4", None),
    ]
    result = aggregate.shares(frame, of="department", trace=True)
    assert engine.only(result, "department", "certificates", "share", "record_ids") == [
        ("cardiology", 1, 0.2, ["c1"]),
        ("neurology", 1, 0.2, ["c2"]),
        ("none of them", 1, 0.2, ["c3"]),
        ("oncology", 1, 0.2, ["c0"]),
        ("respiratory_medicine", 1, 0.2, ["c0"]),
        (None, 1, 0.2, ["c4"]),
    ]
    assert engine.rows(aggregate.shares(departed, of="department")) == [
        {name: value for name, value in row.items() if name != "record_ids"}
        for row in engine.rows(result)
    ]


def test_the_departments_table_names_codes_that_exist() -> None:
    codes = {"finding": Finding, "anatomy": Anatomy, "modality": Modality}
    rows = read_rows("departments.csv")
    assert [row for row in rows if row["code"] not in set(codes[row["kind"]])] == []
    assert len({(row["kind"], row["code"]) for row in rows}) == len(rows)


def test_departments_of_a_lazy_frame_need_its_id() -> None:
    import polars as pl

    lazy = pl.from_arrow(products(use()).drop_columns(["id"])).lazy()  # type: ignore[union-attr]
    with pytest.raises(FrameError, match="'id' is missing"):
        aggregate.with_departments(lazy)


def test_a_holder_in_no_cluster_is_not_one_whose_place_is_unknown(engine: Engine) -> None:
    frame = engine.make(
        products(
            {"holder_clusters": ["珠三角", "粤港澳"]},
            {"holder_clusters": []},
            {"holder_clusters": []},
            {"holder_clusters": None},
        )
    )
    assert engine.only(aggregate.shares(frame, of="cluster"), "cluster", "certificates") == [
        ("none of them", 2), ("珠三角", 1), ("粤港澳", 1), (None, 1)]  # fmt: skip
    assert engine.only(aggregate.shares(frame, of="holder"), "holder", "certificates") == [
        (None, 4)
    ]


def test_coverage_counts_what_nobody_states(engine: Engine) -> None:
    table = products(use("detection", jurisdiction="CN"), {"holder": "h"}, use())
    table = table.append_column("size", pa.array([1.0, float("nan"), None]))
    rows = engine.rows(aggregate.coverage(engine.make(table), unit="authorisation"))
    assert [row["column"] for row in rows] == [*SCHEMA.names, "size"]
    found = {row["column"]: (row["stated"], row["missing"]) for row in rows}
    assert found["id"] == (3, 0)
    assert found["holder"] == found["use_functions"] == found["size"] == (1, 2)
    assert found["use_complete"] == (2, 1)
    assert {row["jurisdiction"] for row in rows} == {"mixed: CN, not stated"}
    few = aggregate.coverage(engine.make(products()), columns=["holder"])
    assert engine.only(few, "column", "records", "share") == [("holder", 0, None)]
