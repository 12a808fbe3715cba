"""Rounds of financing: totals as intervals, the largest, and those above a threshold."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve

from medai_landscape.aggregate._counts import count_records, in_order, names
from medai_landscape.aggregate._money import Amount, Total
from medai_landscape.aggregate._periods import first_day, label
from medai_landscape.aggregate._same_kind import MONEY
from medai_landscape.aggregate._tally import open_frame
from medai_landscape.aggregate.rates import exact
from medai_landscape.arguments import checked
from medai_landscape.errors import AmountError
from medai_landscape.tables.frame_spec import BOOLEAN, NUMBER, TEXT, FrameSpec
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narwhals.stable.v2.typing import IntoFrameT

    from medai_landscape.aggregate._counts import Counts, Key
    from medai_landscape.aggregate._dating import Every, When
    from medai_landscape.aggregate.rates import RateTable

__all__ = ["OPTIONAL", "ROUNDS", "funding_by_period", "read_amount", "without_stages"]

ROUNDS = FrameSpec(
    (
        ("amount_currency", TEXT),
        ("amount_low", NUMBER),
        ("amount_high", NUMBER),
        ("amount_low_closed", BOOLEAN),
        ("amount_high_closed", BOOLEAN),
        ("amount_approximate", BOOLEAN),
        ("stage", TEXT),
    )
)
"""What a frame of rounds tells of money; the last four may be missing."""
OPTIONAL = ("amount_low_closed", "amount_high_closed", "amount_approximate", "stage")

_KINDS = {row["code"]: row["kind"] for row in read_rows("vocabularies/rounds.csv")}


@checked
def funding_by_period(
    frame: IntoFrameT,
    *,
    every: Every = "year",
    date: str = "announced",
    since: When = None,
    until: When = None,
    by: str | Sequence[str] = (),
    public_market: bool = False,
    acquisitions: bool = False,
    rates: RateTable | None = None,
    trace: bool = False,
    edition: str | None = None,
) -> IntoFrameT:
    """Count rounds and add up what they disclosed, as intervals, by period and currency.

    Half of a funding table reads "several hundred million", so a total is an
    interval that contains every exact total the words allow.  Undisclosed is
    not zero: such rounds are counted and not added.  Currencies are never
    added to each other; with *rates* each amount is converted at the rate of
    its own date, and stays in its own currency where the table has none.

    Args:
        frame: One row a round, with `amount_low`, `amount_high` and
            `amount_currency`, and where there are such: `amount_low_closed`,
            `amount_high_closed`, `amount_approximate`, `stage`.
        every: Length of a period.
        date: Which date counts.
        since: First day that counts.
        until: Last day that counts.
        by: Columns to add up by, `subsector` for instance.
        public_market: Count listings, cornerstone rounds and placements too.
        acquisitions: Count mergers and acquisitions too.
        rates: Convert by this table.
        trace: Add `record_ids`.
        edition: Edition of the data, where the frame has no `edition` column.

    Returns:
        One row for each key, period and currency that occurs, sorted, with
        `period`, `period_first`, `currency` (null: not disclosed or not
        stated), `rounds`, `disclosed`, `total_low`, `total_high`,
        `total_low_closed`, `total_high_closed`, `mean_low`, `mean_high`,
        `median_low`, `median_high` (all null where nothing was disclosed, or
        where a bound is unknown), `approximate`, `without_low` and
        `without_high` (amounts without such a bound), `unconverted`,
        `excluded` (rounds of the stages left out), `records`, `undated` and
        the counting base.  Amounts without a currency are not added up, since
        they may be of several.

    Raises:
        FrameError: a column is missing or of the wrong kind.
        AmountError: an amount is infinite.
    """
    keys = names(by)
    opened = open_frame(frame, ROUNDS, optional=OPTIONAL, columns=keys)
    present = opened.collect_schema()
    counting: dict[str, Any] = {
        "unit": "round", "date": date, "every": every, "since": since, "until": until,
        "edition": edition,
    }  # fmt: skip
    kept, others = without_stages(opened, public_market=public_market, acquisitions=acquisitions)
    excluded = 0
    if others is not None:
        found = count_records(others.to_native(), **counting)
        excluded = found.records + found.undated
    money = [name for name, _ in ROUNDS.columns if name in present and name != "stage"]
    moment = [name for name in (date, f"{date}_first") if name in present and rates][:1]
    counts = count_records(kept.to_native(), by=[*keys, *moment, *money], trace=trace, **counting)
    answer: IntoFrameT = _totals(counts, keys, money, moment, rates, every, excluded)
    return answer


def without_stages(opened: Any, *, public_market: bool, acquisitions: bool) -> tuple[Any, Any]:
    """Part a frame into the rounds that count as venture and the others, None where all count.

    Args:
        opened: A wrapped frame of rounds.
        public_market: Whether listings, cornerstone rounds and placements count.
        acquisitions: Whether mergers and acquisitions count.
    """
    wanted = {"public": public_market, "ma": acquisitions}
    left_out = sorted(code for code, kind in _KINDS.items() if not wanted.get(kind, True))
    if "stage" not in opened.collect_schema() or not left_out:
        return opened, None
    gone = nw.col("stage").is_in(left_out)
    return opened.filter(nw.col("stage").is_null() | ~gone), opened.filter(gone)


def _totals(
    counts: Counts,
    keys: Sequence[str],
    money: Sequence[str],
    moment: Sequence[str],
    rates: RateTable | None,
    every: Every,
    excluded: int,
) -> Any:
    """Add up the amounts of each key, period and currency."""
    width = len(keys)
    cells: dict[tuple[Key, int], list[tuple[Amount, int]]] = defaultdict(list)
    unconverted: dict[tuple[Key, int], int] = defaultdict(int)
    ids: dict[tuple[Key, int], list[str | None]] = defaultdict(list)
    for values, periods in counts.counts.items():
        told = dict(zip(money, values[width + len(moment) :], strict=True))
        amount, currency = read_amount(told), told["amount_currency"]
        rate = None
        if rates is not None and currency is not None and amount.is_disclosed:
            rate = rates.at(currency, values[width])
        if rate is not None and rates is not None:
            amount, currency = amount.times(rate), rates.to
        for period, number in periods.items():
            cell = (*values[:width], currency), period
            cells[cell].append((amount, number))
            missing = rates is not None and rate is None and amount.is_disclosed
            unconverted[cell] += number * missing
            if counts.ids is not None:
                ids[cell] += counts.ids[values, period]
    rows = sorted(cells, key=lambda cell: in_order((*cell[0][:width], cell[1], cell[0][width])))
    totals = [Total.of(cells[row] if row[0][width] is not None else []) for row in rows]
    bounds = [total.unbounded() for total in totals]
    columns: dict[str, tuple[Any, Sequence[Any]]] = {
        "period": (nw.String, [label(period, every) for _, period in rows]),
        "period_first": (nw.Date, [first_day(period, every) for _, period in rows]),
        "currency": (nw.String, [key[width] for key, _ in rows]),
        "rounds": (nw.Int64, [sum(n for _, n in cells[row]) for row in rows]),
        "disclosed": (nw.Int64, [Total.of(cells[row]).number for row in rows]),
        "total_low": (MONEY, [total.low for total in totals]),
        "total_high": (MONEY, [total.high for total in totals]),
        "total_low_closed": (nw.Boolean, [total.low_closed for total in totals]),
        "total_high_closed": (nw.Boolean, [total.high_closed for total in totals]),
        "mean_low": (MONEY, [total.mean()[0] for total in totals]),
        "mean_high": (MONEY, [total.mean()[1] for total in totals]),
        "median_low": (MONEY, [total.median()[0] for total in totals]),
        "median_high": (MONEY, [total.median()[1] for total in totals]),
        "approximate": (nw.Boolean, [total.approximate for total in totals]),
        "without_low": (nw.Int64, [low for low, _ in bounds]),
        "without_high": (nw.Int64, [high for _, high in bounds]),
        "unconverted": (nw.Int64, [unconverted[row] for row in rows]),
        "excluded": (nw.Int64, [excluded] * len(rows)),
    }
    types = {name: counts.key_types[name] for name in keys}
    answer = evolve(counts, key_types=types, ids=None if counts.ids is None else ids)
    return answer.result([key for key, _ in rows], columns, periods=[period for _, period in rows])


def read_amount(told: Mapping[str, Any]) -> Amount:
    """Read the bounds of one round; an end that the frame does not tell of is closed.

    Raises:
        AmountError: a bound is infinite.
    """

    def flag(name: str, *, otherwise: bool) -> bool:
        value = told.get(name)
        return otherwise if value is None else bool(value)

    low, high = exact(told["amount_low"]), exact(told["amount_high"])
    for end in (low, high):
        if end is not None and not end.is_finite():
            raise AmountError(end, "a finite number, or an empty cell where there is no such bound")
    return Amount(
        low,
        high,
        flag("amount_low_closed", otherwise=True),
        flag("amount_high_closed", otherwise=True),
        flag("amount_approximate", otherwise=False),
    )
