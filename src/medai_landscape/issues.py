"""Issues: what is wrong with one value, in both languages, by a stable code."""

from __future__ import annotations

import json
from typing import Any

from attrs import field, frozen

__all__ = ["Issue", "as_text"]


def as_text(value: object) -> str | None:
    """Write a value of any kind as one text: a text as it is, anything else as JSON.

    >>> as_text("a"), as_text(None), as_text([1, None])
    ('a', None, '[1, null]')
    """
    if value is None or isinstance(value, str):
        return None if value is None else str(value)
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):  # keys that are no texts, circles
        return repr(value)


@frozen
class Issue:
    """One thing that is wrong with one row.

    `column` is the field or the column; empty where the row as a whole is
    wrong.  `value` is what stood there, unchanged.  People filter by `code`,
    so a code is never renamed; sentences may get better.

    >>> issue = Issue("approved", "date", "'2025-13' is not a date", "“2025-13”不是日期", "2025-13")
    >>> issue.to_object()["code"]
    'date'
    """

    column: str
    code: str
    message: str
    message_zh: str
    # A value from outside can be a list, which has no hash.
    value: Any = field(default=None, hash=False)

    def to_object(self) -> dict[str, str | None]:
        """Return its parts as JSON writes them, the value as text."""
        return {
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "message_zh": self.message_zh,
            "value": as_text(self.value),
        }
