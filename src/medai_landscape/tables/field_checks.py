"""One field of a record, asked about single rows: the exact answer behind the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, field, frozen
from pydantic import ConfigDict, ValidationError, create_model

from medai_landscape.dates import PartialDate
from medai_landscape.records._rules import in_our_codes
from medai_landscape.tables.cells import ABSENT
from medai_landscape.tables.field_types import parts_of_type
from medai_landscape.tables.findings import Group
from medai_landscape.tables.rows import issue_of_line
from medai_landscape.tables.screens import keeps_text, screen_of
from medai_landscape.tables.table_form import SOURCE_IDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pydantic import BaseModel

    from medai_landscape.issues import Issue
    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.plain_screens import Screen
    from medai_landscape.tables.shapes import Shape
    from medai_landscape.tables.table_form import TableForm

__all__ = ["Answer", "FieldCheck", "field_checks"]

_REMEMBERED = 200_000
_NO_DAY = "\x00"
_HASHED = frozenset((str, int, float, bool, type(None)))


@frozen
class Answer:
    """What a field says of its cells: a value, or what is wrong."""

    value: Any
    issues: tuple[Issue, ...]


@frozen(eq=False)
class FieldCheck:
    """A field of a record with its screen and its own validator."""

    name: str
    shape: Shape
    columns: tuple[str, ...]
    required: bool
    screen: Screen
    form: TableForm
    as_given: bool
    """Whether a certain cell is the value: a text that is checked and never changed."""
    is_day: bool
    """Whether it is a plain partial date, of which every valid text is certain."""
    model: type[BaseModel]
    """A model of this one field, so that its validator says what the record would say."""
    _known: dict[Any, Answer] = field(factory=dict, repr=False)

    def anew(self) -> FieldCheck:
        """Return the same check without the answers that it remembers."""
        return evolve(self, known={})

    def ask(self, row: Mapping[str, Any]) -> Answer:
        """Return the value of the field in *row*, or its issues."""
        return self._answer(*map(row.get, self.columns))

    def answers(self, columns: Columns, rows: Any) -> tuple[NDArray[np.intp], list[Answer]]:
        """Return what the field says of some rows: the place of each row's answer, and answers."""
        if len(self.columns) == 1 and columns.texts(self.columns[0]) is not None:
            texts = columns.take(self.columns[0], rows).dictionary_encode("encode")
            answers = [self._answer(text) for text in texts.dictionary.to_pylist()]
            return texts.indices.to_numpy(), answers
        cells = (columns.cells(name, rows) for name in self.columns)
        return np.arange(len(rows)), [*map(self._answer, *cells)]

    def no_days(self, rank: int, rows: NDArray[np.int64], texts: Any) -> Group:
        """Tell of texts that are no dates, in the words that the field has for one of them."""
        (issue,) = self._answer(_NO_DAY).issues
        before, after = issue.message.split(repr(_NO_DAY))
        english = pa.array([f"{before}{text!r}{after}" for text in texts.to_pylist()], pa.string())
        before, after = issue.message_zh.split(_NO_DAY)
        chinese = pc.binary_join_element_wise(before, texts.cast(pa.string()), after, "")
        return Group(rank, rows, issue.column, issue.code, english, chinese, texts)

    def _answer(self, *cells: Any) -> Answer:
        kinds = [*map(type, cells)]
        if not _HASHED.issuperset(kinds):
            return self._asked(cells)
        key = (*cells, *kinds)
        answer = self._known.get(key)
        if answer is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            answer = self._known[key] = self._asked(cells)
        return answer

    def _asked(self, cells: tuple[Any, ...]) -> Answer:
        row = dict(zip(self.columns, cells, strict=True))
        value = self.shape.read(self.name, row)
        data = {} if value is ABSENT else {self.name: value}
        try:
            return Answer(getattr(self.model.model_validate(data), self.name), ())
        except ValidationError as error:
            # Said once more in our codes, as a record does.
            ours = ValidationError.from_exception_data(self.model.__name__, in_our_codes(error))
            lines = ours.errors(include_url=False)
            return Answer(None, tuple(issue_of_line(self.form, line, row) for line in lines))


def field_checks(form: TableForm) -> tuple[FieldCheck, ...]:
    """Return the checks of all fields of a record."""
    checks = []
    derived = {column.name for column in form.columns if column.derived}
    for name, shape in form.shape.fields:
        info = form.record.model_fields[name]
        only: Any = {name: (info.annotation, info)}
        config = ConfigDict(**{**form.record.model_config, "title": None})
        model = create_model(form.record.__name__, __config__=config, **only)
        # First days repeat what the partial dates say, and no field reads them.
        columns = tuple(column for column, _, _ in shape.columns(name) if column not in derived)
        if name == "sources" and form.has_sources:
            columns = (*columns, SOURCE_IDS)  # a table may have sources there
        screen = screen_of(info.annotation, info.metadata)
        as_given = keeps_text(info.annotation, info.metadata)
        is_day = parts_of_type(info.annotation, tuple(info.metadata)) == (PartialDate, [])
        required = info.is_required()
        checks.append(
            FieldCheck(name, shape, columns, required, screen, form, as_given, is_day, model)
        )
    return tuple(checks)
