"""Flat XML: a root, an element for each row, and an element for each cell in it.

The rows may lie deeper, in elements of which there is only one.

Read by expat with everything dangerous refused: a document type (and with it
every entity that is not one of the five), and nesting beyond the limits.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from attrs import define, field

from medai_landscape.errors import LandscapeError, SourceFormatError
from medai_landscape.sources.grids import Grid, GridRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.sources.limits import Limits

__all__ = ["read_flat_xml"]

_EXPECTED = "whole XML: a root, an element a row and in it an element a cell"
_ESCAPED = re.compile("_x00([2-7][0-9A-Fa-f])_")
_FIRST_ROW_DEPTH = 2
_SAMPLE = 256 * 1024


@define
class _Rows:
    """What has been read so far, and the row that is being read."""

    name: str
    limits: Limits
    row_depth: int = _FIRST_ROW_DEPTH
    columns: dict[str, int] = field(factory=dict)
    rows: list[tuple[int, dict[str, str], str | None]] = field(factory=list)
    """Those that hold anything: number, cells, and what is wrong."""
    count: int = 0
    depth: int = 0
    row: dict[str, str] = field(factory=dict)
    fault: str | None = None
    tag: str = ""
    text: list[str] = field(factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.limits.check("depth", self.depth)
        if attributes:
            self.limits.check("cell_characters", max(map(len, attributes.values())))
        if self.depth == self.row_depth:
            self.row, self.fault = attributes, None
            self.count += 1
            self.limits.check("rows", self.count)
        elif self.depth == self.row_depth + 1:
            self.tag, self.text = tag, []

    def end(self, tag: str) -> None:
        if self.depth == self.row_depth + 1:
            value = "".join(self.text)
            self.limits.check("cell_characters", len(value))
            if tag in self.row:
                self.fault = f"two elements are called {tag!r}"
            self.row[tag] = value
        elif self.depth == self.row_depth and self.row:
            for name in self.row:
                self.columns.setdefault(name, len(self.columns))
            self.limits.check("columns", len(self.columns))
            if self.fault or any(map(str.strip, self.row.values())):
                self.rows.append((self.count, self.row, self.fault))
        self.depth -= 1

    def data(self, text: str) -> None:
        if self.depth > self.row_depth:
            self.text.append(text)

    def refuse(self, *_about: object) -> NoReturn:
        cause = "it declares a document type or an entity"
        raise SourceFormatError(self.name, cause, "XML without declarations")


def read_flat_xml(text: str, name: str, limits: Limits) -> Grid:
    """Read XML that holds rows into a grid whose header are the names of the cells.

    Rows are numbered from 1 as elements, and those without a text are left away.  A row
    that lacks a cell has an empty one; a row with two cells of one name comes with a fault.

    Raises:
        SourceFormatError: it is no well-formed XML, or it declares a document type.
        LimitError: it is deeper, longer or wider than the limits allow.
    """
    data = text.encode("utf-8", "surrogatepass")
    rows = _Rows(name, limits)
    rows.row_depth = _row_depth(data, rows.refuse)
    # The text is decoded already, whatever encoding it declares.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = rows.start
    parser.EndElementHandler = rows.end
    parser.CharacterDataHandler = rows.data
    parser.StartDoctypeDeclHandler = rows.refuse
    parser.EntityDeclHandler = rows.refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - unnamed there
    except LandscapeError:
        raise
    except (expat.ExpatError, ValueError) as error:
        raise SourceFormatError(name, f"no well-formed XML: {error}", _EXPECTED) from error
    columns = tuple(rows.columns)
    header = tuple(map(_plain_name, columns))
    body = [
        GridRow(number, tuple(row.get(column, "") for column in columns), fault)
        for number, row, fault in rows.rows
    ]
    return Grid(name, (GridRow(0, header), *body))


def _row_depth(data: bytes, refuse: Callable[..., NoReturn]) -> int:
    """Return the depth of the rows: the first at which two elements have something in them."""
    filled: Counter[int] = Counter()
    path: list[bool] = []

    def start(_tag: str, attributes: dict[str, str]) -> None:
        if path and not path[-1]:
            path[-1] = True
            filled[len(path)] += 1
        path.append(bool(attributes))
        filled[len(path)] += bool(attributes)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: path.pop()
    parser.StartDoctypeDeclHandler = refuse
    # What is wrong with it is said where all of it is read.
    with suppress(expat.ExpatError):
        parser.Parse(data[:_SAMPLE], False)  # noqa: FBT003 - unnamed there
    depths = (depth for depth, count in sorted(filled.items()) if count > 1)
    return max(next(depths, _FIRST_ROW_DEPTH), _FIRST_ROW_DEPTH)


def _plain_name(tag: str) -> str:
    """Return the name of a column that database programs write as an element: Panel_x0020_Lead."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), tag)
