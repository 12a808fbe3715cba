"""Arguments of public functions, checked before any work by the way their annotations are written.

An annotation tells people what a parameter takes, and `checked` holds callers to it, so that a
wrong value is told in our words and not by whatever library meets it first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import wraps
from inspect import signature
from numbers import Integral, Real
from typing import Any, ClassVar, TypeAlias, TypeVar, cast

from attrs import frozen

from medai_landscape.errors import LandscapeError

__all__ = ["RULES", "ArgumentError", "Probability", "Rule", "checked"]

F = TypeVar("F", bound=Callable[..., Any])

Probability: TypeAlias = float
"""A number between 0 and 1, neither of them."""


class ArgumentError(LandscapeError):
    """A function was called with values that it does not take."""

    code: ClassVar[str] = "argument"

    def __init__(self, function: str, problems: Collection[str]) -> None:
        super().__init__(function, tuple(problems))
        self.function = function
        self.problems: tuple[str, ...] = tuple(problems)

    def __str__(self) -> str:
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"cannot call {self.function}:\n{lines}"


@frozen
class Rule:
    """What a parameter takes."""

    fits: Callable[[Any], bool]
    expected: str
    example: str


def checked(function: F) -> F:
    """Refuse arguments that do not fit their annotation, all of them at once.

    Parameters whose annotation has no rule (frames, dates, records) are left to the function.

    >>> @checked
    ... def largest(top: int, *, by: str = "") -> None: ...
    >>> largest(0, by=5)
    Traceback (most recent call last):
    medai_landscape.arguments.ArgumentError: cannot call largest:
      - top=0 does not fit: needs a whole number from 1 on, such as top=3
      - by=5 does not fit: needs a text, such as by='holder'
    """
    asked = signature(function)
    rules = {
        name: RULES[parameter.annotation]
        for name, parameter in asked.parameters.items()
        if parameter.annotation in RULES
    }

    @wraps(function)
    def refusing(*args: Any, **kwargs: Any) -> Any:
        given = asked.bind(*args, **kwargs).arguments
        problems = [
            f"{name}={_shown(given[name])} does not fit: needs {rule.expected}, "
            f"such as {name}={rule.example}"
            for name, rule in rules.items()
            if name in given and not rule.fits(given[name])
        ]
        if problems:
            raise ArgumentError(function.__name__, problems)
        return function(*args, **kwargs)

    return cast("F", refusing)


_LONGEST = 80


def _shown(value: object) -> str:
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001 - a stranger's repr may raise anything
        text = f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_rank(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= 1


def _are(value: Any, fits: Callable[[Any], bool]) -> bool:
    """Whether these are several values that fit; a text, which has letters, is one."""
    several = isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping)
    return several and all(map(fits, value))


def _are_texts(value: Any) -> bool:
    return _are(value, _is_text)


def _are_cells(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        _is_text(axis) and _are(values, lambda code: code is None or _is_text(code))
        for axis, values in value.items()
    )


def _is_path(value: Any) -> bool:
    path = os.fspath(value) if isinstance(value, os.PathLike) else value
    return isinstance(path, str) and "\0" not in path


def _named(*names: str) -> Callable[[Any], bool]:
    """Whether a value is of one of these classes, which stand above this module."""
    return lambda value: not {base.__name__ for base in type(value).__mro__}.isdisjoint(names)


def _several(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


_TEXTS = "a list of texts"
_LENGTHS = ("year", "quarter", "month")
_EVERY = Rule(
    lambda value: _is_text(value) and value in _LENGTHS,
    f"one of {', '.join(_LENGTHS)}",
    "'quarter'",
)

_TYPE = Rule(lambda value: isinstance(value, type), "a type of record", "Certificate")

_OWN = {
    "str": Rule(_is_text, "a text", "'holder'"),
    "bool": Rule(lambda value: isinstance(value, bool), "True or False", "True"),
    "int": Rule(_is_rank, "a whole number from 1 on", "3"),
    "Probability": Rule(
        lambda value: isinstance(value, Real) and 0 < float(value) < 1,
        "a number between 0 and 1",
        "0.95",
    ),
    "Every": _EVERY,
    "str | Sequence[str]": Rule(
        lambda value: _is_text(value) or _are_texts(value),
        "the name of a column or a list of names",
        "['holder']",
    ),
    "Sequence[str]": Rule(_are_texts, _TEXTS, "['x', 'y']"),
    "Collection[str]": Rule(_are_texts, _TEXTS, "['x', 'y']"),
    "Iterable[str]": Rule(
        lambda value: _are_texts(value) or isinstance(value, Iterator), _TEXTS, "['x', 'y']"
    ),
    "Sequence[int]": Rule(
        lambda value: _are(value, _is_rank), "a list of whole numbers from 1 on", "[1, 3, 5]"
    ),
    "Mapping[str, Sequence[str]]": Rule(
        _are_cells, "a list of texts for each name", "{'modality': ['CT']}"
    ),
    "RateTable": Rule(_named("RateTable"), "a RateTable", "RateTable.of(frame, to='CNY')"),
    "Iterable[Record]": Rule(_several, "a list of records", "[certificate]"),
    "type[Record]": _TYPE,
    "type[R]": _TYPE,
    "str | os.PathLike[str]": Rule(_is_path, "the path of a file", "'rounds.csv'"),
    "ProgressOption": Rule(
        lambda value: value is None or isinstance(value, bool) or callable(value),
        "True, False, None or a function of two numbers",
        "False",
    ),
}


def _or_none(rule: Rule) -> Rule:
    return Rule(
        lambda value: value is None or rule.fits(value), f"{rule.expected} or None", rule.example
    )


RULES = _OWN | {f"{words} | None": _or_none(rule) for words, rule in _OWN.items()}
"""What parameters take, by the words of their annotation."""
