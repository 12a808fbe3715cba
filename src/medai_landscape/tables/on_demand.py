"""Records that are made when they are asked for.

A million rows are checked in a second as columns, and take a minute to be made
into records; who only counts the rejects, or takes the first ten, need not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

from attrs import define, field

from medai_landscape.records._record import Record

__all__ = ["RecordsOnDemand"]

R = TypeVar("R", bound=Record)


@define(eq=False)
class RecordsOnDemand(Sequence[R]):
    """The records of valid rows; each is made once.

    *row* gives the values of a row by its place among *places*.
    """

    record: type[R]
    row: Callable[[int], dict[str, Any]]
    places: Sequence[int]
    _made: dict[int, R] = field(factory=dict)

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> R: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[R]: ...

    def __getitem__(self, index: int | slice) -> R | Sequence[R]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(len(self))[index])
        place = self.places[index]
        if place not in self._made:
            self._made[place] = self.record.model_validate(self.row(place))
        return self._made[place]
