"""The report on a table: which rows are valid, which are not, and everything that is wrong."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from typing_extensions import override

from medai_landscape.errors import FrameError, RejectedRowsError
from medai_landscape.tables.arrow_columns import some_rows
from medai_landscape.tables.backends import to_backend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.tables.backends import Backend
    from medai_landscape.tables.texts import Mask

__all__ = ["ArrowReport", "ValidationReport"]

_SHOWN = 5


class ValidationReport(ABC):
    """What `validate_frame` found.

    `valid`, `rejected` and `issues` are frames of the library that came in.
    `valid` and `rejected` hold the rows as they were given, nothing repaired;
    `issues` has one row a problem: ``row`` (counted from 0 in the frame that came
    in), ``column``, ``code``, ``message``, ``message_zh`` and ``value``.
    """

    record: str
    """Name of the record type."""
    ignored: tuple[str, ...]
    """Columns that are no part of the table form; they are kept and were not checked."""

    @property
    @abstractmethod
    def rows(self) -> int:
        """How many rows came in."""

    @property
    @abstractmethod
    def rejected_rows(self) -> int:
        """How many of them are no valid record."""

    @property
    @abstractmethod
    def valid(self) -> Any:
        """The rows that are valid records."""

    @property
    @abstractmethod
    def rejected(self) -> Any:
        """The rows that are not."""

    @property
    @abstractmethod
    def issues(self) -> Any:
        """Everything that is wrong, one row a problem."""

    @abstractmethod
    def issue_table(self, limit: int | None = None) -> pa.Table:
        """Return the issues, or the first of them, as an Arrow table."""

    def counts(self) -> dict[str, int]:
        """Return how often each code stands in the issues, most frequent first.

        A row can have several issues, so they may add up to more than the rejected rows.
        """
        codes = Counter(self.issue_table()["code"].to_pylist())
        return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))

    def raise_if_rejected(self) -> None:
        """Pass in silence if every row is valid.

        Raises:
            RejectedRowsError: says how many are not, and why.
        """
        if self.rejected_rows:
            raise RejectedRowsError(self.rejected_rows, self.rows, self.counts())

    def to_object(self) -> dict[str, Any]:
        """Return the figures and all issues as JSON writes them."""
        return {
            "record": self.record,
            "rows": self.rows,
            "valid": self.rows - self.rejected_rows,
            "rejected": self.rejected_rows,
            "ignored_columns": list(self.ignored),
            "counts": self.counts(),
            "issues": self.issue_table().to_pylist(),
        }

    def to_json(self) -> str:
        """Write the figures and all issues as JSON."""
        return json.dumps(self.to_object(), ensure_ascii=False, indent=2)

    def __repr__(self) -> str:
        counts = f"{self.rows} rows, {self.rejected_rows} rejected"
        return f"ValidationReport({self.record}: {counts})"

    def _repr_html_(self) -> str:
        lines: list[tuple[str, object]] = [
            ("rows", self.rows),
            ("valid", self.rows - self.rejected_rows),
            ("rejected", self.rejected_rows),
        ]
        lines += [(f"issues: {code}", count) for code, count in self.counts().items()]
        if self.ignored:
            lines.append(("columns not checked", ", ".join(self.ignored)))
        figures = "".join(_row("th", *line) for line in lines)
        names = ("row", "column", "value", "message")
        shown = self.issue_table(_SHOWN).to_pylist()
        first = "".join(_row("td", *(issue[name] for name in names)) for issue in shown)
        return (
            f"<table><caption>{escape(self.record)}</caption>{figures}</table>"
            f"<table>{_row('th', *names)}{first}</table>"
        )


class ArrowReport(ValidationReport):
    """The report on a frame in memory."""

    def __init__(
        self,
        record: str,
        rejected: Mask,
        issues: pa.Table,
        *,
        source: tuple[Any, Any, Backend],
        ignored: Iterable[str] = (),
    ) -> None:
        self.record: str = record
        self.ignored: tuple[str, ...] = tuple(ignored)
        self._mask = rejected
        self._issues = issues
        # What came in, its rows in memory, and its library.
        self._frame, self._table, self._backend = source

    @property
    @override
    def rows(self) -> int:
        return len(self._mask)

    @property
    @override
    def rejected_rows(self) -> int:
        return int(self._mask.sum())

    @cached_property
    @override
    def valid(self) -> Any:
        return self._taken(~self._mask)

    @cached_property
    @override
    def rejected(self) -> Any:
        return self._taken(self._mask)

    @cached_property
    @override
    def issues(self) -> Any:
        return self._given_back(self._issues)

    @override
    def issue_table(self, limit: int | None = None) -> pa.Table:
        return self._issues if limit is None else self._issues.slice(0, limit)

    def _taken(self, kept: Mask) -> Any:
        if self._backend == "pandas":
            try:
                return self._table[kept]
            except pa.ArrowNotImplementedError as error:
                remedy = "give the column a type such as 'string', whose rows pandas can pick"
                raise FrameError([f"pandas cannot pick rows: {error}; {remedy}"], ()) from error
        if self._backend in {"polars", "polars-lazy"}:
            frame = self._table.filter(kept)
            return frame.lazy() if self._backend == "polars-lazy" else frame
        columns = [some_rows(column, kept) for column in self._table.columns]
        return self._given_back(pa.table(columns, schema=self._table.schema))

    def _given_back(self, table: pa.Table) -> Any:
        like = self._frame if self._backend == "duckdb" else None
        return to_backend(table, self._backend, like=like)


def _row(tag: str, *cells: object) -> str:
    inner = "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"
