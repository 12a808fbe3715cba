"""Flat XML: a root, an element for each row, and an element for each cell in it.

Read by expat with everything dangerous refused: a document type (and with it
every entity that is not one of the five), and nesting beyond the limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from attrs import define, field

from medai_landscape.errors import LandscapeError, SourceFormatError
from medai_landscape.sources.grids import Grid, GridRow

if TYPE_CHECKING:
    from medai_landscape.sources.limits import Limits

__all__ = ["read_flat_xml"]

_EXPECTED = "whole XML: a root, an element a row and in it an element a cell"
_ROW_DEPTH = 2
_CELL_DEPTH = 3


@define
class _Rows:
    """What has been read so far, and the row that is being read."""

    name: str
    limits: Limits
    columns: dict[str, int] = field(factory=dict)
    rows: list[tuple[dict[str, str], str | None]] = field(factory=list)
    depth: int = 0
    row: dict[str, str] = field(factory=dict)
    fault: str | None = None
    tag: str = ""
    text: list[str] = field(factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.limits.check("depth", self.depth)
        self.limits.check("cell_characters", max(map(len, attributes.values()), default=0))
        if self.depth == _ROW_DEPTH:
            self.row, self.fault = dict(attributes), None
            self.limits.check("rows", len(self.rows) + 1)
        elif self.depth == _CELL_DEPTH:
            self.tag, self.text = tag, []

    def end(self, tag: str) -> None:
        if self.depth == _CELL_DEPTH:
            value = "".join(self.text)
            self.limits.check("cell_characters", len(value))
            if tag in self.row:
                self.fault = f"two elements are called {tag!r}"
            self.row[tag] = value
        elif self.depth == _ROW_DEPTH:
            for name in self.row:
                self.columns.setdefault(name, len(self.columns))
            self.limits.check("columns", len(self.columns))
            self.rows.append((self.row, self.fault))
        self.depth -= 1

    def data(self, text: str) -> None:
        if self.depth >= _CELL_DEPTH:
            self.text.append(text)

    def refuse(self, *_about: object) -> NoReturn:
        cause = "it declares a document type or an entity"
        raise SourceFormatError(self.name, cause, "XML without declarations")


def read_flat_xml(text: str, name: str, limits: Limits) -> Grid:
    """Read XML that holds rows into a grid whose header are the names of the cells.

    Rows are numbered from 1 as elements.  A row that lacks a cell has an empty
    one; a row with two cells of one name comes with a fault.

    Raises:
        SourceFormatError: it is no well-formed XML, or it declares a document type.
        LimitError: it is deeper, longer or wider than the limits allow.
    """
    rows = _Rows(name, limits)
    # The text is decoded already, whatever encoding it declares.
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = rows.start
    parser.EndElementHandler = rows.end
    parser.CharacterDataHandler = rows.data
    parser.StartDoctypeDeclHandler = rows.refuse
    parser.EntityDeclHandler = rows.refuse
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)  # noqa: FBT003 - unnamed there
    except LandscapeError:
        raise
    except (expat.ExpatError, ValueError) as error:
        raise SourceFormatError(name, f"no well-formed XML: {error}", _EXPECTED) from error
    header = tuple(rows.columns)
    body = [
        GridRow(number, tuple(row.get(column, "") for column in header), fault)
        for number, (row, fault) in enumerate(rows.rows, start=1)
    ]
    return Grid(name, (GridRow(0, header), *body))
