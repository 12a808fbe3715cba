"""ClinicalTrials.gov: studies as its API, version 2, gives them.

Every part of a study may be missing, which is not the same as empty.  A date
keeps the precision it was given with, and whether it is a fact or a plan.
People are named in the studies as contacts; that part is never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medai_landscape.dates import PartialDate
from medai_landscape.errors import SourceFormatError
from medai_landscape.progress import track
from medai_landscape.records import Trial
from medai_landscape.records.vocabularies import Phase, vocabulary
from medai_landscape.sources.collector import collector_paused
from medai_landscape.sources.json_documents import follow, text_at
from medai_landscape.sources.json_entries import read_entries
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import CellError, Loading, RowReading, issue
from medai_landscape.sources.trial_words import read_age, read_countries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.opening import Readable

__all__ = ["read_clinicaltrials"]

_MODULES = "protocolSection."
_EXPECTED = (
    "studies as version 2 of the API gives them, with 'protocolSection', or a page with 'studies'; "
    "fetch what the version before gave (FullStudiesResponse, StudyFieldsResponse) again"
)
_PATHS: Mapping[str, tuple[str, ...]] = {
    "registration_id": ("identificationModule.nctId",),
    "title": ("identificationModule.briefTitle", "identificationModule.officialTitle"),
    "sponsor": ("sponsorCollaboratorsModule.leadSponsor.name",),
    "conditions": ("conditionsModule.conditions",),
    "interventions": ("armsInterventionsModule.interventions",),
    "study_type": ("designModule.studyType",),
    "phase": ("designModule.phases",),
    "status": ("statusModule.overallStatus",),
    "registered": (
        "statusModule.studyFirstPostDateStruct.date",
        "statusModule.studyFirstSubmitDate",
    ),
    "started": ("statusModule.startDateStruct.date",),
    "started_kind": ("statusModule.startDateStruct.type",),
    "enrolment": ("designModule.enrollmentInfo.count",),
    "enrolment_kind": ("designModule.enrollmentInfo.type",),
    "age_min": ("eligibilityModule.minimumAge",),
    "age_max": ("eligibilityModule.maximumAge",),
    "countries": ("contactsLocationsModule.locations",),
}
_PLAIN = ("study_type", "status", "started_kind", "enrolment", "enrolment_kind")


def read_clinicaltrials(
    source: Readable, *, limits: Limits | None = None, progress: ProgressOption = None
) -> Loaded[Trial]:
    """Read studies: one, a page of them, a list, one a line, or a zip of any of these.

    Args:
        source: Path, or a file opened for reading bytes.
        limits: How large a file may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: no such file, damaged, or an answer that reports an error.
        LimitError: larger than the limits allow.
    """
    return _read(source, limits or Limits(), progress)


@collector_paused()
def _read(source: Readable, limits: Limits, progress: ProgressOption) -> Loaded[Trial]:
    entries = read_entries(
        source,
        limits,
        key="studies",
        is_entry=lambda entry: "protocolSection" in entry,
        expected=_EXPECTED,
    )
    header = tuple((f"{_MODULES}{path}", name) for name, paths in _PATHS.items() for path in paths)
    loading = Loading(Trial, entries.name, entries.format, entries.encoding, header)
    for name in entries.ignored:
        loading.leave_out(f"file {name!r}", "not JSON by its name")
    if entries.total is None and entries.goes_on:
        loading.leave_out("studies on the next page", "the page names it and not how many they are")
    if entries.total is not None:
        missing = max(entries.total - len(entries.items), 0)
        loading.leave_out("studies on other pages", "the page holds a part of them", missing)
    for place, study in track(enumerate(entries.items, 1), "reading", len(entries.items), progress):
        _read_study(study, place, loading)
    return loading.done()


def _read_study(study: Any, place: int, loading: Loading[Trial]) -> None:
    if isinstance(study, SourceFormatError):
        loading.reject([issue("", "line_unreadable", None, cause=study.cause)], None, place)
        return
    if not isinstance(study, dict):
        kind = type(study).__name__
        loading.reject([issue("", "entry_shape", None, kind=kind)], None, place)
        return
    raw = {name: _first(study, paths) for name, paths in _PATHS.items()}
    # Of the sites only the country is read: beside it stand people and their numbers.
    row = RowReading(raw | {"countries": _column(raw["countries"], "country")})
    row.values["registry"] = "NCT"
    for name in ("registration_id", "title", "sponsor"):
        row.put_text(name)
    row.values |= {name: raw[name] for name in _PLAIN if raw[name] is not None}
    row.put("conditions", lambda: _texts(raw["conditions"]))
    row.put("interventions", lambda: _texts(_column(raw["interventions"], "name")))
    row.put("phase", lambda: _phase(raw["phase"]))
    for name in ("registered", "started"):
        row.put(name, lambda name=name: _date(row.text(name)))  # type: ignore[misc]
    row.put("age", lambda: _ages(row))
    row.put("countries", lambda: _countries(row))
    number = row.values.get("registration_id") or "no number"
    row.values["sources"] = [
        {
            "title": "ClinicalTrials.gov API v2",
            "publisher": "ClinicalTrials.gov",
            "locator": f"study {place}, {number}",
            "published": _date_or_none(study),
            "note": row.as_written(),
        }
    ]
    loading.add(row, {k: v for k, v in row.raw.items() if v is not None}, place)


def _first(study: Mapping[str, Any], paths: tuple[str, ...]) -> Any:
    found = (follow(study, f"{_MODULES}{path}") for path in paths)
    return next((value for value in found if value is not None and value != ""), None)


def _column(items: Any, key: str) -> Any:
    """Return one value of each object of a list; anything else as it is."""
    if not isinstance(items, list):
        return items
    found = (item.get(key) if isinstance(item, dict) else item for item in items)
    return [value for value in found if value is not None]


def _texts(items: Any) -> list[str]:
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise CellError(items)
    return [item.strip() for item in items if item.strip()]


def _phase(items: Any) -> Phase | None:
    """Read the list of phases: two of them are one phase that is run as both."""
    words = _texts(items)
    if not words:
        return None
    return Phase(str(vocabulary(Phase).read("_".join(sorted(words)))))


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.of(text)


def _date_or_none(study: Mapping[str, Any]) -> PartialDate | None:
    text = text_at(study, f"{_MODULES}statusModule.lastUpdatePostDateStruct.date")
    try:
        return _date(text)
    except ValueError:
        return None


def _countries(row: RowReading) -> tuple[str, ...]:
    """Read the countries; those that are no more, or none, are left out and named."""
    codes, strangers = read_countries(_texts(row.raw["countries"]))
    row.repaired("countries", [f"country not known: {each[:60]!r}" for each in strangers])
    return codes


def _ages(row: RowReading) -> dict[str, Any] | None:
    texts = {"min": row.text("age_min"), "max": row.text("age_max")}
    ages = {end: read_age(text) for end, text in texts.items() if text is not None}
    return ages if any(age is not None for age in ages.values()) else None
