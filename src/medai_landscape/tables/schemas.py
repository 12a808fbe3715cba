"""Schemas of the table forms, in the three languages that programs read: Arrow, JSON, Frictionless.

>>> from medai_landscape.records import FundingRound
>>> arrow_schema(FundingRound).field("announced_first").type
DataType(date32[day])
>>> json_schema(FundingRound)["required"]
['source_ids', 'company']
>>> frictionless_schema(FundingRound)["fields"][4]["type"]
'string'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from medai_landscape.arguments import checked
from medai_landscape.tables.table_form import table_form

if TYPE_CHECKING:
    from medai_landscape.records._record import Record
    from medai_landscape.tables.table_form import Column

__all__ = ["arrow_schema", "frictionless_schema", "json_schema"]

_DAY_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


@checked
def arrow_schema(record: type[Record]) -> pa.Schema:
    """Return the table form as an Arrow schema, with descriptions and units in its metadata."""
    return table_form(record).schema


@checked
def json_schema(record: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema of one row of the table form, as a JSON Lines file holds it."""
    form = table_form(record)
    properties = {}
    for column in form.columns:
        schema = _json_type(column.type)
        if column.name in form.days:
            schema["pattern"] = _DAY_PATTERN
        if not column.required:
            schema["type"] = [schema["type"], "null"]
        properties[column.name] = {**schema, **_about(column)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": record.__name__,
        "type": "object",
        "properties": properties,
        "required": [column.name for column in form.columns if column.required],
    }


@checked
def frictionless_schema(record: type[Record]) -> dict[str, Any]:
    """Return the Frictionless Table Schema of the table form, for a ``datapackage.json``."""
    form = table_form(record)
    fields = []
    for column in form.columns:
        kind: dict[str, Any] = {"name": column.name, "type": _frictionless_type(column.type)}
        constraints: dict[str, Any] = {"required": True} if column.required else {}
        if column.name in form.days:
            constraints["pattern"] = _DAY_PATTERN
        if constraints:
            kind["constraints"] = constraints
        fields.append({**kind, **_about(column)})
    return {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}


def _about(column: Column) -> dict[str, str]:
    about = {"description": column.description, "unit": column.unit or ""}
    return {key: value for key, value in about.items() if value}


def _json_type(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"type": "array", "items": _json_type(kind.value_type)}
    if pa.types.is_struct(kind):
        members = {}
        for member in kind:
            inner = _json_type(member.type)
            members[member.name] = {**inner, "type": [inner["type"], "null"]}
        return {"type": "object", "properties": members}
    return dict(_JSON[_family(kind)])


def _frictionless_type(kind: pa.DataType) -> str:
    return "array" if pa.types.is_list(kind) else _FRICTIONLESS[_family(kind)]


def _family(kind: pa.DataType) -> str:
    return next(name for name, test in _FAMILIES if test(kind))


_FAMILIES = (
    ("text", pa.types.is_string),
    ("boolean", pa.types.is_boolean),
    ("whole", pa.types.is_integer),
    ("number", pa.types.is_floating),
    ("money", pa.types.is_decimal),
    ("day", pa.types.is_date),
    ("moment", pa.types.is_timestamp),
)
_JSON = {
    "text": {"type": "string"},
    "boolean": {"type": "boolean"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    # A text: a JSON number would be read as a binary float.
    "money": {"type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
}
_FRICTIONLESS = {
    "text": "string",
    "boolean": "boolean",
    "whole": "integer",
    "number": "number",
    "money": "number",
    "day": "date",
    "moment": "datetime",
}
