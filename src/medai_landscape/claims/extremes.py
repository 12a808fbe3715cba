"""Firsts and largests: their "yes" needs every record of the kind, so it needs a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from medai_landscape.answers import Answer
from medai_landscape.claims.fields import date_of
from medai_landscape.claims.observation import Found, NothingFoundError
from medai_landscape.dates import DateSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.amounts import AmountRange
    from medai_landscape.claims.measure import Condition, Selection
    from medai_landscape.claims.selection import Selected, Selector

__all__ = ["first", "largest", "leader"]


def first(selector: Selector, selection: Selection, condition: Condition) -> Found:
    """Say whether the earliest record of a selection is the one that a condition describes.

    It is sure only where a register promises all records up to its day, each
    has a date, and no other may be as early.
    """
    chosen = selector.select(selection)
    dated = [(r, day) for r in chosen.records if (day := date_of(chosen.table, r)) is not None]
    if not dated:
        raise NothingFoundError
    record, when = min(dated, key=lambda pair: (pair[1].latest(), pair[1].earliest()))
    alone = all(r is record or when.before(day) is Answer.YES for r, day in dated)
    whole = len(dated) == len(chosen.records) and not chosen.possible
    promised = selector.is_registered(selection, DateSpan(None, when.latest()))
    return _extreme(selector, chosen, record, condition, complete=alone and whole and promised)


def largest(selector: Selector, selection: Selection, condition: Condition) -> Found:
    """Say whether the record of the largest amount is the one that a condition describes.

    It is sure only where a register promises all of them and every other
    amount is surely less.
    """
    chosen = selector.select(selection)
    record = leader(chosen.records)
    others = [r for r in (*chosen.records, *chosen.possible) if r is not record]
    alone = all(_surely_less(r.amount, record.amount) for r in others)
    complete = alone and selector.is_registered(selection)
    return _extreme(selector, chosen, record, condition, complete=complete)


def leader(records: Iterable[Any]) -> Any:
    """Return the record whose amount has the highest low end.

    Raises:
        NothingFoundError: none is disclosed, or they are in several currencies.
    """
    known = [r for r in records if getattr(r, "amount", None) and r.amount.low is not None]
    if not known or len({r.amount.currency for r in known}) > 1:
        raise NothingFoundError
    return max(known, key=lambda r: r.amount.low)


def _surely_less(amount: AmountRange | None, than: AmountRange) -> bool:
    return (
        amount is not None
        and amount.high is not None
        and than.low is not None
        and amount.high < than.low
    )


def _extreme(
    selector: Selector, chosen: Selected, record: Any, condition: Condition, *, complete: bool
) -> Found:
    answer = selector.test(chosen.table, record, condition)
    names = (record.id,)
    found = {Answer.YES: Found(names), Answer.NO: Found((), names)}.get(answer)
    return evolve(
        found or Found((), (), names), complete=complete, base=chosen.base, kind="extreme"
    )
