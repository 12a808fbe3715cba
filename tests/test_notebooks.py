"""The notebooks run from a clean kernel, draw something, and are kept without their outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted(Path(__file__).parents[1].joinpath("docs", "notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_there_are_four() -> None:
    assert len(NOTEBOOKS) == 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_is_kept(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], "strip it: jupyter nbconvert --clear-output --inplace"
            assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# The kernel's own sockets, not ours.
@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:(jupyter_client|zmq|nbclient).*")
def test_it_runs_and_draws(path: Path, tmp_path: Path) -> None:
    notebook = read(path)
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", ())]
    pictures = [out for out in outputs if "image/svg+xml" in out.get("data", {})]
    assert pictures, "no chart was drawn"
    # Nothing that a page would have to load a library for, and no warning for the reader.
    assert not any("vega" in kind for out in outputs for kind in out.get("data", {}))
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
