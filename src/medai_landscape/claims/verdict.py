"""Verdicts: what became of one claim, and why, so that a person can follow it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from medai_landscape.records.intended_use import AgeRange

if TYPE_CHECKING:
    from medai_landscape.records.claim import Claim

__all__ = ["Outcome", "Verdict", "shown"]


class Outcome(StrEnum):
    """What the records say of a claim."""

    HOLDS = "holds"
    HOLDS_ROUNDED = "holds_rounded"
    CONTRADICTED = "contradicted"
    BOUND_ONLY = "bound_only"
    NO_BASE = "no_base"
    SCOPE_MISMATCH = "scope_mismatch"
    NOT_COVERED = "not_covered"


@frozen
class Verdict:
    """The outcome of one claim, what was observed against what was expected, and the witnesses.

    `witnesses` are ids of records, or of claims where a claim is measured by
    others: the rows that were counted, or the exceptions to an "all".
    """

    claim: Claim
    outcome: Outcome
    observed: Any = field(hash=False)
    """What the records give: a number, a date, an amount, a text; None: nothing."""
    expected: Any = field(hash=False)
    """What the claim asserts, of the same kind where it can be."""
    witnesses: tuple[str, ...]
    reason: str
    """Code of the sentence; a code is never renamed."""
    sentence: str
    sentence_zh: str
    unverified: tuple[str, ...] = ()
    """Fields behind the verdict that nobody has checked, as ``id.field``."""

    def to_object(self) -> dict[str, Any]:
        """Return its parts as JSON writes them."""
        return {
            "claim": self.claim.id,
            "report": self.claim.report,
            "statement": self.claim.statement,
            "outcome": self.outcome.value,
            "observed": shown(self.observed),
            "expected": shown(self.expected),
            "witnesses": list(self.witnesses),
            "reason": self.reason,
            "sentence": self.sentence,
            "sentence_zh": self.sentence_zh,
            "unverified": list(self.unverified),
        }


def shown(value: Any) -> str | int | None:
    """Return a value as a reader would write it; whole numbers stay numbers.

    >>> shown(Decimal("41.66666666666666666666666667")), shown(11), shown(None)
    ('41.67', 11, None)
    """
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, Decimal):
        if value == int(value):
            return int(value)
        rounded = round(value, 2) if abs(value) >= 1 else round(value, 4)
        return format(rounded.normalize(), "f")
    if isinstance(value, AgeRange):
        return str(value.interval())
    if isinstance(value, tuple):
        return ", ".join(str(shown(item)) for item in value)
    return str(value)
