"""Every Python block of the documentation is run as a test."""

from __future__ import annotations

import os
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

_START = Path.cwd()


def _enter_folder(namespace: dict[str, Any]) -> None:
    """Run the blocks of a page in an empty folder, so that what they write is not kept."""
    namespace["_folder"] = folder = TemporaryDirectory()
    namespace["SHARED"] = Path(os.environ.get("MEDAI_SHARED", _START.parent / "shared"))
    os.chdir(folder.name)


def _leave_folder(namespace: dict[str, Any]) -> None:
    os.chdir(_START)
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()
