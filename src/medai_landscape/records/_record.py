"""What every record has in common: closed, frozen, and all problems at once."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticUndefined

from medai_landscape.records._html import table_of
from medai_landscape.records._rules import Rule, broken_rules, in_our_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import ModelWrapValidatorHandler

__all__ = [
    "Names",
    "Part",
    "Record",
    "Text",
    "all_rules",
    "never_refuses",
    "refuses_empty",
    "sorted_tuple",
]

Orders = TypeVar("Orders", bound="Callable[[Any], Any]")

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""A text with at least one visible character, kept as given."""


def never_refuses(function: Orders) -> Orders:
    """Mark a validator that only orders its values; a whole-table check need not run it."""
    function.never_refuses = True  # type: ignore[attr-defined]  # a mark on a plain function
    return function


def refuses_empty(function: Orders) -> Orders:
    """Mark a validator of a collection that refuses the empty one and no other."""
    function.refuses_empty = True  # type: ignore[attr-defined]  # a mark on a plain function
    return function


@never_refuses
def sorted_tuple(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sort a collection and drop repeats: collections of a record have no order of their own."""
    return values if len(values) <= 1 else tuple(sorted(set(values)))


Names = Annotated[tuple[Text, ...], AfterValidator(sorted_tuple)]
"""Several texts, sorted, each once."""


class Part(BaseModel):
    """Base of what stands inside a record: closed and frozen, without an id of its own."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )

    @classmethod
    def valid_field(cls, name: str, value: Any) -> Any:
        """Return *value* as the field *name* holds it, validated: sorted, its codes as codes.

        Raises:
            ValidationError: the field refuses it.
        """
        return _adapters(cls)[name].validate_python(value)

    @classmethod
    def of_valid(cls, values: Mapping[str, Any]) -> Self:
        """Put an object together from values that its fields have accepted before.

        For readers that make thousands of records a second from few distinct values: each
        distinct value is validated once (`valid_field`), and not again for every record that
        has it.  What the validators of the class itself do is left to the caller.
        """
        made = object.__new__(cls)
        put = object.__setattr__  # the class is frozen; nobody has seen the object yet
        put(made, "__dict__", {**_defaults(cls), **values})
        put(made, "__pydantic_fields_set__", set(values))
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made


class Record(Part):
    """Base of everything that comes from outside.

    A subclass declares its fields, its `rules` between fields, and the
    `natural_key` from which an id is made where none is given.
    """

    rules: ClassVar[tuple[Rule, ...]] = ()
    natural_key: ClassVar[tuple[str, ...]] = ()

    id: Annotated[
        str,
        Field(description="Given, or derived from what identifies the record in the world."),
    ] = ""
    unverified: Annotated[
        Names, Field(description="Names of the fields that nobody has checked.")
    ] = ()

    @classmethod
    def of_valid(cls, values: Mapping[str, Any]) -> Self:
        """Put a record together from values that its fields have accepted before; see `Part`.

        Its id is derived as always; that the `rules` between its fields hold is for the caller
        to know.
        """
        record = super().of_valid(values)
        record.__dict__.update(record.derived())
        return record

    def replace(self, **changes: Any) -> Self:
        """Copy with some fields changed; validates again, and derives the id again."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**given, **changes})

    def _repr_html_(self) -> str:
        return table_of(self)

    def derived(self) -> Mapping[str, object]:
        """Return the fields that follow from others: the id, and canonical forms."""
        return {"id": self.id or self.digest()}

    def digest(self) -> str:
        """Make an id from the natural key, the same on every machine."""
        key = {name: getattr(self, name) for name in self.natural_key}
        text = json.dumps(key, ensure_ascii=False, sort_keys=True, default=str)
        kind = type(self).__name__.lower()
        return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    @model_validator(mode="wrap")
    @classmethod
    def _run_rules(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            record = handler(data)
        except ValidationError as error:
            problems = in_our_codes(error)
            values = _valid_fields(cls, data, {line["loc"][0] for line in problems if line["loc"]})
            problems += broken_rules(all_rules(cls), values)
            raise ValidationError.from_exception_data(cls.__name__, problems) from None
        problems = broken_rules(all_rules(cls), record.__dict__)
        if problems:
            raise ValidationError.from_exception_data(cls.__name__, problems)
        for name, value in record.derived().items():
            # The one place that writes to a record: before anybody has seen it.
            object.__setattr__(record, name, value)
        return record


@cache
def all_rules(model: type[Record]) -> tuple[Rule, ...]:
    """Return the rules of a class, with the one that all records share."""
    return (*model.rules, _names_are_fields(model))


@cache
def _defaults(model: type[Part]) -> dict[str, Any]:
    fields = model.model_fields.items()
    return {name: field.get_default(call_default_factory=True) for name, field in fields}


def _names_are_fields(model: type[Record]) -> Rule:
    fields = frozenset(model.model_fields)

    def check(unverified: tuple[str, ...]) -> Mapping[str, object] | None:
        strangers = [name for name in unverified if name not in fields]
        if not strangers:
            return None
        return {"name": ", ".join(strangers), "expected": ", ".join(sorted(fields))}

    return Rule("unknown_field_name", ("unverified",), check)


@cache
def _adapters(model: type[Part]) -> dict[str, TypeAdapter[Any]]:
    adapters: dict[str, TypeAdapter[Any]] = {}
    for name, info in model.model_fields.items():
        kind: Any = info.annotation
        adapters[name] = TypeAdapter(Annotated[kind, info] if info.metadata else kind)
    return adapters


def _valid_fields(model: type[Record], data: Any, broken: set[int | str]) -> dict[str, Any]:
    """Validate field by field, so that the rules of the valid ones can still run."""
    if not isinstance(data, dict):
        return {}
    values: dict[str, Any] = {}
    for name, adapter in _adapters(model).items():
        if name in broken:
            continue
        raw = data.get(name, PydanticUndefined)
        if raw is PydanticUndefined:
            values[name] = model.model_fields[name].get_default(call_default_factory=True)
            continue
        try:
            values[name] = adapter.validate_python(raw)
        except ValidationError:  # a validator of the class refused it, not the field's type
            continue
    return values
