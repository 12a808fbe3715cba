"""The language of a statement, told by its script."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["Language", "Script", "language_of", "script_of"]

Language = Literal["zh", "en"]

_HEAD = 2000
_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]+")
_HAN_BYTES = bytes([*range(0x34, 0xA0), 0xF9, 0xFA])
"""The first bytes, in UTF-16, of Chinese characters; the few radicals left out."""
_LATIN = re.compile("[A-Za-z]+")


class Script(NamedTuple):
    """How much of a text is Chinese."""

    length: int
    han: int
    """Chinese characters."""
    latin: int
    """Latin words."""

    def language(self) -> Language | None:
        """Return the language; a Chinese character weighs half as much as a Latin word."""
        if self.han and (self.han * 2 > self.length or self.han * 2 >= self.latin):
            return "zh"
        return "en" if self.latin else None


def script_of(text: str) -> Script:
    """Count the scripts of *text*."""
    if text.isascii():
        return Script(len(text), 0, len(_LATIN.findall(text)))
    han = sum(map(len, _HAN.findall(text)))
    return Script(len(text), han, len(_LATIN.findall(text)))


def language_of(text: str) -> Language | None:
    """Return the language by the share of scripts; None where there are no words of either.

    >>> language_of("用于肺部CT图像的显示"), language_of("For the display of CT"), language_of("12")
    ('zh', 'en', None)
    """
    head = text[:_HEAD]
    # Most texts are Chinese by the first byte of their characters alone: four times faster.
    first_bytes = head.encode("utf-16-be", "surrogatepass")[::2]
    if len(first_bytes.translate(None, _HAN_BYTES)) * 2 < len(head):
        return "zh"
    return script_of(head).language()
