"""Claims as the measure of other claims: the figure of one, and how two are stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from medai_landscape.claims.assertion import Bound, Change, Figures, Fraction, read_assertion
from medai_landscape.claims.base import base_of, read_scope
from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.observation import Figure, Found
from medai_landscape.errors import ScopeError

if TYPE_CHECKING:
    from medai_landscape.records.claim import Claim

__all__ = ["Claimed"]


@frozen
class Claimed:
    """What one claim states, taken as it stands: whether it is so is its own verdict."""

    claim: Claim

    def figure(self) -> Figure:
        """Return its figure, with what it counts.

        Raises:
            ClaimError: the claim asserts no single figure.
        """
        said = self._said()
        if isinstance(said, Figures) and len(said.figures) == 1 and said.figures[0].sign == "=":
            value = said.figures[0].value
            return Figure(value, value, base_of(self.claim), (self.claim.id,))
        raise self._no("one figure, such as = 11")

    def before(self) -> Figure:
        """Return the figure before its change."""
        said = self._change()
        return Figure(said.before, said.before, records=(self.claim.id,))

    def after(self) -> Figure:
        """Return the figure after its change."""
        said = self._change()
        return Figure(said.after, said.after, records=(self.claim.id,))

    def require_same(self, other: Claimed, part: str) -> Found:
        """Say that two claims are stated in the same terms.

        Raises:
            ScopeError: they are not.
            ClaimError: one of them does not say.
        """
        mine, others = self.part(part), other.part(part)
        if mine != others:
            raise ScopeError(part, mine, others)
        return Found((self.claim.id, other.claim.id))

    def part(self, name: str) -> str:
        """Return one part of its scope; its precision is that of its figure.

        Raises:
            ClaimError: its scope has no such part.
        """
        if name == "precision":
            said = self._said()
            if isinstance(said, Bound):
                return said.kind
            exact = isinstance(said, Fraction | Change) or (
                isinstance(said, Figures) and all(figure.sign == "=" for figure in said.figures)
            )
            return "exact" if exact else "bound" if isinstance(said, Figures) else "no figure"
        scope = read_scope(self.claim.scope)
        if name not in scope:
            raise ClaimError("scope", self.claim.id, f"{name} = ... in the scope of that claim")
        return scope[name]

    def _said(self) -> object:
        return read_assertion(self.claim.asserted or "")

    def _change(self) -> Change:
        said = self._said()
        if not isinstance(said, Change):
            raise self._no("a change, such as change 24 -> 14 months")
        return said

    def _no(self, expected: str) -> ClaimError:
        return ClaimError("measure", self.claim.id, f"a claim that asserts {expected}")
