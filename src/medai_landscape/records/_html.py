"""A record as a small HTML table, for notebooks; every text is escaped."""

from __future__ import annotations

from html import escape
from typing import Any

from pydantic import BaseModel

__all__ = ["table_of"]


def table_of(record: BaseModel) -> str:
    """Return the filled fields of a record, one row each; the unverified ones are marked."""
    unverified = set(getattr(record, "unverified", ()))
    rows = []
    for name in type(record).model_fields:
        value = getattr(record, name)
        if value in (None, ()):
            continue
        mark = ' <span title="unverified">?</span>' if name in unverified else ""
        rows.append(f"<tr><th>{escape(name)}{mark}</th><td>{_cell(value)}</td></tr>")
    caption = f"<caption>{escape(type(record).__name__)}</caption>"
    return f'<table style="text-align:left">{caption}{"".join(rows)}</table>'


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return "<br>".join(_cell(item) for item in value)
    if isinstance(value, BaseModel):
        told = [
            f"{name}: {item}" for name, item in value if item not in (None, (), "") and name != "id"
        ]
        return escape("; ".join(told))
    return escape(str(value))
