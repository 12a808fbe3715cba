"""Makes of equipment that a statement names without a number: "with Clarion ultrasound scanners".

Only the text as it was typed shows them, by their capitals; before it is folded, a make is
written as a model with a number, which the wordings of equipment read.
"""

from __future__ import annotations

import re

from medai_landscape.wording.intended_use.en.words import every_word

__all__ = ["with_marked_brands"]

_BRAND = re.compile(
    r" (?:with|from|on|by|using|compatible|of) (?:the |a |an )?"
    r"(?P<brand>[A-Z](?=[\w-]*[a-z])[\w-]{2,14})"
    r"(?P<between>(?: [\w-]{1,20}){0,4}?)"
    r" (?:[Ss]canners?|[Ss]ystems?|[Dd]evices?|[Pp]robes?|[Tt]ransducers?|[Cc]ameras?"
    r"|[Ee]ndoscopes?|[Cc]olonoscopes?|[Mm]icroscopes?|[Mm]onitors?|[Rr]ecorders?|[Ss]ensors?"
    r"|[Pp]atch(?:es)?|[Hh]eadsets?|[Ss]tethoscopes?|[Vv]entilators?|[Cc]onsoles?|[Rr]obots?"
    r"|[Mm]achines?|[Uu]nits?)\b"
)
_NO_EQUIPMENT = re.compile(
    r"\b(?:and|or|of|in|for|to|by|from|with|operating|information|classification|scoring|grading"
    r"|staging|reporting|rating|data|management|archiv\w+|communication|record|care|unit)\b",
    re.IGNORECASE,
)
_NO_BRAND = re.compile(
    r"[\w-]+-[a-z]+|\w+(?:ing|tion|ment|al|ogy|ive|ary|ity|ed|ics?|ous|able|ent|ant|ers?|ors?|ure|age)"
    r"|(?:windows|android|linux|internet|bluetooth|bethesda|web|cloud|server|doppler|holter|cox"
    r"|framingham|european|american|each|other|such|these|those|this|that|all|any|its|their)",
)


def with_marked_brands(text: str) -> str:
    """Write makes of equipment as models with a number; no other character moves.

    >>> with_marked_brands("It is for use with Clarion ultrasound scanners only.")
    'It is for use with xxxxxx1 ultrasound scanners only.'
    >>> with_marked_brands("It is for use with Digital Imaging Systems.")
    'It is for use with Digital Imaging Systems.'
    """
    return _BRAND.sub(lambda found: _marked(found, text), text)


def _marked(found: re.Match[str], text: str) -> str:
    brand = found["brand"]
    known = (
        brand.lower() in every_word()
        or _NO_BRAND.fullmatch(brand[0].lower() + brand[1:]) is not None
    )
    # What is named twice is the product itself.
    if known or _NO_EQUIPMENT.search(found["between"]) or text.count(brand) > 1:
        return found[0]
    start, end = found.start("brand") - found.start(), found.end("brand") - found.start()
    return f"{found[0][:start]}{'x' * (len(brand) - 1)}1{found[0][end:]}"
