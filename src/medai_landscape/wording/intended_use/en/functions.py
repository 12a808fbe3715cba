"""What the product does, told from verbs and their objects in English statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Place", "function_of", "is_only_downstream", "keeps"]


class Place(NamedTuple):
    """A word in its sentence, hyphens read as spaces."""

    plain: str
    start: int
    end: int
    has_finding: bool
    """Whether the sentence affirms a finding."""

    @property
    def word(self) -> str:
        """The word itself."""
        return self.plain[self.start : self.end]

    def before(self, length: int = 40) -> str:
        """Return the words before it."""
        return self.plain[max(0, self.start - length) : self.start]

    def after(self, length: int = 70) -> str:
        """Return the words behind it, to the end of the clause."""
        rest = self.plain[self.end : self.end + length]
        return re.split(r"[.;:\n|]", rest, maxsplit=1)[0]


_STUDIES = pattern("functions_studies")
_SUSPECTED = pattern("functions_suspected")
_STRUCTURES = pattern("functions_structures")
_TOOLS = pattern("functions_tools")
_RESULT = pattern("functions_result")
_IMAGES = pattern("functions_images")
_LIKELY = re.compile(
    r"\b(?:likelihood|probabilit|suspicio|malignan|whether|presence|absence|abnormality score)"
)
_RISK = re.compile(r"\brisk\b")
_FUTURE = pattern("functions_future")
_QUANTITY = pattern("functions_quantity")
_DISEASE_OR_NOT = pattern("functions_disease_or_not")
_DENSITY = re.compile(r"\b(?:densit|stage|bone age|maturity|composition|cell|birads density)")
_EARLIER = pattern("functions_earlier")
_NORMS = re.compile(
    r"\b(?:normative|normal|reference|database|atlas|population|healthy|age matched|threshold)\b"
)
_MACHINE = pattern("functions_machine")
_READERS = pattern("functions_readers")


def _identify(place: Place) -> str | None:  # noqa: PLR0911 - one return for each object
    if place.word in {
        "indicated",
        "finding",
        "finds",
        "suggested",
        "prompt",
        "prompts",
        "prompted",
        "prompting",
    }:
        return None
    after = place.after()
    if place.word.startswith("alert"):
        return "triage" if _READERS.search(after) or _STUDIES.search(after) else None
    if place.word.startswith("suggest"):
        return None
    first = _STUDIES.search(after)
    finding = _SUSPECTED.search(after)
    if place.word.startswith("flag") and first and (not finding or first.start() < finding.start()):
        return "triage"
    if place.word.startswith("indicat"):
        if _LIKELY.search(after):
            return "diagnosis"
        return "detection" if finding else None
    tool = _TOOLS.search(after[:25])
    if tool and not finding:
        return None
    structure = _STRUCTURES.search(after[:30])
    if structure and not finding and not place.has_finding:
        return "segmentation"
    if place.word.startswith("find"):
        return "detection" if finding else None
    return "detection" if finding or place.has_finding else None


def _display(place: Place) -> str | None:
    word = place.word
    if word.startswith(("review", "receiv", "retriev", "present", "show")):
        return None
    if word in {"view", "views"} and not re.search(
        r"(?:\bto|\band|,|\bcan|\bfor) \Z|\A\Z", place.before(5)
    ):
        return None
    after = place.after(90)
    images, result = _IMAGES.search(after), _RESULT.search(after)
    if images and not (result and result.start() < images.start()):
        return "visualization"
    if word in {"display", "viewing"} and not result:
        return "visualization"
    return None


def _calculate(place: Place) -> str | None:
    around = (
        place.before(45) + " " + place.after(60)
        if place.word.startswith("scor")
        else place.after(60)
    )
    if _LIKELY.search(around):
        return "diagnosis"
    if _RISK.search(around):
        return "prediction" if _FUTURE.search(place.after(110)) else "diagnosis"
    if place.word.startswith("determin"):
        return "quantification" if _QUANTITY.search(around) else None
    return "quantification"


def _assess(place: Place) -> str | None:
    after = place.after(45)
    if _LIKELY.search(after):
        return "diagnosis"
    return "quantification" if _QUANTITY.search(after) else "quantification?"


def _classify(place: Place) -> str | None:
    if re.search(r"\bpre \Z", place.before(5)):
        return None
    around = place.before(40) + " " + place.after(60)
    if _DENSITY.search(around):
        return "quantification"
    return "diagnosis" if _DISEASE_OR_NOT.search(around) or place.has_finding else None


def _compare(place: Place) -> str | None:
    around = place.after(80)
    if _NORMS.search(around) and not re.search(
        r"\b(?:prior|previous|earlier|successive|serial)\b", around
    ):
        return None
    return "monitoring" if _EARLIER.search(around) else None


def _label(place: Place) -> str | None:
    return (
        "segmentation"
        if _STRUCTURES.search(place.after(40)) and not place.word.endswith("ed")
        else None
    )


def _treat(place: Place) -> str | None:
    if place.word == "treatment" and re.match(r" (?:of|for) ", place.after(6)):
        return (
            "therapy"
            if re.search(
                r"\b(?:for|as|provides?|delivers?) (?:the |a )?(?:\w+ )?\Z", place.before(30)
            )
            and not re.search(
                r"\b(?:plan\w*|support\w*|aid|assist\w*|guid\w*|before|during|risk)\b",
                place.before(40),
            )
            else None
        )
    if place.word in {"treat", "treats"} and re.search(
        r"\b(?:to|and|used to|it|device|software)\s\Z|^\Z", place.before(12)
    ):
        return "therapy"
    return None


def _drive(place: Place) -> str | None:
    if place.word in {"driven", "drive d", "controlled"}:
        return None
    return "therapy" if _MACHINE.search(place.after(45)) else None


_BY_ROLE: dict[str, Callable[[Place], str | None]] = {
    "identify": _identify,
    "display": _display,
    "calculate": _calculate,
    "assess": _assess,
    "classify": _classify,
    "compare": _compare,
    "label": _label,
    "treat": _treat,
    "drive": _drive,
}


def function_of(role: str, place: Place) -> str | None:
    """Return the function of a word whose meaning hangs on its object; None where it has none."""
    decide = _BY_ROLE.get(role)
    return decide(place) if decide else None


_NOUN_BEFORE = pattern("functions_noun_before")
_MONITOR = pattern("functions_monitor")
_HAS_DIAGNOSIS = pattern("functions_has_diagnosis")
_HELPS = pattern("functions_helps")
_BACKGROUND_OF_PLAN = pattern("functions_background_of_plan")


def keeps(code: str, place: Place) -> bool:  # noqa: PLR0911 - one return for each word
    """Whether a word of the function tables really says what the product does."""
    if code == "segmentation" and place.word in {"segments", "segment"}:
        return _NOUN_BEFORE.search(place.before(14)) is None
    if code == "monitoring" and place.word in {"monitor", "monitors"}:
        return _MONITOR.search(place.before(16)) is None
    if code == "diagnosis" and place.word == "diagnosis":
        return (
            not _HAS_DIAGNOSIS.search(place.before(30))
            or _HELPS.search(place.before(40)) is not None
        )
    if code == "diagnosis" and place.word == "probability":
        return not re.match(r" (?:map|density)", place.after(10))
    if code == "detection" and place.word.startswith("mark"):
        return not re.search(r"\b(?:ce|trade|bench|land|finger) ?\Z", place.before(8))
    if code == "detection" and place.word == "locate":
        return True
    if code == "therapy" and place.word == "administered":
        return False
    if code == "enhancement" and place.word in {"registered", "registers", "register"}:
        return bool(_IMAGES.search(place.after(40)))
    if code == "planning" and place.word in {"plans", "planned", "plan"}:
        return not re.search(
            r"\b(?:the|care|health|insurance|treatment|is|are|was|were|as|a|business|recovery) \Z",
            place.before(12),
        )
    return True


_THERAPY_PLAN = re.compile(r"\b(?:treatment|radio ?therapy|radiation|therapy|dose)\b")


def is_only_downstream(place: Place) -> bool:
    """Whether planning is named only as what contours or images may serve later."""
    return (
        _THERAPY_PLAN.search(place.word) is not None
        and _BACKGROUND_OF_PLAN.search(place.before(50)) is not None
    )
