"""What a clause does to the words in it: rules them out, denies them, disclaims, or only mentions.

A statement affirms most of what it names.  The rest stands in zones: behind
"not intended for", before "are excluded", behind "without", in a nor-chain, in
a disclaimer, or in a sentence about how the product was tested.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from medai_landscape.wording.intended_use.en.cues import each_wording, possible, wording
from medai_landscape.wording.intended_use.en.patterns import pattern
from medai_landscape.wording.intended_use.en.words import known_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medai_landscape.wording.intended_use.en.cues import Cues

__all__ = ["MOST", "Zone", "clause_end", "disclaimers", "zones"]


class Zone(NamedTuple):
    """Words with one standing: `kind` is ruled_out, spared, denied, disclaimed or aside.

    *spared* is what a population lacks ("without implants"): an exclusion only
    where it names a condition.
    """

    start: int
    end: int
    kind: str


_DISCLAIMERS = each_wording("disclaimer")
_INTENDED_WITH = pattern("scope_intended_with")
_USE_GOES_ON = pattern("scope_use_goes_on")
_MARKS = each_wording("disclaimer_word")
"""Words that disclaim by themselves, whatever stands beside them."""
_INNOCENT = pattern("scope_innocent")
_PIECES = wording("scope_pieces")

_CLAUSE_END = pattern("scope_clause_end")
_ASIDE = wording("scope_aside")
_RULED_OUT = each_wording("scope_ruled_out")
_SPARED = wording("scope_spared")
_SPARED_END = pattern("scope_spared_end")
_DENIED = wording("scope_denied")
_BOUNDARY = pattern("scope_boundary")
_LONGEST = 400
MOST = 24
"""Zones that no sentence has; what would make more of them is not read."""

Boundary = tuple[int, bool]
"""Where a clause begins, and whether a bracket opens it."""
_PATIENT_VERB = pattern("scope_patient_verb")


def clause_end(text: str, start: int) -> int:
    """Return where the clause that goes on at *start* ends; with the brackets opened in it."""
    depth = 0
    limit = min(len(text), start + _LONGEST)
    for match in _CLAUSE_END.finditer(text, start, limit):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            if not depth:
                return match.start()
            depth -= 1
        elif not depth and (match.start() > start or match[0][0] == ","):
            return match.start()
    return limit


def disclaimers(plain: str, cues: Cues) -> list[Zone]:
    """Return the disclaimers in a sentence: the output must not decide alone."""
    wordings, marks = possible(_DISCLAIMERS, cues), possible(_MARKS, cues)
    if not wordings and not marks:
        return []
    return [
        Zone(zone.start + first, zone.end + first, zone.kind)
        for first, last in _pieces(plain, cues)
        for zone in _disclaimers(plain[first:last], wordings, marks)
    ]


def _pieces(plain: str, cues: Cues) -> Iterator[tuple[int, int]]:
    first = 0
    for match in _PIECES.finditer(plain, cues):
        yield first, match.start()
        first = match.start()
    yield first, len(plain)


def _disclaimers(
    plain: str, wordings: Sequence[re.Pattern[str]], marks: Sequence[re.Pattern[str]]
) -> list[Zone]:
    found = [
        Zone(_disclaimer_start(match), _disclaimer_end(plain, match), "disclaimed")
        for words in wordings
        if (match := words.search(plain))
    ]
    found += [
        Zone(*match.span(), "disclaimed") for words in marks if (match := words.search(plain))
    ]
    return [] if found and _INNOCENT.search(plain) else found


def _disclaimer_start(match: re.Match[str]) -> int:
    """Return where a disclaimer begins: "neither for screening nor as a substitute" at "nor"."""
    nor = match[0].rfind(" nor ") if match[0].startswith("neither") else -1
    return match.start() + nor + 1


def _disclaimer_end(plain: str, match: re.Match[str]) -> int:
    """Return where a disclaimer ends: what a product is for goes on behind what it is used with."""
    end = clause_end(plain, match.end())
    if _INTENDED_WITH.search(plain, max(0, match.start() - 40), match.start()):
        use = _USE_GOES_ON.search(plain, match.end(), end)
        return use.start() if use else end
    return end


def zones(plain: str, cues: Cues, heading: str | None = None) -> list[Zone]:
    """Return the zones of a sentence, hyphens read as spaces, disclaimers left out.

    Args:
        plain: the sentence.
        cues: what it has of the cues that wordings need.
        heading: ``ruled_out`` where the sentence stands under "Contraindications" or the like.
    """
    if heading == "ruled_out" and not _AFFIRMS.search(plain):
        return [Zone(0, len(plain), "ruled_out")]
    if not possible((_ASIDE, *_RULED_OUT, _SPARED, _DENIED), cues):
        return []
    boundaries = [(match.end(), match[0] == "(") for match in _BOUNDARY.finditer(plain)]
    found = _asides(plain, cues, boundaries)
    _add_ruled_out(found, plain, cues, boundaries)
    if _SUCH.search(plain):
        found = [one._replace(kind="ruled_out") if one.kind == "aside" else one for one in found]
    done = 0
    for match in _SPARED.finditer(plain, cues):
        if len(found) >= MOST:
            break
        allowed = match[0].startswith("unless") and any(one.kind == "ruled_out" for one in found)
        if match.start() >= done and not allowed and not _inside(found, match.start()):
            stop = _SPARED_END.search(plain, match.end(), match.end() + 120)
            done = stop.start() if stop else min(len(plain), match.end() + 120)
            found.append(Zone(match.start(), done, "spared"))
    done = 0
    for match in _DENIED.finditer(plain, cues):
        if len(found) >= MOST:
            break
        if match.start() >= done and not _inside(found, match.start()):
            done = clause_end(plain, match.end())
            found.append(Zone(match.start(), done, "denied"))
    return found


def _asides(plain: str, cues: Cues, boundaries: Sequence[Boundary]) -> list[Zone]:
    aside = _ASIDE.search(plain, cues)
    if aside is None:
        return []
    first = _clause_start(plain, aside.start(), boundaries)
    relative = _RELATIVE.search(plain, first, aside.start())
    start = relative.start() if relative else first
    return [Zone(start, clause_end(plain, aside.end()), "aside")]


def _add_ruled_out(
    found: list[Zone], plain: str, cues: Cues, boundaries: Sequence[Boundary]
) -> None:
    done = last_verb = 0
    matches = [match for words in possible(_RULED_OUT, cues) for match in words.finditer(plain)]
    for match in sorted(matches, key=re.Match.start):
        if len(found) >= MOST:
            return
        if match.start() < done or _inside(found, match.start()):
            continue
        if match.lastgroup == "also" and not any(one.kind == "ruled_out" for one in found):
            continue
        zone = _ruled_out(plain, match, boundaries)
        if match.lastgroup == "behind":
            # What an earlier verb was said of is not said of this one too.
            zone = zone._replace(start=max(zone.start, last_verb))
            last_verb = match.end()
        while found and found[-1].kind == "ruled_out" and found[-1].start >= zone.start:
            found.pop()  # an exception inside what is ruled out is not ruled out
        found.append(zone)
        done = max(zone.end, match.end())


def _inside(found: list[Zone], place: int) -> bool:
    return any(zone.start <= place < zone.end for zone in found)


def _ruled_out(plain: str, match: re.Match[str], boundaries: Sequence[Boundary]) -> Zone:
    """Decide whether a cue rules out what follows it or what stands before it."""
    if match.lastgroup == "behind":
        return Zone(_clause_start(plain, match.start(), boundaries), match.end(), "ruled_out")
    end = clause_end(plain, match.end())
    if match.lastgroup in {"ahead", "also"}:
        if not _LISTS.search(match[0]):
            end = _exception_end(plain, match.end(), end)
        return Zone(match.start(), end, "ruled_out")
    first = _clause_start(plain, match.start(), boundaries)
    rest = plain[match.end() : end].strip(" ,:")
    behind = (
        _PATIENTS_MUST.search(plain, first, match.end())
        or _INPUTS_MUST.fullmatch(plain, first, match.end())
        or not _SAYS_SOMETHING.search(rest)
        or _BY_DEVICE.match(rest)
        or _by_name(rest)
    )
    return Zone(first if behind else match.start(), end, "ruled_out")


def _by_name(rest: str) -> bool:
    """Whether nothing is said but the name of the product: "with SlideDesk"."""
    match = _WITH_ONE_WORD.fullmatch(rest)
    return match is not None and known_words().isdisjoint(match[1].split())


_LISTS = re.compile(r"contraindication|contraindicated|exclusion|(?:excluded|not included) are")
"""Cues that a whole list follows, up to the end of its clause."""
_WITH_ONE_WORD = re.compile(r"(?:with|by|using|in) ([a-z][a-z0-9]+(?: [a-z0-9]+)?)[ .]*")
_AFFIRMS = re.compile(r"\b(?:is|are) (?:intended|indicated|designed|suitable) (?:to|for)\b")
_RELATIVE = re.compile(r", (?:in|for|on) (?:whom|which|whose) ")
_INPUTS_MUST = pattern("scope_inputs_must")
_SUCH = pattern("scope_such")
_SAYS_SOMETHING = re.compile(r"[a-z0-9]{3}")
_PATIENTS_MUST = pattern("scope_patients_must")
_BY_DEVICE = pattern("scope_by_device")
_GOES_ON = pattern("scope_goes_on")


def _exception_end(plain: str, start: int, end: int) -> int:
    match = _GOES_ON.search(plain, start, end)
    return match.start() if match else end


def _clause_start(plain: str, place: int, boundaries: Sequence[Boundary]) -> int:
    """Return where the subject of the words at *place* begins."""
    start = max(0, place - _LONGEST)
    for end, opens in reversed(boundaries[: bisect_right(boundaries, (place, True))]):
        if end <= start:
            break
        if not (opens and ")" in plain[end:place]):
            start = end
            break
    comma = plain.rfind(",", start, place)
    if comma > start and _PATIENT_VERB.search(plain, start, comma):
        verb = list(_PATIENT_VERB.finditer(plain, start, comma))[-1]
        first = plain.find(",", verb.end())
        start = first + 1
    return start
