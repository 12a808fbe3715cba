"""Mending: characters that a download picked up on its way and that mean nothing.

Every change has a name, is counted in the report, and the text as it was
stays in the note of the record's source.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Link", "Mended", "mend", "split_hyperlink"]

_TEXT = '"([^"]*+(?:""[^"]*+)*+)"'
_GAP = r"\s{0,9}"
# The name of the function is translated in some languages, so a full address tells it too.
_LINK = re.compile(
    rf'=@?{_GAP}(?:(?:_xlfn\.)?HYPERLINK|(?=[^("]{{1,30}}\({_GAP}"[a-z]{{2,9}}://)[^\W0-9][\w.]{{1,29}})'
    rf"\({_GAP}{_TEXT}{_GAP}(?:[,;]{_GAP}{_TEXT}{_GAP})?\)\s*",
    re.IGNORECASE,
)
# The address is put together from other cells, and the label is there.
_LABEL = re.compile(
    rf"=@?{_GAP}HYPERLINK\([^;]{{1,2000}}[,;]{_GAP}{_TEXT}{_GAP}\)\s*", re.IGNORECASE
)
_ANCHOR = re.compile(r"<a\s[^<>]{0,2000}>([^<>]{0,2000})</a>", re.IGNORECASE)
_ADDRESS = re.compile(r"\shref\s?=\s?[\"']([^\"'<>]{1,2000})[\"']", re.IGNORECASE)
_PLAIN_TEXT = re.compile(f"={_TEXT}")
_REMOVE: Callable[[re.Match[str]], str] = lambda _match: ""  # noqa: E731 - one of a table
_SPACE: Callable[[re.Match[str]], str] = lambda _match: " "  # noqa: E731 - one of a table


def _as_windows(match: re.Match[str]) -> str:
    """Read a C1 control as the character that Windows-1252 has in its place, as browsers do."""
    return match[0].encode("latin-1").decode("cp1252", "replace")


_REPAIRS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("windows_1252_control", re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]"), _as_windows),
    ("control_character", re.compile("[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]+"), _REMOVE),
    ("invisible_character", re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+"), _REMOVE),
    ("direction_control", re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"), _REMOVE),
    ("no_break_space", re.compile("[\u00a0\u2007\u202f]"), _SPACE),
    ("line_break", re.compile("[\r\n\x0b\x0c\u2028\u2029]\\s*"), _SPACE),
    ("unicode_hyphen", re.compile("[\u2010\u2011]"), lambda _match: "-"),
)
# ASCII, and Chinese characters and punctuation: nothing in them is ever mended.
_PLAIN = re.compile("[ -~\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]*")


@frozen
class Mended:
    """A text without what a download picked up, and the names of the repairs."""

    text: str
    repairs: tuple[str, ...] = ()


def mend(text: str) -> Mended:
    r"""Take away controls, invisible characters, odd spaces and outer white space.

    Double spaces and words that a lost space has glued together stay as they
    are: what was meant is not known.

    >>> mend("Aquilion\u00a0ONE "), mend("SIGNA\x99 Sprint").text
    (Mended(text='Aquilion ONE', repairs=('no_break_space', 'outer_white_space')), 'SIGNA™ Sprint')
    """
    repairs = []
    stripped = text.strip()
    if _PLAIN.fullmatch(stripped) is None:
        for name, pattern, replacement in _REPAIRS:
            mended = pattern.sub(replacement, stripped)
            if mended != stripped:
                repairs.append(name)
                stripped = mended.strip()
    if text[:1].isspace() or text[-1:].isspace():
        repairs.append("outer_white_space")
    return Mended(stripped, tuple(repairs))


class Link(NamedTuple):
    """What a formula shows, the address behind it, and the name of the repair."""

    url: str | None
    label: str
    repairs: tuple[str, ...] = ()


def split_hyperlink(text: str) -> Link:
    """Return the address and the label of a ``HYPERLINK`` formula, or of a link of a web page.

    Other texts have no address.

    ``="0012"``, by which a text export keeps a number a text, is that text.

    >>> split_hyperlink('=HYPERLINK("https://example.org/?ID=K252054", "K252054")')[:2]
    ('https://example.org/?ID=K252054', 'K252054')
    >>> split_hyperlink('="0012"')
    Link(url=None, label='0012', repairs=('text_formula',))
    >>> split_hyperlink("K252054")
    Link(url=None, label='K252054', repairs=())
    """
    formula = text.strip()
    if anchor := _ANCHOR.fullmatch(formula):
        address = _ADDRESS.search(formula)
        return Link(address and address[1], unescape(anchor[1]), ("html_link",))
    if not formula.startswith("="):
        return Link(None, text)
    if match := _LINK.fullmatch(formula):
        url, label = (None if part is None else part.replace('""', '"') for part in match.groups())
        return Link(url, (url or "") if label is None else label, ("hyperlink_formula",))
    if match := _LABEL.fullmatch(formula):
        return Link(None, match[1].replace('""', '"'), ("hyperlink_formula",))
    if match := _PLAIN_TEXT.fullmatch(formula):
        return Link(None, match[1].replace('""', '"'), ("text_formula",))
    return Link(None, text)
