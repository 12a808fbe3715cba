"""The sources of a table's rows: their ids, or the sources whole, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from medai_landscape.records._record import Text
from medai_landscape.tables.cells import is_absent
from medai_landscape.tables.rows import source_id_issues, source_ids_disagree
from medai_landscape.tables.screens import screen_of
from medai_landscape.tables.table_form import SOURCE_IDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.issues import Issue
    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.field_checks import FieldCheck
    from medai_landscape.tables.plain_screens import Screen
    from medai_landscape.tables.texts import Mask

__all__ = ["source_issues", "sources_certain"]

_SOURCES = "sources"
_IDS = screen_of(tuple[Text, ...])


def sources_certain(columns: Columns, screen: Screen) -> Mask:
    """Return the rows whose sources are certainly in order."""
    has_ids, has_whole = SOURCE_IDS in columns.columns, _SOURCES in columns.columns
    if not has_ids and not has_whole:
        return np.ones(columns.length, bool)
    whole = columns.filled(_SOURCES)
    sure = screen(columns, _SOURCES)
    if not has_ids:
        return sure & whole
    members = columns.members(SOURCE_IDS)
    if members is None:
        return sure & whole & ~columns.filled(SOURCE_IDS)
    given, lengths, _ = members
    named = given & (lengths > 0) & _IDS(columns, SOURCE_IDS)
    if not whole.any():
        return named
    agree = _agree(columns)
    return sure & np.where(whole, ~given | agree, named)


def _agree(columns: Columns) -> Mask:
    """Return the rows that name exactly the sources that they hold, in their order."""
    ids, whole = columns.members(SOURCE_IDS), columns.members(_SOURCES)
    agree = np.zeros(columns.length, bool)
    if ids is None or whole is None:
        return agree
    agree |= ids[1] == whole[1]
    names, held = ids[2].distinct(""), whole[2].distinct("id")
    if names is None or held is None:
        return np.zeros(columns.length, bool)
    place = {value: number for number, value in enumerate(held.values)}
    same_names = names.numbers((place.get(value, -2) for value in names.values), null=-3)
    # Only rows of equal lengths are compared, item by item.
    mine = np.repeat(agree, ids[1])
    theirs = np.repeat(agree, whole[1])
    different = same_names[mine] != held.rows[theirs]
    owners = np.repeat(np.arange(columns.length), ids[1])[mine]
    agree[owners[different]] = False
    return agree


def source_issues(check: FieldCheck, cells: Mapping[str, Any]) -> tuple[Issue, ...]:
    """Return what is wrong with the sources of one row, as its record would say it."""
    if is_absent(cells.get(_SOURCES)):
        return tuple(source_id_issues(cells.get(SOURCE_IDS)))
    answer = check.ask(cells)
    return answer.issues or tuple(source_ids_disagree(cells.get(SOURCE_IDS), answer.value))
