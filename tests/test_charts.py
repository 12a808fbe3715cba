"""Charts draw the user's frame, from any library, in both languages, and become pictures."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import medai_landscape as ml
from medai_landscape.errors import FrameError, MissingExtraError, OutputError, OutputExistsError
from medai_landscape.show import charts, fonts
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><script>alert(1)</script> $x^{ 医疗"
LANDSCAPE = ml.load_landscape()
ROWS = {
    "id": ["a", "b", "c"],
    "approved": ["2024-03-01", "2025", "2025-06"],
    "holder": ["NA", HOSTILE, "NA"],
}


def frames(rows: dict[str, Any]) -> list[Any]:
    table = pa.table(rows)
    return [
        pd.DataFrame(rows),
        pl.DataFrame(rows),
        pl.LazyFrame(rows),
        table,
        duckdb.from_arrow(table),
    ]


def values(chart: Any) -> list[dict[str, Any]]:
    """All data that a chart holds."""
    found: list[dict[str, Any]] = []
    spec = chart.to_dict()

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("values"), list):
                found.extend(v for v in part["values"] if isinstance(v, dict))
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(spec)
    return found


def test_there_are_no_half_certificates() -> None:
    layers = charts.approvals(frames(ROWS)[0]).to_dict()["layer"]
    axes = [layer["encoding"]["y"]["axis"] for layer in layers]
    assert axes == [{"format": "d", "tickMinStep": 1}] * 2


@pytest.mark.parametrize(
    "number", range(5), ids=["pandas", "polars", "polars-lazy", "pyarrow", "duckdb"]
)
def test_a_frame_of_any_library_gives_the_same_bars(number: int) -> None:
    bars = values(charts.approvals(frames(ROWS)[number]))
    assert {(bar["period"], bar["certificates"], bar["cumulative"]) for bar in bars} == {
        ("2024", 1, 1),
        ("2025", 2, 3),
    }
    assert {bar["records"] for bar in bars} == {"a", "b, c"}


def drawn(lang: Any) -> dict[str, Any]:
    certificates = LANDSCAPE.to_frame("certificates")
    audited = SimpleNamespace(
        verdicts=[SimpleNamespace(outcome="holds", claim=claim) for claim in LANDSCAPE.claims]
    )
    fields = pd.DataFrame(
        {"name": ["AI", "BCI"], "demand": [16, 55], "innovation": [11, 12], "n": [1, 2]}
    )
    return {
        "approvals": charts.approvals(certificates, lang=lang),
        "counts_by": charts.counts_by(
            certificates, by="use_anatomies", field="anatomies", lang=lang
        ),
        "function_by_department": charts.function_by_department(certificates, lang=lang),
        "constraint_matrix": charts.constraint_matrix(certificates, lang=lang),
        "funding": charts.funding(LANDSCAPE.to_frame("funding_rounds"), lang=lang),
        "funding_cny": charts.funding(
            LANDSCAPE.to_frame("funding_rounds"), currency="CNY", lang=lang
        ),
        "policy_timeline": charts.policy_timeline(LANDSCAPE.to_frame("policies"), lang=lang),
        "trials_by_route": charts.trials_by_route(LANDSCAPE.to_frame("trials"), lang=lang),
        "claim_verdicts": charts.claim_verdicts(audited, lang=lang),
        "demand_against_innovation": charts.demand_against_innovation(fields, size="n", lang=lang),
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_chart_becomes_a_picture(lang: str, tmp_path: Path) -> None:
    for name, chart in drawn(lang).items():
        assert values(chart), name
        path = charts.save(chart, tmp_path / f"{name}.svg")
        assert path.read_bytes().startswith(b"<svg"), name
    png = charts.save(chart, tmp_path / "last.png")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_every_public_chart_is_drawn_above() -> None:
    assert set(charts.__all__) - {"save"} == {n for n in drawn("en") if n != "funding_cny"}


def test_records_behind_marks_are_conserved() -> None:
    """Every trial stands behind one mark; every funding round of a currency in its bars."""
    trials = values(charts.trials_by_route(LANDSCAPE.to_frame("trials")))
    assert sum(mark["trials_count"] for mark in trials) == len(LANDSCAPE.trials)
    verdicts = values(drawn("en")["claim_verdicts"])
    assert sum(mark["claims"] for mark in verdicts) == len(LANDSCAPE.claims)


def test_bars_of_money_run_from_low_to_high() -> None:
    for bar in values(charts.funding(LANDSCAPE.to_frame("funding_rounds"))):
        assert bar["low"] <= bar["high"]
        assert bar["disclosed"] <= bar["rounds"]


def test_chinese_labels_are_chinese() -> None:
    assert charts.approvals(frames(ROWS)[0], lang="zh").to_dict()["title"] == "各期批准数与累计"
    codes = {bar["value"] for bar in values(drawn("zh")["counts_by"])}
    assert {"肺", "未说明"} <= codes


@pytest.mark.parametrize("table", ["chart_labels.csv", "code_names.csv", "report_strings.csv"])
def test_every_label_is_in_both_languages(table: str) -> None:
    for row in read_rows(table):
        assert row["en"], row
        assert row["zh"], row


def test_a_hostile_name_stays_text(tmp_path: Path) -> None:
    chart = charts.counts_by(frames(ROWS)[0], by="holder", title=HOSTILE)
    picture = charts.save(chart, tmp_path / "hostile.svg").read_text(encoding="utf-8")
    assert "<script" not in picture


def test_saving_keeps_what_is_there_and_names_its_endings(tmp_path: Path) -> None:
    chart = charts.approvals(frames(ROWS)[0])
    path = charts.save(chart, tmp_path / "chart.json")
    with pytest.raises(OutputExistsError):
        charts.save(chart, path)
    assert charts.save(chart, path, overwrite=True) == path
    with pytest.raises(OutputError, match=r"\.png, \.svg, \.json"):
        charts.save(chart, tmp_path / "chart.gif")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FrameError, match="'approved'"):
        charts.approvals(pd.DataFrame({"id": ["a"]}))
    with pytest.raises(FrameError, match="'demand'"):
        charts.demand_against_innovation(pd.DataFrame({"name": ["a"], "innovation": [1]}))


def test_without_altair_the_extra_is_named() -> None:
    program = (
        "import sys; sys.modules['altair'] = None\n"
        "import pandas as pd, medai_landscape as ml\n"
        "ml.charts.approvals(pd.DataFrame({'id': ['a'], 'approved': ['2025']}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert MissingExtraError.__name__ in done.stderr
    assert "pip install 'medai-landscape[charts]'" in done.stderr


def test_without_a_chinese_font_there_is_one_clear_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.cjk_font.cache_clear()
    monkeypatch.setattr(fonts, "_installed", frozenset)
    with pytest.warns(fonts.MissingFontWarning, match="fonts-noto-cjk"):
        assert fonts.cjk_font() == "sans-serif"
    assert fonts.cjk_font() == "sans-serif"  # the second time in silence: warnings are errors here
    monkeypatch.setattr(fonts, "_installed", lambda: frozenset({"Some Han Font"}))
    fonts.cjk_font.cache_clear()
    assert fonts.cjk_font() == "Some Han Font"
    fonts.cjk_font.cache_clear()


def test_a_machine_without_fontconfig_has_no_known_font(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._installed.cache_clear()
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    assert fonts._installed() == frozenset()
    fonts._installed.cache_clear()
    monkeypatch.setattr(fonts.shutil, "which", lambda _: "/nowhere/fc-list")
    assert fonts._installed() == frozenset()
    fonts._installed.cache_clear()
