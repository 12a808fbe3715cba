"""Opening: a path or an open binary file becomes bytes, under limits.

Nothing is fetched: an address is no path.  Only regular files are read, since
a pipe or a device may never end.
"""

from __future__ import annotations

import io
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from attrs import frozen

from medai_landscape.errors import LandscapeError, SourceFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.sources.limits import Limits

__all__ = [
    "FileBytes",
    "Kind",
    "Readable",
    "funnel",
    "kind_of",
    "open_binary",
    "read_bytes",
    "read_limited",
]

Readable: TypeAlias = "str | os.PathLike[str] | BinaryIO"
"""What every reader takes: a path, or a file opened for reading bytes."""

Kind = Literal[
    "zip",
    "workbook",
    "old_workbook",
    "xml_workbook",
    "gzip",
    "html",
    "xml",
    "json",
    "text",
    "empty",
]
"""What a file is by its first bytes, whatever its name says."""

_EXPECTED = "a path, or a file opened for reading bytes"
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"


@frozen
class FileBytes:
    """The content of a file, and the name to call it by in messages."""

    name: str
    data: bytes


@contextmanager
def funnel(name: str, expected: str, *, sheet: str | None = None) -> Iterator[None]:
    """Turn whatever a foreign library raises on a damaged file into our one error.

    Raises:
        SourceFormatError: anything but an error of ours was raised in the block.
    """
    try:
        yield
    except LandscapeError:
        raise
    except Exception as error:
        cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise SourceFormatError(name, cause, expected, sheet=sheet) from error
    except BaseException as error:
        # What a library written in Rust raises when it gives up is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceFormatError(name, f"the library gave up: {error}", expected) from error


@contextmanager
def open_binary(source: Readable, limits: Limits) -> Iterator[tuple[str, BinaryIO]]:
    """Open *source* and give its name and file; a file of the caller is left open.

    Raises:
        SourceFormatError: there is no such file, or it does not give bytes.
        LimitError: it is larger than the limits allow.
    """
    if isinstance(source, str | os.PathLike):
        with funnel(str(source), _EXPECTED):
            path = Path(source)
        file = _open_path(path, limits)
        with file:
            yield str(source), file
        return
    name = getattr(source, "name", None)
    name = Path(name).name if isinstance(name, str) and name else "<file>"
    if isinstance(source, io.TextIOBase) or not callable(getattr(source, "read", None)):
        cause = f"it is {type(source).__name__}, which gives no bytes"
        raise SourceFormatError(name, cause, _EXPECTED)
    yield name, source


def _open_path(path: Path, limits: Limits) -> BinaryIO:
    expected = "a file that is there"
    if "://" in str(path) or ":/" in str(path)[1:8]:
        expected = "a file that is there: this package fetches nothing, so download it first"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceFormatError(str(path), "it is no regular file", "a regular file")
        limits.check("file_bytes", status.st_size)
        return path.open("rb")
    except (OSError, ValueError) as error:
        if isinstance(error, LandscapeError):
            raise
        cause = getattr(error, "strerror", None) or str(error)
        raise SourceFormatError(str(path), cause, expected) from error


def read_bytes(source: Readable, limits: Limits) -> FileBytes:
    """Read all of *source*.

    Raises:
        SourceFormatError: there is no such file, or it does not give bytes.
        LimitError: it is larger than the limits allow.
    """
    with open_binary(source, limits) as (name, file):
        return FileBytes(name, read_limited(file, name, limits.file_bytes, limits))


def read_limited(file: BinaryIO, name: str, size: int, limits: Limits) -> bytes:
    """Read to the end of *file*, but never more than *size* bytes and one."""
    with funnel(name, _EXPECTED):
        data = file.read(size + 1)
    if not isinstance(data, bytes):
        cause = f"it gives {type(data).__name__} instead of bytes"
        raise SourceFormatError(name, cause, _EXPECTED)
    limits.check("file_bytes", len(data))
    return data


def kind_of(data: bytes) -> Kind:
    r"""Say what *data* is by its first bytes.

    >>> kind_of(b'PK\x03\x04'), kind_of(b'\xef\xbb\xbf {"meta": {}}'), kind_of(b"a,b")
    ('zip', 'json', 'text')
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        names = _directory(data)
        return "workbook" if b"xl/workbook" in names or b"xl\\workbook" in names else "zip"
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    return "old_workbook" if data.startswith(b"\xd0\xcf\x11\xe0") else _kind_of_text(data[:1024])


def _kind_of_text(head: bytes) -> Kind:
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\0", b"")
    head = head.lstrip().lower()
    if not head:
        return "empty"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if head.startswith(b"<"):
        return "xml_workbook" if _XML_WORKBOOK in head else "xml"
    return "json" if head.startswith((b"{", b"[")) else "text"


def _directory(data: bytes) -> bytes:
    """Return the part of a zip file that lists its members; all of it where that is lost.

    The members themselves may be workbooks, and stored as they are.
    """
    end = data.rfind(b"PK\x05\x06")
    size, start = int.from_bytes(data[end + 12 : end + 16], "little"), data[end + 16 : end + 20]
    return data[int.from_bytes(start, "little") :][:size] if end >= 0 and size else data
