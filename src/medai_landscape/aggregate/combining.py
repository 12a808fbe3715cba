"""Two results put together, if they count the same thing."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._counts import in_order
from medai_landscape.aggregate._periods import first_day, label, number_of
from medai_landscape.aggregate._same_kind import same_kind
from medai_landscape.aggregate._tally import open_frame, rows_of
from medai_landscape.aggregate.counting_base import BASE_COLUMNS
from medai_landscape.errors import FrameError, ScopeError
from medai_landscape.tables.frame_spec import FrameSpec

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._dating import Every

__all__ = ["combine"]

_COUNTS = ("certificates", "trials")
_WHOLE = ("records", "undated")
_DERIVED = ("share", "cumulative", "record_ids", "period_first")

Row = dict[str, Any]


def combine(one: IntoFrameT, other: IntoFrameT) -> IntoFrameT:
    """Add up two results of one function over two parts of the records.

    What counts unlike things is neither added nor set beside each other: class
    II beside class III, five months beside twelve.  Shares and running totals
    are worked out again.  The two parts must not share records, which the
    results cannot tell; nor does a result without rows tell how many records
    it could not date.

    Args:
        one: A result of `approvals_by_period`, `approvals_by`, `holders`,
            `trials_by_period` or `trials_by_phase`.
        other: A result of the same function.

    Returns:
        The result for both parts together, of the kind of *one*.

    Raises:
        ScopeError: names the first part of the counting base that differs.
        FrameError: the two have different columns, or columns that cannot be
            added up, such as medians.
    """
    spec = FrameSpec(())
    first, second = (open_frame(frame, spec, columns=BASE_COLUMNS) for frame in (one, other))
    schema = first.collect_schema()
    _require_same_columns(schema, second.collect_schema())
    left, right = (_rows(frame, schema.names()) for frame in (first, second))
    left, right = _with_base_of(right, left), _with_base_of(left, right)
    _require_same_base(left, right)
    name = next(column for column in _COUNTS if column in schema)
    known = {name, *_WHOLE, *_DERIVED}
    keys = [column for column in schema.names() if column not in known]
    added: dict[tuple[Any, ...], Row] = {}
    for row in left + right:
        key = tuple(row[column] for column in keys)
        if key not in added:
            added[key] = row
            continue
        added[key] = added[key] | {
            column: added[key][column] + row[column]
            for column in (name, "record_ids")
            if column in row
        }
    whole = {column: sum(part[0][column] for part in (left, right) if part) for column in _WHOLE}
    rows = [row | whole for row in added.values()]
    if "period" in schema:
        rows = _laid_out(rows, name, [column for column in keys if column != "period"])
    else:
        rows = sorted(rows, key=lambda row: (-row[name], in_order([row[key] for key in keys])))
        rows = [row | {"share": row[name] / row["records"]} for row in rows]
    columns = {column: [row[column] for row in rows] for column in schema.names()}
    types = {
        column: nw.Date if column in {"period_first", "window_first", "window_last"} else dtype
        for column, dtype in schema.items()
    }
    if "record_ids" in types:
        columns["record_ids"] = [sorted(set(ids)) for ids in columns["record_ids"]]
        types["record_ids"] = nw.List(nw.String)
    types |= {column: nw.String for column, dtype in types.items() if dtype == nw.Unknown}
    answer: IntoFrameT = same_kind(first, columns, types)
    return answer


def _rows(frame: Any, columns: list[str]) -> list[Row]:
    table = rows_of(frame, columns)
    rows = [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]
    return [{name: _day(value) for name, value in row.items()} for row in rows]


def _with_base_of(other: list[Row], rows: list[Row]) -> list[Row]:
    """Let a result about no records at all, which states nothing, state what *other* does."""
    if not other or any(row["records"] or row["undated"] for row in rows):
        return rows
    told = {name: other[0][name] for name in ("jurisdiction", "risk_class", "edition")}
    return [row | {name: told[name] for name in told if row[name] is None} for row in rows]


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _require_same_columns(one: Any, other: Any) -> None:
    problems = [f"{name!r} is in one of the results only" for name in sorted({*one} ^ {*other})]
    problems += [
        f"{name!r} cannot be added up: count the joined records instead"
        for name, dtype in one.items()
        if (dtype.is_float() or dtype.is_decimal()) and name not in _DERIVED
    ]
    if not problems and not any(name in one for name in _COUNTS):
        problems = [f"none of {', '.join(_COUNTS)} is there: needs a result of counting"]
    if problems:
        raise FrameError(problems, list(one))


def _require_same_base(left: list[Row], right: list[Row]) -> None:
    """Compare the parts; one that varies inside a result is a key, and keeps its rows apart."""
    for part, columns in {
        "unit": ("unit",),
        "jurisdiction": ("jurisdiction",),
        "risk_class": ("risk_class",),
        "window": ("window_first", "window_last"),
        "edition": ("edition",),
    }.items():
        found = [{tuple(row[name] for name in columns) for row in rows} for rows in (left, right)]
        if all(len(values) == 1 for values in found) and found[0] != found[1]:
            raise ScopeError(part, *(_said(*values) for values in found))


def _said(values: tuple[Any, ...]) -> str | None:
    if len(values) == 1:
        return None if values[0] is None else str(values[0])
    return "/".join(".." if end is None else str(end) for end in values)


def _laid_out(rows: list[Row], name: str, keys: list[str]) -> list[Row]:
    """Fill the periods between, and add up the running totals again."""
    dated = [row for row in rows if row["period"] is not None]
    if not dated:
        return rows[:1]
    every = _every(dated[0]["period"])
    numbers = [number_of(row["period_first"], every) for row in dated]
    found: dict[tuple[Any, ...], dict[int, Row]] = {}
    for number, row in zip(numbers, dated, strict=True):
        found.setdefault(tuple(row[key] for key in keys), {})[number] = row
    result: list[Row] = []
    for key in sorted(found, key=in_order):
        pattern = next(iter(found[key].values())) | {name: 0}
        if "record_ids" in pattern:
            pattern["record_ids"] = []
        line = [
            found[key].get(number)
            or pattern | {"period": label(number, every), "period_first": first_day(number, every)}
            for number in range(min(numbers), max(numbers) + 1)
        ]
        totals = accumulate(row[name] for row in line)
        result += [row | {"cumulative": total} for row, total in zip(line, totals, strict=True)]
    return result


def _every(period: str) -> Every:
    if len(period) == len("2025"):
        return "year"
    return "quarter" if "Q" in period else "month"
