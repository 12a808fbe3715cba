"""Countries, and the jurisdictions in which a product is authorised.

The list of codes is our own copy of ISO 3166-1 alpha-2 (``data/vocabularies/countries.csv``),
so no verdict depends on what else is installed.  A jurisdiction is a country, or
``EU`` (one authorisation for the whole Union) or ``INT`` (an instrument of an
international body): neither is a country, and no trial takes place in one.

>>> COUNTRIES.read("Iran, Islamic Republic of"), COUNTRIES.read("viet nam"), COUNTRIES.read("美国")
('IR', 'VN', 'US')
>>> JURISDICTIONS.read("European Union")
'EU'
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator

from medai_landscape.errors import InvalidPartError
from medai_landscape.vocabulary import Vocabulary, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["COUNTRIES", "JURISDICTIONS", "Country", "Jurisdiction", "country_name"]

_TABLE = "vocabularies/countries.csv"


def _vocabulary(name: str, rows: Iterable[Mapping[str, str]]) -> Vocabulary:
    fixes = {alias: row["code"] for row in rows for alias in row["aliases"].split("|")}
    return Vocabulary(name, tuple(row["code"] for row in rows), fixes, file=f"data/{_TABLE}")


_COUNTRY_ROWS = tuple(row for row in read_rows(_TABLE) if row["kind"] == "country")

COUNTRIES = _vocabulary("country", _COUNTRY_ROWS)
"""The 249 codes, and how registries write the countries in English and Chinese."""

JURISDICTIONS = _vocabulary("jurisdiction", read_rows(_TABLE))
"""The countries, and ``EU`` and ``INT``."""

_COUNTRY_CODES = frozenset(COUNTRIES.allowed)
_JURISDICTION_CODES = frozenset(JURISDICTIONS.allowed)


def _country(code: str) -> str:
    if code not in _COUNTRY_CODES:
        expected = "two capitals of ISO 3166-1 such as CN; COUNTRIES.read() finds them by name"
        raise InvalidPartError("country code", code, expected)
    return code


def _jurisdiction(code: str) -> str:
    if code not in _JURISDICTION_CODES:
        expected = "a country code such as CN, or EU or INT; JURISDICTIONS.read() finds them"
        raise InvalidPartError("jurisdiction", code, expected)
    return code


@cache
def _names(lang: Literal["en", "zh"]) -> dict[str, str]:
    return {row["code"]: row[lang] for row in read_rows(_TABLE)}


def country_name(code: str, lang: Literal["en", "zh"] = "en") -> str:
    """Return what a country or jurisdiction is called.

    Raises:
        InvalidPartError: *code* is neither.

    >>> country_name("VN"), country_name("VN", "zh"), country_name("EU")
    ('Vietnam', '越南', 'European Union')
    """
    return _names(lang)[_jurisdiction(code)]


Country = Annotated[str, AfterValidator(_country)]
"""A field type for pydantic records: a country code, as it stands."""

Jurisdiction = Annotated[str, AfterValidator(_jurisdiction)]
"""A field type for pydantic records: a country code, ``EU`` or ``INT``."""
