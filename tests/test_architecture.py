"""The house keeps its shape: directions of imports, sizes, names, and what may not be there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import medai_landscape as ml

SRC = Path(ml.__file__).parent
MODULES = sorted(SRC.rglob("*.py"))

# From the ground up; a room may import from its own floor and from those below.
FLOORS = {
    "errors": 0,
    "values": 1,
    "identifiers": 2,
    "records": 3,
    "wording": 4,
    "companies": 4,
    "tables": 5,
    "sources": 5,
    "editions": 5,
    "claims": 6,
    "show": 7,
    "testing": 8,
    "cli": 9,
}
# The counting room stands aside: it knows columns and never records.
COUNTING_MAY_USE = {"errors", "arguments", "answers", "amounts", "intervals", "dates", "vocabulary"}
# These two know columns and dataframe libraries, never records: any room may stand on them.
KNOW_COLUMNS_ONLY = {"tables.backends", "tables.frame_spec"}
DATAFRAMES = {"pandas", "polars", "pyarrow", "duckdb", "pyspark", "numpy"}


def room(module: str) -> str:
    first = module.partition(".")[0]
    if first in FLOORS or first in {"aggregate", "__init__", "__main__"}:
        return first
    return "values"


def imports_of(path: Path) -> list[str]:
    """Modules of ours that *path* imports at run time, relative to the package."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found += (
                [node.module]
                if node.module != "medai_landscape"
                else [f"medai_landscape.{alias.name}" for alias in node.names]
            )
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    here = room(name_of(path))
    if here in {"__init__", "__main__"}:
        return
    for module in imports_of(path):
        if not module.startswith("medai_landscape."):
            continue
        target = module.removeprefix("medai_landscape.")
        there = room(target)
        if here == "aggregate":
            allowed = (
                there == "aggregate"
                or target.split(".")[0] in COUNTING_MAY_USE
                or target == "tables.frame_spec"
            )
            assert allowed, f"{name_of(path)} imports {target}: counting knows columns only"
        elif there == "aggregate":
            assert FLOORS[here] >= FLOORS["claims"], f"{name_of(path)} imports {target}"
        else:
            low = target in KNOW_COLUMNS_ONLY or FLOORS[there] <= FLOORS[here]
            assert low, f"{name_of(path)} imports {target}, above it"


def test_no_two_modules_need_each_other_at_run_time() -> None:
    """Nor any circle of more; a package's own file only collects names."""
    files = {name_of(path): path for path in MODULES if path.stem != "__init__"}
    needs = {
        name: {module.removeprefix("medai_landscape.") for module in imports_of(path)}
        & files.keys()
        for name, path in files.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("name", sorted(KNOW_COLUMNS_ONLY))
def test_what_knows_columns_only_stands_on_errors_only(name: str) -> None:
    path = SRC.joinpath(*name.split(".")).with_suffix(".py")
    ours = {module for module in imports_of(path) if module.startswith("medai_landscape.")}
    assert ours == {"medai_landscape.errors"}


@pytest.mark.parametrize("path", sorted((SRC / "aggregate").glob("*.py")), ids=name_of)
def test_counting_loads_no_dataframe_library(path: Path) -> None:
    assert not DATAFRAMES & {module.split(".")[0] for module in imports_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_is_one_noun_under_300_lines(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 300, f"{name_of(path)} has {lines} lines: there is a second noun in it"
    assert path.stem.strip("_") not in {"utils", "util", "helpers", "helper", "common", "misc"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_names_are_listed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    listed = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    has_names = any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in tree.body)
    if has_names and path.stem != "__main__":
        assert listed, f"{name_of(path)} has no __all__"


def test_validation_is_never_switched_off() -> None:
    ways_round = re.compile(r"model_construct|model_copy\(update|validators\.disabled")
    for path in MODULES:
        assert not ways_round.search(path.read_text(encoding="utf-8")), name_of(path)


def test_only_the_reader_of_intended_use_puts_valid_values_together() -> None:
    """Its values are validated one by one; a property test compares its records with validation."""
    unchecked = {name_of(p) for p in MODULES if "of_valid(" in p.read_text(encoding="utf-8")}
    assert unchecked == {
        name_of(SRC / "records" / "_record.py"),
        name_of(SRC / "wording" / "intended_use" / "assemble.py"),
    }


def test_digits_are_ascii() -> None:
    r"""`\d`, str.isdigit and str.isdecimal accept digits of other scripts."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_pattern = "\\d" in node.value and " " not in node.value
                assert not is_pattern, f"{name_of(path)}: {node.value!r}"


def test_all_names_of_the_top_level_load_and_are_sorted() -> None:
    assert ml.__all__ == sorted(ml.__all__)
    for name in ml.__all__:
        assert getattr(ml, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'certificates'"):
        _ = ml.certificates


def test_importing_the_package_loads_no_dataframe_library() -> None:
    program = (
        "import sys, medai_landscape as ml; ml.Certificate; ml.parse_amount; "
        f"print(sorted({DATAFRAMES!r} & set(sys.modules)), 'narwhals' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] False"
