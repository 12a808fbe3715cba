"""Answers, dates, intervals, amounts and vocabularies: what they promise of themselves."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from medai_landscape import errors
from medai_landscape.amounts import AmountRange
from medai_landscape.answers import Answer
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import (
    AmountError,
    DateError,
    LandscapeError,
    ScopeError,
    UndecidedError,
    VocabularyError,
)
from medai_landscape.intervals import Interval, IntervalError
from medai_landscape.vocabulary import Vocabulary

answers = st.sampled_from(Answer)
numbers = st.decimals(0, 10_000, places=2, allow_nan=False, allow_infinity=False)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    parts = (day.year, day.month, day.day)
    return PartialDate(*parts[: draw(st.integers(1, 3))])


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    ends = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
    low, high = (draw(st.sampled_from([end, None])) for end in ends)
    return Interval(low, high, low_closed=draw(st.booleans()), high_closed=draw(st.booleans()))


@st.composite
def amounts(draw: st.DrawFn, currency: str = "CNY") -> AmountRange:
    span = draw(intervals())
    return AmountRange(
        low=span.low,
        high=span.high,
        low_closed=span.low_closed,
        high_closed=span.high_closed,
        currency=currency,
        approximate=draw(st.booleans()),
    )


def inside(span: Interval) -> Decimal | None:
    """A number of the interval, found without its own methods."""
    low = Decimal(0) if span.low is None else span.low
    high = low + 1 if span.high is None else span.high
    middle = (low + high) / 2
    return middle if middle >= 0 else None


class TestAnswer:
    @given(answers, answers)
    def test_de_morgan(self, one: Answer, other: Answer) -> None:
        assert ~(one & other) is (~one | ~other)

    def test_truth_tables_agree_with_minimum_and_maximum(self) -> None:
        rank = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}
        for one, other in product(Answer, repeat=2):
            assert rank[one & other] == min(rank[one], rank[other])
            assert rank[one | other] == max(rank[one], rank[other])

    def test_has_no_truth_value(self) -> None:
        with pytest.raises(UndecidedError, match=r"Answer\.YES"):
            bool(Answer.YES)

    def test_of(self) -> None:
        assert [Answer.of(v) for v in (True, False, None)] == [
            *map(Answer, ("yes", "no", "unknown"))
        ]


class TestPartialDate:
    @given(partial_dates())
    def test_text_round_trip(self, when: PartialDate) -> None:
        assert PartialDate.of(str(when)) == when
        adapter = TypeAdapter(PartialDate)
        assert adapter.validate_json(adapter.dump_json(when)) == when

    @given(partial_dates(), partial_dates())
    def test_before_is_what_holds_for_all_days(self, one: PartialDate, other: PartialDate) -> None:
        if one.before(other) is Answer.YES:
            assert one.latest() < other.earliest()
        elif one.before(other) is Answer.NO:
            assert one.earliest() >= other.latest()

    @given(days)
    def test_a_date_is_read_to_the_day(self, day: date) -> None:
        when = PartialDate.of(day)
        assert (when.earliest(), when.latest(), when.precision) == (day, day, "day")

    @pytest.mark.parametrize("year", [*range(1896, 1913), *range(1996, 2013), 2100, 2400])
    def test_leap_days(self, year: int) -> None:
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        assert PartialDate(year, 2).latest().day == (29 if is_leap else 28)
        if not is_leap:
            with pytest.raises(DateError):
                PartialDate.of(f"{year}-02-29")

    @pytest.mark.parametrize(
        "value",
        [
            "0", "", "2025-", "2025-1", "2025-13", "2025-00", "2025-02-30", "2025-02-10\n", " 2025",
            "２０２５", "٢٠٢٥", "20250210", "0000", 2025, 0, None, 1.5, True, b"2025",
            datetime(2025, 1, 1),  # noqa: DTZ001 - the point is that it is refused
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, value: object) -> None:
        with pytest.raises(DateError):
            PartialDate.of(value)

    def test_a_day_needs_its_month(self) -> None:
        with pytest.raises(DateError, match="a month"):
            PartialDate(2025, None, 3)


class TestDateSpan:
    @given(days, days)
    def test_contains_agrees_with_comparison(self, one: date, other: date) -> None:
        span = DateSpan(min(one, other), max(one, other))
        assert span.contains(one) is Answer.YES
        assert span.days is not None
        assert span.days == abs((one - other).days) + 1

    @pytest.mark.parametrize(
        "text", ["2025-01-01/2025-05-31", "../2025-12-05", "2025-01-01/..", "../.."]
    )
    def test_text_round_trip(self, text: str) -> None:
        assert str(DateSpan.of(text)) == text

    def test_open_ends_have_no_length(self) -> None:
        assert DateSpan.of("../2025-12-05").days is None

    def test_a_month_may_lie_in_a_window(self) -> None:
        window = DateSpan.of("2025-01-01/2025-05-15")
        assert window.contains(PartialDate(2025, 5)) is Answer.UNKNOWN
        assert window.contains(PartialDate(2025, 4)) is Answer.YES
        assert window.contains(PartialDate(2025, 6)) is Answer.NO

    @pytest.mark.parametrize("text", ["2025/2024", "a/b", "", "1/2/3", 5, "2025-01/"])
    def test_anything_else_is_refused(self, text: object) -> None:
        if text == "2025-01/":
            assert DateSpan.of(text) == DateSpan.of("2025-01")
            return
        with pytest.raises(DateError):
            DateSpan.of(text)

    def test_first_after_last_is_refused(self) -> None:
        with pytest.raises(DateError, match="not after"):
            DateSpan(date(2025, 2, 1), date(2025, 1, 1))


class TestInterval:
    @given(intervals(), intervals(), numbers)
    def test_meet_and_hull_hold_what_they_should(
        self, a: Interval, b: Interval, x: Decimal
    ) -> None:
        meet = a.meet(b)
        in_both = a.contains(x) and b.contains(x)
        assert (meet is not None and meet.contains(x)) == in_both
        if a.contains(x) or b.contains(x):
            assert a.hull(b).contains(x)

    @given(intervals(), intervals(), numbers)
    def test_covers_is_no_counterexample(self, a: Interval, b: Interval, x: Decimal) -> None:
        if a.covers(b) and b.contains(x):
            assert a.contains(x)
        assert a.covers(a)
        assert Interval().covers(a)

    @given(intervals(), intervals())
    def test_covering_each_other_is_being_equal(self, a: Interval, b: Interval) -> None:
        if a.covers(b) and b.covers(a):
            assert (a.low, a.high) == (b.low, b.high)

    def test_ends_in_words(self) -> None:
        assert str(Interval(Decimal(3), Decimal(20), high_closed=False)) == "[3, 20)"
        assert str(Interval()) == "(, )"
        assert Interval().is_unbounded

    @pytest.mark.parametrize(
        ("low", "high", "closed"),
        [(2, 1, True), (1, 1, False), ("NaN", None, True), (None, "Infinity", True)],
    )
    def test_nothing_between_the_ends_is_refused(
        self, low: object, high: object, closed: bool
    ) -> None:
        ends = [None if end is None else Decimal(str(end)) for end in (low, high)]
        with pytest.raises(IntervalError):
            Interval(*ends, high_closed=closed)

    def test_a_float_is_no_end(self) -> None:
        with pytest.raises(IntervalError, match="Decimals"):
            Interval(0.5)  # type: ignore[arg-type]


class TestAmountRange:
    @given(st.lists(amounts(), min_size=1, max_size=6))
    def test_a_sum_holds_every_exact_sum(self, parts: list[AmountRange]) -> None:
        exact = sum((inside(part.interval()) or Decimal(0) for part in parts), Decimal(0))
        total = AmountRange.total(parts)
        assert total is not None
        assert total.contains(exact)

    @given(amounts(), amounts(), amounts())
    def test_adding_has_no_order(self, a: AmountRange, b: AmountRange, c: AmountRange) -> None:
        assert a + b == b + a
        assert (a + b) + c == a + (b + c)

    @given(amounts(), numbers)
    def test_thresholds_agree_with_what_it_can_be(self, amount: AmountRange, x: Decimal) -> None:
        if amount.at_least(x) is Answer.YES:
            assert not amount.contains(x - Decimal("0.001"))
        if amount.more_than(x) is Answer.YES:
            assert not amount.contains(x)
        if amount.more_than(x) is Answer.YES:
            assert amount.at_least(x) is Answer.YES
        if amount.at_least(x) is Answer.NO:
            assert amount.more_than(x) is Answer.NO

    @given(amounts())
    def test_json_round_trip(self, amount: AmountRange) -> None:
        adapter = TypeAdapter(AmountRange)
        assert adapter.validate_json(adapter.dump_json(amount)) == amount

    def test_nothing_adds_up_to_none_and_not_to_zero(self) -> None:
        assert AmountRange.total([]) is None

    def test_two_currencies_are_not_added(self) -> None:
        with pytest.raises(ScopeError, match="currency differs: 'CNY' against 'USD'"):
            AmountRange.exact(1, "CNY") + AmountRange.exact(1, "USD")

    @pytest.mark.parametrize(
        "value",
        [
            1, "1", None, {"low": 1.5}, {"low": "1_000"}, {"low": "nan"}, {"low": "1e9"}, {"low": True},
            {"low": "-1"}, {"low": "２"}, {"high": "1\n"}, {"low": 2, "high": 1}, {"currency": "yuan"},
            {"low_closed": 1}, {"amount": 3}, {"low": 1, "high": 1, "low_closed": False},
            {"low": Decimal("NaN")}, {"currency": 5},
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, value: object) -> None:
        with pytest.raises(AmountError):
            AmountRange.of(value)

    def test_in_words(self) -> None:
        assert str(AmountRange.exact(5, "CNY")) == "5 CNY"
        assert str(AmountRange(low=Decimal(5), low_closed=False)) == "(5, ?)"
        assert AmountRange.exact(5).is_exact
        assert not AmountRange(low=Decimal(5)).is_exact
        about = AmountRange(low=Decimal(19), high=Decimal(21), approximate=True)
        assert str(about) == "about [19, 21]"

    def test_is_not_ordered_and_adds_amounts_only(self) -> None:
        with pytest.raises(TypeError):
            _ = AmountRange.exact(1) < AmountRange.exact(2)  # type: ignore[operator]
        with pytest.raises(TypeError):
            _ = AmountRange.exact(1) + 1  # type: ignore[operator]


class TestVocabulary:
    def test_reads_codes_fixes_and_what_to_pass_over(self) -> None:
        panel = Vocabulary("panel", ("TX", "RA"), {"Clinical  Toxcicology": "TX"}, ("n/a",))
        assert panel.read(" clinical toxcicology ") == "TX"
        assert panel.read("ra") == "RA"
        assert panel.read("N/A") is None

    def test_an_unknown_word_names_the_file(self) -> None:
        rounds = Vocabulary.from_table("round", "vocabularies/rounds.csv")
        with pytest.raises(VocabularyError, match=r"data/vocabularies/rounds\.csv"):
            rounds.read("Z轮")

    def test_one_word_has_one_meaning(self) -> None:
        with pytest.raises(VocabularyError):
            Vocabulary("panel", ("TX", "RA"), {"x": "TX"}, ("X",))
        with pytest.raises(VocabularyError):
            Vocabulary("panel", ("TX",), {"x": "RA"})

    def test_is_hashable(self) -> None:
        assert hash(Vocabulary("panel", ("TX",))) == hash(Vocabulary("panel", ("TX",)))


EXAMPLES = [
    errors.InvalidFormatError("SRN", "x", "CC-RR-000000000"),
    errors.InvalidPartError("SRN", "x", "a role"),
    errors.AmountError("x", "an amount"),
    errors.DateError("x", "a date"),
    errors.VocabularyError("panel", "x", ("a", "b"), "data/panels.csv"),
    errors.FrameError(["'a' is missing"], ["b"]),
    errors.SourceFormatError("f.xlsx", "cut off", "a workbook", sheet="S", row=3),
    errors.LimitError("rows", 11, 10),
    errors.ScopeError("unit", "device", "holder"),
    errors.UndecidedError(Answer.YES),
    errors.MissingExtraError("charts", "altair", "charts"),
    errors.OutputExistsError("report.html"),
    IntervalError(2, 1, "low before high"),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_errors_survive_pickling_with_their_arguments(error: LandscapeError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.__dict__ == error.__dict__


def test_every_error_has_a_code_of_its_own() -> None:
    leaves = [e for e in map(errors.__dict__.get, errors.__all__) if isinstance(e, type)]
    codes = [leaf.code for leaf in leaves]
    assert len(set(codes)) == len(codes)
