"""Cross-field rules: what must hold between the fields of one record.

A rule runs whenever its own fields are valid, whatever else is wrong, so that
a record names all of its problems at once and a table gives the same verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from attrs import frozen
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

from medai_landscape.errors import LandscapeError
from medai_landscape.issues import as_text
from medai_landscape.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

__all__ = ["Rule", "broken_rules", "in_our_codes"]

_KNOWN = frozenset(get_args(ErrorType)) - {"value_error", "assertion_error"}


@frozen
class Rule:
    """A promise between fields; *code* names its sentence in ``data/messages.csv``.

    *check* gets the values of *fields* in order.  It returns None where the
    promise holds or nothing can be said, otherwise the parameters of the
    sentence.  The first field is the one a reader is pointed to.
    """

    code: str
    fields: tuple[str, ...]
    check: Callable[..., Mapping[str, object] | None]

    def broken_by(self, values: Mapping[str, Any]) -> InitErrorDetails | None:
        """Return the problem, None where the rule holds or a field of it is not valid."""
        try:
            given = [values[name] for name in self.fields]
        except KeyError:
            return None
        parameters = self.check(*given)
        if parameters is None:
            return None
        texts = {name: str(value) for name, value in parameters.items()}
        sentence = message(self.code, **texts)
        return InitErrorDetails(
            type=_said(self.code, sentence, texts),
            loc=(self.fields[0],),
            input=values[self.fields[0]],
        )


def broken_rules(rules: Iterable[Rule], values: Mapping[str, Any]) -> list[InitErrorDetails]:
    """Return the problems of all rules whose fields are in *values*."""
    return [problem for rule in rules if (problem := rule.broken_by(values)) is not None]


def in_our_codes(error: ValidationError) -> list[InitErrorDetails]:
    """Return the lines of *error*, with our codes where one of our errors stands behind it."""
    return [_in_our_code(line) for line in error.errors(include_url=False)]


def _in_our_code(line: ErrorDetails) -> InitErrorDetails:
    context = line.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, LandscapeError):
        parameters = {name: _as_words(value) for name, value in vars(cause).items()}
        kind: str | PydanticCustomError = _said(cause.code, str(cause), parameters)
    elif line["type"] in _KNOWN:
        kind = line["type"]
    else:
        kind = _said(line["type"], line["msg"], context)
    return InitErrorDetails(type=kind, loc=line["loc"], input=line["input"], ctx=context)


def _as_words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _said(code: Any, sentence: str, parameters: Mapping[str, Any]) -> PydanticCustomError:
    """Return an error with a finished sentence, in which braces that somebody wrote stay."""
    # Pydantic fills in one parameter after the other: nothing is filled into the last.
    told = {**parameters, "sentence": sentence}
    # It cannot show half a character.
    whole = {name: as_text(v) if isinstance(v, str) else v for name, v in told.items()}
    return PydanticCustomError(code, "{sentence}", whole)
