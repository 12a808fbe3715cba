"""The documentation: it builds strictly, names everything public, and loads nothing from elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import medai_landscape as ml

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(ROOT / "tools"))
from docs_hooks import STATEMENT, marked_statement, modules, pieces  # noqa: E402 - beside the package
from doctest_fences import fenced  # noqa: E402 - beside the package

ROOMS = [
    "aggregate",
    "claims",
    "companies",
    "editions",
    "identifiers",
    "records",
    "show.charts",
    "sources",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        # Not --quiet: a warning that is not shown is not counted, and --strict would let it pass.
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        # The notebooks are run by test_notebooks.py, and when the site is published.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DOCS_EXECUTE_NOTEBOOKS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


class Loads(HTMLParser):
    """Collects what a page makes the browser load: links that a reader may click are not among it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names = ["src", "srcset", "poster", "data"]
        if tag == "link" and given.get("rel") not in {"canonical", "next", "prev"}:
            names.append("href")
        self.found += [value for name in names if (value := given.get(name))]


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 25
    for page in pages:
        text = page.read_text(encoding="utf-8")
        loads = Loads()
        loads.feed(text)
        strange = [url for url in loads.found if re.match(r"(https?:)?//", url)]
        assert strange == [], page.relative_to(site)
        assert not re.search(r"import\(\s*[\"']https?:", text), page.relative_to(site)
    for sheet in site.rglob("*.css"):
        addresses = re.findall(r"url\(\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8"))
        assert addresses == [], sheet.relative_to(site)


def documented(site: Path) -> set[str]:
    """Names that the reference documents, from the inventory that other sites link with."""
    inventory = (site / "objects.inv").read_bytes()
    body = zlib.decompress(inventory.split(b"\n", 4)[4]).decode()
    return {line.split(" ")[0] for line in body.splitlines()}


def homes(name: str, room: str) -> set[str]:
    """Return the names that *name* of *room* may be documented under."""
    value = getattr(import_module(room), name)
    module = getattr(value, "__module__", None)
    return {f"{room}.{name}", f"{module}.{name}", getattr(value, "__name__", "")}


def test_every_name_of_the_top_level_is_in_the_reference(site: Path) -> None:
    known = documented(site)
    missing = [n for n in ml.__all__ if not homes(n, "medai_landscape") & known]
    # A room is documented by what is in it.
    assert [n for n in missing if n not in set(ml._ROOMS)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_of_a_room_is_in_the_reference(room: str, site: Path) -> None:
    known = documented(site)
    full = f"medai_landscape.{room}"
    assert [n for n in import_module(full).__all__ if not homes(n, full) & known] == []


def test_the_table_of_modules_has_them_all() -> None:
    table = modules()
    assert "| `amounts` |" in table
    assert "`validate_frame`" in table
    # Every module says in a sentence what it is.
    assert not re.search(r"^\| `[^`]+` \|\s*\|", table, re.MULTILINE)


def test_search_reads_both_languages(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_bytes())
    assert index["config"]["lang"] == ["en", "zh"]
    texts = [entry["text"] for entry in index["docs"]]
    assert any("公告机构" in text for text in texts)
    assert any("notified body" in text for text in texts)


def test_the_map_for_language_models_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (DOCS / "llms.txt").read_text(encoding="utf-8"))
    assert len(links) > 15
    assert [link for link in links if not (DOCS / link).is_file()] == []


def test_the_map_names_every_page_of_the_reference() -> None:
    text = (DOCS / "llms.txt").read_text(encoding="utf-8")
    pages = [f"reference/{page.name}" for page in (DOCS / "reference").glob("*.md")]
    assert [page for page in pages if page not in text and "index" not in page] == []


def test_the_marked_statement_is_the_statement() -> None:
    use = ml.parse_intended_use(STATEMENT)
    assert "".join(words for words, _ in pieces(use)) == STATEMENT
    shown = marked_statement()
    for evidence in use.evidence:
        assert f"{evidence.field}: {evidence.value}".replace(">", "&gt;") in shown


@given(st.lists(st.text(alphabet=">. ab", max_size=9), max_size=9))
def test_a_fence_changes_no_line(lines: list[str]) -> None:
    shown = fenced("\n".join(lines)).split("\n") if lines else []
    kept = [line for line in shown if not line.strip().startswith("```")]
    assert [line for line in kept if line.strip()] == [line for line in lines if line.strip()]


def test_an_example_is_fenced() -> None:
    assert (
        fenced("Say.\n\n>>> f(1)\n[1]\n\nMore.") == "Say.\n\n```pycon\n>>> f(1)\n[1]\n```\n\nMore."
    )
