"""The kernel: one batch of rows in, the verdict on each row and all issues out.

First the screens say for whole columns which rows are certainly valid.  What is
left is asked of the record's own parts: the validator of the field that is not
certain, the rule that is not certain.  So a valid row costs some nanoseconds, and
a refused one gets exactly the issues that `issues_of` gives for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from medai_landscape.issues import Issue, as_text
from medai_landscape.records._record import all_rules
from medai_landscape.tables.calendar_days import days_of
from medai_landscape.tables.columns import Columns
from medai_landscape.tables.field_checks import FieldCheck, field_checks
from medai_landscape.tables.part_screens import has_own_checks
from medai_landscape.tables.rows import first_day_issue, issues_of, own_issue
from medai_landscape.tables.rule_screens import rule_screen
from medai_landscape.tables.rule_view import RuleScreen, RuleView
from medai_landscape.tables.source_columns import source_issues, sources_certain
from medai_landscape.tables.table_form import table_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.records._record import Record
    from medai_landscape.records._rules import Rule
    from medai_landscape.tables.batches import Batch
    from medai_landscape.tables.table_form import TableForm
    from medai_landscape.tables.texts import Mask

__all__ = ["ISSUE_SCHEMA", "Kernel", "Verdict", "kernel"]

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
class Verdict:
    """What the kernel says of a batch."""

    rejected: Mask
    issues: list[tuple[int, Issue]] = field(factory=list)
    """Row of the batch and issue, by row."""

    def table(self, first: int = 0) -> pa.RecordBatch:
        """Return the issues as a table, counting rows from *first*."""
        columns = [
            [row + first for row, _ in self.issues],
            [issue.column for _, issue in self.issues],
            [issue.code for _, issue in self.issues],
            [issue.message for _, issue in self.issues],
            [issue.message_zh for _, issue in self.issues],
            [as_text(issue.value) for _, issue in self.issues],
        ]
        arrays = [
            pa.array(values, part.type) for values, part in zip(columns, ISSUE_SCHEMA, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=ISSUE_SCHEMA)


@frozen(eq=False)
class Kernel:
    """The checks of one record type over batches."""

    form: TableForm
    fields: tuple[FieldCheck, ...]
    rules: tuple[tuple[Rule, RuleScreen], ...]
    by_name: Mapping[str, FieldCheck]
    by_row: bool
    """Whether the class has checks of its own, so that each row is asked as a whole."""

    def check(self, batch: Batch) -> Verdict:
        """Return the verdict on every row."""
        if self.by_row:
            found = [
                (row, issue)
                for row, cells in enumerate(batch.rows())
                for issue in issues_of(self.form.record, cells)
            ]
            return _verdict(batch.length, found)
        return _Case(self, batch).verdict()


@cache
def kernel(record: type[Record]) -> Kernel:
    """Return the kernel of a record type."""
    form = table_form(record)
    by_row = has_own_checks(record)
    rules = () if by_row else tuple((rule, rule_screen(rule, record)) for rule in all_rules(record))
    fields = () if by_row else field_checks(form)
    return Kernel(form, fields, rules, {check.name: check for check in fields}, by_row)


def _verdict(rows: int, issues: list[tuple[int, Issue]]) -> Verdict:
    rejected = np.zeros(rows, bool)
    rejected[[row for row, _ in issues]] = True
    return Verdict(rejected, issues)


class _Case:
    """One batch under examination."""

    def __init__(self, kernel: Kernel, batch: Batch) -> None:
        self.kernel = kernel
        self.batch = batch
        self.columns = Columns(batch.columns, batch.length)
        self.certain: dict[str, Mask] = {}
        self.valid: dict[str, Mask] = {}
        self.issues: list[tuple[int, int, Issue]] = []
        self.asked: set[int] = set()
        """Rows that must be asked as a whole."""

    def verdict(self) -> Verdict:
        """Screen, and ask about what is left."""
        for rank, check in enumerate(self.kernel.fields):
            self._check_field(rank, check)
        view = RuleView(self.columns, "", self.kernel.form.record)
        for rank, (rule, screen) in enumerate(self.kernel.rules, start=len(self.kernel.fields)):
            self._check_rule(rank, rule, screen(view))
        self._check_first_days()
        if self.asked:
            self._ask_whole_rows()
        self.issues.sort(key=lambda found: found[:2])
        return _verdict(self.batch.length, [(row, issue) for row, _, issue in self.issues])

    def _check_field(self, rank: int, check: FieldCheck) -> None:
        if check.name == "sources" and self.kernel.form.has_sources:
            sure = sources_certain(self.columns, check.screen)
        else:
            sure = check.screen(self.columns, check.name)
            if check.required:
                sure = sure & self.columns.filled(check.columns[0])
        self.certain[check.name] = sure
        self.valid[check.name] = sure.copy()
        unsure = np.flatnonzero(~sure)
        if not len(unsure):
            return
        if check.name == "sources" and self.kernel.form.has_sources:
            self._check_sources(rank, check, unsure)
            return
        for row, cells in zip(unsure.tolist(), self._cells(check.columns, unsure), strict=True):
            answer = check.ask(cells)
            if answer.issues:
                self.issues += ((row, rank, issue) for issue in answer.issues)
            else:
                self.valid[check.name][row] = True

    def _check_sources(self, rank: int, check: FieldCheck, unsure: Any) -> None:
        names = tuple(name for name in ("source_ids", "sources") if name in self.batch.columns)
        for row, cells in zip(unsure.tolist(), self._cells(names, unsure), strict=True):
            issues = source_issues(check, cells)
            self.issues += ((row, rank, issue) for issue in issues)
            self.valid[check.name][row] = not issues

    def _cells(self, columns: tuple[str, ...], rows: Any) -> list[dict[str, Any]]:
        """Return the cells of some columns for some rows; a missing column gives none."""
        names = [name for name in columns if name in self.batch.columns]
        if not names:
            return [{} for _ in rows]
        cells = (self.batch.cells(name, rows) for name in names)
        return [dict(zip(names, values, strict=True)) for values in zip(*cells, strict=True)]

    def _check_rule(self, rank: int, rule: Rule, sure: Mask) -> None:
        ready = np.ones(self.batch.length, bool)
        certain = sure.copy()
        for name in rule.fields:
            ready &= self.valid[name]
            certain &= self.certain[name]
        unsure = np.flatnonzero(ready & ~certain)
        if not len(unsure):
            return
        values = [self._values(self.kernel.by_name[name], unsure) for name in rule.fields]
        column, _ = self.kernel.form.place((rule.fields[0],))
        originals = [cells.get(column) for cells in self._cells((column,), unsure)]
        told_of = zip(unsure.tolist(), originals, zip(*values, strict=True), strict=True)
        for row, original, given in told_of:
            try:
                told = rule.check(*given)
            except ValueError:  # in the record this is an error of the whole row
                self.asked.add(row)
                continue
            if told is not None:
                texts = {name: str(value) for name, value in told.items()}
                issue = own_issue(column, rule.code, original, **texts)
                self.issues.append((row, rank, issue))

    def _values(self, check: FieldCheck, rows: Any) -> list[Any]:
        """Return the values of a field for rows where it is valid."""
        if (
            check.as_given
            and check.name in self.batch.columns
            and self.certain[check.name][rows].all()
        ):
            return self.batch.cells(check.name, rows)
        return [check.ask(cells).value for cells in self._cells(check.columns, rows)]

    def _check_first_days(self) -> None:
        rank = len(self.kernel.fields) + len(self.kernel.rules)
        for place, name in enumerate(self.kernel.form.days):
            first = f"{name}_first"
            given = self.columns.filled(first)
            if not given.any():
                continue
            array, days = self.columns.array(first), days_of(self.columns, name)
            sure = ~given
            if array is not None and pa.types.is_date32(array.type):
                numbers = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
                sure |= days.known & (numbers == days.first)
            unsure = np.flatnonzero(~sure)
            for row, cells in zip(unsure.tolist(), self._cells((name, first), unsure), strict=True):
                issue = first_day_issue(name, cells.get(name), cells.get(first))
                if issue is not None:
                    self.issues.append((row, rank + place, issue))

    def _ask_whole_rows(self) -> None:
        rows = sorted(self.asked)
        self.issues = [found for found in self.issues if found[0] not in self.asked]
        for row, cells in zip(rows, self.batch.rows(rows), strict=True):
            found = issues_of(self.kernel.form.record, cells)
            self.issues += ((row, rank, issue) for rank, issue in enumerate(found))
