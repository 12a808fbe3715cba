"""Encodings: bytes to text, in a fixed order that the report names.

Never the locale: the same file reads the same everywhere.  First the marks at
the beginning of a file, then UTF-8, then, for sources where Chinese is
expected, GB 18030, and Windows-1252 last, since nearly anything decodes as it.

Two accidents would corrupt in silence and are refused: UTF-8 with a few
damaged bytes, which still decodes as Windows-1252, and Windows-1252 with an
accent before a letter, which still decodes as a rare Chinese character.
"""

from __future__ import annotations

import codecs
import re
from typing import Literal

from attrs import frozen

from medai_landscape.errors import SourceFormatError

__all__ = ["CHINESE", "WESTERN", "Decoded", "Encoding", "decode"]

Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "gb18030", "windows-1252"]

CHINESE: tuple[Encoding, ...] = ("utf-8", "gb18030", "windows-1252")
"""The order for files that may hold Chinese."""

WESTERN: tuple[Encoding, ...] = ("utf-8", "windows-1252")
"""The order for files of an English-speaking office."""

_MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EXPECTED = "text in UTF-8, UTF-16 with a mark, GB 18030 or Windows-1252"
# Two bytes of the common Chinese characters, and of the rare ones that accents turn into.
_COMMON = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_RARE = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xa0]")


@frozen
class Decoded:
    """A text, and the encoding that it was read with."""

    text: str
    encoding: Encoding


def decode(data: bytes, name: str, order: tuple[Encoding, ...] = CHINESE) -> Decoded:
    """Read *data* as text with the first encoding that fits; *name* is for messages.

    >>> decode("批准日期".encode("gb18030"), "a.csv")
    Decoded(text='批准日期', encoding='gb18030')

    Raises:
        SourceFormatError: none fits, or a character is cut in two or damaged.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _without_nul(_strictly(data, encoding, name), name)
    for encoding in order:
        if encoding == "gb18030" and not _looks_chinese(data):
            continue
        try:
            return _without_nul(Decoded(data.decode(encoding), encoding), name)
        except UnicodeDecodeError as error:
            if encoding == "utf-8":
                _refuse_damaged_utf8(data, error, name)
    cause = f"none of {', '.join(order)} can decode it"
    raise SourceFormatError(name, cause, _EXPECTED)


def _strictly(data: bytes, encoding: Encoding, name: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        cause = f"byte {error.start} is no {encoding}: {error.reason}"
        raise SourceFormatError(name, cause, f"{encoding}, as its first bytes say") from error


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Refuse what is UTF-8 but for a few bytes, instead of reading all of it wrongly."""
    if error.end == len(data) and error.reason == "unexpected end of data":
        good = data[: error.start]
    else:
        good = data
    lenient = good.decode("utf-8", "replace")
    damaged = lenient.count("\ufffd")
    sound = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", lenient)))
    if sound > damaged:
        cause = f"byte {error.start} is no UTF-8 ({error.reason}), though the rest is"
        raise SourceFormatError(name, cause, "a whole and undamaged file: fetch it again")


def _looks_chinese(data: bytes) -> bool:
    common = len(_COMMON.findall(data))
    return common > len(_RARE.findall(_COMMON.sub(b"", data)))


def _without_nul(decoded: Decoded, name: str) -> Decoded:
    if "\0" in decoded.text:
        cause = "it holds NUL characters, so it is no text, or UTF-16 without a mark"
        raise SourceFormatError(name, cause, _EXPECTED)
    return decoded
