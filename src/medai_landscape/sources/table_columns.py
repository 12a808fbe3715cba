"""Columns of a table that somebody keeps: which field each fills, and the unit that it names.

A column is recognised by its name, in ``data/headers.csv`` or as the name of a
field, or because the caller says what it is.  Nothing is matched by likeness.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.amounts import AmountRange
from medai_landscape.errors import FrameError
from medai_landscape.sources.columns import Columns
from medai_landscape.sources.grids import column_key
from medai_landscape.tables.field_types import parts_of_type
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.money_units import MoneyUnit, read_money_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from medai_landscape.records._record import Record

__all__ = ["TableColumns", "check_asked"]

# A name, and in brackets behind it a unit or a remark.
_BRACKET = re.compile(r"([^（(\[【]{1,80})[（(\[【]([^（(\[【）)\]】]{1,60})[）)\]】]\s*")


@cache
def _known(record: type[Record]) -> dict[str, tuple[str, str]]:
    """Return the field and how it continues, by each name of a column; own fields come first."""
    known: dict[str, tuple[str, str]] = {}
    kinds = {kind.__name__ for kind in record.__mro__}
    rows = [row for row in read_rows("headers.csv") if row["record"] in kinds]
    for row in rows:
        for name in row["names"].split("|"):
            known.setdefault(column_key(name), (row["field"], row["continues"]))
    continues = {row["field"]: row["continues"] for row in rows}
    for name in record.model_fields:
        known[column_key(name)] = (name, continues.get(name, ""))
    return known


@frozen
class TableColumns:
    """The columns of one table under its header, for one kind of record."""

    columns: Columns
    units: Mapping[str, MoneyUnit]
    """By field: what one stands for in an amount."""
    going_on: frozenset[str]
    """Fields whose cells may go on in the next row."""
    merged: frozenset[str]
    """Fields where an empty cell under a filled one is a merged cell."""
    needed: tuple[int, ...]
    """Places of the columns in which every row must have something."""

    @classmethod
    def of(
        cls, header: Sequence[str], record: type[Record], asked: Mapping[str, str | None]
    ) -> TableColumns:
        """Say which column fills which field; what was *asked* for stands before what is known.

        Of several columns for one field the first is taken.
        """
        wishes = {column_key(name): field for name, field in asked.items()}
        places: dict[str, int] = {}
        units: dict[str, MoneyUnit] = {}
        wished = [place for place, name in enumerate(header) if column_key(name) in wishes]
        others = [place for place in range(len(header)) if place not in wished]
        for place in (*wished, *others):
            name = header[place]
            if column_key(name) in wishes:
                field, unit = wishes[column_key(name)], _unit_in(name)
            else:
                field, unit = _recognised(name, record)
            if field is None or field in places:
                continue
            places[field] = place
            if unit is not None and _is_amount(record, field):
                units[field] = unit
        ways = dict(_known(record).values())
        return cls(
            Columns(tuple(header), places),
            units,
            frozenset(field for field in places if ways.get(field) == "on"),
            frozenset(field for field in places if ways.get(field) == "down"),
            tuple(
                place for name, place in places.items() if record.model_fields[name].is_required()
            ),
        )

    @classmethod
    def is_header(
        cls, cells: Sequence[str], record: type[Record], asked: Mapping[str, str | None]
    ) -> bool:
        """Say whether these cells can be the header: all that is asked for, and known names."""
        wishes = {column_key(name) for name in asked}
        if not wishes <= {column_key(cell) for cell in cells}:
            return False
        named = [cell for cell in cells if cell.strip()]
        known = [
            name for name in named if column_key(name) in wishes or _recognised(name, record)[0]
        ]
        return len(known) >= min(2, len(named)) > 0


def check_asked(record: type[Record], asked: Mapping[str, str | None]) -> None:
    """Refuse a mapping to fields that the record does not have, or of two columns to one field.

    Raises:
        FrameError: names all of them.
    """
    fields = [field for field in asked.values() if field is not None]
    problems = [
        f"{name!r} is to fill {field!r}: {record.__name__} has no such field"
        for name, field in asked.items()
        if field is not None and field not in record.model_fields
    ]
    problems += [
        f"two columns are to fill {field!r}"
        for field in sorted({field for field in fields if fields.count(field) > 1})
    ]
    if problems:
        raise FrameError(problems, sorted(record.model_fields))


def _is_amount(record: type[Record], field: str) -> bool:
    return parts_of_type(record.model_fields[field].annotation)[0] is AmountRange


def _recognised(name: str, record: type[Record]) -> tuple[str | None, MoneyUnit | None]:
    """Return the field that a column of this name fills, and the unit in the name."""
    known = _known(record)
    for base, unit in _readings(name):
        if column_key(base) in known:
            return known[column_key(base)][0], unit
    return None, None


def _readings(name: str) -> Iterator[tuple[str, MoneyUnit | None]]:
    """Give the ways to part a name into itself and a unit."""
    bracket = _BRACKET.fullmatch(name[:150])
    unit = None if bracket is None else read_money_unit(bracket[2])
    if bracket is not None and unit is not None:  # before the name as it is: (€) has no letters
        yield bracket[1], unit
    yield name, None
    if bracket is not None and unit is None:
        yield bracket[1], None
    words = re.split(r"[\s_/／,，:：-]+", name.strip())[:8]
    for length in range(len(words) - 1, 0, -1):
        unit = read_money_unit(" ".join(words[length:]))
        if unit is not None:
            yield " ".join(words[:length]), unit


def _unit_in(name: str) -> MoneyUnit | None:
    return next((unit for _, unit in _readings(name) if unit is not None), None)
