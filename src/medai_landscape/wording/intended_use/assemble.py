"""Mentions to a record: implications, evidence in the text as given, one `IntendedUse`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.wording.intended_use.implications import (
    age_groups_of,
    hull,
    without_regions,
)

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.language import Language
    from medai_landscape.wording.intended_use.mentions import Mention, Reading
    from medai_landscape.wording.intended_use.normal_form import NormalForm

__all__ = ["FLAGS", "SETS", "assemble", "constraints"]

SETS = (
    "functions", "modalities", "anatomies", "findings", "age_groups", "sexes",
    "users", "settings", "exclusions",
)  # fmt: skip
"""The fields that hold a set of codes."""

FLAGS = ("user_training", "standalone_prohibited", "equipment_restricted")
"""The fields of yes and no."""


def constraints(mentions: list[Mention]) -> tuple[dict[str, Any], list[Mention]]:
    """Return the fields of a record, and the mentions that stand behind them."""
    sure: dict[str, dict[Any, None]] = {}
    weak: dict[str, dict[Any, None]] = {}
    for name, value, _, _ in mentions:
        if isinstance(value, str) and value[-1] == "?":
            weak.setdefault(name, {})[value[:-1]] = None
        else:
            sure.setdefault(name, {})[value] = None
    for name, values in weak.items():
        sure.setdefault(name, values)
    fields: dict[str, Any] = {name: tuple(sure[name]) for name in SETS if name in sure}
    fields.update({name: True for name in FLAGS if name in sure})
    if "anatomies" in fields:
        fields["anatomies"] = tuple(without_regions(fields["anatomies"]))
    if "age" in sure:
        low, low_closed, high, high_closed = hull(sure["age"])
        fields["age"] = {
            "min": low, "min_inclusive": low_closed, "max": high, "max_inclusive": high_closed,
        }  # fmt: skip
        groups = age_groups_of(low, high)
        fields["age_groups"] = tuple({*fields.get("age_groups", ()), *groups})
    if "thresholds" in sure:
        fields["thresholds"] = tuple(limit._asdict() for limit in sure["thresholds"])
    return fields, mentions


def assemble(
    text: str, normal: NormalForm, language: Language | None, reading: Reading
) -> IntendedUse:
    """Build the record of a statement from what was read in its normal form."""
    fields, mentions = constraints(reading.mentions)
    return IntendedUse(
        text=text,
        lang=language,
        complete=reading.reason is None,
        reason=reading.reason,
        evidence=tuple(_evidence(fields, mentions, normal)),
        **fields,
    )


def _evidence(
    fields: dict[str, Any], mentions: list[Mention], normal: NormalForm
) -> list[dict[str, object]]:
    """Cite the words behind each constraint that was kept."""
    cited: list[dict[str, object]] = []
    for name, value, start, end in mentions:
        first, last = normal.span(start, end)
        for field, kept in _supported(name, value, fields):
            cited.append({"field": field, "value": kept, "start": first, "end": last})
    return cited


def _supported(name: str, value: object, fields: dict[str, Any]) -> list[tuple[str, str]]:
    if name == "age":
        words = "-".join((value.low or "", value.high or ""))  # type: ignore[attr-defined]
        return [("age", words), *(("age_groups", group) for group in fields["age_groups"])]
    if name == "thresholds":
        return [(name, f"{value.op} {value.value} {value.unit}".strip())]  # type: ignore[attr-defined]
    if value is True:
        return [(name, "true")]
    code = str(value).removesuffix("?")
    return [(name, code)] if code in fields.get(name, ()) else []
