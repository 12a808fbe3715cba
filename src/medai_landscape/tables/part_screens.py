"""Screens of the parts of a record: all their fields, their rules, and what they check as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from medai_landscape.records._record import Record, all_rules
from medai_landscape.records.intended_use import AgeRange
from medai_landscape.tables.columns import Columns
from medai_landscape.tables.field_types import shape_of
from medai_landscape.tables.rule_screens import RuleView, rule_screen
from medai_landscape.tables.plain_screens import Screen, nothing_certain
from medai_landscape.tables.shapes import Amount, Nested, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from medai_landscape.tables.texts import Mask

__all__ = ["has_own_checks", "part_screen"]


def has_own_checks(model: type[BaseModel]) -> bool:
    """Whether a class checks more than its fields and rules say.

    Such a class is asked about every row: validators of its own, another
    configuration, names under which fields are read, or a `derived` that may fail.
    """
    found = model.__pydantic_decorators__
    validators = {*found.validators, *found.field_validators, *found.root_validators}
    validators |= {*found.model_validators} - ({"_run_rules"} if issubclass(model, Record) else set())
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

    *screen_of* gives the screens of its fields.  With the empty name the columns are the members of structs in a list.
    """
    own = _WHOLE.get(model)
    if has_own_checks(model) and own is None:
        return nothing_certain
    fields = []
    for name, info in model.model_fields.items():
        shape = shape_of(info.annotation)
        in_struct = nothing_certain if isinstance(shape, Nested | Amount) else None
        screen = screen_of(info.annotation, info.metadata)
        fields.append((name, in_struct or screen, screen, shape, info.is_required()))
    rules = [rule_screen(rule, model) for rule in all_rules(model)] if issubclass(model, Record) else []
    known = {*model.model_fields}

    def screen(columns: Columns, name: str) -> Mask:
        sure = np.ones(columns.length, bool)
        given = np.zeros(columns.length, bool)
        for part, in_struct, flat, shape, required in fields:
            column = joined(name, part)
            filled = [columns.filled(inner) for inner, _, _ in shape.columns(column)]
            sure &= (flat if name else in_struct)(columns, column)
            for mask in filled:
                given |= mask
            if required:
                sure &= filled[0]
        if not name:
            # A struct with nothing in it is still one; its other members are not allowed.
            given = columns.filled("")
            for stranger in {*columns.columns} - known - {""}:
                sure &= ~columns.filled(stranger)
        if given.any():
            for rule in rules:
                sure &= rule(RuleView(columns, name, model))
            if own is not None:
                sure &= own(columns, name)
        return sure | ~given

    return screen


def _ends_in_order(columns: Columns, name: str) -> Mask:
    """Say where an age range certainly leaves something between its ends."""
    ends = []
    for part in ("min", "max"):
        array = columns.array(joined(name, part))
        if array is None:
            ends.append(np.full(columns.length, np.nan))
        else:
            ends.append(np.asarray(array.to_numpy(zero_copy_only=False), float))
    return ~(ends[0] >= ends[1])


_WHOLE: dict[Any, Screen] = {AgeRange: _ends_in_order}
