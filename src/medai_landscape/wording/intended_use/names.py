"""How each code is said in a statement; text tables beside the word lists."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from medai_landscape.wording.intended_use.language import Language

__all__ = ["name_of", "names_of"]


@cache
def _names(language: Language) -> dict[tuple[str, str], str]:
    rows = read_rows(f"intended_use/{language}_names.csv")
    return {(row["field"], row["code"]): row["name"] for row in rows}


def name_of(language: Language, field: str, code: str) -> str:
    """Return how *code* of *field* is said; the code itself where no table has it.

    >>> name_of("zh", "findings", "nodule_lung")
    '肺结节'
    """
    return _names(language).get((field, code), code)


def names_of(
    language: Language, field: str, codes: Iterable[str], beside: Iterable[str] = ()
) -> list[str]:
    """Return how each of *codes* is said, in the order of the table.

    ``other`` has no words of its own: it is left out.

    Args:
        language: ``zh`` or ``en``.
        field: the field of the codes.
        codes: what is said.
        beside: body parts that a code may have another name with; an image of projection X-ray
            of the breast is mammography.

    >>> names_of("en", "modalities", ["MG"]), names_of("en", "modalities", ["MG"], ["breast"])
    (['tomosynthesis'], ['mammography'])
    """
    order = {key: place for place, key in enumerate(_names(language))}
    sayable = (code for code in codes if code.lower() != "other")
    known = sorted(sayable, key=lambda code: order.get((field, code), len(order)))
    organs = tuple(beside)
    return [_name_beside(language, field, code, organs) for code in known]


def _name_beside(language: Language, field: str, code: str, organs: Iterable[str]) -> str:
    names = _names(language)
    nearer = (names.get((field, f"{code}@{organ}")) for organ in organs)
    return next(filter(None, nearer), name_of(language, field, code))
