"""Issues: what is wrong with one value, in both languages, by a stable code."""

from __future__ import annotations

import json
from typing import Any

from attrs import field, frozen

__all__ = ["Issue", "as_text"]


def as_text(value: object) -> str | None:
    r"""Write a value of any kind as one text: a text as it is, anything else as JSON.

    Half a character, which no file can hold, is written as its number.

    >>> as_text("a"), as_text(None), as_text([1, None]), as_text("a\ud800")
    ('a', None, '[1, null]', 'a\\ud800')
    """
    if value is None:
        return None
    try:
        text = value if isinstance(value, str) else _json(value)
    except (TypeError, ValueError, RecursionError):  # keys that are no texts, circles
        text = repr(value)
    return text.encode("utf-8", "backslashreplace").decode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


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
