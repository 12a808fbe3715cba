"""Tables that people keep: CSV, XLSX, JSON Lines and Parquet, with their own names for columns.

Nothing is guessed from the values.  A column is known by its name (Chinese and
English ones in ``data/headers.csv``) or because the caller says what it is; a
unit in its name, as in 融资金额（亿元）, belongs to its figures.  Identifiers stay
text with their leading zeros, and a company called NA is a company.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, field

from medai_landscape.amounts import AmountRange
from medai_landscape.errors import SourceFormatError
from medai_landscape.progress import track
from medai_landscape.records import Source
from medai_landscape.records._record import Record
from medai_landscape.sources.encodings import decode
from medai_landscape.sources.implied import canonical, implied, implied_fields
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import Loading, RowReading, issue, issue_of_error
from medai_landscape.sources.opening import kind_of, read_bytes
from medai_landscape.sources.structured import read_json_table, read_parquet_table
from medai_landscape.sources.table_cells import CellReader
from medai_landscape.sources.table_columns import TableColumns, check_asked
from medai_landscape.sources.table_rows import rows_of_table
from medai_landscape.sources.tabular import Tabular, tabular_of, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.grids import Grid, GridRow, Header
    from medai_landscape.sources.opening import Readable
    from medai_landscape.sources.table_rows import TableRow
    from medai_landscape.wording.partial_dates import Order

__all__ = ["fields_known", "read_table"]

R = TypeVar("R", bound=Record)
_EXPECTED = "CSV, XLSX, JSON Lines, Parquet or flat XML with a header whose names we know"


def read_table(
    source: Readable,
    record: type[R],
    *,
    columns: Mapping[str, str | None] | None = None,
    defaults: Mapping[str, Any] | None = None,
    cite: Source | None = None,
    sheet: str | None = None,
    currency: str | None = None,
    order: Order | None = None,
    limits: Limits | None = None,
    progress: ProgressOption = None,
) -> Loaded[R]:
    r"""Read a table into records, one a row.

    Cells are read by the type of their field: dates and amounts in all the ways
    that `read_partial_date` and `parse_amount` know, several names in one cell, the
    words of a vocabulary.  What a number of a register implies (jurisdiction,
    scheme, registry) needs no column.  A merged cell counts for all of its rows,
    a row with nothing but names of a list goes on with the row above, sums and
    footnotes are left out; the report counts all of it.

    Args:
        source: Path, or a file opened for reading bytes.
        record: What a row is: `Certificate`, `FundingRound` and so on, or your own
            class made from one.
        columns: The field for each of your columns; None for a column to leave out.
            Columns that are not named here are recognised by their names.
        defaults: Values for fields that have no column or an empty cell, such as
            ``{"jurisdiction": "CN"}``.
        cite: The document that the table is; its locator gets the row.
        sheet: Which sheet of a workbook; otherwise the first with such a header.
        currency: ISO 4217 code for amounts that name none.
        order: How the numbers of 03/04/2025 stand.
        limits: How large a file may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: no such file, damaged, or a column that is needed is missing.
        LimitError: larger than the limits allow.
        FrameError: *columns* or *defaults* name fields that the record does not have.
        MissingExtraError: XLSX, and python-calamine is not installed.

    >>> import io
    >>> from medai_landscape.records import FundingRound
    >>> table = "公司名称,融资金额（亿元）,公布日期\nNA,3.5,2025年2月\n,未披露,2026\n".encode()
    >>> rounds = read_table(io.BytesIO(table), FundingRound)
    >>> [(each.company, each.amount, str(each.announced)) for each in rounds.records]
    [('NA', AmountRange(350000000 CNY), '2025-02'), ('NA', None, '2026')]
    """
    limits, asked, given = limits or Limits(), dict(columns or {}), dict(defaults or {})
    check_asked(record, asked)
    check_asked(record, {f"the default for {name}": name for name in given})
    file = _open(source, limits)
    grid, header, rows, above = _table(file, record, asked, sheet)
    table = TableColumns.of(header.names, record, asked)
    _check_needed(file.name, record, table, given)
    loading = Loading(record, file.name, file.format, file.encoding, table.columns.mapping)
    for name in table.columns.others:
        loading.leave_out(f"column {name!r}", f"it fills no field of {record.__name__}")
    loading.leave_out("rows above the header", "no data", above)
    for other in file.grids:
        if other is not grid and other.rows:
            loading.leave_out(f"sheet {other.sheet!r}", "another sheet was read")
    reader = _RowReader(record, table, given, _cited(cite, file.name), currency, order)
    entries = rows_of_table(grid, header, rows, table, loading, limits)
    for entry in track(entries, "reading the table", len(rows), progress):
        original = table.columns.original(entry.row)
        if entry.row.fault is not None:
            problem = issue("", "row_shape", None, fault=entry.row.fault)
            loading.reject([problem], original, entry.row.number)
        else:
            loading.add(reader.read(entry), original, entry.row.number)
    return loading.done()


def fields_known(
    source: Readable, records: Iterable[type[Record]], *, limits: Limits | None = None
) -> tuple[int, ...]:
    """Say for each kind of record how many of its fields the columns of a table fill.

    Raises:
        SourceFormatError: no such file, or damaged.
    """
    file = _open(source, limits or Limits())
    return tuple(_fields_known(file, record) for record in records)


def _fields_known(file: Tabular, record: type[Record]) -> int:
    try:
        _, header, _, _ = _table(file, record, {}, None)
    except SourceFormatError:
        return 0
    return len(TableColumns.of(header.names, record, {}).columns.places)


def _open(source: Readable, limits: Limits) -> Tabular:
    file = unwrapped(read_bytes(source, limits), limits)
    if file.data.startswith(b"PAR1"):
        return Tabular(file.name, "parquet", None, (read_parquet_table(file, limits),))
    if kind_of(file.data) == "json":
        decoded = decode(file.data, file.name)
        grid = read_json_table(decoded.text, file.name, limits)
        return Tabular(file.name, "json", decoded.encoding, (grid,))
    return tabular_of(file, limits)


def _table(
    file: Tabular, record: type[Record], asked: Mapping[str, str | None], sheet: str | None
) -> tuple[Grid, Header, Sequence[GridRow], int]:
    """Return the grid that holds the table, its header, the rows below it and how many above."""
    grids = [grid for grid in file.grids if sheet is None or grid.sheet == sheet]
    if not grids:
        names = ", ".join(repr(grid.sheet) for grid in file.grids)
        raise SourceFormatError(file.name, f"no sheet is called {sheet!r}", f"one of {names}")
    for grid in grids:
        try:
            return grid, *grid.under_header(
                lambda cells: TableColumns.is_header(cells, record, asked), _EXPECTED
            )
        except SourceFormatError:
            if grid is grids[-1]:
                raise
    raise AssertionError  # pragma: no cover - there is a last grid


def _check_needed(
    name: str, record: type[Record], table: TableColumns, given: Mapping[str, Any]
) -> None:
    present = {*table.columns.places, *given}
    needed = {field for field, info in record.model_fields.items() if info.is_required()}
    missing = sorted(needed - present - implied_fields(record, present) - {"sources"})
    if missing:
        names = ", ".join(map(repr, table.columns.names))
        raise SourceFormatError(
            name,
            f"no column fills {', '.join(missing)}; its columns are {names}",
            "each of them in columns=, or one value for all rows in defaults=",
        )


def _cited(cite: Source | None, name: str) -> dict[str, Any]:
    if cite is None:
        return {"title": PurePath(name).name or name, "publisher": "not stated"}
    given = {field: getattr(cite, field) for field in cite.model_fields_set}
    return {**given, "id": ""}


@define
class _RowReader:
    """Makes the values of a record from the cells of a row."""

    record: type[Record]
    table: TableColumns
    given: Mapping[str, Any]
    cited: Mapping[str, Any]
    currency: str | None
    order: Order | None
    _cells: dict[str, CellReader] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._cells = {
            name: CellReader.of(
                self.record,
                name,
                unit=self.table.units.get(name),
                currency=self.currency,
                order=self.order,
                canonical=partial(canonical, self.record, name),
            )
            for name in self.table.columns.places
        }

    def read(self, entry: TableRow) -> RowReading:
        reading = RowReading(dict(entry.cells), repairs=list(entry.repairs))
        reading.issues += self.table.columns.doubts(entry.row)
        for name, text in entry.cells.items():
            if text or name in entry.more:
                self._fill(reading, name, [text, *entry.more.get(name, ())])
        for name, value in {**self.given, **implied(self.record, reading.values)}.items():
            reading.values.setdefault(name, value)
        place = f"row {entry.row.number}"
        before = self.cited.get("locator")
        reading.values["sources"] = (
            Source(
                **{
                    **self.cited,
                    "locator": place if before is None else f"{before}, {place}",
                    "note": self.cited.get("note") or reading.as_written(),
                }
            ),
        )
        return reading

    def _fill(self, reading: RowReading, name: str, texts: Sequence[str]) -> None:
        """Read one field from its cell, and from those in which it goes on."""
        cell = self._cells[name]
        values = []
        for text in texts if cell.is_list or len(texts) == 1 else ["".join(texts)]:
            result = cell.read(text)
            if result.error is not None:
                reading.issues.append(issue_of_error(name, result.error, text))
                return
            if result.repairs:
                reading.repaired(name, result.repairs)
            if result.value is not None:
                values.append(result.value)
        if cell.kind is AmountRange and f"{name}_text" in self.record.model_fields:
            self._keep_words(reading, name, texts[0])
        if len(values) > 1:
            reading.values[name] = tuple(item for each in values for item in each)
        elif values:
            reading.values[name] = values[0]

    def _keep_words(self, reading: RowReading, name: str, text: str) -> None:
        """Keep the words of an amount, with the name of its column where the unit is there."""
        if text.strip():
            column = self.table.columns.names[self.table.columns.places[name]]
            unit = f" ({column})" if name in self.table.units else ""
            reading.values.setdefault(f"{name}_text", f"{text.strip()}{unit}")
