"""Screens of the rules between fields: which rows certainly keep a rule.

A rule that we know by heart has a screen over whole columns.  Any other rule
is asked itself, once for each combination of values where its fields have few,
and once a row where they have many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc
from attrs import frozen
from pydantic import TypeAdapter
from pydantic_core import PydanticUndefined

from medai_landscape.tables.calendar_days import Days, days_of
from medai_landscape.tables.columns import Columns, Distinct
from medai_landscape.tables.field_types import shape_of
from medai_landscape.tables.number_columns import Numbers, SCHEMES, numbers_of
from medai_landscape.tables.shapes import Single, joined
from medai_landscape.tables.texts import Template

if TYPE_CHECKING:
    from pydantic import BaseModel

    from medai_landscape.records._rules import Rule
    from medai_landscape.tables.texts import Mask

__all__ = ["RuleScreen", "RuleView", "rule_screen"]

_FEW = 50_000


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

    def numbers(self, field: str) -> Numbers:
        """Return a field of registration numbers, parsed."""
        return numbers_of(self.columns, self.column(field))

    def distinct(self, field: str) -> Distinct:
        """Return the different values of a field as the record reads them, None if it does not."""
        found = self.columns.distinct(self.column(field))
        if found is None:
            return Distinct(np.full(self.columns.length, 0, np.int32), [None])
        return Distinct(found.rows, [read_value(self.model, field, raw) for raw in found.values])


def read_value(model: type[BaseModel], field: str, raw: Any) -> Any:
    """Return a cell as the field's validator reads it, None where it refuses."""
    try:
        return _adapter(model, field).validate_python(raw)
    except ValueError:
        return None


_adapters: dict[tuple[type[BaseModel], str], TypeAdapter[Any]] = {}


def _adapter(model: type[BaseModel], field: str) -> TypeAdapter[Any]:
    key = (model, field)
    if key not in _adapters:
        from typing import Annotated

        info = model.model_fields[field]
        kind: Any = info.annotation
        _adapters[key] = TypeAdapter(Annotated[kind, info] if info.metadata else kind)
    return _adapters[key]


RuleScreen = Callable[[RuleView], "Mask"]


def rule_screen(rule: Rule, model: type[BaseModel]) -> RuleScreen:
    """Return the screen of a rule: by heart, by combination, or only where nothing is given."""
    key = (rule.check.__module__, rule.code)
    if key in _BY_HEART:
        return _BY_HEART[key]
    if rule.code == "unknown_field_name":
        return _unverified
    shapes = [shape_of(model.model_fields[name].annotation) for name in rule.fields]
    if all(type(shape) is Single for shape in shapes):
        return _by_combination(rule, model)
    return _where_absent(rule, model)


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
        if key not in known:
            if len(known) > _FEW:
                known.clear()
            known[key] = _holds(rule, values_of(raw))
        return known[key]

    def values_of(raw: tuple[Any, ...]) -> dict[str, Any]:
        values = {
            name: read_value(model, name, value)
            for name, value in zip(rule.fields, raw, strict=True)
            if value is not None
        }
        return {**defaults, **values}

    def screen(view: RuleView) -> Mask:
        found = [view.columns.distinct(view.column(name)) for name in rule.fields]
        sizes = [len(one.values) + 1 if one is not None else _FEW for one in found]
        if np.prod(np.array(sizes, float)) > _FEW:
            return np.zeros(view.columns.length, bool)
        code = np.zeros(view.columns.length, np.int64)
        for one, size in zip(found, sizes, strict=True):
            code = code * size + (one.rows + 1)  # type: ignore[union-attr]  # None is never few
        seen = np.zeros(int(np.prod(sizes)), bool)
        seen[code] = True
        for combination in np.flatnonzero(seen):
            places = np.unravel_index(combination, sizes)
            raw = tuple(
                None if place == 0 else one.values[place - 1]  # type: ignore[union-attr]  # as above
                for one, place in zip(found, places, strict=True)
            )
            seen[combination] = holds(raw)
        return seen[code]

    return screen


def _unverified(view: RuleView) -> Mask:
    members = view.columns.members(view.column("unverified"))
    if members is None:
        return view.absent("unverified")
    _, lengths, items = members
    sure = np.ones(view.columns.length, bool)
    distinct = items.distinct("")
    if items.length and distinct is not None:
        good = distinct.spread([name in view.model.model_fields for name in distinct.values], False)  # noqa: FBT003 - what a null item is
        sure[np.repeat(np.arange(view.columns.length), lengths)[~good]] = False
    return sure


def _number_of_scheme(view: RuleView) -> Mask:
    scheme, numbers = view.distinct("scheme"), view.numbers("number")
    wanted = scheme.spread([_place(value) for value in scheme.values], _UNREAD)
    return view.absent("number") | (wanted == _FREE) | (numbers.known & (numbers.scheme == wanted))


_FREE, _UNREAD = -1, -2


def _place(scheme: Any) -> int:
    """Return the place of a scheme among those whose numbers have a grammar."""
    if scheme is None:
        return _UNREAD
    if scheme in SCHEMES:
        return SCHEMES.index(scheme)
    return _FREE if not scheme.startswith(("nmpa_", "fda_")) else _UNREAD


def _class_of_number(view: RuleView) -> Mask:
    scheme, risk, numbers = view.distinct("scheme"), view.distinct("risk_class"), view.numbers("number")
    is_nmpa = scheme.spread([value is None or value.startswith("nmpa_") for value in scheme.values], True)  # noqa: FBT003 - a missing scheme is not certain
    levels = {"I": 1, "II": 2, "III": 3}
    level = risk.spread([levels.get(str(value), _FREE) for value in risk.values], 0)
    agrees = numbers.known & numbers.is_nmpa & (numbers.level == level)
    return view.absent("number") | view.absent("risk_class") | ~is_nmpa | agrees


def _year_of_number(view: RuleView) -> Mask:
    scheme, approved, numbers = view.distinct("scheme"), view.days("approved"), view.numbers("number")
    free = scheme.spread([_place(value) == _FREE for value in scheme.values], False)  # noqa: FBT003 - as above
    of_family = numbers.known & (numbers.scheme == scheme.spread([_place(v) for v in scheme.values], _UNREAD))
    in_time = of_family & approved.known & (numbers.year <= approved.year)
    return view.absent("number") | view.absent("approved") | free | in_time


def _expires_before_approved(view: RuleView) -> Mask:
    expires, approved = view.days("expires"), view.days("approved")
    after = expires.known & approved.known & (expires.last > approved.first)
    return view.absent("expires") | view.absent("approved") | after


def _dates_out_of_order(view: RuleView) -> Mask:
    sure = np.ones(view.columns.length, bool)
    names = ("signed", "published", "effective")
    for place, earlier in enumerate(names):
        for later in names[place + 1 :]:
            one, other = view.days(earlier), view.days(later)
            in_order = one.known & other.known & (other.last >= one.first)
            sure &= view.absent(earlier) | view.absent(later) | in_order
    return sure


def _one_of(*fields: str) -> RuleScreen:
    def screen(view: RuleView) -> Mask:
        given = np.zeros(view.columns.length, bool)
        for name in fields:
            given |= ~view.absent(name)
        return given

    return screen


def _evidence_outside_text(view: RuleView) -> Mask:
    members = view.columns.members(view.column("evidence"))
    if members is None:
        return view.absent("evidence")
    _, lengths, items = members
    sure = np.ones(view.columns.length, bool)
    start, end = items.array("start"), items.array("end")
    if items.length:
        text = view.columns.array(view.column("text"))
        size = np.zeros(view.columns.length, np.int64)
        if view.columns.texts(view.column("text")) is not None:
            size = pc.utf8_length(text).fill_null(0).to_numpy(zero_copy_only=False)
        owners = np.repeat(np.arange(view.columns.length), lengths)
        if start is None or end is None:
            sure[owners] = False
        else:
            first, last = (
                array.cast("int64", safe=False).fill_null(-1).to_numpy(zero_copy_only=False)
                for array in (start, end)
            )
            sure[owners[~((first <= last) & (last <= size[owners]))]] = False
    return sure


_REGISTRIES = {"NCT": Template("NCT00000000"), "CHICTR": Template("ChiCTR0000000000")}


def _number_of_registry(view: RuleView) -> Mask:
    registry = view.distinct("registry")
    texts = view.columns.texts(view.column("registration_id"))
    sure = np.zeros(view.columns.length, bool)
    if texts is None:
        return sure
    for key, template in _REGISTRIES.items():
        of_key = registry.spread([value == key for value in registry.values], False)  # noqa: FBT003 - not certain
        rows, _ = template.find(texts)
        sure[rows] |= of_key[rows]
    return sure


_RECORDS = "medai_landscape.records"
_BY_HEART: dict[tuple[str, str], RuleScreen] = {
    (f"{_RECORDS}.certificate", "number_of_scheme"): _number_of_scheme,
    (f"{_RECORDS}.certificate", "class_of_number"): _class_of_number,
    (f"{_RECORDS}.certificate", "year_of_number"): _year_of_number,
    (f"{_RECORDS}.certificate", "expires_before_approved"): _expires_before_approved,
    (f"{_RECORDS}.policy_event", "dates_out_of_order"): _dates_out_of_order,
    (f"{_RECORDS}.policy_event", "title_missing"): _one_of("title", "title_en"),
    (f"{_RECORDS}.source", "source_place_missing"): _one_of("url", "locator"),
    (f"{_RECORDS}.intended_use", "evidence_outside_text"): _evidence_outside_text,
    (f"{_RECORDS}.trial", "number_of_scheme"): _number_of_registry,
}
