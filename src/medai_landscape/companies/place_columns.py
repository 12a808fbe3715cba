"""City, province and clusters of the holders in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from medai_landscape.companies.places import locate

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from narwhals.stable.v2.typing import IntoFrameT

__all__ = ["with_places"]

_NEW = ("holder_city", "holder_province", "holder_clusters")
_KEY = "_holder_of_place"


def with_places(frame: IntoFrameT, *, column: str = "holder") -> IntoFrameT:
    """Add where the holders of certificates sit, as their names tell: see `locate`.

    Takes a pandas, Polars, PyArrow, DuckDB or PySpark frame and gives back one of the
    same library with the same rows; a lazy frame stays lazy, but its distinct holders
    are read once.

    Args:
        frame: One row a certificate, or any rows with a company's name.
        column: Where the names are.

    Returns:
        The frame with `holder_city`, `holder_province` (null: unknown) and
        `holder_clusters` (a list; null: cannot be told), which replace such columns.

    Raises:
        FrameError: *column* is missing or no text.

    >>> import pandas as pd
    >>> holders = pd.DataFrame({"holder": ["北京羽医甘蓝信息技术有限公司", None]})
    >>> with_places(holders)["holder_city"].to_list()
    ['北京', <NA>]
    """
    import narwhals.stable.v2 as nw

    # Both know columns and no records, so nothing of a higher floor comes along.
    from medai_landscape.tables.backends import backend_of, native, to_backend
    from medai_landscape.tables.frame_spec import TEXT, FrameSpec

    opened = FrameSpec(((column, TEXT),)).open(frame)
    opened = opened.drop([name for name in _NEW if name in opened.collect_schema()])
    plain = native(frame)

    def table(names: Iterable[Any]) -> Any:
        return nw.from_native(to_backend(_places(names), backend_of(plain), like=plain))

    result: IntoFrameT
    if isinstance(opened, nw.DataFrame):
        # By position, not by a join: not every library keeps the order of rows in one.
        places = table(opened[column].to_list())
        result = opened.with_columns(*(places[name] for name in _NEW)).to_native()
        return result
    keyed = opened.with_columns(nw.col(column).cast(nw.String).alias(_KEY))
    distinct = keyed.select(_KEY).unique().collect()[_KEY].to_list()
    places = table(distinct).rename({"holder": _KEY})
    if backend_of(plain) == "polars-lazy":
        # Polars keeps the order of rows only when told to, and narwhals cannot tell it.
        left, right = keyed.to_native(), places.to_native()
        result = left.join(right, on=_KEY, how="left", maintain_order="left").drop(_KEY)
    else:
        result = keyed.join(places, on=_KEY, how="left").drop(_KEY).to_native()
    return result


def _places(names: Iterable[Any]) -> pa.Table:
    """Return a table of names and their places, each name located once."""
    import pyarrow as pa

    texts = [name if isinstance(name, str) else None for name in names]
    rows = {text: _row(text) for text in set(texts)}
    kinds = (pa.string(), pa.string(), pa.string(), pa.list_(pa.string()))
    schema = pa.schema(list(zip(("holder", *_NEW), kinds, strict=True)))
    columns = zip(*(rows[text] for text in texts), strict=True) if texts else ((),) * 4
    return pa.table(list(map(list, columns)), schema=schema)


def _row(name: str | None) -> tuple[str | None, str | None, str | None, list[str] | None]:
    if name is None:
        return None, None, None, None
    place = locate(name)
    known = place.clusters or not place.undecided
    return name, place.city, place.province, list(place.clusters) if known else None
