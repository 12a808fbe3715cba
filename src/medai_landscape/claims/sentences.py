"""What the audit says of a claim, in English and Chinese, with the records by name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from medai_landscape.claims.assertion import Change, Versus, read_assertion
from medai_landscape.claims.base import read_scope, read_windows
from medai_landscape.claims.verdict import shown
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medai_landscape.claims.decide import Decision
    from medai_landscape.messages import Language
    from medai_landscape.records.claim import Claim

__all__ = ["change_in_words", "sentence"]

_NAMED, _COUNTED = 12, 5
_EXCEPTIONS = {"exceptions", "overlaps", "part_differs", "size_differs"}
_JOINED: dict[Language, str] = {"en": "; ", "zh": "；"}
_MISSING: Mapping[str, tuple[str, str]] = {
    "window": ("the end of its period", "时段的终点"),
    "denominator": ("the base of the percentage", "百分比的基数"),
    "base": ("the value it is compared with", "用于比较的基准值"),
    "population": ("the group it is about", "所针对的总体"),
}


@cache
def _templates(lang: Language) -> dict[str, str]:
    return {row["code"]: row[lang] for row in read_rows("claims/sentences.csv")}


def sentence(claim: Claim, decision: Decision, labels: Mapping[str, str], lang: Language) -> str:
    """Return why a claim has its outcome; *labels* are the names of records by id."""
    told = dict(decision.told)
    scope = read_scope(claim.scope)
    words: dict[str, Any] = {
        "observed": shown(decision.observed),
        "expected": claim.asserted,
        "rounding": claim.rounding,
        "window": claim.window or "?",
        "witnesses": len(decision.witnesses),
        "names": _names(decision, labels, lang),
        "claimant": f" ({claim.claimant})" if claim.claimant else "",
        "missing": _missing(told.get("missing", ()), lang),
        "change": _change(claim),
        "pace": _pace(claim),
        **{
            name: shown(value)
            for name, value in told.items()
            if name not in {"missing", "also", "said"}
        },
    }
    text = _templates(lang)[decision.reason].format_map(words)
    if "also" in told:
        dates = ", ".join(f"{name} {day}" for name, day in told["also"])
        text += _templates(lang)["also"].format(dates=dates)
    if decision.unverified:
        text += _templates(lang)["unverified"].format(fields=", ".join(decision.unverified))
    if "judgement" in scope:
        text += _templates(lang)["judgement"].format(judgement=scope["judgement"])
    return text


def _names(decision: Decision, labels: Mapping[str, str], lang: Language) -> str:
    """Return the witnesses by name; exceptions are what a reader looks for, so more of them."""
    ids = decision.witnesses
    most = _NAMED if decision.reason in _EXCEPTIONS else _COUNTED
    most = len(ids) if len(ids) <= most + 1 else most
    said = dict(dict(decision.told).get("said", ()))
    named = [_name(i, labels[i], said.get(i)) for i in ids[:most]]
    if len(ids) > most:
        named.append(f"… {len(ids)}")
    return _JOINED[lang].join(named) or "–"


def _name(record: str, label: str, said: str | None) -> str:
    inner = "; ".join(filter(None, (record if label != record else "", said)))
    return f"{label} ({inner})" if inner else label


def _missing(names: tuple[str, ...], lang: Language) -> str:
    place = 0 if lang == "en" else 1
    return ", ".join(_MISSING.get(name, (name, name))[place] for name in names)


def _change(claim: Claim) -> str:
    said = claim.asserted and read_assertion(claim.asserted)
    return f" ({change_in_words(said)})" if isinstance(said, Change) else ""


def _pace(claim: Claim) -> str:
    """Return the two figures of a comparison a day each, where both windows have an end."""
    said = claim.asserted and read_assertion(claim.asserted)
    spans = read_windows(claim.window).spans
    days = [span.days for span in spans]
    if not isinstance(said, Versus) or len(days) != 2 or not all(days):  # noqa: PLR2004 - a pair
        return ""
    left, right = (
        shown(figure / (count or 1))
        for figure, count in zip((said.left, said.right), days, strict=True)
    )
    return f" ({left} / {right} per day)"


def change_in_words(said: Change | Versus) -> str:
    """Return a change in points and per cent.

    >>> from decimal import Decimal
    >>> change_in_words(Change(Decimal(18), Decimal(27), "%"))
    '+9, or +50 %'
    """
    before, after = (
        (said.before, said.after) if isinstance(said, Change) else (said.right, said.left)
    )
    difference = f"{after - before:+f}"
    return f"{difference}, or {100 * (after - before) / before:+.4g} %" if before else difference
