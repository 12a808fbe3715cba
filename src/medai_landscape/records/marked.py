"""A statement with its evidence marked in colour, for notebooks and pages."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medai_landscape.records.intended_use import IntendedUse

__all__ = ["marked_html"]

# Hues far enough apart to tell neighbours from each other; half transparent, so that the
# page's own text colour stays readable on a light and on a dark ground.
_HUES = {
    "functions": 210, "modalities": 265, "anatomies": 130, "findings": 0, "age": 45,
    "age_groups": 45, "sexes": 320, "thresholds": 25, "users": 180, "user_training": 180,
    "settings": 90, "standalone_prohibited": 240, "exclusions": 300, "equipment_restricted": 70,
}  # fmt: skip


def marked_html(use: IntendedUse) -> str:
    """Return the statement as HTML; every piece of evidence says what was read from it.

    The text comes from strangers and is escaped; there is no script and no link.

    >>> from medai_landscape.records.intended_use import IntendedUse
    >>> seen = {"field": "modalities", "value": "CT", "start": 5, "end": 7}
    >>> html = marked_html(IntendedUse(text="<b>用于CT图像</b>", evidence=[seen]))
    >>> "<b>" in html, "&lt;b&gt;" in html, 'title="modalities: CT"' in html
    (False, True, True)
    """
    text = use.text or ""
    bounds = sorted({0, len(text), *(place for e in use.evidence for place in (e.start, e.end))})
    pieces = []
    for start, end in pairwise(bounds):
        labels = [
            (item.field, item.value)
            for item in use.evidence
            if item.start <= start and end <= item.end
        ]
        pieces.append(_mark(text[start:end], labels))
    note = "" if use.complete else f"<p><em>{escape(use.reason or 'not complete')}</em></p>"
    body = "".join(pieces) or "<em>no text</em>"
    return f'<div style="line-height:1.9;white-space:pre-wrap">{body}</div>{note}{_legend(use)}'


def _mark(text: str, labels: list[tuple[str, str]]) -> str:
    if not labels:
        return escape(text)
    title = "; ".join(f"{field}: {value}" for field, value in labels)
    return f'<mark style="{_style(labels[0][0])}" title="{escape(title)}">{escape(text)}</mark>'


def _style(field: str) -> str:
    hue = _HUES.get(field, 0)
    return f"background:hsla({hue},80%,55%,.3);color:inherit;border-radius:3px;padding:1px 2px"


def _legend(use: IntendedUse) -> str:
    """Return each field that was read, in its colour, with its values."""
    values: dict[str, list[str]] = {}
    for item in use.evidence:
        known = values.setdefault(item.field, [])
        if item.value not in known:
            known.append(item.value)
    rows = (
        f'<tr><td><mark style="{_style(field)}">{escape(field)}</mark></td>'
        f'<td style="text-align:left">{escape(", ".join(found))}</td></tr>'
        for field, found in values.items()
    )
    return f"<table>{''.join(rows)}</table>" if values else ""
