"""Zip files in which every program finds the same, and those that mean to deceive.

A zip file says several times what is in it, and programs believe different ones
of its words: one reads the first directory and the next the last, one stops
where a member claims to end and the next where its stream ends.  Bytes that we
have measured may only be handed on to a library if it cannot see others.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["plain_members"]

_END = b"PK\x05\x06"
_END_SIZE = 22
_END_OF_LARGE = b"PK\x06\x07"
_HEADER_SIZE = 30
# Compressed well or fast, sizes behind the member, names in UTF-8.
_HARMLESS_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x0800


def plain_members(data: bytes, archive: zipfile.ZipFile) -> Mapping[str, bytes] | None:
    """Unpack all members of a zip file, None unless every program would unpack the same.

    *archive* is the same file as `zipfile` reads it.
    """
    members = archive.infolist()
    if not (
        _has_one_directory(data, archive)
        and len({member.filename.casefold() for member in members}) == len(members)
        and all(map(_is_plain, members))
    ):
        return None
    unpacked: dict[str, bytes] = {}
    for member in members:
        content = _unpacked(data, member)
        if content is None:
            return None
        unpacked[member.filename] = content
    return unpacked


def _has_one_directory(data: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether a directory with all members ends the file, and nothing else calls itself one."""
    if data.count(_END) != 1 or _END_OF_LARGE in data or data[-_END_SIZE:][:4] != _END:
        return False
    disks, here, total, size, first, comment = struct.unpack("<IHHIIH", data[-_END_SIZE + 4 :])
    count = len(archive.infolist())
    return (disks, here, total, comment) == (0, count, count, 0) and (
        archive.start_dir == first == len(data) - _END_SIZE - size
    )


def _is_plain(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return (
        name == member.orig_filename
        and name.isascii()
        and "\\" not in name
        and not member.extra
        and not member.flag_bits & ~_HARMLESS_FLAGS
        and member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    )


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> bytes | None:
    """Unpack a member, None unless it is just what the directory claims."""
    header = data[member.header_offset : member.header_offset + _HEADER_SIZE]
    if len(header) < _HEADER_SIZE or not header.startswith(b"PK\x03\x04"):
        return None
    name, extra = struct.unpack_from("<HH", header, _HEADER_SIZE - 4)
    start = member.header_offset + _HEADER_SIZE
    if data[start : start + name] != member.filename.encode():
        return None
    start += name + extra
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        content, ends = packed, True
    else:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflate.decompress(packed, member.file_size + 1)
        except zlib.error:
            return None
        ends = inflate.eof and not inflate.unused_data
    is_whole = ends and len(content) == member.file_size and zlib.crc32(content) == member.CRC
    return content if is_whole else None
