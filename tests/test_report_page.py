"""The report page as a reader meets it: in a real browser, without network, with strangers' names."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright import sync_api

import medai_landscape as ml
from medai_landscape.errors import OutputExistsError
from medai_landscape.show.report import is_own_report, report_html
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = ml.Source(title="list", publisher="E", locator="row 1")
HOSTILE = [
    "</script><script>window.broken = 1</script>",
    '<img src=x onerror="window.broken = 1">',
    '"><svg onload=window.broken=1>',
    "javascript:window.broken=1",
    "<!-- <script>",
    "\u2028\u2029 line separators",
    "\u202eright to left",
    "&lt;b&gt; {n} ${x} %s",
    "__proto__",
]


def landscape_of(names: list[str]) -> ml.Landscape:
    return ml.Landscape(
        certificates=[
            ml.Certificate(
                id=f"c-{number}",
                jurisdiction="US",
                scheme="fda_510k",
                product_name=name,
                holder=name,
                approved=f"20{10 + number % 15}-{1 + number % 12:02d}",
                risk_class="II",
                intended_use=ml.IntendedUse(functions=("detection",), anatomies=("lung",)),
                sources=(SOURCE.replace(title=name, url="javascript:window.broken=1"),),
            )
            for number, name in enumerate(names)
        ],
        claims=[ml.Claim(id="x", report=names[0], statement=names[0], sources=(SOURCE,))],
    )


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_the_page_holds_all_records_and_their_sources() -> None:
    landscape = ml.load_landscape()
    page = data_of(report_html(landscape))
    assert {name: len(table["rows"]) for name, table in page["tables"].items()} == {
        name: len(landscape.table(name))
        for name in ("certificates", "policies", "funding_rounds", "trials", "claims")
    }
    for table in page["tables"].values():
        place = [column["key"] for column in table["columns"]].index("sources")
        for row in table["rows"]:
            assert set(row[place]) <= set(page["sources"])


def test_every_figure_on_the_page_shows_its_records() -> None:
    page = data_of(report_html(ml.load_landscape()))
    for section in page["sections"]:
        for chart in section.get("charts", []):
            many = len(page["tables"][chart["table"]]["rows"])
            for row in chart["rows"] if chart["kind"] == "bars" else chart["cells"]:
                assert all(0 <= index < many for index in row["records"])
                if "value" in row:
                    assert row["value"] == len(row["records"])


def test_the_window_that_is_complete_is_the_one_of_the_first_report() -> None:
    """Claim S1-11a: eleven class III approvals from January to May 2025."""
    page = data_of(report_html(ml.load_landscape()))
    charts = {c["key"]: c for s in page["sections"] for c in s.get("charts", [])}
    months = {row["label"]: row["value"] for row in charts["approvals_by_month"]["rows"]}
    assert months == {"2025-01": 1, "2025-02": 5, "2025-03": 4, "2025-04": 1, "2025-05": 0}


def test_all_words_of_the_page_have_both_languages() -> None:
    page = report_html(ml.load_landscape(), lang="zh")
    known = {row["key"] for row in read_rows("report_strings.csv")}
    data = data_of(page)
    for section in data["sections"]:
        assert f"section_{section['key']}" in known
        assert {f"chart_{chart['key']}" for chart in section.get("charts", [])} <= known
        assert {f"figure_{item['key']}" for item in section.get("figures", [])} <= known
    for table in data["tables"].values():
        assert {f"column_{column['key']}" for column in table["columns"]} <= known
    script = page[page.rindex("<script>") :]
    assert (
        set(re.findall(r'\bt\("(\w+)"\)', script)) | set(re.findall(r'fill\("(\w+)"', script))
        <= known
    )
    assert '<html lang="zh-CN">' in page


def test_no_text_of_the_data_can_end_the_script() -> None:
    page = report_html(landscape_of(HOSTILE), title=HOSTILE[0])
    assert page.count("<script") == 2
    assert page.count("</script") == 2
    assert 'onerror="' not in page
    names = [row[0][1] for row in data_of(page)["tables"]["certificates"]["rows"]]
    assert names == HOSTILE


def test_an_empty_landscape_has_a_page() -> None:
    page = data_of(report_html(ml.Landscape()))
    assert page["tables"]["certificates"]["rows"] == []


def test_a_file_of_somebody_else_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("mine")
    with pytest.raises(OutputExistsError):
        ml.write_report(ml.Landscape(), path)
    assert path.read_text() == "mine"
    assert not is_own_report(path)
    ml.write_report(ml.Landscape(), path, overwrite=True)
    assert is_own_report(path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium that may reach nothing but files."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield running
        running.close()


class Opened:
    """A page in the browser, with everything that it said and asked for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        assert self.said == []
        assert self.asked == [path.as_uri()]

    def expect_rows(self, table: str, count: int) -> None:
        """Wait until the table shows so many rows; the page itself forbids evaluated code."""
        rows = self.page.locator(f"#table-{table} tbody tr")
        sync_api.expect(rows).to_have_count(count)

    def close(self) -> None:
        assert self.said == []
        assert len(self.asked) == 1
        assert self.page.evaluate("window.broken") is None
        self.context.close()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ml.write_report(ml.load_landscape(), tmp_path_factory.mktemp("page") / "report.html")


@pytest.mark.browser
def test_filter_sort_and_language_work(browser: Any, bundled: Path) -> None:
    opened = Opened(browser, bundled)
    page = opened.page
    page.locator("#table-certificates input").fill("thyroid ultrasound")
    opened.expect_rows("certificates", 1)
    assert "1 of" in page.locator("#table-certificates output").inner_text()
    page.locator("#table-certificates input").fill("")
    opened.expect_rows("certificates", len(ml.load_landscape().certificates))
    approved = page.locator("#table-certificates thead button", has_text="Approved")
    approved.click()
    page.locator("#table-certificates thead button", has_text="Approved").click()
    dates = [
        text
        for text in page.locator("#table-certificates td.date").all_inner_texts()
        if text[:1] == "2"
    ]
    assert dates == sorted(dates, reverse=True)
    assert page.locator("#table-certificates th[aria-sort=descending]").count() == 1
    page.locator("#language").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("h2").first.inner_text() == "概览"
    opened.close()


@pytest.mark.browser
def test_claims_are_chinese_on_the_chinese_page_or_marked_as_english(
    browser: Any, tmp_path: Path
) -> None:
    bundled = ml.load_landscape()
    strange = ml.Claim(id="x", report="E", statement="nobody has said so yet", sources=(SOURCE,))
    landscape = ml.Landscape(
        certificates=bundled.certificates, claims=(*bundled.claims[:3], strange)
    )
    path = ml.write_report(landscape, tmp_path / "claims.html", lang="zh")
    opened = Opened(browser, path)
    titles = opened.page.locator("#table-claims td.title button")
    said = {title.inner_text(): title.get_attribute("lang") for title in titles.all()}
    assert said.pop("nobody has said so yet") == "en"
    assert len(said) == 3
    assert set(said.values()) == {None}
    opened.page.locator("#language").click()
    assert {title.get_attribute("lang") for title in titles.all()} == {None}
    assert bundled.claims[0].statement in titles.all_inner_texts()
    opened.close()


def test_every_bundled_claim_has_a_chinese_statement_and_no_other_has() -> None:
    rows = read_rows("claims/statements.csv")
    said = {row["en"]: row["zh"] for row in rows}
    assert len(said) == len(rows)
    assert set(said) == {claim.statement for claim in ml.load_landscape().claims}
    assert all(re.search("[\u4e00-\u9fff]", text) for text in said.values())


@pytest.mark.browser
def test_a_figure_opens_its_records_and_closes_by_keyboard(browser: Any, bundled: Path) -> None:
    opened = Opened(browser, bundled)
    page = opened.page
    figure = page.locator("#summary .number").first
    figure.focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog[open] .record").count() == min(
        25, len(ml.load_landscape().certificates)
    )
    assert (
        "LeadLeo" in page.locator("dialog[open]").inner_text()
        or page.locator("dialog[open] li").count()
    )
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen_and_every_control_has_a_name(
    browser: Any, bundled: Path, width: int
) -> None:
    opened = Opened(browser, bundled, viewport={"width": width, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") == width
    nameless = opened.page.evaluate(
        "[...document.querySelectorAll('button, a, input')].filter(node => "
        "!(node.getAttribute('aria-label') || node.textContent || node.closest('label')?.textContent || '').trim()"
        " && !node.closest('dialog')).length"
    )
    assert nameless == 0
    opened.close()


@pytest.mark.browser
def test_dark_and_light_differ_and_print_hides_controls(browser: Any, bundled: Path) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        opened = Opened(browser, bundled, color_scheme=scheme)
        read = "getComputedStyle(document.body).backgroundColor"
        before = opened.page.evaluate(read)
        opened.page.locator("#theme").click()
        assert opened.page.evaluate(read) != before
        colours.add(before)
        opened.page.emulate_media(media="print")
        assert not opened.page.locator("#table-certificates .controls").is_visible()
        opened.close()
    assert len(colours) == 2


@pytest.mark.browser
def test_hostile_names_do_nothing(browser: Any, tmp_path: Path) -> None:
    path = ml.write_report(landscape_of(HOSTILE), tmp_path / "hostile.html", title=HOSTILE[0])
    opened = Opened(browser, path)
    page = opened.page
    assert page.title() == HOSTILE[0]
    for button in page.locator("#table-certificates td.title button").all():
        button.click()
        page.keyboard.press("Escape")
    page.locator("#summary .number").first.click()
    assert page.locator("dialog[open] a").count() == 0, "an address that runs code is no link"
    opened.close()


@pytest.mark.browser
def test_five_thousand_certificates_can_be_read(browser: Any, tmp_path: Path) -> None:
    path = ml.write_report(
        landscape_of([f"Device {n}" for n in range(5_000)]), tmp_path / "large.html"
    )
    assert path.stat().st_size < 6_000_000
    opened = Opened(browser, path)
    page = opened.page
    page.locator("#table-certificates input").fill("Device 4321")
    opened.expect_rows("certificates", 1)
    opened.close()
