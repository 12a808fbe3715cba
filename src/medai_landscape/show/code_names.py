"""Names of codes for people, in English and Chinese."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["code_names"]

_TABLES = {
    "scheme": "vocabularies/schemes.csv",
    "instrument": "vocabularies/instruments.csv",
    "issuer": "vocabularies/issuers.csv",
    "subsector": "vocabularies/subsectors.csv",
    "round": "vocabularies/rounds.csv",
    "route": "vocabularies/bci_routes.csv",
}


@cache
def code_names() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Return by field and code the English and the Chinese name."""
    names: dict[str, dict[str, tuple[str, str]]] = {}
    for row in read_rows("code_names.csv"):
        names.setdefault(row["field"], {})[row["code"]] = (row["en"], row["zh"])
    for field, table in _TABLES.items():
        names[field] = {row["code"]: (row["en"], row["zh"]) for row in read_rows(table)}
    return names
