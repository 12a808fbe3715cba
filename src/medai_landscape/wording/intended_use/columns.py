"""Statements as columns: what many texts say, without a record for each.

What a statement says is a set of bits in a whole number.  The columns are made one after the
other from these numbers, and each distinct value of a column is made once.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import frozen

from medai_landscape.wording.intended_use.batches import read_statements
from medai_landscape.wording.intended_use.codes import codes_of
from medai_landscape.wording.intended_use.facts import FACTS, FLAGS, SETS
from medai_landscape.wording.intended_use.numbers import age_of, thresholds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable

    import pyarrow as pa

    from medai_landscape.wording.intended_use.batches import Said
    from medai_landscape.wording.intended_use.language import Language
    from medai_landscape.wording.intended_use.mentions import AgeBand, Limit

__all__ = ["read_columns"]


@frozen
class _Repeated:
    """Values that repeat: each distinct one once, and where it stands."""

    values: list[Any]
    places: pa.Array

    def column(self, kind: pa.DataType, value: Callable[[Any], Any]) -> pa.Array:
        """Return what *value* makes of each value."""
        import pyarrow as pa

        return pa.array(list(map(value, self.values)), kind).take(self.places)


def _repeated(values: Collection[Hashable]) -> _Repeated:
    import pyarrow as pa

    place: defaultdict[Hashable, int] = defaultdict(count().__next__)
    places = list(map(place.__getitem__, values))
    return _Repeated(list(place), pa.array(places, pa.int32()))


def read_columns(texts: Iterable[str | None], language: Language | None = None) -> pa.Table:
    """Return what statements say as a table of ``use_`` columns, one row each.

    >>> table = read_columns(["用于胸部CT图像中肺结节的检测。", None])
    >>> table["use_anatomies"].to_pylist(), table["use_complete"].to_pylist()
    ([['lung'], None], [True, None])
    """
    given = list(texts)
    table = _table(read_statements((text for text in given if text is not None), language))
    if len(table) == len(given):
        return table
    # Null texts are null rows.
    import pyarrow as pa

    rows = count()
    places = [None if text is None else next(rows) for text in given]
    return table.take(pa.array(places, pa.int64()))


def _table(said: Said) -> pa.Table:
    import pyarrow as pa

    text, number, flag = pa.string(), pa.float64(), pa.bool_()
    limit = pa.struct([("measure", text), ("op", text), ("value", number), ("unit", text)])
    flags = _repeated(list(map(FACTS.flags, said.masks)))
    why, age = _repeated(said.reasons), _repeated(said.ages)
    table = {
        "use_lang": _repeated(said.languages).column(text, lambda language: language),
        "use_complete": why.column(flag, lambda reason: reason is None),
        "use_reason": why.column(text, lambda reason: reason),
    }
    for name in SETS:
        keys: list[Any] = FACTS.keys(said.masks, name)
        if name == "age_groups":
            keys = list(zip(keys, said.ages, strict=True))
        table[f"use_{name}"] = _repeated(keys).column(pa.list_(text), partial(_codes, name))
    for end in ("min", "max"):
        table[f"use_age_{end}"] = age.column(number, partial(_end, end))
        table[f"use_age_{end}_inclusive"] = age.column(flag, partial(_end, f"{end}_inclusive"))
    for name in FLAGS:
        table[f"use_{name}"] = flags.column(flag, partial(_says, name))
    table["use_thresholds"] = _repeated(said.limits).column(pa.list_(limit), _thresholds)
    return pa.table(table)


def _codes(name: str, key: Any) -> list[str]:
    mask, implied = (key[0], age_of(key[1])[1]) if name == "age_groups" else (key, ())
    return [code.value for code in codes_of(name, mask, implied).values]


def _end(name: str, bands: tuple[AgeBand, ...]) -> float | bool | None:
    age, _ = age_of(bands)
    end: Decimal | bool | None = None if age is None else getattr(age, name)
    return float(end) if isinstance(end, Decimal) else end


def _says(name: str, mask: int) -> bool:
    return any(field == name for _, (field, _) in FACTS.numbered(mask))


def _thresholds(limits: tuple[Limit, ...]) -> list[dict[str, Any]]:
    return [
        {"measure": t.measure.value, "op": t.op, "value": float(t.value), "unit": t.unit}
        for t in thresholds_of(limits)
    ]
