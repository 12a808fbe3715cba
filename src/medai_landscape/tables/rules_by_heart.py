"""Screens of our own rules, over whole columns.

Each says no more than its rule does: where it is not certain, the rule itself is asked.
A differential test holds every one of them to its rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from medai_landscape.tables.number_columns import SCHEMES, Numbers, is_free, numbers_of
from medai_landscape.tables.rule_view import Told
from medai_landscape.tables.templates import Template

if TYPE_CHECKING:
    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.rule_view import RuleScreen, RuleTeller, RuleView
    from medai_landscape.tables.texts import Mask

__all__ = ["BY_HEART", "TOLD_BY_HEART"]


def _owners(columns: Columns, lengths: Any) -> Any:
    """Return the row that each item of a column of lists belongs to."""
    return np.repeat(np.arange(columns.length), lengths)


def _unknown_field_name(view: RuleView) -> Mask:
    members = view.columns.members(view.column("unverified"))
    sure = np.ones(view.columns.length, bool)
    if members is None:
        return view.absent("unverified")
    _, lengths, items = members
    distinct = items.distinct("")
    if items.length and distinct is not None:
        fields = view.model.model_fields
        good = distinct.flags((name in fields for name in distinct.values), null=False)
        sure[_owners(view.columns, lengths)[~good]] = False
    return sure


def _numbers(view: RuleView) -> Numbers:
    return numbers_of(view.columns, view.column("number"), view.distinct("scheme"))


def _number_of_scheme(view: RuleView) -> Mask:
    scheme, numbers = view.distinct("scheme"), _numbers(view)
    free = scheme.flags(map(is_free, scheme.values), null=False)
    places = (SCHEMES.index(value) if value in SCHEMES else -1 for value in scheme.values)
    wanted = scheme.numbers(places, null=-1)
    fits: Mask = numbers.known & (numbers.scheme == wanted)
    return view.absent("number") | free | fits


def _number_told(view: RuleView, rows: Any) -> Told:
    numbers, scheme = _numbers(view), view.distinct("scheme")
    rows = rows[numbers.fault[rows] >= 0]
    parameters = {
        "number": view.columns.take(view.column("number"), rows),
        "scheme": pa.array([str(value) for value in scheme.values], pa.string()).take(
            pa.array(scheme.rows[rows])
        ),
        "expected": pa.array(numbers.expected, pa.string()).take(pa.array(numbers.fault[rows])),
    }
    return Told(rows, parameters)


_LEVELS = {"I": 1, "II": 2, "III": 3}


def _class_of_number(view: RuleView) -> Mask:
    risk, numbers = view.distinct("risk_class"), _numbers(view)
    level = risk.numbers((_LEVELS.get(str(value), -1) for value in risk.values), null=-1)
    agrees: Mask = numbers.known & ((numbers.level == 0) | (numbers.level == level))
    silent = view.absent("number") | view.absent("risk_class") | numbers.unreadable
    return silent | agrees


def _year_of_number(view: RuleView) -> Mask:
    approved, numbers = view.days("approved"), _numbers(view)
    in_time: Mask = numbers.known & (
        (numbers.year == 0) | (approved.known & (numbers.year <= approved.year))
    )
    silent = view.absent("number") | view.absent("approved") | numbers.unreadable
    return silent | in_time


def _expires_before_approved(view: RuleView) -> Mask:
    expires, approved = view.days("expires"), view.days("approved")
    after = expires.known & approved.known & (expires.last > approved.first)
    return view.absent("expires") | view.absent("approved") | after


_ORDER = (("signed", "published"), ("signed", "effective"), ("published", "effective"))


def _dates_out_of_order(view: RuleView) -> Mask:
    sure = np.ones(view.columns.length, bool)
    for earlier, later in _ORDER:
        one, other = view.days(earlier), view.days(later)
        in_order = one.known & other.known & (other.last >= one.first)
        sure &= view.absent(earlier) | view.absent(later) | in_order
    return sure


def _any_given(*fields: str) -> RuleScreen:
    def screen(view: RuleView) -> Mask:
        sure = np.zeros(view.columns.length, bool)
        for name in fields:
            sure |= ~view.absent(name)
        return sure

    return screen


def _evidence_outside_text(view: RuleView) -> Mask:
    members = view.columns.members(view.column("evidence"))
    if members is None:
        return view.absent("evidence")
    _, lengths, items = members
    sure = np.ones(view.columns.length, bool)
    start, end = items.array("start"), items.array("end")
    if not items.length:
        return sure
    owners = _owners(view.columns, lengths)
    if start is None or end is None:
        sure[owners] = False
        return sure
    size = np.zeros(view.columns.length, np.int64)
    if view.columns.texts(view.column("text")) is not None:
        text = view.columns.array(view.column("text"))
        size = pc.utf8_length(text.cast("large_string")).fill_null(0).to_numpy(zero_copy_only=False)
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
        of_key = registry.flags((value == key for value in registry.values), null=False)
        rows, _, good = template.match(texts)
        sure[rows] |= of_key[rows] & good
    return sure


_RECORDS = "medai_landscape.records"
BY_HEART: dict[tuple[str, str], RuleScreen] = {
    (f"{_RECORDS}._record", "unknown_field_name"): _unknown_field_name,
    (f"{_RECORDS}.certificate", "number_of_scheme"): _number_of_scheme,
    (f"{_RECORDS}.certificate", "class_of_number"): _class_of_number,
    (f"{_RECORDS}.certificate", "year_of_number"): _year_of_number,
    (f"{_RECORDS}.certificate", "expires_before_approved"): _expires_before_approved,
    (f"{_RECORDS}.policy_event", "dates_out_of_order"): _dates_out_of_order,
    (f"{_RECORDS}.policy_event", "title_missing"): _any_given("title", "title_en"),
    (f"{_RECORDS}.source", "source_place_missing"): _any_given("url", "locator"),
    (f"{_RECORDS}.intended_use", "evidence_outside_text"): _evidence_outside_text,
    (f"{_RECORDS}.trial", "number_of_scheme"): _number_of_registry,
}
"""By the module of the rule's check and its code."""
TOLD_BY_HEART: dict[tuple[str, str], RuleTeller] = {
    (f"{_RECORDS}.certificate", "number_of_scheme"): _number_told,
}
"""What is said of the faults that whole columns have, by the same keys."""
