"""Funding rounds: what was announced, and what we may compute from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from medai_landscape.amounts import AmountRange
from medai_landscape.dates import PartialDate
from medai_landscape.records._record import Names, Text
from medai_landscape.records._rules import Rule
from medai_landscape.records.source import SourcedRecord
from medai_landscape.records.vocabularies import Round, Route, Subsector, coded

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FundingRound"]


def _leads_invest(
    lead_investors: tuple[str, ...], investors: tuple[str, ...]
) -> Mapping[str, object] | None:
    missing = [name for name in lead_investors if name not in investors]
    return {"name": ", ".join(missing)} if missing else None


class FundingRound(SourcedRecord):
    """One announced financing of one company.

    `amount` is None where the round was announced without a figure:
    undisclosed is not zero, and nothing in this package treats it as zero.
    `amount_text` keeps the words it was read from, which tell a figure that was withheld
    (未披露) from one that nobody entered (暂无, or no text at all).

    >>> source = {"title": "news", "publisher": "E", "locator": "2025-02"}
    >>> FundingRound(company="E", announced="2025-02", stage="B轮", sources=[source]).is_disclosed
    False
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("lead_investor_missing", ("lead_investors", "investors"), _leads_invest),
    )
    natural_key: ClassVar[tuple[str, ...]] = ("company", "announced", "stage", "amount_text")

    company: Text
    """Legal or trading name, as the announcement writes it."""
    announced: PartialDate | None = None
    """First public announcement."""
    stage: Annotated[Round, coded(Round)] | None = None
    """Round; None: not stated."""
    amount: AmountRange | None = None
    """Amount; None: undisclosed."""
    amount_text: Text | None = None
    """The words the amount was read from."""
    investors: Names = ()
    """All named investors."""
    lead_investors: Names = ()
    """Those who led; each is among `investors`."""
    subsector: Annotated[Subsector, coded(Subsector)] | None = None
    """Sub-field of digital health."""
    bci_route: Annotated[Route, coded(Route)] | None = None
    """For brain-computer interfaces: how the company's device reaches the signal."""

    @property
    def is_disclosed(self) -> bool:
        """Whether the announcement named a figure."""
        return self.amount is not None
