"""Sources: where a statement comes from, so that a reader can go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from medai_landscape.dates import PartialDate
from medai_landscape.messages import message
from medai_landscape.records._record import Record, Text, never_refuses, refuses_empty
from medai_landscape.records._rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Source", "SourcedRecord"]


def _can_be_followed(url: str | None, locator: str | None) -> Mapping[str, object] | None:
    return {} if url is None and locator is None else None


class Source(Record):
    """A document, register or page, and the place in it.

    `url` is kept as it was given.  `verified` says whether somebody of ours
    has read the statement there.  A source needs a `url` or a `locator`.

    >>> Source(title="Briefing", publisher="LeadLeo", locator="chart 2, row 4").id
    'source:...'
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("source_place_missing", ("url", "locator"), _can_be_followed),
    )
    # All of it: sources that differ in anything are two, or one of them would be lost.
    natural_key: ClassVar[tuple[str, ...]] = (
        "title", "publisher", "locator", "url", "published", "read_on", "licence", "verified",
        "note", "unverified",
    )  # fmt: skip

    title: Text
    """What the document calls itself."""
    publisher: Text
    """Who published it."""
    locator: Text | None = None
    """Place in the document: chart, table, page, row."""
    url: Text | None = None
    """Address, as given."""
    published: PartialDate | None = None
    """When it was published."""
    read_on: PartialDate | None = None
    """When somebody last read it there."""
    licence: Text | None = None
    """Licence of the document; None: not stated."""
    verified: StrictBool = False
    """Whether the statement was read there by one of us."""
    note: Text | None = None
    """Anything a reader should know of it."""


@refuses_empty
def _at_least_one(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    if not sources:
        raise PydanticCustomError("source_missing", message("source_missing"))
    return sources


@never_refuses
def _by_id(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple(sorted({source.id: source for source in sources}.values(), key=lambda s: s.id))


class SourcedRecord(Record):
    """Base of every record that states a fact of its own: at least one source."""

    sources: Annotated[
        tuple[Source, ...],
        AfterValidator(_at_least_one),
        AfterValidator(_by_id),
        Field(json_schema_extra={"minItems": 1}),
    ]
    """Where the facts of this record come from."""
