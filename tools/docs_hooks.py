"""What the documentation shows of the code itself, made when the site is built.

mkdocs calls the functions named ``on_`` for each page (see ``hooks`` in mkdocs.yml).  A
page asks for a piece with a mark such as ``<!-- made: modules -->``.
"""

from __future__ import annotations

import html
import pkgutil
import re
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import medai_landscape as ml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STATEMENT = (
    "用于对成人胸部CT图像进行显示、处理和测量，自动检测4mm及以上的肺结节，"
    "供经培训合格的医师在医疗机构使用。不用于急诊患者，不能单独用作临床诊疗决策依据。"
)
"""The statement that the page of intended use marks and reads; written for it."""


def pieces(use: ml.IntendedUse) -> Iterator[tuple[str, tuple[ml.Evidence, ...]]]:
    """Cut the statement where evidence begins or ends, since two fields may rest on one word."""
    text = use.text or ""
    cuts = sorted({0, len(text), *(e.start for e in use.evidence), *(e.end for e in use.evidence)})
    for start, end in pairwise(cuts):
        here = (e for e in use.evidence if e.start <= start and end <= e.end)
        yield text[start:end], tuple(here)


def marked_statement() -> str:
    """Return the statement with its evidence in colour, and a table that says it without."""
    marked, rows = "", []
    for words, evidence in pieces(ml.parse_intended_use(STATEMENT)):
        said = html.escape(words)
        if not evidence:
            marked += said
            continue
        codes = ", ".join(f"{e.field}: {e.value}" for e in evidence)
        mark = (
            f'<mark class="use use-{evidence[-1].field}" title="{html.escape(codes)}">{said}</mark>'
        )
        marked += mark
        cells = "<br>".join(
            f"<code>{html.escape(e.field)}</code> {html.escape(e.value)}" for e in evidence
        )
        rows.append(f"<tr><td>{mark}</td><td>{cells}</td></tr>")
    head = "<thead><tr><th>words</th><th>field and value</th></tr></thead>"
    table = f"<table>{head}<tbody>{''.join(rows)}</tbody></table>"
    return f'<blockquote class="statement" lang="zh">{marked}</blockquote>\n\n{table}'


def modules() -> str:
    """Return a table of every public module: its first sentence and the names it lists."""
    rows = ["| module | what it is | names |", "|---|---|---|"]
    for found in pkgutil.walk_packages(ml.__path__, f"{ml.__name__}."):
        if any(part.startswith("_") for part in found.name.split(".")):
            continue
        module = import_module(found.name)
        names = ", ".join(f"`{name}`" for name in getattr(module, "__all__", ()))
        first = (module.__doc__ or "").partition("\n\n")[0].replace("\n", " ").replace("|", "\\|")
        rows.append(f"| `{found.name.removeprefix('medai_landscape.')}` | {first} | {names} |")
    return "\n".join(rows)


MADE: dict[str, Callable[[], str]] = {"marked-statement": marked_statement, "modules": modules}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put what is made in the place of its mark."""
    for name, make in MADE.items():
        mark = f"<!-- made: {name} -->"
        if mark in markdown:
            markdown = markdown.replace(mark, make())
    return markdown


# What notebook pages bring along for formulas and diagrams, which ours do not have:
# both would be loaded from elsewhere.
_LOADERS = re.compile(
    r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->"
    r'|<script type="module">(?:(?!</script>).)*mermaid(?:(?!</script>).)*</script>',
    re.DOTALL,
)


def on_page_content(content: str, *, page: Any, **_: Any) -> str:
    """Take the loaders of other people's scripts out of notebook pages."""
    return _LOADERS.sub("", content) if page.file.src_uri.endswith(".ipynb") else content
