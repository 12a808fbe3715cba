"""Charts of the landscape, drawn with Altair from any dataframe.

Each takes a frame of pandas, Polars, PyArrow, DuckDB or PySpark in the table
form (or any frame with those columns), and ``lang="en"`` or ``"zh"``.  Colours
can be told apart with every common colour blindness; the records behind a mark
are in its tooltip.  `save` writes PNG and SVG without a browser.
"""

from medai_landscape.show.charts._saving import save
from medai_landscape.show.charts.counts import (
    approvals,
    constraint_matrix,
    counts_by,
    function_by_department,
)
from medai_landscape.show.charts.events import (
    claim_verdicts,
    demand_against_innovation,
    funding,
    policy_timeline,
    trials_by_route,
)

__all__ = [
    "approvals",
    "claim_verdicts",
    "constraint_matrix",
    "counts_by",
    "demand_against_innovation",
    "function_by_department",
    "funding",
    "policy_timeline",
    "save",
    "trials_by_route",
]
