"""Screens of the rules between fields: which rows certainly keep a rule.

A rule that we know by heart has a screen over whole columns.  Any other rule
is asked itself, once for each combination of values where its fields have few,
and once a row where they have many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen
from pydantic_core import PydanticUndefined

from medai_landscape.tables.field_types import shape_of
from medai_landscape.tables.rule_view import REFUSED, RuleScreen, RuleTeller, RuleView, read_value
from medai_landscape.tables.rules_by_heart import BY_HEART, TOLD_BY_HEART
from medai_landscape.tables.shapes import Single

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from medai_landscape.records._rules import Rule
    from medai_landscape.tables.texts import Mask

__all__ = ["RuleCheck", "rule_check", "rule_screen"]

_FEW = 50_000


def rule_screen(rule: Rule, model: type[BaseModel]) -> RuleScreen:
    """Return the screen of a rule: by heart, by combination, or only where nothing is given."""
    by_heart = BY_HEART.get(_key(rule))
    if by_heart is not None and _as_we_know_it(rule, model):
        return by_heart
    shapes = [shape_of(model.model_fields[name].annotation) for name in rule.fields]
    if all(type(shape) is Single for shape in shapes):
        return _by_combination(rule, model)
    return _where_absent(rule, model)


@frozen(eq=False)
class RuleCheck:
    """A rule with its screen, and with what tells of its faults in whole columns."""

    rule: Rule
    screen: RuleScreen
    teller: RuleTeller | None
    """None: the rule itself is asked about each row."""


def rule_check(rule: Rule, model: type[BaseModel]) -> RuleCheck:
    """Return the check of a rule of a record type."""
    teller = TOLD_BY_HEART.get(_key(rule)) if _as_we_know_it(rule, model) else None
    return RuleCheck(rule, rule_screen(rule, model), teller)


def _key(rule: Rule) -> tuple[str, str]:
    return rule.check.__module__, rule.code


def _as_we_know_it(rule: Rule, model: type[BaseModel]) -> bool:
    """Whether the fields of a rule are still those of the class that states it."""
    for base in model.__mro__:
        ours: Mapping[str, FieldInfo] = getattr(base, "model_fields", {})
        if base.__module__ == rule.check.__module__ and {*rule.fields} <= {*ours}:
            pairs = ((ours[name], model.model_fields[name]) for name in rule.fields)
            return all(
                (one.annotation, one.metadata) == (other.annotation, other.metadata)
                for one, other in pairs
            )
    return False


def _where_absent(rule: Rule, model: type[BaseModel]) -> RuleScreen:
    """Be certain only where no field of the rule is given and the rule says nothing then."""
    holds = _holds(rule, _defaults(rule, model))

    def screen(view: RuleView) -> Mask:
        sure = np.full(view.columns.length, holds)
        for name in rule.fields:
            shape = shape_of(model.model_fields[name].annotation)
            for column, _, _ in shape.columns(view.column(name)):
                sure &= ~view.columns.filled(column)
        return sure

    return screen


def _defaults(rule: Rule, model: type[BaseModel]) -> dict[str, Any]:
    fields = ((name, model.model_fields[name]) for name in rule.fields)
    values = ((name, info.get_default(call_default_factory=True)) for name, info in fields)
    return {name: value for name, value in values if value is not PydanticUndefined}


def _holds(rule: Rule, values: dict[str, Any]) -> bool:
    try:
        return rule.broken_by(values) is None
    except ValueError:
        return False


def _by_combination(rule: Rule, model: type[BaseModel]) -> RuleScreen:
    defaults = _defaults(rule, model)
    known: dict[tuple[Any, ...], bool] = {}

    def holds(raw: tuple[Any, ...]) -> bool:
        key = tuple((type(value), value) for value in raw)
        answer = known.get(key)
        if answer is None:
            if len(known) > _FEW:
                known.clear()
            values = values_of(raw)
            answer = known[key] = REFUSED not in values.values() and _holds(rule, values)
        return answer

    def values_of(raw: tuple[Any, ...]) -> dict[str, Any]:
        values = {
            name: read_value(model, name, value)
            for name, value in zip(rule.fields, raw, strict=True)
            if value is not None
        }
        return {**defaults, **values}

    def screen(view: RuleView) -> Mask:
        found = [view.columns.distinct(view.column(name)) for name in rule.fields]
        plain = [one for one in found if one is not None]
        sizes = [len(one.values) + 1 for one in plain]
        if len(plain) < len(found) or np.prod(np.array(sizes, float)) > _FEW:
            return np.zeros(view.columns.length, bool)
        code = np.zeros(view.columns.length, np.int64)
        for one, size in zip(plain, sizes, strict=True):
            code = code * size + (one.rows + 1)
        seen = np.zeros(int(np.prod(sizes)), bool)
        seen[code] = True
        for combination in np.flatnonzero(seen):
            places = np.unravel_index(combination, sizes)
            raw = tuple(
                None if place == 0 else one.values[place - 1]
                for one, place in zip(plain, places, strict=True)
            )
            seen[combination] = holds(raw)
        return seen[code]

    return screen
