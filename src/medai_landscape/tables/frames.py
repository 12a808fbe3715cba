"""Records to frames and back, without loss, on every backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pyarrow as pa

from medai_landscape.arguments import checked
from medai_landscape.errors import FrameError
from medai_landscape.loaded import LeftOut, Loaded, Reject
from medai_landscape.records.source import Source
from medai_landscape.tables.backends import backend_of, native, to_backend
from medai_landscape.tables.batches import batches
from medai_landscape.tables.cells import LossError
from medai_landscape.tables.rows import check_row
from medai_landscape.tables.table_form import SOURCE_IDS, table_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from medai_landscape.records._record import Record

__all__ = ["from_frame", "sources_of", "to_frame"]

R = TypeVar("R", bound="Record")


@checked
def to_frame(
    records: Iterable[Record],
    *,
    backend: str = "pandas",
    record_type: type[Record] | None = None,
    sources: Literal["embedded", "ids"] = "embedded",
) -> Any:
    """Return records as a table, one row each, in the form of their type.

    The table holds everything: `from_frame` gives equal records back.

    Args:
        records: Of one type.
        backend: The library of the frame: ``pandas``, ``polars``, ``polars-lazy``,
            ``pyarrow``, ``duckdb`` or ``pyspark``.
        record_type: The type; needed where there may be no records.
        sources: "embedded" puts the sources into the column ``sources`` beside
            ``source_ids``; "ids" leaves them out, and ``to_frame(sources_of(records))``
            is their table, which `from_frame` takes as its *sources*.

    Raises:
        FrameError: records of several types, or none and no *record_type*; no such backend or
            choice of sources.
        LossError: a value has no exact place in its column, such as an age of 30 digits.

    >>> from medai_landscape.records import FundingRound
    >>> source = {"title": "news", "publisher": "E", "locator": "2025-02"}
    >>> rounds = [FundingRound(company="E", announced="2025-02", sources=[source])]
    >>> frame = to_frame(rounds)
    >>> frame[["company", "announced", "announced_first"]].values.tolist()
    [['E', '2025-02', datetime.date(2025, 2, 1)]]
    >>> from_frame(frame, FundingRound).records == tuple(rounds)
    True
    """
    if not isinstance(sources, str) or sources not in {"embedded", "ids"}:
        raise FrameError([f"sources={sources!r} is no choice: needs 'embedded' or 'ids'"], ())
    every = list(records)
    kinds = {type(record) for record in every} | ({record_type} - {None})
    if len(kinds) != 1:
        names = ", ".join(sorted(kind.__name__ for kind in kinds if kind)) or "no record_type"
        raise FrameError([f"records are of {names}: needs records of one type"], ())
    form = table_form(kinds.pop())
    schema = form.schema
    if form.has_sources and sources == "ids":
        schema = schema.remove(schema.get_field_index("sources"))
    try:
        table = pa.Table.from_pylist([form.row_of(record) for record in every], schema=schema)
    except (pa.ArrowException, OverflowError) as error:
        raise LossError(form.record.__name__, f"a row of the table form ({error})") from None
    return to_backend(table, backend)


@checked
def sources_of(records: Iterable[Record]) -> tuple[Source, ...]:
    """Return the sources of records, each once, sorted by id."""
    found = {source.id: source for record in records for source in getattr(record, "sources", ())}
    return tuple(found[key] for key in sorted(found))


@checked
def from_frame(frame: Any, record_type: type[R], *, sources: Any = None) -> Loaded[R]:
    """Return the records of a table, and the rows that are none with everything wrong with them.

    Args:
        frame: In the table form of *record_type*, of any library that
            `validate_frame` takes; columns of other names are passed over and reported.
        record_type: The type of record.
        sources: For a frame that does not hold its sources whole: the table of
            sources (a frame, or `Source` records) that ``source_ids`` names.  A frame
            without ``source_ids`` states facts of all of them.

    Raises:
        FrameError: not a dataframe, or sources that are no sources.
    """
    frame = native(frame)
    form = table_form(record_type)
    known = _known_sources(sources)
    records: list[R] = []
    rejects: list[Reject] = []
    columns: tuple[str, ...] = ()
    for batch in batches(frame):
        columns = batch.names
        for number, row in enumerate(batch.rows(), start=batch.first):
            record, issues = check_row(record_type, row, known)
            if record is None:
                rejects.append(Reject(number, issues, row))
            else:
                records.append(record)  # type: ignore[arg-type]  # check_row makes that type
    names = form.names()
    return Loaded.of(
        records,
        rejects,
        name=record_type.__name__,
        format=backend_of(frame),
        header=tuple((name, name) for name in columns if name in names),
        left_out=tuple(
            LeftOut(f"column {name!r}", f"no column of {record_type.__name__}")
            for name in columns
            if name not in names
        ),
    )


def _known_sources(sources: Any) -> Mapping[str, Source]:
    """Return sources by id; none at all where none are given: what is named must exist."""
    if sources is None:
        return {}
    if not isinstance(sources, list | tuple | set | frozenset):
        loaded = from_frame(sources, Source)
        loaded.raise_if_rejected()
        sources = loaded.records
    strangers = [type(one).__name__ for one in sources if not isinstance(one, Source)]
    if strangers:
        raise FrameError([f"sources holds {strangers[0]}: needs Source records"], [SOURCE_IDS])
    return {source.id: source for source in sources}
