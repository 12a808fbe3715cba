"""Archives: zip files read member by member, in memory, never unpacked to a disk.

What an archive claims to hold is measured before anything is unpacked, and
nothing is unpacked beyond its claim, so a bomb is refused for the price of
reading its table of contents.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

from medai_landscape.errors import LimitError, SourceFormatError
from medai_landscape.sources.opening import FileBytes, funnel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.sources.limits import Limits

__all__ = ["Archive", "open_archive"]

_EXPECTED = "a whole zip file, not encrypted"
# What an archive may unpack to before anybody asks how well it was compressed.
_SMALL = 16 * 2**20
_ENCRYPTED = 0x1


@frozen
class Archive:
    """A measured zip file: its members can be read one after the other."""

    name: str
    zip: zipfile.ZipFile
    members: tuple[zipfile.ZipInfo, ...]
    ignored: tuple[str, ...]
    """Members that are folders or left there by a file manager."""

    def open(self, member: zipfile.ZipInfo) -> BinaryIO:
        """Open one member as a stream.

        Raises:
            SourceFormatError: it is damaged, or packed in a way we do not read.
        """
        with funnel(self.label(member), _EXPECTED):
            return self.zip.open(member)  # type: ignore[return-value]  # IO[bytes] reads as one

    def read(self, member: zipfile.ZipInfo) -> FileBytes:
        """Read one member whole, and no more than it claimed to be.

        Raises:
            SourceFormatError: it is damaged, or packed in a way we do not read.
        """
        label = self.label(member)
        with funnel(label, _EXPECTED):
            return FileBytes(label, self.zip.read(member))

    def label(self, member: zipfile.ZipInfo) -> str:
        """Name a member in a message; whatever it calls itself, it is no path of ours."""
        inside = member.filename.encode("unicode_escape").decode("ascii")
        return f"{self.name}!{inside[-120:]}"

    def drain(self) -> None:
        """Unpack everything once, keeping nothing, so that no claim is left to trust.

        Raises:
            SourceFormatError: a member is damaged or larger than it claims.
        """
        for member in self.members:
            stream = self.open(member)
            with funnel(self.label(member), _EXPECTED), stream:
                while stream.read(2**20):
                    pass


def open_archive(data: bytes | BinaryIO, name: str, limits: Limits) -> Archive:
    """Open a zip file and measure it.

    Raises:
        SourceFormatError: it is no zip file, is damaged or encrypted.
        LimitError: too many members, too large unpacked, or compressed too well.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    with funnel(name, _EXPECTED):
        archive = zipfile.ZipFile(file)
    members = archive.infolist()
    limits.check("members", len(members))
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    limits.check("unpacked_bytes", unpacked)
    if unpacked > _SMALL and unpacked > packed * limits.ratio:
        raise LimitError("ratio", unpacked // max(packed, 1), limits.ratio)
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise SourceFormatError(name, f"{member.filename!r} is encrypted", _EXPECTED)
    wanted = tuple(member for member in members if not _is_litter(member))
    ignored = tuple(member.filename for member in members if _is_litter(member))
    return Archive(name, archive, wanted, ignored)


def _is_litter(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    # A folder ends with a slash; a member without any name is nothing to read either.
    return "__MACOSX" in parts or parts[-1] in {"", ".DS_Store", "Thumbs.db"}


def each_member(archive: Archive) -> Iterator[FileBytes]:
    """Yield the members one after the other, in the order of their names."""
    for member in sorted(archive.members, key=lambda member: member.filename):
        yield archive.read(member)
