"""What a statement says to a record, with the words behind each constraint."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import TypeAdapter

from medai_landscape.records.intended_use import Evidence, IntendedUse
from medai_landscape.wording.intended_use.codes import codes_of
from medai_landscape.wording.intended_use.facts import FACTS
from medai_landscape.wording.intended_use.implications import is_empty
from medai_landscape.wording.intended_use.mentions import LONGEST_REMEMBERED, Limit
from medai_landscape.wording.intended_use.numbers import age_of, thresholds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.intended_use.facts import Label
    from medai_landscape.wording.intended_use.mentions import AgeBand
    from medai_landscape.wording.intended_use.statement import Part, Statement

__all__ = ["assemble"]

_EVIDENCE = TypeAdapter(list[Evidence])
_Settled: TypeAlias = "tuple[tuple[Label, ...] | None, ...]"


def assemble(statement: Statement) -> IntendedUse:
    """Build the record of a statement."""
    text, language, parts, mask, ages, limits, reason = statement
    fields: dict[str, Any] = {"text": text, "lang": language}
    if reason is not None:
        fields["complete"] = False
        fields["reason"] = reason
    labels: dict[Any, tuple[Label, ...]] = {}
    kept = FACTS.flags(mask)
    for name in _flags(kept):
        fields[name] = True
    age, groups = age_of(ages)
    for name, key in FACTS.fields(mask):
        values, supported, settled = codes_of(name, key, groups if name == "age_groups" else ())
        if values:
            fields[name] = values
            kept |= supported
        if settled:
            labels |= settled
    if age is not None:
        fields["age"] = age
        fields.setdefault("age_groups", codes_of("age_groups", 0, groups).values)
        for band in ages:
            labels[band] = _years(band, fields["age_groups"])
    if limits:
        fields["thresholds"] = thresholds_of(limits)
    fields["evidence"] = _evidence(parts, kept, labels)
    return IntendedUse.of_valid(fields)


@lru_cache(maxsize=64)
def _flags(mask: int) -> tuple[str, ...]:
    return tuple(name for _, (name, _) in FACTS.numbered(mask))


def _evidence(
    parts: Sequence[Part], kept: int, labels: dict[Any, tuple[Label, ...]]
) -> tuple[Evidence, ...]:
    """Cite the words behind each constraint that was kept, in the order of the text."""
    # What stands alone does not come again: nothing to remember.
    alone = len(parts) == 1
    cited: list[Evidence] = []
    place = 0
    for part in parts:
        if part.words:
            settled = tuple(map(labels.get, part.unsettled)) if part.unsettled else ()
            once = alone or part.length > LONGEST_REMEMBERED
            cite = _cite.__wrapped__ if once else _cite
            cited += cite(part, place, part.mask & kept, settled)
        place += part.length
    return tuple(cited)


@lru_cache(maxsize=16384)
def _cite(part: Part, place: int, kept: int, settled: _Settled) -> list[Evidence]:
    """Cite the words of one part; the same ones stand at the same place in many statements.

    Args:
        part: the part.
        place: where it starts.
        kept: its facts that support a constraint of the record.
        settled: what those of its facts support that depend on the statement.
    """
    labelled = _labelled if part.length <= LONGEST_REMEMBERED else _labelled.__wrapped__
    return _EVIDENCE.validate_python(
        [
            {"field": field, "value": value, "start": place + start, "end": place + end}
            for start, end, field, value in labelled(part, kept, settled)
        ]
    )


@lru_cache(maxsize=16384)
def _labelled(part: Part, kept: int, settled: _Settled) -> list[tuple[int, int, str, str]]:
    """Return what the words of one part support, in order."""
    labels = dict(zip(part.unsettled, settled, strict=True))
    cited: set[tuple[int, int, str, str]] = set()
    for fact, start, end in part.words:
        if fact in labels:
            its_labels = labels[fact] or ()
        elif isinstance(fact, Limit):
            its_labels = (("thresholds", f"{fact.op} {fact.value} {fact.unit}".strip()),)
        else:
            its_labels = (FACTS.label(fact),) if kept >> fact & 1 else ()
        cited.update((start, end, *label) for label in its_labels)
    return sorted(cited)


@lru_cache(maxsize=16384)
def _years(band: AgeBand, groups: tuple[str, ...]) -> tuple[Label, ...]:
    """Return what the words of an age support: it, and the age groups of the statement."""
    if is_empty(band):
        return ()
    years = f"{band.low or ''}-{band.high or ''}"
    return (("age", years), *(("age_groups", str(group)) for group in groups))
