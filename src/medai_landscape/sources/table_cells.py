"""Cells of a table that somebody keeps, read as what their field holds.

A cell is read by the type of its field: dates in any notation, amounts with the
unit of their column, several names in one cell, yes and no.  What a table
writes where nothing is known, a dash or a slash, is nothing; ``NA`` in a name
is a name.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import pyarrow.compute as pc
from attrs import define, field, frozen
from pydantic import TypeAdapter, ValidationError

from medai_landscape.amounts import AmountRange
from medai_landscape.dates import PartialDate
from medai_landscape.errors import LandscapeError
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.sources.mending import mend, split_hyperlink
from medai_landscape.tables.field_types import parts_of_type
from medai_landscape.tables.screens import keeps_text
from medai_landscape.tables.texts import texts_column
from medai_landscape.vocabulary import Vocabulary
from medai_landscape.wording.amounts import parse_amount
from medai_landscape.wording.partial_dates import read_partial_date
from medai_landscape.wording.tokens import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from medai_landscape.records._record import Record
    from medai_landscape.sources.implied import Identified
    from medai_landscape.wording.money_units import MoneyUnit
    from medai_landscape.wording.partial_dates import Order

__all__ = ["CellReader", "Reading", "parted"]

_LONGEST_DASH = 3
_NOTHING = re.compile("[-–—−－/／]{1,3}")
_SEPARATORS = re.compile("[;；、，|\n]")
# After these, a comma in an English name begins no new name.
_LEGAL_FORM = re.compile(
    r",\s{0,3}(?=(?:inc|llc|ltd|l\.?p|corp|co|gmbh|s\.?a|plc|ag|b\.?v|pte|pty)\b)", re.IGNORECASE
)
_HAN = re.compile("[\u4e00-\u9fff]")
_WHOLE = re.compile("[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}")
_KEPT = "\x1f"  # stands for a comma that is no separator
# What `mend` leaves as it is, without white space around it, and that begins no formula, no dash.
_WIDE = "\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e"
_BEGINS = "!-,.0-<>-~\u3001-\u303f\u4e00-\u9fff\uff01-\uff0c\uff0e\uff10-\uff5e"
_ITSELF = rf"\A[{_BEGINS}](?:[ -~{_WIDE}]*[!-~{_WIDE}])?\z"
_YES_OR_NO = Vocabulary(
    "answer",
    ("yes", "no"),
    {
        **dict.fromkeys(("true", "y", "是"), "yes"),
        **dict.fromkeys(("false", "n", "否"), "no"),
    },
    file="the words for yes and no",
)


@frozen
class Reading:
    """What a cell holds, None for nothing; what was changed to read it; or why it is unreadable."""

    value: Any = None
    repairs: tuple[str, ...] = ()
    error: LandscapeError | None = None


@define
class CellReader:
    """Reads the cells of one column, each text once: columns repeat themselves."""

    kind: Any
    unit: MoneyUnit | None = None
    currency: str | None = None
    order: Order | None = None
    is_required: bool = False
    identified: Callable[[str], Identified] | None = None
    field_type: TypeAdapter[Any] | None = None
    keeps_text: bool = False
    """Whether a text that needs no repair is the value."""
    is_list: bool = field(init=False)
    """Whether a cell may hold several values."""
    implied: dict[str, Mapping[str, Any]] = field(factory=dict)
    """By identifier: the fields that follow from it."""
    _read: dict[str, Reading] = field(factory=dict)
    _reader: Callable[[str], Any] | None = None

    def __attrs_post_init__(self) -> None:
        self.is_list = get_origin(self.kind) is tuple
        self._reader = self._readers().get(self.kind)

    @classmethod
    def of(cls, record: type[Record], name: str, **options: Any) -> CellReader:
        """Return the reader for a field of *record*."""
        info = record.model_fields[name]
        kind = parts_of_type(info.annotation)[0]
        annotation: Any = info.annotation
        whole = TypeAdapter(Annotated[annotation, info])
        keeps = keeps_text(info.annotation, info.metadata) and not options.get("identified")
        required = info.is_required()
        return cls(kind, is_required=required, field_type=whole, keeps_text=keeps, **options)

    def read(self, text: str) -> Reading:
        """Read one cell."""
        reading = self._read.get(text)
        if reading is None:
            reading = self._read[text] = self._fresh(text)
        return reading

    def those_that_stay(self, texts: Collection[str]) -> list[str]:
        """Return texts that are their own values, found all at once; the others are to be read."""
        column = texts_column(texts) if self.keeps_text else None
        if column is None:
            return []
        return list(column.filter(pc.match_substring_regex(column, _ITSELF)).to_pylist())

    def _fresh(self, text: str) -> Reading:
        label = text.strip()
        if not label:
            return Reading()
        formula: tuple[str, ...] = ()
        if label[0] == "=":
            _, label, formula = split_hyperlink(label)
        if len(label) <= _LONGEST_DASH and not self.is_required and _NOTHING.fullmatch(label):
            return Reading(None, ("dash_for_nothing",))
        try:
            value, changed = self._value(label if formula else text)
        except LandscapeError as error:
            return Reading(error=error)
        return Reading(value, formula + changed)

    def _value(self, text: str) -> tuple[Any, tuple[str, ...]]:
        if self.is_list:
            return self._several(text)
        if self.kind is IntendedUse:
            # Only here: making ready to read them takes half a second.
            from medai_landscape.wording.intended_use import parse_intended_use

            return parse_intended_use(text), ()
        mended = mend(text)
        if self._reader is not None:
            value, changed = _in_plain_characters(self._reader, mended.text)
            return value, (*mended.repairs, *changed)
        if self.identified is None:
            return self._as_field(mended.text), mended.repairs
        found = self.identified(mended.text)
        self.implied[found.text] = found.implied
        return found.text, (*mended.repairs, *["number_written_otherwise"] * found.is_mended)

    def _as_field(self, text: str) -> Any:
        """Return what the field makes of a text, so that two spellings of a code are one.

        A text that the field refuses stays a text: the record says what is wrong with it.
        """
        if self.field_type is None:
            return text
        try:
            return self.field_type.validate_python(text)
        except ValidationError:
            return text

    def _readers(self) -> dict[Any, Callable[[str], Any]]:
        return {
            AmountRange: self._amount,
            PartialDate: lambda text: read_partial_date(text, order=self.order),
            bool: lambda text: _YES_OR_NO.read(text) == "yes",
            int: lambda text: int(text.replace(",", "")) if _WHOLE.fullmatch(text) else text,
        }

    def _amount(self, text: str) -> AmountRange | None:
        if self.unit is not None:
            return self.unit.amount(text, self.currency)
        return parse_amount(text, currency=self.currency)

    def _several(self, text: str) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        """Part a cell that holds several names or dates."""
        item, repairs, values = CellReader(get_args(self.kind)[0], order=self.order), [], []
        for part in parted(text):
            name = part.removesuffix("等") if _HAN.match(part) and len(part) > 2 else part  # noqa: PLR2004 - 红杉等
            repairs += ["and_others_left_out"] * (name != part)
            reading = item.read(name)
            if reading.error is not None:
                raise reading.error
            if reading.value is not None:
                values.append(reading.value)
            repairs += [each for each in reading.repairs if each != "outer_white_space"]
        return tuple(values), tuple(repairs)


def _in_plain_characters(read: Callable[[str], Any], text: str) -> tuple[Any, tuple[str, ...]]:
    """Read a text, or else the same in plain characters where it is written in full width."""
    try:
        return read(text), ()
    except LandscapeError:
        plain = normalise(text)
        if plain == text:
            raise
        with suppress(LandscapeError):
            return read(plain), ("full_width_characters",)
        raise


def parted(text: str) -> list[str]:
    """Part a list of names; a comma only parts where it does not belong to an English name.

    >>> parted("红杉中国、高瓴创投"), parted("Sequoia Capital, Example Co., Ltd.")
    (['红杉中国', '高瓴创投'], ['Sequoia Capital', 'Example Co., Ltd.'])
    """
    parts: list[str] = []
    for part in _SEPARATORS.split(text):
        parts += _LEGAL_FORM.sub(_KEPT, part).split(",")
    return [part.replace(_KEPT, ", ").strip() for part in parts if part.strip()]
