"""The share of each function, modality, anatomy, cluster or department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.aggregate._counts import by_key, count_records
from medai_landscape.aggregate.departments import with_departments
from medai_landscape.arguments import checked
from medai_landscape.tables.frame_spec import FrameSpec

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._dating import When

__all__ = ["NONE_OF_THEM", "shares"]

_COLUMNS = {
    "function": "use_functions",
    "modality": "use_modalities",
    "anatomy": "use_anatomies",
    "finding": "use_findings",
    "age_group": "use_age_groups",
    "user": "use_users",
    "setting": "use_settings",
    "cluster": "holder_clusters",
    "department": "departments",
}
# Where an empty list is a finding of its own: the place is known, and lies in no cluster.
_PLACES = frozenset({"cluster", "department"})
NONE_OF_THEM = "none of them"
"""The row of those that are in no cluster, or fit no department."""


@checked
def shares(
    frame: IntoFrameT,
    *,
    of: str,
    since: When = None,
    until: When = None,
    trace: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """Tell the share of authorisations that each function, organ, region or department has.

    A product may detect and measure, and serve two departments: shares are of
    the authorisations and may add up to more than one.  Clusters are 京津冀,
    长三角, 珠三角 and 粤港澳大湾区; a holder elsewhere (Wuhan, say) is in none of them,
    which is not the same as a holder whose place is not known (no value).

    Args:
        frame: One row an authorisation.  Clusters need `holder_clusters`, which
            `medai_landscape.companies.with_places` adds; departments are found
            by `with_departments` unless there is a column `departments`.
        of: function, modality, anatomy, finding, age_group, user, setting,
            cluster, department, or the name of a column.
        since: First day that counts.
        until: Last day that counts.
        trace: Add `record_ids`.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a value, most frequent first, with `<of>`, `certificates`,
        `share`, `records`, `undated` and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    column = _COLUMNS.get(of, of)
    if of == "department" and column not in FrameSpec(()).open(frame).collect_schema():
        frame = with_departments(frame)
    counts = count_records(
        frame,
        unit="authorisation",
        by=(column,),
        since=since,
        until=until,
        trace=trace,
        edition=edition,
        empty=NONE_OF_THEM if of in _PLACES else None,
    )
    answer: IntoFrameT = by_key(counts.renamed({column: of}), "certificates")
    return answer
