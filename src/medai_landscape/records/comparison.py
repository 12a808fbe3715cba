"""How two intended uses stand to each other, constraint by constraint.

*Narrower* means that the first use lets in less: fewer kinds of input, a
shorter age range, more exclusions.  A constraint that one of the two does not
state is `not_stated`, never "broader": not stated is not unrestricted.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from medai_landscape.records._hierarchy import expand, touches
from medai_landscape.records.limits import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medai_landscape.intervals import Interval
    from medai_landscape.records.intended_use import IntendedUse
    from medai_landscape.records.limits import Limits

__all__ = ["Comparison", "Relation", "compare"]


class Relation(StrEnum):
    """How the first of two constraints stands to the second."""

    EQUAL = "equal"
    NARROWER = "narrower"
    BROADER = "broader"
    OVERLAPPING = "overlapping"
    DISJOINT = "disjoint"
    NOT_STATED = "not_stated"


@frozen
class Comparison:
    """One relation for each constraint, by its name as an attribute or as a key.

    >>> from medai_landscape.records.intended_use import IntendedUse
    >>> adults = IntendedUse(age={"min": 18}, anatomies=("lung",))
    >>> over_forty = IntendedUse(age={"min": 40}, anatomies=("chest",), modalities=("CT",))
    >>> comparison = over_forty.compare(adults)
    >>> comparison.age, comparison["anatomies"], comparison.modalities
    (<Relation.NARROWER: 'narrower'>, <Relation.BROADER: 'broader'>, \
<Relation.NOT_STATED: 'not_stated'>)
    """

    functions: Relation
    modalities: Relation
    anatomies: Relation
    findings: Relation
    age: Relation
    age_groups: Relation
    sexes: Relation
    thresholds: Relation
    users: Relation
    user_training: Relation
    settings: Relation
    standalone_prohibited: Relation
    exclusions: Relation
    equipment_restricted: Relation

    def __getitem__(self, constraint: str) -> Relation:
        return self.as_dict()[constraint]

    def __iter__(self) -> Iterator[tuple[str, Relation]]:
        return iter(self.as_dict().items())

    def as_dict(self) -> dict[str, Relation]:
        """Return the relations by the name of their constraint."""
        return asdict(self)

    def where(self, relation: Relation | str) -> tuple[str, ...]:
        """Return the names of the constraints that stand in *relation*."""
        return tuple(name for name, found in self if found == relation)


def compare(one: IntendedUse, other: IntendedUse) -> Comparison:
    """Compare *one* with *other*, constraint by constraint.

    Organs are compared by what is part of what, findings and users by kind,
    limits after conversion to one unit.  The code ``other`` is compared as a
    code: two uses that both say ``other`` may mean different things.

    >>> from medai_landscape.records.intended_use import IntendedUse
    >>> compare(IntendedUse(anatomies=["lung"]), IntendedUse(anatomies=["chest"])).anatomies
    <Relation.NARROWER: 'narrower'>
    """
    return Comparison(
        functions=_codes("functions", one.functions, other.functions),
        modalities=_codes("modalities", one.modalities, other.modalities),
        anatomies=_codes("anatomies", one.anatomies, other.anatomies),
        findings=_codes("findings", one.findings, other.findings),
        age=_ages(one, other),
        age_groups=_codes("age_groups", _ages_of_life(one), _ages_of_life(other)),
        sexes=_codes("sexes", one.sexes, other.sexes),
        thresholds=_thresholds(limits_of(one.thresholds), limits_of(other.thresholds)),
        users=_codes("users", one.users, other.users),
        user_training=_flags(one.user_training, other.user_training),
        settings=_codes("settings", one.settings, other.settings),
        standalone_prohibited=_flags(one.standalone_prohibited, other.standalone_prohibited),
        exclusions=_exclusions(frozenset(one.exclusions), frozenset(other.exclusions)),
        equipment_restricted=_flags(one.equipment_restricted, other.equipment_restricted),
    )


def _codes(field: str, one: tuple[str, ...], other: tuple[str, ...]) -> Relation:
    if not one or not other:
        return Relation.NOT_STATED
    left, right = expand(field, one), expand(field, other)
    if left == right:
        return Relation.EQUAL
    if left < right:
        return Relation.NARROWER
    if left > right:
        return Relation.BROADER
    return Relation.OVERLAPPING if touches(field, left, right) else Relation.DISJOINT


_LIFE = {
    "all": ("newborn", "child", "adult"),
    "pediatric": ("newborn", "child"),
    "neonate": ("newborn",),
    "adult": ("adult",),
}


def _ages_of_life(use: IntendedUse) -> tuple[str, ...]:
    """Break age groups up into parts that do not overlap: a newborn is a child too."""
    return tuple(part for group in use.age_groups for part in _LIFE[group])


def _ages(one: IntendedUse, other: IntendedUse) -> Relation:
    if one.age is None or other.age is None:
        return Relation.NOT_STATED
    left, right = one.age.interval(), other.age.interval()
    if left.is_unbounded or right.is_unbounded:
        return Relation.NOT_STATED
    return _intervals(left, right)


def _intervals(left: Interval, right: Interval) -> Relation:
    narrower, broader = right.covers(left), left.covers(right)
    if narrower and broader:
        return Relation.EQUAL
    if narrower:
        return Relation.NARROWER
    if broader:
        return Relation.BROADER
    return Relation.DISJOINT if left.meet(right) is None else Relation.OVERLAPPING


def _thresholds(
    left: dict[tuple[str, str], Limits], right: dict[tuple[str, str], Limits]
) -> Relation:
    """Compare measure by measure; a measure that only one of them limits is not stated."""
    found = {_limits(left[key], right[key]) for key in left.keys() & right.keys()}
    if Relation.DISJOINT in found:
        return Relation.DISJOINT
    if not found or left.keys() != right.keys():
        return Relation.NOT_STATED
    for relation in (Relation.NARROWER, Relation.BROADER):
        if relation in found and found <= {relation, Relation.EQUAL}:
            return relation
    return Relation.EQUAL if found == {Relation.EQUAL} else Relation.OVERLAPPING


def _limits(left: Limits, right: Limits) -> Relation:
    if left.each == right.each:
        return Relation.EQUAL
    if left.interval is None or right.interval is None:
        return Relation.OVERLAPPING
    return _intervals(left.interval, right.interval)


def _flags(one: bool, other: bool) -> Relation:  # noqa: FBT001 - the two flags it compares
    return Relation.EQUAL if one and other else Relation.NOT_STATED


def _exclusions(one: frozenset[str], other: frozenset[str]) -> Relation:
    """Compare what is ruled out: who rules out more lets in less."""
    if not one or not other:
        return Relation.NOT_STATED
    if one == other:
        return Relation.EQUAL
    if one > other:
        return Relation.NARROWER
    return Relation.BROADER if one < other else Relation.OVERLAPPING
