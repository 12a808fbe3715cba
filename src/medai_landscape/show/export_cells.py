"""Cells on their way out: what a spreadsheet would take for a formula stays text.

A spreadsheet program runs a cell that begins with ``=``, ``+``, ``-`` or
``@`` (also in full width), or with a tab or a line break before one of them.
Names in registers are strangers' texts, so such a cell gets an apostrophe in
front, as the programs themselves do.  Numbers and dates are no texts and stay.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

__all__ = ["LONGEST_CELL", "plain_rows", "safe_text"]

LONGEST_CELL = 32_767
"""Characters that a spreadsheet cell holds; more would be cut in silence."""

_LIVE = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def safe_text(text: str) -> str:
    """Return *text* so that no spreadsheet program runs it.

    >>> safe_text("=1+1"), safe_text("Device (A)")
    ("'=1+1", 'Device (A)')
    """
    return f"'{text}" if _LIVE.match(text) else text


def plain_rows(table: pa.Table, *, escaped: bool) -> Iterator[list[Any]]:
    """Give the rows of a table as texts, numbers, dates and JSON for lists."""
    names = table.column_names
    for batch in table.to_batches(max_chunksize=5_000):
        for row in batch.to_pylist():
            yield [_plain(row[name], escaped=escaped) for name in names]


def _plain(value: Any, *, escaped: bool) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, default=_in_json)
    if isinstance(value, str) and escaped:
        return safe_text(value)
    return value


def _in_json(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
