"""Entries: the records of an answer, a page, a bulk download or a file of lines.

Public interfaces give the same thing in many wrappings: one object, a list, an
envelope with the list under a name, an object a line, or a zip of any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.archives import each_member, open_archive
from medai_landscape.sources.encodings import WESTERN, decode
from medai_landscape.sources.json_documents import follow, read_json, read_json_lines
from medai_landscape.sources.opening import FileBytes, kind_of, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from medai_landscape.sources.limits import Limits
    from medai_landscape.sources.opening import Readable

__all__ = ["Entries", "read_entries"]

_EXPECTED = "JSON, JSON Lines, or a zip file of them"
_SUFFIXES = (".json", ".jsonl", ".ndjson")


@define
class Entries:
    """The entries of a file, each an object or what stands in its place."""

    name: str
    format: str
    encoding: str | None = None
    items: list[Any] = field(factory=list)
    total: int | None = None
    """How many there are in all, where an envelope says so."""
    goes_on: bool = False
    """Whether the last page names a next one."""
    updated: str | None = None
    """When the data were last changed, where an envelope says so."""
    ignored: list[str] = field(factory=list)


def read_entries(
    source: Readable,
    limits: Limits,
    *,
    key: str,
    is_entry: Callable[[dict[str, Any]], bool],
    expected: str,
) -> Entries:
    """Read all entries of a file.

    Args:
        source: Path, or a file opened for reading bytes.
        limits: How large a file may be.
        key: Name under which an envelope holds its list.
        is_entry: Whether an object is an entry itself and no envelope.
        expected: What the reader takes, for the message to whoever gives something else.

    Raises:
        SourceFormatError: no JSON, damaged, or an answer that reports an error.
        LimitError: larger than the limits allow.
    """
    file = read_bytes(source, limits)
    kind = kind_of(file.data)
    if kind not in {"zip", "json"}:
        raise SourceFormatError(file.name, f"it is {kind} and no JSON", _EXPECTED)
    entries = Entries(file.name, "json")
    for part in _parts(file, entries, limits):
        decoded = decode(part.data, part.name, WESTERN)
        entries.encoding = entries.encoding or decoded.encoding
        for document in _documents(decoded.text, part.name, entries, limits):
            _unwrap(document, part.name, entries, key, is_entry, expected)
            limits.check("rows", len(entries.items))
    return entries


def _parts(file: FileBytes, entries: Entries, limits: Limits) -> Iterator[FileBytes]:
    if kind_of(file.data) != "zip":
        yield file
        return
    entries.format = "zip"
    archive = open_archive(file.data, file.name, limits)
    wanted = 0
    for part in each_member(archive):
        if part.name.lower().endswith(_SUFFIXES):
            wanted += 1
            yield part
        else:
            entries.ignored.append(part.name)
    if not wanted:
        raise SourceFormatError(file.name, "no file in it is JSON by its name", _EXPECTED)


def _documents(text: str, name: str, entries: Entries, limits: Limits) -> Iterator[Any]:
    """Yield the documents of a text: one, or one a line where the first line is one already."""
    first, _, rest = text.lstrip().partition("\n")
    if rest.strip():
        try:
            read_json(first, name, limits)
        except SourceFormatError:
            pass
        else:
            entries.format = "jsonl" if entries.format == "json" else entries.format
            for _, document in read_json_lines(text, name, limits):
                yield document
            return
    yield read_json(text, name, limits)


def _unwrap(
    document: Any,
    name: str,
    entries: Entries,
    key: str,
    is_entry: Callable[[dict[str, Any]], bool],
    expected: str,
) -> None:
    if isinstance(document, list):
        entries.items += document
        return
    if not isinstance(document, dict) or is_entry(document):
        entries.items.append(document)
        return
    if key not in document:
        error = follow(document, "error.message") or follow(document, "error.code")
        error = error or document.get("error")
        keys = ", ".join(repr(each[:40]) for each in list(document)[:5]) or "nothing"
        cause = (
            f"the answer is an error: {str(error)[:200]}"
            if error
            else f"it has {keys} and no {key!r}"
        )
        raise SourceFormatError(name, cause, expected)
    found = document[key]
    if not isinstance(found, list):
        cause = f"{key!r} holds {type(found).__name__}"
        raise SourceFormatError(name, cause, f"a list under {key!r}")
    entries.items += found
    total = follow(document, "meta.results.total") or document.get("totalCount")
    if isinstance(total, int) and not isinstance(total, bool):
        entries.total = max(total, entries.total or 0)
    entries.goes_on = bool(document.get("nextPageToken"))
    updated = follow(document, "meta.last_updated")
    entries.updated = updated if isinstance(updated, str) else entries.updated
