"""Measures: what to take from the records to check a claim, written as data.

A measure is a small expression such as ``count(certificates where risk_class
= III and approved in window)``.  This module has its parts; nothing in them is
code, and reading one runs nothing.  The language is described in
``docs/claims.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "FUNCTIONS",
    "All",
    "Any",
    "Arithmetic",
    "Call",
    "Condition",
    "Expression",
    "Literal",
    "Name",
    "Not",
    "Selection",
    "Test",
    "Words",
    "conjuncts",
    "tested",
]


@frozen
class Test:
    """A question to one field of a record; *window* stands for the window of the claim."""

    __test__ = False  # no test class, whatever its name says to pytest

    field: str
    operator: str
    values: tuple[str, ...] = ()
    window: bool = False


@frozen
class Not:
    """The opposite of a condition."""

    condition: Condition


@frozen
class All:
    """Conditions of which every one must hold."""

    conditions: tuple[Condition, ...]


@frozen
class Any:
    """Conditions of which one must hold."""

    conditions: tuple[Condition, ...]


Condition = Test | Not | All | Any


@frozen
class Selection:
    """The records of one table, or those that satisfy a condition."""

    table: str
    condition: Condition | None = None


@frozen
class Literal:
    """A number."""

    value: Decimal


@frozen
class Words:
    """A text in quotes: the id of a claim, a label."""

    text: str


@frozen
class Name:
    """A bare word: a field, a column, a part of a scope."""

    text: str


@frozen
class Call:
    """A function of the language and what it is asked about."""

    function: str
    arguments: tuple[Argument, ...]


@frozen
class Arithmetic:
    """Two figures joined by ``+``, ``-``, ``*`` or ``/``."""

    operator: str
    left: Expression
    right: Expression


Expression = Literal | Call | Arithmetic
Argument = Expression | Selection | Test | Not | All | Any | Words | Name

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "aggregate": ("name", "selection", "name", "options"),
    "after": ("words",),
    "all": ("selection", "condition"),
    "before": ("words",),
    "claim": ("words",),
    "count": ("selection",),
    "distinct": ("selection", "field"),
    "exists": ("selection",),
    "first": ("selection", "condition"),
    "is": ("selection", "condition"),
    "largest": ("selection", "condition"),
    "largest_amount": ("selection",),
    "listed": ("selection", "words", "words"),
    "only": ("selection", "condition"),
    "pace": ("expression",),
    "partition": ("selection", "conditions"),
    "same": ("words", "words", "name"),
    "share": ("selection", "condition"),
    "total": ("selection",),
    "value": ("selection", "field"),
    "years": ("selection", "field"),
}
"""The functions, each with the kinds of its arguments."""


def conjuncts(condition: Condition | None) -> frozenset[Condition]:
    """Return the parts of a condition that all must hold.

    >>> len(conjuncts(All((Test("a", "=", ("1",)), Test("b", "stated")))))
    2
    """
    if condition is None:
        return frozenset()
    if isinstance(condition, All):
        return frozenset().union(*(conjuncts(part) for part in condition.conditions))
    return frozenset({condition})


def tested(condition: Condition) -> tuple[str, ...]:
    """Return the fields that a condition asks, each once, in order.

    >>> tested(All((Test("a", "stated"), Not(Test("b", "stated")), Test("a", "stated"))))
    ('a', 'b')
    """
    if isinstance(condition, Test):
        return (condition.field,)
    parts = (condition.condition,) if isinstance(condition, Not) else condition.conditions
    return tuple(dict.fromkeys(field for part in parts for field in tested(part)))
