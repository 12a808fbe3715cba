"""The forms of an English term: plural, British spelling, and the forms of a verb.

Tables hold one form, in American spelling: ``tumor`` finds tumours, ``to
localize`` finds localising.  A form that nobody writes does no harm.
"""

from __future__ import annotations

import re

__all__ = ["variants"]

_BRITISH = (
    ("tumor", "tumour"),
    ("color", "colour"),
    ("behavior", "behaviour"),
    ("center", "centre"),
    ("fiber", "fibre"),
    ("program", "programme"),
    ("artifact", "artefact"),
    ("gray", "grey"),
    ("labeling", "labelling"),
    ("label", "labell"),
    ("leukocyte", "leucocyte"),
    ("license", "licence"),
    ("disk", "disc"),
    ("hem", "haem"),
    ("edema", "oedema"),
    ("esoph", "oesoph"),
    ("orthoped", "orthopaed"),
    ("pediatr", "paediatr"),
    ("gynec", "gynaec"),
    ("ischem", "ischaem"),
    ("anem", "anaem"),
    ("anesth", "anaesth"),
    ("leukem", "leukaem"),
    ("glycem", "glycaem"),
    ("kalem", "kalaem"),
    ("xemia", "xaemia"),
    ("cecum", "caecum"),
    ("fetal", "foetal"),
    ("fetus", "foetus"),
    ("yz", "ys"),
    ("ticem", "ticaem"),
    ("cterem", "cteraem"),
    ("pnea", "pnoea"),
    ("rrhea", "rrhoea"),
    ("uremi", "uraemi"),
    ("lipidemi", "lipidaemi"),
)
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=e|ing|ation)")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)\Z")
_CONSONANT_Y = re.compile(r"(?<=[^aeiou\W])y\Z")
_DOUBLING = frozenset({"plan", "flag", "spot", "stop", "cut", "map", "fit", "refer", "control"})


def variants(term: str) -> set[str]:
    """Return the further forms of *term*, hyphens read as spaces.

    >>> sorted(variants("lung nodule"))
    ['lung nodule', 'lung nodules']
    >>> "localising" in variants("to localize"), "brain tumours" in variants("brain tumor")
    (True, True)
    """
    plain = term.replace("-", " ")
    forms = _verb(plain.removeprefix("to ")) if plain.startswith("to ") else _noun(plain)
    return forms | {british for form in forms for british in _british(form)}


def _noun(term: str) -> set[str]:
    return {term, _with_s(term)}


def _with_s(word: str) -> str:
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + "es" if _SIBILANT.search(word) else word + "s"


def _verb(phrase: str) -> set[str]:
    verb, space, rest = phrase.partition(" ")
    if verb.endswith("e"):
        past, gerund = verb + "d", verb.removesuffix("e") + "ing"
    elif _CONSONANT_Y.search(verb):
        past, gerund = verb[:-1] + "ied", verb + "ing"
    else:
        stem = verb + verb[-1] if verb in _DOUBLING else verb
        past, gerund = stem + "ed", stem + "ing"
    forms = {verb, _with_s(verb), past, gerund}
    if not rest:
        return forms
    return {f"{form}{space}{last}" for form in forms for last in (rest, _with_s(rest))}


def _british(form: str) -> set[str]:
    found = set()
    changed = _IZE.sub("is", form)
    for american, british in _BRITISH:
        if american in changed:
            found.add(changed.replace(american, british))
            changed = changed.replace(american, british) if american != "label" else changed
    found.add(changed)
    return found
