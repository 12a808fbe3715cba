"""What reading gives: the records, the rows that were refused, and a report of the rest.

Nothing is dropped in silence: rows in are records out and rejects, always.
"""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from medai_landscape.errors import LandscapeError, RejectedRowsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from medai_landscape.issues import Issue

__all__ = ["LeftOut", "Loaded", "LoadedError", "LoadingReport", "Reject"]

T = TypeVar("T")


class LoadedError(LandscapeError):
    """A reader lost count: what came out is not what went in, or a refusal has no reason."""

    code = "loaded"

    def __init__(self, value: object, expected: str) -> None:
        super().__init__(value, expected)
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.value} does not add up: expected {self.expected}"


@frozen
class Reject:
    """A row that became no record: where it stood, what stood there, and everything wrong with it.

    `row` counts the rows of data from 0, as a dataframe does; `line` is the
    line, sheet row or element number of the file, where there is one.
    """

    row: int
    issues: tuple[Issue, ...] = field()
    original: Any = field(default=None, hash=False, repr=False)
    """The row as it was read: a mapping, a list of cells or the raw text."""
    line: int | None = None

    @issues.validator
    def _says_why(self, _attribute: object, value: tuple[Issue, ...]) -> None:
        if not value:
            raise LoadedError(f"a refusal of row {self.row} without an issue", "at least one")

    @property
    def field(self) -> str:
        """Column of the first issue."""
        return self.issues[0].column

    @property
    def value(self) -> Any:
        """What stood there, unchanged."""
        return self.issues[0].value

    @property
    def code(self) -> str:
        """Code of the first issue."""
        return self.issues[0].code

    @property
    def reason(self) -> str:
        """All sentences, in English."""
        return "; ".join(issue.message for issue in self.issues)

    @property
    def reason_zh(self) -> str:
        """All sentences, in Chinese."""
        return "；".join(issue.message_zh for issue in self.issues)

    def to_object(self) -> dict[str, Any]:
        """Return its parts as JSON writes them."""
        return {
            "row": self.row,
            "line": self.line,
            "issues": [issue.to_object() for issue in self.issues],
            "original": self.original,
        }


@frozen
class LeftOut:
    """Something of the input that is in no record by intent: a column, blank rows, a sheet."""

    what: str
    reason: str
    count: int = 1


@frozen
class LoadingReport:
    """What was read and what was done to it.

    `header` pairs each column as written with the field it fills; `repairs`
    counts changes that were made to values, by kind.
    """

    name: str
    format: str
    rows: int = 0
    rejected: int = 0
    encoding: str | None = None
    header: tuple[tuple[str, str], ...] = ()
    repairs: tuple[tuple[str, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.rejected <= self.rows:
            counts = f"{self.rejected} rejected of {self.rows} rows"
            raise LoadedError(counts, "no more rejected rows than rows")

    @property
    def accepted(self) -> int:
        """Rows that became records."""
        return self.rows - self.rejected

    def to_object(self) -> dict[str, Any]:
        """Return its parts as JSON writes them."""
        return {
            "name": self.name,
            "format": self.format,
            "encoding": self.encoding,
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "header": dict(self.header),
            "repairs": dict(self.repairs),
            "left_out": [
                {"what": item.what, "reason": item.reason, "count": item.count}
                for item in self.left_out
            ],
        }

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps(self.to_object(), ensure_ascii=False, indent=2)

    def _repr_html_(self) -> str:
        return _html_table(f"{self.name} ({self.format})", self._lines())

    def _lines(self) -> list[tuple[str, object]]:
        lines: list[tuple[str, object]] = [
            ("rows", self.rows),
            ("accepted", self.accepted),
            ("rejected", self.rejected),
        ]
        if self.encoding is not None:
            lines.append(("encoding", self.encoding))
        lines += [(f"repaired: {kind}", count) for kind, count in self.repairs]
        lines += [(f"left out: {item.what} ({item.reason})", item.count) for item in self.left_out]
        return lines


@frozen
class Loaded(Generic[T]):
    """Records, rejected rows and the report of one reading.

    The records are a tuple, or where a reader wrote them to a file a sequence
    that reads them from there.

    >>> Loaded.of((), (), name="empty.csv", format="csv").report.rows
    0
    """

    records: Sequence[T]
    rejects: tuple[Reject, ...]
    report: LoadingReport

    def __attrs_post_init__(self) -> None:
        kept, refused = len(self.records), len(self.rejects)
        if len({reject.row for reject in self.rejects}) != refused:
            raise LoadedError("a row with two rejects", "one reject a row, with all its issues")
        if (self.report.accepted, self.report.rejected) != (kept, refused):
            counts = f"{self.report.rows} rows, {kept} records and {refused} rejects"
            raise LoadedError(counts, "one record or one reject for each row")

    @classmethod
    def of(
        cls,
        records: Iterable[T],
        rejects: Iterable[Reject],
        *,
        name: str,
        format: str,  # noqa: A002 - the name of the field it fills
        **more: Any,
    ) -> Loaded[T]:
        """Build one, counting the rows; *more* are further fields of `LoadingReport`."""
        kept, refused = tuple(records), tuple(rejects)
        report = LoadingReport(name, format, len(kept) + len(refused), len(refused), **more)
        return cls(kept, refused, report)

    def counts(self) -> dict[str, int]:
        """Return how often each code stands in the rejects, most frequent first."""
        codes = Counter(issue.code for reject in self.rejects for issue in reject.issues)
        return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))

    def raise_if_rejected(self) -> None:
        """Pass in silence if every row became a record.

        Raises:
            RejectedRowsError: says how many did not, and why.
        """
        if self.rejects:
            raise RejectedRowsError(len(self.rejects), self.report.rows, self.counts())

    def to_object(self) -> dict[str, Any]:
        """Return the report and the rejects as JSON writes them; the records have their own."""
        return {
            "report": self.report.to_object(),
            "rejects": [reject.to_object() for reject in self.rejects],
        }

    def to_json(self) -> str:
        """Write the report and the rejects as JSON."""
        return json.dumps(self.to_object(), ensure_ascii=False, indent=2, default=str)

    def __repr__(self) -> str:
        counts = f"{len(self.records)} records, {len(self.rejects)} rejects"
        return f"Loaded({self.report.name!r}: {counts})"

    def _repr_html_(self) -> str:
        reasons = [(f"issues: {code}", count) for code, count in self.counts().items()]
        title = f"{self.report.name} ({self.report.format})"
        return _html_table(title, [*self.report._lines(), *reasons])  # noqa: SLF001 - its own report


def _html_table(title: str, lines: Iterable[tuple[str, object]]) -> str:
    rows = "".join(
        f"<tr><th>{escape(str(name))}</th><td>{escape(str(value))}</td></tr>"
        for name, value in lines
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>"
