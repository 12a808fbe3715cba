"""Amounts in words: the specification's table, real phrases, and laws over made-up ones."""

from __future__ import annotations

import csv
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.amounts import AmountRange
from medai_landscape.errors import AmountError
from medai_landscape.wording.amounts import parse_amount
from medai_landscape.wording.tokens import normalise

if TYPE_CHECKING:
    from pathlib import Path

_WAN, _YI = 10**4, 10**8


def _range(bounds: str, low: str, high: str, currency: str | None) -> AmountRange:
    return AmountRange(
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
        low_closed=bounds[0] == "[",
        high_closed=bounds[1] == "]" or not high,
        currency=currency or None,
    )


def _read(text: str, currency: str | None = None) -> AmountRange:
    amount = parse_amount(text, currency=currency)
    assert amount is not None
    return amount


def test_every_row_of_the_specification(shared: Path) -> None:
    with (shared / "spec" / "amount_expressions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 50
    for row in rows:
        amount = parse_amount(row["text"])
        if row["kind"] == "undisclosed":
            assert amount is None, row
            continue
        assert amount is not None, row
        expected = _range(row["bounds"], row["low"], row["high"], row["currency"])
        assert amount.approximate is row["kind"].startswith("about"), row
        assert str(amount).removeprefix("about ") == str(expected), row


def test_every_example_of_a_funding_round(shared: Path) -> None:
    with (shared / "spec" / "funding_examples.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        amount = _read(row["amount_text"])
        assert amount.currency == row["currency"]
        if row["amount"]:
            assert amount == AmountRange.exact(Decimal(row["amount"]), row["currency"])
        else:
            assert amount.approximate


EXACT = {
    "一亿二千三百万": 123_000_000,
    "1亿2千万": 120_000_000,
    "三千五百万": 35_000_000,
    "两亿五千万": 250_000_000,
    "一亿零五百万": 105_000_000,
    "1亿500万": 105_000_000,
    "一万二千亿": 12_000 * _YI,
    "1.2万亿": 12_000 * _YI,
    "一万五元": 15_000,
    "一百五元": 150,
    "one hundred five dollars": 105,
    "十五亿": 15 * _YI,
    "7.5千万": 75_000_000,
    "壹佰万元整": 1_000_000,
    "三億元": 3 * _YI,
    "5 千万 元": 50_000_000,
    "3,500,000元": 3_500_000,
    "half a billion dollars": 500_000_000,
    "one hundred million dollars": 100_000_000,
    "twenty-five million USD": 25_000_000,
    "forty two million USD": 42_000_000,
    "one million two hundred thousand euros": 1_200_000,
    "5 thousand million euros": 5_000_000_000,
    "500k": 500_000,
    "US$ 15 MM": 15_000_000,
    "a total of $15m": 15_000_000,
    "0元": 0,
}


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_exact_figures(text: str, value: int) -> None:
    amount = _read(text)
    assert amount.is_exact
    assert amount.low == value


OPEN = {
    "近2亿元人民币": "[180000000, 200000000) CNY",
    "将近3000万美元": "[27000000, 30000000) USD",
    "nearly $30 million": "[27000000, 30000000) USD",
    "超12亿元": "(1200000000, 2000000000) CNY",
    "突破50亿元": "(5000000000, 6000000000) CNY",
    "more than $100 million": "(100000000, 200000000) USD",
    "超数亿元": "(200000000, ?) CNY",
    "超亿级": "(100000000, 1000000000) CNY",
    "大于1亿元": "(100000000, ?) CNY",
    "融资金额过亿": "(100000000, ?)",
    "上亿元": "[100000000, ?) CNY",
    "至少5000万元": "[50000000, ?) CNY",
    "1亿元（含）以上": "[100000000, ?) CNY",
    "亿元级以上": "[100000000, ?) CNY",
    "100M+": "[100000000, ?)",
    "at least €5m": "[5000000, ?) EUR",
    "up to $50 million": "(0, 50000000] USD",
    "不足1亿元": "(0, 100000000) CNY",
    "under $5m": "(0, 5000000) USD",
    "几十亿": "[2000000000, 10000000000)",
    "数百万美元": "[2000000, 10000000) USD",
    "二十几亿": "[2100000000, 3000000000)",
    "30几亿": "[3100000000, 4000000000)",
    "一百几十亿": "[12000000000, 20000000000)",
    "1亿几千万": "[120000000, 200000000)",
    "三四亿": "[300000000, 500000000)",
    "十五六亿": "[1500000000, 1700000000)",
    "八九千万": "[80000000, 100000000)",
    "一两亿元": "[100000000, 300000000) CNY",
    "十余亿元": "(1000000000, 2000000000) CNY",
    "20余亿元": "(2000000000, 3000000000) CNY",
    "2000多万元": "(20000000, 30000000) CNY",
    "2500多万元": "(25000000, 26000000) CNY",
    "3千多万元": "(30000000, 40000000) CNY",
    "3.5亿余元": "(350000000, 360000000) CNY",
    "2亿元多": "(200000000, 300000000) CNY",
    "数亿元级": "[200000000, 1000000000) CNY",
    "百万美元级": "[1000000, 10000000) USD",
    "hundreds of millions of dollars": "[200000000, 1000000000) USD",
    "several hundred million yuan": "[200000000, 1000000000) CNY",
    "tens of millions of yuan": "[20000000, 100000000) CNY",
    "millions of dollars": "[2000000, 10000000) USD",
    "a few million dollars": "[2000000, 10000000) USD",
    "约数亿元": "about [200000000, 1000000000) CNY",
    "2亿元左右": "about [190000000, 210000000] CNY",
    "~$20M": "about [19000000, 21000000] USD",
    "about $20M": "about [19000000, 21000000] USD",
}


@pytest.mark.parametrize(("text", "shown"), OPEN.items())
def test_open_figures(text: str, shown: str) -> None:
    assert str(_read(text)) == shown


RANGES = {
    "1～2亿元": "[100000000, 200000000] CNY",
    "5000万-1亿元": "[50000000, 100000000] CNY",
    "三至五亿元": "[300000000, 500000000] CNY",
    "三到五千万元": "[30000000, 50000000] CNY",
    "五到二十亿元": "[500000000, 2000000000] CNY",
    "五百到一千万元": "[5000000, 10000000] CNY",
    "从1亿到2亿元": "[100000000, 200000000] CNY",
    "介于1亿与2亿元之间": "[100000000, 200000000] CNY",
    "1元至2亿元": "[1, 200000000] CNY",
    "数千万至数亿元": "[20000000, 1000000000) CNY",
    "1-2亿元级": "[100000000, 2000000000) CNY",
    "约1-2亿元": "about [95000000, 210000000] CNY",
    "不超过1-2亿元": "(0, 200000000] CNY",
    "US$10-15 million": "[10000000, 15000000] USD",
    "$10 million to $15 million": "[10000000, 15000000] USD",
    "between $10 and $15 million": "[10000000, 15000000] USD",
    "from 5 to 7 million dollars": "[5000000, 7000000] USD",
    "$5 to $7": "[5, 7] USD",
}


@pytest.mark.parametrize(("text", "shown"), RANGES.items())
def test_ranges(text: str, shown: str) -> None:
    assert str(_read(text)) == shown


CURRENCIES = {
    "人民币约3.5亿元": "CNY",
    "5亿元（人民币）": "CNY",
    "港币5000万元": "HKD",
    "5000万元美金": "USD",
    "$15M (USD)": "USD",
    "HKD$300m": "HKD",
    "¥350万": "CNY",
    "￥350": "CNY",
    "¥350 million RMB": "CNY",
    "3.5億円": "JPY",
    "10亿韩元": "KRW",
    "300万新元": "SGD",
    "CHF 12 mn": "CHF",
    "500万瑞士法郎": "CHF",
    "NT$ 300 million": "TWD",
    "新台币3亿元": "TWD",
    "£30m": "GBP",
    "S$5m": "SGD",
    "30 million pounds": "GBP",
    "1.2亿": None,
}


@pytest.mark.parametrize(("text", "currency"), CURRENCIES.items())
def test_currencies(text: str, currency: str | None) -> None:
    assert _read(text).currency == currency


def test_a_given_currency_fills_in_and_settles_but_never_overrules() -> None:
    assert _read("350000000", "CNY") == AmountRange.exact(350_000_000, "CNY")
    assert _read("1.2亿", "USD").currency == "USD"
    assert _read("$5m", "HKD").currency == "HKD"
    assert _read("¥5 million", "JPY").currency == "JPY"
    assert _read("3亿元", "USD").currency == "CNY"
    assert _read("2000万美元", "CNY").currency == "USD"
    assert _read("千万级", "USD").currency == "USD"
    with pytest.raises(AmountError, match="ISO 4217"):
        parse_amount("3亿元", currency="yuan")


@pytest.mark.parametrize(
    "text",
    [
        "未披露",
        "金额未披露",
        "Undisclosed",
        "undisclosed amount",
        "not disclosed",
        "N/A",
        "-",
        "——",
    ],
)
def test_a_withheld_figure_is_none(text: str) -> None:
    assert parse_amount(text) is None


REFUSED = (
    *("", "   ", "元", "around", "3500", "350,000,000", "2025", "5%", "5亿股", "估值3亿", "亿万元"),
    *("¥350", "¥350 million", "1亿5元", "三千五万", "三到五十万元", "8000-1亿元", "2-1亿", "1亿亿"),
    *("-5元", "1e6元", "25,00元", "1,5亿", "€5,5", "$1.2.3", "007元", "近0元", "近数亿元"),
    *(
        "约超1亿元",
        "3亿近",
        "以上3亿元",
        "1亿元2亿元",
        "1亿元美元欧元",
        "$1.5 million 欧元",
        "从3亿元",
    ),
    *(
        "1亿和2亿元",
        "1-2-3亿元",
        "three or four million",
        "一二三亿",
        "零亿",
        "数数亿",
        "5百k",
        "多亿元",
    ),
    *(
        "1亿零零五",
        "20余十亿",
        "3几亿",
        "1-1亿2千万",
        "二二亿",
        "5 million five",
        "two tens of dollars",
        "3亿元未披露",
        "1.5万万元",
    ),
    "9" * 30 + "元",
)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_amount_or_two_is_refused(text: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert text in str(caught.value)


def test_full_width_digits_are_read_only_after_an_explicit_step() -> None:
    with pytest.raises(AmountError, match="normalise"):
        parse_amount("３．５亿元")
    assert _read(normalise("３．５\u200b亿元")) == _read("3.5亿元")
    assert normalise(normalise("￥３")) == normalise("￥３") == "￥3"


@pytest.mark.parametrize(
    "unit", ["1", "亿", "数", "1,", "一", "余", "between ", "～", "¥", "\u200b"]
)
def test_hostile_length_costs_nothing(unit: str) -> None:
    start = time.process_time()
    for size in (190, 100_000):
        with pytest.raises(AmountError):
            parse_amount(unit * (size // len(unit)))
    assert time.process_time() - start < 0.05


@given(
    st.one_of(st.text(), st.text("数几余多近超约一二十百千万亿元美$¥1.0,-至到级 以上"), st.none())
)
def test_no_text_raises_a_foreign_error(text: object) -> None:
    try:
        amount = parse_amount(text)  # type: ignore[arg-type]  # anything may come
    except AmountError:
        return
    assert amount is None or isinstance(amount, AmountRange)


def _chinese(number: int) -> str:
    """Write a whole number in Chinese, by the school rule: sections of four digits."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")

    def section(value: int) -> str:
        written, gap = "", False
        for place in (3, 2, 1, 0):
            digit = value // 10**place % 10
            if digit:
                written += ("零" if gap and written else "") + digits[digit] + units[place]
            gap = not digit
        return written

    parts, gap = "", False
    for power, unit in ((_YI, "亿"), (_WAN, "万"), (1, "")):
        value = number // power % _WAN
        if value:
            parts += ("零" if parts and (gap or value < 1000) else "") + section(value) + unit
        gap = not value
    return parts


@given(st.integers(1, 10**12 - 1))
def test_a_whole_number_written_in_chinese_reads_back(number: int) -> None:
    assert _read(_chinese(number) + "元") == AmountRange.exact(number, "CNY")


@given(st.integers(1, 10**7), st.sampled_from([("万", _WAN), ("亿", _YI)]), st.sampled_from("元"))
def test_a_unit_multiplies_the_digits(cents: int, unit: tuple[str, int], suffix: str) -> None:
    figure = Decimal(cents) / 100
    assert _read(f"{figure}{unit[0]}{suffix}").low == figure * unit[1]
    assert _read(f"{figure:,}{unit[0]}{suffix}") == _read(f"{figure}{unit[0]}{suffix}")


@given(st.integers(1, 10**6), st.sampled_from(["{}万元", "RMB {} million", "${}k", "{}亿美元"]))
def test_every_hedge_keeps_what_it_says(number: int, form: str) -> None:
    exact = _read(form.format(number))
    named = exact.low
    assert named is not None
    near, over, about = (_read(word + form.format(number)) for word in ("近", "超", "约"))
    assert (near.high, near.high_closed, over.low, over.low_closed) == (named, False, named, False)
    assert over.high is not None
    assert named < over.high <= 2 * named
    assert about.contains(named)
    assert about.approximate
    assert _read("过" + form.format(number)).high is None
    assert _read("不超过" + form.format(number)).contains(named)
    assert _read("至少" + form.format(number)).contains(named)


@given(
    st.integers(1, 999), st.integers(0, 999), st.sampled_from(["至", "到", "-", "–", "~", " to "])
)
def test_a_range_holds_its_ends_and_shares_its_unit(low: int, width: int, joint: str) -> None:
    shared_unit = _read(f"{low}{joint}{low + width}亿元")
    assert shared_unit == _read(f"{low}亿元{joint}{low + width}亿元")
    assert (shared_unit.low, shared_unit.high) == (low * _YI, (low + width) * _YI)
