"""Wrong arguments: whatever is passed, the answer or an error of ours, and none of a library below."""

from __future__ import annotations

import pickle
from datetime import date
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import medai_landscape as ml
from medai_landscape import aggregate
from medai_landscape.arguments import RULES, ArgumentError, checked
from medai_landscape.errors import LandscapeError
from medai_landscape.tables import schemas
from medai_landscape.tables.frames import sources_of

if TYPE_CHECKING:
    from collections.abc import Callable

USES = ("functions", "modalities", "anatomies", "findings", "age_groups")
PRODUCTS = pd.DataFrame(
    {
        "id": ["a", "b"],
        "jurisdiction": ["CN", "CN"],
        "holder": ["h", "k"],
        "product_name": ["p", "q"],
        "approved": ["2024-02-01", "2025-03-01"],
        "effective": ["2024-06-01", "2024-07-01"],
        "published": ["2024-05-01", "2024-06-01"],
        "registered": ["2024-02-01", "2025-03-01"],
        "phase": ["NA", None],
        "new_treatment_technology": [True, None],
        "route": ["eeg", None],
        "implanted": [1.0, None],
        "announced": ["2024-02-01", "2025-03-01"],
        "amount_currency": ["CNY", "USD"],
        "amount_low": [1.0, 2.0],
        "amount_high": [3.0, None],
        "text": ["用于肺结节的检测。", None],
        **{f"use_{name}": [["x"], []] for name in USES},
    }
)
RATES = pd.DataFrame({"date": ["2024"], "currency": ["USD"], "rate": [7.0]})
SOURCE = ml.Source(title="t", publisher="p", locator="l")

CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    name: (getattr(aggregate, name), {"frame": PRODUCTS})
    for name in aggregate.__all__
    if name[0].islower()
}
CALLS["approvals_by"][1]["by"] = "holder"
CALLS["at_least"][1].update(threshold=1, currency="CNY")
CALLS["before_after"] = (aggregate.before_after, {"events": PRODUCTS, "outcomes": PRODUCTS})
CALLS["combine"] = (
    aggregate.combine,
    dict.fromkeys(("one", "other"), aggregate.approvals_by_period(PRODUCTS)),
)
CALLS["departments_of"] = (aggregate.departments_of, {"findings": ["lung_cancer"]})
CALLS["largest_rounds"][1]["currency"] = "CNY"
CALLS["policy_to_approval"] = (
    aggregate.policy_to_approval,
    {"policies": PRODUCTS, "approvals": PRODUCTS},
)
CALLS["shares"][1]["of"] = "function"
CALLS["without_standalone_prohibition"][1]["frame"] = PRODUCTS.assign(
    use_standalone_prohibited=True
)
CALLS["year_to_date"][1]["until"] = "2025-06"
CALLS |= {
    "RateTable.of": (aggregate.RateTable.of, {"frame": RATES, "to": "CNY"}),
    "arrow_schema": (schemas.arrow_schema, {"record": ml.Trial}),
    "frictionless_schema": (schemas.frictionless_schema, {"record": ml.Trial}),
    "from_frame": (ml.from_frame, {"frame": PRODUCTS, "record_type": ml.Trial}),
    "json_schema": (schemas.json_schema, {"record": ml.Trial}),
    "parse_intended_uses": (
        ml.parse_intended_uses,
        {"frame": PRODUCTS[["id", "text"]], "column": "text"},
    ),
    "sources_of": (sources_of, {"records": [SOURCE]}),
    "to_frame": (ml.to_frame, {"records": [SOURCE]}),
    "validate_file": (ml.validate_file, {"path": "none.csv", "record_type": ml.Trial}),
    "validate_frame": (ml.validate_frame, {"frame": PRODUCTS, "record_type": ml.Trial}),
}
STRANGE: tuple[Any, ...] = (
    None, 5, 0, -1, 2.5, 10**9, 10**30, float("nan"), True, "", "nonsense", "x\0", b"x", [], [5],
    [None], [[]], (0,), ("x", "y"), {}, {"modality": 5}, {5: ["x"]}, {"modality": [[]]}, object(),
    object, dict, date(2025, 1, 1), np.int64(2), np.float32(0.5), np.array([1, 2]), Path("x"),
    pd.DataFrame({"a": [1]}), SOURCE, ml.Source, "2025-06", "day", iter(["x"]), lambda *_: None,
)  # fmt: skip
ASKED = [
    (name, parameter) for name, (ask, _) in CALLS.items() for parameter in signature(ask).parameters
]


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_whatever_is_passed_the_error_is_ours(
    name: str, parameter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some values name folders
    ask, given = CALLS[name]
    refused = 0
    for value in STRANGE:
        try:
            ask(**given | {parameter: value})
        except LandscapeError:
            refused += 1
    assert refused, "an argument that takes everything"


@pytest.mark.parametrize("name", CALLS)
def test_what_fits_is_taken(name: str) -> None:
    ask, given = CALLS[name]
    if name == "validate_file":
        with pytest.raises(LandscapeError, match=r"cannot read none.csv"):
            ask(**given)
    else:
        ask(**given)


# Those that an error about the frame, the date, the amount or the record answers.
ANSWERED_LATER = {
    "IntoFrameT", "Any", "When", "Decimal | int", "Language | None",
    "Literal['embedded', 'ids']",
}  # fmt: skip


@pytest.mark.parametrize(("name", "parameter"), ASKED)
def test_every_parameter_has_a_rule(name: str, parameter: str) -> None:
    ask, given = CALLS[name]
    words = signature(ask).parameters[parameter].annotation
    if words in ANSWERED_LATER:
        return
    with pytest.raises(ArgumentError) as caught:
        ask(**given | {parameter: Ellipsis})
    assert str(caught.value) == (
        f"cannot call {name.rpartition('.')[2]}:\n  - {parameter}=Ellipsis does not fit: "
        f"needs {RULES[words].expected}, such as {parameter}={RULES[words].example}"
    )


def test_all_wrong_arguments_are_told_at_once() -> None:
    with pytest.raises(ArgumentError) as caught:
        aggregate.concentration(PRODUCTS, every=None, top=(0,), by=5)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 2, "None is a choice of every here"
    with pytest.raises(ArgumentError, match="every=None does not fit"):
        aggregate.growth(PRODUCTS, every=None)  # type: ignore[arg-type]
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (str(copy), copy.__dict__) == (str(caught.value), caught.value.__dict__)


def test_a_value_is_shown_short_and_even_if_it_cannot_show_itself() -> None:
    class Mute:
        def __repr__(self) -> str:
            raise RuntimeError

    @checked
    def asked(by: str) -> str:
        return by

    with pytest.raises(ArgumentError, match="by=a Mute does not fit"):
        asked(Mute())  # type: ignore[arg-type]
    with pytest.raises(ArgumentError) as caught:
        asked([0] * 1000)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 200
    assert asked("x") == asked(by="x") == "x"
