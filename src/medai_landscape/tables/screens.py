"""Screens of fields, made from their annotations.

What no screen knows is left to the field's own validator, once for each
different value; what has no plain values is certain only where it is absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import numpy as np
from annotated_types import MinLen
from pydantic import AfterValidator, BaseModel, TypeAdapter

from medai_landscape.amounts import AmountRange
from medai_landscape.dates import PartialDate
from medai_landscape.tables.field_types import parts_of_type
from medai_landscape.tables.part_screens import part_screen
from medai_landscape.tables.plain_screens import (
    Screen,
    absent,
    amounts,
    by_value,
    days,
    nothing_certain,
    plain_screen,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.tables.columns import Columns
    from medai_landscape.tables.texts import Mask

__all__ = ["keeps_text", "screen_of"]


def screen_of(annotation: Any, metadata: Sequence[Any] = ()) -> Screen:
    """Return the screen of a field of this type."""
    kind, checks = parts_of_type(annotation, tuple(metadata))
    if kind in _OWN and not checks:
        return _OWN[kind]
    if get_origin(kind) is tuple and get_args(kind)[1:] == (...,):
        return _listed(get_args(kind)[0], checks)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return part_screen(kind, screen_of) if not checks else nothing_certain
    plain = plain_screen(kind, checks)
    if plain is not None:
        return plain
    whole: Any = Annotated[(annotation, *metadata)] if metadata else annotation
    adapter: TypeAdapter[Any] = TypeAdapter(whole)
    return by_value(adapter.validate_python)


def keeps_text(annotation: Any, metadata: Sequence[Any] = ()) -> bool:
    """Whether a field takes texts and gives them back as they are."""
    kind, checks = parts_of_type(annotation, tuple(metadata))
    return kind is str and plain_screen(kind, checks) is not None


_OWN: dict[Any, Screen] = {PartialDate: days, AmountRange: amounts}


def _listed(item: Any, checks: list[Any]) -> Screen:
    functions = [check.func for check in checks if isinstance(check, AfterValidator)]
    marks = all(
        hasattr(function, "never_refuses") or hasattr(function, "refuses_empty")
        for function in functions
    )
    lengths = [check.min_length for check in checks if isinstance(check, MinLen)]
    if not marks or len(functions) + len(lengths) != len(checks):
        return nothing_certain
    shortest = max([*lengths, *(1 for f in functions if hasattr(f, "refuses_empty"))], default=0)
    inner = screen_of(item)

    def screen(columns: Columns, name: str) -> Mask:
        members = columns.members(name)
        if members is None:
            return absent(columns, name)
        given, lengths, items = members
        sure = ~given | (lengths >= shortest)
        if items.length:
            good = inner(items, "") & items.filled("")
            if not good.all():
                owners = np.repeat(np.arange(columns.length), lengths)
                sure[owners[~good]] = False
        return sure

    return screen
