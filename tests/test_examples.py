"""The examples: short scripts that answer a question, as anybody would run them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))

SAID = {
    "allowed_for_a_child": ["allowed: 儿童手部X射线图像骨龄辅助评估软件", "unknown"],
    "audit_a_claim": ["contradicted", "give 5"],
    "check_a_table": ["2 of 3 rows are not valid", "row 1, number:", "row 2, product_name:"],
    "compare_two_products": ["thresholds: narrower", "findings: equal"],
    "read_a_download": ["Example Inc.: 2", "no record: 1"],
    "sure_of_a_billion": ["\n约10亿元: unknown", "\n超10亿元: yes", "undisclosed"],
}


def test_there_are_six_and_each_is_short() -> None:
    assert {script.stem for script in SCRIPTS} == set(SAID)
    for script in SCRIPTS:
        assert len(script.read_text(encoding="utf-8").splitlines()) < 40


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_it_answers(script: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for words in SAID[script.stem]:
        assert words in done.stdout
    assert list(tmp_path.iterdir()) == [], "an example leaves nothing behind"
