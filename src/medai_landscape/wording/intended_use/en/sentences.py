"""English statements cut into sentences, each with the heading that it stands under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sentence", "one_list", "sentences"]

_STOP = re.compile(r"[.!?]+(?=[\s\"')\]]|\Z)|[;\n]")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|vs|approx|no|fig|dr|incl|resp|max|min|ca|cf|excl|inc|ltd|co|nos|mr|mrs)\Z"
)
_HEADING = re.compile(
    r"[\s\u2022*-]*(?:\(?[0-9a-z]{1,2}[.)] )?(?P<words>[a-z][a-z0-9 /()'&,-]{1,55}?) ?[:|]"
)
_HEADINGS = tuple(
    (kind, pattern(f"heading_{kind}")) for kind in ("ruled_out", "users", "output", "aside")
)


_LONGEST = 1_000
"""No sentence of the genre is longer; a longer one is cut, so that time stays linear."""


class Sentence(NamedTuple):
    """A sentence, or one item of a list, by its place in the text."""

    start: int
    end: int
    heading: str | None
    """What its heading does to it: ruled_out, users, output or aside; None for any other."""


_NEXT_OF_LIST = re.compile(r";(?= (?P<item>[^.;:\n]{3,120})(?:[.;]|\Z))")
_RULES_OUT = re.compile(r"\b(?:not|cannot|never|contraindicated|excluded|excludes)\b")
_STANDS_ALONE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|must|should|shall|may|can|cannot|will|does|do|not|no|"
    r"never|it|its|the (?:device|software|system|product|user)|use|used|using|users?|intended|only|"
    r"except|excluding|contraindicated)\b"
)


_FAR = 300
"""Characters that a list of what is ruled out goes on for."""


def one_list(text: str) -> str:
    """Return *text* with commas for the semicolons of a list of what is ruled out.

    >>> one_list("not for children; pregnant women; or stents. it shows scans; it is fast.")
    'not for children, pregnant women, or stents. it shows scans; it is fast.'
    """
    if ";" not in text or _RULES_OUT.search(text) is None:
        return text
    return _NEXT_OF_LIST.sub(_separator, text)


def _separator(stop: re.Match[str]) -> str:
    first = max(0, stop.start() - _FAR)
    first = max(first, stop.string.rfind(". ", first, stop.start()))
    rules_out = ":" not in stop.string[first : stop.start()] and _RULES_OUT.search(
        stop.string, first, stop.start()
    )
    return "," if rules_out and not _STANDS_ALONE.search(stop["item"]) else ";"


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a folded statement."""
    heading: str | None = None
    stays = False
    start = 0
    new_line = True
    has_headings = ":" in text or "|" in text
    for end, stop in _stops(text):
        body = start
        if new_line or stop == ":":
            match = _HEADING.match(text, start, end) if has_headings else None
            if match:
                heading = _kind(match["words"])
                body = match.end() if heading else start
                stays = not text[match.end() : end].strip()
            elif not stays:
                heading = None
        if text[body:end].strip():
            yield Sentence(body, end, heading)
        new_line = stop in {"\n", "."}
        if stop == "." and not stays:
            heading = None
        start = end + len(stop)


def _stops(text: str) -> Iterator[tuple[int, str]]:
    """Yield where sentences end, and at what: a line, a semicolon, a stop, a space or nothing."""
    start = 0
    for match in _STOP.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(
            text, max(0, match.start() - 8), match.start()
        ):
            continue
        yield from _cuts(text, start, match.start())
        start = match.end()
        yield match.start(), match[0][0] if match[0][0] in ";\n" else "."
    yield from _cuts(text, start, len(text))
    yield len(text), "\n"


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield where a long sentence is cut: at a space, or inside a word where there is none."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        if space < 0:
            start += _LONGEST
            yield start, ""
        else:
            start = space
            yield start, " "


def _kind(words: str) -> str | None:
    return next((kind for kind, heading in _HEADINGS if heading.search(words)), None)
