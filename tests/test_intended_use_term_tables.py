"""What an expert who edits the tables of terms is told: each slip, with its line and the remedy."""

from __future__ import annotations

import pytest

from medai_landscape.errors import SourceFormatError
from medai_landscape.wording.intended_use.lexicon import load_terms
from medai_landscape.wording.intended_use.term_tables import check_rows, term_tables
from medai_landscape.wording.intended_use.zh.folding import fold_text

HEAD = "# where it is from, and who's to ask\ncode,terms,also,standard,note\n"


def _told(row: str, field: str = "findings") -> str:
    with pytest.raises(SourceFormatError) as caught:
        check_rows(f"{HEAD}glaucoma,青光眼,anatomies:eye,,\n{row}\n", field, "zh/findings.csv")
    return str(caught.value)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("glaucomma,青光眼病,,,", "'glaucomma' is no code of findings, perhaps 'glaucoma'"),
        ("zzzz,青光眼病,,,", "'zzzz' is no code of findings;"),
        ("glaucoma,青光眼病,anatomies:eeye,,", "'eeye' is no code of anatomies, perhaps 'eye'"),
        ("glaucoma,青光眼病,eye,,", "'eye' is no label, write a field and a code"),
        ("glaucoma,青光眼病,organs:eye,,", "'organs:eye' is no label"),
        ("glaucoma,青光眼病", "2 cells instead of 5 ('glaucoma')"),
        ("glaucoma,青光眼病,,,,,", "7 cells instead of 5 ('glaucoma')"),
        ("glaucoma,青光眼病||眼压高,,,", "an empty term of 'glaucoma'"),
        ("glaucoma,,,,", "an empty term of 'glaucoma'"),
        ("glaucoma,青光{眼病,,,", "'青光{眼病' has a brace without its partner"),
    ],
)
def test_a_slip_is_told_with_file_line_and_value(row: str, told: str) -> None:
    message = _told(row)
    assert f"cannot read zh/findings.csv: line 4: {told}" in message
    assert "code,terms,also,standard,note" in message


def test_all_slips_of_a_table_are_told_at_once() -> None:
    message = _told("lungg,肺结节,,,\nglaucoma,,,,")
    assert "line 4: 'lungg'" in message
    assert "line 5: an empty term" in message


def test_a_table_of_other_columns_is_told() -> None:
    with pytest.raises(SourceFormatError, match="line 1: the columns are code;terms"):
        check_rows("code;terms\nglaucoma;x\n", "findings", "zh/findings.csv")


def test_roles_of_words_are_no_codes() -> None:
    rows = check_rows(f"{HEAD}exclude,不适用于,,,\n@lesion?,病灶,,,\n", "cues", "zh/cues.csv")
    assert [row.code for row in rows] == ["exclude", "@lesion?"]


def test_a_term_may_be_written_as_in_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    row = f"{HEAD}glaucoma,ＧＯＮ {{甲/乙}}癥|Flur-Gosis,anatomies:eye,,\n"
    rows = check_rows(row, "findings", "zh/findings.csv")
    module = "medai_landscape.wording.intended_use.lexicon.term_tables"
    monkeypatch.setattr(module, lambda _: iter([("findings", rows)]))

    labels = (("findings", "glaucoma"), ("anatomies", "eye"))
    assert load_terms.__wrapped__("zh", lambda term: fold_text(term).text)["gon甲症"] == labels
    assert load_terms.__wrapped__("en", str.lower)["flur-gosis"] == labels


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tables_of_the_package_have_no_slips(language: str) -> None:
    names = [name for name, rows in term_tables(language) if rows]
    assert {"anatomies", "findings", "functions", "modalities", "users"} <= set(names)
