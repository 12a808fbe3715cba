"""The two digits for the kind of device in a Chinese registration number.

They are a code of the catalogue of 2017 (in force since 2018-08-01), the last two
digits of a code of the catalogue of 2002, or ``40`` for in-vitro diagnostic
reagents.  A number keeps its year on renewal while its category was rewritten to
the new catalogue, so for years up to 2018 the same digits can mean two things,
and both are given.

Source: NMPA Announcement 104 (2017); the classification catalogue of 2002.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from attrs import frozen

from medai_landscape.vocabulary import read_rows

__all__ = ["CategoryEntry", "decode_category"]

Catalogue = Literal["2017", "2002", "ivd"]
_SWITCH = 2018  # both catalogues were in use within this year


@frozen
class CategoryEntry:
    """One line of a catalogue: what the two digits may stand for.

    `code` is as in the catalogue itself: ``21`` in that of 2017, ``6821`` in that of
    2002.  The names are None for a code that is in no catalogue we know.
    """

    catalogue: Catalogue
    code: str
    name_zh: str | None
    name_en: str | None


@cache
def _catalogue(name: Catalogue) -> dict[str, CategoryEntry]:
    return {
        row["code"][-2:]: CategoryEntry(name, row["code"], row["name_zh"], row["name_en"])
        for row in read_rows("vocabularies/nmpa_categories.csv")
        if row["catalogue"] == name
    }


def decode_category(year: int, code: str) -> tuple[CategoryEntry, ...]:
    """Return what the category digits of a number first registered in *year* may mean.

    Args:
        year: The year in the number, which is that of the first registration.
        code: The two digits.

    Returns:
        The candidates, that of 2017 first.  Empty for ``00``, which is no category.

    >>> [entry.code for entry in decode_category(2017, "21")]
    ['21', '6821']
    >>> [entry.code for entry in decode_category(2024, "21")]
    ['21']
    >>> [entry.catalogue for entry in decode_category(2015, "40")]
    ['2002', 'ivd']
    """
    if code == "00":
        return ()
    old, reagent = _catalogue("2002").get(code), _catalogue("ivd").get(code)
    if reagent is not None:
        return (reagent,) if old is None or year > _SWITCH else (old, reagent)
    new = _catalogue("2017").get(code)
    if new is None:
        return (old or CategoryEntry("2002", f"68{code}", None, None),)
    return (new,) if old is None or year > _SWITCH else (new, old)
