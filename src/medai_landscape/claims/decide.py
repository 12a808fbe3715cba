"""Deciding: an assertion against an observation.

Rows that are not all there can refute ("eleven or more" is not ten) and
cannot confirm.  A figure that differs contradicts the claim unless the claim
itself says how it rounds.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from medai_landscape.amounts import AmountRange
from medai_landscape.answers import Answer
from medai_landscape.claims.assertion import (
    COMPARISONS,
    Bound,
    Dated,
    Figures,
    Fraction,
    Property,
    Statement,
)
from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.observation import Figure, Found, Observation, Stated
from medai_landscape.claims.verdict import Outcome
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import ScopeError
from medai_landscape.records.intended_use import AgeRange

if TYPE_CHECKING:
    from medai_landscape.claims.assertion import Assertion
    from medai_landscape.claims.assertion import Figure as Asserted

__all__ = ["Decision", "decide", "read_rounding"]

_ROUNDING = re.compile(r"nearest ([0-9]{1,9}(?:\.[0-9]{1,9})?)")
_HOLDS, _NOT, _OPEN = Outcome.HOLDS, Outcome.CONTRADICTED, Outcome.NOT_COVERED


@frozen
class Decision:
    """An outcome, the code of its sentence, what was observed and in which records."""

    outcome: Outcome
    reason: str
    observed: Any = field(default=None, hash=False)
    witnesses: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    told: tuple[tuple[str, Any], ...] = field(default=(), hash=False)
    """What the sentence tells besides: counts, the parts that differ."""


def read_rounding(text: str | None) -> Decimal | None:
    """Return the step that a claim says it rounds to, None where it says nothing.

    Raises:
        ClaimError: no such text.

    >>> read_rounding("nearest 5"), read_rounding(None)
    (Decimal('5'), None)
    """
    if text is None:
        return None
    match = _ROUNDING.fullmatch(text)
    if match is None or not Decimal(match[1]):
        raise ClaimError("rounding", text, "nearest and a step, such as nearest 5 or nearest 0.1")
    return Decimal(match[1])


def decide(
    said: Assertion, seen: Observation, rounding: Decimal | None, span: DateSpan | None
) -> Decision:
    """Decide one assertion by one observation; *span* is the window of the claim.

    Raises:
        ClaimError: they are of unlike kinds.
        ScopeError: two currencies.
    """
    if isinstance(seen, Found):
        return _by_group(said, seen)
    if isinstance(seen, Figure):
        if isinstance(said, Figures) and len(said.figures) == 1:
            return _by_figure(said.figures[0], seen, rounding)
        if isinstance(said, Bound):
            return _in_bound(said, seen)
    elif isinstance(seen.value, AmountRange):
        return _by_money(said, seen)
    else:
        return _by_value(said, seen, span)
    raise _unlike(said, "a figure")


def _unlike(said: Assertion, kind: str) -> ClaimError:
    return ClaimError(
        "measure", type(said).__name__.lower(), f"what can be compared: it gives {kind}"
    )


# Figures.


def _by_figure(said: Asserted, seen: Figure, rounding: Decimal | None) -> Decision:
    answer = _answer(said, seen)
    told = (("records", len(seen.records)),)
    if answer is Answer.YES:
        return Decision(_HOLDS, "figure_holds", seen.seen, seen.records, told=told)
    if answer is Answer.UNKNOWN:
        return Decision(_OPEN, "figure_open", seen.seen, seen.records, told=told)
    value = seen.value
    if (
        rounding
        and said.sign == "="
        and value is not None
        and 2 * abs(value - said.value) <= rounding
    ):
        return Decision(Outcome.HOLDS_ROUNDED, "figure_rounded", seen.seen, seen.records, told=told)
    return Decision(_NOT, "figure_differs", seen.seen, seen.records, told=told)


def _answer(said: Asserted, seen: Figure) -> Answer:
    """Compare a figure that may only have ends."""
    low, high, wanted = seen.low, seen.high, said.value
    if seen.value is not None:
        return Answer.of(COMPARISONS[said.sign](seen.value, wanted))
    if said.sign == "=":
        outside = (low is not None and low > wanted) or (high is not None and high < wanted)
        return Answer.NO if outside else Answer.UNKNOWN
    # The end that decides "yes" is the near one, the end that decides "no" is the far one.
    near, far = (low, high) if said.sign.startswith(">") else (high, low)
    if near is not None and COMPARISONS[said.sign](near, wanted):
        return Answer.YES
    if far is not None and not COMPARISONS[said.sign](far, wanted):
        return Answer.NO
    return Answer.UNKNOWN


def _in_bound(said: Bound, seen: Figure) -> Decision:
    if seen.value is None:
        return Decision(_OPEN, "figure_open", seen.seen, seen.records)
    inside = said.contains(seen.value)
    reason = "figure_holds" if inside else "figure_differs"
    return Decision(_HOLDS if inside else _NOT, reason, seen.seen, seen.records)


# Money.


def _by_money(said: Assertion, seen: Stated) -> Decision:
    amount: AmountRange = seen.value
    wanted = said.figures[0] if isinstance(said, Figures) and len(said.figures) == 1 else said
    if not hasattr(wanted, "unit"):
        raise _unlike(said, "an amount of money")
    if wanted.unit is not None and amount.currency != wanted.unit:
        raise ScopeError("currency", wanted.unit, amount.currency)
    answer = _money_answer(wanted, amount)
    outcome, reason = {
        Answer.YES: (_HOLDS, "value_holds"),
        Answer.NO: (_NOT, "value_differs"),
    }.get(answer, (_OPEN, "figure_open"))
    return Decision(outcome, reason, amount, seen.records, seen.unverified)


def _money_answer(wanted: Any, amount: AmountRange) -> Answer:
    if isinstance(wanted, Bound):
        ends = [end for end in (amount.low, amount.high) if end is not None]
        if len(ends) == 2 and all(wanted.contains(end) for end in ends):  # noqa: PLR2004 - both ends
            return Answer.YES
        return Answer.NO if amount.is_exact else Answer.UNKNOWN
    if wanted.sign == "=":
        if amount.is_exact:
            return Answer.of(amount.low == wanted.value)
        return Answer.UNKNOWN if amount.contains(wanted.value) else Answer.NO
    answers = {
        ">=": amount.at_least(wanted.value), ">": amount.more_than(wanted.value),
        "<": ~amount.at_least(wanted.value), "<=": ~amount.more_than(wanted.value),
    }  # fmt: skip
    return answers[wanted.sign]


# Values that the records state.


def _by_value(said: Assertion, seen: Stated, span: DateSpan | None) -> Decision:
    value = seen.value
    if isinstance(said, Dated) and isinstance(value, PartialDate):
        inside = said.date.span().contains(value)
        if inside is Answer.UNKNOWN:
            return Decision(_OPEN, "figure_open", value, seen.records, seen.unverified)
        return _value_decision(seen, so=inside is Answer.YES)
    if isinstance(said, Property):
        return _value_decision(seen, so=str(value) == said.value)
    if isinstance(said, Figures) and len(said.figures) == 1:
        figure = said.figures[0]
        if isinstance(value, AgeRange):
            return _value_decision(seen, so=_age_is(figure, value))
        if isinstance(value, int | Decimal):
            return _value_decision(seen, so=COMPARISONS[figure.sign](Decimal(value), figure.value))
    if isinstance(said, Statement) and isinstance(value, DateSpan) and span is not None:
        return _value_decision(seen, so=str(value) == str(span))
    raise _unlike(said, f"a {type(value).__name__}")


def _value_decision(seen: Stated, *, so: bool) -> Decision:
    reason = "value_holds" if so else "value_differs"
    outcome = _HOLDS if so else _NOT
    told = (("also", seen.also),) if seen.also else ()
    return Decision(outcome, reason, seen.value, seen.records, seen.unverified, told)


def _age_is(said: Asserted, age: AgeRange) -> bool:
    """Whether the stated limit is the limit of the record: 40 and older is not 18 and older."""
    if said.sign.startswith(">"):
        return age.min == said.value and age.min_inclusive == (said.sign == ">=")
    return age.max == said.value and age.max_inclusive == (said.sign == "<=")


# Groups of records.


def _by_group(said: Assertion, seen: Found) -> Decision:  # noqa: PLR0911 - one return a case
    told = (
        ("size", seen.size),
        ("number", seen.number),
        ("label", seen.label),
        ("said", seen.said),
    )
    no = {"partition": "overlaps", "list": "not_listed", "extreme": "another_leads"}.get(
        seen.kind, "exceptions"
    )
    yes = {"list": "listed", "extreme": "leads", "partition": "partitioned"}.get(
        seen.kind, "all_satisfy"
    )
    many = _share_of(said)
    observed: Any = f"{len(seen.supporters)} of {seen.size}" if seen.size > 1 else None

    def decision(outcome: Outcome, reason: str, witnesses: tuple[str, ...]) -> Decision:
        return Decision(outcome, reason, observed, witnesses, seen.unverified, told)

    number = said.number if isinstance(said, Statement) else None
    if number is not None and seen.number is not None and number != seen.number:
        return decision(_NOT, "number_differs", seen.supporters + seen.exceptions)
    if many is not None and seen.complete and not seen.undecided:
        return _so_many(many, seen, decision)
    part = None if many is None else many[0]
    if part is None and seen.exceptions:
        return decision(_NOT, no, seen.exceptions)
    if part is not None and part < len(seen.supporters):
        return decision(_NOT, "part_differs", seen.supporters)
    if not seen.size and seen.number == 0:
        return decision(_NOT, "none_here", ())
    if seen.undecided:
        return decision(_OPEN, "undecided", seen.undecided)
    if not seen.complete or part is not None:
        return decision(_OPEN, "not_all_here", seen.supporters)
    return decision(_HOLDS, yes, seen.supporters)


def _share_of(said: Assertion) -> tuple[int | None, int | None] | None:
    """Return how many of how many are asserted; None where it is no question of how many."""
    if isinstance(said, Fraction):
        return said.part, said.total
    if isinstance(said, Figures) and len(said.figures) == 1 and said.figures[0].sign == "=":
        return int(said.figures[0].value), None
    if isinstance(said, Statement):
        return None
    raise _unlike(said, "a group of records")


def _so_many(many: tuple[int | None, int | None], seen: Found, decision: Any) -> Decision:
    part, total = many
    if part is None and seen.exceptions:
        result = decision(_NOT, "exceptions", seen.exceptions)
    elif total is not None and total != seen.size:
        result = decision(_NOT, "size_differs", seen.supporters + seen.exceptions)
    elif part is not None and part != len(seen.supporters):
        result = decision(_NOT, "part_differs", seen.supporters)
    else:
        result = decision(_HOLDS, "all_satisfy" if part is None else "so_many", seen.supporters)
    outcome: Decision = result
    return outcome
