"""Company names: one form for the many ways in which registers write them.

>>> name = normalise("慧迪恺德（北京）医学科技有限公司")
>>> name.text, name.core, name.legal_form
('慧迪恺德(北京)医学科技有限公司', '慧迪恺德(北京)医学科技', '有限公司')
>>> normalise("Siemens Healthcare GmbH").core, normalise("ACME  CO.,LTD").legal_form
('Siemens Healthcare', 'Co., Ltd.')
>>> normalise("推想\u200b医疗").suspicious
('invisible_characters',)
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from attrs import frozen

from medai_landscape.plain_text import nfkc, visible
from medai_landscape.vocabulary import read_rows

__all__ = ["CompanyName", "normalise"]

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_SPACE_IN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff()]) +(?=[\u3400-\u9fff()])")
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER_ALPHABET = re.compile("[\u0370-\u058f\u13a0-\u13ff]")  # Greek to Armenian, Cherokee
_WESTERN_WORD = re.compile(r"[^\s,]+")
_LEADING = frozenset({"株式会社", "주식회사"})
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d【】[]〔〕", "''\"\"()()()")


@frozen
class CompanyName:
    """A company name as it was written, and its normal form."""

    raw: str
    text: str
    """The whole name: plain characters, plain brackets, single spaces."""
    core: str
    """`text` without the legal form."""
    legal_form: str | None
    family: str | None
    """Forms of one family do not tell two companies apart: 有限公司 and 股份有限公司."""
    suspicious: tuple[str, ...]
    """Why somebody should look at the raw name: ``invisible_characters``,
    ``bidirectional_controls``, ``mixed_alphabets``."""

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        """The core for comparing: without case, punctuation and spaces."""
        return "".join(char for char in self.core.casefold() if char.isalnum())


@cache
def _legal_forms() -> dict[str, tuple[str, str]]:
    return {
        alias: (row["code"], row["family"])
        for row in read_rows("companies/legal_forms.csv")
        for alias in row["aliases"].split("|")
    }


@cache
def _eastern_forms() -> tuple[str, ...]:
    """Return the forms that are written without a space before them, the longest first."""
    forms = (form for form in _legal_forms() if not form.isascii() or form[0] == "(")
    return tuple(sorted(forms, key=len, reverse=True))


def normalise(name: str | CompanyName) -> CompanyName:
    """Return a company name in its normal form, beside the name as it was written.

    Full width becomes plain, invisible characters go, brackets and quotation marks are
    of one kind, and the legal form is split off.  What changes how a name looks in a
    way that could deceive is told in `CompanyName.suspicious`.

    >>> str(normalise(str(normalise("Ａｃｍｅ　，Inc．")))) == str(normalise("Ａｃｍｅ　，Inc．"))
    True
    """
    if isinstance(name, CompanyName):
        return name
    text = _plain(name)
    core, form = _split(text)
    code, family = _legal_forms()[form] if form else (None, None)
    return CompanyName(name, text, core, code, family, _suspicious(name))


def _plain(raw: str) -> str:
    text = " ".join(nfkc(visible(raw)).translate(_QUOTES).split())
    return _SPACE_IN_CHINESE.sub("", text)


def _split(text: str) -> tuple[str, str | None]:
    """Return a name without its legal form, and the form as the table writes it."""
    for form in _eastern_forms():
        if text.endswith(form) and text != form:
            return text.removesuffix(form).strip(), form
        if text.startswith(form) and text != form and _legal_forms()[form][0] in _LEADING:
            return text.removeprefix(form).strip(), form
    words = list(_WESTERN_WORD.finditer(text))
    for size in range(min(4, len(words) - 1), 0, -1):
        tail = words[-size:]
        form = " ".join(word[0].replace(".", "").casefold() for word in tail)
        if form in _legal_forms():
            return text[: tail[0].start()].rstrip(" ,"), form
    return text, None


def _suspicious(raw: str) -> tuple[str, ...]:
    """Return why a name should be looked at."""
    invisible = {char for char in raw if unicodedata.category(char) == "Cf"}
    words = _WORD.findall(nfkc(raw))
    mixed = any(_LATIN.search(word) and _OTHER_ALPHABET.search(word) for word in words)
    return tuple(
        code
        for code, holds in (
            ("bidirectional_controls", not invisible.isdisjoint(_BIDI)),
            ("invisible_characters", bool(invisible - _BIDI)),
            ("mixed_alphabets", mixed),
        )
        if holds
    )
