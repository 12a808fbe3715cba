"""Text tables that people edit: CSV in UTF-8, comments on top, every row with its line."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.errors import SourceFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

__all__ = ["Problem", "TextRow", "TextTable", "read_text_table"]

_LARGEST = 32 * 2**20


@frozen
class Problem:
    """What is wrong with one cell of one file; the column is empty for a whole row."""

    file: str
    line: int
    column: str
    code: str
    message: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}, row {self.line}{column}: {self.message}"


@frozen
class TextRow:
    """One row: the line of the file it starts on, and its filled cells by column."""

    line: int
    cells: Mapping[str, str]


@frozen
class TextTable:
    """The header and its line, the rows, and what is wrong with their shape."""

    line: int
    header: tuple[str, ...]
    rows: tuple[TextRow, ...]
    problems: tuple[Problem, ...]


def read_text_table(file: Traversable) -> TextTable:
    """Read a table of a file.

    Lines that start with ``#`` before the header are comments.  Rows are
    numbered by the line they start on, the way an editor shows them.

    Raises:
        SourceFormatError: no UTF-8 text, no CSV, too large, or a header that names a column twice.
    """
    lines = _lines(file)
    comments = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(StringIO("".join(lines[comments:]), newline=""), strict=True)
    try:
        table = list(_numbered(reader, comments))
    except csv.Error as error:
        row = comments + reader.line_num
        raise SourceFormatError(str(file), str(error), "a CSV table", row=row) from None
    if not table:
        raise SourceFormatError(str(file), "it has no header", "a row with the names of columns")
    header = tuple(table[0][1])
    twice = [name for name, times in Counter(header).items() if times > 1 or not name]
    if twice:
        raise SourceFormatError(
            str(file), f"column {twice[0]!r} stands twice or has no name", "one name a column"
        )
    rows, problems = [], []
    for line, cells in table[1:]:
        if len(cells) == len(header):
            filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
            rows.append(TextRow(line, filled))
        else:
            message = f"{len(cells)} cells under {len(header)} columns: check commas and quotes"
            problems.append(Problem(file.name, line, "", "width", message))
    return TextTable(table[0][0], header, tuple(rows), tuple(problems))


def _lines(file: Traversable) -> list[str]:
    with file.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise SourceFormatError(
            str(file), f"it is larger than {_LARGEST} bytes", "a table that people edit"
        )
    try:
        return content.decode("utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        cause = f"byte {error.start} is no UTF-8"
        raise SourceFormatError(str(file), cause, "text in UTF-8: save it so") from None


def _numbered(reader: Iterator[list[str]], offset: int) -> Iterator[tuple[int, list[str]]]:
    before = 0
    for cells in reader:
        first, before = before + 1, reader.line_num  # type: ignore[attr-defined]  # csv.reader has it
        if any(cell.strip() for cell in cells):
            yield offset + first, cells
