"""The landscape as text tables: a folder of CSV files, one a kind of record.

The files are ``certificates.csv``, ``policies.csv``, ``funding_rounds.csv``,
``trials.csv``, ``claims.csv`` and ``registers.csv``, each with the fields of
its record as columns, and ``sources.csv`` with the documents they point to.
All are optional.  A `sources` cell names documents by their key, each with a
place in it: ``S1@chart 2, row 3``.  The key ``itself`` stands for the
instrument of a policy (its issuers, number and date) or for the announcement
of a financing (its company, round and date).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen
from pydantic import ValidationError

from medai_landscape.errors import LandscapeError, SourceFormatError
from medai_landscape.records.bci_trial import BCITrial
from medai_landscape.records.certificate import Certificate
from medai_landscape.records.claim import Claim
from medai_landscape.records.funding_round import FundingRound
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.records.landscape import Landscape
from medai_landscape.records.policy_event import PolicyEvent
from medai_landscape.records.register import Register
from medai_landscape.records.source import Source
from medai_landscape.records.trial import Trial
from medai_landscape.sources._text_cells import CellError, read_cell
from medai_landscape.sources._text_table import Problem, TextRow, read_text_table
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable
    from os import PathLike

    from medai_landscape.records._record import Record

__all__ = ["LandscapeFilesError", "load_claims", "load_landscape"]

_RECORDS: dict[str, type[Record]] = {
    "certificates": Certificate,
    "policies": PolicyEvent,
    "funding_rounds": FundingRound,
    "trials": BCITrial,
    "claims": Claim,
    "registers": Register,
}
_USE = "use_"
_EXPECTED = ", ".join(f"{name}.csv" for name in ("sources", *_RECORDS))


class LandscapeFilesError(LandscapeError):
    """Cells of text tables that make no record; every one with file, row and column."""

    code = "landscape_files"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"these tables are no landscape:\n{lines}"


def load_landscape(path: str | PathLike[str] | None = None) -> Landscape:
    """Read a folder of text tables; without a path, the landscape that comes with the package.

    Raises:
        LandscapeFilesError: names every cell that cannot be read, with file, row and column.
        InconsistentLandscapeError: the records contradict each other.
        SourceFormatError: no such folder, or a file in it is no table.

    >>> landscape = load_landscape()
    >>> len(landscape.claims)
    75
    """
    folder = files("medai_landscape") / "data" / "landscape" if path is None else Path(path)
    if not folder.is_dir():
        raise SourceFormatError(str(folder), "there is no such folder", f"one with {_EXPECTED}")
    names = {entry.name for entry in folder.iterdir()}
    known = [name for name in _RECORDS if f"{name}.csv" in names]
    strangers = sorted(
        n for n in names if n.endswith(".csv") and n[:-4] not in {*_RECORDS, "sources"}
    )
    if strangers or not known:
        cause = f"{strangers[0]} is no table of a landscape" if strangers else "it has no tables"
        raise SourceFormatError(str(folder), cause, _EXPECTED)
    reader = _Reader({}, [])
    if "sources.csv" in names:
        reader.read_sources(folder / "sources.csv")
    tables = {name: reader.read(folder / f"{name}.csv", _RECORDS[name]) for name in known}
    if reader.problems:
        raise LandscapeFilesError(reader.problems)
    return Landscape(**tables)


def load_claims(path: str | PathLike[str]) -> tuple[Claim, ...]:
    """Read one table of claims, its documents from ``sources.csv`` beside it where there is one.

    Raises:
        LandscapeFilesError: names every cell that cannot be read, with file, row and column.
        SourceFormatError: no such file, or it is no table.
    """
    file = Path(path)
    if not file.is_file():
        raise SourceFormatError(str(file), "there is no such file", "a table of claims (CSV)")
    reader = _Reader({}, [])
    beside = file.with_name("sources.csv")
    if beside.is_file():
        reader.read_sources(beside)
    claims = reader.read(file, Claim)
    if reader.problems:
        raise LandscapeFilesError(reader.problems)
    return claims


@frozen
class _Reader:
    """Reads table after table, and gathers the documents and everything that is wrong."""

    documents: dict[str, dict[str, Any]]
    problems: list[Problem]

    def read_sources(self, file: Traversable) -> None:
        """Read the documents that the other tables name by their key."""
        for row in self._rows(file, {"key", *Source.model_fields}):
            cells = dict(row.cells)
            key = cells.pop("key", "")
            if not key or key in self.documents:
                message = "each document needs a key of its own"
                self.problems.append(Problem(file.name, row.line, "key", "key", message))
            values = self._values(file.name, row, Source, cells)
            self._record(file.name, row, Source, values)
            self.documents[key] = values

    def read(self, file: Traversable, model: type[Record]) -> tuple[Any, ...]:
        """Read one table of records."""
        columns = set(model.model_fields)
        if model is Certificate:
            columns |= {_USE + name for name in IntendedUse.model_fields}
        records = []
        for row in self._rows(file, columns):
            values = self._values(file.name, row, model, row.cells)
            record = self._record(file.name, row, _kind(model, values), values)
            if record is not None:
                records.append(record)
        return tuple(records)

    def _rows(self, file: Traversable, columns: set[str]) -> list[TextRow]:
        table = read_text_table(file)
        self.problems.extend(table.problems)
        for name in table.header:
            if name not in columns:
                message = f"no such column: expected some of {', '.join(sorted(columns))}"
                self.problems.append(Problem(file.name, table.line, name, "column", message))
        return [
            evolve(row, cells={name: cell for name, cell in row.cells.items() if name in columns})
            for row in table.rows
        ]

    def _values(
        self, file: str, row: TextRow, model: type[Record], cells: Mapping[str, str]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        use: dict[str, Any] = {}
        for column, text in cells.items():
            target, of, name = values, model, column
            if column.startswith(_USE) and model is Certificate:
                target, of, name = use, IntendedUse, column.removeprefix(_USE)
            if name != "sources":
                try:
                    target[name] = read_cell(of, name, text)
                except CellError as error:
                    self.problems.append(Problem(file, row.line, column, error.code, str(error)))
        if use:
            values["intended_use"] = use
        if model is FundingRound and "amount_text" in values:
            try:
                values["amount"] = parse_amount(values["amount_text"])
            except LandscapeError as error:
                self.problems.append(Problem(file, row.line, "amount_text", error.code, str(error)))
        if "sources" in cells:
            values["sources"] = self._sources(file, row, values)
        return values

    def _sources(self, file: str, row: TextRow, values: Mapping[str, Any]) -> list[Any]:
        found = []
        for item in row.cells["sources"].split("|"):
            key, _, place = item.strip().partition("@")
            if key == "itself" and {"title", "title_en"} & values.keys():
                found.append(_instrument(values))
            elif key == "itself" and "company" in values:
                found.append(_announcement(values))
            elif key in self.documents:
                document = self.documents[key]
                found.append({**document, "locator": place} if place else document)
            else:
                known = ", ".join(sorted(self.documents)) or "none: sources.csv has no rows"
                message = f"{key!r} is no key of sources.csv: expected one of {known}"
                self.problems.append(Problem(file, row.line, "sources", "source_key", message))
        return found

    def _record(
        self, file: str, row: TextRow, model: type[Record], values: Mapping[str, Any]
    ) -> Record | None:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            broken = {p.column for p in self.problems if (p.file, p.line) == (file, row.line)}
            for line in error.errors(include_url=False):
                place = [str(part) for part in line["loc"]]
                nested = len(place) > 1 and place[0] == "intended_use"
                column = _USE + place[1] if nested else "".join(place[:1])
                if column not in broken:
                    problem = Problem(file, row.line, column, line["type"], line["msg"])
                    self.problems.append(problem)
            return None


def _kind(model: type[Record], values: Mapping[str, Any]) -> type[Record]:
    """A trial with a route is one of brain-computer interfaces; without one it is any trial."""
    return Trial if model is BCITrial and "route" not in values else model


def _instrument(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the source that an instrument is of itself: who issued what, and when."""
    names = {row["code"]: row["en"] for row in read_rows("vocabularies/issuers.csv")}
    issuers = [names.get(code, code) for code in values.get("issuers", ())]
    found = [values.get(name) for name in ("number", "published", "signed", "effective")]
    place = [text for text in (found[0], next(filter(None, found[1:]), None)) if text]
    return {
        "title": values.get("title") or values["title_en"],
        "publisher": ", ".join(issuers) or "issuer not stated",
        "locator": ", ".join(place) or "no number or date seen",
        "published": values.get("published"),
        "note": "The instrument itself, by issuer, number and date",
    }


def _announcement(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the source that an announced financing is of itself: who announced it, and when."""
    place = [text for text in (values.get("stage"), values.get("announced")) if text]
    return {
        "title": f"Announcement of a financing of {values['company']}",
        "publisher": values["company"],
        "locator": ", ".join(["round", *place]) if place else "no round or date seen",
        "published": values.get("announced"),
        "note": "The announcement itself, by company, round and date; read in a public excerpt",
    }
