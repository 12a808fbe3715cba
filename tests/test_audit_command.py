"""The command that audits a draft: what it prints, writes and returns."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from medai_landscape.claims.command import add_arguments, run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def audit(*arguments: str) -> int:
    parser = ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def write(folder: Path, asserted: str) -> Path:
    (folder / "sources.csv").write_text("key,title,publisher,locator\nD,Draft,E,all\n")
    file = folder / "draft.csv"
    measure = "count(certificates where jurisdiction = US)"
    file.write_text(
        f"id,report,statement,asserted,measure,sources\nd1,D,Three in the US,{asserted},{measure},D@p. 1\n"
    )
    return file


def test_the_bundled_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit() == 0
    printed = capsys.readouterr().out
    assert "75 claims: 17 holds, 15 contradicted" in printed
    assert "S1-16a   contradicted" in printed


def test_it_fails_only_on_what_it_was_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = str(write(tmp_path, "= 2"))
    assert audit("--claims", draft) == 0
    assert audit("--claims", draft, "--fail-on", "holds") == 0
    assert audit("--claims", draft, "--fail-on", "contradicted", "--fail-on", "no_base") == 1
    assert "1 claims: 1 contradicted" in capsys.readouterr().out


def test_records_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = write(tmp_path, "= 1")
    records = tmp_path / "records"
    records.mkdir()
    (records / "sources.csv").write_text("key,title,publisher,locator\nD,Draft,E,all\n")
    (records / "certificates.csv").write_text(
        "jurisdiction,scheme,product_name,sources\nUS,fda_510k,P,D@row 1\n"
    )
    arguments = ("--claims", str(draft), "--records", str(records), "--fail-on", "contradicted")
    assert audit(*arguments) == 0
    assert "d1       holds" in capsys.readouterr().out


def test_page_and_json_are_written_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit("--out", str(tmp_path / "new")) == 0
    report = json.loads((tmp_path / "new/audit.json").read_text(encoding="utf-8"))
    assert len(report["verdicts"]) == 75
    page = tmp_path / "new/audit.html"
    assert "肺外科手术计划软件" in page.read_text(encoding="utf-8")
    page.write_text("mine")
    assert audit("--out", str(page)) == 2
    assert page.read_text() == "mine"
    assert "exists and is kept" in capsys.readouterr().err
    assert audit("--out", str(page), "--force") == 0
    assert page.read_text(encoding="utf-8") != "mine"
    assert sorted(p.name for p in page.parent.iterdir()) == ["audit.html", "audit.json"]


def test_input_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit("--claims", str(tmp_path / "none.csv")) == 2
    assert audit("--records", str(tmp_path / "none")) == 2
    assert audit("--claims", str(write(tmp_path, "= two"))) == 2
    errors = capsys.readouterr().err
    assert "no such file" in errors
    assert "d1: asserted '= two' cannot be read" in errors
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert audit("--out", str(blocked / "page.html")) == 2
    assert audit("--out", str(blocked / "folder")) == 2
    assert audit("--out", str(tmp_path / "page.pdf")) == 2
    errors = capsys.readouterr().err
    assert "cannot write" in errors
    assert "has to end in .html or .json" in errors
