"""Single rounds of financing: which may be the largest, and which are above a threshold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from medai_landscape.aggregate._counts import count_records, in_order
from medai_landscape.aggregate._same_kind import MONEY
from medai_landscape.aggregate._tally import open_frame
from medai_landscape.aggregate.funding import OPTIONAL, ROUNDS, read_amount, without_stages
from medai_landscape.arguments import checked
from medai_landscape.errors import AmountError

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._counts import Columns
    from medai_landscape.aggregate._dating import When
    from medai_landscape.aggregate._money import Amount

__all__ = ["at_least", "largest_rounds"]

_ENDLESS = Decimal("Infinity")


@checked
def largest_rounds(
    frame: IntoFrameT,
    *,
    currency: str,
    top: int = 1,
    since: When = None,
    until: When = None,
    public_market: bool = False,
    acquisitions: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """List the rounds that are, or may be, among the largest.

    "Several hundred million" may be more than 350 million.  A *sure* leader is
    among the *top* whatever the others turn out to be; a *possible* one may
    be.  Equal amounts share a place.  Undisclosed rounds may be larger than
    any: a sure leader is one of the disclosed, and `undisclosed` says how many are not.

    Args:
        frame: One row a round, as for `funding_by_period`, with `id`.
        currency: Which currency; rounds in others are not compared.
        top: How many places there are.
        since: First day that counts.
        until: Last day that counts.
        public_market: Compare listings, cornerstone rounds and placements too.
        acquisitions: Compare mergers and acquisitions too.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row a leader, sure ones first and then by amount, with `id`,
        `company` (if there is such a column), `amount_low`, `amount_high`,
        `leader` ("sure" or "possible"), `compared`, `undisclosed`,
        `other_currencies`, `records`, `undated` and the counting base.

    Raises:
        FrameError: a column is missing or of the wrong kind.
    """
    opened = open_frame(frame, ROUNDS, optional=OPTIONAL, columns=["id"])
    kept, _ = without_stages(opened, public_market=public_market, acquisitions=acquisitions)
    present = opened.collect_schema()
    named = ["id", *(["company"] if "company" in present else [])]
    money = [name for name, _ in ROUNDS.columns if name in present and name != "stage"]
    counts = count_records(
        kept.to_native(), unit="round", by=[*named, *money], date="announced",
        since=since, until=until, edition=edition,
    )  # fmt: skip
    told = [
        (key[: len(named)], dict(zip(money, key[len(named) :], strict=True)))
        for key in counts.counts
    ]
    amounts = [(key, read_amount(row), row["amount_currency"]) for key, row in told]
    compared = [
        (key, amount) for key, amount, of in amounts if of == currency and amount.is_disclosed
    ]
    leaders = _leaders([amount for _, amount in compared], top)
    rows = [
        (key, amount, leader)
        for (key, amount), leader in zip(compared, leaders, strict=True)
        if leader is not None
    ]
    rows.sort(key=lambda row: (row[2] != "sure", -_ends(row[1])[0][0], in_order(row[0])))
    undisclosed = sum(not amount.is_disclosed for _, amount, _ in amounts)
    columns: Columns = {
        "amount_low": (MONEY, [amount.low for _, amount, _ in rows]),
        "amount_high": (MONEY, [amount.high for _, amount, _ in rows]),
        "leader": (nw.String, [leader for _, _, leader in rows]),
        "compared": (nw.Int64, [len(compared)] * len(rows)),
        "undisclosed": (nw.Int64, [undisclosed] * len(rows)),
        "other_currencies": (
            nw.Int64,
            [len(amounts) - len(compared) - undisclosed] * len(rows),
        ),
    }
    answer: IntoFrameT = counts.collapsed(len(named)).result([key for key, _, _ in rows], columns)
    return answer


End = tuple[Decimal, int]
"""A bound and whether the amount stays short of it (-1), reaches it (0) or lies above it (1)."""


def _ends(amount: Amount) -> tuple[End, End]:
    low = Decimal(0) if amount.low is None else amount.low
    high = _ENDLESS if amount.high is None else amount.high
    return (low, 0 if amount.low_closed else 1), (high, 0 if amount.high_closed else -1)


def _leaders(amounts: list[Amount], top: int) -> list[str | None]:
    """Say of each amount whether it is surely, possibly or not among the *top* largest."""
    ends = [_ends(amount) for amount in amounts]
    lows, highs = sorted(low for low, _ in ends), sorted(high for _, high in ends)
    found: list[str | None] = []
    for low, high in ends:
        # Another one can be larger if it can lie above our low end: its high end is above that.
        may_be_larger = len(highs) - bisect_right(highs, low) - (high > low)
        # Another one is surely larger if it cannot lie so low as our high end.
        surely_larger = (
            len(lows) - bisect_right(lows, high)
            if high[1] == 0
            else (len(lows) - bisect_left(lows, (high[0], 0)))
        )
        sure = may_be_larger < top
        found.append("sure" if sure else "possible" if surely_larger < top else None)
    return found


@checked
def at_least(
    frame: IntoFrameT, threshold: Decimal | int, *, currency: str, name: str = "at_least"
) -> IntoFrameT:
    """Say of each round whether it reached a threshold: yes, no or unknown.

    "Several hundred million" is at least a hundred million; "more than a
    hundred million" may or may not reach two.  An undisclosed round, and one
    in another currency, is unknown.  A lazy frame stays lazy.

    Args:
        frame: One row a round, with `amount_low`, `amount_high`,
            `amount_currency` and perhaps `amount_high_closed`.
        threshold: In units of *currency*.
        currency: ISO 4217 code.
        name: What the new column is called.

    Returns:
        The frame with one column more: "yes", "no" or "unknown".

    Raises:
        FrameError: a column is missing or of the wrong kind.
        AmountError: the threshold is no finite number.
    """
    number = isinstance(threshold, int | float | Decimal) and not isinstance(threshold, bool)
    if not number or not Decimal(threshold).is_finite():
        raise AmountError(threshold, "a whole number or a finite Decimal")
    opened = open_frame(frame, ROUNDS, optional=OPTIONAL)
    # Float64 holds amounts up to 90 trillion to the cent, and compares alike everywhere.
    low, high = (
        nw.col(end).cast(nw.Float64).fill_nan(None) for end in ("amount_low", "amount_high")
    )
    limit = float(threshold)
    short: Any = high < limit
    if "amount_high_closed" in opened.collect_schema():
        is_open = nw.col("amount_high_closed") == nw.lit(value=False)
        short = short | ((high <= limit) & is_open)
    no = nw.when(short).then(nw.lit("no")).otherwise(nw.lit("unknown"))
    told = nw.when(low >= limit).then(nw.lit("yes")).otherwise(no)
    same = nw.col("amount_currency") == currency
    answer = opened.with_columns(nw.when(same).then(told).otherwise(nw.lit("unknown")).alias(name))
    native: IntoFrameT = answer.to_native()
    return native
