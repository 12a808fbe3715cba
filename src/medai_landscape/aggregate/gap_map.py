"""Where there is no product yet, or only one holder's."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._counts import count_records, in_order
from medai_landscape.arguments import checked
from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._counts import Columns, Key
    from medai_landscape.aggregate._dating import When

__all__ = ["gap_map"]

_AXES = {
    "modality": "use_modalities",
    "anatomy": "use_anatomies",
    "function": "use_functions",
    "age_group": "use_age_groups",
}


@checked
def gap_map(
    frame: IntoFrameT,
    *,
    cells: Mapping[str, Sequence[str]] | None = None,
    since: When = None,
    until: When = None,
    edition: str | None = None,
) -> IntoFrameT:
    """Find the cells of modality, organ, function and age group that nobody covers, or one only.

    A product that does not state an age group is not thereby for everybody:
    *not stated* is a value of its own (null), and such a product fills no
    stated cell.  A product that lacks another part is in no cell.

    Args:
        frame: One row an authorisation, with `use_modalities`,
            `use_anatomies`, `use_functions`, `use_age_groups` and `holder`.
        cells: The values to cross, by modality, anatomy, function and
            age_group; for an axis that is not named, those that occur.
        since: First day that counts.
        until: Last day that counts.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a cell with fewer than two holders, sorted, with `modality`,
        `anatomy`, `function`, `age_group`, `gap` ("nobody" or "one holder"),
        `holder` (the one), `certificates`, `cells` (all cells looked at),
        `records`, `undated` and the counting base.  Two certificates that do
        not name their holders are not taken for one holder's.

    Raises:
        FrameError: a column is missing or of the wrong kind, or *cells* names no axis.
        ArgumentError: *cells* has something else than lists of values.
    """
    _check(cells or {})
    counts = count_records(
        frame,
        unit="authorisation",
        by=(*_AXES.values(), "holder"),
        since=since,
        until=until,
        edition=edition,
    )
    held: dict[Key, dict[Any, int]] = defaultdict(dict)
    for (*cell, holder), periods in counts.counts.items():
        held[tuple(cell)][holder] = sum(periods.values())
    axes = [
        (cells or {}).get(axis) or _occurring(held, place, missing=axis == "age_group")
        for place, axis in enumerate(_AXES)
    ]
    grid = sorted(product(*axes), key=in_order)
    rows = [(cell, held.get(cell, {})) for cell in grid if _is_gap(held.get(cell, {}))]
    columns: Columns = {
        "gap": (nw.String, ["one holder" if found else "nobody" for _, found in rows]),
        "holder": (nw.String, [next(iter(found), None) for _, found in rows]),
        "certificates": (nw.Int64, [sum(found.values()) for _, found in rows]),
        "cells": (nw.Int64, [len(grid)] * len(rows)),
    }
    narrowed = counts.collapsed(len(_AXES)).renamed({of: axis for axis, of in _AXES.items()})
    answer: IntoFrameT = narrowed.result([cell for cell, _ in rows], columns)
    return answer


def _check(cells: Mapping[str, Sequence[str]]) -> None:
    wrong = [f"{axis!r} is no axis of the map" for axis in cells if axis not in _AXES]
    if wrong:
        raise FrameError(wrong, tuple(_AXES))


def _occurring(held: Mapping[Key, Any], place: int, *, missing: bool) -> list[Any]:
    values = {cell[place] for cell in held}
    return sorted(values if missing else values - {None}, key=lambda value: in_order([value]))


def _is_gap(found: Mapping[Any, int]) -> bool:
    """Whether at most one holder has it; each unnamed certificate may be another one's."""
    unnamed = found.get(None, 0)
    return len(found.keys() - {None}) + unnamed < 2  # noqa: PLR2004 - one holder, or none
