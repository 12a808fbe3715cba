"""Chinese statements folded for matching.

Full-width letters and digits, half-width punctuation, traditional characters
and the look-alike radicals that PDF files give become one form.  A line break
or a space inside a word goes; a line break that ends a line of a list stays.
"""

from __future__ import annotations

import re
import unicodedata

from medai_landscape.vocabulary import read_rows
from medai_landscape.wording.intended_use.normal_form import (
    NormalForm,
    one_line_break,
    replace_noise,
)

__all__ = ["LINE_BREAK", "STOPS", "fold_text"]

_RANGES = ((0xFF01, 0xFF5F), (0x2E80, 0x2FE0), (0xF900, 0xFAFF))
_NUMBERED = ((0x2460, 0x249C), (0x2776, 0x2794), (0x3220, 0x322A))
"""①, ⑴, ⒈, ❶ and ㈠ begin an item; as plain digits they would run into a number behind them."""
_PUNCTUATION = {
    ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "。", "?": "。", "！": "。",
    "？": "。", "｡": "。", "．": ".", "､": "、", "[": "（", "]": "）", "【": "（", "】": "）",
    "〔": "（", "〕": "）", "［": "（", "］": "）", "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤",
    "＞": ">", "＜": "<", "～": "~", "∼": "~", "〜": "~", "–": "-", "—": "-", "−": "-",
    "－": "-", "‐": "-", "‑": "-", "％": "%", "﹪": "%", "µ": "μ", "·": "·", "・": "·",
    "|": "；", "｜": "；", "•": "；", "●": "；", "■": "；", "◆": "；", "▪": "；", "…": "…",
    "﹣": "-", "／": "/", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
    "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"',
}  # fmt: skip


def _characters() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, last in _RANGES:
        for code in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                table[code] = _PUNCTUATION.get(plain, plain).lower()
    for first, last in _NUMBERED:
        table.update(dict.fromkeys(range(first, last), "-"))
    for row in read_rows("intended_use/zh_characters.csv"):
        pairs = zip(row["traditional"], row["simplified"], strict=True)
        table.update({ord(old): new for old, new in pairs if old != new})
    table.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    table.update({ord(old): new for old, new in _PUNCTUATION.items()})
    # A radical may stand for a traditional character: folding twice changes nothing more.
    return {code: table.get(ord(new), new) for code, new in table.items()}


_TABLE = _characters()
STOPS = "".join(["。", "；", *(chr(code) for code, new in _TABLE.items() if new in {"。", "；"})])
"""All characters that end a sentence."""
LINE_BREAK = re.compile("[\n\r\x0b\x0c\u2028\u2029]")
_UNITS = {"㎜": "mm", "㎝": "cm", "㎛": "μm", "㎎": "mg", "㎖": "ml", "㎏": "kg", "㎡": "m2"}
_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08"
_NOISE = re.compile(rf"[\s\u3000{_UNSEEN}]+|[{''.join(_UNITS)}]")
_NOISY = re.compile(rf"[\s\u3000{_UNSEEN}{''.join(_UNITS)}]")

_LATIN = re.compile("[0-9a-z]")


def _replacement(match: re.Match[str]) -> str:
    run = match[0]
    unit = _UNITS.get(run)
    if unit is not None:
        return unit
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if "\n" in run and (run.count("\n") > 1 or _starts_item(text, end)):
        return "；"
    parts_words = any(map(str.isspace, run)) and _LATIN.match(before) and _LATIN.match(after)
    return " " if parts_words else ""


_ITEM = re.compile(
    r"；|-(?![0-9])|[0-9]{1,2}[.、）]|（[0-9一二三四五六七八九十]{1,2}）|[^；。，\n]{2,10}："
)


def _starts_item(text: str, start: int) -> bool:
    """Whether the line from *start* is an item of its own and not the rest of the last."""
    return _ITEM.match(text, start) is not None


_CHANGED = re.compile(f"[{''.join(map(re.escape, map(chr, _TABLE)))}]+")


def fold_text(text: str) -> NormalForm:
    """Fold a Chinese statement for matching."""
    # Few characters change: finding them is three times faster than translating them all.
    plain = one_line_break(text)
    mapped = _CHANGED.sub(lambda match: match[0].translate(_TABLE), plain)
    if _NOISY.search(mapped) is None:
        return NormalForm(mapped)
    return replace_noise(mapped, _NOISE, _replacement)
