"""The audit: what reports claim, against what the records say.

Every outcome is computed from the claim's own parts (what is asserted, for
which window and scope, by which measure) and from the records.  A claim that
nothing measures is no error; the audit says what it would need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from medai_landscape.claims._parser import read_measure
from medai_landscape.claims.assertion import (
    Bound,
    Change,
    Figures,
    Statement,
    Versus,
    read_assertion,
)
from medai_landscape.claims.base import (
    UNSTATED,
    Windows,
    base_of,
    read_scope,
    read_windows,
)
from medai_landscape.claims.claim_error import ClaimError, UnreadableClaimsError
from medai_landscape.claims.decide import Decision, decide, read_rounding
from medai_landscape.claims.evaluate import Evaluator
from medai_landscape.claims.fields import label_of
from medai_landscape.claims.observation import Figure, Found, NothingFoundError
from medai_landscape.claims.report import AuditReport
from medai_landscape.claims.selection import Selector
from medai_landscape.claims.sentences import sentence
from medai_landscape.claims.verdict import Outcome, Verdict
from medai_landscape.dates import DateSpan
from medai_landscape.errors import ScopeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.claims.assertion import Assertion
    from medai_landscape.claims.measure import Expression
    from medai_landscape.claims.observation import Observation
    from medai_landscape.records.claim import Claim
    from medai_landscape.records.landscape import Landscape

__all__ = ["audit"]

_SUPERLATIVES = {
    "superlative",
    "maximum",
    "minimum",
    "first",
    "second",
    "third",
    "only",
    "most",
    "least",
}
_PLAN = "planned event"


def audit(claims: Iterable[Claim], landscape: Landscape) -> AuditReport:
    """Give every claim a verdict, computed from the records of *landscape*.

    A measure may name any of *claims* and any claim of the landscape.

    Raises:
        UnreadableClaimsError: names every claim whose parts cannot be read.

    >>> from medai_landscape.sources.landscape_files import load_landscape
    >>> landscape = load_landscape()
    >>> report = audit([c for c in landscape.claims if c.id == "S1-05a"], landscape)
    >>> report.verdicts[0].outcome, round(report.verdicts[0].observed, 1)
    (<Outcome.CONTRADICTED: 'contradicted'>, Decimal('41.7'))
    """
    audited = tuple(claims)
    by_id = {claim.id: claim for claim in (*landscape.claims, *audited)}
    labels = {name: name for name in by_id}
    for table in ("certificates", "policies", "funding_rounds", "trials"):
        labels.update((record.id, label_of(record)) for record in landscape.table(table))
    verdicts, problems = [], []
    for claim in audited:
        try:
            decision = _Case.of(claim, landscape, by_id).decision()
        except ClaimError as error:
            problems.append((claim.id, str(error)))
        else:
            if decision.reason.startswith("figure_") and by_id.keys() & set(decision.witnesses):
                reason = decision.reason.replace("figure", "claims")
                decision = evolve(decision, reason=reason)
            verdicts.append(_verdict(claim, decision, labels))
    if problems:
        raise UnreadableClaimsError(problems)
    return AuditReport(tuple(verdicts))


def _verdict(claim: Claim, decision: Decision, labels: Mapping[str, str]) -> Verdict:
    return Verdict(
        claim,
        decision.outcome,
        decision.observed,
        _expected(claim),
        decision.witnesses,
        decision.reason,
        sentence(claim, decision, labels, "en"),
        sentence(claim, decision, labels, "zh"),
        decision.unverified,
    )


def _expected(claim: Claim) -> object:
    """Return the asserted figure as a number where it is one, and its words otherwise."""
    said = read_assertion(claim.asserted) if claim.asserted else None
    if isinstance(said, Figures) and len(said.figures) == 1 and not said.years:
        value = said.figures[0].value
        return int(value) if value == int(value) else value
    return getattr(said, "date", claim.asserted)


@frozen
class _Case:
    """One claim with its parts read, and what it is measured with."""

    claim: Claim
    said: Assertion | None
    windows: Windows
    measure: tuple[Expression, ...]
    evaluator: Evaluator

    @classmethod
    def of(cls, claim: Claim, landscape: Landscape, claims: dict[str, Claim]) -> _Case:
        windows = read_windows(claim.window)
        return cls(
            claim,
            None if claim.asserted is None else read_assertion(claim.asserted),
            windows,
            () if claim.measure is None else read_measure(claim.measure),
            Evaluator(Selector(landscape, windows.only), claims),
        )

    def decision(self) -> Decision:
        """Return what becomes of the claim."""
        if self.windows.unequal:
            left, right = (str(span) for span in self.windows.spans[:2])
            told = (("left", left), ("right", right))
            return Decision(Outcome.SCOPE_MISMATCH, "windows_unequal", told=told)
        if self.said is None or not self.measure:
            return self._unmeasured()
        try:
            return self._measured(self.said)
        except NothingFoundError as error:
            if error.args:
                named = (("label", error.args[0]),)
                return Decision(Outcome.NOT_COVERED, "claim_missing", told=named)
            return Decision(Outcome.NOT_COVERED, "nothing_found")
        except ScopeError as error:
            return _unlike(error)

    def _unmeasured(self) -> Decision:
        """Say what a claim without a measure is: a bound, a figure without its base, or unknown."""
        said = self.said
        bounded = isinstance(said, Bound) or (
            isinstance(said, Figures) and all(figure.sign != "=" for figure in said.figures)
        )
        missing = self._missing()
        if missing and not bounded:
            return Decision(Outcome.NO_BASE, "no_base", told=(("missing", missing),))
        if bounded:
            return Decision(Outcome.BOUND_ONLY, "bound")
        reason = "no_rows"
        if isinstance(said, Statement):
            reason = "no_rows_superlative" if said.words in _SUPERLATIVES else reason
            reason = "plan" if said.words == _PLAN else reason
        return Decision(Outcome.NOT_COVERED, reason)

    def _missing(self) -> tuple[str, ...]:
        """Name what a change, a share or a level would need and the claim does not state."""
        scope = read_scope(self.claim.scope)
        names = [name for name, value in scope.items() if value == UNSTATED]
        if self.windows.unstated:
            names.append("window")
        said = self.said
        share = getattr(said, "unit", None) == "%" or (
            isinstance(said, Figures) and any(figure.unit == "%" for figure in said.figures)
        )
        if share and isinstance(said, Change | Figures | Versus) and "of" not in scope:
            names.append("denominator")
        return tuple(names)

    def _measured(self, said: Assertion) -> Decision:
        rounding = read_rounding(self.claim.rounding)
        if isinstance(said, Figures) and said.years:
            return self._each_year(said)
        parts = _parts(said, len(self.measure))
        seen = [self.evaluator.measured(expression) for expression in self.measure]
        for observation in seen:
            differs = self._scope_differs(observation)
            if differs is not None:
                return differs
        span = self.windows.only
        decisions = [decide(p, s, rounding, span) for p, s in zip(parts, seen, strict=True)]
        return _together(decisions)

    def _each_year(self, said: Figures) -> Decision:
        decisions = []
        for year in said.years:
            window = DateSpan.of(year)
            selector = evolve(self.evaluator.selector, window=window)
            evaluator = evolve(self.evaluator, selector=selector)
            seen = evaluator.measured(self.measure[0])
            decisions.append(decide(evolve(said, years=()), seen, None, window))
        return _together(decisions)

    def _scope_differs(self, seen: Observation) -> Decision | None:
        """Hold what was measured against what the claim says it counts."""
        if not isinstance(seen, Figure | Found):
            return None
        asked = base_of(self.claim)
        try:
            asked.require_like(seen.base)
            asked.require_window(seen.base)
        except ScopeError as error:
            observed = seen.seen if isinstance(seen, Figure) else None
            records = seen.records if isinstance(seen, Figure) else seen.supporters
            return _unlike(error, observed, records)
        return None


def _unlike(error: ScopeError, observed: object = None, records: tuple[str, ...] = ()) -> Decision:
    told = (("part", error.part), ("left", error.left), ("right", error.right))
    return Decision(Outcome.SCOPE_MISMATCH, "scope", observed, records, told=told)


def _parts(said: Assertion, number: int) -> list[Assertion]:
    """Return one assertion a measure: several figures each have their own."""
    if isinstance(said, Figures) and len(said.figures) > 1:
        parts: list[Assertion] = [evolve(said, figures=(figure,)) for figure in said.figures]
    elif isinstance(said, Change | Versus):
        pair = (said.before, said.after) if isinstance(said, Change) else (said.left, said.right)
        parts = [read_assertion(f"= {figure:f}") for figure in pair]
    else:
        parts = [said] * number
    if len(parts) != number:
        raise ClaimError("measure", str(number), f"{len(parts)} measures joined by ;")
    return parts


def _together(decisions: list[Decision]) -> Decision:
    """Return the decision of several: the worst of them, with what all of them saw."""
    if len(decisions) == 1:
        return decisions[0]
    order = [Outcome.CONTRADICTED, Outcome.NOT_COVERED, Outcome.HOLDS_ROUNDED, Outcome.HOLDS]
    worst = min(decisions, key=lambda decision: order.index(decision.outcome))
    observed = tuple(d.observed for d in decisions)
    alike = [d for d in decisions if d.outcome is worst.outcome]
    witnesses = tuple(dict.fromkeys(name for d in alike for name in d.witnesses))
    nothing = all(each is None for each in observed)
    return evolve(worst, observed=None if nothing else observed, witnesses=witnesses)
