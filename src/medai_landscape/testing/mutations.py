"""Mutations: one number of a claim or one row of the records changed, and what an audit notices.

An audit that gives the same verdicts for other numbers has looked nothing up.
These make the changes; `noticed` says which claims saw them.

>>> from medai_landscape.claims import audit
>>> from medai_landscape.sources.landscape_files import load_landscape
>>> landscape = load_landscape()
>>> eleven = [claim for claim in landscape.claims if claim.id == "S1-11a"]
>>> before = audit(eleven, landscape)
>>> fewer = without(landscape, "cn-2025-bone-age")
>>> noticed(before, audit(eleven, fewer))
('S1-11a',)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import evolve

from medai_landscape.claims.assertion import read_assertion
from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.records.landscape import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.claims.report import AuditReport
    from medai_landscape.claims.verdict import Verdict
    from medai_landscape.records.claim import Claim
    from medai_landscape.records.landscape import Landscape

__all__ = ["changed", "noticed", "other_numbers", "without"]

_NUMBER = re.compile(r"[0-9]+")
_RECORDS = tuple(name for name in TABLES if name != "sources")


def other_numbers(claim: Claim) -> Iterator[Claim]:
    """Give the claim with each number that it asserts raised by one, one number at a time.

    Only what is still an assertion is given: there is no month 13.
    """
    for match in _NUMBER.finditer(claim.asserted or ""):
        raised = str(int(match[0]) + 1).zfill(len(match[0]))
        text = f"{match.string[: match.start()]}{raised}{match.string[match.end() :]}"
        try:
            read_assertion(text)
        except ClaimError:
            continue
        yield claim.replace(asserted=text)


def without(landscape: Landscape, record: str) -> Landscape:
    """Return the landscape without one record, by its id."""
    tables = {
        name: tuple(
            _forgetting(other, record) for other in landscape.table(name) if other.id != record
        )
        for name in _RECORDS
    }
    return evolve(landscape, **tables)


def _forgetting(other: Any, record: str) -> Any:
    replaced = getattr(other, "supersedes", ())
    if record not in replaced:
        return other
    return other.replace(supersedes=tuple(name for name in replaced if name != record))


def changed(landscape: Landscape, record: str, **fields: Any) -> Landscape:
    """Return the landscape with some fields of one record changed, by its id."""
    tables = {
        name: tuple(
            other.replace(**fields) if other.id == record else other
            for other in landscape.table(name)
        )
        for name in _RECORDS
    }
    return evolve(landscape, **tables)


def noticed(before: AuditReport, after: AuditReport) -> tuple[str, ...]:
    """Return the claims whose outcome, observation or witnesses differ between two audits."""
    seen = {verdict.claim.id: _essence(verdict) for verdict in before.verdicts}
    return tuple(
        verdict.claim.id
        for verdict in after.verdicts
        if seen.get(verdict.claim.id) != _essence(verdict)
    )


def _essence(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.outcome, verdict.observed, verdict.witnesses
