"""What the product does, told from verbs and their objects in English statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.senses import is_own_view
from medai_landscape.wording.intended_use.en.therapies import therapy_driven, therapy_given

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.wording.intended_use.en.place import Place

__all__ = ["function_of", "is_case_level"]


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
_TO_COME = pattern("functions_to_come")
_FUTURE = pattern("functions_future")
_QUANTITY = pattern("functions_quantity")
_DISEASE_OR_NOT = pattern("functions_disease_or_not")
_DENSITY = re.compile(r"\b(?:densit|stage|bone age|maturity|composition|cell|birads density)")
_EARLIER = pattern("functions_earlier")
_IMAGE_QUALITY = pattern("functions_image_quality")
_GIVEN = pattern("functions_given")
_NORMS = re.compile(
    r"\b(?:normative|normal|reference|database|atlas|population|healthy|age matched|threshold)\b"
)
_WATCHES = re.compile(r"\bcontinuous|\bdeteriorat|\bvital signs?\b|\bearly warning\b")
"""What watches a patient alerts the nurse; it puts no studies in order."""
_TO_A_PLACE = re.compile(
    r" (?:the |an? )?\w+ to (?:\w+ ){0,3}?"
    r"(?:regions?|areas?|locations?|lesions?|nodules?|findings?)\b"
)
_SUSPICIOUS_PLACE = re.compile(
    r" (?:the )?(?:\w+ )?suspicious (?:regions?|areas?|lesions?|findings?)\b"
)
_PRIOR = re.compile(r"\b(?:prior|previous|earlier|successive|serial)\b")
_TO_DO = re.compile(r" (?:or not )?to\b")
_AN_OBJECT = re.compile(r" (?:up )?\w+\b")
_UP_ITSELF = re.compile(r" up(?:\W|\Z)(?! ?[a-z])")
_ITEM_BEFORE = re.compile(r"(?:[,:]|\band) \Z|\A\W*\Z")
_PROBE = pattern("functions_probe")
_INSTRUMENT = pattern("functions_instrument")
_LIVE = pattern("functions_live")
_CASES_WITH = pattern("functions_cases_with")
_READERS = pattern("functions_readers")


def _identify(place: Place) -> str | None:
    after = place.after()
    if _CASES_WITH.match(after):
        return "triage"
    if _SUSPECTED.search(after):
        return "detection~"
    if _TOOLS.search(after[:25]):
        return None
    if place.has_finding:
        return "detection~"
    return "segmentation" if _STRUCTURES.search(after[:30]) else None


def is_case_level(place: Place) -> bool:
    """Whether it is whole studies that are spoken of: "highlights cases with bleeding"."""
    return _CASES_WITH.match(place.after(110)) is not None


_BY_HAND = re.compile(r"\b(?:user|physician|operator|clinician|radiologist)s? to (?:\w+ or )?\Z")
_WHOLE_IMAGES = re.compile(
    r" (?:the |these |such |those )?(?:\w+ )?(?:images?|radiographs?|x rays?|films?|recordings?)\b"
)
_IN_ORDER = re.compile(r"\b(?:prioriti\w+|work ?lists?|pacs|triage)\b")
_THOSE = (" those with ", " those that ", " those for ", " those in ")


def _flag(place: Place) -> str | None:
    after = place.after()
    if place.word.startswith("select") and _BY_HAND.search(place.before(30)):
        return None
    if _WHOLE_IMAGES.match(after) and _IN_ORDER.search(place.plain):
        return "triage"
    if _CASES_WITH.match(after) or after.startswith(_THOSE):
        return "triage"
    study, finding = _STUDIES.search(after), _SUSPECTED.search(after)
    if study and (not finding or study.start() < finding.start()):
        return "triage"
    return "detection~" if finding or place.has_finding else None


def _find(place: Place) -> str | None:
    if place.word in {"find", "finds"} and place.has_finding:
        return "detection"
    found = place.word in {"find", "found"} and _SUSPECTED.search(place.after())
    return "detection" if found else None


def _indicate(place: Place) -> str | None:
    if place.word == "indicated":
        shown = _SUSPECTED.search(place.before(80)) and not _PURPOSE.match(place.after(6))
        return "detection" if shown else None
    if _LIKELY.search(place.after()) and not _SUSPICIOUS_PLACE.match(place.after()):
        return "diagnosis"
    return "detection" if _SUSPECTED.search(place.after()) else None


def _alert(place: Place) -> str | None:
    after = place.after()
    if _WATCHES.search(place.before(200) + after):
        return None
    if _TO_A_PLACE.match(after):
        return "detection"
    return "triage" if _READERS.search(after) or _STUDIES.search(after) else None


def _prompt(place: Place) -> str | None:
    if _PROBE.search(place.after(60)):
        return "acquisition_guidance"
    return "detection" if _SUSPECTED.search(place.after(30)) else None


def _display(place: Place) -> str | None:
    word, before, after = place.word, place.before(60), place.after(90)
    if word in {"view", "views"} and not _VIEW_IS_A_VERB.search(before):
        return None
    if not is_own_view(place):
        return None
    if word.endswith("ed"):
        return "visualization" if _IMAGES.search(before) else None
    if word in {"display", "viewing"} and _LISTED_AFTER.match(after) and _IS_A_NOUN.search(before):
        return "visualization"
    images, result = _IMAGES.search(after), _RESULT.search(after)
    if result and not (images and images.start() < result.start()):
        return None
    return "visualization" if images or word in {"display", "viewing"} else None


_PURPOSE = re.compile(r" (?:for|to)\b")
_VIEW_IS_A_VERB = re.compile(
    r"(?:\bto|\band|,|\bcan|\bfor|\bit|\bwhich|ware|vice|tool|\bai) \Z|\A\Z"
)
_LISTED_AFTER = re.compile(r"(?: and|,) ")
_IS_A_NOUN = re.compile(r"(?:\bfor|\bthe|\bof|[,:|(]) \Z|\A\W*\Z")
_THE = re.compile(r"\b(?:the|this|that|its|each) (?:\w+ )?\Z|\A\s*\Z")
_PLURAL_SCORES = re.compile(
    r"\b(?:high|higher|low|lower|these|those|such|all|whose|with|of) scores\Z|\b[tz] scores?\Z"
)
_RISK_OR_LIKELIHOOD = re.compile(r"\b(?:risk|likelihood|probability|deterioration|warning)\b")
_NEXT_OBJECT = re.compile(r",| and ")


def _calculate(place: Place) -> str | None:
    if place.word in {"score", "scores"} and (
        _THE.search(place.before(12)) or _PLURAL_SCORES.search(place.before(10) + place.word)
    ):
        return None
    if place.word.endswith("ed") and (
        _RISK_OR_LIKELIHOOD.search(place.before(70)) or place.before(7).endswith(" it is ")
    ):
        return None
    around = _NEXT_OBJECT.split(place.after(60), maxsplit=1)[0].strip() or place.after(90)
    if place.word.startswith("scor"):
        around = f"{place.before(45)} {around}"
    if _LIKELY.search(around):
        return "prediction" if _TO_COME.search(place.after(120)) else "diagnosis"
    if _RISK.search(around):
        return "prediction" if _FUTURE.search(place.after(110)) else "diagnosis"
    if place.word.startswith("determin"):
        return "quantification" if _QUANTITY.search(place.after(60)) else None
    return "quantification"


def _assess(place: Place) -> str | None:
    if place.word in {"rate", "rates"} and not _VIEW_IS_A_VERB.search(place.before(6)):
        return None
    after = place.after(45)
    likely = _LIKELY.search(after)
    if likely and (place.has_finding or likely[0] != "whether"):
        return "diagnosis"
    return "quantification" if _QUANTITY.search(after) else "quantification?"


def _classify(place: Place) -> str | None:
    if place.before(5).endswith(" pre "):
        return None
    around = place.before(40) + " " + _NEXT_OBJECT.split(place.after(60), maxsplit=1)[0]
    if _DENSITY.search(around):
        return "quantification"
    return "diagnosis" if _DISEASE_OR_NOT.search(around) or place.has_finding else None


def _compare(place: Place) -> str | None:
    around = place.after(80)
    if _NORMS.search(around) and not _PRIOR.search(around):
        return None
    return "monitoring" if _EARLIER.search(around) else None


def _label(place: Place) -> str | None:
    if place.word.endswith("ed"):
        return None
    reach = 90 if place.word.endswith("ing") else 40
    return "segmentation" if _STRUCTURES.search(place.after(reach)) else None


def _whether(place: Place) -> str | None:
    to_do = _TO_DO.match(place.after(12))
    return "diagnosis" if place.has_finding and not to_do else None


def _follow(place: Place) -> str | None:
    if place.word not in {"follow", "follows"} or not place.has_finding:
        return None
    if _UP_ITSELF.match(place.after(6)):
        return "monitoring" if _ITEM_BEFORE.search(place.before(8)) else None
    return "monitoring" if _AN_OBJECT.match(place.after(20)) else None


_ENHANCES = frozenset({"enhance", "enhances", "enhancing", "to enhance"})
_IMAGES_THEMSELVES = re.compile(
    r" (?:the )?(?:\w+ ){0,3}?(?:images?|scans?|radiographs?|videos?)\b"
)


def _improve(place: Place) -> str | None:
    is_object = place.word in _ENHANCES and _IMAGES_THEMSELVES.match(place.after(50))
    return "enhancement" if is_object or _IMAGE_QUALITY.search(place.after(50)) else None


def _guide(place: Place) -> str | None:
    after = place.after(45)
    if _INSTRUMENT.search(after):
        return "navigation"
    return "acquisition_guidance" if _PROBE.search(after) else None


def _overlay(place: Place) -> str | None:
    return "navigation" if _LIVE.search(place.after()) else None


def _give(place: Place) -> str | None:
    return "quantification" if _GIVEN.match(place.after(60)) else None


_BY_ROLE: dict[str, Callable[[Place], str | None]] = {
    "identify": _identify,
    "flag": _flag,
    "find": _find,
    "indicate": _indicate,
    "alert": _alert,
    "prompt": _prompt,
    "display": _display,
    "calculate": _calculate,
    "assess": _assess,
    "classify": _classify,
    "compare": _compare,
    "label": _label,
    "treat": therapy_given,
    "drive": therapy_driven,
    "give": _give,
    "overlay": _overlay,
    "guide": _guide,
    "whether": _whether,
    "improve": _improve,
    "follow": _follow,
}


def function_of(role: str, place: Place) -> str | None:
    """Return the function of a word whose meaning hangs on its object; None where it has none."""
    decide = _BY_ROLE.get(role)
    return decide(place) if decide else None
