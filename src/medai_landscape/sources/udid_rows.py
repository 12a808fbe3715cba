"""One device of the UDID release as the values of a `DeviceIdentifier`.

Which element fills which field stands in ``data/nmpa_udid_fields.csv``, the
words for agencies and kinds of device in ``data/udid_words.csv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from attrs import define, field

from medai_landscape.errors import DateError
from medai_landscape.sources.loading import RowReading, issue, issue_of_error
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.partial_dates import read_partial_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from medai_landscape.dates import PartialDate
    from medai_landscape.issues import Issue
    from medai_landscape.sources.udid_xml import Device

__all__ = ["UdidRows", "elements", "fields"]

_SEVERAL = re.compile(r"[,，;；、\n]")
_DATES = ("published", "withdrawn")


@cache
def fields() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each field with the elements that may fill it, best first."""
    rows = read_rows("nmpa_udid_fields.csv")
    return tuple((row["field"], tuple(row["elements"].split("|"))) for row in rows)


def elements() -> frozenset[str]:
    """Return the elements that are read at all."""
    return frozenset(element for _, known in fields() for element in known)


@cache
def _words(name: str) -> dict[str, str]:
    return {
        word.casefold(): row["code"]
        for row in read_rows("udid_words.csv")
        if row["field"] == name
        for word in row["words"].split("|")
    }


@define
class UdidRows:
    """Some hundred devices as columns, since going down a column is twice as fast as along a row.

    `repairs` and `issues` belong to the rows that they name by their place.
    """

    devices: Sequence[Device]
    columns: dict[str, list[Any]] = field(factory=dict)
    repairs: dict[int, list[str]] = field(factory=dict)
    issues: dict[int, list[Issue]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        given = [device.values for device in self.devices]
        for name, known in fields():
            texts = [values.get(known[0]) for values in given]
            for other in known[1:]:
                texts = [
                    text or values.get(other) for text, values in zip(texts, given, strict=True)
                ]
            self.columns[name] = [text.strip() or None if text else None for text in texts]
        for name, column in self.columns.items():
            if name != "certificate_number":
                self._join_lines(column)
        self._part_numbers()
        self._read_words()
        for name in _DATES:
            self._read_days(name)
        for place, device in enumerate(self.devices):
            if device.fault is not None:
                self._refuse(place, issue("", "row_shape", None, fault=device.fault))

    def values(self, place: int) -> dict[str, Any]:
        """Return one row as the fields of a record, without its sources."""
        return {
            name: column[place]
            for name, column in self.columns.items()
            if column[place] is not None
        }

    def reading(self, place: int) -> RowReading:
        """Return one row as the loading of records takes it."""
        given = self.devices[place].values
        raw: Mapping[str, object] = {
            name: next((given[each] for each in known if given.get(each)), "")
            for name, known in fields()
        }
        issues, repairs = self.issues.get(place, ()), self.repairs.get(place, ())
        return RowReading(raw, self.values(place), list(issues), list(repairs))

    def _join_lines(self, column: list[str | None]) -> None:
        if not any(text is not None and "\n" in text for text in column):
            return
        for place, text in enumerate(column):
            if text is not None and "\n" in text:
                column[place] = " ".join(text.split())
                self.repairs.setdefault(place, []).append("line_break")

    def _part_numbers(self) -> None:
        """Part the cells that hold several certificate numbers."""
        numbers = self.columns["certificate_number"]
        further = self.columns["further_certificate_numbers"] = [None] * len(numbers)
        for place, text in enumerate(numbers):
            if text is not None and _SEVERAL.search(text):
                parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
                numbers[place] = parts[0] if parts else None
                further[place] = tuple(sorted(set(parts[1:]))) or None

    def _read_words(self) -> None:
        agencies, kinds = _words("agency"), _words("is_reagent")
        self.columns["agency"] = [
            text and agencies.get(text.casefold(), text) for text in self.columns["agency"]
        ]
        for place, text in enumerate(self.columns["is_reagent"]):
            if text is not None:
                kind = kinds.get(text.casefold())
                self.columns["is_reagent"][place] = None if kind is None else kind == "yes"
                if kind is None:
                    change = f"kind not known, left empty: {text[:60]!r}"
                    self.repairs.setdefault(place, []).append(change)

    def _read_days(self, name: str) -> None:
        column = self.columns[name]
        for place, text in enumerate(column):
            if text is not None:
                day = _day(text)
                column[place] = None if isinstance(day, DateError) else day
                if isinstance(day, DateError):
                    self._refuse(place, issue_of_error(name, day, text))

    def _refuse(self, place: int, problem: Issue) -> None:
        self.issues.setdefault(place, []).append(problem)


@lru_cache(maxsize=4096)  # a day has thousands of rows
def _day(text: str) -> PartialDate | DateError:
    try:
        return read_partial_date(text)
    except DateError as error:
        return error
