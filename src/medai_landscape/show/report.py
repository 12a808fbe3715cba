"""The report page: one HTML file with the whole landscape in it, loading nothing."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Literal

import medai_landscape
from medai_landscape.atomic import write_atomically
from medai_landscape.claims.audit import audit
from medai_landscape.errors import OutputExistsError
from medai_landscape.show.code_names import code_names
from medai_landscape.show.page_sections import page_sections
from medai_landscape.show.page_tables import page_tables
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from os import PathLike

    from medai_landscape.claims.report import AuditReport
    from medai_landscape.records.landscape import Landscape

__all__ = ["GENERATOR", "is_own_report", "report_html", "write_report"]

GENERATOR = "medai_landscape"
"""How a page says who made it; only such a page is replaced without being asked."""


@cache
def _part(name: str) -> str:
    return files("medai_landscape.show").joinpath("page", name).read_text(encoding="utf-8")


def _embedded(value: Any) -> str:
    """Write JSON that no HTML parser can see a tag in, whatever the texts hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # No "<" is left, so no text can end the script or open a tag; the last two end a line.
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def report_html(
    landscape: Landscape,
    *,
    lang: Literal["zh", "en"] = "en",
    title: str | None = None,
    audited: AuditReport | None = None,
) -> str:
    """Return the page as text: policies, certificates, money, trials and claims.

    Every figure on it opens the records behind it, and every record names its
    sources.  The reader switches language, filters and sorts; the page holds
    its own data and opens no connection.

    Args:
        landscape: What to show.
        lang: Language that the page opens in; it carries both.
        title: Title in place of the standard one.
        audited: What an audit of its claims gave; without it they are audited here.
    """
    audited = audited or audit(landscape.claims, landscape)
    tables = page_tables(landscape, audited.verdicts)
    sources = {
        source.id: source.model_dump(mode="json", exclude_none=True, exclude={"id", "unverified"})
        for table in tables
        for record in table.records
        for source in record.sources
    }
    strings = read_rows("report_strings.csv")
    data = {
        "lang": lang,
        "title": title,
        "meta": {
            "version": medai_landscape.__version__,
            **{table.name: len(table.records) for table in tables},
        },
        "strings": {code: {row["key"]: row[code] for row in strings} for code in ("en", "zh")},
        "codes": code_names(),
        "tables": {table.name: table.to_object() for table in tables},
        "sections": page_sections(
            landscape, {table.name: table.index() for table in tables}, audited.verdicts
        ),
        "sources": sources,
    }
    said = {row["key"]: row[lang] for row in strings}
    return Template(_part("report.html")).substitute(
        lang="zh-CN" if lang == "zh" else "en",
        generator=GENERATOR,
        title=escape(title or said["title"]),
        noscript=escape(said["noscript"]),
        style=_part("report.css"),
        script=_part("report.js"),
        data=_embedded(data),
    )


def write_report(
    landscape: Landscape,
    path: str | PathLike[str],
    *,
    overwrite: bool = False,
    lang: Literal["zh", "en"] = "en",
    title: str | None = None,
    audited: AuditReport | None = None,
) -> Path:
    """Write the report page of *landscape* to *path*: one HTML file, whole in itself.

    The file appears only when it is complete.

    Args:
        landscape: What to show.
        path: Where to write it.
        overwrite: Whether a file that is there may be replaced.
        lang: Language that the page opens in; it carries both.
        title: Title in place of the standard one.
        audited: What an audit of its claims gave; without it they are audited here.

    Returns:
        The path that was written.

    Raises:
        OutputExistsError: there is a file, and *overwrite* is not set.
    """
    target = Path(path)
    if target.exists() and not overwrite:  # say so before the work is done
        raise OutputExistsError(str(target))
    page = report_html(landscape, lang=lang, title=title, audited=audited)
    with write_atomically(target, overwrite=overwrite) as file:
        file.write(page.encode())
    return target


def is_own_report(path: str | PathLike[str]) -> bool:
    """Whether *path* is a page that this program wrote, so that a new one may replace it."""
    target = Path(path)
    if not target.is_file():
        return False
    with target.open("rb") as file:
        head = file.read(2000)
    return f'<meta name="generator" content="{GENERATOR}">'.encode() in head
