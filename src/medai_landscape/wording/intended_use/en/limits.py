"""Clinical limits in English statements: lesion sizes, degrees of stenosis, ejection fractions.

A number with a unit is a limit only with a comparison, and only where a
finding or a clinical measure is spoken of; slice thickness, field of view,
sensitivity and the like are technical and are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.cues import wording
from medai_landscape.wording.intended_use.en.numerals import decimal_text
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.mentions import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.wording.intended_use.en.cues import Cues

__all__ = ["Found", "find_limits"]

_UNITS = {
    "mm": "mm", "millimeter": "mm", "millimeters": "mm", "millimetre": "mm", "millimetres": "mm",
    "cm": "cm", "centimeter": "cm", "centimeters": "cm", "centimetre": "cm", "centimetres": "cm",
    "μm": "μm", "um": "μm", "micron": "μm", "microns": "μm", "%": "%", "percent": "%",
    "per cent": "%", "ms": "ms", "msec": "ms", "milliseconds": "ms", "millisecond": "ms",
    "ng/ml": "ng/mL", "μg/l": "μg/L", "ug/l": "μg/L", "pg/ml": "pg/mL", "mg/dl": "mg/dL",
    "g/dl": "g/dL", "mmol/l": "mmol/L", "mmhg": "mmHg", "mm hg": "mmHg", "bpm": "bpm",
    "beats per minute": "bpm", "beats/min": "bpm", "ml": "mL", "milliliters": "mL", "cc": "mL",
    "cm2": "cm2", "mm2": "mm2", "cm3": "cm3", "mm3": "mm3", "kg": "kg", "kg/m2": "kg/m2",
    "s": "s", "sec": "s", "secs": "s", "seconds": "s", "second": "s",
    "degree": "°", "degrees": "°", "°": "°", "dioptre": "D", "dioptres": "D", "diopter": "D",
    "diopters": "D", "hu": "HU", "°c": "°C", "μl": "μL", "ml/min": "mL/min", "m/s": "m/s",
    "cm/s": "cm/s",
}  # fmt: skip

_OPS = (">=", "<=", ">", "<")
_NUMBER = wording("number")
_LEFT = wording("limits_left")
_RIGHT = wording("limits_right")
_RANGE = wording("limits_range")
_IN_SIZE = re.compile(r" in (?:size|diameter|length)\b")
_RATIO = wording("limits_ratio")
_FLOW_RESERVE = re.compile(r"\bffr|flow reserve")
_TECHNICAL = wording("limits_technical")
_TECHNICAL_AFTER = pattern("limits_technical_after")
_CLINICAL = wording("limits_clinical")
_TIMED = re.compile(r"tmax|\bmtt\b|transit|time to|delay|pause|apno?ea|apnoea|duration|refill")
"""What is measured in seconds of a patient and not of the software."""
_MEASURES = (
    ("stenosis", re.compile(r"stenos|narrow|occlu"), frozenset({"%"})),
    ("ejection_fraction", re.compile(r"ejection|\bef\b|lvef"), frozenset({"%"})),
    ("psa", re.compile(r"\bpsa\b|prostate.specific"), frozenset({"ng/mL", "μg/L"})),
    ("qtc", re.compile(r"\bqtc?\b"), frozenset({"ms"})),
    ("follicle_size", re.compile(r"follic"), frozenset({"mm", "cm", "μm"})),
    ("lesion_size", re.compile(""), frozenset({"mm", "cm", "μm"})),
)


class Found(NamedTuple):
    """A limit and its place in the text."""

    limit: Limit
    start: int
    end: int


def find_limits(text: str, cues: Cues) -> Iterator[Found]:
    """Yield the clinical limits in one sentence, left to right."""
    if not _NUMBER.may_be_in(cues):
        return
    done = 0
    candidates = [
        *_ranges(text, cues),
        *_left(text, cues),
        *_right(text, cues),
        *_ratios(text, cues),
    ]
    candidates.sort(key=lambda found: (found[0], -found[1]))
    for start, end, limits in candidates:
        if start < done:
            continue
        done = end
        for op, value, unit in limits:
            if unit == "s" and not _TIMED.search(text, max(0, start - 40), start):
                continue
            if unit and not _is_clinical(text, start, end, cues):
                continue
            measure = _measure(text, start, end, unit)
            yield Found(Limit(measure, op, decimal_text(value), unit), start, end)


_Candidate = tuple[int, int, list[tuple[str, str, str]]]


def _ranges(text: str, cues: Cues) -> Iterator[_Candidate]:
    for match in _RANGE.finditer(text, cues):
        joined = text[match.end("low") : match.start("high")]
        if (
            joined.endswith(" and ")
            and "between" not in text[max(0, match.start() - 9) : match.start()]
        ):
            continue
        unit = _UNITS[match["unit"]]
        limits = [(">=", match["low"], unit), ("<=", match["high"], unit)]
        yield (*match.span(), limits)


def _left(text: str, cues: Cues) -> Iterator[_Candidate]:
    for match in _LEFT.finditer(text, cues):
        op = next(op for number, op in enumerate(_OPS) if match[f"op{number}"])
        if match["tail"] and op in {">", ">="}:
            op = ">="
        unit = _UNITS[match["unit"]]
        open_range = match["tail"] or _IN_SIZE.match(text, match.end())
        if op == ">=" and match["op0"] == "from" and not open_range:
            continue
        yield (*match.span(), [(op, match["value"], unit)])


def _right(text: str, cues: Cues) -> Iterator[_Candidate]:
    for match in _RIGHT.finditer(text, cues):
        op = ">=" if match["ge"] else "<="
        yield (*match.span(), [(op, match["value"], _UNITS[match["unit"]])])


def _ratios(text: str, cues: Cues) -> Iterator[_Candidate]:
    """Find limits of what has no unit: the fractional flow reserve, a T-score."""
    for match in _RATIO.finditer(text, cues):
        if match["low"]:
            low, high = sorted((match["low"], match["high"]), key=float)
            yield (*match.span(), [(">=", low, ""), ("<=", high, "")])
        elif match["value"]:
            op = next(op for number, op in enumerate(_OPS) if match[f"op{number}"])
            yield (*match.span(), [(op, match["value"], "")])
        else:
            op = ">=" if match["ge"] else "<="
            yield (*match.span(), [(op, match["value2"], "")])


def _is_clinical(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether a finding is spoken of, and nothing technical stands right beside the number."""
    first = max(text.rfind(",", 0, start), text.rfind("(", 0, start), start - 60, 0)
    if _TECHNICAL.is_in(text, cues, first, start) or _TECHNICAL_AFTER.match(text, end, end + 50):
        return False
    return _CLINICAL.is_in(text, cues, max(0, start - 200), end + 120)


def _measure(text: str, start: int, end: int, unit: str) -> str:
    if not unit:
        return "ffr" if _FLOW_RESERVE.search(text, start, end) else "other"
    around = text[max(0, start - 80) : end + 60]
    for name, words, units in _MEASURES:
        if unit in units and words.search(around):
            return name
    return "other"
