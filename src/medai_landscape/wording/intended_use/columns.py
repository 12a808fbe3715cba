"""Statements as columns: what many texts say, without a record for each.

Statements are put together from the same pieces, so each distinct piece is
read once a call.  What a piece says is a set of bits in a whole number, and a
statement is the union of its pieces; what depends on the statement as a whole
is settled afterwards, once for each distinct set.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import Factory, define

from medai_landscape.wording.intended_use import zh
from medai_landscape.wording.intended_use.assemble import constraints
from medai_landscape.wording.intended_use.bits import SETS, Bits
from medai_landscape.wording.intended_use.language import Language, Script, script_of
from medai_landscape.wording.intended_use.mentions import Said
from medai_landscape.wording.intended_use.reading import read_statement, without_surrogates
from medai_landscape.wording.intended_use.zh.pieces import piece_of
from medai_landscape.wording.intended_use.zh.reader import incomplete_because

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

__all__ = ["read_columns"]

_FLAGS = ("user_training", "standalone_prohibited", "equipment_restricted")
_AGE = ("min", "min_inclusive", "max", "max_inclusive")

# What the way by pieces cannot see: words broken by white space, and commas in brackets.
_PLAIN = re.compile("[^\\s（(|]*+")
_CUT = re.compile("([。；;，,])")
_SHORT = 2000

Row = tuple[int, tuple[Said, ...], str | None, str | None]
"""What is said as bits, ages and limits, why it is not complete, and the language."""


@define
class _Piece:
    mask: int
    numbers: tuple[Said, ...]
    ends: str
    script: Script


@define
class _Statements:
    bits: Bits = Factory(Bits)
    pieces: dict[tuple[str, str, str], _Piece | None] = Factory(dict)

    def row(self, text: str, language: Language | None) -> Row:
        text = without_surrogates(text)
        if language != "en" and len(text) <= _SHORT and _PLAIN.fullmatch(text):
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
        before = follows = ""
        parts = _CUT.split(text)
        parts.append("")
        for place in range(0, len(parts), 2):
            key = (parts[place], before, follows)
            piece = self.pieces[key] if key in self.pieces else self._read_piece(key)
            if piece is None:
                return None
            mask |= piece.mask
            if piece.numbers:
                numbers += piece.numbers
            han += piece.script.han
            latin += piece.script.latin
            if parts[place + 1] in {"，", ","}:
                before, follows = piece.ends, "comma"
            else:
                before = follows = ""
        if language is None and Script(len(text), han, latin).language() != "zh":
            return None
        if text[-1:] == "。" and self.bits.is_use(mask):
            return mask, numbers, None, "zh"
        cues = self.bits.cues(mask)
        said = bool(numbers) or self.bits.says_anything(mask)
        reason = incomplete_because(zh.fold_text(text).text, cues, said=said)
        return mask, numbers, reason, "zh"

    def _read_piece(self, key: tuple[str, str, str]) -> _Piece | None:
        text, before, follows = key
        read = piece_of(zh.fold_text(text).text, before, follows)
        piece = None
        if not (read.looks_around or read.left_open):
            mask, numbers = self.bits.pack(read.mentions)
            piece = _Piece(
                mask | self.bits.pack_cues(read.cues), numbers, read.ends, script_of(text)
            )
        self.pieces[key] = piece
        return piece


@define
class _Column:
    """A column whose values repeat: each distinct value once, and where it stands."""

    values: list[Any] = Factory(list)
    places: list[int | None] = Factory(list)
    known: dict[Any, int] = Factory(dict)

    def new(self, key: Any, value: Any) -> int:
        self.known[key] = place = len(self.values)
        self.values.append(value)
        return place

    def array(self, kind: pa.DataType) -> pa.Array:
        import pyarrow as pa

        return pa.array(self.values, kind).take(pa.array(self.places, pa.int32()))


def read_columns(texts: Iterable[str | None], language: Language | None = None) -> pa.Table:
    """Return what statements say as a table of ``use_`` columns, one row each.

    >>> table = read_columns(["用于胸部CT图像中肺结节的检测。", None])
    >>> table["use_anatomies"].to_pylist(), table["use_complete"].to_pylist()
    ([['lung'], None], [True, None])
    """
    statements = _Statements()
    bits = statements.bits
    sets = [(number, name, _Column()) for number, name in enumerate(SETS)]
    numbers, rest = _Column(), _Column()
    for text in texts:
        if text is None:
            for column in (*(item for _, _, item in sets), numbers, rest):
                column.places.append(None)
            continue
        mask, its_numbers, reason, found = statements.row(text, language)
        values = tuple(item[:2] for item in its_numbers)
        place = numbers.known.get(values)
        if place is None:
            place = numbers.new(values, constraints(its_numbers))
        numbers.places.append(place)
        if its_numbers:
            mask |= bits.groups(numbers.values[place])
        for number, name, column in sets:
            own = bits.own(mask, number)
            place = column.known.get(own)
            column.places.append(column.new(own, bits.codes(name, own)) if place is None else place)
        flags = (mask & bits.flags, reason, found)
        place = rest.known.get(flags)
        rest.places.append(
            rest.new(flags, (bits.said(flags[0]), reason, found)) if place is None else place
        )
    return _table([(name, column) for _, name, column in sets], numbers, rest)


def _table(sets: list[tuple[str, _Column]], numbers: _Column, rest: _Column) -> pa.Table:
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
    table |= {f"use_{name}": column.array(words) for name, column in sets}
    ages = [fields.get("age") or dict.fromkeys(_AGE) for fields in numbers.values]
    for name in _AGE:
        kind = pa.bool_() if name.endswith("inclusive") else number
        ends = [age[name] for age in ages]
        if kind == number:
            ends = [None if end is None else float(end) for end in ends]
        table[f"use_age_{name}"] = of(numbers, ends, kind)
    for name in _FLAGS:
        table[f"use_{name}"] = of(rest, [name in said for said, _, _ in rest.values], pa.bool_())
    limits = [
        [{**item, "value": float(item["value"])} for item in fields.get("thresholds", ())]
        for fields in numbers.values
    ]
    table["use_thresholds"] = of(numbers, limits, pa.list_(limit))
    return pa.table(table)
