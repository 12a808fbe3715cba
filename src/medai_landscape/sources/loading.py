"""Loading: what every reader does with a row once it knows what the row says.

A row becomes a record or a reject, never neither; what was repaired, and what
was left out on purpose, is counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import define, field
from pydantic import ValidationError

from medai_landscape.errors import LandscapeError
from medai_landscape.issues import Issue, as_text
from medai_landscape.loaded import LeftOut, Loaded, LoadingReport, Reject
from medai_landscape.messages import in_chinese, message
from medai_landscape.records._record import Record
from medai_landscape.sources.first_places import FirstPlaces
from medai_landscape.sources.mending import mend

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

__all__ = ["CellError", "Loading", "RowReading", "issue", "issue_of_error"]

R = TypeVar("R", bound=Record)


def issue(column: str, code: str, value: object, **told: object) -> Issue:
    """Return an issue whose sentences stand in the table of messages."""
    texts = {"value": as_text(value), **told}
    return Issue(column, code, message(code, "en", **texts), message(code, "zh", **texts), value)


def issue_of_error(column: str, error: LandscapeError, value: object) -> Issue:
    """Return the issue of a value that one of our readers of values refused."""
    told = {name: part for name, part in vars(error).items() if not name.startswith("_")}
    if isinstance(told.get("allowed"), tuple):
        told["allowed"] = "、".join(told["allowed"])
    return Issue(column, error.code, str(error), in_chinese(error.code, str(error), told), value)


class CellError(LandscapeError):
    """Something stands where a text should, and is none."""

    code = "string_type"

    def __init__(self, value: object) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        return f"{type(self.value).__name__} stands where a text should: put the text there"


@define
class RowReading:
    """One row while it is being read: values found so far, and what was wrong or repaired.

    `raw` keeps what stood there for each field, unchanged, for the rejects and
    for the note of the source.
    """

    raw: Mapping[str, object]
    values: dict[str, Any] = field(factory=dict)
    issues: list[Issue] = field(factory=list)
    repairs: list[str] = field(factory=list)
    altered: dict[str, object] = field(factory=dict)

    def put(self, name: str, read: Callable[[], Any]) -> None:
        """Fill a field with what *read* returns; its error becomes an issue of the row."""
        try:
            self.values[name] = read()
        except LandscapeError as error:
            self.issues.append(issue_of_error(name, error, self.raw.get(name)))

    def text(self, name: str) -> str | None:
        """Return what stands in a field as mended text, None where nothing does.

        Raises:
            CellError: it is no text and no number.
        """
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise CellError(value)
        mended = mend(str(value))
        self.repaired(name, mended.repairs)
        return mended.text or None

    def put_text(self, name: str) -> None:
        """Fill a field of text; where nothing stands, it stays unknown."""
        self.put(name, lambda: self.text(name))
        if self.values.get(name) is None:
            self.values.pop(name, None)

    def repaired(self, name: str, kinds: Iterable[str]) -> None:
        """Note that a field was changed, and how."""
        kinds = list(kinds)
        if kinds:
            self.repairs += kinds
            self.altered[name] = self.raw.get(name)

    def as_written(self) -> str | None:
        """Return what stood in the fields that were changed, None if none was."""
        if not self.altered:
            return None
        return "as written: " + "; ".join(f"{name} {raw!r}" for name, raw in self.altered.items())


@define
class Loading(Generic[R]):
    """The result of a reader while it grows."""

    record: type[R]
    name: str
    format: str
    encoding: str | None = None
    header: tuple[tuple[str, str], ...] = ()
    _records: list[R] = field(factory=list)
    _rejects: list[Reject] = field(factory=list)
    _repairs: Counter[str] = field(factory=Counter)
    _left_out: Counter[tuple[str, str]] = field(factory=Counter)
    _ids: FirstPlaces = field(factory=FirstPlaces)
    _kept_elsewhere: int = 0

    @property
    def rows(self) -> int:
        """Rows so far, accepted and rejected."""
        return len(self._records) + len(self._rejects) + self._kept_elsewhere

    def add(self, row: RowReading, original: object, line: int | None) -> None:
        """Make a record of a row, or a reject that names everything wrong with it."""
        issues = list(row.issues)
        found: R | None = None
        try:
            found = self.record.model_validate(row.values)
        except ValidationError as error:
            told = {problem.column for problem in issues}
            issues += [each for each in _issues(error, row.raw) if each.column not in told]
        if found is not None and not issues:
            issues += self._repeats(found.id, line)
        if found is None or issues:
            self.reject(issues, original, line)
            return
        self._repairs.update(row.repairs)
        self._records.append(found)

    def count(
        self, identity: str, repairs: Collection[str], original: object, line: int | None
    ) -> bool:
        """Count a row that the caller keeps as a record elsewhere, unless its id is taken.

        The caller has seen to it that the row is valid.
        """
        issues = list(self._repeats(identity, line))
        if issues:
            self.reject(issues, original, line)
            return False
        self.keep(repairs)
        return True

    def keep(self, repairs: Collection[str]) -> None:
        """Count a row that the caller keeps as a record elsewhere."""
        if repairs:
            self._repairs.update(repairs)
        self._kept_elsewhere += 1

    def _repeats(self, identity: str, line: int | None) -> Iterable[Issue]:
        place = self.rows + 1 if line is None else line
        first = self._ids.setdefault(identity, place)
        if first != place:
            yield issue("id", "repeated_record", identity, first=first)

    def reject(self, issues: Iterable[Issue], original: object, line: int | None) -> None:
        """Refuse a row."""
        self._rejects.append(Reject(self.rows, tuple(issues), original, line))

    def leave_out(self, what: str, reason: str, count: int = 1) -> None:
        """Say that something of the input is in no record on purpose."""
        if count:
            self._left_out[what, reason] += count

    def done(self, elsewhere: Sequence[R] = ()) -> Loaded[R]:
        """Return the records, the rejects and the report.

        *elsewhere* are the records that the caller kept, if it kept them.
        """
        report = LoadingReport(
            self.name,
            self.format,
            self.rows,
            len(self._rejects),
            encoding=self.encoding,
            header=self.header,
            repairs=tuple(sorted(self._repairs.items())),
            left_out=tuple(
                LeftOut(what, reason, count) for (what, reason), count in self._left_out.items()
            ),
        )
        records = elsewhere if self._kept_elsewhere else tuple(self._records)
        return Loaded(records, tuple(self._rejects), report)


def _issues(error: ValidationError, raw: Mapping[str, object]) -> Iterable[Issue]:
    """Return the lines of a record's refusal, each with what stood in the source."""
    for line in error.errors(include_url=False):
        column = str(line["loc"][0]) if line["loc"] else ""
        told = {"value": as_text(line["input"]), **line.get("ctx", {})}
        chinese = in_chinese(line["type"], line["msg"], told)
        yield Issue(column, line["type"], line["msg"], chinese, raw.get(column, line["input"]))
