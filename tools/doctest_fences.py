"""Show the examples of docstrings as code.

mkdocstrings knows ``>>>`` only under a heading "Examples:"; elsewhere Markdown
reads it as a quotation in a quotation, and the output as links.
"""

from __future__ import annotations

from typing import Any

from griffe import Extension


def fenced(text: str) -> str:
    """Put each example of *text*, from its ``>>>`` to the next empty line, into a fence."""
    lines, inside = [], ""
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        if not inside and line.lstrip().startswith(">>> "):
            inside = f"{indent}```"
            lines.append(f"{inside}pycon")
        elif inside and not line.strip():
            lines.append(inside)
            inside = ""
        lines.append(line)
    return "\n".join([*lines, inside] if inside else lines)


class DoctestFences(Extension):
    """Fence the examples of every docstring."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Change the docstring, if there is one."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
