"""The language of a statement, told by its script."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Language", "language_of"]

Language = Literal["zh", "en"]

_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]+")
_HEAD = 4000
_LATIN = re.compile("[A-Za-z]+")


def language_of(text: str) -> Language | None:
    """Return the language by the share of scripts; None where there are no words of either.

    A Chinese character weighs as much as a Latin word: 用于CT图像 is Chinese.

    >>> language_of("用于肺部CT图像的显示"), language_of("For the display of CT"), language_of("12")
    ('zh', 'en', None)
    """
    head = text[:_HEAD]
    if not head.isascii():
        han = sum(map(len, _HAN.findall(head)))
        if han * 2 > len(head) or (han and han * 2 >= len(_LATIN.findall(head))):
            return "zh"
    return "en" if _LATIN.search(head) else None
