"""The FDA's list of AI-enabled medical devices, in every edition and format since 2021.

The list is a table that people keep by hand: editions differ in the names of
the columns, in encodings, in how a panel is spelt and in whether a number is a
text or a ``HYPERLINK`` formula.  A row that says which submission it is and
what the device is called becomes a certificate.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.dates import PartialDate
from medai_landscape.identifiers import fda_product_code, fda_submission
from medai_landscape.progress import track
from medai_landscape.records import Certificate
from medai_landscape.sources.collector import collector_paused
from medai_landscape.sources.columns import ColumnTable
from medai_landscape.sources.encodings import WESTERN
from medai_landscape.sources.grids import folded
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import Loading, RowReading, issue
from medai_landscape.sources.mending import mend, split_hyperlink
from medai_landscape.sources.tabular import read_tabular
from medai_landscape.sources.written_dates import is_day_first, read_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.columns import Columns
    from medai_landscape.sources.grids import GridRow
    from medai_landscape.sources.opening import Readable

__all__ = ["read_fda_ai_list"]

_TITLE = "AI-enabled medical devices"
_COLUMNS = ColumnTable.of("fda_ai_list_columns.csv")
# Fields in which these are no values; a company or a device may be called NA.
_MAY_BE_NOTHING = frozenset({"approved", "panel", "category"})
_NOTHING = frozenset({"n/a", "na", "none", "null", "nan", "not available", "-", "--", "–", "—"})
# The FDA's page of a submission names it in its address, a supplement without a slash.
_PAGE = re.compile(
    r"\Ahttps?://[^\s?]{1,300}\?(?:\S{0,300}&)?id=([A-Za-z0-9/]{5,20})(?:&\S{0,300})?\Z",
    re.IGNORECASE,
)
_SUPPLEMENT = re.compile(r"\A([PH][0-9]{6})-?(S[0-9]{3,4})\Z")
_EXPECTED = "the FDA's list: a column with submission numbers and one with devices"


def read_fda_ai_list(
    source: Readable,
    *,
    edition: PartialDate | str | None = None,
    limits: Limits | None = None,
    progress: ProgressOption = None,
) -> Loaded[Certificate]:
    """Read a downloaded edition of the list: CSV, XLSX or XML.

    Every record is marked as AI, has the scheme that its number says, and names
    the row that it comes from.  A text that was mended stands unchanged in the
    note of its source.  A panel that is no panel we know is left empty, and
    counted with its name.

    Args:
        source: Path, or a file opened for reading bytes.
        edition: When this edition was published, since the file does not say it.
            Without it, a source is named by the last decision in its list.
        limits: How large a file may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: not such a file, or damaged.
        LimitError: larger than the limits allow.
        MissingExtraError: XLSX, and python-calamine is not installed.
    """
    return _read(source, edition, limits or Limits(), progress)


@collector_paused()
def _read(
    source: Readable, edition: PartialDate | str | None, limits: Limits, progress: ProgressOption
) -> Loaded[Certificate]:
    file = read_tabular(source, limits, order=WESTERN)
    grid, header, rows, above = _COLUMNS.find(file, _EXPECTED)
    columns = _COLUMNS.columns(header.names)
    loading = Loading(Certificate, file.name, file.format, file.encoding, columns.mapping)
    for name in columns.others:
        loading.leave_out(f"column {name!r}", "not part of the list as the FDA publishes it")
    loading.leave_out("rows above the header", "no data", above)
    for other in file.grids:
        if other is not grid and other.rows:
            loading.leave_out(f"sheet {other.sheet!r}", "another sheet holds the list")
    data = columns.without_asides(rows, loading)
    written = [str(columns.raw(row).get("approved", "")) for row in data if row.fault is None]
    day_first = is_day_first(written, otherwise=False)
    dates = _Dates(day_first, file.day_zero)
    read = [(row, _read_row(row, columns, dates)) for row in data]
    title = _edition_title(edition, [reading for _, reading in read])
    published = None if edition is None else PartialDate.of(edition)
    for row, reading in track(read, "reading the list", len(read), progress):
        if row.fault is not None:
            problem = issue("", "row_shape", None, fault=row.fault)
            loading.reject([problem], columns.original(row), row.number)
            continue
        _cite(reading, title, published, row.number)
        loading.add(reading, columns.original(row), row.number)
    return loading.done()


def _edition_title(edition: object, rows: list[RowReading]) -> str:
    if edition is not None:
        return f"{_TITLE}, edition of {edition}"
    days = [row.values["approved"] for row in rows if row.values.get("approved") is not None]
    if not days:
        return _TITLE
    return f"{_TITLE}, decisions to {max(days, key=PartialDate.latest)}"


def _cite(row: RowReading, title: str, published: PartialDate | None, number_of_row: int) -> None:
    """Name the place in the list that a row comes from."""
    number = row.values.get("number") or "no number"
    row.values["sources"] = [
        {
            "title": title,
            "publisher": "FDA",
            "locator": f"row {number_of_row}, {number}",
            "url": row.values.pop("url", None),
            "published": published,
            "note": row.as_written(),
        }
    ]


@frozen
class _Dates:
    """How the dates of a file are written; months come first in the FDA's own."""

    day_first: bool
    day_zero: date | None

    def read(self, reading: RowReading, text: str | None) -> PartialDate | None:
        if text is None:
            return None
        written = read_date(text, day_first=self.day_first, day_zero=self.day_zero)
        reading.repaired("approved", written.repairs)
        if self.day_first:
            reading.repaired("approved", ["days_before_months"])
        return written.date


def _read_row(row: GridRow, columns: Columns, dates: _Dates) -> RowReading:
    reading = RowReading({} if row.fault else columns.raw(row))
    reading.issues += columns.doubts(row)
    texts = _mended(reading)
    # Until the number says which scheme; a row without one is never made a record.
    reading.values |= {"jurisdiction": "US", "is_ai": True, "scheme": "other"}
    reading.values |= {name: texts[name] for name in ("product_name", "holder") if name in texts}
    reading.put("approved", lambda: dates.read(reading, texts.get("approved")))
    reading.put("number", lambda: _number(reading, texts.get("number")))
    reading.put("category", lambda: _product_code(reading, texts.get("category")))
    reading.put("panel", lambda: _panel(reading, texts.get("panel")))
    return reading


def _mended(reading: RowReading) -> Mapping[str, str]:
    texts = {}
    for name, raw in reading.raw.items():
        url, label, formula = split_hyperlink(str(raw))
        if url is not None:
            reading.values["url"] = url.strip() or None
        reading.repairs += formula
        mended = mend(label)
        reading.repaired(name, mended.repairs)
        if name in _MAY_BE_NOTHING and mended.text.casefold() in _NOTHING:
            reading.repaired(name, ["mark_for_nothing"])
        elif mended.text:
            texts[name] = mended.text
    return texts


def _number(reading: RowReading, text: str | None) -> str | None:
    """Read a submission number, and fill in the scheme that it belongs to."""
    if text is None:
        reading.issues.append(issue("number", "missing_cell", None, name="number"))
        return None
    if not fda_submission.is_valid(text):
        plain = fda_submission.normalise(_PAGE.sub(r"\1", text))
        plain = _SUPPLEMENT.sub(r"\1/\2", plain)
        if fda_submission.is_valid(plain):
            reading.repaired("number", ["number_written_otherwise"])
            text = plain
    parts = fda_submission.parse(text)
    if parts.scheme is None:
        reading.issues.append(issue("number", "no_authorisation", parts.text, kind=parts.kind))
    else:
        reading.values["scheme"] = parts.scheme
    return parts.text


def _product_code(reading: RowReading, text: str | None) -> str | None:
    """Read the product code; of several, the first is the primary one."""
    if text is None:
        return None
    codes = text.replace(";", " ").replace(",", " ").replace("/", " ").split()
    if len(codes) > 1 and all(map(fda_product_code.is_valid, codes)):
        reading.repaired("category", ["further_product_codes_left_out"])
        text = codes[0]
    return fda_product_code.validate(text)


def _panel(reading: RowReading, text: str | None) -> str | None:
    if text is None:
        return None
    code = _panels().get(folded(text.replace("&", " and ")))
    if code is None:
        reading.repaired("panel", [f"panel not known, left empty: {text[:60]!r}"])
    elif text != code and folded(text) != folded(fda_product_code.panel_name(code)):
        reading.repaired("panel", [f"panel {code} written {text[:60]!r}"])
    return code


@cache
def _panels() -> dict[str, str]:
    """Return the panels by every label, whose punctuation does not matter."""
    panels = fda_product_code.PANELS
    labels = {label: label for label in panels.allowed} | dict(panels.fixes)
    return {folded(label.replace("&", " and ")): code for label, code in labels.items()}
