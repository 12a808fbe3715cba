"""Statements as columns: what many texts say, without a record for each.

Statements are put together from the same pieces, so each distinct piece is
read once a call.  What a piece says is a set of bits in a whole number, and a
statement is the union of its pieces; what depends on the statement as a whole
is settled afterwards, once for each distinct set.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import Factory, define

from medai_landscape.wording.intended_use import zh
from medai_landscape.wording.intended_use.assemble import constraints
from medai_landscape.wording.intended_use.bits import SETS, Bits
from medai_landscape.wording.intended_use.language import Language, Script, script_of
from medai_landscape.wording.intended_use.mentions import Said
from medai_landscape.wording.intended_use.reading import read_statement
from medai_landscape.wording.intended_use.zh.pieces import piece_of
from medai_landscape.wording.intended_use.zh.reader import incomplete_because

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    import pyarrow as pa

__all__ = ["read_columns"]

_FLAGS = ("user_training", "standalone_prohibited", "equipment_restricted")
_AGE = ("min", "min_inclusive", "max", "max_inclusive")

# What the way by pieces cannot see: words broken by white space, commas in brackets, and
# halves of surrogate pairs.
_PLAIN = re.compile("[^\\s（(|\ud800-\udfff]*+")
_CUT = re.compile("([。；;，,])")
_COMMAS = frozenset("，,")
_SHORT = 2000

Row = tuple[int, tuple[Said, ...], str | None, str | None]
"""What is said as bits, ages and limits, why it is not complete, and the language."""


class _Piece(NamedTuple):
    mask: int
    numbers: tuple[Said, ...]
    ends: str
    han: int
    latin: int


@define
class _Statements:
    bits: Bits = Factory(Bits)
    pieces: defaultdict[str, dict[str, _Piece]] = Factory(lambda: defaultdict(dict))
    """By the mode that a comma hands on (empty behind no comma), then by text."""

    def row(self, text: str, language: Language | None) -> Row:
        if language != "en" and len(text) <= _SHORT:
            row = self._by_pieces(text, language)
            if row is not None:
                return row
        found, reading = read_statement(text, language)
        mask, numbers = self.bits.pack(reading.mentions)
        return mask, numbers, reading.reason, found

    def _by_pieces(self, text: str, language: Language | None) -> Row | None:
        """Read a Chinese statement by its pieces; None where they do not stand alone."""
        mask = han = latin = 0
        numbers: tuple[Said, ...] = ()
        pieces, before = self.pieces, ""
        parts = _CUT.split(text)
        parts.append("")
        for part, mark in zip(parts[::2], parts[1::2], strict=True):
            piece = pieces[before].get(part) or self._read_piece(part, before)
            if piece is None:
                return None
            its_mask, its_numbers, ends, its_han, its_latin = piece
            mask |= its_mask
            if its_numbers:
                numbers += its_numbers
            han += its_han
            latin += its_latin
            before = ends if mark in _COMMAS else ""
        if language is None and Script(len(text), han, latin).language() != "zh":
            return None
        if text[-1:] == "。" and self.bits.is_use(mask):
            return mask, numbers, None, "zh"
        cues = self.bits.cues(mask)
        said = bool(numbers) or self.bits.says_anything(mask)
        reason = incomplete_because(zh.fold_text(text).text, cues, said=said)
        return mask, numbers, reason, "zh"

    def _read_piece(self, text: str, before: str) -> _Piece | None:
        if not _PLAIN.fullmatch(text):
            return None
        read = piece_of(zh.fold_text(text).text, before, "comma" if before else "")
        if read.looks_around or read.left_open:
            return None
        mask, numbers = self.bits.pack(read.mentions)
        mask |= self.bits.pack_cues(read.cues)
        _, han, latin = script_of(text)
        piece = self.pieces[before][text] = _Piece(mask, numbers, read.ends, han, latin)
        return piece


@define
class _Column:
    """A column whose values repeat: each distinct value once, and where it stands."""

    values: list[Any]
    places: list[int]

    def array(self, kind: pa.DataType) -> pa.Array:
        import pyarrow as pa

        return pa.array(self.values, kind).take(pa.array(self.places, pa.int32()))


def _distinct(keys: Iterable[Hashable], value: Callable[[Any], Any]) -> _Column:
    """Return what *value* makes of each key; each distinct key is made once."""
    keys = list(keys)
    place = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return _Column([value(key) for key in place], [place[key] for key in keys])


def read_columns(texts: Iterable[str | None], language: Language | None = None) -> pa.Table:
    """Return what statements say as a table of ``use_`` columns, one row each.

    >>> table = read_columns(["用于胸部CT图像中肺结节的检测。", None])
    >>> table["use_anatomies"].to_pylist(), table["use_complete"].to_pylist()
    ([['lung'], None], [True, None])
    """
    statements = _Statements()
    rows: list[Row] = []
    places: list[int | None] = []
    for text in texts:
        places.append(None if text is None else len(rows))
        if text is not None:
            rows.append(statements.row(text, language))
    table = _table(statements.bits, rows)
    # Null texts are null rows.
    import pyarrow as pa

    return table if len(rows) == len(places) else table.take(pa.array(places, pa.int64()))


def _table(bits: Bits, rows: list[Row]) -> pa.Table:
    """Make the columns one after the other, and each distinct value of a column once."""
    numbers = _distinct([said for _, said, _, _ in rows], constraints)
    groups = [bits.groups(fields) for fields in numbers.values]
    masks = [row[0] | groups[place] for row, place in zip(rows, numbers.places, strict=True)]
    sets = {
        name: _distinct(bits.keys(masks, number), partial(bits.codes, name))
        for number, name in enumerate(SETS)
    }
    flags = bits.flags
    rest = _distinct(
        [(mask & flags, row[2], row[3]) for mask, row in zip(masks, rows, strict=True)],
        lambda key: (bits.said(key[0]), *key[1:]),
    )
    return _arrow(sets, numbers, rest)


def _arrow(sets: dict[str, _Column], numbers: _Column, rest: _Column) -> pa.Table:
    import pyarrow as pa

    def of(column: _Column, values: list[Any], kind: pa.DataType) -> pa.Array:
        return _Column(values, column.places).array(kind)

    words, number = pa.list_(pa.string()), pa.float64()
    limit = pa.struct(
        [("measure", pa.string()), ("op", pa.string()), ("value", number), ("unit", pa.string())]
    )
    table = {
        "use_lang": of(rest, [found for _, _, found in rest.values], pa.string()),
        "use_complete": of(rest, [reason is None for _, reason, _ in rest.values], pa.bool_()),
        "use_reason": of(rest, [reason for _, reason, _ in rest.values], pa.string()),
    }
    table |= {f"use_{name}": column.array(words) for name, column in sets.items()}
    ages = [fields.get("age") for fields in numbers.values]
    for name in _AGE:
        kind = pa.bool_() if name.endswith("inclusive") else number
        ends = [age and getattr(age, name) for age in ages]
        if kind == number:
            ends = [None if end is None else float(end) for end in ends]
        table[f"use_age_{name}"] = of(numbers, ends, kind)
    for name in _FLAGS:
        table[f"use_{name}"] = of(rest, [name in said for said, _, _ in rest.values], pa.bool_())
    limits = [
        [{**item._asdict(), "value": float(item.value)} for item in fields.get("thresholds", ())]
        for fields in numbers.values
    ]
    table["use_thresholds"] = of(numbers, limits, pa.list_(limit))
    return pa.table(table)
