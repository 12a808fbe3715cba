"""What is said about a problem, in English and in Chinese, by its stable code.

The sentences stand in ``data/messages.csv``; a code is never renamed, since
people filter by it.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from medai_landscape.vocabulary import read_rows

__all__ = ["Language", "message"]

Language = Literal["en", "zh"]


@cache
def _templates(lang: Language) -> dict[str, str]:
    return {row["code"]: row[lang] for row in read_rows("messages.csv")}


def message(code: str, lang: Language = "en", /, **parameters: object) -> str:
    """Return the sentence for *code* with its *parameters* filled in.

    >>> message("expires_before_approved", expires="2024-01-01", approved="2025-02-10")
    'expires 2024-01-01 is not after approved 2025-02-10: check which of the two is wrong'
    """
    return _templates(lang)[code].format_map(parameters)
