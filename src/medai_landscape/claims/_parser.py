"""From the text of a measure to its parts: a parser of our own that runs nothing.

It reads each character once, refuses what it does not know, and says where.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.fields import TABLES, fields_of
from medai_landscape.claims.measure import (
    FUNCTIONS,
    All,
    Any,
    Arithmetic,
    Call,
    Literal,
    Name,
    Not,
    Selection,
    Test,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.claims.measure import Argument, Condition, Expression

__all__ = ["read_condition", "read_measure"]

_LONGEST, _DEEPEST, _MOST_SIGNS = 4000, 40, 100
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?!\w))|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>\w+)|(?P<sign>>=|<=|!=|[-=<>()+*/,;])|(?P<end>\Z)|(?P<stray>.))",
    re.DOTALL,
)
_COMPARISONS = {"=", "!=", ">=", "<=", ">", "<"}
_ONE_TEXT = {"starts", "ends", "contains"}
_RESERVED = {"and", "or", "not", "where"}


@lru_cache(maxsize=1024)
def read_measure(text: str) -> tuple[Expression, ...]:
    """Return the expressions of a measure; several are joined by ``;``.

    >>> read_measure("claim('a') - 1")[0].operator
    '-'

    Raises:
        ClaimError: says where the text stops being a measure.
    """
    return _Parser(text, "measure").measure()


@lru_cache(maxsize=1024)
def read_condition(table: str, text: str) -> Condition:
    """Return a condition on the records of *table*.

    Raises:
        ClaimError: says where the text stops being a condition.
    """
    parser = _Parser(text, "condition")
    condition = parser.condition(table)
    parser.finish()
    return condition


class _Parser:
    """One text and how far it is read."""

    def __init__(self, text: str, part: str) -> None:
        self.text = text
        self.part = part
        if len(text) > _LONGEST:
            raise ClaimError(part, text[:40] + "…", f"at most {_LONGEST} characters")
        self.tokens = [(m.lastgroup, m[m.lastgroup or 0], m.end()) for m in _TOKEN.finditer(text)]
        self.at = 0
        self.depth = 0
        self.signs = 0

    def wrong(self, expected: str) -> ClaimError:
        _, word, end = self.tokens[self.at]
        start = end - len(word)
        where = f"at {word!r}, character {start + 1}" if word else "at its end"
        return ClaimError(self.part, self.text, f"{expected} {where}")

    def peek(self) -> str:
        """Return the next token as text; a quoted text is no sign and no word."""
        kind, word, _ = self.tokens[self.at]
        return "" if kind in {"text", "end"} else word

    def take(self, kind: str, expected: str) -> str:
        found, word, _ = self.tokens[self.at]
        if found != kind:
            raise self.wrong(expected)
        self.at += 1
        return word

    def sign(self, sign: str) -> None:
        if self.peek() != sign:
            raise self.wrong(repr(sign))
        self.at += 1

    def given(self, sign: str) -> bool:
        if self.peek() != sign:
            return False
        self.at += 1
        return True

    def finish(self) -> None:
        if self.tokens[self.at][0] != "end":
            raise self.wrong("nothing more")

    def measure(self) -> tuple[Expression, ...]:
        parts = [self.sum()]
        while self.given(";"):
            parts.append(self.sum())
        self.finish()
        return tuple(parts)

    def sum(self) -> Expression:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Expression:
        return self._chain(("*", "/"), self._atom)

    def _chain(self, signs: tuple[str, str], part: Callable[[], Expression]) -> Expression:
        left = part()
        while self.peek() in signs:
            self.signs += 1
            if self.signs > _MOST_SIGNS:
                raise self.wrong(f"at most {_MOST_SIGNS} signs of arithmetic")
            operator = self.take("sign", "a sign")
            left = Arithmetic(operator, left, part())
        return left

    def _atom(self) -> Expression:
        kind, word, _ = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return Literal(Decimal(word))
        if self.given("("):
            self._deeper()
            inner = self.sum()
            self.sign(")")
            self.depth -= 1
            return inner
        name = self.take("word", "a number, a function or '('")
        if name not in FUNCTIONS:
            self.at -= 1
            raise self.wrong(f"one of the functions {', '.join(FUNCTIONS)}")
        self.sign("(")
        self._deeper()
        call = Call(name, self._arguments(FUNCTIONS[name]))
        self.sign(")")
        self.depth -= 1
        return call

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.wrong(f"at most {_DEEPEST} brackets in brackets")

    def _arguments(self, kinds: tuple[str, ...]) -> tuple[Argument, ...]:
        arguments: list[Argument] = []
        table = ""
        for place, kind in enumerate(kinds):
            if kind == "options":
                while self.given(","):
                    arguments.append(self._option())
                continue
            if place:
                self.sign(",")
            if kind == "conditions":
                arguments.append(self.condition(table))
                while self.given(","):
                    arguments.append(self.condition(table))
                continue
            argument = self._argument(kind, table)
            table = argument.table if isinstance(argument, Selection) else table
            arguments.append(argument)
        return tuple(arguments)

    def _argument(self, kind: str, table: str) -> Argument:
        if kind == "selection":
            return self._selection()
        if kind == "condition":
            return self.condition(table)
        if kind == "expression":
            return self.sum()
        if kind == "words":
            return Words(self.take("text", "a text in quotes")[1:-1])
        name = self.take("word", "a name")
        if kind == "field" and name not in fields_of(table):
            self.at -= 1
            raise self.wrong(f"one of the fields {', '.join(fields_of(table))}")
        return Name(name)

    def _option(self) -> Test:
        name = self.take("word", "the name of an option")
        self.sign("=")
        return Test(name, "=", (self._value(),))

    def _selection(self) -> Selection:
        table = self.take("word", "the name of a table")
        if table not in TABLES:
            self.at -= 1
            raise self.wrong(f"one of the tables {', '.join(TABLES)}")
        return Selection(table, self.condition(table) if self.given("where") else None)

    def condition(self, table: str) -> Condition:
        parts = [self._conjunction(table)]
        while self.given("or"):
            parts.append(self._conjunction(table))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _conjunction(self, table: str) -> Condition:
        parts = [self._test(table)]
        while self.given("and"):
            parts.append(self._test(table))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _test(self, table: str) -> Condition:
        self._deeper()
        condition = self._bracketed(table)
        self.depth -= 1
        return condition

    def _bracketed(self, table: str) -> Condition:
        if self.given("not"):
            return Not(self._test(table))
        if self.given("("):
            inner = self.condition(table)
            self.sign(")")
            return inner
        field = self.take("word", "a field")
        if field not in fields_of(table):
            self.at -= 1
            raise self.wrong(f"one of the fields {', '.join(fields_of(table))}")
        operator = self.peek()
        if operator not in _COMPARISONS | _ONE_TEXT | {"in", "has", "stated"}:
            raise self.wrong("=, !=, >=, <=, >, <, in, has, starts, ends, contains or stated")
        self.at += 1
        if operator == "stated":
            return Test(field, operator)
        if operator == "in" and self.given("window"):
            return Test(field, operator, window=True)
        if operator in {"in", "has"} and self.given("("):
            values = [self._value()]
            while self.given(","):
                values.append(self._value())
            self.sign(")")
            return Test(field, operator, tuple(values))
        return Test(field, operator, (self._value(),))

    def _value(self) -> str:
        kind, word, _ = self.tokens[self.at]
        if kind == "text":
            self.at += 1
            return word[1:-1]
        if kind in {"number", "word"} and word not in _RESERVED:
            self.at += 1
            return word
        raise self.wrong("a word, a number or a text in quotes")
