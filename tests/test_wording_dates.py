"""Dates in words and in cells: the reports' phrases, notations, and laws over made-up ones."""

from __future__ import annotations

import calendar
import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.dates import DateSpan, PartialDate, Precision
from medai_landscape.errors import DateError
from medai_landscape.wording.dates import parse_date
from medai_landscape.wording.partial_dates import Order, read_partial_date

TODAY = date(2025, 11, 20)

# Read by hand from the two reports; three other libraries fail on half of them.
REPORTS = {
    "2025年1-10月": "2025-01-01/2025-10-31",
    "2025年6月至10月": "2025-06-01/2025-10-31",
    "截至2025年12月5日": "../2025-12-05",
    "截至2025年5月末": "../2025-05-31",
    "2024年2月前": "../2024-01-31",
    "2023-2025年": "2023-01-01/2025-12-31",
    "2015-2025.07": "2015-01-01/2025-07-31",
    "2025年底": "2025-12-01/2025-12-31",
    "2024 - 2028年": "2024-01-01/2028-12-31",
    "2025年以来": "2025-01-01/..",
    "截至2025年": "../2025-12-31",
    "2025/1/10": "2025-01-10/2025-01-10",
}

PHRASES = {
    "2025年上半年": "2025-01-01/2025-06-30",
    "2025年第三季度": "2025-07-01/2025-09-30",
    "2025年3季度": "2025-07-01/2025-09-30",
    "2025年一至三季度": "2025-01-01/2025-09-30",
    "2025年前三季度": "2025-01-01/2025-09-30",
    "2025年前两个月": "2025-01-01/2025-02-28",
    "2025年前10个月": "2025-01-01/2025-10-31",
    "first nine months of 2025": "2025-01-01/2025-09-30",
    "first 2 quarters of 2025": "2025-01-01/2025-06-30",
    "Q3 2025": "2025-07-01/2025-09-30",
    "2025Q3": "2025-07-01/2025-09-30",
    "Q1-Q3 2025": "2025-01-01/2025-09-30",
    "1H2025": "2025-01-01/2025-06-30",
    "the second half of 2025": "2025-07-01/2025-12-31",
    "2025年初": "2025-01-01/2025-01-31",
    "2025年年中": "2025-06-01/2025-07-31",
    "2025年6月初": "2025-06-01/2025-06-10",
    "2025年2月下旬": "2025-02-21/2025-02-28",
    "early 2025": "2025-01-01/2025-04-30",
    "mid-May 2025": "2025-05-11/2025-05-20",
    "二〇二五年八月": "2025-08-01/2025-08-31",
    "二○二五年十二月三十一日": "2025-12-31/2025-12-31",
    "二零二五年二十月": None,
    "2025年6月5-10日": "2025-06-05/2025-06-10",
    "2025年6月5日至10日": "2025-06-05/2025-06-10",
    "2025年6月5": "2025-06-05/2025-06-05",
    "5–10 January 2025": "2025-01-05/2025-01-10",
    "Jan 5-10, 2025": "2025-01-05/2025-01-10",
    "June 1 – July 3, 2025": "2025-06-01/2025-07-03",
    "2024年11月至2025年2月": "2024-11-01/2025-02-28",
    "2025.07-10": "2025-07-01/2025-10-31",
    "20250101-20251231": "2025-01-01/2025-12-31",
    "2025-01/2025-10": "2025-01-01/2025-10-31",
    "between Jan and March 2025": "2025-01-01/2025-03-31",
    "介于2023年和2025年之间": "2023-01-01/2025-12-31",
    "January through March 2025": "2025-01-01/2025-03-31",
    "2025年1月1日起至2025年12月31日止": "2025-01-01/2025-12-31",
    "2025年1月至2025年6月前": "2025-01-01/2025-05-31",
    "2025年底前": "../2025-12-31",
    "before March 2025": "../2025-02-28",
    "by the end of 2025": "../2025-12-31",
    "as of Dec 5, 2025": "../2025-12-05",
    "至2025年10月": "../2025-10-31",
    "截止到2024年底前": "../2024-12-31",
    "since 2019": "2019-01-01/..",
    "自2025年1月1日起": "2025-01-01/..",
    "from 2025": "2025-01-01/..",
    "after 2025-06-30": "2025-07-01/..",
    "2025年以后": "2026-01-01/..",
    "2023年至今": "2023-01-01/..",
    "2019-present": "2019-01-01/..",
    "since 2019 to date": "2019-01-01/..",
    "../2025-05-31": "../2025-05-31",
    "2025-01-01/..": "2025-01-01/..",
    "../..": "../..",
}

IN_CONTEXT = {
    "从6月至10月": "2025-06-01/2025-10-31",
    "10月": "2025-10-01/2025-10-31",
    "上半年": "2025-01-01/2025-06-30",
    "今年以来": "2025-01-01/..",
    "去年6月": "2024-06-01/2024-06-30",
    "去年6月至10月": "2024-06-01/2024-10-31",
    "去年11月至今年2月": "2024-11-01/2025-02-28",
    "本月": "2025-11-01/2025-11-30",
    "上个月5日": "2025-10-05/2025-10-05",
    "昨天": "2025-11-19/2025-11-19",
    "2023年至今": "2023-01-01/2025-11-20",
    "2019-present": "2019-01-01/2025-11-20",
    "this year": "2025-01-01/2025-12-31",
}


@pytest.mark.parametrize(
    ("text", "span"), [(text, span) for text, span in (REPORTS | PHRASES).items() if span]
)
def test_phrases(text: str, span: str) -> None:
    assert str(parse_date(text)) == span


@pytest.mark.parametrize(("text", "span"), IN_CONTEXT.items())
def test_phrases_that_count_from_a_day(text: str, span: str) -> None:
    assert str(parse_date(text, context=TODAY)) == span


@pytest.mark.parametrize("text", [text for text in IN_CONTEXT if "年至今" not in text][:-2])
def test_without_a_context_nothing_is_guessed(text: str) -> None:
    with pytest.raises(DateError, match="context"):
        parse_date(text)


def test_a_year_is_context_enough_for_months_and_not_for_days() -> None:
    assert str(parse_date("从6月至10月", context=2025)) == "2025-06-01/2025-10-31"
    assert str(parse_date("去年", context=2025)) == "2024-01-01/2024-12-31"
    for text in ("本月", "today"):
        with pytest.raises(DateError, match="context= to be a date"):
            parse_date(text, context=2025)
    for context in (datetime(2025, 1, 1), True, "2025"):  # noqa: DTZ001 - refused for having a time
        with pytest.raises(DateError, match="context="):
            parse_date("10月", context=context)  # type: ignore[arg-type]  # what must be refused


@pytest.mark.parametrize("text", ["5日今天", "今天6月", "本月2025年"])
def test_a_relative_day_takes_no_other_date_beside_it(text: str) -> None:
    with pytest.raises(DateError, match="one"):
        parse_date(text, context=TODAY)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2025年", "year"),
        ("2025年8月", "month"),
        ("2025年8月1日", "day"),
        ("2025年上半年", "month"),
        ("2015-2025.07", "year"),
        ("2025年1-10月", "month"),
        ("截至2025年12月5日", "day"),
        ("2025年6月上旬", "day"),
        ("../2025-05-31", "day"),
    ],
)
def test_precision_is_that_of_the_coarser_end(text: str, precision: Precision) -> None:
    assert parse_date(text).precision == precision


REFUSED = (
    *(
        "",
        "  ",
        "25年6月",
        "二五年",
        "2025年国",
        "2025年2月30日",
        "2023-02-29",
        "2025-13",
        "202506",
    ),
    *(
        "45000",
        "2023-25",
        "FY2025",
        "2020s",
        "2024年11月至2月",
        "2025年6-8",
        "2025年6月和7月",
        "月",
    ),
    *(
        "1/5/2025",
        "2025-01-05T10:30:00Z",
        "9999年以后",
        "0001-01-01前",
        "2025年第五季度",
        "2025年13月",
    ),
    *(
        "2025年前13个月",
        "2025年前0个月",
        "2025年上半年初",
        "2025年1月上半年",
        "2025年1月1日上旬",
        "2025年旬",
    ),
    *(
        "截至2025年以后",
        "截至2025年至2026年",
        "2025-2026-2027年",
        "2025年去年",
        "2025年6月本月",
        "5日今天",
    ),
    *(
        "2025年前三季度上半年",
        "今天6月",
        "1-2025年5",
        "May",
        "Jan-25",
        "二零二五年二十月",
        "２０２５年",
    ),
)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_or_two_is_refused(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text, context=None)
    assert text in str(caught.value)


CELLS: tuple[tuple[str, Order | None, str], ...] = (
    ("2025-06-10", None, "2025-06-10"),
    ("2025-6-1", None, "2025-06-01"),
    ("2025/06", None, "2025-06"),
    ("2025", None, "2025"),
    ("20230101", None, "2023-01-01"),
    ("2023.01.01", None, "2023-01-01"),
    (" 2023-01-01 00:00:00 ", None, "2023-01-01"),
    ("2023-01-01T10:30:00.123", None, "2023-01-01"),
    ("9/29/2025", None, "2025-09-29"),
    ("5/5/2025", None, "2025-05-05"),
    ("09/10/2025 12:00:00 AM", "mdy", "2025-09-10"),
    ("09/10/2025", "dmy", "2025-10-09"),
    ("06/2025", None, "2025-06"),
    ("1/5/25", "mdy", "2025-01-05"),
    ("1/5/69", "mdy", "1969-01-05"),
    ("1/5/68", "dmy", "2068-05-01"),
    ("70/1/2", "ymd", "1970-01-02"),
    ("2025年6月10日", None, "2025-06-10"),
    ("二〇二五年八月", None, "2025-08"),
    ("Jan 5, 2025", None, "2025-01-05"),
    ("5th January, 2025", None, "2025-01-05"),
    ("05-JAN-2025", None, "2025-01-05"),
    ("05-Jan-25", "dmy", "2025-01-05"),
    ("2025-Jan-05", None, "2025-01-05"),
    ("Sept. 2024", None, "2024-09"),
)


@pytest.mark.parametrize(("text", "order", "day"), CELLS)
def test_cells(text: str, order: Order | None, day: str) -> None:
    assert read_partial_date(text, order=order).isoformat() == day


@pytest.mark.parametrize(
    ("text", "order"),
    [
        *((text, None) for text in ("03/04/2025", "03/04/25", "05-Jan-25", "Jan-25", "45000", "")),
        *((text, None) for text in ("31/31/2025", "2025-02-30", "0000-01-01", "5 Jan 5, 2025")),
        *(
            (text, None)
            for text in (
                "二五年六月",
                "二〇二五年一二月",
                "二〇二五年〇十月",
                "二〇二五年一月一二日",
                "2025-1-1 10:00 Z",
            )
        ),
        *((text, None) for text in ("1/5/125", "10/125", "٢٠٢٥", "2025\n-01", "9" * 300, 20250101)),
        *(("13/02/2024", order) for order in ("mdy",)),
        ("02/13/2024", "dmy"),
    ],
)
def test_cells_that_are_no_date_or_two(text: object, order: Order | None) -> None:
    with pytest.raises(DateError):
        read_partial_date(text, order=order)  # type: ignore[arg-type]  # anything may come


@pytest.mark.parametrize("unit", ["2025年", "1-", "一", "截至", "Jan ", "2025-01-", "前", " "])
def test_hostile_length_costs_nothing(unit: str) -> None:
    start = time.process_time()
    for size in (190, 100_000):
        for read in (parse_date, read_partial_date):
            with pytest.raises(DateError):
                read(unit * (size // len(unit)))
    assert time.process_time() - start < 0.05


_ALPHABET = "年月日至到前后自截底初上下半季度第一二十〇0129-/. JanofQ以来今去"


@given(st.one_of(st.text(), st.text(_ALPHABET)), st.none() | st.dates() | st.integers())
def test_no_text_raises_a_foreign_error(text: str, context: date | int | None) -> None:
    try:
        span = parse_date(text, context=context)
    except DateError:
        return
    assert isinstance(span, DateSpan)


_DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))
_MONTHS = list(calendar.month_name)[1:]


@given(_DAYS)
def test_every_notation_of_a_day_reads_back(day: date) -> None:
    month = _MONTHS[day.month - 1]
    notations = (
        day.isoformat(),
        f"{day:%Y%m%d}" if day.year >= 1000 else day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
    )
    for text in notations:
        assert parse_date(text) == DateSpan(day, day), text
        assert read_partial_date(text) == PartialDate(day.year, day.month, day.day), text
    for order, text in (("mdy", f"{day:%m/%d/}{day.year}"), ("dmy", f"{day:%d.%m.}{day.year}")):
        assert read_partial_date(text, order=order) == PartialDate(day.year, day.month, day.day)  # type: ignore[arg-type]  # both are orders


@given(_DAYS, st.integers(0, 10**5))
def test_both_ends_of_a_span_read_back_in_both_languages(first: date, length: int) -> None:
    last = first + min(timedelta(length), date(9998, 12, 31) - first)
    chinese = [f"{day.year}年{day.month}月{day.day}日" for day in (first, last)]
    english = [f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" for day in (first, last)]
    span = DateSpan(first, last)
    assert parse_date(str(span)) == span
    assert parse_date("至".join(chinese)) == span
    assert parse_date("from " + " to ".join(english)) == span
    assert parse_date(f"between {english[0]} and {english[1]}") == span
    assert parse_date("截至" + chinese[1]) == parse_date("by " + english[1]) == DateSpan(None, last)
    assert parse_date(chinese[0] + "起") == parse_date("since " + english[0]) == DateSpan(first)
    before = DateSpan(None, first - timedelta(1))
    assert parse_date(chinese[0] + "前") == parse_date("before " + english[0]) == before
    after = DateSpan(last + timedelta(1))
    assert parse_date(chinese[1] + "以后") == parse_date("after " + english[1]) == after


@given(st.integers(1000, 9998), st.integers(1, 12), st.integers(1, 12))
def test_months_of_one_year_read_back(year: int, one: int, other: int) -> None:
    first, last = sorted((one, other))
    span = DateSpan(PartialDate(year, first).earliest(), PartialDate(year, last).latest(), "month")
    for text in (
        f"{year}年{first}-{last}月",
        f"{year}年{first}月至{last}月",
        f"{_MONTHS[first - 1]}–{_MONTHS[last - 1]} {year}",
    ):
        assert parse_date(text) == span
    assert parse_date(f"从{first}月到{last}月", context=year) == span


ONE_POINT = {
    "2024-Q3": "2024-07-01/2024-09-30",
    "Q3/2024": "2024-07-01/2024-09-30",
    "early-2023": "2023-01-01/2023-04-30",
    "March/2024": "2024-03-01/2024-03-31",
    "2024-3月": "2024-03-01/2024-03-31",
    "2024-上半年": "2024-01-01/2024-06-30",
    "截至2024-Q3": "../2024-09-30",
    "1st quarter 2024": "2024-01-01/2024-03-31",
    "2nd half of 2024": "2024-07-01/2024-12-31",
    "by year-end 2022": "../2022-12-31",
    "Tuesday, March 5, 2024": "2024-03-05/2024-03-05",
    "2024年3月5日星期二": "2024-03-05/2024-03-05",
    "2024年元月": "2024-01-01/2024-01-31",
    "calendar year 2024": "2024-01-01/2024-12-31",
    "中華民國113年3月5日": "2024-03-05/2024-03-05",
    "民国112年3月至5月": "2023-03-01/2023-05-31",
    "令和6年3月5日": "2024-03-05/2024-03-05",
}


@pytest.mark.parametrize(("text", "shown"), ONE_POINT.items())
def test_one_point_in_unusual_clothes(text: str, shown: str) -> None:
    assert str(parse_date(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2023-2024 H1", "2023-01-01/2024-06-30"),
        ("2024Q1-Q3", "2024-01-01/2024-09-30"),
        ("Q3 2024 - 2025", "2024-07-01/2025-12-31"),
        ("2024年至9月", "2024-01-01/2024-09-30"),
    ],
)
def test_a_hyphen_between_two_points_still_is_a_period(text: str, shown: str) -> None:
    assert str(parse_date(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("二十四年", "二十四年三月", "三年", "十年", "第三年"),  # periods, not years of our era
        *("民国", "民国三月", "民国0年", "民国2024年", "113年3月"),
        *(
            "FY2024",
            "fiscal year 2024",
            "year",
            "Monday",
            "5th quarter 2024",
            "half 2024",
            "3月-5月",
        ),
        *("2024-Q3-Q4", "3/4/2024", "45000", "٢٠٢٤-٠٣-٠٥", "２０２４年３月"),
    ],
)
def test_periods_and_half_dates_are_no_dates(text: str) -> None:
    with pytest.raises(DateError, match="expected"):
        parse_date(text)
