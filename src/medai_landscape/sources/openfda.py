"""openFDA's answers about 510(k)s, De Novos and PMAs, as answers or as bulk downloads.

The endpoint `device/510k` also holds De Novos, and `device/pma` holds each
supplement as an entry of its own.  Decisions that authorise nothing (not
substantially equivalent, denied, withdrawn by the applicant) are no
certificates: they are left out and counted by code.  People are named in the
entries; those fields are never read, not even into a reject.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from medai_landscape.errors import SourceFormatError
from medai_landscape.identifiers import fda_product_code, fda_submission
from medai_landscape.progress import track
from medai_landscape.records import Certificate
from medai_landscape.risk_classes import RISK_CLASSES
from medai_landscape.sources.collector import collector_paused
from medai_landscape.sources.json_documents import follow
from medai_landscape.sources.json_entries import read_entries
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.loading import Loading, RowReading, issue
from medai_landscape.sources.mending import mend
from medai_landscape.sources.written_dates import read_date
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.dates import PartialDate
    from medai_landscape.loaded import Loaded
    from medai_landscape.progress import ProgressOption
    from medai_landscape.sources.opening import Readable

__all__ = ["read_openfda_510k", "read_openfda_pma"]

_DECISIONS = "fda_decisions.csv"
# How the codes of favourable decisions begin; the FDA adds codes, and keeps to this.
_FAVOURABLE = {"510k": "SE", "pma": "AP"}
# The fields that are read, by the name of ours that they fill; the first that is there counts.
_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "510k": {
        "number": ("k_number",),
        "product_name": ("device_name",),
        "holder": ("applicant",),
        "approved": ("decision_date",),
        "category": ("product_code",),
        "panel": ("advisory_committee", "advisory_committee_description"),
        "risk_class": ("openfda.device_class",),
        "decision": ("decision_code",),
    },
    "pma": {
        "number": ("pma_number",),
        "supplement": ("supplement_number",),
        "product_name": ("trade_name", "generic_name"),
        "holder": ("applicant",),
        "approved": ("decision_date",),
        "category": ("product_code",),
        "panel": ("advisory_committee", "advisory_committee_description"),
        "risk_class": ("openfda.device_class",),
        "decision": ("decision_code",),
    },
}


def read_openfda_510k(
    source: Readable, *, limits: Limits | None = None, progress: ProgressOption = None
) -> Loaded[Certificate]:
    """Read 510(k) clearances and De Novo grants.

    Args:
        source: An answer of ``device/510k``, a list or lines of its results, or the
            bulk download (zip): a path, or a file opened for reading bytes.
        limits: How large a file may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: no such file, damaged, or an answer that reports an error.
        LimitError: larger than the limits allow.
    """
    return _read(source, "510k", limits or Limits(), progress)


def read_openfda_pma(
    source: Readable, *, limits: Limits | None = None, progress: ProgressOption = None
) -> Loaded[Certificate]:
    """Read premarket approvals and their supplements, each a certificate of its own.

    An approval that was withdrawn later is a certificate with the status
    ``withdrawn``.

    Args:
        source: An answer of ``device/pma``, a list or lines of its results, or the
            bulk download (zip): a path, or a file opened for reading bytes.
        limits: How large a file may be.
        progress: A bar on long work; None: at a terminal only.

    Raises:
        SourceFormatError: no such file, damaged, or an answer that reports an error.
        LimitError: larger than the limits allow.
    """
    return _read(source, "pma", limits or Limits(), progress)


@collector_paused()
def _read(
    source: Readable, endpoint: str, limits: Limits, progress: ProgressOption
) -> Loaded[Certificate]:
    fields = _FIELDS[endpoint]
    key = fields["number"][0]
    entries = read_entries(
        source,
        limits,
        key="results",
        is_entry=lambda entry: key in entry,
        expected=f"an answer of device/{endpoint} with 'results', or one of its entries",
    )
    loading = Loading(
        Certificate,
        entries.name,
        entries.format,
        entries.encoding,
        tuple((path, name) for name, paths in fields.items() for path in paths),
    )
    for name in entries.ignored:
        loading.leave_out(f"file {name!r}", "not JSON by its name")
    if entries.total is not None:
        missing = max(entries.total - len(entries.items), 0)
        loading.leave_out("results on other pages", "the answer holds a part of them", missing)
    reader = _EntryReader(endpoint, fields, entries.updated, loading)
    for place, entry in track(enumerate(entries.items, 1), "reading", len(entries.items), progress):
        reader.read(place, entry)
    return loading.done()


@cache
def _outcomes(endpoint: str) -> dict[str, tuple[str, str]]:
    rows = read_rows(_DECISIONS)
    return {r["code"]: (r["outcome"], r["meaning"]) for r in rows if r["endpoint"] == endpoint}


class _EntryReader:
    """Reads the entries of one endpoint into one loading."""

    def __init__(
        self,
        endpoint: str,
        fields: Mapping[str, tuple[str, ...]],
        updated: str | None,
        loading: Loading[Certificate],
    ) -> None:
        self.endpoint = endpoint
        self.fields = fields
        self.updated = updated
        self.loading = loading

    def read(self, place: int, entry: Any) -> None:
        if isinstance(entry, SourceFormatError):
            self.loading.reject(
                [issue("", "line_unreadable", None, cause=entry.cause)], None, place
            )
            return
        if not isinstance(entry, dict):
            kind = type(entry).__name__
            self.loading.reject([issue("", "entry_shape", None, kind=kind)], None, place)
            return
        # Only what is read: an entry also names people, and a reject must not.
        raw = {name: _first(entry, paths) for name, paths in self.fields.items()}
        row = RowReading(raw)
        if self._is_authorisation(row):
            self._fill(row, place)
            self.loading.add(row, {k: v for k, v in raw.items() if v is not None}, place)

    def _is_authorisation(self, row: RowReading) -> bool:
        code = row.raw["decision"]
        if code is None:
            row.repairs.append("decision not stated, taken for an authorisation")
            return True
        plain = mend(str(code)).text.upper()
        outcome, meaning = _outcomes(self.endpoint).get(plain, ("", ""))
        if outcome == "none":
            self.loading.leave_out(f"decision {plain!r}", meaning)
            return False
        if outcome == "withdrawn":
            row.values["status"] = "withdrawn"
        elif not outcome and plain.startswith(_FAVOURABLE[self.endpoint]):
            row.repairs.append(f"decision {plain[:20]!r} not known, taken for an authorisation")
        elif not outcome:
            row.issues.append(
                issue("decision", "decision_unknown", code, file=f"data/{_DECISIONS}")
            )
        return True

    def _fill(self, row: RowReading, place: int) -> None:
        row.values |= {"jurisdiction": "US", "scheme": "other"}
        for name in ("product_name", "holder"):
            row.put_text(name)
        row.put("number", lambda: self._number(row))
        row.put("approved", lambda: _date(row.text("approved")))
        row.put("category", lambda: _optional(fda_product_code.validate, row.text("category")))
        row.put("risk_class", lambda: _optional(RISK_CLASSES.read, row.text("risk_class")))
        row.put("panel", lambda: _panel(row))
        number = row.values.get("number") or "no number"
        row.values["sources"] = [
            {
                "title": f"openFDA device/{self.endpoint}",
                "publisher": "FDA",
                "locator": f"result {place}, {number}",
                "published": _date_or_none(self.updated),
                "note": _note(row),
            }
        ]

    def _number(self, row: RowReading) -> str | None:
        text = row.text("number")
        if text is None:
            row.issues.append(issue("number", "missing_cell", None, name="number"))
            return None
        supplement = row.text("supplement") if self.endpoint == "pma" else None
        if supplement:
            text = f"{text}/{'S' * (not supplement.upper().startswith('S'))}{supplement}"
        parts = fda_submission.parse(text)
        if parts.scheme is None:
            row.issues.append(issue("number", "no_authorisation", parts.text, kind=parts.kind))
        else:
            row.values["scheme"] = parts.scheme
        return parts.text


def _first(entry: Mapping[str, Any], paths: tuple[str, ...]) -> object:
    """Return the first value that is there and not blank."""
    for path in paths:
        value = follow(entry, path)
        if value is not None and str(value).strip():
            return value
    return None


def _optional(read: Any, text: str | None) -> Any:
    return None if text is None else read(text)


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else read_date(text).date


def _date_or_none(text: str | None) -> PartialDate | None:
    try:
        return _date(text)
    except ValueError:
        return None


def _panel(row: RowReading) -> str | None:
    """Read the panel; openFDA writes a few that are none, such as ``--``."""
    text = row.text("panel")
    if text is None:
        return None
    try:
        return fda_product_code.panel(text)
    except ValueError:
        row.repaired("panel", [f"panel not known, left empty: {text[:60]!r}"])
        return None


def _note(row: RowReading) -> str | None:
    decision = row.raw["decision"]
    parts = [None if decision is None else f"decision {mend(str(decision)).text}", row.as_written()]
    return "; ".join(part for part in parts if part) or None
