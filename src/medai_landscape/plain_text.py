"""Plain characters for text that strangers wrote.

Compatibility normalisation (NFKC) turns full width into plain, but the time it takes
grows with the square of a run of combining marks: 100,000 of them take ten seconds.
No word has thirty in a row, so longer runs are normalised in pieces.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["nfkc", "visible"]

_STABLE = re.compile("[\x00-\x7f\u4e00-\u9fff]*")  # no such character has another form
_MARKS_IN_A_ROW = 30  # the limit of Unicode's own Stream-Safe Text Format


def nfkc(text: str) -> str:
    """Return *text* in Unicode's compatibility form, in time linear in its length.

    >>> nfkc("（ＡⅢ）")
    '(AIII)'
    """
    if _STABLE.fullmatch(text):
        return text
    pieces, start, run = [], 0, 0
    for place, char in enumerate(text):
        # By category: some marks have combining class zero and turn into others.
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run > _MARKS_IN_A_ROW:
            pieces.append(unicodedata.normalize("NFKC", text[start:place]))
            start, run = place, 1
    pieces.append(unicodedata.normalize("NFKC", text[start:]))
    return "".join(pieces)


def visible(text: str) -> str:
    r"""Return *text* without invisible format characters: zero width, controls of direction.

    >>> visible("推想\u200b医疗")
    '推想医疗'
    """
    if text.isprintable():  # no format character is
        return text
    return "".join(char for char in text if unicodedata.category(char) != "Cf")
