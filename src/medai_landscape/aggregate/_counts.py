"""Records counted by keys, by period and in a window, with the base of the count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from medai_landscape.aggregate._base_of_records import base_of, stated
from medai_landscape.aggregate._dating import Dating, date_columns, window
from medai_landscape.aggregate._same_kind import same_kind
from medai_landscape.aggregate._tally import RECORDS, is_list, open_frame, settled, tally
from medai_landscape.aggregate.counting_base import BASE_COLUMNS, Base, base_columns
from medai_landscape.dates import DateSpan
from medai_landscape.errors import FrameError
from medai_landscape.tables.frame_spec import TEXT, FrameSpec

if TYPE_CHECKING:
    from medai_landscape.aggregate._dating import Every, When

__all__ = [
    "Columns",
    "Counts",
    "Key",
    "by_key",
    "count_records",
    "in_order",
    "names",
]

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
    counts: Mapping[Key, Mapping[int, int]]
    ids: Mapping[tuple[Key, int], list[str | None]] | None
    records: int
    undated: int
    base: Base

    def collapsed(self, columns: int) -> Counts:
        """Count by the first *columns* of the key only."""
        counts: dict[Key, dict[int, int]] = defaultdict(dict)
        for key, periods in self.counts.items():
            into = counts[key[:columns]]
            for period, number in periods.items():
                into[period] = into.get(period, 0) + number
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
        schema |= {"records": nw.Int64, "undated": nw.Int64}
        same = {"records": self.records, "undated": self.undated}
        if self.ids is not None:
            places = periods or [0] * len(keys)
            schema["record_ids"] = nw.List(nw.String)
            values["record_ids"] = [
                sorted(set(self.ids.get((key, period or 0), ())), key=lambda name: in_order([name]))
                for key, period in zip(keys, places, strict=True)
            ]
        same |= base_columns(self.base, without=schema)
        schema |= {name: dtype for name, dtype in BASE_COLUMNS.items() if name not in schema}
        return same_kind(self.frame, values, schema, same=same)


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
    of: Sequence[str] = (),
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
    ("in none of them") is not the same as a list that is missing.  Where
    columns *of* name a thing, the last of a key is how many records that thing
    has, None for records that do not name it: `n` records under a size of `s`
    are of `n // s` things.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        DateError: an end of the window is no date.
    """
    span = window(since, until)
    identity = ("id",) if trace else ()
    grouped = (*by, *of, *identity)
    frame = open_frame(native, _KNOWN, optional=_KNOWN_NAMES, columns=grouped)
    present = frame.collect_schema()
    dated = every is not None or span != DateSpan()
    common = stated(present)
    columns = [*grouped, *common, *(date_columns(present, date) if dated else ())]
    ready = settled(frame, columns or present.names()[:1])
    schema = ready.collect_schema()
    _require_one_value(schema, of, present.names())
    keys = {f"key_{place}": nw.col(name) for place, name in enumerate(grouped)}
    sized = [f"key_{place + len(by)}" for place in range(len(of))]
    lists = [f"key_{place}" for place, name in enumerate(by) if is_list(schema[name])]
    vacant = lists if empty is not None else []
    keys |= {f"empty_{name}": keys[name].list.len() == 0 for name in vacant}
    period = None
    if dated:
        ready, period = Dating.of(ready, date).placed(ready, every, span)
        keys["period"] = period
    found = tally(ready, keys, lists=lists, sized=sized)
    for name in vacant:
        found[name] = _labelled(found[name], found[f"empty_{name}"], empty)
    parts = [found[f"key_{place}"] for place in range(len(by) + bool(of))]
    nothing = [None] * len(found[RECORDS])
    groups = zip(
        zip(*parts, strict=True) if parts else [()] * len(nothing),
        found["period"] if dated else [0] * len(nothing),
        found[f"key_{len(grouped) - 1}"] if trace else nothing,
        found[RECORDS],
        strict=True,
    )
    counts: dict[Key, dict[int, int]] = defaultdict(dict)
    ids: dict[tuple[Key, int], list[str | None]] = defaultdict(list)
    undated = 0
    for key, period_found, name, rows in groups:
        if period_found is None:
            undated += rows
            continue
        number, periods = int(period_found), counts[key]
        periods[number] = periods.get(number, 0) + rows
        if trace:
            ids[key, number].append(name)
    records = sum(sum(periods.values()) for periods in counts.values())
    if lists:
        records, undated = _totals(ready, period)
    known = {name: set(found[f"key_{by.index(name)}"]) for name in common if name in by}
    base = base_of(ready, unit=unit, edition=edition, window=span, known=known)
    types = {name: _key_type(schema[name]) for name in by}
    return Counts(frame, types, counts, ids if trace else None, records, undated, base)


def _require_one_value(schema: Any, of: Sequence[str], present: Sequence[str]) -> None:
    lists = [name for name in of if is_list(schema[name])]
    if lists:
        raise FrameError(
            [f"{name!r} is a list: needs one name a record" for name in lists], present
        )


def _totals(ready: Any, period: nw.Expr | None) -> tuple[int, int]:
    """Count the records with and those without a period; unfolded lists count some twice."""
    dated = {} if period is None else {"undated": period.is_null()}
    found = tally(ready, dated)
    rows = sum(found[RECORDS])
    if period is None:
        return rows, 0
    undated = sum(compress(found[RECORDS], found["undated"]))
    return rows - undated, undated


def _labelled(values: list[Any], empty: list[bool], label: str | None) -> list[Any]:
    """Name the values that are missing because a list is empty."""
    return [
        label if value is None and bare else value
        for value, bare in zip(values, empty, strict=True)
    ]


def _key_type(dtype: Any) -> Any:
    if is_list(dtype):
        dtype = dtype.inner
    return nw.String if dtype in {nw.Categorical, nw.Enum, nw.Unknown} else dtype
