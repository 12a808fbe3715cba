"""One row of a table: the record it is, or everything that is wrong with it.

This is what a whole-frame check must agree with, row by row and word by word.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from medai_landscape.dates import PartialDate
from medai_landscape.errors import DateError
from medai_landscape.issues import Issue, as_text
from medai_landscape.messages import in_chinese, message
from medai_landscape.records._record import Names
from medai_landscape.records.source import Source
from medai_landscape.tables.cells import is_absent
from medai_landscape.tables.table_form import SOURCE_IDS, table_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.records._record import Record
    from medai_landscape.tables.table_form import TableForm

__all__ = [
    "check_row",
    "first_day_issue",
    "issue_of_line",
    "issues_of",
    "own_issue",
    "source_id_issues",
    "source_ids_disagree",
]

_SOURCES = "sources"
_IDS: TypeAdapter[tuple[str, ...]] = TypeAdapter(Annotated[Names, Field(min_length=1)])
_WHOLE: TypeAdapter[tuple[Source, ...]] = TypeAdapter(tuple[Source, ...])
# Stands where a table only names its sources: the rest of the row is checked with it.
STAND_IN = Source(title="source", publisher="source", locator="table of sources")


def issues_of(record: type[Record], row: Mapping[str, Any]) -> tuple[Issue, ...]:
    """Return everything that is wrong with *row*, as `record` itself says it.

    A cell that is null was not given.  A row without a column ``source_ids``
    is taken to have its source elsewhere; a row with that column needs at
    least one id in it.

    >>> from medai_landscape.records import FundingRound
    >>> [issue.code for issue in issues_of(FundingRound, {"company": "", "announced": "2025-13"})]
    ['string_too_short', 'date']
    """
    return check_row(record, row)[1]


def check_row(
    record: type[Record], row: Mapping[str, Any], sources: Mapping[str, Source] | None = None
) -> tuple[Record | None, tuple[Issue, ...]]:
    """Return the record that *row* is, or None and its issues.

    Args:
        record: The type of record.
        row: Cells by column name; columns that are no part of the form are passed over.
        sources: The sources that ``source_ids`` may name, for a table that does
            not hold them whole; None: whatever it names is taken to exist.
    """
    form = table_form(record)
    data = form.data_of(row)
    issues: list[Issue] = []
    if form.has_sources and _SOURCES not in data:
        issues += _put_sources(data, row, sources)
    result: Record | None = None
    try:
        result = record.model_validate(data)
    except ValidationError as error:
        lines = error.errors(include_url=False)
        # Ids that cannot be resolved are told above, by the column that the table has.
        issues += (
            issue_of_line(form, line, row)
            for line in lines
            if _SOURCES in data or line["loc"] != (_SOURCES,) or not form.has_sources
        )
    issues += _table_issues(form, row)
    return (None if issues else result), tuple(issues)


def _put_sources(
    data: dict[str, Any], row: Mapping[str, Any], sources: Mapping[str, Source] | None
) -> Iterable[Issue]:
    """Put the sources that a row names where the record looks for them."""
    if SOURCE_IDS not in row and _SOURCES not in row:
        data[_SOURCES] = [STAND_IN] if sources is None else list(sources.values())
        return []
    problems = source_id_issues(row.get(SOURCE_IDS))
    if problems or sources is None:
        # The rest of the row is checked all the same.
        data[_SOURCES] = [STAND_IN]
        return problems
    names = row[SOURCE_IDS]
    strangers = [name for name in names if name not in sources]
    data[_SOURCES] = [sources[name] for name in names if name in sources] or [STAND_IN]
    if not strangers:
        return []
    told = {"ids": ", ".join(strangers)}
    return [own_issue(SOURCE_IDS, "source_unknown", names, **told)]


def source_id_issues(cell: Any) -> list[Issue]:
    """Return what is wrong with the ids of a row's sources."""
    if is_absent(cell) or (isinstance(cell, list) and not cell):
        return [own_issue(SOURCE_IDS, "source_missing", cell)]
    try:
        _IDS.validate_python(cell)
    except ValidationError as error:
        return [
            _issue(SOURCE_IDS, line, line["input"] if line["loc"] else cell)
            for line in error.errors(include_url=False)
        ]
    return []


def _table_issues(form: TableForm, row: Mapping[str, Any]) -> Iterable[Issue]:
    """Check the columns that repeat what others say."""
    for name in form.days:
        issue = first_day_issue(name, row.get(name), row.get(f"{name}_first"))
        if issue is not None:
            yield issue
    if form.has_sources and not is_absent(row.get(_SOURCES)):
        try:
            sources = _WHOLE.validate_python(form.data_of(row)[_SOURCES])
        except ValidationError:
            return  # told of the sources themselves
        if sources:  # none at all is told of the record
            yield from source_ids_disagree(row.get(SOURCE_IDS), sources)


def source_ids_disagree(ids: Any, sources: Iterable[Source]) -> Iterable[Issue]:
    """Give the issue of ids that are not those of the sources beside them."""
    held = sorted({source.id for source in sources})
    if is_absent(ids) or (isinstance(ids, list) and sorted(set(map(str, ids))) == held):
        return
    told = {"ids": as_text(ids), "sources": ", ".join(held)}
    yield own_issue(SOURCE_IDS, "source_ids_mismatch", ids, **told)


def first_day_issue(name: str, cell: Any, first: Any) -> Issue | None:
    """Return the issue of a first day that is not that of its partial date."""
    if is_absent(first):
        return None
    day = None
    if not is_absent(cell):
        try:
            day = PartialDate.of(cell)
        except DateError:
            return None  # told of the date itself
    if isinstance(first, datetime) and first.tzinfo is None and first == _midnight(first):
        first = first.date()  # pandas has no other date
    if day is not None and type(first) is date and first == day.earliest():
        return None
    column = f"{name}_first"
    return own_issue(
        column, "first_day_mismatch", first, column=column, first=first, name=name, day=day
    )


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def own_issue(place: str, code: str, cell: Any, **told: object) -> Issue:
    """Return an issue whose sentences are our own."""
    english, chinese = (str(as_text(message(code, lang, **told))) for lang in ("en", "zh"))
    return Issue(place, code, english, chinese, cell)


def issue_of_line(form: TableForm, line: Any, row: Mapping[str, Any]) -> Issue:
    """Return one line of a ValidationError as an issue of the column it is about."""
    column, whole = form.place(line["loc"])
    return _issue(column, line, row.get(column) if whole else line["input"])


def _issue(column: str, line: Any, value: Any) -> Issue:
    parameters = {**line.get("ctx", {}), "value": as_text(line["input"])}
    parameters |= line.get("ctx", {})
    chinese = in_chinese(line["type"], line["msg"], parameters)
    return Issue(column, line["type"], line["msg"], chinese, value)
