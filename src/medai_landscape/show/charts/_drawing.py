"""What all charts share: the library, labels in two languages, colours and fonts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from medai_landscape.errors import MissingExtraError
from medai_landscape.show.code_names import code_names
from medai_landscape.show.fonts import cjk_font
from medai_landscape.tables.cells import is_absent
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from types import ModuleType

__all__ = [
    "COLOURS",
    "Language",
    "code_name",
    "dressed",
    "has_ids",
    "library",
    "names_of",
    "rows_of",
    "word",
    "words",
]

Language = Literal["en", "zh"]

# Okabe and Ito's eight colours, told apart with every common colour blindness.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def library() -> ModuleType:
    """Return Altair.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import altair as alt
    except ImportError:
        raise MissingExtraError("drawing a chart", "altair", "charts") from None
    return alt


@cache
def words(lang: Language) -> dict[str, str]:
    """Return the labels of charts in *lang*, by key."""
    return {row["key"]: row[lang] for row in read_rows("chart_labels.csv")}


def word(key: str, lang: Language) -> str:
    """Return one label."""
    return words(lang)[key]


def code_name(field: str, code: object, lang: Language) -> str:
    """Return the name of a code for people; a null is "not stated"."""
    if not isinstance(code, str):
        return word("not_stated", lang)
    names = code_names().get(field, {}).get(code)
    return names[lang == "zh"] if names else code


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame, whatever library it is of; null, NA and NaN are None."""
    import narwhals.stable.v2 as nw

    wrapped = nw.from_native(frame)
    eager = wrapped.collect() if isinstance(wrapped, nw.LazyFrame) else wrapped
    return [
        {name: None if is_absent(value) else value for name, value in row.items()}
        for row in eager.to_arrow().to_pylist()
    ]


def has_ids(frame: Any) -> bool:
    """Whether the records of a frame can be named behind a mark."""
    import narwhals.stable.v2 as nw

    return "id" in nw.from_native(frame).collect_schema()


def names_of(ids: Any, most: int = 12) -> str:
    """Return the records behind a mark as a tooltip can show them."""
    listed = [str(name) for name in ids] if ids is not None else []
    more = f" … (+{len(listed) - most})" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more


def dressed(chart: Any, key: str, lang: Language, *, title: str | None = None) -> Any:
    """Give a chart its title, its font and our look."""
    heading = title if title is not None else word(key, lang)
    needs_chinese = lang == "zh" or _CHINESE.search(chart.to_json()) or _CHINESE.search(heading)
    font = cjk_font() if needs_chinese else "sans-serif"
    return (
        chart.properties(title=heading)
        .configure(font=font, background="white")
        .configure_title(anchor="start", fontSize=15, fontWeight=600)
        .configure_axis(labelLimit=260, gridColor="#e6e8eb", domainColor="#8b949e")
        .configure_view(stroke=None)
        .configure_range(category=list(COLOURS))
    )
