"""What a rule sees of a table: the columns of its fields, as the record reads them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
from attrs import frozen
from pydantic import TypeAdapter

from medai_landscape.tables.calendar_days import Days, days_of
from medai_landscape.tables.columns import Columns, Distinct
from medai_landscape.tables.shapes import joined
from medai_landscape.tables.texts import Mask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from pydantic import BaseModel

__all__ = ["REFUSED", "RuleScreen", "RuleTeller", "RuleView", "Told", "read_value"]


@frozen(eq=False)
class RuleView:
    """The columns of one record or part, by the names of its fields."""

    columns: Columns
    prefix: str
    model: type[BaseModel]

    def column(self, field: str) -> str:
        """Return the name of the field's first column."""
        return joined(self.prefix, field)

    def absent(self, field: str) -> Mask:
        """Return the rows where the field is not given."""
        return ~self.columns.filled(self.column(field))

    def days(self, field: str) -> Days:
        """Return a field of partial dates as numbers."""
        return days_of(self.columns, self.column(field))

    def distinct(self, field: str) -> Distinct:
        """Return the different values of a field as the record reads them, None if it refuses."""
        return self.columns.once("read", self.column(field), lambda: self._distinct(field))

    def _distinct(self, field: str) -> Distinct:
        found = self.columns.distinct(self.column(field))
        if found is None:
            return Distinct(np.zeros(self.columns.length, np.intp), [None])
        values = (read_value(self.model, field, raw) for raw in found.values)
        return Distinct(found.rows, [None if value is REFUSED else value for value in values])


REFUSED: Final = object()
"""What a validator refuses to read."""

RuleScreen = Callable[[RuleView], Mask]
"""Says which rows certainly keep a rule, where the fields of the rule are certain."""


@frozen(eq=False)
class Told:
    """Rows that certainly break a rule, and the parameters of its sentence in each."""

    rows: NDArray[np.int64]
    parameters: Mapping[str, Any]
    """Arrow columns of texts."""


RuleTeller = Callable[[RuleView, Any], Told]
"""Given rows where the fields of a rule are valid, tells of those that certainly break it."""


def read_value(model: type[BaseModel], field: str, raw: Any) -> Any:
    """Return a cell as the field's validator reads it, `REFUSED` where it does not."""
    try:
        return _adapter(model, field).validate_python(raw)
    except ValueError:
        return REFUSED


@cache
def _adapter(model: type[BaseModel], field: str) -> TypeAdapter[Any]:
    info = model.model_fields[field]
    kind: Any = info.annotation
    return TypeAdapter(Annotated[kind, info] if info.metadata else kind)
