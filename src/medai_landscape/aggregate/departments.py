"""Clinical departments that products serve, by a table that a clinician can edit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._same_kind import attached
from medai_landscape.aggregate._tally import open_frame, rows_of
from medai_landscape.arguments import checked
from medai_landscape.tables.frame_spec import LIST, FrameSpec
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from narwhals.stable.v2.typing import IntoFrameT

__all__ = ["departments_of", "with_departments"]

# What decides first stands first.
_EVIDENCE = {"finding": "use_findings", "anatomy": "use_anatomies", "modality": "use_modalities"}
_LISTS = FrameSpec(tuple((column, LIST) for column in _EVIDENCE.values()))


@cache
def _table() -> dict[tuple[str, str], str]:
    return {(row["kind"], row["code"]): row["department"] for row in read_rows("departments.csv")}


@checked
def departments_of(
    *,
    findings: Iterable[str] = (),
    anatomies: Iterable[str] = (),
    modalities: Iterable[str] = (),
) -> tuple[str, ...]:
    """Name the departments of one product, by ``data/departments.csv`` and its rule.

    Findings decide; only where none of them is in the table the anatomies do,
    and then the modalities.  Lung cancer is oncology, whatever images it.

    >>> departments_of(findings=["lung_cancer"], anatomies=["lung"])
    ('oncology',)
    >>> departments_of(modalities=["CT"])
    ()
    """
    return _departments(findings, anatomies, modalities)


def _departments(
    findings: Iterable[str], anatomies: Iterable[str], modalities: Iterable[str]
) -> tuple[str, ...]:
    for kind, codes in (("finding", findings), ("anatomy", anatomies), ("modality", modalities)):
        found = {_table()[kind, code] for code in codes if (kind, code) in _table()}
        if found:
            return tuple(sorted(found))
    return ()


def with_departments(frame: IntoFrameT) -> IntoFrameT:
    """Add the column `departments`: the clinical departments that each product serves.

    A product whose use is stated and fits no department has an empty list; one
    whose use is not known has none at all.

    Args:
        frame: One row a product, with `use_findings`, `use_anatomies` and
            `use_modalities`.  A lazy frame needs `id` too, which must be
            unique: what is added is fetched, and joined to it.

    Returns:
        The frame with one column more.

    Raises:
        FrameError: a column is missing or is no list.
    """
    opened = open_frame(frame, _LISTS)
    lists = tuple(_EVIDENCE.values())
    identity = ("id",) if isinstance(opened, nw.LazyFrame) else ()
    told = rows_of(open_frame(frame, _LISTS, columns=identity), [*identity, *lists])
    answers: list[list[str] | None] = [
        None
        if findings is anatomies is modalities is None
        else list(_departments(findings or (), anatomies or (), modalities or ()))
        for findings, anatomies, modalities in zip(*(told[name] for name in lists), strict=True)
    ]
    native: IntoFrameT = attached(
        opened, "departments", answers, nw.List(nw.String), told.get("id", ())
    )
    return native
