"""Audits: what reports claim, against what the records say."""

from medai_landscape.claims.audit import audit
from medai_landscape.claims.claim_error import ClaimError, UnknownClaimError, UnreadableClaimsError
from medai_landscape.claims.report import AuditReport
from medai_landscape.claims.verdict import Outcome, Verdict

__all__ = [
    "AuditReport",
    "ClaimError",
    "Outcome",
    "UnknownClaimError",
    "UnreadableClaimsError",
    "Verdict",
    "audit",
]
