"""Types of fields: what an annotation asks for, and the shape it gives."""

from __future__ import annotations

from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from medai_landscape.amounts import AmountRange
from medai_landscape.dates import PartialDate
from medai_landscape.tables.cells import SCALARS, CellKind
from medai_landscape.tables.shapes import Amount, Dated, Json, Listed, Nested, Shape, Single

__all__ = ["parts_of_type", "shape_of"]


def parts_of_type(annotation: Any, metadata: tuple[Any, ...] = ()) -> tuple[Any, list[Any]]:
    """Return the type without None and wrappers, and everything that is checked of it."""
    checks: list[Any] = []
    for item in metadata:
        checks += item.metadata if isinstance(item, FieldInfo) else [item]
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        kind, further = parts_of_type(inner, tuple(more))
        return kind, further + checks
    if origin in {Union, UnionType}:
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        if len(kinds) == 1:
            kind, further = parts_of_type(kinds[0])
            return kind, further + checks
    return annotation, checks


def shape_of(annotation: Any) -> Shape:
    """Return how a field of this type lies in columns."""
    kind, _ = parts_of_type(annotation)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and arguments[1:] == (...,):
        return Listed(item=shape_of(arguments[0]))
    if origin is Literal and all(isinstance(word, str) for word in arguments):
        return Single(CellKind.TEXT)
    shape = _shape_of_class(kind) if isinstance(kind, type) else None
    return shape or Json(CellKind.TEXT, adapter=TypeAdapter(annotation))


def _shape_of_class(kind: type) -> Shape | None:
    if kind in _OWN_SHAPES:
        return _OWN_SHAPES[kind]
    if issubclass(kind, BaseModel):
        fields = ((name, shape_of(info.annotation)) for name, info in kind.model_fields.items())
        return Nested(kind, tuple(fields))
    if kind in SCALARS or issubclass(kind, Enum):
        scalars = (SCALARS[base] for base in kind.__mro__ if base in SCALARS)
        return next((Single(scalar) for scalar in scalars), None)
    return None


_OWN_SHAPES: dict[type, Shape] = {PartialDate: Dated(), AmountRange: Amount()}
