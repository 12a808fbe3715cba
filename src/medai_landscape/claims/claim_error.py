"""What is wrong with the text of a claim: which part, where, and how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from medai_landscape.errors import LandscapeError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ClaimError", "UnknownClaimError", "UnreadableClaimsError"]


class ClaimError(LandscapeError):
    """One part of one claim cannot be read."""

    code: ClassVar[str] = "claim"

    def __init__(self, part: str, value: str, expected: str) -> None:
        super().__init__(part, value, expected)
        self.part = part
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.part} {self.value!r} cannot be read: expected {self.expected}"


class UnknownClaimError(LandscapeError, KeyError):
    """No claim of this id was audited; a `KeyError` too, as of any mapping."""

    code: ClassVar[str] = "unknown_claim"

    def __init__(self, claim: str, audited: Iterable[str]) -> None:
        self.claim = claim
        self.audited: tuple[str, ...] = tuple(audited)
        super().__init__(claim, self.audited)

    def __str__(self) -> str:
        some = ", ".join(self.audited[:5]) + (", ..." if len(self.audited) > 5 else "")  # noqa: PLR2004 - enough to see how ids look
        return f"{self.claim!r} was not audited: expected one of {some or 'no claims at all'}"


class UnreadableClaimsError(LandscapeError):
    """Claims that cannot be audited as they are written; names every one of them."""

    code: ClassVar[str] = "unreadable_claims"

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems: tuple[tuple[str, str], ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = "\n".join(f"  - {claim}: {problem}" for claim, problem in self.problems)
        return f"these claims cannot be read (docs/claims.md has the language):\n{lines}"
