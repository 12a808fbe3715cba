"""Honest counting over anybody's frame: what is counted, in which window, and what was left out.

Every function takes a pandas, Polars, PyArrow, DuckDB or PySpark frame with
the columns of the table form (or any frame with those columns) and gives back
the same kind of frame.  The grouping runs where the frame lives.  From a lazy
frame only the groups are fetched, and the answer is a lazy frame again;
functions that keep the rows (`policy_timeline`, `at_least`) fetch nothing.
"""

from medai_landscape.aggregate.approvals import approvals_by, approvals_by_period
from medai_landscape.aggregate.counting_base import Base, Count
from medai_landscape.aggregate.funding import funding_by_period
from medai_landscape.aggregate.holders import concentration, holders
from medai_landscape.aggregate.policies import policy_timeline
from medai_landscape.aggregate.rates import RateTable
from medai_landscape.aggregate.trials import (
    early_share,
    implanted_by_route,
    trials_by_period,
    trials_by_phase,
)

__all__ = [
    "Base",
    "Count",
    "RateTable",
    "approvals_by",
    "approvals_by_period",
    "concentration",
    "early_share",
    "funding_by_period",
    "holders",
    "implanted_by_route",
    "policy_timeline",
    "trials_by_period",
    "trials_by_phase",
]
