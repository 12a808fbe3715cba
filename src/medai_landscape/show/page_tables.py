"""The tables of the report page: which columns a reader sees, and their cells as JSON."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from medai_landscape.companies import locate
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from medai_landscape.claims import Verdict
    from medai_landscape.records.landscape import Landscape

__all__ = ["PageTable", "page_tables"]


@frozen
class Column:
    """One column: where its cell comes from, and how the page shows it."""

    key: str
    kind: str = "text"
    cell: Callable[[Any], Any] | None = None
    is_title: bool = False
    is_hidden: bool = False
    field: str | None = None
    """Vocabulary of the codes, where it is not the key."""
    empty: str | None = None
    """What an empty cell means, where it is not "not stated"."""

    def of(self, record: Any) -> Any:
        """Return the cell of *record* as JSON."""
        return _json(self.cell(record) if self.cell else getattr(record, self.key))

    def to_object(self) -> dict[str, Any]:
        """Return what the page has to know of the column."""
        wanted = {
            "key": self.key,
            "kind": self.kind,
            "title": self.is_title,
            "hidden": self.is_hidden,
            "field": self.field,
            "empty": self.empty,
        }
        return {name: value for name, value in wanted.items() if value}


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):  # a quotient may have no end: two places are for reading
        return f"{value.quantize(Decimal('0.01')).normalize():f}"
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return str(value)


def _use(name: str) -> Callable[[Any], Any]:
    def cell(certificate: Any) -> Any:
        use = certificate.intended_use
        return None if use is None else getattr(use, name)

    return cell


def _age(certificate: Any) -> Any:
    use = certificate.intended_use
    if use is None or use.age is None:
        return None
    return use.age.model_dump(mode="json")


def _limits(certificate: Any) -> Any:
    use = certificate.intended_use
    if use is None:
        return None
    return [[limit.measure, limit.op, f"{limit.value:f}", limit.unit] for limit in use.thresholds]


def _amount(funding_round: Any) -> Any:
    return None if funding_round.amount is None else funding_round.amount.to_object()


def _place(certificate: Any) -> Any:
    if certificate.holder is None:
        return None
    place = locate(certificate.holder)
    return " · ".join(part for part in (place.city or place.province, *place.clusters) if part)


def _codes(*names: str, hidden: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, "codes", _use(name), is_hidden=hidden) for name in names)


_ENDS = (
    Column("sources", cell=lambda record: [s.id for s in record.sources], is_hidden=True),
    Column("unverified", "list", is_hidden=True),
    Column("id", is_hidden=True),
)

_CERTIFICATES = (
    Column("product_name", "both", lambda c: [c.product_name_en, c.product_name], is_title=True),
    Column("holder"),
    Column("place", cell=_place),
    Column("approved", "date"),
    Column("scheme", "code"),
    Column("number"),
    Column("risk_class"),
    *_codes("functions", "modalities", "anatomies", "findings"),
    Column("age", "age", _age),
    *_codes("age_groups", hidden=True),
    Column("thresholds", "limits", _limits),
    *_codes("users"),
    Column("user_training", "yesno", _use("user_training"), is_hidden=True),
    *_codes("settings", hidden=True),
    Column("standalone_prohibited", "yesno", _use("standalone_prohibited")),
    *_codes("exclusions"),
    Column("equipment_restricted", "yesno", _use("equipment_restricted"), is_hidden=True),
    Column("complete", "yesno", _use("complete"), is_hidden=True),
    Column("reason", cell=_use("reason"), is_hidden=True),
    Column("jurisdiction", is_hidden=True),
    Column("expires", "date", is_hidden=True),
    Column("category", is_hidden=True),
    Column("panel", is_hidden=True),
    *_ENDS,
)
_POLICIES = (
    Column("title", "both", lambda event: [event.title_en, event.title], is_title=True),
    Column("jurisdiction"),
    Column("issuers", "codes", field="issuer"),
    Column("instrument", "code"),
    Column("stage", "code", field="policy_stage"),
    Column("signed", "date"),
    Column("published", "date"),
    Column("effective", "date"),
    Column("number_of", cell=lambda event: event.number),
    Column("subsectors", "codes", field="subsector"),
    Column("summary", is_hidden=True),
    Column("supersedes", "list", is_hidden=True),
    *_ENDS,
)
_FUNDING_ROUNDS = (
    Column("company", is_title=True),
    Column("announced", "date"),
    Column("round", "code", cell=lambda r: r.stage),
    Column("amount", "amount", _amount, empty="undisclosed"),
    Column("amount_text", is_hidden=True),
    Column("investors", "list"),
    Column("lead_investors", "list", is_hidden=True),
    Column("subsector", "code"),
    Column("bci_route", "code", field="route"),
    *_ENDS,
)
_TRIALS = (
    Column("registration_id", is_title=True),
    Column("title"),
    Column("sponsor"),
    Column("device", cell=lambda trial: getattr(trial, "device", None)),
    Column("route", "code", cell=lambda trial: getattr(trial, "route", None)),
    Column("phase", "code"),
    Column("status", "code", field="trial_status"),
    Column("started", "date"),
    Column("registered", "date"),
    Column("enrolment", "number"),
    Column("implanted", "number", cell=lambda trial: getattr(trial, "implanted", None)),
    Column("registry", is_hidden=True),
    *_ENDS,
)


@frozen
class PageTable:
    """The records of one kind, in the order of the page."""

    name: str
    columns: tuple[Column, ...]
    records: tuple[Any, ...]

    def index(self) -> Mapping[str, int]:
        """Return where each record stands, by its id."""
        return {record.id: position for position, record in enumerate(self.records)}

    def to_object(self) -> dict[str, Any]:
        """Return columns and rows; rows are lists, so that 5,000 of them stay small."""
        rows = [[column.of(record) for column in self.columns] for record in self.records]
        return {"columns": [column.to_object() for column in self.columns], "rows": rows}


def _claims(
    verdicts: Iterable[Verdict], index: Mapping[str, tuple[str, int]]
) -> tuple[Column, ...]:
    by_claim = {verdict.claim.id: verdict for verdict in verdicts}

    def of_verdict(name: str) -> Callable[[Any], Any]:
        return lambda claim: getattr(by_claim.get(claim.id), name, None)

    def witnesses(claim: Any) -> Any:
        """Table and rows of the witnesses; those of another kind are named in the sentence."""
        verdict = by_claim.get(claim.id)
        places = [index[w] for w in (verdict.witnesses if verdict else ()) if w in index]
        if not places:
            return None
        table = places[0][0]
        return [table, [row for name, row in places if name == table]]

    def sentence(claim: Any) -> Any:
        verdict = by_claim.get(claim.id)
        return None if verdict is None else [verdict.sentence, verdict.sentence_zh]

    return (
        Column("statement", "both", _statement, is_title=True),
        Column("report"),
        Column("asserted"),
        Column("observed", cell=of_verdict("observed"), empty="not_measured"),
        Column("outcome", "outcome", of_verdict("outcome"), empty="not_measured"),
        Column("sentence", "both", sentence, empty="not_measured"),
        Column("witnesses", "records", witnesses, empty="not_measured"),
        Column("window", is_hidden=True),
        *_ENDS,
    )


@cache
def _in_chinese() -> dict[str, str]:
    return {row["en"]: row["zh"] for row in read_rows("claims/statements.csv")}


def _statement(claim: Any) -> list[str | None]:
    """Return the statement in English and, where somebody has put it so, in Chinese."""
    return [claim.statement, _in_chinese().get(claim.statement)]


def page_tables(landscape: Landscape, verdicts: Iterable[Verdict]) -> tuple[PageTable, ...]:
    """Return the tables of the page, each with its records in a reader's order."""
    tables = [
        PageTable("certificates", _CERTIFICATES, landscape.certificates),
        PageTable("policies", _POLICIES, landscape.policies),
        PageTable("funding_rounds", _FUNDING_ROUNDS, landscape.funding_rounds),
        PageTable("trials", _TRIALS, landscape.trials),
    ]
    index = {
        record.id: (table.name, position)
        for table in tables
        for position, record in enumerate(table.records)
    }
    tables.append(PageTable("claims", _claims(verdicts, index), landscape.claims))
    return tuple(tables)
