"""The tables of terms as experts edit them, checked: a slip is told with its file and line.

A slip that nobody tells is a term that is never found, or a statement that cannot be read.
"""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.errors import SourceFormatError
from medai_landscape.records.intended_use_codes import CODE_SETS, User

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["TermRow", "check_rows", "term_tables"]

_HEADER = ["code", "terms", "also", "standard", "note"]
_CODES: Mapping[str, Collection[str]] = {
    **{field: frozenset(codes) for field, codes in CODE_SETS.items()},
    "departments": frozenset(User),
    "user_training": frozenset({"true"}),
    "standalone_prohibited": frozenset({"true"}),
    "equipment_restricted": frozenset({"true"}),
}
"""Tables that are not here hold roles of words and no codes."""
_CHOICE = re.compile("[{][^{}]*[}]")


class TermRow(NamedTuple):
    """One concept: its code, its terms as written, further labels of the same words."""

    code: str
    terms: tuple[str, ...]
    also: tuple[tuple[str, str], ...]


def term_tables(language: str) -> Iterator[tuple[str, list[TermRow]]]:
    """Give the tables of a language, by the field that their codes belong to.

    Raises:
        SourceFormatError: a table has slips; the error names the line of each.
    """
    folder = files("medai_landscape").joinpath("data", "intended_use", language)
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        name, _, kind = path.name.rpartition(".")
        if kind == "csv":
            place = f"data/intended_use/{language}/{path.name}"
            yield name, check_rows(path.read_text(encoding="utf-8"), name, place)


def check_rows(text: str, field: str, place: str) -> list[TermRow]:
    r"""Read the *text* of a table of *field*, and tell all its slips at once.

    >>> check_rows("code,terms,also,standard,note\nlung,肺|肺部,,,\n", "anatomies", "zh.csv")
    [TermRow(code='lung', terms=('肺', '肺部'), also=())]
    """
    # A comment may hold a single quote, which would open a cell.
    lines = ("\n" if line.startswith("#") else line for line in text.splitlines(keepends=True))
    reader = csv.reader(lines)
    rows: list[TermRow] = []
    slips: list[str] = []
    header: list[str] = []
    for cells in reader:
        if not cells:
            continue
        if not header:
            header = cells
            if cells != _HEADER:
                slips.append(f"line {reader.line_num}: the columns are {','.join(cells)}")
                break
            continue
        found = list(_slips(cells, field))
        slips += (f"line {reader.line_num}: {slip}" for slip in found)
        if not found:
            labels = (label.partition(":") for label in cells[2].split("|") if label)
            also = tuple((name, code) for name, _, code in labels)
            rows.append(TermRow(cells[0], tuple(cells[1].split("|")), also))
    if slips:
        expected = (
            f"{','.join(_HEADER)} with terms separated by |, and codes of "
            "records/intended_use_codes.py"
        )
        raise SourceFormatError(place, "; ".join(slips), expected)
    return rows


def _slips(cells: list[str], field: str) -> Iterator[str]:
    if len(cells) != len(_HEADER):
        yield f"{len(cells)} cells instead of {len(_HEADER)} ({cells[0]!r})"
        return
    code, terms, also = cells[:3]
    yield from _wrong_code(field, code)
    for label in filter(None, also.split("|")):
        name, colon, value = label.partition(":")
        if not colon or name not in _CODES:
            yield f"{label!r} is no label, write a field and a code: 'anatomies:lung'"
        else:
            yield from _wrong_code(name, value)
    written = terms.split("|")
    if not all(map(str.strip, written)):
        yield f"an empty term of {code!r}: each | stands between two terms"
    for term in written:
        if {"{", "}"} & set(_CHOICE.sub("", term)):
            yield f"{term!r} has a brace without its partner"


def _wrong_code(field: str, code: str) -> Iterator[str]:
    allowed = _CODES.get(field)
    plain = code.removesuffix("?")
    # A word with @ is settled by what else the statement says.
    if allowed is None or plain in allowed or code.startswith("@"):
        return
    from difflib import get_close_matches

    close = get_close_matches(plain, map(str, sorted(allowed)), n=1)
    yield f"{code!r} is no code of {field}" + (f", perhaps {close[0]!r}" if close else "")
