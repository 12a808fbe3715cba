"""The landscape: records of every kind together, and what must hold between them."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from attrs import field, frozen
from attrs.converters import optional

from medai_landscape.answers import Answer
from medai_landscape.errors import LandscapeError
from medai_landscape.records.certificate import Certificate
from medai_landscape.records.claim import Claim
from medai_landscape.records.funding_round import FundingRound
from medai_landscape.records.policy_event import PolicyEvent
from medai_landscape.records.register import Register
from medai_landscape.records.source import Source
from medai_landscape.records.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from medai_landscape.records._record import Record
    from medai_landscape.tables.backends import Backend

__all__ = ["TABLES", "InconsistentLandscapeError", "Landscape"]

TABLES: dict[str, type[Record]] = {
    "certificates": Certificate,
    "policies": PolicyEvent,
    "funding_rounds": FundingRound,
    "trials": Trial,
    "claims": Claim,
    "sources": Source,
}
"""The tables of a landscape, and the record that each of them holds."""


class InconsistentLandscapeError(LandscapeError):
    """Records that are valid one by one contradict each other; names every contradiction."""

    code: ClassVar[str] = "inconsistent_landscape"

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"these records do not fit together:\n{lines}"


@frozen(repr=False)
class Landscape:
    """Certificates, policies, financings, trials, and what reports claim of them.

    Building one checks the rules between records and names everything that is
    wrong at once: no two records of one id, an instrument only supersedes one
    that is here and not younger.

    `registers` say of which kinds the records are complete; None says nothing
    about it, and counts are then taken of the records as they are.

    >>> source = {"title": "list", "publisher": "E", "locator": "row 1"}
    >>> lung = Certificate(jurisdiction="EU", scheme="ce_mdr", product_name="L", sources=[source])
    >>> Landscape(certificates=[lung])
    Landscape(certificates=1, policies=0, funding_rounds=0, trials=0, claims=0, sources=1)
    """

    certificates: tuple[Certificate, ...] = field(default=(), converter=tuple[Certificate, ...])
    policies: tuple[PolicyEvent, ...] = field(default=(), converter=tuple[PolicyEvent, ...])
    funding_rounds: tuple[FundingRound, ...] = field(default=(), converter=tuple[FundingRound, ...])
    trials: tuple[Trial, ...] = field(default=(), converter=tuple[Trial, ...])
    claims: tuple[Claim, ...] = field(default=(), converter=tuple[Claim, ...])
    registers: tuple[Register, ...] | None = field(
        default=None, converter=optional(tuple[Register, ...])
    )
    sources: tuple[Source, ...] = field(init=False)
    """Every source of every record, each once."""

    def __attrs_post_init__(self) -> None:
        problems = [line for name in TABLES if name != "sources" for line in self._strangers(name)]
        problems = problems or [*_repeated_ids(self._records()), *_successions(self.policies)]
        if problems:
            raise InconsistentLandscapeError(problems)
        sources = {source.id: source for record in self._records() for source in record.sources}
        object.__setattr__(self, "sources", tuple(sources[key] for key in sorted(sources)))

    def _strangers(self, name: str) -> Iterator[str]:
        wanted = TABLES[name]
        for kind in sorted(
            {type(r).__name__ for r in self.table(name) if not isinstance(r, wanted)}
        ):
            yield f"{name} holds a {kind}: expected records of the kind {wanted.__name__}"

    def _records(self) -> Iterator[Any]:
        for name in ("certificates", "policies", "funding_rounds", "trials", "claims"):
            yield from getattr(self, name)
        yield from self.registers or ()

    def table(self, name: str) -> tuple[Any, ...]:
        """Return the records of one table by its name.

        Raises:
            InconsistentLandscapeError: no table of that name.
        """
        if name not in TABLES:
            expected = f"expected one of {', '.join(TABLES)}"
            raise InconsistentLandscapeError([f"{name!r} is no table of a landscape: {expected}"])
        records: tuple[Any, ...] = getattr(self, name)
        return records

    def to_frame(
        self,
        name: str,
        *,
        backend: Backend = "pandas",
        sources: Literal["embedded", "ids"] = "embedded",
    ) -> Any:
        """Return one table as a dataframe of the library *backend*.

        Records of several classes, such as trials of which some are of
        brain-computer interfaces, share the columns of their common class.
        For *sources* see `medai_landscape.to_frame`.

        Raises:
            InconsistentLandscapeError: no table of that name.
        """
        # By the front door: frames stand above records, and only this method looks up to them.
        from medai_landscape import to_frame

        records = self.table(name)
        kinds = {type(record) for record in records}
        kind = kinds.pop() if len(kinds) == 1 else TABLES[name]
        alike = [
            record
            if type(record) is kind
            else kind(**{f: getattr(record, f) for f in kind.model_fields})
            for record in records
        ]
        return to_frame(alike, backend=backend, record_type=kind, sources=sources)

    def __repr__(self) -> str:
        counts = ", ".join(f"{name}={len(self.table(name))}" for name in TABLES)
        return f"Landscape({counts})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{len(self.table(name))}</td>"
            f"<td>{escape(', '.join(_examples(self.table(name))))}</td></tr>"
            for name in TABLES
        )
        return (
            "<table><caption>Landscape</caption>"
            f"<tr><th>table</th><th>records</th><th>first ids</th></tr>{rows}</table>"
        )


def _examples(records: tuple[Any, ...], number: int = 3) -> list[str]:
    ids = [record.id for record in records[:number]]
    return [*ids, "…"] if len(records) > number else ids


def _repeated_ids(records: Iterable[Any]) -> Iterator[str]:
    for identifier, times in Counter(record.id for record in records).items():
        if times > 1:
            yield f"{identifier!r} is the id of {times} records: give each its own"


def _successions(policies: Iterable[PolicyEvent]) -> Iterator[str]:
    by_id = {policy.id: policy for policy in policies}
    for policy in by_id.values():
        for name in policy.supersedes:
            if name == policy.id:
                yield f"{policy.id!r} supersedes itself: take it out of supersedes"
            elif name not in by_id:
                yield f"{policy.id!r} supersedes {name!r}, which is not here: add it or correct it"
            elif _is_older(policy, by_id[name]):
                dates = f"{policy.dated()} is before {by_id[name].dated()}"
                yield f"{policy.id!r} supersedes {name!r}, but {dates}: check both dates"


def _is_older(policy: PolicyEvent, than: PolicyEvent) -> bool:
    one, other = policy.dated(), than.dated()
    return one is not None and other is not None and one.before(other) is Answer.YES
