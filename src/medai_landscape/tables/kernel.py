"""The kernel: one batch of rows in, the verdict on each row and all issues out.

First the screens say for whole columns which rows are certainly valid.  What is
left is asked of the record's own parts: the validator of the field that is not
certain, the rule that is not certain.  So a valid row costs some nanoseconds, and
a refused one gets exactly the issues that `issues_of` gives for it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from medai_landscape.errors import FrameError
from medai_landscape.records._record import all_rules
from medai_landscape.tables.examination import Examination
from medai_landscape.tables.field_checks import FieldCheck, field_checks
from medai_landscape.tables.findings import Findings
from medai_landscape.tables.part_screens import has_own_checks
from medai_landscape.tables.rows import issues_of
from medai_landscape.tables.rule_screens import RuleCheck, rule_check
from medai_landscape.tables.table_form import table_form

if TYPE_CHECKING:
    import pyarrow as pa

    from medai_landscape.issues import Issue
    from medai_landscape.records._record import Record
    from medai_landscape.tables.batches import Batch
    from medai_landscape.tables.table_form import TableForm
    from medai_landscape.tables.texts import Mask

__all__ = ["Kernel", "Verdict", "kernel"]


@frozen(eq=False)
class Verdict:
    """What the kernel says of a batch."""

    rejected: Mask
    findings: Findings

    @property
    def issues(self) -> list[tuple[int, Issue]]:
        """Row of the batch and issue, by row."""
        return self.findings.issues()

    def table(self, first: int = 0) -> pa.RecordBatch:
        """Return the issues as a table, counting rows from *first*."""
        return self.findings.table(first)


@frozen(eq=False)
class Kernel:
    """The checks of one record type over batches."""

    form: TableForm
    fields: tuple[FieldCheck, ...]
    rules: tuple[RuleCheck, ...]
    by_row: bool
    """Whether the class has checks of its own, so that each row is asked as a whole."""

    def check(self, batch: Batch) -> Verdict:
        """Return the verdict on every row.

        Raises:
            FrameError: a text that was looked into is no UTF-8.
        """
        if self.by_row:
            findings = Findings()
            for row, cells in enumerate(batch.rows()):
                findings.add(row, issues_of(self.form.record, cells))
        else:
            try:
                findings = Examination(self.form, batch).findings(self.fields, self.rules)
            except UnicodeDecodeError as error:
                raise FrameError([f"a text is no UTF-8: {error}"], batch.names) from error
        return Verdict(findings.rejected(batch.length), findings)


def kernel(record: type[Record]) -> Kernel:
    """Return the kernel of a record type; what it learns of values lives as long as it."""
    made = _kernel(record)
    return evolve(made, fields=tuple(check.anew() for check in made.fields))


@cache
def _kernel(record: type[Record]) -> Kernel:
    form = table_form(record)
    if has_own_checks(record):
        return Kernel(form, (), (), by_row=True)
    rules = tuple(rule_check(rule, record) for rule in all_rules(record))
    return Kernel(form, field_checks(form), rules, by_row=False)
