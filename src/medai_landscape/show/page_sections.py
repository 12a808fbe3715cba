"""The sections of the report page, in order: figures, charts, tables, and what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medai_landscape.claims import Outcome
from medai_landscape.show.page_charts import Counted, page_charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from medai_landscape.claims import Verdict
    from medai_landscape.records.landscape import Landscape

__all__ = ["page_sections"]

Object = dict[str, Any]

# Charts that the two reports show as pictures only: their values are not in the text.
_LOST = {
    "certificates": ("S2", "lost_departments"),
    "funding": ("S1", "lost_chart_3"),
    "trials": ("S2", "lost_wards"),
}
_TABLES = {
    "policies": "policies",
    "certificates": "certificates",
    "constraints": None,
    "funding": "funding_rounds",
    "trials": "trials",
    "claims": "claims",
}


def page_sections(
    landscape: Landscape,
    indexes: Mapping[str, Mapping[str, int]],
    verdicts: Sequence[Verdict],
) -> list[Object]:
    """Return the sections of the page, in order, with their figures and charts.

    Args:
        landscape: What the page shows.
        indexes: For each table where a record stands on the page, by its id.
        verdicts: What became of the claims.
    """
    counted = {
        name: Counted(name, landscape.to_frame(name), index) for name, index in indexes.items()
    }
    charts = page_charts(landscape, counted, verdicts)
    reports = {claim.report for claim in landscape.claims}
    sections: list[Object] = [{"key": "summary", "figures": _figures(landscape, counted, verdicts)}]
    for key, table in _TABLES.items():
        report, note = _LOST.get(key, (None, None))
        section: Object = {"key": key, "charts": charts.get(key, []), "table": table}
        section["notes"] = [{"key": note}] if report in reports else []
        sections.append(section)
    return sections


def _figures(
    landscape: Landscape, counted: Mapping[str, Counted], verdicts: Sequence[Verdict]
) -> list[Object]:
    without = [
        c.id
        for c in landscape.certificates
        if c.intended_use is not None and not c.intended_use.standalone_prohibited
    ]
    contradicted = [v.claim.id for v in verdicts if v.outcome is Outcome.CONTRADICTED]
    undisclosed = [r.id for r in landscape.funding_rounds if not r.is_disclosed]
    figures = [
        ("certificates", "certificates", None),
        ("without_prohibition", "certificates", without),
        ("policies", "policies", None),
        ("funding_rounds", "funding_rounds", None),
        ("undisclosed", "funding_rounds", undisclosed),
        ("trials", "trials", None),
        ("claims", "claims", None),
        ("contradicted", "claims", contradicted),
    ]
    return [
        {
            "key": key,
            "table": table,
            "records": (
                list(range(len(counted[table].frame))) if ids is None else counted[table].rows(ids)
            ),
        }
        for key, table, ids in figures
    ]
