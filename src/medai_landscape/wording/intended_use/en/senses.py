"""Words of the function tables that mean something else where they stand.

A bedside monitor monitors nobody's disease, and a lung segment segments nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.en.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from medai_landscape.wording.intended_use.en.place import Place

__all__ = ["is_class_word", "is_meant", "is_only_downstream", "is_own_view"]

_NOUN_AFTER = re.compile(r" (?:with|of|that|which|are|is|was|where|whose|having|in)\b")
_NOUN_BEFORE = pattern("functions_noun_before")
_MONITOR = pattern("functions_monitor")
_HAS_DIAGNOSIS = pattern("functions_has_diagnosis")
_HELPS = pattern("functions_helps")
_FOUND_BEFORE = re.compile(r"\b(?:incidentally|previously|already|screen|newly|clinically) \Z")
"""Nodules that somebody detected before are none that the product detects."""
_OF_HARDWARE = re.compile(r" (?:rows?|arrays?|panels?|elements?|plates?|pitch|technology)\b")
_NO_REPLACEMENT = re.compile(
    r",? (?:and|but|rather)\b[^.;]{0,20}\b(?:not|than)\b[^.;]{0,30}(?:replac|substitut)"
)
_SKILLED_IN = pattern("functions_skilled_in")
_CE_MARK = re.compile(r"\b(?:ce|trade|bench|land|finger) ?\Z")
_BY_PEOPLE = re.compile(
    r" (?:made|performed|taken|entered|done|provided) by"
    r"| (?:that|which) (?:the |an? )\w+ (?:has |have |had )?(?:made|taken|entered|performed)\b"
)
_BY_SENSOR = re.compile(
    r" (?:by|with|from|using) (?:an? |the )?(?:\w+ ){0,3}?"
    r"(?:sensors?|cuffs?|oximeters?|thermometers?|wearables?|monitors?|patch(?:es)?)\b"
)
_UNDERGOES = re.compile(r"\b(?:screening|undergo\w*|colonoscopy) (?:or |and )?(?:\w+ )?\Z")
_A_SIZE = re.compile(r" (?:at least |more than |less than |up to |between |over |from )?[0-9<>≥≤]")
_A_SIGNAL = re.compile(
    r" (?:the |an? )?(?:\w+ ){0,2}?(?:eeg|ecg|emg|ppg|electrical|brain|muscle)(?: \w+)? "
    r"(?:signals?|waveforms?|activity|potentials)\b"
)
"""What is measured so is recorded, and nothing of it is counted."""
_SLICES = re.compile(r" (?:slice|section|image|voxel|pixel|volume)")
_DRAWN_BEFORE = re.compile(
    r"\b(?:approved|existing|drawn|edited|imported|physician|clinician|manual) \Z"
)
_OF_NOW = re.compile(
    r" (?:score|index|value)s?\b[^.;,]{0,45}\b(?:likelihood|probability|suspicion) of "
    r"(?:malignan|cancer|disease)"
)
"""A prediction score of what a lesion is now predicts nothing to come."""
_DOSE = re.compile(r"\bdose\b")
_TO_COME = pattern("functions_to_come")
_OF_DENSITY = re.compile(r"\b(?:density|composition)\b")
_TO_THE_PATIENT = re.compile(r" to (?:the|a) (?:patient|surgical|operative)\b")
_AN_ADJECTIVE = re.compile(r"\b(?:high|low|higher|lower|intermediate|diagnostic|medical) \Z")
_A_PLAN = re.compile(
    r"\b(?:the|care|health|insurance|treatment|is|are|was|were|been|be|as|a|business|recovery) \Z"
)
_IMAGES = pattern("functions_images")
_BACKGROUND_OF_PLAN = pattern("functions_background_of_plan")
_THERAPY_PLAN = re.compile(r"\b(?:treatment|radio ?therapy|radiation|therapy|dose)\b")


_BY_PRODUCT = re.compile(
    r" (?:automatically|by (?:the|this) (?:software|device|system|algorithm))\b"
)
_OF_A_PLACE = re.compile(r"\b(?:highest|greatest) \Z")
"""The place of the highest likelihood is a place."""
_UNDER_MONITORING = re.compile(
    r"\b(?:under|undergo\w*|requir\w+|receiv\w+|need|needs|needing) (?:\w+ ){0,3}\Z"
)
_COMPUTED_FLOW = re.compile(
    r"\b(?:physiolog\w+|flow|h[ae]+modynamic\w*|computational|fluid|numerical|blood) (?:\w+ )?\Z"
)
_FLOW_COMPUTED = re.compile(
    r" (?:\w+ )?(?:pressures?|velocit\w+|flow|images?|data|signals?|fields?|blood)\b"
)
_OTHER_VIEWER = pattern("functions_other_viewer")
_BY_OTHER_VIEWER = pattern("functions_by_other_viewer")


def _segmentation(place: Place) -> bool:
    if place.word in {"contours", "contour", "outlines", "outline"}:
        return _DRAWN_BEFORE.search(place.before(20)) is None
    if place.word not in {"segments", "segment"}:
        return True
    return not (_NOUN_BEFORE.search(place.before(14)) or _NOUN_AFTER.match(place.after(10)))


def _monitoring(place: Place) -> bool:
    if place.word == "surveillance" and _UNDERGOES.search(place.before()):
        return False
    if place.word == "monitoring" and _UNDER_MONITORING.search(place.before()):
        return False
    return place.word not in {"monitor", "monitors"} or not _MONITOR.search(place.before(16))


def _is_of_disease(place: Place) -> bool:
    """Whether a likelihood is that of a disease now, and none of a place or of what will be."""
    mapped = place.after(10).startswith((" map", " density"))
    return not (mapped or _OF_A_PLACE.search(place.before(10)) or _TO_COME.search(place.after(120)))


def _diagnosis(place: Place) -> bool:
    if place.word == "diagnosed":  # what patients have been, if the product is not named
        return _BY_PRODUCT.match(place.after(40)) is not None
    if place.word in {"likelihood", "probability"}:
        return _is_of_disease(place)
    if place.word.startswith(("bi rads", "birads")):
        return _OF_DENSITY.search(place.before(45) + place.after(60)) is None
    return place.word != "diagnosis" or _is_its_diagnosis(place)


def _is_its_diagnosis(place: Place) -> bool:
    """Whether a diagnosis is the product's, and none that a reader makes or a patient has."""
    if place.before(12).endswith("for primary "):
        return False  # what the reader makes of the images
    if _SKILLED_IN.search(place.before(40)) or _NO_REPLACEMENT.match(place.after(70)):
        return False
    return not _HAS_DIAGNOSIS.search(place.before(30)) or bool(_HELPS.search(place.before(40)))


def _detection(place: Place) -> bool:
    if place.word.endswith("ed") and _FOUND_BEFORE.search(place.before(16)):
        return False
    if place.word.startswith("detector"):
        return _OF_HARDWARE.match(place.after(12)) is None
    return not place.word.startswith("mark") or not _CE_MARK.search(place.before(8))


def _quantification(place: Place) -> bool:
    if place.word in {"measure", "measures", "measuring"} and _A_SIZE.match(place.after(20)):
        return False
    if place.word == "grade" and _AN_ADJECTIVE.search(place.before(14)):
        return False
    if place.word in {"measures", "measuring"} and _A_SIGNAL.match(place.after(50)):
        return False
    return _BY_PEOPLE.match(place.after(50)) is None and not _BY_SENSOR.match(place.after(50))


def _therapy(place: Place) -> bool:
    return place.word != "administered"


def _enhancement(place: Place) -> bool:
    if place.word.startswith("fusion"):
        return not place.after(12).startswith((" biops", " surg", " guided"))
    if place.word == "reconstructed" and _SLICES.match(place.after(20)):
        return False
    if place.word.startswith("synthesi"):
        return _IMAGES.search(place.before(30) + place.after(45)) is not None
    if not place.word.startswith("register"):
        return True
    after = place.after(70)
    return bool(_IMAGES.search(after[:40])) and not _TO_THE_PATIENT.search(after)


def _planning(place: Place) -> bool:
    return place.word not in {"plans", "planned", "plan"} or not _A_PLAN.search(place.before(12))


def _prediction(place: Place) -> bool:
    if _OF_NOW.match(place.after(90)):
        return False
    return not place.word.startswith("predict") or not _DOSE.search(place.after(50))


def _simulation(place: Place) -> bool:
    """A simulation of a procedure, and not of blood flow or of images."""
    return not (_COMPUTED_FLOW.search(place.before(30)) or _FLOW_COMPUTED.match(place.after(30)))


def is_own_view(place: Place) -> bool:
    """Whether it is the product that shows images, and not a viewer beside it."""
    if place.word.endswith("ed"):
        return _BY_OTHER_VIEWER.match(place.after()) is None
    return _OTHER_VIEWER.search(place.before(60)) is None


_SENSES: dict[str, Callable[[Place], bool]] = {
    "segmentation": _segmentation,
    "monitoring": _monitoring,
    "diagnosis": _diagnosis,
    "detection": _detection,
    "quantification": _quantification,
    "therapy": _therapy,
    "enhancement": _enhancement,
    "planning": _planning,
    "simulation": _simulation,
    "visualization": is_own_view,
    "prediction": _prediction,
}


def is_meant(code: str, place: Place) -> bool:
    """Whether a word of the function tables really says what the product does."""
    sense = _SENSES.get(code)
    return sense is None or sense(place)


def is_only_downstream(place: Place) -> bool:
    """Whether planning is named only as what contours or images may serve later."""
    return bool(_THERAPY_PLAN.search(place.word) and _BACKGROUND_OF_PLAN.search(place.before(90)))


_CLASS_WORDS = pattern("functions_class_words")


def is_class_word(place: Place) -> bool:
    """Whether the word names the class of the product: "a computer-aided detection device"."""
    first = max(0, place.start - 40)
    return any(
        named.start() <= place.start < named.end()
        for named in _CLASS_WORDS.finditer(place.plain, first, place.end + 40)
    )
