"""Spelling: whether two texts differ in nothing but the way they are written."""

from __future__ import annotations

import re
import unicodedata

from medai_landscape.companies import normalise
from medai_landscape.plain_text import nfkc

__all__ = ["is_spelling", "normal_form"]

# Words in the name of a column whose values are companies.
_COMPANY_COLUMNS = ("applicant", "company", "holder", "investor", "manufacturer", "sponsor")

# Latin letters only: a mark on a kana is another sound, and no ornament.
_ACCENTED = re.compile("[\u00c0-\u024f]")
# Signs that say something: A+ is no A, and >5 no <5.
_SIGNS = frozenset("+#%<>=≤≥±")
_MINUS = re.compile(r"(?<!\w)[-−](?=[0-9])")
_ORNAMENTS = dict.fromkeys(map(ord, "™®©℠"))
# 1.0 and 10 are two versions, whatever stands between the digits.
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[^\w]+(?=[0-9])")


def normal_form(text: str, *, company: bool = False) -> str:
    """Return *text* without case, accents, spaces, punctuation and a company's legal form.

    Signs of more and less, of sums and shares are no punctuation.

    >>> normal_form("Aquilion ONE"), normal_form("Viz.ai, Inc.", company=True)
    ('aquilionone', 'vizai')
    >>> normal_form("推想医疗科技股份有限公司", company=True)
    '推想医疗科技'
    """
    if company:
        text = normalise(text).core
    plain = nfkc(text.translate(_ORNAMENTS)).casefold()
    folded = _MINUS.sub("±", _ACCENTED.sub(_without_accent, plain))
    folded = _BETWEEN_DIGITS.sub("·", folded)
    kept = (c for c in _spaced(folded) if c.isalnum() or c in " ·" or c in _SIGNS)
    return "".join("".join(kept).split())


def _without_accent(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", match[0])[0]


def _spaced(text: str) -> str:
    """Let commas and slashes part words; dots do not, since S.A. is one word."""
    return text.translate(dict.fromkeys(map(ord, ",;/()-\t\n"), " "))


def is_spelling(column: str, old: object, new: object) -> bool:
    """Whether a change of a cell is one of spelling only.

    >>> is_spelling("holder", "Hyperfine, Inc.", "HYPERFINE"), is_spelling("holder", "A1", "A2")
    (True, False)
    """
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    ways = {False, any(word in column.casefold() for word in _COMPANY_COLUMNS)}
    forms = ((normal_form(old, company=way), normal_form(new, company=way)) for way in ways)
    return any(before and before == after for before, after in forms)
