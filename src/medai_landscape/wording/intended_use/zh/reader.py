"""The reader of Chinese statements: sentence by sentence, then the statement as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.codes import codes_of
from medai_landscape.wording.intended_use.facts import FACTS
from medai_landscape.wording.intended_use.normal_form import NormalForm
from medai_landscape.wording.intended_use.statement import Part, Statement, joined, statement_of
from medai_landscape.wording.intended_use.zh.breaks import OPENS_LATE, STOPS_SHORT, why_torn
from medai_landscape.wording.intended_use.zh.folding import LINE_BREAK, STOPS, fold_text
from medai_landscape.wording.intended_use.zh.pieces import LONGEST, read_sentence
from medai_landscape.wording.intended_use.zh.stretches import read_stretches

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["incomplete_because", "is_surely_complete", "read"]

_SENTENCE = re.compile(f"[^{re.escape(STOPS)}]{{1,{LONGEST}}}")
_USE = frozenset(("affirm", "exclude", "exclude_list", "exclude_after", "duty", "training"))
_OF_A_USE = frozenset(("users", "settings", "age_groups", "exclusions"))
_DOUBTFUL = FACTS.mask((("cue", "module"), ("cue", "ellipsis")))


def read(text: str) -> Statement:
    """Read a Chinese statement."""
    parts = read_stretches(text) if len(text) <= LONGEST else []
    normal = None
    if not parts:
        # Only the whole text tells which line breaks part sentences.
        is_whole = len(text) > LONGEST or LINE_BREAK.search(text) is not None
        normal = fold_text(text) if is_whole else NormalForm(text)
        parts = [joined(_pieces(normal.text), normal)]
    statement = statement_of(text, "zh", parts)
    if is_surely_complete(text, statement.mask):
        return statement
    return statement._replace(reason=_reason(normal.text if normal else text, statement))


def is_surely_complete(text: str, mask: int) -> bool:
    """Whether a statement that says the facts of *mask* is complete, by how it starts and ends."""
    return (
        text[-1:] == "。"
        and FACTS.says_surely(mask)
        and not mask & _DOUBTFUL
        and text[-2] not in STOPS_SHORT
        and text[0] not in OPENS_LATE
    )


def _pieces(text: str) -> Iterator[tuple[int, Part]]:
    """Read *text* sentence by sentence; yield what each piece says and where it starts."""
    inherited = ""
    for match in _SENTENCE.finditer(text.replace(",", "，")):
        sentence, offset = match[0], match.start()
        pieces = read_sentence(sentence, inherited)
        if inherited and not pieces[0][1].goes_on:
            inherited = ""
            pieces = read_sentence(sentence, inherited)
        for start, piece in pieces:
            yield offset + start, piece.part
            inherited = piece.left_open or inherited


def _reason(text: str, statement: Statement) -> str | None:
    mask = statement.mask
    said = bool(statement.ages or statement.limits or FACTS.says_surely(mask))
    said = said or any(codes_of(name, key).values for name, key in FACTS.fields(mask))
    tells_use = not _OF_A_USE.isdisjoint(name for name, _ in FACTS.fields(mask))
    folded = fold_text(text).text
    return incomplete_because(folded, FACTS.cues(mask), said=said, tells_use=tells_use)


def incomplete_because(
    text: str, cues: frozenset[str], *, said: bool, tells_use: bool = False
) -> str | None:
    """Say why a statement is not complete, None where it is.

    Args:
        text: the statement in normal form.
        cues: the telling cues of its pieces.
        said: whether any constraint was read.
        tells_use: whether it names users, patients or places.
    """
    ending = text.rstrip("；\n")
    if not ending:
        return "the text is empty"
    if not said and "affirm" not in cues:
        return "no constraint could be read"
    torn = why_torn(text)
    if torn is not None:
        return torn
    if "module" in cues and not cues & _USE and not tells_use:
        return "only a list of modules, not a statement of use"
    return None
