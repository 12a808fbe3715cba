"""The rows of an edition, whether it came as records, as a reading or as a frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from attrs import frozen
from pydantic import BaseModel

from medai_landscape.dates import PartialDate
from medai_landscape.errors import DateError, FrameError
from medai_landscape.loaded import Loaded
from medai_landscape.records._record import Record
from medai_landscape.wording.partial_dates import read_partial_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from medai_landscape.wording.partial_dates import Order

__all__ = ["Edition", "Key", "as_date", "without_provenance"]

Key = str | tuple[object, ...]
"""What identifies a row: the value of its key column, or of several."""

# Columns that say where a row was read, which differs between editions by nature.
_PROVENANCE = frozenset({"id", "unverified", "sources", "source_ids"})


@frozen
class Edition:
    """Rows of one edition, each with what was given for it (a record or a mapping).

    >>> edition = Edition.of([{"number": "K1", "approved": "2022-07"}, {"number": None}])
    >>> edition.by_key(("number",), "older"), edition.date_of(0, "approved")
    (({'K1': 0}, 1), PartialDate(year=2022, month=7, day=None))
    """

    rows: tuple[tuple[Mapping[str, Any], Any], ...]
    columns: tuple[str, ...]
    rejected: int = 0
    order: Order | None = None
    """How the numbers of its dates stand, as in 03/04/2025."""

    @classmethod
    def of(cls, data: Any, order: Order | None = None) -> Self:
        """Read records, a `Loaded`, a frame of any library, or mappings of cells.

        Raises:
            FrameError: none of these.
        """
        if isinstance(data, Loaded):
            return cls._of_items(data.records, data.report.rejected, order)
        if isinstance(data, Iterable) and not hasattr(data, "columns"):
            return cls._of_items(tuple(data), 0, order)
        # Frames are read by a library that the rest of this module does without.
        from medai_landscape.tables.backends import arrow_table

        rows = arrow_table(data).to_pylist()
        columns = _columns(rows) or tuple(data.columns)
        return cls(tuple((row, row) for row in rows), columns, order=order)

    @classmethod
    def _of_items(cls, items: Sequence[Any], rejected: int, order: Order | None) -> Self:
        rows = [_row(item) for item in items]
        return cls(tuple(zip(rows, items, strict=True)), _columns(rows), rejected, order)

    def by_key(self, key: tuple[str, ...], which: str) -> tuple[dict[Key, int], int]:
        """Return the place of each row by its key, and how many rows have none.

        Args:
            key: The columns that make the key.
            which: What errors call this edition, "older" or "newer".

        Raises:
            FrameError: a column is missing, or two rows have one key.
        """
        if self.rows and not set(key) <= {*self.columns, "id"}:
            missing = [part for part in key if part not in self.columns]
            problems = [f"{part!r} is missing in the {which} edition" for part in missing]
            raise FrameError(problems, self.columns)
        places: dict[Key, int] = {}
        repeated: Counter[Key] = Counter()
        unkeyed = 0
        for place, (row, item) in enumerate(self.rows):
            parts = tuple(_key_part(_value(row, item, part)) for part in key)
            if any(part is None or part == "" for part in parts):
                unkeyed += 1
                continue
            found = parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts
            if found in places:
                repeated[found] += 1
            places[found] = place
        if repeated:
            problems = [
                f"{found!r} stands in {more + 1} rows of the {which} edition"
                for found, more in repeated.items()
            ]
            raise FrameError(problems, self.columns)
        return places, unkeyed

    def date_of(self, place: int, column: str) -> PartialDate | None:
        """Return a date of a row, None where there is none or it is not one.

        Raises:
            FrameError: it may be one of two days, and nobody said how its numbers stand.
        """
        value = self.rows[place][0].get(column)
        day = as_date(value, self.order)
        if day is None and self.order is None and as_date(value, "mdy") is not None:
            problem = f"{value!r} in {column!r} may be one of two days: say order='mdy' or 'dmy'"
            raise FrameError([problem], self.columns)
        return day


def _row(item: Any) -> Mapping[str, Any]:
    if isinstance(item, Record):
        return {name: getattr(item, name) for name in type(item).model_fields}
    if isinstance(item, BaseModel):
        return dict(item)
    if isinstance(item, dict):
        return item
    raise FrameError([f"{type(item).__name__} is no record and no row of cells"], ())


def _columns(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))


def without_provenance(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that say something of the thing, and not where it was read.

    >>> without_provenance(["number", "holder", "sources", "id"])
    ('number', 'holder')
    """
    return tuple(name for name in columns if name not in _PROVENANCE)


def _value(row: Mapping[str, Any], item: Any, name: str) -> Any:
    return row.get(name, getattr(item, name, None))


def _key_part(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_key_part, value))
    if value != value:  # noqa: PLR0124 - not a number, which is no key
        return None
    return value.strip() if isinstance(value, str) else value


def as_date(value: Any, order: Order | None = None) -> PartialDate | None:
    """Read a cell as a date, None where it is not one, or one of two.

    >>> as_date("2022-07"), as_date("next year"), as_date("07/04/2022")
    (PartialDate(year=2022, month=7, day=None), None, None)
    """
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, PartialDate | date | str):
        return None
    try:
        if isinstance(value, str):
            return read_partial_date(value, order=order)
        return PartialDate.of(value)
    except DateError:
        return None
