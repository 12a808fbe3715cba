"""What changed between two editions of a list.

A list grows at its end and also in its past: a device decided in 2019 may
appear in the edition of 2025.  So "how many by 2022" has as many answers as
there are editions, and this module says what made the difference.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from medai_landscape.editions.rows import Edition, as_date, without_provenance
from medai_landscape.editions.spelling import is_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from medai_landscape.editions.rows import Key
    from medai_landscape.wording.partial_dates import Order

__all__ = ["CellChange", "EditionDiff", "diff_editions"]

Item = Any
"""A row as it was given: a record, or a mapping of cells."""


@frozen
class CellChange:
    """A cell that is another one in the newer edition.

    `kind` is *spelling* where the two differ only in case, spaces, punctuation
    or a company's legal form, and *substance* otherwise.
    """

    key: Key
    column: str
    old: Any
    new: Any
    kind: Literal["spelling", "substance"]


@frozen
class EditionDiff:
    """What changed between two editions, each row as it was given.

    `back_dated` are those of the `added` that were decided on or before
    `last_decision`, the last decision of the older edition: they could have
    been in it.  An addition without a date is `undated` and not among them.

    >>> later = [{"number": "K1", "approved": "2024"}, {"number": "K2", "approved": "2019"}]
    >>> grown = diff_editions(later[:1], later, key="number")
    >>> grown.last_decision, grown.back_dated_keys, grown.counts()["kept"]
    (datetime.date(2024, 12, 31), ('K2',), 1)
    """

    key: tuple[str, ...]
    date_column: str
    last_decision: date | None
    added: tuple[Item, ...]
    withdrawn: tuple[Item, ...]
    back_dated: tuple[Item, ...]
    undated: tuple[Item, ...]
    changed: tuple[CellChange, ...]
    kept: int
    """Rows that are in both."""
    added_keys: tuple[Key, ...]
    withdrawn_keys: tuple[Key, ...]
    back_dated_keys: tuple[Key, ...]
    new_columns: tuple[str, ...] = ()
    lost_columns: tuple[str, ...] = ()
    unkeyed: int = 0
    """Rows of either edition without a key, which cannot be compared."""
    rejected: int = 0
    """Rows of either edition that were no records, and so are not compared."""

    @property
    def spelling(self) -> tuple[CellChange, ...]:
        """Changes of spelling only."""
        return tuple(change for change in self.changed if change.kind == "spelling")

    @property
    def substance(self) -> tuple[CellChange, ...]:
        """Changes of what is said."""
        return tuple(change for change in self.changed if change.kind == "substance")

    def counts(self) -> dict[str, int]:
        """Return how much of everything there is."""
        return {
            "added": len(self.added),
            "back_dated": len(self.back_dated),
            "undated": len(self.undated),
            "withdrawn": len(self.withdrawn),
            "kept": self.kept,
            "changed_spelling": len(self.spelling),
            "changed_substance": len(self.substance),
            "unkeyed": self.unkeyed,
            "rejected": self.rejected,
        }

    def to_json(self) -> str:
        """Write the counts, the keys and the changed cells as JSON."""
        content = {
            "key": self.key,
            "last_decision": self.last_decision,
            "counts": self.counts(),
            "added": self.added_keys,
            "back_dated": self.back_dated_keys,
            "withdrawn": self.withdrawn_keys,
            "changed": [
                {"key": c.key, "column": c.column, "old": c.old, "new": c.new, "kind": c.kind}
                for c in self.changed
            ],
            "new_columns": self.new_columns,
            "lost_columns": self.lost_columns,
        }
        return json.dumps(content, ensure_ascii=False, indent=2, default=str)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts().items() if count)
        return f"EditionDiff({counts or 'no difference'})"

    def _repr_html_(self) -> str:
        counts = "".join(
            f"<tr><th>{escape(name.replace('_', ' '))}</th><td>{count}</td></tr>"
            for name, count in self.counts().items()
        )
        shown = 20
        changes = "".join(
            "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in
                             (c.key, c.column, c.old, c.new, c.kind)) + "</tr>"
            for c in (*self.substance, *self.spelling)[:shown]
        )  # fmt: skip
        head = "<tr><th>key</th><th>column</th><th>old</th><th>new</th><th>kind</th></tr>"
        more = len(self.changed) - shown
        rest = f"<p>and {more} more changed cells</p>" if more > 0 else ""
        return f"<table>{counts}</table><table>{head}{changes}</table>{rest}"


def diff_editions(
    old: Any,
    new: Any,
    *,
    key: str | Sequence[str],
    date: str = "approved",
    order: Order | None = None,
) -> EditionDiff:
    """Compare two editions of one list.

    Args:
        old: The older edition: records, a `Loaded`, or a frame of any library.
        new: The newer one, as the same or as another of these.
        key: The field or column, or several, by which a row is known in both.
        date: The field or column with the decision.
        order: How the numbers of dates such as 03/04/2025 stand in a frame of texts.

    >>> earlier = [{"number": "K1", "approved": "2022-07-29", "holder": "Viz.ai, Inc."}]
    >>> later = [{"number": "K1", "approved": "2022-07-29", "holder": "Viz.ai Inc"},
    ...          {"number": "K2", "approved": "2019-01-02", "holder": "Example"}]
    >>> diff_editions(earlier, later, key="number")
    EditionDiff(1 added, 1 back_dated, 1 kept, 1 changed_spelling)

    Raises:
        FrameError: a key column is missing, two rows of an edition have one key, or a
            date may be one of two and *order* is not given.
    """
    names = (key,) if isinstance(key, str) else tuple(key)
    before, after = Edition.of(old, order), Edition.of(new, order)
    old_places, old_unkeyed = before.by_key(names, "older")
    new_places, new_unkeyed = after.by_key(names, "newer")
    added = [found for found in new_places if found not in old_places]
    withdrawn = [found for found in old_places if found not in new_places]
    kept = [found for found in new_places if found in old_places]
    last = _last_decision(before, date)
    decided = {found: after.date_of(new_places[found], date) for found in added}
    undated = [found for found in added if decided[found] is None]
    back_dated = [
        found
        for found, when in decided.items()
        if last is not None and when is not None and when.latest() <= last
    ]
    shared = [name for name in without_provenance(after.columns) if name in before.columns]
    changed = [
        change
        for found in kept
        for change in _changes(
            found, before.rows[old_places[found]][0], after.rows[new_places[found]][0], shared
        )
    ]

    def items(edition: Edition, places: dict[Key, int], keys: Iterable[Key]) -> tuple[Item, ...]:
        return tuple(edition.rows[places[found]][1] for found in keys)

    return EditionDiff(
        key=names,
        date_column=date,
        last_decision=last,
        added=items(after, new_places, added),
        withdrawn=items(before, old_places, withdrawn),
        back_dated=items(after, new_places, back_dated),
        undated=items(after, new_places, undated),
        changed=tuple(changed),
        kept=len(kept),
        added_keys=tuple(added),
        withdrawn_keys=tuple(withdrawn),
        back_dated_keys=tuple(back_dated),
        new_columns=_only(after, before),
        lost_columns=_only(before, after),
        unkeyed=old_unkeyed + new_unkeyed,
        rejected=before.rejected + after.rejected,
    )


def _last_decision(edition: Edition, column: str) -> date | None:
    """Return the last day on which anything of an edition can have been decided."""
    days = (edition.date_of(place, column) for place in range(len(edition.rows)))
    return max((day.latest() for day in days if day is not None), default=None)


def _changes(key: Key, old: Any, new: Any, columns: Iterable[str]) -> Iterable[CellChange]:
    for column in columns:
        before, after = old.get(column), new.get(column)
        if before != after and not _is_same_day(before, after):
            kind: Any = "spelling" if is_spelling(column, before, after) else "substance"
            yield CellChange(key, column, before, after, kind)


def _is_same_day(old: Any, new: Any) -> bool:
    """Whether one is a date, and the other the same as text or as another kind of date."""
    if isinstance(old, str) and isinstance(new, str):
        return False
    day = as_date(old)
    return day is not None and day == as_date(new)


def _only(edition: Edition, other: Edition) -> tuple[str, ...]:
    """Return columns that one edition has and the other, if it has any, lacks."""
    if not other.columns:
        return ()
    return tuple(name for name in without_provenance(edition.columns) if name not in other.columns)
