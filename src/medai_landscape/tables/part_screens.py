"""Screens of the parts of a record: their fields, their rules, and what they check as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from medai_landscape.records._record import Record, all_rules
from medai_landscape.records.intended_use import AgeRange
from medai_landscape.tables.field_types import shape_of
from medai_landscape.tables.plain_screens import Screen, nothing_certain
from medai_landscape.tables.rule_screens import rule_screen
from medai_landscape.tables.rule_view import RuleScreen, RuleView
from medai_landscape.tables.shapes import Amount, Nested, Shape, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.texts import Mask

__all__ = ["has_own_checks", "part_screen"]


def has_own_checks(model: type[BaseModel]) -> bool:
    """Whether a class checks more than its fields and rules say.

    Such a class is asked about every row: validators of its own, another
    configuration, names under which fields are read, or a `derived` that may fail.
    """
    found = model.__pydantic_decorators__
    validators = {*found.validators, *found.field_validators, *found.root_validators}
    validators |= {*found.model_validators} - (
        {"_run_rules"} if issubclass(model, Record) else set()
    )
    config = {**model.model_config, "title": None} == {**Record.model_config, "title": None}
    aliases = any(
        info.alias or info.validation_alias or info.validate_default
        for info in model.model_fields.values()
    )
    ours = all(
        base.__module__.startswith("medai_landscape.records.")
        for base in model.__mro__
        if {"derived", "model_post_init", "__init__"} & {*vars(base)}
        and base.__module__.partition(".")[0] not in {"pydantic", "builtins"}
    )
    return bool(validators) or not config or aliases or not ours


def part_screen(model: type[BaseModel], screen_of: Callable[..., Screen]) -> Screen:
    """Return the screen of a part, whose columns begin with the part's name.

    With the empty name the columns are the members of structs in a list.
    *screen_of* gives the screens of its fields.
    """
    if has_own_checks(model) and model not in _WHOLE:
        return nothing_certain
    fields = [
        (name, shape_of(info.annotation), screen_of(info.annotation, info.metadata))
        for name, info in model.model_fields.items()
    ]
    rules = all_rules(model) if issubclass(model, Record) else ()
    return _PartScreen(model, tuple(fields), tuple(rule_screen(rule, model) for rule in rules))


@frozen(eq=False)
class _PartScreen:
    model: type[BaseModel]
    fields: tuple[tuple[str, Shape, Screen], ...]
    rules: tuple[RuleScreen, ...]

    def __call__(self, columns: Columns, name: str) -> Mask:
        return self._in_columns(columns, name) if name else self._in_structs(columns)

    def _in_columns(self, columns: Columns, name: str) -> Mask:
        given = np.zeros(columns.length, bool)
        for part, shape, _ in self.fields:
            for column, _, _ in shape.columns(joined(name, part)):
                if column in columns.columns:
                    given |= columns.filled(column)
        if not given.any():
            return ~given
        sure = self._as_a_whole(columns, name)
        for part, _, screen in self.fields:
            sure &= screen(columns, joined(name, part))
        return ~given | sure

    def _in_structs(self, columns: Columns) -> Mask:
        sure = self._as_a_whole(columns, "")
        for part, shape, screen in self.fields:
            # A part in a struct is a struct again, and not looked into.
            sure &= (nothing_certain if isinstance(shape, Nested | Amount) else screen)(
                columns, part
            )
        for stranger in {*columns.columns} - {*self.model.model_fields, ""}:
            sure &= ~columns.filled(stranger)
        return sure

    def _as_a_whole(self, columns: Columns, name: str) -> Mask:
        sure = np.ones(columns.length, bool)
        for part, info in self.model.model_fields.items():
            if info.is_required():
                sure &= columns.filled(joined(name, part))
        for screen in self.rules:
            sure &= screen(RuleView(columns, name, self.model))
        own = _WHOLE.get(self.model)
        return sure if own is None else sure & own(columns, name)


def _ends_in_order(columns: Columns, name: str) -> Mask:
    """Say where an age range certainly leaves something between its ends."""
    ends = []
    for part in ("min", "max"):
        array = columns.array(joined(name, part))
        if array is None or not _is_number(array.type):
            ends.append(np.full(columns.length, np.nan))
        else:
            ends.append(np.asarray(array.to_numpy(zero_copy_only=False), float))
    return ~(ends[0] >= ends[1])


def _is_number(kind: pa.DataType) -> bool:
    return any(test(kind) for test in (pa.types.is_integer, pa.types.is_floating))


_WHOLE: dict[Any, Screen] = {AgeRange: _ends_in_order}
