"""The examination of one batch: screen whole columns, and ask about what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from medai_landscape.messages import pieces
from medai_landscape.tables.calendar_days import days_of
from medai_landscape.tables.columns import Columns
from medai_landscape.tables.findings import Findings, Group
from medai_landscape.tables.rows import first_day_issue, issues_of
from medai_landscape.tables.rule_view import RuleView, Told
from medai_landscape.tables.sentences import sentences
from medai_landscape.tables.source_columns import source_issues, sources_certain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.records._rules import Rule
    from medai_landscape.tables.batches import Batch
    from medai_landscape.tables.field_checks import FieldCheck
    from medai_landscape.tables.rule_screens import RuleCheck
    from medai_landscape.tables.table_form import TableForm
    from medai_landscape.tables.texts import Mask

__all__ = ["Examination"]


class Examination:
    """One batch under examination."""

    def __init__(self, form: TableForm, batch: Batch) -> None:
        self._form = form
        self._batch = batch
        self._columns = Columns(batch.columns, batch.length)
        self._view = RuleView(self._columns, "", form.record)
        self._checks: dict[str, FieldCheck] = {}
        self._certain: dict[str, Mask] = {}
        self._valid: dict[str, Mask] = {}
        self._found = Findings()
        self._to_ask: set[int] = set()
        """Rows that must be asked as a whole."""

    def findings(self, fields: Sequence[FieldCheck], rules: Sequence[RuleCheck]) -> Findings:
        """Return everything that is wrong."""
        for rank, check in enumerate(fields):
            self._check_field(rank, check)
        for rank, rule in enumerate(rules, start=len(fields)):
            self._check_rule(rank, rule)
        for rank, name in enumerate(self._form.days, start=len(fields) + len(rules)):
            self._check_first_days(rank, name)
        if self._to_ask:
            self._ask_whole_rows()
        return self._found

    def _check_field(self, rank: int, check: FieldCheck) -> None:
        is_sources = check.name == "sources" and self._form.has_sources
        if is_sources:
            sure = sources_certain(self._columns, check.screen)
        else:
            sure = check.screen(self._columns, check.name)
            if check.required:
                sure = sure & self._columns.filled(check.columns[0])
        self._checks[check.name] = check
        self._certain[check.name] = self._valid[check.name] = sure
        unsure = np.flatnonzero(~sure)
        if not len(unsure):
            return
        valid = self._valid[check.name] = sure.copy()
        if is_sources:
            self._check_sources(rank, check, unsure)
            return
        if check.is_day:
            unsure = self._refuse_days(rank, check, unsure)
        if not len(unsure):
            return
        kinds, answers = check.answers(self._columns, unsure)
        valid[unsure] = np.array([not answer.issues for answer in answers])[kinds]
        self._found.add_alike(unsure, kinds, [answer.issues for answer in answers], rank)

    def _refuse_days(self, rank: int, check: FieldCheck, rows: Any) -> Any:
        """Tell of texts that are not certain, and return the rows of other cells."""
        texts = self._columns.texts(check.name)
        if texts is None:
            return rows
        written = texts.filled[rows]
        if written.any():
            refused = rows[written]
            self._found.groups.append(check.no_days(rank, refused, texts.take(refused)))
        return rows[~written]

    def _check_sources(self, rank: int, check: FieldCheck, unsure: Any) -> None:
        names = [name for name in ("source_ids", "sources") if name in self._columns.columns]
        for row, cells in zip(unsure.tolist(), self._columns.rows(names, unsure), strict=True):
            issues = source_issues(check, cells)
            self._found.add(row, issues, rank)
            self._valid[check.name][row] = not issues

    def _check_rule(self, rank: int, check: RuleCheck) -> None:
        rule = check.rule
        ready = np.ones(self._batch.length, bool)
        certain = check.screen(self._view)
        for name in rule.fields:
            ready &= self._valid[name]
            certain = certain & self._certain[name]
        unsure = np.flatnonzero(ready & ~certain)
        if len(unsure) and check.teller is not None:
            told = check.teller(self._view, unsure)
            self._tell(rank, rule, told)
            unsure = np.setdiff1d(unsure, told.rows, assume_unique=True)
        if len(unsure):
            self._tell(rank, rule, self._asked(rule, unsure))

    def _asked(self, rule: Rule, rows: Any) -> Told:
        """Ask a rule about each of some rows."""
        values = [self._values(self._checks[name], rows) for name in rule.fields]
        broken, told = [], []
        for row, given in zip(rows.tolist(), zip(*values, strict=True), strict=True):
            try:
                parameters = rule.check(*given)
            except ValueError:  # in the record this is an error of the whole row
                self._to_ask.add(row)
                continue
            if parameters is not None:
                broken.append(row)
                told.append(parameters)
        names = {name for lang in ("en", "zh") for _, name in pieces(rule.code, lang) if name}
        columns = {name: pa.array([str(one[name]) for one in told], pa.string()) for name in names}
        return Told(np.array(broken, np.int64), columns)

    def _values(self, check: FieldCheck, rows: Any) -> list[Any]:
        """Return the values of a field for rows where it is valid."""
        # Among other cells there is a NaN, which is none: only what is asked knows it.
        texts = check.as_given and self._columns.texts(check.name) is not None
        if texts and self._certain[check.name][rows].all():
            return self._columns.cells(check.name, rows)
        kinds, answers = check.answers(self._columns, rows)
        return [answers[kind].value for kind in kinds.tolist()]

    def _tell(self, rank: int, rule: Rule, told: Told) -> None:
        count = len(told.rows)
        if not count:
            return
        column, _ = self._form.place((rule.fields[0],))
        english, chinese = (
            sentences(rule.code, lang, told.parameters, count) for lang in ("en", "zh")
        )
        values = self._columns.take(column, told.rows)
        group = Group(rank, told.rows, column, rule.code, english, chinese, values)
        self._found.groups.append(group)

    def _check_first_days(self, rank: int, name: str) -> None:
        first = f"{name}_first"
        given = self._columns.filled(first)
        if not given.any():
            return
        array, days = self._columns.array(first), days_of(self._columns, name)
        sure = ~given
        if array is not None and pa.types.is_date32(array.type):
            numbers = array.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
            sure |= days.known & (numbers == days.first)
        unsure = np.flatnonzero(~sure)
        for row, cells in zip(
            unsure.tolist(), self._columns.rows((name, first), unsure), strict=True
        ):
            issue = first_day_issue(name, cells[name], cells[first])
            if issue is not None:
                self._found.add(row, [issue], rank)

    def _ask_whole_rows(self) -> None:
        rows = sorted(self._to_ask)
        self._found.drop(self._to_ask)
        for row, cells in zip(rows, self._batch.rows(rows), strict=True):
            self._found.add(row, issues_of(self._form.record, cells))
