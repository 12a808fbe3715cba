"""The WHO's portal of trials (ICTRP): its export as CSV or XML, and tables made from it.

The portal gathers the registers of the world and keeps their habits: the same
phase in eleven notations, ages with and without units, a country once for
every site, markup in the texts.  What free text says of ages, countries, a
status or numbers of people and cannot be read is left unknown, counted and named; a trial
without a number of its register, or with a date that is none, is a reject.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from medai_landscape.errors import DateError, LandscapeError, SourceFormatError
from medai_landscape.identifiers import trial as trial_number
from medai_landscape.progress import track
from medai_landscape.records import Trial
from medai_landscape.records.vocabularies import StudyType, TrialStatus, vocabulary
from medai_landscape.sources.collector import collector_paused
from medai_landscape.sources.columns import ColumnTable
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import Loading, RowReading, issue
from medai_landscape.sources.tabular import read_tabular
from medai_landscape.sources.trial_words import read_age, read_countries, read_people, read_phase
from medai_landscape.sources.written_dates import is_day_first, read_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.dates import PartialDate
    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.columns import Columns
    from medai_landscape.sources.grids import GridRow
    from medai_landscape.sources.opening import Readable
    from medai_landscape.sources.tabular import Tabular

__all__ = ["read_ictrp"]

_COLUMNS = ColumnTable.of("ictrp_columns.csv")
_EXPECTED = "an export of the WHO portal: a column TrialID"
_TAG = re.compile(r"<\s{0,3}/?\s{0,3}[a-zA-Z][a-zA-Z0-9]{0,9}\s{0,3}/?\s{0,3}>")
_BREAK = re.compile(r"<\s{0,3}br\s{0,3}/?\s{0,3}>", re.IGNORECASE)
# What tables write where nothing is known; "N/A" is an answer in the fields that are read alone.
_NOTHING = frozenset(
    {"", "na", "n/a", "null", "none", "not available", "not specified", "-", "--", "0000-00-00"}
)
_STUDY_TYPES = {
    "interventional": StudyType.INTERVENTIONAL, "干预性": StudyType.INTERVENTIONAL,
    "observational": StudyType.OBSERVATIONAL, "观察性": StudyType.OBSERVATIONAL,
    "expanded access": StudyType.EXPANDED_ACCESS,
}  # fmt: skip


def read_ictrp(
    source: Readable, *, limits: Limits | None = None, progress: ProgressOption = None
) -> Loaded[Trial]:
    """Read an export of the WHO portal, or a table derived from it.

    The number of a trial is that of its register; what the portal puts around
    it (``EUCTR``, ``JPRN-``, ``PER-``) stays in the locator of the source.  Days
    are read before months, as the portal writes them, unless all dates that can
    only be read one way have the month first.

    Args:
        source: CSV, XLSX or XML: a path, or a file opened for reading bytes.
        limits: How large a file may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: not such a file, or damaged.
        LimitError: larger than the limits allow.
    """
    return _read(source, limits or Limits(), progress)


@collector_paused()
def _read(source: Readable, limits: Limits, progress: ProgressOption) -> Loaded[Trial]:
    file = read_tabular(source, limits)
    try:
        grid, header, rows, above = _COLUMNS.find(file, _EXPECTED)
    except SourceFormatError:
        _refuse_without_header(file)
        raise
    columns = _COLUMNS.columns(header.names)
    loading = Loading(Trial, file.name, file.format, file.encoding, columns.mapping)
    for name in columns.others:
        loading.leave_out(f"column {name!r}", "no field of a trial")
    loading.leave_out("rows above the header", "no data", above)
    for other in file.grids:
        if other is not grid and other.rows:
            loading.leave_out(f"sheet {other.sheet!r}", "another sheet holds the trials")
    data = columns.without_asides(rows, loading)
    written = [
        str(columns.raw(row).get(name, ""))
        for row in data
        for name in ("registered", "started")
        if row.fault is None
    ]
    day_first = is_day_first(written, otherwise=True)
    for row in track(data, "reading trials", len(data), progress):
        if row.fault is not None:
            problem = issue("", "row_shape", None, fault=row.fault)
            loading.reject([problem], columns.original(row), row.number)
            continue
        loading.add(_read_row(row, columns, day_first=day_first), columns.original(row), row.number)
    return loading.done()


def _refuse_without_header(file: Tabular) -> None:
    """Refuse a file that begins with a trial, as one does that has no names over its columns.

    Raises:
        SourceFormatError: it does.
    """
    rows = (row for grid in file.grids for row in grid.rows if not row.is_blank)
    first = next(rows, None)
    number = next(filter(trial_number.is_valid, first.cells), None) if first else None
    if number is not None:
        expected = "the names of the columns in the row above the first trial, TrialID among them"
        raise SourceFormatError(file.name, f"it begins with the trial {number}", expected)


def _read_row(row: GridRow, columns: Columns, *, day_first: bool) -> RowReading:
    reading = RowReading(columns.raw(row))
    reading.issues += columns.doubts(row)
    reading.values["registry"] = "unknown"
    reading.put("registration_id", lambda: _number(reading))
    for name in ("title", "sponsor"):
        text = _plain(reading, name)
        if text:
            reading.values[name] = text
    for name in ("conditions", "interventions"):
        reading.values[name] = _several(reading, name)
    _leniently(reading, "status", _status)
    _leniently(reading, "study_type", _study_type)
    _leniently(reading, "enrolment", read_people)
    _leniently(reading, "phase", read_phase)
    phase = reading.values.pop("phase", None)
    if phase is not None:
        reading.values["phase"] = phase.phase
        reading.values["new_treatment_technology"] = phase.new_treatment_technology
    # The column of eight digits leaves no doubt about the month.
    registered = "registered_compact" if _stated(reading, "registered_compact") else "registered"
    reading.put("registered", lambda: _date(_stated(reading, registered), day_first=day_first))
    reading.put("started", lambda: _date(_stated(reading, "started"), day_first=day_first))
    reading.values["age"] = _ages(reading)
    reading.values["countries"] = _countries(reading)
    reading.values["sources"] = [_source(reading, row.number)]
    return reading


def _stated(reading: RowReading, name: str) -> str | None:
    """Return the text of a field, None where it is one of the ways to write nothing."""
    text = reading.text(name)
    return None if text is None or text.casefold() in _NOTHING else text


def _number(reading: RowReading) -> str | None:
    text = reading.text("registration_id")
    if text is None:
        reading.issues.append(
            issue("registration_id", "missing_cell", None, name="registration_id")
        )
        return None
    if not trial_number.is_valid(text) and trial_number.is_valid(
        plain := trial_number.normalise(text)
    ):
        reading.repaired("registration_id", ["number_written_otherwise"])
        text = plain
    parts = trial_number.parse(text)
    if parts.portal_text is not None:
        reading.repaired("registration_id", ["portal_prefix"])
    reading.values["registry"] = parts.registry
    return parts.text


def _plain(reading: RowReading, name: str) -> str | None:
    """Return a text without markup."""
    text = _stated(reading, name)
    if text is None:
        return None
    bare = " ".join(unescape(_TAG.sub(" ", text)).split())
    if bare != " ".join(text.split()):
        reading.repaired(name, ["markup"])
    return bare or None


def _several(reading: RowReading, name: str) -> tuple[str, ...]:
    """Return the parts of a text that semicolons and line breaks divide."""
    text = _stated(reading, name)
    if text is None:
        return ()
    parts = unescape(_BREAK.sub(";", text)).replace("；", ";").split(";")
    bare = [" ".join(_TAG.sub(" ", part).split()) for part in parts]
    if "<" in text or "&" in text:
        reading.repaired(name, ["markup"])
    return tuple(part for part in bare if part)


def _leniently(reading: RowReading, name: str, read: Callable[[str], Any]) -> None:
    """Fill a field from free text; what cannot be read is unknown, and named."""
    text = reading.text(name)
    if text is None:
        return
    try:
        reading.values[name] = read(text)
    except LandscapeError:
        reading.repaired(name, [f"{name} not read, left empty: {text[:60]!r}"])


def _study_type(text: str) -> StudyType | None:
    plain = text.casefold()
    if plain in _NOTHING:
        return None
    found = next((kind for word, kind in _STUDY_TYPES.items() if plain.startswith(word)), None)
    return found or StudyType(str(vocabulary(StudyType).read(text)))


def _status(text: str) -> TrialStatus | None:
    if text.casefold() in _NOTHING - {"not available"}:
        return None
    return TrialStatus(str(vocabulary(TrialStatus).read(text)))


def _date(text: str | None, *, day_first: bool) -> PartialDate | None:
    if text is None:
        return None
    try:
        return read_date(text, day_first=day_first).date
    except DateError:
        # 02/28/2020 can only be one day, whatever comes first elsewhere.
        return read_date(text, day_first=not day_first).date


def _ages(reading: RowReading) -> dict[str, Any] | None:
    ends: dict[str, Any] = {}
    for end in ("age_min", "age_max"):
        _leniently(reading, end, read_age)
        ends[end.removeprefix("age_")] = reading.values.pop(end, None)
    low, high = ends["min"], ends["max"]
    if low is not None and high is not None and low > high:
        reading.repaired("age_max", ["ages the wrong way round, left empty"])
        return None
    return ends if low is not None or high is not None else None


def _countries(reading: RowReading) -> tuple[str, ...]:
    if _stated(reading, "countries") is None:
        return ()
    text = unescape(str(reading.raw["countries"]))
    codes, strangers = read_countries(map(str.strip, re.split("[;|；\r\n]", text)))
    strangers = tuple(each for each in strangers if each)
    reading.repaired("countries", [f"country not known: {each[:60]!r}" for each in strangers])
    return codes


def _source(reading: RowReading, number_of_row: int) -> dict[str, Any]:
    number = reading.text("registration_id") or "no number"
    return {
        "title": "ICTRP search portal",
        "publisher": "WHO",
        "locator": f"row {number_of_row}, {number}",
        "url": _stated(reading, "web_address"),
        "note": reading.as_written(),
    }
