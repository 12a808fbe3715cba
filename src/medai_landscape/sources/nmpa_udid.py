"""The UDID release of the NMPA: an identifier for each package of a device sold in China.

The registry publishes it as XML in many parts, also zipped, ten gigabytes in
all, so it is read device by device; with ``out=`` the rows go to a Parquet
file in bounded memory.  The contacts of a company, persons with their telephone
numbers, are in the release and are never read.

An identifier is no product and no certificate: see `group_certificates`.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO

from attrs import define, field, frozen

from medai_landscape.atomic import write_atomically
from medai_landscape.dates import PartialDate
from medai_landscape.errors import SourceFormatError
from medai_landscape.progress import Progress
from medai_landscape.records import DeviceIdentifier, Source
from medai_landscape.sources.archives import open_archive
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import Loading
from medai_landscape.sources.opening import funnel, kind_of, open_binary, read_limited
from medai_landscape.sources.udid_rows import UdidRows, elements, fields
from medai_landscape.sources.udid_xml import devices_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.opening import Readable

__all__ = ["read_nmpa_udid"]

_EXPECTED = "a part of the UDID release: XML with devices, or a zip file of such parts"
_KEY = "zxxsdycpbs"


def read_nmpa_udid(
    source: Readable,
    *more: Readable,
    out: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    release: PartialDate | str | None = None,
    limits: Limits | None = None,
    progress: ProgressOption = None,
) -> Loaded[DeviceIdentifier]:
    """Read parts of the UDID release, each XML or a zip file of XML that is never unpacked to disk.

    A cell with several certificate numbers gives the first to
    `certificate_number` and the others to `further_certificate_numbers`; numbers
    are kept as written.  An identifier that stands in two rows is refused the
    second time.  Rows are counted over all parts.

    Args:
        source: Path, or a file opened for reading bytes.
        more: Further parts.
        out: A Parquet file to write the rows to, in the table form of
            `DeviceIdentifier`; the records of the result are then read from there
            when asked for, and memory stays bounded.
        overwrite: Replace a file that is at *out*.
        release: When this release was published, since the parts do not say it.
        limits: How large a file and a device may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: not such a file, cut off, or damaged.
        LimitError: larger than the limits allow.
        OutputExistsError: a file is at *out*.

    >>> part = b'''<udid><devices><device><zxxsdycpbs>06932372344045</zxxsdycpbs>
    ... <cpbsbmtxmc>GS1</cpbsbmtxmc></device></devices></udid>'''
    >>> read_nmpa_udid(io.BytesIO(part)).records[0].id
    'GS1:06932372344045'
    """
    limits = limits or Limits()
    published = None if release is None else PartialDate.of(release)
    with Progress("reading the UDID release", None, progress) as bar:
        reading = _Reading((source, *more), published, limits, bar)
        if out is None:
            return reading.into_memory()
        return reading.into_file(out, overwrite=overwrite)


@define
class _Reading:
    """The parts of a release on their way into records, or into a file."""

    sources: tuple[Readable, ...]
    published: PartialDate | None
    limits: Limits
    bar: Progress
    _loading: Loading[DeviceIdentifier] = field(init=False)

    def __attrs_post_init__(self) -> None:
        header = tuple((element, name) for name, known in fields() for element in known)
        self._loading = Loading(DeviceIdentifier, "", "xml", header=header)

    def into_memory(self) -> Loaded[DeviceIdentifier]:
        """Make a record of every row."""
        for first, rows, source in self._batches():
            for place in range(len(rows.devices)):
                self._add(rows, place, first + place, source)
        return self._loading.done()

    def into_file(
        self, out: str | os.PathLike[str], *, overwrite: bool
    ) -> Loaded[DeviceIdentifier]:
        """Write the rows that would become records, and look closer at the others only."""
        # Only here, for they bring PyArrow.
        from medai_landscape.sources.udid_parquet import UdidParquet
        from medai_landscape.tables.stored import StoredRecords

        with write_atomically(out, overwrite=overwrite) as file, UdidParquet(file) as parquet:
            for first, rows, source in self._batches():
                agencies, keys = rows.columns["agency"], rows.columns["di"]
                ids = rows.columns["id"] = [
                    f"{agency}:{di}" for agency, di in zip(agencies, keys, strict=True)
                ]
                kept = []
                for place, identity in enumerate(ids):
                    if agencies[place] is None or keys[place] is None or place in rows.issues:
                        self._add(rows, place, first + place, source)
                    elif self._loading.count(
                        identity,
                        rows.repairs.get(place, ()),
                        rows.devices[place].values,
                        first + place,
                    ):
                        kept.append(place)
                parquet.append(rows.columns, kept, source)
        return self._loading.done(StoredRecords(out, DeviceIdentifier, parquet.rows))

    def _add(self, rows: UdidRows, place: int, line: int, source: Source) -> None:
        reading = rows.reading(place)
        reading.values["sources"] = (source,)
        self._loading.add(reading, dict(rows.devices[place].values), line)

    def _batches(self) -> Iterator[tuple[int, UdidRows, Source]]:
        """Yield the rows, with the number of the first of them."""
        line, has_key = 0, False
        for part in self._parts():
            source = Source(
                title="UDID release", publisher="NMPA", locator=part.name, published=self.published
            )
            for devices in devices_of(part.file, part.name, elements(), self.limits, part.advance):
                self.limits.check("rows", line + len(devices))
                has_key = has_key or any(_KEY in device.values for device in devices)
                yield line + 1, UdidRows(devices), source
                line += len(devices)
        if line and not has_key:
            cause = f"none of its {line} devices has the element <{_KEY}>"
            raise SourceFormatError(self._loading.name, cause, _EXPECTED)

    def _parts(self) -> Iterator[_Part]:
        """Yield the XML files, those in archives in the order of their numbers."""
        for source in self.sources:
            with open_binary(source, self.limits) as (name, file):
                stream = _seekable(file, name, self.limits)
                self._loading.name = ", ".join(filter(None, (self._loading.name, name)))
                if kind_of(_head(stream, name)) == "zip":
                    yield from self._members(stream, name)
                else:
                    yield _Part(name, stream, self._advance())

    def _members(self, file: BinaryIO, name: str, *, is_inner: bool = False) -> Iterator[_Part]:
        """Yield the XML files of an archive and of the archives in it, no deeper."""
        archive = open_archive(file, name, self.limits)
        kinds = (".xml",) if is_inner else (".xml", ".zip")
        parts = [member for member in archive.members if member.filename.lower().endswith(kinds)]
        if not parts:
            raise SourceFormatError(name, "no XML file is in this archive", _EXPECTED)
        for what in archive.ignored:
            self._loading.leave_out(what, "not a part of the release")
        for member in archive.members:
            if member not in parts:
                self._loading.leave_out(archive.label(member), "no XML file")
        for member in sorted(parts, key=lambda member: _natural(member.filename)):
            if member.filename.lower().endswith(".zip"):
                inner = archive.read(member)
                yield from self._members(io.BytesIO(inner.data), inner.name, is_inner=True)
                continue
            with archive.open(member) as stream:
                yield _Part(archive.label(member), stream, self.bar.advance)

    def _advance(self) -> Callable[[int], None]:
        """Count the bytes of a file whose size nobody told."""
        read = 0

        def advance(by: int) -> None:
            nonlocal read
            read += by
            self.limits.check("file_bytes", read)
            self.bar.advance(by)

        return advance


@frozen
class _Part:
    name: str
    file: BinaryIO
    advance: Callable[[int], None]


def _seekable(file: BinaryIO, name: str, limits: Limits) -> BinaryIO:
    """Return a file that can go back to its beginning: a zip file is read from its end."""
    with funnel(name, _EXPECTED):
        if getattr(file, "seekable", lambda: False)():
            return file
    return io.BytesIO(read_limited(file, name, limits.file_bytes, limits))


def _head(file: BinaryIO, name: str) -> bytes:
    with funnel(name, _EXPECTED):
        place = file.tell()
        head = file.read(1024)
        file.seek(place)
    if not isinstance(head, bytes):
        cause = f"it gives {type(head).__name__} instead of bytes"
        raise SourceFormatError(name, cause, "a file opened for reading bytes")
    return head


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort PART2 before PART10."""
    pieces = re.findall("[0-9]{1,18}|[^0-9]{1,200}", name)
    return [(int(piece), "") if piece[0] in "0123456789" else (-1, piece) for piece in pieces]
