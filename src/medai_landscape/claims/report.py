"""The report of an audit: verdicts as a table, as JSON and as a page."""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from attrs import frozen

from medai_landscape.claims.claim_error import UnknownClaimError
from medai_landscape.claims.verdict import Outcome

if TYPE_CHECKING:
    from medai_landscape.claims.verdict import Verdict
    from medai_landscape.tables.backends import Backend

__all__ = ["AuditReport"]

_HEADINGS = ("claim", "outcome", "statement", "asserted", "observed", "why", "witnesses")
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#1c1c1c;background:#fff}"
    "table{border-collapse:collapse}caption{text-align:left;font-weight:bold;padding:.5rem 0}"
    "td,th{border:1px solid #bbb;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "tr.contradicted td:nth-child(2){background:#f6d2cf}"
    "tr.holds td:nth-child(2){background:#d5ecd4}"
)


@frozen(repr=False)
class AuditReport:
    """One verdict a claim, in the order of the claims."""

    verdicts: tuple[Verdict, ...]

    def counts(self) -> dict[str, int]:
        """Return how many claims have each outcome, all outcomes named."""
        found = Counter(verdict.outcome for verdict in self.verdicts)
        return {outcome.value: found[outcome] for outcome in Outcome}

    def of(self, claim: str) -> Verdict:
        """Return the verdict of one claim by its id.

        Raises:
            UnknownClaimError: no such claim was audited.
        """
        verdicts = {verdict.claim.id: verdict for verdict in self.verdicts}
        if claim not in verdicts:
            raise UnknownClaimError(claim, verdicts)
        return verdicts[claim]

    def to_object(self) -> dict[str, Any]:
        """Return the report as JSON writes it."""
        return {
            "counts": self.counts(),
            "verdicts": [verdict.to_object() for verdict in self.verdicts],
        }

    def to_json(self) -> str:
        """Write the report as JSON."""
        return json.dumps(self.to_object(), ensure_ascii=False, indent=2)

    def to_frame(self, *, backend: Backend = "pandas") -> Any:
        """Return one row a verdict; figures and dates as texts, witnesses as lists."""
        import pyarrow as pa

        from medai_landscape.tables.backends import to_backend

        text, texts = pa.string(), pa.list_(pa.string())
        lists = {"witnesses", "unverified"}
        names = (
            "claim", "report", "statement", "outcome", "observed", "expected", "witnesses",
            "reason", "sentence", "sentence_zh", "unverified",
        )  # fmt: skip
        rows = [
            {
                name: value if name in lists or value is None else str(value)
                for name, value in verdict.to_object().items()
            }
            for verdict in self.verdicts
        ]
        schema = pa.schema([(name, texts if name in lists else text) for name in names])
        return to_backend(pa.Table.from_pylist(rows, schema=schema), backend)

    def to_html(self) -> str:
        """Return a page that stands alone: no script, nothing from elsewhere."""
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            f"<title>Audit of {len(self.verdicts)} claims</title><style>{_STYLE}</style></head>"
            f"<body>{self._repr_html_()}</body></html>\n"
        )

    def to_text(self) -> str:
        """Return the verdicts as lines for a terminal, and the counts below."""
        lines = [
            f"{v.claim.id:<8} {v.outcome.value:<15} {v.claim.statement}\n         {v.sentence}"
            for v in self.verdicts
        ]
        counts = ", ".join(f"{number} {name}" for name, number in self.counts().items() if number)
        return "\n".join([*lines, f"{len(self.verdicts)} claims: {counts or 'none'}"])

    def __repr__(self) -> str:
        counts = ", ".join(f"{name}={number}" for name, number in self.counts().items() if number)
        return f"AuditReport({counts})"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _HEADINGS)
        rows = "".join(_row(verdict) for verdict in self.verdicts)
        counts = ", ".join(f"{number} {name}" for name, number in self.counts().items() if number)
        return f"<table><caption>{escape(counts)}</caption><tr>{head}</tr>{rows}</table>"


def _row(verdict: Verdict) -> str:
    shown = verdict.to_object()
    cells = (
        escape(verdict.claim.id),
        escape(verdict.outcome.value),
        escape(verdict.claim.statement),
        escape(verdict.claim.asserted or ""),
        escape(str(shown["observed"] if shown["observed"] is not None else "")),
        f'{escape(verdict.sentence)}<br><span lang="zh">{escape(verdict.sentence_zh)}</span>',
        escape(", ".join(verdict.witnesses)),
    )
    inner = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="{escape(verdict.outcome.value)}">{inner}</tr>'
