"""What is handed out: the repository, the API, the wheel and the sdist."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
from api import FILE, lines  # noqa: E402 - beside the package

# Built from parts, so that this file does not name what it forbids.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "/simp" + "le/",
    "index" + "-url",
    "npmjs" + ".org",
    "artifact" + "ory",
]
MACHINE = re.compile(r"(?<![\w.:/])/(home|root|Users|work|tmp)" + r"/[\w.-]+|[A-Z]:\\\\?Users")


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout: there is no list of committed files")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    found = []
    for path in committed():
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        where = path.relative_to(ROOT)
        found += [f"{where}: {name}" for name in REGISTRIES if name in text]
        found += [f"{where}: {match[0]}" for match in MACHINE.finditer(text)]
    assert found == []


def test_constraints_are_names_and_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"(#.*)?|[A-Za-z0-9._-]+(\[[\w,-]+\])?==[\w.+!-]+( ; .+)?", line), line


def test_no_public_name_has_gone_or_changed() -> None:
    gone = sorted(set(FILE.read_text(encoding="utf-8").splitlines()) - set(lines()))
    assert gone == [], "somebody's program breaks: add a change note and run python tools/api.py"


def test_strategies_are_found_through_the_entry_point() -> None:
    found = [entry for entry in entry_points(group="hypothesis") if "medai" in entry.name]
    if not found:
        pytest.skip("the package is on the path but not installed")
    assert callable(found[0].load())
    program = (
        "from hypothesis import strategies as st, find; import medai_landscape as ml; "
        "print(find(st.from_type(ml.Certificate), lambda c: True).sources != ())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both in this environment, without a network."""
    folder = tmp_path_factory.mktemp("dist")
    program = (
        "import hatchling.build as b, sys; b.build_wheel(sys.argv[1]); b.build_sdist(sys.argv[1])"
    )
    pytest.importorskip("hatchling", reason="the builder is not installed here")
    subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    return folder


def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name for name in names if ".dist-info/" not in name}
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in source.joinpath("medai_landscape").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == expected
    assert "medai_landscape/py.typed" in inside
    assert any(name.endswith("/landscape/certificates.csv") for name in inside)


def test_the_sdist_holds_what_one_needs_to_test_it(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    needed = {
        "LICENSE",
        "README.md",
        "pyproject.toml",
        "conftest.py",
        "constraints.txt",
        "mkdocs.yml",
    }
    assert needed <= names
    assert {"tests/conftest.py", "docs/index.md", "tools/docs_hooks.py"} <= names
    assert not [name for name in names if name.startswith((".venv", "site/", "dist/"))]
