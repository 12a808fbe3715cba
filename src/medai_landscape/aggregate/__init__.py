"""Honest counting over anybody's frame: what is counted, in which window, and what was left out.

Every function takes a pandas, Polars, PyArrow, DuckDB or PySpark frame with
the columns of the table form (or any frame with those columns) and gives back
the same kind of frame.  The grouping runs where the frame lives.  From a lazy
frame only the groups are fetched, and the answer is a lazy frame again;
functions that keep the rows (`policy_timeline`, `at_least`,
`without_standalone_prohibition`) fetch nothing.  Arguments of a wrong kind
raise `medai_landscape.arguments.ArgumentError`, all of them in one.
"""

from medai_landscape.aggregate.approvals import approvals_by, approvals_by_period
from medai_landscape.aggregate.before_after import before_after, policy_to_approval
from medai_landscape.aggregate.combining import combine
from medai_landscape.aggregate.comparisons import growth, year_to_date
from medai_landscape.aggregate.constraints import (
    constraint_matrix,
    without_standalone_prohibition,
)
from medai_landscape.aggregate.counting_base import Base, Count
from medai_landscape.aggregate.coverage import coverage
from medai_landscape.aggregate.departments import departments_of, with_departments
from medai_landscape.aggregate.funding import funding_by_period
from medai_landscape.aggregate.gap_map import gap_map
from medai_landscape.aggregate.holders import concentration, holders
from medai_landscape.aggregate.policies import policy_timeline
from medai_landscape.aggregate.rates import RateTable
from medai_landscape.aggregate.rounds import at_least, largest_rounds
from medai_landscape.aggregate.shares import shares
from medai_landscape.aggregate.trials import (
    early_share,
    implanted_by_route,
    trials_by_period,
    trials_by_phase,
)
from medai_landscape.aggregate.units import count

__all__ = [
    "Base",
    "Count",
    "RateTable",
    "approvals_by",
    "approvals_by_period",
    "at_least",
    "before_after",
    "combine",
    "concentration",
    "constraint_matrix",
    "count",
    "coverage",
    "departments_of",
    "early_share",
    "funding_by_period",
    "gap_map",
    "growth",
    "holders",
    "implanted_by_route",
    "largest_rounds",
    "policy_timeline",
    "policy_to_approval",
    "shares",
    "trials_by_period",
    "trials_by_phase",
    "with_departments",
    "without_standalone_prohibition",
    "year_to_date",
]
