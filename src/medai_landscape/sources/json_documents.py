"""JSON from strangers: one document, or a document a line.

The last of two equal keys wins in silence in most readers, NaN is read though
JSON has none, and a deeply nested text ends some programs; here each is refused.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from medai_landscape.errors import LimitError, SourceFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.sources.limits import Limits

__all__ = ["follow", "read_json", "read_json_lines", "text_at"]

_EXPECTED = "one whole JSON document (RFC 8259), each key once in its object"


class _JsonError(ValueError):
    """Raised while parsing, to become an error of ours with the name of the file."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise _JsonError(f"the key {repeated[:80]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise _JsonError(f"{name} is no JSON")


def read_json(text: str, name: str, limits: Limits, *, row: int | None = None) -> Any:
    """Parse one document.

    Raises:
        SourceFormatError: it is no JSON, is cut off, or repeats a key.
        LimitError: it is nested deeper than the limits allow.
    """
    try:
        value = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except RecursionError:
        raise LimitError("depth", "beyond all reading", limits.depth) from None
    except ValueError as error:
        raise SourceFormatError(name, str(error), _EXPECTED, row=row) from error
    _check_depth(value, limits)
    return value


def _check_depth(value: Any, limits: Limits) -> None:
    """Stop where arrays and objects lie in each other too deep; without recursion."""
    level, depth = [value], 0
    while level := [node for node in level if type(node) in {dict, list}]:
        depth += 1
        limits.check("depth", depth)
        children = (node.values() if type(node) is dict else node for node in level)
        level = list(chain.from_iterable(children))


def read_json_lines(
    text: str, name: str, limits: Limits
) -> Iterator[tuple[int, Any | SourceFormatError]]:
    """Yield the number and the document of each line that is not blank.

    A line that is no JSON yields its error in place of a document, since the
    lines around it are sound.

    Raises:
        LimitError: too many lines, or one is nested too deep.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        limits.check("rows", number)
        if not line.strip():
            continue
        try:
            yield number, read_json(line, name, limits, row=number)
        except SourceFormatError as error:
            yield number, error


def follow(value: Any, path: str) -> Any:
    """Return what stands at a dotted *path*, None where any part of it is missing.

    >>> follow({"a": {"b": 1}}, "a.b"), follow({"a": None}, "a.b"), follow([], "a")
    (1, None, None)
    """
    for key in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def text_at(value: Any, path: str) -> str | None:
    """Return the text at *path*, None where there is none or only white space."""
    found = follow(value, path)
    return found.strip() or None if isinstance(found, str) else None
