"""The command: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import medai_landscape as ml
from medai_landscape.claims.audit import audit
from medai_landscape.cli import main
from medai_landscape.show import report as page_of_the_report

if TYPE_CHECKING:
    from pathlib import Path


def test_report_writes_a_page_and_says_what_is_on_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert main(["report", "--out", str(page), "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "75 claims" in said
    assert str(page) in said
    assert 'lang="zh-CN"' in page.read_text(encoding="utf-8")


def test_the_page_shows_the_audit_that_the_command_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Auditing twice takes twice the time, and two audits could differ."""
    audits = []

    def counted(*arguments: Any) -> Any:
        audits.append(audit(*arguments))
        return audits[-1]

    monkeypatch.setattr(page_of_the_report, "audit", counted)
    monkeypatch.setattr(ml, "audit", counted)
    assert main(["report", "--out", str(tmp_path / "page.html")]) == 0
    assert len(audits) == 1
    assert f"{audits[0].counts()['holds']} holds" in capsys.readouterr().out


def test_report_replaces_its_own_page_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report"]) == 0
    assert main(["report"]) == 0
    page = tmp_path / "landscape-report.html"
    page.write_text("somebody's own")
    assert main(["report"]) == 2
    assert "landscape-report.html exists" in capsys.readouterr().err
    assert page.read_text() == "somebody's own"
    assert main(["report", "--force"]) == 0


def test_records_that_cannot_be_read_end_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["report", "--records", str(tmp_path / "nowhere"), "--out", str(tmp_path / "x")]) == 2
    )
    assert "medai-landscape:" in capsys.readouterr().err


def test_audit_ends_with_one_when_asked_to_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit"]) == 0
    assert main(["audit", "--fail-on", "contradicted"]) == 1
    assert "contradicted" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["--help"], ["report", "--help"], ["validate", "--help"], ["audit", "--help"]]
)
def test_every_command_has_a_help_text(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "usage: medai-landscape" in capsys.readouterr().out


def test_an_unknown_command_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rapport"])
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "medai_landscape", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.startswith("medai-landscape ")


ROUNDS = (
    "公司名称,融资轮次,融资金额（亿元）,公布日期\nNA,B轮,3.5,2025年2月\n某公司,Z轮,一些,2025-13\n"
)


def test_validate_names_every_problem_with_row_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(ROUNDS, encoding="utf-8")
    assert main(["validate", str(path)]) == 1
    said = capsys.readouterr().out
    assert "2 rows read as funding-round: 1 valid, 1 with 3 problems" in said
    for column in ("stage", "amount", "announced"):
        assert f"row 2 (line 3), {column}: " in said
    assert main(["validate", str(path), "--lang", "zh", "--json", str(tmp_path / "p.json")]) == 1
    issues = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))[0]["issues"]
    assert {issue["value"] for issue in issues} == {"Z轮", "一些", "2025-13"}


def test_validate_ends_with_nothing_where_all_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trials.jsonl"
    trial = {"registration_id": "NCT05035823", "title": "T", "enrolment": 6, "started": "2022-04"}
    path.write_text(json.dumps(trial) + "\n", encoding="utf-8")
    assert main(["validate", str(path), "--as", "trial"]) == 0
    assert "1 rows read as trial: 1 valid" in capsys.readouterr().out


def test_validate_asks_what_a_row_is_where_columns_do_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["validate", str(path)]) == 2
    assert "--as with one of" in capsys.readouterr().err
    assert main(["validate", str(tmp_path / "nowhere.csv")]) == 2


def test_validate_shows_many_problems_and_says_how_many_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("company,announced\n" + "A,2025-13\n" * 250, encoding="utf-8")
    assert main(["validate", str(path), "--as", "funding-round"]) == 1
    assert "... and 50 more" in capsys.readouterr().out
