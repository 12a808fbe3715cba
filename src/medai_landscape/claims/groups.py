"""Groups of records: how many satisfy a condition, which do not, and which do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from medai_landscape.answers import Answer
from medai_landscape.claims.fields import in_words, value_of
from medai_landscape.claims.measure import tested
from medai_landscape.claims.observation import Found, NothingFoundError, unverified

if TYPE_CHECKING:
    from medai_landscape.claims.measure import Condition, Selection, Words
    from medai_landscape.claims.selection import Selected, Selector

__all__ = ["all_of", "asked", "exists", "individuals", "listed", "only", "partition"]


def asked(selector: Selector, chosen: Selected, condition: Condition) -> Found:
    """Ask each selected record; those that may belong to the selection stay undecided."""
    answers = [
        (record.id, selector.test(chosen.table, record, condition)) for record in chosen.records
    ]
    supporters, exceptions, undecided = (
        tuple(name for name, answer in answers if answer is kind)
        for kind in (Answer.YES, Answer.NO, Answer.UNKNOWN)
    )
    undecided += tuple(record.id for record in chosen.possible)
    fields = tested(condition)
    said = tuple(
        (
            record.id,
            ", ".join(f"{f}: {in_words(value_of(chosen.table, record, f))}" for f in fields),
        )
        for record in chosen.records
        if record.id in exceptions
    )
    return Found(supporters, exceptions, undecided, chosen.complete, chosen.base, said=said)


def all_of(selector: Selector, selection: Selection, condition: Condition) -> Found:
    """Say how a whole selection stands to a condition."""
    return asked(selector, selector.select(selection), condition)


def only(selector: Selector, selection: Selection, condition: Condition) -> Found:
    """Say whether one of a selection is the only one: the others are the exceptions."""
    found = all_of(selector, selection, condition)
    if not found.supporters:
        raise NothingFoundError
    return evolve(found, complete=selector.is_registered(selection))


def individuals(selector: Selector, selection: Selection, condition: Condition) -> Found:
    """Say whether certain records, which are here, satisfy a condition."""
    chosen = selector.select(selection)
    if not chosen.records:
        raise NothingFoundError
    found = asked(selector, evolve(chosen, possible=(), complete=True), condition)
    return evolve(found, base=evolve(found.base, window=None))


def exists(selector: Selector, selection: Selection) -> Found:
    """Say whether there is such a record; that there is none needs a register."""
    chosen = selector.select(selection)
    if chosen.records:
        return Found(chosen.ids)
    if chosen.complete and not chosen.possible:
        return Found((), number=0)
    raise NothingFoundError


def partition(selector: Selector, selection: Selection, *conditions: Condition) -> Found:
    """Say whether each record belongs to exactly one of the classes; the others are exceptions."""
    chosen = selector.select(selection)
    groups: dict[Answer, list[str]] = {answer: [] for answer in Answer}
    for record in chosen.records:
        answers = [selector.test(chosen.table, record, part) for part in conditions]
        times = answers.count(Answer.YES)
        once = Answer.of(times == 1)
        undecided = times <= 1 and Answer.UNKNOWN in answers
        groups[Answer.UNKNOWN if undecided else once].append(record.id)
    return Found(
        tuple(groups[Answer.YES]),
        tuple(groups[Answer.NO]),
        tuple(groups[Answer.UNKNOWN]),
        chosen.complete,
        chosen.base,
        len(conditions),
        kind="partition",
    )


def listed(selector: Selector, selection: Selection, label: Words, item: Words) -> Found:
    """Say whether a summary lists an item after a label, as in ``Fields: a; b``."""
    for record in selector.select(selection).records:
        head, sign, rest = (getattr(record, "summary", None) or "").partition(f"{label.text}: ")
        if sign and not head:
            items = [part.strip() for part in rest.split(";")]
            inside = (record.id,) if item.text in items else ()
            return Found(
                inside,
                () if inside else (record.id,),
                number=len(items),
                unverified=unverified((record,), "summary"),
                kind="list",
                label=item.text,
            )
    raise NothingFoundError
