"""What the intended use of each product states, as a matrix of products by constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._same_kind import base_literals, same_kind
from medai_landscape.aggregate._tally import open_frame, rows_of
from medai_landscape.aggregate.counting_base import BASE_COLUMNS, Base
from medai_landscape.arguments import checked
from medai_landscape.errors import FrameError
from medai_landscape.tables.frame_spec import BOOLEAN, LIST, TEXT, FrameSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

__all__ = ["constraint_matrix", "without_standalone_prohibition"]

_LISTS = (
    "functions",
    "modalities",
    "anatomies",
    "findings",
    "age_groups",
    "sexes",
    "users",
    "settings",
    "exclusions",
)
_FLAGS = ("user_training", "standalone_prohibited", "equipment_restricted")
_PRODUCTS = FrameSpec(
    (
        ("id", TEXT),
        *((f"use_{name}", LIST) for name in _LISTS),
        *((f"use_{name}", BOOLEAN) for name in (*_FLAGS, "complete")),
    )
)
_STATEMENT = FrameSpec(
    (("id", TEXT), ("use_standalone_prohibited", BOOLEAN), ("use_complete", BOOLEAN))
)
_NAMES = ("product_name", "holder")


@checked
def constraint_matrix(
    frame: IntoFrameT, *, fields: Sequence[str] = (*_LISTS, *_FLAGS)
) -> IntoFrameT:
    """Lay out products by constraints: which product states what.

    *Not stated* is not *unrestricted*, and a statement that breaks off may
    have gone on to state more: such a product has no value where it states
    nothing, only a complete statement has False.

    Args:
        frame: One row a product, with `id` and any of the `use_...` columns.
        fields: Which constraints, without the `use_`.

    Returns:
        One row a product, sorted by `id`, with `id`, `product_name` and
        `holder` if there are such columns, one column for each constraint that
        occurs ("functions:detection", "standalone_prohibited"), and the
        counting base, each row with its own jurisdiction and risk class.

    Raises:
        FrameError: a column is missing or of the wrong kind, or *fields* names none.
    """
    unknown = [field for field in fields if field not in {*_LISTS, *_FLAGS}]
    if unknown:
        raise FrameError([f"{name!r} is no constraint" for name in unknown], (*_LISTS, *_FLAGS))
    optional = [name for name, _ in _PRODUCTS.columns if name != "id"]
    opened = open_frame(frame, _PRODUCTS, optional=optional)
    present = opened.collect_schema()
    wanted = [field for field in fields if f"use_{field}" in present]
    named = ["id", *(name for name in _NAMES if name in present)]
    own = [name for name in ("jurisdiction", "risk_class", "edition") if name in present]
    told = [name for name in ("use_complete",) if name in present]
    table = rows_of(opened, [*named, *own, *told, *(f"use_{field}" for field in wanted)])
    order = sorted(range(len(table["id"])), key=lambda place: str(table["id"][place]))
    complete = table.get("use_complete", [True] * len(order))
    values: dict[str, list[Any]] = {name: [table[name][p] for p in order] for name in named}
    schema: dict[str, Any] = dict.fromkeys(named, nw.String)
    for field in wanted:
        cells = table[f"use_{field}"]
        codes = (
            sorted({code for cell in cells for code in cell or ()}) if field in _LISTS else [None]
        )
        for code in codes:
            name = field if code is None else f"{field}:{code}"
            schema[name] = nw.Boolean
            values[name] = [_stated(cells[p], code, complete=complete[p]) for p in order]
    rows = len(order)
    values |= {
        "unit": ["product"] * rows,
        "window_first": [None] * rows,
        "window_last": [None] * rows,
    }
    values |= {name: [None] * rows for name in BASE_COLUMNS if name not in values}
    values |= {name: [table[name][p] for p in order] for name in own}
    answer: IntoFrameT = same_kind(opened, values, schema | dict(BASE_COLUMNS))
    return answer


def _stated(cell: Any, code: str | None, *, complete: bool | None) -> bool | None:
    """Whether a product states a constraint: None where the rest of its statement is not known."""
    if bool(cell) if code is None else code in (cell or ()):
        return True
    return False if complete and cell is not None else None


def without_standalone_prohibition(frame: IntoFrameT) -> IntoFrameT:
    """List the products whose statement does not say that they must not decide alone.

    Absence is no permission: a statement may break off before it, and the
    column `reason` says so.  A lazy frame stays lazy.

    Args:
        frame: One row a product, with `id` and `use_standalone_prohibited`,
            and `use_complete` where it is known.

    Returns:
        The rows of those products with all their columns, sorted by `id`,
        with `reason` ("not stated", "statement incomplete" or "no statement")
        and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    opened = open_frame(frame, _STATEMENT, optional=["use_complete"])
    schema = opened.collect_schema()
    prohibited = nw.col("use_standalone_prohibited")
    reason: nw.Expr = nw.lit("not stated")
    if "use_complete" in schema:
        broken = nw.col("use_complete") == nw.lit(value=False)
        reason = nw.when(broken).then(nw.lit("statement incomplete")).otherwise(reason)
    reason = nw.when(prohibited.is_null()).then(nw.lit("no statement")).otherwise(reason)
    products = (
        opened.filter(prohibited.is_null() | (prohibited == nw.lit(value=False)))
        .with_columns(
            reason.alias("reason"),
            *base_literals(opened, Base(unit="product"), without=schema.names()),
        )
        .sort("id")
    )
    answer: IntoFrameT = nw.maybe_reset_index(products).to_native()
    return answer
