"""The intended use of a product as constraints that programs can compare.

The statement is what a regulator decided: for whom, on what input, for which
finding from what size on, by whom, and that the product must not decide alone.
Codes and meaning are those of the annotation guide.  A field that the
statement does not mention is empty: *not stated* is not *unrestricted*.
"""

from __future__ import annotations

from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, StrictBool, StrictInt, model_validator

from medai_landscape.errors import StatementError
from medai_landscape.intervals import Interval, check_ends
from medai_landscape.records._record import Part, Record, Text, never_refuses, sorted_tuple
from medai_landscape.records._rules import Rule
from medai_landscape.records.comparison import Comparison, compare
from medai_landscape.records.coverage import Case, Coverage, covers
from medai_landscape.records.intended_use_codes import (
    AgeGroup,
    Anatomy,
    Exclusion,
    Finding,
    Function,
    Measure,
    Modality,
    Setting,
    Sex,
    User,
)
from medai_landscape.records.marked import marked_html
from medai_landscape.records.number import Number, NumberError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AgeRange", "Evidence", "IntendedUse", "NumberError", "Threshold"]

Code = TypeVar("Code")
_place = attrgetter("start", "end", "field", "value")
_span = attrgetter("start", "end")

Codes = Annotated[tuple[Code, ...], AfterValidator(sorted_tuple)]


class Evidence(Part):
    """The words in a statement that a constraint was read from.

    `start` and `end` count characters of the text as given, end excluded.
    """

    field: Text
    """Name of the field of `IntendedUse`."""
    value: Text
    """The value it supports, as text."""
    start: Annotated[StrictInt, Field(ge=0)]
    """First character."""
    end: Annotated[StrictInt, Field(ge=0)]
    """One past the last character."""


class AgeRange(Part):
    """The intended ages in years; a limit that is None was not stated.

    >>> from decimal import Decimal
    >>> AgeRange(min=18).interval().contains(Decimal(18))
    True
    """

    min: Number | None = None
    """Lower limit in years; None: open."""
    min_inclusive: StrictBool = True
    max: Number | None = None
    """Upper limit in years; None: open."""
    max_inclusive: StrictBool = True

    @model_validator(mode="after")
    def _ends_leave_something(self) -> Self:
        check_ends(
            self.min, self.max, low_closed=self.min_inclusive, high_closed=self.max_inclusive
        )
        # An open end includes nothing: one form for it, so that equal ranges are equal.
        for name, end in (("min_inclusive", self.min), ("max_inclusive", self.max)):
            if end is None:
                object.__setattr__(self, name, False)
        return self

    def interval(self) -> Interval:
        """Return the ages as a value to compute with."""
        return Interval(
            self.min, self.max, low_closed=self.min_inclusive, high_closed=self.max_inclusive
        )


class Threshold(Part):
    """A clinical limit: nodules of 4 mm and more, stenosis of 50 % and more.

    >>> Threshold(measure="lesion_size", op=">=", value=4, unit="mm").value
    Decimal('4')
    """

    measure: Measure = Measure.OTHER
    """What it is a limit of."""
    op: Literal[">=", ">", "<=", "<"]
    """How the limit is read; 以上 and 及以上 both read ``>=``."""
    value: Number
    """The limit, in `unit`."""
    unit: str
    """As written: mm, cm, %, ms, ng/mL; empty for a bare number."""


@never_refuses
def _thresholds(values: tuple[Threshold, ...]) -> tuple[Threshold, ...]:
    if len(values) <= 1:
        return values
    return tuple(sorted(set(values), key=lambda t: (t.measure, t.value, t.op, t.unit)))


@never_refuses
def _evidence(values: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    # By key and not by set: hashing a model costs more than all the rest of it.
    by_place = dict(zip(map(_place, values), values, strict=True))
    return tuple(map(by_place.__getitem__, sorted(by_place)))


def _inside_text(evidence: tuple[Evidence, ...], text: str | None) -> Mapping[str, object] | None:
    length = len(text or "")
    for start, end in map(_span, evidence):
        if not start <= end <= length:
            return {"start": start, "end": end, "length": length}
    return None


class IntendedUse(Record):
    """What a statement of intended use allows, requires and rules out.

    >>> from decimal import Decimal
    >>> use = IntendedUse(functions=("detection",), age={"min": 18}, age_groups=("adult",))
    >>> use.age.interval().contains(Decimal(17))
    False
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("evidence_outside_text", ("evidence", "text"), _inside_text),
    )
    natural_key: ClassVar[tuple[str, ...]] = (
        "text", "complete", "functions", "modalities", "anatomies", "findings", "age",
        "age_groups", "sexes", "thresholds", "users", "user_training", "settings",
        "standalone_prohibited", "exclusions", "equipment_restricted",
    )  # fmt: skip

    text: str | None = None
    """The statement as given; None where only the constraints are kept."""
    lang: Literal["zh", "en"] | None = None
    """Language of the statement."""
    complete: StrictBool = True
    """False where the statement breaks off, is only a part, or could not be read."""
    reason: Text | None = None
    """Why it is not complete."""
    functions: Codes[Function] = ()
    """What the product does, affirmed only."""
    modalities: Codes[Modality] = ()
    """Input data, affirmed only."""
    anatomies: Codes[Anatomy] = ()
    """Body parts, the most specific that the text supports."""
    findings: Codes[Finding] = ()
    """Target conditions or lesions, affirmed only."""
    age: AgeRange | None = None
    """Intended ages in years, only where numbers are stated."""
    age_groups: Codes[AgeGroup] = ()
    """Age groups in words or by a number."""
    sexes: Codes[Sex] = ()
    """Only where stated."""
    thresholds: Annotated[tuple[Threshold, ...], AfterValidator(_thresholds)] = ()
    """Clinical limits of the finding or the patient's state."""
    users: Codes[User] = ()
    """Intended users."""
    user_training: StrictBool = False
    """Whether trained, qualified, licensed or board-certified users are asked for."""
    settings: Codes[Setting] = ()
    """Where it is used."""
    standalone_prohibited: StrictBool = False
    """Whether the output must not be the sole basis of a decision."""
    exclusions: Codes[Exclusion] = ()
    """Patients, uses or inputs that the text rules out."""
    equipment_restricted: StrictBool = False
    """Whether only named, designated or validated equipment may be used."""
    evidence: Annotated[tuple[Evidence, ...], AfterValidator(_evidence)] = ()
    """The words each constraint was read from."""

    def compare(self, other: IntendedUse) -> Comparison:
        """Say for each constraint how this use stands to *other*.

        Raises:
            StatementError: *other* is no use.
        """
        if not isinstance(other, IntendedUse):
            raise StatementError(other, "another IntendedUse")
        return compare(self, other)

    def covers(self, case: Case) -> Coverage:
        """Say whether this use covers *case*, and which constraint decides.

        Raises:
            StatementError: *case* is no case.
        """
        if not isinstance(case, Case):
            raise StatementError(case, "a Case such as Case(age=40, modality='CT')")
        return covers(self, case)

    def _repr_html_(self) -> str:
        """Show the statement with its evidence marked, in a notebook."""
        return marked_html(self)

    def digest(self) -> str:
        """Make an id from the text and the constraints, the same on every machine."""
        age = self.age
        ends = "" if age is None else repr((age.min, age.min_inclusive, age.max, age.max_inclusive))
        limits = [f"{t.measure}{t.op}{t.value}{t.unit}" for t in self.thresholds]
        flags = (self.complete, self.user_training, self.standalone_prohibited)
        key = [repr(self.text), repr(flags), repr(self.equipment_restricted), ends, *limits]
        key += map("|".join, _codes(self))
        kind = type(self).__name__.lower()
        return f"{kind}:{sha256(chr(0).join(key).encode()).hexdigest()[:16]}"


_CODED = tuple(
    name for name in IntendedUse.natural_key
    if name not in {"text", "complete", "age", "thresholds", "user_training",
                    "standalone_prohibited", "equipment_restricted"}
)  # fmt: skip
"""The parts of the natural key that are sets of codes."""
_codes = attrgetter(*_CODED)
