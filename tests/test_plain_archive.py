"""Zip files that say one thing to one program and another to the next are not handed on."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.sources.plain_archive import plain_members

MEMBERS = {"xl/workbook.xml": b"<workbook/>" * 50, "xl/a.bin": b"", "b.xml": b"<b>\xe4</b>"}


def packed(members: dict[str, bytes] = MEMBERS, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def members_of(data: bytes) -> object:
    return plain_members(data, zipfile.ZipFile(io.BytesIO(data)))


def put(data: bytes, mark: bytes, place: int, value: bytes) -> bytes:
    """Write over the header that begins with the first *mark*."""
    at = data.index(mark) + place
    return data[:at] + value + data[at + len(value) :]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_ordinary_archive_is_unpacked_whole(compression: int) -> None:
    assert members_of(packed(compression=compression)) == MEMBERS


@given(
    st.dictionaries(
        st.text("abc/", min_size=1).filter(lambda name: name[-1] != "/"), st.binary(max_size=200)
    )
)
def test_what_is_unpacked_is_what_zipfile_unpacks(members: dict[str, bytes]) -> None:
    data = packed(members)
    found = members_of(data)
    if found is not None:  # a member may look like a directory by chance
        assert found == members


def stream_that_goes_on() -> bytes:
    """Return an archive with a member whose stream goes on behind the size that it claims."""
    whole = packed({"a": b"x" * 100_000})
    claimed = struct.pack("<I", zlib.crc32(b"x" * 10)), struct.pack("<I", 10)
    for mark, crc, size in ((b"PK\x03\x04", 14, 22), (b"PK\x01\x02", 16, 24)):
        whole = put(put(whole, mark, crc, claimed[0]), mark, size, claimed[1])
    assert zipfile.ZipFile(io.BytesIO(whole)).read("a") == b"x" * 10
    return whole


def twice() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.xml", b"1")
        archive.writestr("A.xml", b"2")
    return file.getvalue()


def with_comment() -> bytes:
    file = io.BytesIO(packed())
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"PK"
    return file.getvalue()


def with_extra() -> bytes:
    member = zipfile.ZipInfo("a.xml")
    member.extra = b"\x99\x99\0\0"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, b"1")
    return file.getvalue()


WHOLE = packed()
DECEITFUL = {
    "another file before it": b"PK\x03\x04" + WHOLE,
    "two directories": packed({"a": b"PK\x05\x06"}, zipfile.ZIP_STORED),
    "the directory of a large archive": packed({"a": b"PK\x06\x07"}, zipfile.ZIP_STORED),
    "a comment": with_comment(),
    "fewer members than there are": put(WHOLE, b"PK\x05\x06", 8, b"\x01\x00\x01\x00"),
    "names that differ in their case": twice(),
    "a name that is not ASCII": packed({"ä.xml": b"1"}),
    "a backslash": packed({"a\\b.xml": b"1"}),
    "bzip2": packed(compression=zipfile.ZIP_BZIP2),
    "an extra field": with_extra(),
    "an encrypted member": put(WHOLE, b"PK\x01\x02", 8, b"\x01\x00"),
    "another name in the member": put(WHOLE, b"PK\x03\x04", 30, b"XL"),
    "a member elsewhere": put(WHOLE, b"PK\x01\x02", 42, b"\xff\xff\x00\x00"),
    "a stream that goes on": stream_that_goes_on(),
    "a stream that is damaged": put(WHOLE, b"PK\x03\x04", 30 + 15, b"\xff\xff"),
    "another sum": put(WHOLE, b"PK\x01\x02", 16, b"\0\0\0\0"),
}


@pytest.mark.parametrize("data", DECEITFUL.values(), ids=DECEITFUL)
def test_what_programs_may_read_differently_is_not_plain(data: bytes) -> None:
    assert members_of(data) is None
