"""Files of any size as batches: Parquet, CSV and JSON Lines, read in bounded memory.

A CSV file holds texts only, and JSON knows no dates: a text that is plainly a
value of its column's kind becomes that value; any other stays a text, and the
record says what is wrong with it.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from medai_landscape.errors import SourceFormatError
from medai_landscape.issues import as_text
from medai_landscape.tables.batches import ROWS, Batch, batch_of
from medai_landscape.tables.delimited import LONGEST, header, text_rows
from medai_landscape.tables.shapes import json_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from medai_landscape.tables.table_form import TableForm

__all__ = ["file_batches", "rows_in", "typed"]

_EXPECTED = "a .parquet, .csv, .tsv, .jsonl or .ndjson file, these four also as .gz"
_MEGABYTES = f"of at most {LONGEST // 2**20} MB"
UNREADABLE = "unreadable line"
"""Column of the lines of a JSON Lines file that hold no object."""


def rows_in(path: Path) -> int | None:
    """Return the number of rows where the file says it."""
    try:
        return (
            int(parquet.read_metadata(path).num_rows) if path.suffix.lower() == ".parquet" else None
        )
    except (pa.ArrowException, OSError):
        return None  # reading it says why


def file_batches(path: Path, form: TableForm) -> Iterator[Batch]:
    """Give the rows of a file in batches.

    Raises:
        SourceFormatError: not one of the formats, or damaged.
    """
    name = path.name.lower()
    kinds = _KINDS.items()
    found = next((kind for ending, kind in kinds if name.endswith((ending, f"{ending}.gz"))), None)
    if found is None or name.endswith(".parquet.gz"):
        raise SourceFormatError(str(path), f"{path.suffix or 'no'} ending", _EXPECTED)
    read, whole = found
    try:
        yield from read(path, form)
    except (pa.ArrowException, UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        raise SourceFormatError(str(path), str(error), whole) from error


def _refuse_twins(path: Path, names: list[str]) -> None:
    """Refuse a header in which two columns have one name: one of them would hide the other."""
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise SourceFormatError(
            str(path), f"two columns are named {twins[0]!r}", "names that differ"
        )


def _parquet(path: Path, _form: TableForm) -> Iterator[Batch]:
    first = 0
    with parquet.ParquetFile(path) as file:
        _refuse_twins(path, file.schema_arrow.names)
        for piece in file.iter_batches(ROWS):
            piece.validate(full=True)  # a text may be no UTF-8
            yield batch_of(piece, first)
            first += piece.num_rows
        if not first:
            yield batch_of(pa.RecordBatch.from_pylist([], schema=file.schema_arrow))


def _delimited(path: Path, form: TableForm, delimiter: str = ",") -> Iterator[Batch]:
    names = header(path, delimiter)
    _refuse_twins(path, names)
    kinds = {column.name: column.type for column in form.columns}
    first = 0
    for piece in text_rows(path, delimiter, names):
        columns = {
            name: typed(column, kinds[name]) if name in kinds else column
            for name, column in zip(piece.schema.names, piece.columns, strict=True)
        }
        yield Batch(columns, piece.num_rows, first)
        first += piece.num_rows
    if not first:
        nothing = {name: pa.array([], kinds.get(name, pa.string())) for name in names}
        yield Batch(nothing, 0)


_PATTERNS = (
    (pa.types.is_integer, "^-?[0-9]{1,18}$"),
    (pa.types.is_floating, r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"),
    (pa.types.is_decimal, r"^[0-9]{1,30}(\.[0-9]{1,2})?$"),
    (pa.types.is_date, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    (pa.types.is_boolean, "^(true|false)$"),
    (
        pa.types.is_timestamp,
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$",
    ),
)


def typed(texts: pa.Array, kind: pa.DataType) -> Any:
    """Turn a column of texts into one of *kind*, a list of mixed values where not all fit."""
    if pa.types.is_string(kind) or texts.null_count == len(texts):
        return texts
    if pa.types.is_nested(kind):
        values = [None if text is None else json_value(text) for text in texts.to_pylist()]
        return _array_or_list(values, kind)
    pattern = _pattern(kind)
    if pc.all(pc.match_substring_regex(texts, pattern), min_count=0).as_py():
        try:
            return texts.cast(kind)
        except pa.ArrowInvalid:  # a thirtieth of February
            pass
    return [_value(text, pattern, kind) for text in texts.to_pylist()]


def _value(text: str | None, pattern: str, kind: pa.DataType) -> Any:
    if text is None or re.fullmatch(pattern, text) is None:
        return text
    try:
        return pa.array([text]).cast(kind)[0].as_py()
    except pa.ArrowInvalid:
        return text


def _array_or_list(values: list[Any], kind: pa.DataType) -> Any:
    try:
        array = pa.array(values, kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return values
    # Arrow fills a struct with what it knows of an object, and drops the rest in silence.
    return array if array.to_pylist() == values else values


def _json_lines(path: Path, form: TableForm) -> Iterator[Batch]:
    kinds = {column.name: column.type for column in form.columns}
    # All columns but those whose absence means something: the file as a whole has them or not.
    names = {name: None for name in kinds if name not in _SOURCES}
    names |= dict.fromkeys(_source_members(path))
    first = 0
    with _opened(path) as file:
        while lines := _some_lines(file):
            rows = [_value_of_line(line) for line in lines]
            names |= dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
            yield _batch_of_objects(rows, names, kinds, first)
            first += len(rows)
    if not first:
        yield _batch_of_objects([], names, kinds, first)


_SOURCES = frozenset(("source_ids", "sources"))


def _source_members(path: Path) -> frozenset[str]:
    """Return the members that first name sources, on whatever line that is."""
    with _opened(path) as file:
        for line in _lines(file):
            value = json_value(line.decode("utf-8-sig")) if b'"source' in line else None
            if isinstance(value, dict) and (found := _SOURCES & value.keys()):
                return found
    return frozenset()


def _value_of_line(line: str) -> Any:
    """Return what a line holds; the line itself where it is no JSON or has a key twice."""
    value = json_value(line)
    if isinstance(value, dict):
        try:
            json.loads(line, object_pairs_hook=_keys_once)
        except ValueError:
            return line
    return value


def _keys_once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        msg = "of two equal keys the last would win in silence"
        raise ValueError(msg)


def _opened(path: Path) -> Any:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")


def _lines(file: Any) -> Iterator[bytes]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            message = f"a line is longer than {LONGEST} bytes"
            raise OSError(message)
        yield line


def _some_lines(file: Any) -> list[str]:
    lines = []
    for line in _lines(file):
        text = line.decode("utf-8-sig").strip()
        if text:
            lines.append(text)
        if len(lines) == ROWS:
            break
    return lines


def _batch_of_objects(
    rows: list[Any], names: Iterable[str], kinds: dict[str, pa.DataType], first: int
) -> Batch:
    columns: dict[str, Any] = {}
    for name in names:
        values = [row.get(name) if isinstance(row, dict) else None for row in rows]
        kind = kinds.get(name)
        if kind is None:
            columns[name] = values
        else:
            columns[name] = _array_or_list([_from_json(value, kind) for value in values], kind)
    columns[UNREADABLE] = [None if isinstance(row, dict) else as_text(row) for row in rows]
    return Batch(columns, len(rows), first)


def _from_json(value: Any, kind: pa.DataType) -> Any:
    """Read the texts that stand for what JSON has no values for: days, moments, money."""
    if isinstance(value, str) and any(test(kind) for test in _NOT_IN_JSON):
        return _value(value, _pattern(kind), kind)
    return value


_NOT_IN_JSON = (pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp)


def _pattern(kind: pa.DataType) -> str:
    return next(words for test, words in _PATTERNS if test(kind))


_JSON = (_json_lines, f"UTF-8 with one JSON object a line, {_MEGABYTES}")
_KINDS: dict[str, tuple[Callable[[Path, TableForm], Iterator[Batch]], str]] = {
    ".parquet": (_parquet, "a whole Parquet file"),
    ".csv": (_delimited, f"UTF-8 with commas, and rows {_MEGABYTES}"),
    ".tsv": (partial(_delimited, delimiter="\t"), f"UTF-8 with tabs, and rows {_MEGABYTES}"),
    ".jsonl": _JSON,
    ".ndjson": _JSON,
}
"""How each kind of file is read, and what a file of it needs."""
