"""Limits: how large, deep and compressed a file may be before a reader stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from medai_landscape.errors import LandscapeError, LimitError

if TYPE_CHECKING:
    from typing import Any

    from attrs import Attribute

__all__ = ["Limits", "LimitsError"]

_GIB = 2**30


class LimitsError(LandscapeError):
    """A limit is no whole number from one on."""

    code: ClassVar[str] = "limits"

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name, value)
        self.name = name
        self.value = value

    def __str__(self) -> str:
        return f"{self.value!r} is no limit for {self.name}: give a whole number from 1 on"


def _limit(default: int) -> Any:
    return field(default=default, validator=_whole)


def _whole(_limits: Limits, attribute: Attribute[int], value: object) -> None:
    if type(value) is not int or value < 1:
        raise LimitsError(attribute.name, value)


@frozen(kw_only=True)
class Limits:
    """What a reader takes from a stranger; it stops with a `LimitError` beyond.

    A file that lies about its size is as dangerous as one that is large, so
    archives and workbooks are measured before anything in them is read.

    >>> Limits(rows=10).check("rows", 11)
    Traceback (most recent call last):
    medai_landscape.errors.LimitError: rows is 11, over the limit of 10: \
pass Limits(rows=...) if you trust this file
    """

    file_bytes: int = _limit(4 * _GIB)
    """Size of the file as it lies on the disk."""
    rows: int = _limit(5_000_000)
    """Rows of a table, elements of an XML file, results of an answer."""
    columns: int = _limit(2_000)
    """Columns of a table, children of an XML element."""
    cells: int = _limit(30_000_000)
    """Rows times columns of a sheet, from the first to the last cell that is there."""
    cell_characters: int = _limit(1_000_000)
    """Characters of one cell or one element."""
    members: int = _limit(5_000)
    """Files in an archive."""
    unpacked_bytes: int = _limit(4 * _GIB)
    """All files of an archive, unpacked."""
    ratio: int = _limit(250)
    """How many times larger an archive may unpack; small archives are not asked."""
    depth: int = _limit(64)
    """Nesting of XML elements, or of JSON arrays and objects."""

    def check(self, name: str, value: int) -> None:
        """Stop if *value* is over the limit called *name*.

        Raises:
            LimitError: it is.
        """
        limit = getattr(self, name)
        if value > limit:
            raise LimitError(name, value, limit)
