"""Mentions to a record: implications, evidence in the text as given, one `IntendedUse`."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from medai_landscape.records.intended_use import AgeRange, Evidence, IntendedUse, Threshold
from medai_landscape.wording.intended_use.implications import (
    age_groups_of,
    hull,
    is_empty,
    without_regions,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.intended_use.language import Language
    from medai_landscape.wording.intended_use.mentions import AgeBand, Limit, Reading, Said
    from medai_landscape.wording.intended_use.normal_form import NormalForm

__all__ = ["assemble", "constraints"]

_FLAGS = frozenset(("user_training", "standalone_prohibited", "equipment_restricted"))


def constraints(mentions: Sequence[Said]) -> dict[str, Any]:
    """Return the fields of a record that *mentions* give; limits stay as they were said."""
    sure: defaultdict[str, dict[Any, None]] = defaultdict(dict)
    weak: defaultdict[str, dict[Any, None]] = defaultdict(dict)
    for name, value, _, _ in mentions:
        if value.__class__ is str and value[-1] == "?":
            weak[name][value[:-1]] = None
        else:
            sure[name][value] = None
    for name, values in weak.items():
        sure.setdefault(name, values)
    fields: dict[str, Any] = {}
    for name, values in sure.items():
        if name in _FLAGS:
            fields[name] = True
        elif name != "age":
            fields[name] = tuple(values)
    if "anatomies" in fields:
        fields["anatomies"] = tuple(without_regions(fields["anatomies"]))
    bands = tuple(band for band in sure.get("age", ()) if not is_empty(band))
    if bands:
        fields["age"], groups = _ages(bands)
        fields["age_groups"] = tuple({*fields.get("age_groups", ()), *groups})
    return fields


def assemble(
    text: str, normal: NormalForm, language: Language | None, reading: Reading
) -> IntendedUse:
    """Build the record of a statement from what was read in its normal form."""
    fields = constraints(reading.mentions)
    if "thresholds" in fields:
        fields["thresholds"] = tuple(map(_threshold, fields["thresholds"]))
    fields["evidence"] = _evidence(fields, reading.mentions, normal)
    fields["text"] = text
    fields["lang"] = language
    if reading.reason is not None:
        fields["complete"] = False
        fields["reason"] = reading.reason
    return IntendedUse.model_validate(fields)


def _evidence(
    fields: dict[str, Any], mentions: Sequence[Said], normal: NormalForm
) -> tuple[Evidence, ...]:
    """Cite the words behind each constraint that was kept."""
    cited: list[Evidence] = []
    is_moved = normal.starts is not None
    for name, value, first, last in mentions:
        start, end = normal.span(first, last) if is_moved else (first, last)
        if value is True:
            cited.append(_cite(name, "true", start, end))
        elif value.__class__ is str:
            code = value[:-1] if value[-1] == "?" else value
            if code in fields[name]:
                cited.append(_cite(name, code, start, end))
        elif name == "age" and is_empty(value):
            continue
        elif name == "age":
            words = f"{value.low or ''}-{value.high or ''}"  # type: ignore[attr-defined]  # a band
            cited.append(_cite(name, words, start, end))
            cited += [_cite("age_groups", group, start, end) for group in fields["age_groups"]]
        else:
            words = f"{value.op} {value.value} {value.unit}".strip()  # type: ignore[attr-defined]  # a limit
            cited.append(_cite(name, words, start, end))
    return tuple(cited)


@lru_cache(maxsize=4096)
def _ages(bands: tuple[AgeBand, ...]) -> tuple[AgeRange, tuple[str, ...]]:
    """Return the range of ages around *bands*, and the age groups that it implies."""
    low, low_closed, high, high_closed = hull(bands)
    age = AgeRange(min=low, min_inclusive=low_closed, max=high, max_inclusive=high_closed)
    return age, age_groups_of(low, high)


@lru_cache(maxsize=4096)
def _threshold(limit: Limit) -> Threshold:
    """Make a limit; the same ones are said in many statements."""
    return Threshold.model_validate(limit._asdict())


@lru_cache(maxsize=16384)
def _cite(field: str, value: str, start: int, end: int) -> Evidence:
    """Make evidence; the same words stand at the same place in many statements."""
    return Evidence(field=field, value=value, start=start, end=end)
