"""Amounts as press releases, databases and company accounts write them, and what stays refused.

The expected figures were worked out by hand from section G of the specification.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from medai_landscape.errors import AmountError
from medai_landscape.wording.amounts import parse_amount
from medai_landscape.wording.money_units import read_money_unit

NOTATIONS = {
    "CHF 1'250'000": "1250000 CHF",
    "CHF 1’234’567.50": "1234567.5 CHF",
    "1 250 000 €": "1250000 EUR",
    "1\u202f250\u202f000 EUR": "1250000 EUR",
    "1.234.567,89 EUR": "1234567.89 EUR",
    "€1.234.567": "1234567 EUR",
    "€1.234,56": "1234.56 EUR",
    "€1.234": "1.234 EUR",
    "₹1,25,00,000": "12500000 INR",
    "INR 50 crore": "500000000 INR",
    "Rs. 5 lakh": "500000 INR",
    "US $ 1.2 bn": "1200000000 USD",
    "U.S.$30 million": "30000000 USD",
    "30M€": "30000000 EUR",
    "5 Mio. €": "5000000 EUR",
    "CA$15 million": "15000000 CAD",
    "R$30 million": "30000000 BRL",
    "₩10 billion": "10000000000 KRW",
    "1,000万円": "10000000 JPY",
    "15M 美元": "15000000 USD",
    "新台幣5億元": "500000000 TWD",
    "5000万块钱": "50000000 CNY",
    "0.00亿元": "0 CNY",
    "US$ 3.5Mn.": "3500000 USD",
    "$20.": "20 USD",
    "₹20 Cr.": "200000000 INR",
    "$20 million;": "20000000 USD",
    "3.5亿元；": "350000000 CNY",
    "“3.5亿元”": "350000000 CNY",
    "U$3.5m": "3500000 USD",
    "1.25 Mio. €": "1250000 EUR",
    "1.250 million EUR": "1250000 EUR",
}

NUMBERS = {
    "thirteen million dollars": "13000000 USD",
    "one and a half million dollars": "1500000 USD",
    "two and a half billion yuan": "2500000000 CNY",
    "a quarter of a billion dollars": "250000000 USD",
    "one hundred and twenty million dollars": "120000000 USD",
    "two hundred and fifty thousand euros": "250000 EUR",
    "between one hundred and two hundred million dollars": "[100000000, 200000000] USD",
    "$50-million": "50000000 USD",
    "一个亿": "100000000",
    "两个多亿": "(200000000, 300000000)",
    "十几个亿": "[1100000000, 2000000000)",
    "半亿美元": "50000000 USD",
    "近半个亿": "[45000000, 50000000)",
    "一点五亿": "150000000",
    "零点五亿元": "50000000 CNY",
    "十二点二五亿元": "1225000000 CNY",
    "三点五亿余元": "(350000000, 360000000) CNY",
    "一点五到两亿元": "[150000000, 200000000] CNY",
    "1亿零500万": "105000000",
}

HEDGES = {
    "$100+ million": "[100000000, ?) USD",
    "$100-plus million": "[100000000, ?) USD",
    "$100m-plus": "[100000000, ?) USD",
    "＞5亿元": "(500000000, ?) CNY",
    "＜5亿元": "(0, 500000000) CNY",
    "$20M (est.)": "about [19000000, 21000000] USD",
    "est. $20M": "about [19000000, 21000000] USD",
    "2亿元（估计）": "about [190000000, 210000000] CNY",
    "3000+万元": "[30000000, ?) CNY",
    "c. €25m": "about [23750000, 26250000] EUR",
    "$25 million or so": "about [23750000, 26250000] USD",
    "just over $50m": "(50000000, 60000000) USD",
    "just shy of $50m": "[45000000, 50000000) USD",
    "as much as $15 million": "(0, 15000000] USD",
    "最高5亿元": "(0, 500000000] CNY",
    "不超5亿元": "(0, 500000000] CNY",
    "破10亿": "(1000000000, ?)",
    "约合1.2亿港元": "about [114000000, 126000000] HKD",
    "折合人民币约3.5亿元": "about [332500000, 367500000] CNY",
    "a nine-figure sum": "[100000000, 1000000000)",
    "a nine-figure dollar sum": "[100000000, 1000000000) USD",
    "九位数": "[100000000, 1000000000)",
    "8位数美元": "[10000000, 100000000) USD",
    "six-figure to seven-figure dollars": "[100000, 10000000) USD",
    "multi-million dollar": "[2000000, 10000000) USD",
    "several tens of millions of yuan": "[20000000, 100000000) CNY",
}

BESIDE_THE_AMOUNT = {
    "$30M Series B": "30000000 USD",
    "Series B, $50M": "50000000 USD",
    "$50M (Series B)": "50000000 USD",
    "a $50 million round": "50000000 USD",
    "近5000万元A轮": "[45000000, 50000000) CNY",
    "超亿元A+轮融资": "(100000000, 200000000) CNY",
    "1亿A+轮": "100000000",
    "近亿元Pre-A轮": "[90000000, 100000000) CNY",
    "G轮5亿美元": "500000000 USD",
    "数亿元战略融资": "[200000000, 1000000000) CNY",
    "5000万美元（B轮）": "50000000 USD",
    "raised $50 million": "50000000 USD",
    "募资2亿元": "200000000 CNY",
    "完成近亿元的A+轮融资": "[90000000, 100000000) CNY",
    "$120 million in Series C financing": "120000000 USD",
    "US$100 million (~RMB 700 million)": "100000000 USD",
    "融资规模达数亿元": "[200000000, 1000000000) CNY",
    "1亿元（约合1400万美元）": "100000000 CNY",
    "1400万美元（约1亿元人民币）": "14000000 USD",
    "€10 million ($11 million)": "10000000 EUR",
    "$20M (¥140M)": "20000000 USD",
    "A轮/3000万元": "30000000 CNY",
    "交易金额：3000万元": "30000000 CNY",
}


@pytest.mark.parametrize(
    ("text", "shown"), [*(NOTATIONS | NUMBERS | HEDGES | BESIDE_THE_AMOUNT).items()]
)
def test_amounts_of_the_press(text: str, shown: str) -> None:
    assert str(parse_amount(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            "（未披露）",
            "未披露。",
            "A轮未披露",
            "尚未披露",
            "具体数额未披露",
            "未对外公布",
            "未揭露",
            "【未披露】",
            "交易金额未披露",
            "并未对外公布",
            "没有透露",
            "不予公开",
            "拒绝披露",
            "待公布",
        ),
        *("undisclosed sum", "(undisclosed)", "not publicly disclosed", "TBD", "withheld"),
        *("undisclosed.", "[undisclosed]", "an undisclosed amount", "terms were not disclosed"),
        # nobody entered one
        *("暂无", "暂无信息", "暂缺", "金额不明", "A轮，未提及", "#N/A", "NaN", "null", "n.d."),
        *("not known", "no data", "-", "---", "−", "/", "\\", "?", "？？"),
    ],
)
def test_what_nobody_told_is_none(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    "text",
    [
        # A figure in brackets is a loss, or a second amount of the same money.
        *(
            "($5,000)",
            "（1亿元）",
            "1亿元（2亿元）",
            "1亿元（200）",
            "1亿元（约1400万美元",
            "1亿元）",
        ),
        "1亿元（约1400万美元）（约1300万欧元）",
        # A round says nothing of the amount, so digits beside it are still bare.
        *("A轮", "A轮5000", "5B轮", "1亿A+", "A轮1亿元B轮2亿元", "未披露轮次"),
        # Words of a number in an order that numbers do not have.
        *(
            "3亿个",
            "3个元",
            "个亿",
            "一点亿",
            "点五亿",
            "一亿点五",
            "数点五亿",
            "3点五亿",
            "two hundred and a half million dollars",
            "三点十五亿",
            "1点5亿",
            "一点五",
        ),
        *("一亿半", "一百零万元", "一百零", "one hundred and million", "a dollar", "3+5万"),
        # Figures that are counted, in ways that leave more than one order of magnitude.
        *("six to seven figures", "low eight figures", "nine-figure million", "1 figure USD"),
        # Commas and points that may be either of the two.
        *(
            "€1,5",
            "€1,50 Mio",
            "1.234,567.89 EUR",
            "1.23.456 EUR",
            "1,234'567 CHF",
            "12 50 000 EUR",
        ),
        *("1.200 Mio. EUR", "1.250 Mrd €"),
        # A figure beside "undisclosed" is not thrown away.
        *("未披露（约1亿元）", "undisclosed (eight-figure)", "暂无（1亿元）"),
        # They may say that nothing was paid.
        *("无", "none", "nil", "----", "????", ".", ";", "/-/-"),
        *("3亿元/2亿元", "1/2亿", "3/4亿元", "3.5亿元/轮", "$20M[1]", "$20M..", "3.5亿元.5"),
        *("$20M (估值1亿元)", "1亿元（¥200）", "JPY 2bn (¥2bn)x"),
        *("12,5,000元", "1250 000 EUR", ".5亿", "5.亿", "1兆元", "估值10亿元", "200w"),
    ],
)
def test_what_is_no_amount_or_may_be_two(text: str) -> None:
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert repr(text) in str(caught.value)
    assert "expected" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "scale", "currency"),
    [
        ("RMB'000", 1000, "CNY"),
        ("人民币（亿元）", 10**8, "CNY"),
        ("亿元(人民币)", 10**8, "CNY"),
        ("₹ crore", 10**7, "INR"),
        ("Mio. EUR", 10**6, "EUR"),
    ],
)
def test_units_over_a_column(text: str, scale: int, currency: str) -> None:
    unit = read_money_unit(text)
    assert unit is not None
    assert (unit.scale, unit.currency) == (Decimal(scale), currency)


@pytest.mark.parametrize("text", ["A轮", "个", "位数", "(上市)", "含税"])
def test_other_remarks_over_a_column_are_no_units(text: str) -> None:
    assert read_money_unit(text) is None
