"""Which currency the words of an amount name.

Three signs are shared: 元 is the unit of a dozen currencies and yuan unless
another is named, $ is the US dollar unless another is named, and ¥ is yuan in
Chinese text and otherwise yuan or yen, which nobody can tell.
"""

from __future__ import annotations

import re
from functools import cache

from attrs import frozen

from medai_landscape.errors import AmountError
from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.tokens import Token

__all__ = ["currency_of", "currency_words"]

_CODE = re.compile("[A-Z]{3}")
_HAN = re.compile("[\u4e00-\u9fff]")


@frozen
class _Sign:
    codes: frozenset[str]
    default: str


@cache
def _signs() -> dict[str, _Sign]:
    return {
        word: _Sign(frozenset(row["codes"].split()), row["default"])
        for row in read_rows("wording/currencies.csv")
        for word in row["words"].split("|")
    }


def currency_words() -> list[Token]:
    """Return the names and signs of currencies, as words of a lexicon."""
    return [Token("currency", word, word) for word in _signs()]


def currency_of(words: list[Token], text: str, asked: str | None) -> str | None:
    """Return the code that all *words* of *text* agree on, None for no words.

    *asked* is taken where no word is there, and where the words leave it open.

    Raises:
        AmountError: two currencies, or ¥ without anything to tell yuan from yen.
    """
    if asked is not None and (not isinstance(asked, str) or _CODE.fullmatch(asked) is None):
        raise AmountError(asked, "an ISO 4217 code such as 'CNY', or None")
    if not words:
        return asked
    signs = [_signs()[word.value] for word in words]
    possible = frozenset.intersection(*(sign.codes for sign in signs))
    if not possible:
        raise AmountError(text, "an amount in one currency; read each of the two on its own")
    if len(possible) == 1:
        return next(iter(possible))
    names_yuan = any(_HAN.search(word.value) for word in words)
    if asked in possible and not names_yuan:
        return asked
    default = signs[0].default or ("CNY" if _HAN.search(text) else "")
    if default not in possible:
        raise AmountError(text, "CNY or JPY written out, or currency= given: ¥ may be either")
    return default
