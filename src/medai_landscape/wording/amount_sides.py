"""The two ends of an amount in words: which words belong to which, and in what order.

An end is hedges, currencies and one figure; what else stands there makes the
amount unreadable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field

from medai_landscape.errors import AmountError
from medai_landscape.wording.hedges import HEDGE_KINDS
from medai_landscape.wording.numerals import NUMERAL_KINDS, Figure, read_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medai_landscape.wording.tokens import Token

__all__ = ["Side", "sides_of"]


# A unit may follow them: $100+ million, $100-plus million.
_PLUS = frozenset({"+", "-plus", "plus"})


@define
class Side:
    """One of the two ends of a range, or the only one: its figure and what is said of it."""

    numerals: list[Token] = field(factory=list)
    hedges: set[str] = field(factory=set)
    is_closed: bool = False
    ends_in_plus: bool = False
    names_currency_after: bool = False

    def take(self, token: Token) -> None:
        """Add *token*.

        Raises:
            AmountError: a second figure, or a hedge on the wrong side of the figure.
        """
        if token.kind in {"number", "digit", "currency"} and self._is_article():
            self.numerals.clear()
        if token.kind == "more" and self.is_closed:  # 2亿元多
            self.hedges.add("more")
        elif self._is_hundred(token):
            self.numerals.append(evolve(token, kind="zero"))
        elif token.kind in NUMERAL_KINDS:
            if self.is_closed and not (self.ends_in_plus and token.kind == "big"):  # 3000+万
                raise AmountError(token.text, f"one figure, and not {token.text!r} after it")
            self.numerals.append(token)
        else:
            self.close()
            self.ends_in_plus = token.text in _PLUS
            if token.kind == "currency":
                self.names_currency_after = self.is_closed
            elif token.kind in HEDGE_KINDS:
                if token.value == ("before" if self.is_closed else "after"):
                    raise AmountError(token.text, f"{token.text!r} on the other side of its figure")
                self.hedges.add(token.kind)
            elif token.kind != "filler":
                raise AmountError(token.text, f"an amount without {token.text!r}")

    def _is_article(self) -> bool:
        """Whether all there is so far is the "a" of a nine-figure sum, which counts nothing."""
        return [each.text for each in self.numerals] in (["a"], ["an"])

    def _is_hundred(self, token: Token) -> bool:
        """Whether *token* is the "and" of one hundred and twenty."""
        last = self.numerals[-1].text if self.numerals and not self.is_closed else ""
        return token.text == "and" and last == "hundred"

    def close(self) -> None:
        """End the figure, if it has begun; a last 多 is said of it and no part of it."""
        if self.numerals and not self.is_closed:
            self.is_closed = True
            if self.numerals[-1].kind == "more":
                self.hedges.add(self.numerals.pop().kind)

    def figure(self) -> Figure:
        """Read the figure.

        Raises:
            AmountError: there is none, or its words make no number.
        """
        self.close()
        if not self.numerals:
            raise AmountError("", "a figure on each side")
        return read_figure(self.numerals)


def sides_of(tokens: Sequence[Token]) -> list[Side]:
    """Part *tokens* at "to", and at "and" where it belongs to "between"."""
    sides = [Side()]
    kinds = {token.kind for token in tokens}
    joint = {"to", "tilde", "and"} if kinds & {"between", "closing"} else {"to", "tilde"}
    for token in tokens:
        if token.kind == "tilde" and not sides[-1].numerals:  # ~$20M
            sides[-1].hedges.add("about")
        elif token.kind in joint:
            sides.append(Side())
        elif token.kind == "between" and len(sides) == 1 and not sides[0].numerals:
            continue
        elif token.kind != "closing" or len(sides) == 1:
            sides[-1].take(token)
    if len(sides) > 2 or ("between" in kinds and len(sides) == 1):  # noqa: PLR2004 - two ends
        raise AmountError("", "one figure, or two with 至, - or to between them")
    return sides
