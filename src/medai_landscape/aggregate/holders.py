"""Who holds the authorisations, and how concentrated that is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._calendar import calendar
from medai_landscape.aggregate._counts import by_key, count_records, names
from medai_landscape.aggregate._periods import first_day, label
from medai_landscape.arguments import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._counts import Key
    from medai_landscape.aggregate._dating import Every, When

__all__ = ["concentration", "holders"]

_Size = tuple[int, int]
"""A number of authorisations, and how many holders have so many."""


@checked
def holders(
    frame: IntoFrameT,
    *,
    by: str | Sequence[str] = (),
    since: When = None,
    until: When = None,
    trace: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """List who holds authorisations, and how many each.

    A holder is a name as the certificate writes it: two spellings are two
    holders until their names have been linked.  What is counted in the column
    are authorisations; the number of holders is the number of rows.

    Args:
        frame: One row an authorisation, with `holder`.
        by: Columns to list them by.
        since: First day that counts.
        until: Last day that counts.
        trace: Add `record_ids`.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a holder, most authorisations first and then by name, with
        `certificates`, `share`, `records`, `undated` and the counting base.  A row without
        a name counts the authorisations whose holder is not stated.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    counts = count_records(
        frame,
        unit="authorisation",
        by=names([*names(by), "holder"]),
        since=since,
        until=until,
        trace=trace,
        edition=edition,
    )
    answer: IntoFrameT = by_key(counts, "certificates")
    return answer


@checked
def concentration(
    frame: IntoFrameT,
    *,
    of: str = "holder",
    every: Every | None = None,
    top: Sequence[int] = (1, 3, 5),
    by: str | Sequence[str] = (),
    since: When = None,
    until: When = None,
    edition: str | None = None,
) -> IntoFrameT:
    """Measure how concentrated authorisations are: Herfindahl-Hirschman index and top-k shares.

    The index is the sum of the squared shares: 1 for a single holder, 1/n for
    n equal ones (times 10,000 in the points that competition authorities use).
    Authorisations without a holder are in no share; `unnamed` counts them.

    Args:
        frame: One row an authorisation.
        of: Column with one name a row.
        every: Length of a period, None for the whole window.
        top: For which k to give the share of the k largest.
        by: Columns to measure by.
        since: First day that counts.
        until: Last day that counts.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a key and period with `period` and `period_first` (only where
        *every* is given), `certificates` (with a name), `holders`, `hhi`,
        `top_<k>`, `unnamed`, `records`, `undated` and the counting base.
        Shares of nothing are null.

    Raises:
        FrameError: a column is missing or of the wrong kind, or *of* is a list.
    """
    keys = names(by)
    counts = count_records(
        frame,
        unit="authorisation",
        by=keys,
        of=(of,),
        every=every,
        since=since,
        until=until,
        edition=edition,
    )
    unnamed: dict[tuple[Key, int], int] = defaultdict(int)
    sizes: dict[tuple[Key, int], list[_Size]] = defaultdict(list)
    for (*key, size), numbers in counts.counts.items():
        for period, number in numbers.items():
            if size is None:
                unnamed[tuple(key), period] = number
            else:
                sizes[tuple(key), period].append((size, number // size))
    result = counts.collapsed(len(keys))
    periods = [0] if every is None else list(calendar(counts, every))
    rows = [(key, period) for key in result.keys for period in periods]
    columns: dict[str, tuple[Any, Sequence[Any]]] = {}
    if every is not None:
        columns["period"] = (nw.String, [label(period, every) for _, period in rows])
        columns["period_first"] = (nw.Date, [first_day(period, every) for _, period in rows])
    ranked = [sorted(sizes[row], reverse=True) for row in rows]
    whole = [sum(size * number for size, number in line) for line in ranked]
    squares = [sum(size * size * number for size, number in line) for line in ranked]
    columns["certificates"] = (nw.Int64, whole)
    columns["holders"] = (nw.Int64, [sum(number for _, number in line) for line in ranked])
    columns["hhi"] = (
        nw.Float64,
        [_share(n, all_ * all_) for n, all_ in zip(squares, whole, strict=True)],
    )
    for k in top:
        largest = [_of_the_largest(line, k) for line in ranked]
        columns[f"top_{k}"] = (
            nw.Float64,
            [_share(n, all_) for n, all_ in zip(largest, whole, strict=True)],
        )
    columns["unnamed"] = (nw.Int64, [unnamed[row] for row in rows])
    answer: IntoFrameT = result.result([key for key, _ in rows], columns)
    return answer


def _of_the_largest(sizes: list[_Size], holders: int) -> int:
    """Add up the sizes of the first *holders*."""
    found, left = 0, holders
    for size, number in sizes:
        taken = min(number, left)
        found, left = found + size * taken, left - taken
    return found


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
