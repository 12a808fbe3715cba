"""The text tables of the English reader: every code exists, every wording is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import medai_landscape
from medai_landscape.records.intended_use_codes import CODE_SETS
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.en.inflection import variants
from medai_landscape.wording.intended_use.en.patterns import wordings

HOME = Path(medai_landscape.__file__).parent
TABLES = sorted((HOME / "data" / "intended_use" / "en").glob("*.csv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_every_code_of_a_table_exists(table: Path) -> None:
    for row in read_rows(f"intended_use/en/{table.name}"):
        assert all(row["terms"].split("|")), row
        labels = [f"{table.stem}:{row['code']}", *filter(None, (row["also"] or "").split("|"))]
        for label in labels:
            field, _, code = label.partition(":")
            if field in CODE_SETS:
                assert code.rstrip("?") in set(CODE_SETS[field]), row


def test_every_turn_of_phrase_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (HOME / "wording" / "intended_use" / "en").glob("*.py")
    )
    rows = read_rows("intended_use/en_patterns.csv")
    references = {name for row in rows for name in re.findall(r"\{([a-z_]{3,})\}", row["pattern"])}
    kinds = {f"heading_{kind}" for kind in ("ruled_out", "users", "output", "aside")}
    for name in {row["name"] for row in rows}:
        said = name.startswith(("functions_said_", "settings_said_"))
        assert said or f'"{name}"' in code or name in references | kinds, name


def test_every_turn_of_phrase_is_a_pattern() -> None:
    for name in {row["name"] for row in read_rows("intended_use/en_patterns.csv")}:
        assert wordings(name)


@pytest.mark.parametrize(
    ("term", "form"),
    [
        ("to localize", "localising"),
        ("to identify", "identifies"),
        ("to plan", "planned"),
        ("biopsy", "biopsies"),
        ("hemorrhage", "haemorrhages"),
        ("health center", "health centres"),
        ("x-ray", "x rays"),
    ],
)
def test_forms_of_a_term(term: str, form: str) -> None:
    assert form in variants(term)
