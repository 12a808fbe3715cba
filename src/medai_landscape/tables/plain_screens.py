"""Screens of single values: which rows of a column are certainly valid, without asking anybody.

A screen may say "not certain" of a value that is valid: the record itself is asked then.
It must never say "certain" of a value that the record refuses; a test holds every
screen to that with tables full of near misses.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import Strict

from medai_landscape.amounts import AmountRange
from medai_landscape.records.number import exact_number
from medai_landscape.tables.calendar_days import days_of
from medai_landscape.tables.columns import Columns
from medai_landscape.tables.shapes import joined
from medai_landscape.tables.texts import Mask

__all__ = ["Screen", "absent", "amounts", "by_value", "days", "nothing_certain", "plain_screen"]

Screen = Callable[[Columns, str], Mask]
"""Given the columns and the name of the field's column, says which rows are certain.

A row without a value is certain; whether it needs one is for the caller.
"""

_REMEMBERED = 100_000


def plain_screen(kind: Any, checks: list[Any]) -> Screen | None:
    """Return the screen of a type that needs no look at single values."""
    if kind is str:
        visible = _visible_text if _is_visible_text(checks) else None
        return visible if checks else _any_text
    if kind is bool and all(isinstance(check, Strict) for check in checks):
        return _boolean
    limits = [check for check in checks if isinstance(check, Ge | Gt | Le | Lt)]
    others = [check for check in checks if check not in limits and not isinstance(check, Strict)]
    if kind is int and not others:
        return _number(limits, whole=True)
    if kind is float and not others:
        return _number(limits, whole=False)
    if kind is Decimal and _is_exact_number(others) and not limits:
        return _number([], whole=False)
    return None


def _is_visible_text(checks: list[Any]) -> bool:
    """Whether a text that begins with a visible character passes all of *checks*."""
    return all(
        check.min_length == 1
        if isinstance(check, MinLen)
        else getattr(check, "__dict__", None) == {"pattern": r"\S"}
        for check in checks
    )


def _is_exact_number(checks: list[Any]) -> bool:
    # What is left beside it only serialises.
    asked = [
        check
        for check in checks
        if hasattr(check, "func") and "Serializer" not in repr(type(check))
    ]
    return [check.func for check in asked] == [exact_number]


def absent(columns: Columns, name: str) -> Mask:
    """Return the rows without a value."""
    return ~columns.filled(name)


def nothing_certain(columns: Columns, name: str) -> Mask:
    """Nothing but an absent value is certain."""
    return absent(columns, name)


def _any_text(columns: Columns, name: str) -> Mask:
    if columns.texts(name) is None:
        return absent(columns, name)
    return np.ones(columns.length, bool)


def _visible_text(columns: Columns, name: str) -> Mask:
    texts = columns.texts(name)
    if texts is None:
        return absent(columns, name)
    return texts.visible() | ~texts.filled


def _boolean(columns: Columns, name: str) -> Mask:
    array = columns.array(name)
    if array is None or not pa.types.is_boolean(array.type):
        return absent(columns, name)
    return np.ones(columns.length, bool)


def _number(limits: list[Any], *, whole: bool) -> Screen:
    def screen(columns: Columns, name: str) -> Mask:
        array = columns.array(name)
        not_given = absent(columns, name)
        if array is None or not (
            pa.types.is_integer(array.type) or pa.types.is_floating(array.type)
        ):
            return not_given
        values = array.fill_null(0).to_numpy(zero_copy_only=False)
        sure = np.ones(len(values), bool)
        if pa.types.is_floating(array.type):
            values = values.astype(float, copy=False)
            # Beyond 2 to the 53rd a float is no exact whole number.
            sure &= (np.abs(values) < 2.0**53) if whole else np.isfinite(values)
            if whole:
                sure &= np.floor(values) == values
        for limit in limits:
            sure &= _within(values, limit)
        return sure | not_given

    return screen


def _within(values: Any, limit: Any) -> Any:
    if isinstance(limit, Ge):
        return values >= limit.ge
    if isinstance(limit, Gt):
        return values > limit.gt
    return values <= limit.le if isinstance(limit, Le) else values < limit.lt


def days(columns: Columns, name: str) -> Mask:
    """Screen a column of partial dates."""
    return days_of(columns, name).known | absent(columns, name)


def by_value(validate: Callable[[str], object]) -> Screen:
    """Ask a validator about each different text, once."""
    known: dict[str, bool] = {}

    def accepts(value: str) -> bool:
        answer = known.get(value)
        if answer is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            try:
                validate(value)
                answer = True
            except ValueError:
                answer = False
            known[value] = answer
        return answer

    def screen(columns: Columns, name: str) -> Mask:
        distinct = columns.distinct(name)
        if distinct is None or columns.texts(name) is None:
            return absent(columns, name)
        return distinct.flags((accepts(value) for value in distinct.values), null=True)

    return screen


_AMOUNT = ("low", "high", "low_closed", "high_closed", "approximate", "currency")


def amounts(columns: Columns, name: str) -> Mask:
    """Screen the columns of an interval of money."""
    parts = {part: joined(name, part) for part in _AMOUNT}
    sure = np.ones(columns.length, bool)
    for part in ("low_closed", "high_closed", "approximate"):
        sure &= _boolean(columns, parts[part])
    low, high = (_bound(columns, parts[part]) for part in ("low", "high"))
    for values, certain in (low, high):
        sure &= certain & ((values >= 0) | np.isnan(values))
    # Equal ends must be closed; as floats, ends that differ may look equal.
    sure &= ~(low[0] >= high[0]) | _closed_point(columns, parts)
    return sure & _currency(columns, parts["currency"])


def _bound(columns: Columns, name: str) -> tuple[Any, Mask]:
    """Return a bound as a float, NaN where there is none, and where that is what it is."""
    array = columns.array(name)
    if array is None or not (pa.types.is_decimal(array.type) or pa.types.is_integer(array.type)):
        return np.full(columns.length, np.nan), absent(columns, name)
    return pc.cast(array, pa.float64(), safe=False).to_numpy(zero_copy_only=False), np.ones(
        columns.length, bool
    )


def _closed_point(columns: Columns, parts: dict[str, str]) -> Mask:
    low, high = (columns.array(parts[part]) for part in ("low", "high"))
    closed = [columns.array(parts[part]) for part in ("low_closed", "high_closed")]
    given = [array for array in closed if array is not None]
    booleans = all(pa.types.is_boolean(array.type) for array in given)
    if low is None or high is None or low.type != high.type or not booleans:
        return np.zeros(columns.length, bool)
    same = filled_true(pc.equal(low, high))
    for array in given:
        same &= filled_true(pc.fill_null(array, True))  # noqa: FBT003 - the default of both
    return same


def filled_true(answers: Any) -> Mask:
    """Return an Arrow column of answers, null counting as no."""
    mask: Mask = np.array(answers.fill_null(False).to_numpy(zero_copy_only=False), bool)  # noqa: FBT003
    return mask


_currency = by_value(lambda text: AmountRange(currency=text))
