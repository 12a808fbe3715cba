"""Statements as columns: what many texts say, without a record for each.

Statements are put together from the same pieces, so each distinct piece is
read once a call.  What a piece says is a set of bits in a whole number, and a
statement is the union of its pieces; what depends on the statement as a whole
is settled afterwards, once for each distinct set.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define

from medai_landscape.wording.intended_use.codes import codes_of
from medai_landscape.wording.intended_use.facts import FACTS, FLAGS, SETS
from medai_landscape.wording.intended_use.numbers import age_of, thresholds_of
from medai_landscape.wording.intended_use.reading import read_statement, without_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    import pyarrow as pa

    from medai_landscape.wording.intended_use.language import Language
    from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

    Row = tuple[Language | None, int, tuple[AgeBand, ...], tuple[Limit, ...], str | None]

__all__ = ["read_columns"]

_AGE = ("min", "min_inclusive", "max", "max_inclusive")


@define
class _Column:
    """A column whose values repeat: each distinct value once, and where it stands."""

    values: list[Any]
    places: list[int]

    def array(self, kind: pa.DataType) -> pa.Array:
        import pyarrow as pa

        return pa.array(self.values, kind).take(pa.array(self.places, pa.int32()))


def _distinct(keys: Iterable[Hashable], value: Callable[[Any], Any]) -> _Column:
    """Return what *value* makes of each key; each distinct key is made once."""
    keys = list(keys)
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return _Column([value(key) for key in place], [place[key] for key in keys])


def read_columns(texts: Iterable[str | None], language: Language | None = None) -> pa.Table:
    """Return what statements say as a table of ``use_`` columns, one row each.

    >>> table = read_columns(["用于胸部CT图像中肺结节的检测。", None])
    >>> table["use_anatomies"].to_pylist(), table["use_complete"].to_pylist()
    ([['lung'], None], [True, None])
    """
    rows: list[Row] = []
    places: list[int | None] = []
    for text in texts:
        places.append(None if text is None else len(rows))
        if text is not None:
            said = read_statement(without_surrogates(text), language)
            rows.append((said.language, said.mask, said.ages, said.limits, said.reason))
    table = _table(rows)
    # Null texts are null rows.
    import pyarrow as pa

    return table if len(rows) == len(places) else table.take(pa.array(places, pa.int64()))


def _table(rows: list[Row]) -> pa.Table:
    """Make the columns one after the other, and each distinct value of a column once."""
    languages, masks, its_ages, its_limits, reasons = zip(*rows, strict=True) if rows else [()] * 5
    ages = _distinct(its_ages, age_of)
    limits = _distinct(its_limits, thresholds_of)
    sets = {name: _distinct(FACTS.keys(masks, name), partial(_codes, name)) for name in SETS}
    implied = [ages.values[place][1] for place in ages.places]
    if any(implied):
        keys = zip(FACTS.keys(masks, "age_groups"), implied, strict=True)
        sets["age_groups"] = _distinct(keys, lambda key: _codes("age_groups", *key))
    rest = _distinct(
        zip(map(FACTS.flags, masks), reasons, languages, strict=True),
        lambda key: ({name for _, (name, _) in FACTS.numbered(key[0])}, *key[1:]),
    )
    return _arrow(sets, ages, limits, rest)


def _codes(name: str, key: int, groups: tuple[str, ...] = ()) -> list[str]:
    return [code.value for code in codes_of(name, key, groups).values]


def _arrow(sets: dict[str, _Column], ages: _Column, limits: _Column, rest: _Column) -> pa.Table:
    import pyarrow as pa

    def of(column: _Column, values: list[Any], kind: pa.DataType) -> pa.Array:
        return _Column(values, column.places).array(kind)

    words, number = pa.list_(pa.string()), pa.float64()
    limit = pa.struct(
        [("measure", pa.string()), ("op", pa.string()), ("value", number), ("unit", pa.string())]
    )
    table = {
        "use_lang": of(rest, [found for _, _, found in rest.values], pa.string()),
        "use_complete": of(rest, [reason is None for _, reason, _ in rest.values], pa.bool_()),
        "use_reason": of(rest, [reason for _, reason, _ in rest.values], pa.string()),
    }
    table |= {f"use_{name}": sets[name].array(words) for name in SETS}
    ranges = [age for age, _ in ages.values]
    for name in _AGE:
        kind = pa.bool_() if name.endswith("inclusive") else number
        ends = [age and getattr(age, name) for age in ranges]
        if kind == number:
            ends = [None if end is None else float(end) for end in ends]
        table[f"use_age_{name}"] = of(ages, ends, kind)
    for name in FLAGS:
        table[f"use_{name}"] = of(rest, [name in said for said, _, _ in rest.values], pa.bool_())
    said = [
        [
            {"measure": t.measure.value, "op": t.op, "value": float(t.value), "unit": t.unit}
            for t in thresholds
        ]
        for thresholds in limits.values
    ]
    table["use_thresholds"] = of(limits, said, pa.list_(limit))
    return pa.table(table)
