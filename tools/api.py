"""The public names and their signatures, one a line, read from the source without running it.

``python tools/api.py`` writes them to ``docs/api.txt``.  A test compares: a line
that has gone or changed breaks somebody's program, and needs a change note.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import griffe

import medai_landscape as ml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "api.txt"
ROOMS = ("aggregate", "claims", "companies", "editions", "show.charts", "sources")


def names() -> Iterator[tuple[str, griffe.Object]]:
    """Yield the public names of the top level and of the rooms, with what they stand for."""
    package = griffe.load(
        "medai_landscape", search_paths=[ROOT / "src"], resolve_aliases=True, allow_inspection=False
    )
    homes = {name: f"{home}.{name}" for name, home in ml._HOME.items()}  # noqa: SLF001 - our own table
    for name, path in sorted(homes.items()):
        yield f"ml.{name}", _final(package[path])
    for room in ROOMS:
        exports = package[room].exports or ()
        for name in sorted(str(export) for export in exports):
            found = package[room].members[name]
            # A function of the name of its file: the file hides it.
            yield f"ml.{room}.{name}", _final(found.members.get(name, found))


def _final(found: griffe.Object | griffe.Alias) -> griffe.Object:
    return found.final_target if isinstance(found, griffe.Alias) else found


def signature(function: griffe.Function) -> str:
    """Return the signature as it is written, without the receiver."""
    text = str(function.signature(return_type=True))
    return text[text.index("(") :]


def lines() -> Iterator[str]:
    """Yield a line for each public name, and for each public member of a class."""
    for name, found in names():
        if isinstance(found, griffe.Function):
            yield f"{name}{signature(found)}"
        elif isinstance(found, griffe.Class):
            yield name
            for member, what in sorted(found.all_members.items()):
                if member.startswith("_") or not what.is_public:
                    continue
                target = _final(what)
                if not target.path.startswith("medai_landscape."):
                    continue
                called = signature(target) if isinstance(target, griffe.Function) else ""
                yield f"{name}.{member}{called}"
        else:
            yield name


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
