"""The term tables of both languages: every wording stands where it is needed, and once."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import medai_landscape
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.lexicon import spelled_out

FOLDER = Path(medai_landscape.__file__).parent / "data" / "intended_use"
TABLES = sorted([*FOLDER.glob("zh/*.csv"), *FOLDER.glob("en/*.csv")])
Writing = tuple[str, frozenset[str]]
"""A cell's wording, its choices still in braces, and what its row says of it."""


def writings(table: Path) -> dict[str, list[Writing]]:
    found = defaultdict(list)
    for row in read_rows(table.relative_to(FOLDER.parent).as_posix()):
        labels = frozenset({row["code"], *(row["also"] or "").split("|")} - {"", "none"})
        for wording in row["terms"].split("|"):
            for term in spelled_out([wording]):
                found[term].append((wording, labels))
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_term_is_written_twice_for_one_meaning(table: Path) -> None:
    """A term may stand in two rows where each gives it something that the other does not.

    A choice in braces may spell out a term that another row says more of, since it is needed
    for its other terms.
    """
    needless = {}
    for term, places in writings(table).items():
        for number, (wording, labels) in enumerate(places):
            others = [other for n, (_, other) in enumerate(places) if n != number]
            said = frozenset().union(*others)
            if others and (labels in others or ("{" not in wording and labels <= said)):
                needless[term] = [wording for wording, _ in places]
    assert not needless, f"write each of these once in {table.name}: {needless}"


def test_a_choice_stands_for_every_way_to_make_it() -> None:
    assert list(spelled_out(["不在{本产品/}适用范围{内/}", "除外"])) == [
        "不在本产品适用范围内",
        "不在本产品适用范围",
        "不在适用范围内",
        "不在适用范围",
        "除外",
    ]
