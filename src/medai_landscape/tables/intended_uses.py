"""Statements in a column of a frame, read into typed columns beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medai_landscape.arguments import checked
from medai_landscape.errors import FrameError
from medai_landscape.tables.backends import arrow_table, backend_of, native, to_backend
from medai_landscape.wording.intended_use.columns import read_columns
from medai_landscape.wording.intended_use.language import check_language

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.language import Language

__all__ = ["parse_intended_uses"]


@checked
def parse_intended_uses(frame: Any, column: str, *, lang: Language | None = None) -> Any:
    """Read the statements in *column* and add what they say as ``use_`` columns.

    The columns are those of a certificate's table form, without text and evidence, so
    `constraint_matrix` and `gap_map` take the result.  A null gives a row of nulls; a text
    that cannot be read gives empty sets, ``use_complete`` false and a ``use_reason``.

    Args:
        frame: pandas, Polars, PyArrow, DuckDB or PySpark; the same kind comes back.
        column: the column that holds the statements.
        lang: their language; without it each text is told by its script.

    Raises:
        VocabularyError: *lang* is no language of ours.
        FrameError: there is no such column or more than one, it holds no text, or a ``use_``
            column is there.

    >>> import pyarrow as pa
    >>> frame = pa.table({"id": ["a"], "scope": ["用于胸部CT图像中肺结节的检测。"]})
    >>> read = parse_intended_uses(frame, "scope")
    >>> read["use_functions"].to_pylist(), read["use_anatomies"].to_pylist()
    ([['detection']], [['lung']])
    """
    check_language(lang)
    given = native(frame)
    backend = backend_of(given)
    if backend == "pandas":
        names = [str(name) for name in given.columns]
        _check(column, names)
        found = read_columns(_texts(column, given[column].tolist()), lang)
        made = to_backend(found, "pandas").set_index(given.index)
        return given.assign(**{name: made[name] for name in found.column_names})
    table = arrow_table(given)
    _check(column, table.column_names)
    found = read_columns(_texts(column, table[column].to_pylist()), lang)
    for name in found.column_names:
        table = table.append_column(name, found[name])
    return to_backend(table, backend, like=given)


def _check(column: str, names: list[str]) -> None:
    if column not in names:
        raise FrameError([f"{column!r} is missing: needs a text"], names)
    if names.count(column) > 1:
        raise FrameError([f"{column!r} stands {names.count(column)} times: rename one"], names)
    twins = sorted(name for name in names if name.startswith("use_") and name in _MADE)
    if twins:
        raise FrameError([f"{name!r} is there already: rename it" for name in twins], names)


def _texts(column: str, values: list[Any]) -> list[str | None]:
    """Return the cells, with every kind of missing value as None."""
    texts: list[str | None] = []
    for place, value in enumerate(values):
        if isinstance(value, str):
            texts.append(value)
        elif value is None or str(value) in _MISSING:
            texts.append(None)
        else:
            problem = f"{column!r} has {value!r} in row {place}: needs a text"
            raise FrameError([problem], [column])
    return texts


_MISSING = frozenset(("<NA>", "NaT", "nan", "NaN"))
"""What missing values of pandas and NumPy are called; comparing them may raise."""
_MADE = frozenset(read_columns([]).column_names)
