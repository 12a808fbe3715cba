"""Records counted by keys, by period and in a window, with the base of the count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from medai_landscape.aggregate._dating import Dating, date_columns, window
from medai_landscape.aggregate._periods import PER_YEAR
from medai_landscape.aggregate._same_kind import same_kind
from medai_landscape.aggregate._tally import is_list, open_frame, rows_of, settled, tally
from medai_landscape.aggregate.counting_base import BASE_COLUMNS, Base, base_columns, marker
from medai_landscape.dates import DateSpan
from medai_landscape.errors import DateError, FrameError
from medai_landscape.tables.frame_spec import TEXT, FrameSpec

if TYPE_CHECKING:
    from medai_landscape.aggregate._dating import Every, When

__all__ = ["Columns", "Counts", "Key", "base_of", "by_key", "count_records", "in_order", "names"]

Key = tuple[Any, ...]
"""Values of the columns that a result is grouped by."""

Columns = Mapping[str, tuple[Any, Sequence[Any]]]
"""Columns that were worked out: type and values by name."""

_KNOWN = FrameSpec((("jurisdiction", TEXT), ("risk_class", TEXT), ("edition", TEXT), ("id", TEXT)))
_KNOWN_NAMES = tuple(name for name, _ in _KNOWN.columns)


def names(by: str | Sequence[str]) -> tuple[str, ...]:
    """Return the columns to group by, each once."""
    return (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))


def in_order(key: Sequence[Any]) -> tuple[tuple[bool, Any], ...]:
    """Sort by value, missing values last."""
    return tuple((value is None, value) for value in key)


@frozen
class Counts:
    """How many records have each key, and what was left out of that.

    `records` is the number of records counted: the counts add up to more where
    a key has several values.  `undated` records are dated too coarsely, or not
    at all, to say whether they belong to the window or to which period.
    """

    frame: Any
    key_types: Mapping[str, Any]
    lists: frozenset[str]
    counts: Mapping[Key, Mapping[int, int]]
    ids: Mapping[tuple[Key, int], list[str | None]] | None
    records: int
    undated: int
    base: Base

    def collapsed(self, columns: int) -> Counts:
        """Count by the first *columns* of the key only."""
        counts: dict[Key, Counter[int]] = defaultdict(Counter)
        for key, periods in self.counts.items():
            counts[key[:columns]].update(periods)
        ids: dict[tuple[Key, int], list[str | None]] = defaultdict(list)
        for (key, period), found in (self.ids or {}).items():
            ids[key[:columns], period] += found
        types = dict(list(self.key_types.items())[:columns])
        return evolve(self, key_types=types, counts=counts, ids=None if self.ids is None else ids)

    def renamed(self, columns: Mapping[str, str]) -> Counts:
        """Call the columns of the key by other names."""
        types = {columns.get(name, name): dtype for name, dtype in self.key_types.items()}
        return evolve(self, key_types=types)

    @property
    def keys(self) -> list[Key]:
        """All keys in order, missing values last."""
        return sorted(self.counts, key=in_order)

    def result(
        self,
        keys: Sequence[Key],
        columns: Columns,
        *,
        periods: Sequence[int | None] = (),
    ) -> Any:
        """Put keys, *columns* (their type and values) and the base into one frame.

        Args:
            keys: The key of each row.
            columns: What was worked out, by name.
            periods: The period of each row, for the trace.
        """
        taken = [name for name in self.key_types if name in {*columns, "records", "undated"}]
        if taken:
            problems = [f"{name!r} is a column of the result: rename it first" for name in taken]
            raise FrameError(problems, self.frame.collect_schema().names())
        values: dict[str, Sequence[Any]] = {
            name: [key[place] for key in keys] for place, name in enumerate(self.key_types)
        }
        schema = dict(self.key_types)
        for name, (dtype, column) in columns.items():
            schema[name], values[name] = dtype, column
        for name, figure in (("records", self.records), ("undated", self.undated)):
            schema[name], values[name] = nw.Int64, [figure] * len(keys)
        if self.ids is not None:
            places = periods or [0] * len(keys)
            schema["record_ids"] = nw.List(nw.String)
            values["record_ids"] = [
                sorted(set(self.ids.get((key, period or 0), ())), key=lambda name: in_order([name]))
                for key, period in zip(keys, places, strict=True)
            ]
        values |= base_columns(self.base, len(keys), without=schema)
        schema |= {name: dtype for name, dtype in BASE_COLUMNS.items() if name not in schema}
        return same_kind(self.frame, values, schema)


def by_key(counts: Counts, name: str) -> Any:
    """Lay counts out by key, most frequent first, with the share of the records.

    Args:
        counts: What was counted, without periods.
        name: What the column of counts is called.
    """
    figures = {key: sum(periods.values()) for key, periods in counts.counts.items()}
    keys = sorted(figures, key=lambda key: (-figures[key], in_order(key)))
    return counts.result(
        keys,
        {
            name: (nw.Int64, [figures[key] for key in keys]),
            "share": (nw.Float64, [figures[key] / counts.records for key in keys]),
        },
    )


def count_records(
    native: Any,
    *,
    unit: str,
    by: Sequence[str] = (),
    date: str = "approved",
    every: Every | None = None,
    since: When = None,
    until: When = None,
    trace: bool = False,
    edition: str | None = None,
    empty: str | None = None,
) -> Counts:
    """Count the records of a frame by keys, and by period where *every* is given.

    A list that is there and empty counts under *empty*, which for clusters
    ("in none of them") is not the same as a list that is missing.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        DateError: an end of the window is no date.
    """
    span = window(since, until)
    if every not in {None, *PER_YEAR}:
        raise DateError(every, f"{', '.join(PER_YEAR)} as the length of a period")
    identity = ("id",) if trace else ()
    frame = open_frame(native, _KNOWN, optional=_KNOWN_NAMES, columns=[*by, *identity])
    present = frame.collect_schema()
    dated = every is not None or span != DateSpan()
    stated = _stated(present)
    columns = [*by, *identity, *stated, *(date_columns(present, date) if dated else ())]
    ready = settled(frame, columns or present.names()[:1])
    schema = ready.collect_schema()
    keys = {f"key_{place}": nw.col(name) for place, name in enumerate((*by, *identity))}
    lists = [f"key_{place}" for place, name in enumerate(by) if is_list(schema[name])]
    period = None
    if dated:
        ready, period = _placed(ready, Dating.of(schema, date), every, span)
        keys["period"] = period
    vacant = [f"empty_{name}" for name in lists if empty is not None]
    flags = {flag: keys[flag.removeprefix("empty_")].list.len() == 0 for flag in vacant}
    counts: dict[Key, Counter[int]] = defaultdict(Counter)
    ids: dict[tuple[Key, int], list[str | None]] = defaultdict(list)
    undated = 0
    for found, rows in tally(ready, flags | keys, lists=lists).items():
        values = found[len(vacant) :]
        number = values[-1] if dated else 0
        if number is None:
            undated += rows
            continue
        key = values[: len(by)]
        if vacant:
            key = _labelled(key, dict(zip(lists, found, strict=False)), empty)
        counts[key][int(number)] += rows
        if trace:
            ids[key, int(number)].append(values[len(by)])
    records = sum(sum(periods.values()) for periods in counts.values())
    distinct = {} if lists else _agreed(ready, stated)
    if lists or distinct is None:
        distinct, records, undated = _totals(ready, stated, period)
    base = Base(
        unit=unit,
        jurisdiction=marker(distinct.get("jurisdiction", ())),
        risk_class=marker(distinct.get("risk_class", ())),
        window=span,
        edition=marker(distinct["edition"]) if "edition" in distinct else edition,
    )
    types = {name: _key_type(schema[name]) for name in by}
    several = frozenset(name for name in by if is_list(schema[name]))
    return Counts(frame, types, several, counts, ids if trace else None, records, undated, base)


def base_of(frame: Any, *, unit: str, edition: str | None) -> Base:
    """Tell what all the records of a wrapped frame have in common."""
    stated = _stated(frame.collect_schema())
    ready = settled(frame, stated)
    distinct = _agreed(ready, stated)
    if distinct is None:
        distinct, _, _ = _totals(ready, stated, None)
    return Base(
        unit=unit,
        jurisdiction=marker(distinct.get("jurisdiction", ())),
        risk_class=marker(distinct.get("risk_class", ())),
        edition=marker(distinct["edition"]) if "edition" in distinct else edition,
    )


def _stated(schema: Any) -> list[str]:
    return [name for name in ("jurisdiction", "risk_class", "edition") if name in schema]


def _agreed(ready: Any, stated: Sequence[str]) -> dict[str, set[Any]] | None:
    """Tell what all records state, None where they do not agree.

    Comparing with the first row is several times as fast as grouping, and
    mostly all rows agree.
    """
    first = rows_of(ready.head(1), stated)
    if not stated or not first[stated[0]]:
        return {name: set() for name in stated}
    like = [
        (nw.col(name).is_null() if value is None else nw.col(name) == value)
        .cast(nw.Int64)
        .sum()
        .alias(name)
        for name, (value,) in first.items()
    ]
    found = ready.select(*like, nw.len().alias("records"))
    counts = rows_of(found, [*stated, "records"])
    if any(counts[name] != counts["records"] for name in stated):
        return None
    return {name: {value} for name, (value,) in first.items()}


def _totals(
    ready: Any, stated: Sequence[str], period: nw.Expr | None
) -> tuple[dict[str, set[Any]], int, int]:
    """Gather what the records state, and count those with and those without a period."""
    keys = {name: nw.col(name) for name in stated}
    if period is not None:
        keys["dated"] = ~period.is_null()
    distinct: dict[str, set[Any]] = {name: set() for name in stated}
    figures = {True: 0, False: 0}
    for values, rows in tally(ready, keys).items():
        for name, value in zip(stated, values, strict=False):
            distinct[name].add(value)
        figures[bool(values[-1]) if period is not None else True] += rows
    return distinct, figures[True], figures[False]


def _labelled(key: Key, flags: Mapping[str, bool], empty: str | None) -> Key:
    """Name the values that are missing because a list is empty."""
    return tuple(
        empty if value is None and flags.get(f"key_{place}") else value
        for place, value in enumerate(key)
    )


def _placed(ready: Any, dating: Dating, every: Every | None, span: DateSpan) -> tuple[Any, nw.Expr]:
    """Drop what surely lies outside, and say in which period the rest lies, null where unknown."""
    outside = dating.outside(span)
    if outside is not None:
        ready = ready.filter(dating.year.is_null() | ~outside)
    if every is not None:
        return ready, dating.period(every, span)
    return ready, nw.when(dating.inside(span)).then(nw.lit(0))


def _key_type(dtype: Any) -> Any:
    if is_list(dtype):
        dtype = dtype.inner
    return nw.String if dtype in {nw.Categorical, nw.Enum, nw.Unknown} else dtype
