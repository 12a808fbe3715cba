"""Cells of a text table and the values they stand for, by the type of the field.

An empty cell is unknown.  A list has ``|`` between its items; yes and no are
``true`` and ``false``; ages are an interval such as ``[18,)`` or ``[0.5,18]``;
limits are written ``lesion_size>=3mm``.
"""

from __future__ import annotations

import re
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from medai_landscape.errors import LandscapeError
from medai_landscape.records.intended_use import AgeRange, Threshold

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["CellError", "read_cell"]

# [0-9], never \d: \d also accepts digits of other scripts.
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_AGE = re.compile(rf"([\[(])({_NUMBER})?,({_NUMBER})?([\])])")
_LIMIT = re.compile(rf"([a-z_]{{1,40}})(>=|<=|>|<)({_NUMBER})([^0-9]{{0,20}})")
_WHOLE = re.compile(r"[0-9]{1,12}")


class CellError(LandscapeError):
    """A cell is not written the way its column asks for."""

    code = "cell"

    def __init__(self, value: str, expected: str) -> None:
        super().__init__(value, expected)
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.value!r} is not what this column holds: expected {self.expected}"


def read_cell(model: type[BaseModel], name: str, text: str) -> Any:
    """Return the value of *text* in the field *name* of *model*, still to be validated.

    >>> from medai_landscape.records.trial import Trial
    >>> read_cell(Trial, "enrolment", "27"), read_cell(Trial, "countries", "CN|US")
    (27, ('CN', 'US'))

    Raises:
        CellError: says how the column is written.
    """
    kinds = _kinds(model.model_fields[name].annotation)
    if tuple in kinds:
        items = tuple(item.strip() for item in text.split("|"))
        return tuple(_limit(item) for item in items) if Threshold in kinds else items
    if AgeRange in kinds:
        return _age(text)
    if bool in kinds:
        return _flag(text)
    if int in kinds:
        return _whole(text)
    return text


def _kinds(annotation: Any) -> set[Any]:
    """Return the types that stand in an annotation, and ``tuple`` where it is a list of them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin in {Union, UnionType, tuple}:
        inner = set().union(*(_kinds(part) for part in get_args(annotation)))
        return (inner | {tuple} if origin is tuple else inner) - {NoneType, Ellipsis}
    return {annotation}


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise CellError(text, "true or false, or nothing where it is not stated")
    return text == "true"


def _whole(text: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise CellError(text, "a whole number in plain digits, such as 27")
    return int(text)


def _age(text: str) -> dict[str, Any]:
    match = _AGE.fullmatch(text.replace(" ", ""))
    if match is None:
        raise CellError(text, "an interval of years such as [18,) or [0.5,18]")
    opening, low, high, closing = match.groups()
    return {
        "min": low, "min_inclusive": opening == "[" and low is not None,
        "max": high, "max_inclusive": closing == "]" and high is not None,
    }  # fmt: skip


def _limit(text: str) -> dict[str, str]:
    match = _LIMIT.fullmatch(text)
    if match is None:
        raise CellError(text, "a limit such as lesion_size>=3mm or stenosis>=50%")
    return dict(zip(("measure", "op", "value", "unit"), match.groups(), strict=True))
