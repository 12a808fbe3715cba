"""Findings: what is wrong in one batch, gathered as it is found, put in order at the end.

Faults of one kind come in groups, whose sentences are written for all rows at once;
a single one comes as the `Issue` that the record would give.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from attrs import evolve, field, frozen

from medai_landscape.issues import Issue, as_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from medai_landscape.tables.texts import Mask

__all__ = ["ISSUE_SCHEMA", "Findings", "Group"]

ISSUE_SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        *(
            pa.field(name, pa.string())
            for name in ("column", "code", "message", "message_zh", "value")
        ),
    ]
)
"""The columns of the issues; `row` counts the rows of the frame from 0."""


@frozen(eq=False)
class Group:
    """One code about one column, in many rows; `values` is a list or an Arrow column of texts."""

    rank: int
    rows: NDArray[np.int64]
    column: str
    code: str
    message: Any
    message_zh: Any
    values: Any

    def columns(self) -> tuple[Any, ...]:
        """Return the columns of the issues behind the row."""
        count = len(self.rows)
        values = self.values
        if isinstance(values, list):
            values = pa.array([as_text(value) for value in values], pa.string())
        constants = (pa.repeat(text, count) for text in (self.column, self.code))
        return *constants, self.message, self.message_zh, values.cast(pa.string())

    def issues(self) -> list[tuple[int, int, Issue]]:
        """Return row, rank and issue of each, with the values as they were given."""
        values = self.values if isinstance(self.values, list) else self.values.to_pylist()
        columns = (self.rows.tolist(), self.message.to_pylist(), self.message_zh.to_pylist())
        return [
            (row, self.rank, Issue(self.column, self.code, english, chinese, value))
            for row, english, chinese, value in zip(*columns, values, strict=True)
        ]

    def without(self, rows: Any) -> Group:
        """Return the group without some rows."""
        kept = np.flatnonzero(~np.isin(self.rows, rows))
        places, values = pa.array(kept), self.values
        return evolve(
            self,
            rows=self.rows[kept],
            message=self.message.take(places),
            message_zh=self.message_zh.take(places),
            values=[values[place] for place in kept]
            if isinstance(values, list)
            else values.take(places),
        )


def _taken(values: list[Any], places: Any) -> Any:
    """Return values at some places, as Arrow texts where all of them are texts."""
    if all(isinstance(value, str) for value in values):
        with suppress(UnicodeEncodeError):  # half a character is no text of Arrow
            return pa.array(values, pa.string()).take(places)
    return [values[place] for place in places.to_pylist()]


@frozen(eq=False)
class Findings:
    """All issues of a batch; `rank` orders the issues of one row."""

    single: list[tuple[int, int, Issue]] = field(factory=list)
    """Row, rank and issue."""
    groups: list[Group] = field(factory=list)

    def add(self, row: int, issues: Iterable[Issue], rank: int | None = None) -> None:
        """Add the issues of a row, ranked as they come unless all have one rank."""
        for place, issue in enumerate(issues):
            self.single.append((row, place if rank is None else rank, issue))

    def add_alike(
        self,
        rows: NDArray[np.int64],
        kinds: NDArray[np.intp],
        of: Sequence[tuple[Issue, ...]],
        rank: int,
    ) -> None:
        """Add the issues of rows that are alike: *of* has those of each kind of row."""
        alike: dict[tuple[str, str], list[int]] = {}
        for kind, issues in enumerate(of):
            if len(issues) == 1:
                alike.setdefault((issues[0].column, issues[0].code), []).append(kind)
        several = np.array([len(issues) > 1 for issues in of], bool)[kinds]
        for row, kind in zip(rows[several].tolist(), kinds[several].tolist(), strict=True):
            self.add(row, of[kind], rank)
        for (column, code), members in alike.items():
            single = [of[kind][0] for kind in members]
            place_of = np.full(len(of), -1)
            place_of[members] = np.arange(len(members))
            places = place_of[kinds]
            taken = pa.array(places[places >= 0])
            english, chinese = (
                pa.array(texts, pa.string()).take(taken)
                for texts in ([i.message for i in single], [i.message_zh for i in single])
            )
            values = _taken([issue.value for issue in single], taken)
            self.groups.append(
                Group(rank, rows[places >= 0], column, code, english, chinese, values)
            )

    def drop(self, rows: Collection[int]) -> None:
        """Forget what was found in some rows."""
        numbers = sorted(rows)
        self.single[:] = [found for found in self.single if found[0] not in rows]
        self.groups[:] = [group.without(numbers) for group in self.groups]

    def rejected(self, rows: int) -> Mask:
        """Return which of so many rows have an issue."""
        mask = np.zeros(rows, bool)
        mask[[row for row, _, _ in self.single]] = True
        for group in self.groups:
            mask[group.rows] = True
        return mask

    def codes(self) -> Counter[str]:
        """Return how often each code was found."""
        counts = Counter(issue.code for _, _, issue in self.single)
        for group in self.groups:
            counts[group.code] += len(group.rows)
        return counts

    def issues(self) -> list[tuple[int, Issue]]:
        """Return row and issue of each, in order."""
        found = self.single + [issue for group in self.groups for issue in group.issues()]
        found.sort(key=lambda one: one[:2])
        return [(row, issue) for row, _, issue in found]

    def table(self, first: int = 0) -> pa.RecordBatch:
        """Return the issues as a table in order, counting rows from *first*."""
        groups = [self._alone(), *(group.columns() for group in self.groups)]
        places = np.array([found[:2] for found in self.single], np.int64).reshape(-1, 2)
        rows = np.concatenate([places[:, 0], *(group.rows for group in self.groups)])
        ranks = [places[:, 1], *(np.full(len(group.rows), group.rank) for group in self.groups)]
        order = np.lexsort((np.concatenate(ranks), rows))
        taken = pa.array(order)
        arrays = (pa.concat_arrays(parts).take(taken) for parts in zip(*groups, strict=True))
        numbers = pa.array(rows[order] + first, pa.int64())
        return pa.RecordBatch.from_arrays([numbers, *arrays], schema=ISSUE_SCHEMA)

    def _alone(self) -> tuple[Any, ...]:
        """Return the columns of the single issues behind the row."""
        issues = [issue for _, _, issue in self.single]
        columns = (
            [issue.column for issue in issues],
            [issue.code for issue in issues],
            [issue.message for issue in issues],
            [issue.message_zh for issue in issues],
            [as_text(issue.value) for issue in issues],
        )
        return tuple(pa.array(texts, pa.string()) for texts in columns)
