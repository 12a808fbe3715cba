"""Tables that people keep: CSV, XLSX, JSON Lines and Parquet, with their own names for columns.

Nothing is guessed from the values.  A column is known by its name (Chinese and
English ones in ``data/headers.csv``) or because the caller says what it is; a
unit in its name, as in 融资金额（亿元）, belongs to its figures.  Identifiers stay
text with their leading zeros, and a company called NA is a company.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, field

from medai_landscape.errors import SourceFormatError
from medai_landscape.records import Source
from medai_landscape.records._record import Record
from medai_landscape.sources.collector import collector_paused
from medai_landscape.sources.encodings import decode
from medai_landscape.sources.implied import implied_fields
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import Loading, issue
from medai_landscape.sources.opening import kind_of, read_bytes
from medai_landscape.sources.structured import read_json_table, read_parquet_table
from medai_landscape.sources.table_columns import TableColumns, check_asked
from medai_landscape.sources.table_header import with_one_header
from medai_landscape.sources.table_reading import TableReading
from medai_landscape.sources.table_rows import rows_of_table
from medai_landscape.sources.tabular import Tabular, tabular_of, unwrapped
from medai_landscape.tables.on_demand import RecordsOnDemand

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from medai_landscape.issues import Issue
    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.grids import Grid, GridRow, Header
    from medai_landscape.sources.opening import Readable
    from medai_landscape.sources.table_rows import TableRow
    from medai_landscape.wording.partial_dates import Order

__all__ = ["fields_known", "read_table"]

R = TypeVar("R", bound=Record)
# Tables up to this length become records at once.
_AT_ONCE = 10_000
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

    Of a table with more than ten thousand rows each record is made when it is
    asked for; all rows are checked at once all the same.

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
    with collector_paused():
        file = _open(source, limits)
        grid, header, rows, above = _table(file, record, asked, sheet)
        table = TableColumns.of(header.names, record, asked)
        _check_needed(file.name, record, table, given)
        loading = Loading(record, file.name, file.format, file.encoding, table.columns.mapping)
        for name in table.columns.others:
            loading.leave_out(f"column {name!r}", f"it fills no field of {record.__name__}")
        loading.leave_out("rows above the header", "no data", above)
        for other in file.grids:
            if other.sheet != grid.sheet and other.rows:
                loading.leave_out(f"sheet {other.sheet!r}", "another sheet was read")
        entries = tuple(rows_of_table(grid, header, rows, table, loading, limits))
        sound = [entry for entry in entries if entry.row.fault is None]
        reading = TableReading(record, table, sound, given, currency, order, progress)
        made = _Records(reading, _cited(cite, file.name))
        made.sort_out(entries, loading)
        records = RecordsOnDemand(record, made.values, made.places)
        return loading.done(tuple(records) if len(records) <= _AT_ONCE else records)


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
    for each in grids:
        grid = with_one_header(each, record, asked)
        try:
            return grid, *grid.under_header(
                lambda cells: TableColumns.is_header(cells, record, asked), _EXPECTED
            )
        except SourceFormatError:
            if each is grids[-1]:
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
class _Records:
    """The rows that are records, and the values to make a record of each."""

    reading: TableReading
    cited: Mapping[str, Any]
    places: list[int] = field(factory=list)

    def sort_out(self, entries: Iterable[TableRow], loading: Loading[Any]) -> None:
        """Keep the rows, or refuse them with everything that is wrong with them."""
        place, refused, repairs = -1, self._refused(), self.reading.repairs
        for entry in entries:
            if entry.row.fault is not None:
                issues: Sequence[Issue] = [issue("", "row_shape", None, fault=entry.row.fault)]
            else:
                place += 1
                issues = refused.get(place, ())
                if not issues:
                    loading.keep(repairs.get(place, ()))
                    self.places.append(place)
                    continue
            original = self.reading.table.columns.original(entry.row)
            loading.reject(issues, original, entry.row.number)

    def _refused(self) -> dict[int, list[Issue]]:
        """Return what is wrong with rows, also that their record was there before."""
        refused, keys = dict(self.reading.issues), self.reading.identities()
        sound = [(place, key) for place, key in enumerate(keys) if place not in refused]
        different = {key for _, key in sound}
        if len(different) == len(sound) and None not in different:
            return refused
        rows: dict[Hashable, int] = {}
        for place, key in sound:
            number = self.reading.entries[place].row.number
            first = rows.setdefault(self._id(place) if key is None else key, number)
            if first != number:
                refused[place] = [issue("id", "repeated_record", self._id(place), first=first)]
        return refused

    def _id(self, place: int) -> str:
        return self.reading.record.model_validate(self.values(place)).id

    def values(self, place: int) -> dict[str, Any]:
        """Return the fields of a record with its source, which is the row of the document."""
        row = f"row {self.reading.entries[place].row.number}"
        before = self.cited.get("locator")
        source = Source(
            **{
                **self.cited,
                "locator": row if before is None else f"{before}, {row}",
                "note": self.cited.get("note") or self.reading.as_written(place),
            }
        )
        return {**self.reading.row(place), "sources": (source,)}
