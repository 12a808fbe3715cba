"""What a Chinese reader is told about a row that was refused."""

from __future__ import annotations

import io
import re
import time

import pytest

from medai_landscape.messages import phrase_in_chinese
from medai_landscape.records import FundingRound
from medai_landscape.sources import read_fda_ai_list, read_ictrp, read_table
from medai_landscape.vocabulary import read_rows

_HEADER = "Date of Final Decision,Submission Number,Device,Company,Panel (Lead),Product Code\n"
_ENGLISH = re.compile("[a-z]{2,} [a-z]{2,} [a-z]{2,}")

ROWS = [
    "13/13/2021,K203514,x,y,Radiology,JAK",
    "44364,K203514,x,y,Radiology,JAK",
    "06/17/2021,K20351,x,y,Radiology,JAK",
    "06/17/2021,510(k) K203514,x,y,Radiology,JAK",
    "06/17/2021,,x,y,Radiology,JAK",
    "06/17/2021,G203514,x,y,Radiology,JAK",
    "06/17/2019,K203514,x,y,Radiology,JAK",
    "06/17/2021,K203514,,y,Radiology,JAK",
    "06/17/2021,K203514,x,y,Radiology,JAKX",
    "06/17/2021,K203514,x",
]


@pytest.mark.parametrize("row", ROWS)
def test_a_refused_row_of_the_list_is_explained_in_chinese(row: str) -> None:
    (reject,) = read_fda_ai_list(io.BytesIO((_HEADER + row).encode())).rejects
    assert _ENGLISH.search(reject.reason_zh) is None, reject.reason_zh
    assert re.search("[\u4e00-\u9fff]", reject.reason_zh)


@pytest.mark.parametrize(
    "row",
    [
        "X,5,2023",
        "X,3亿元,soon",
        "X,3亿元,03/04/2023",
        "X,3亿元2亿元,2023",
        "X,￥万x,2023",
        "X,近0元,2023",
    ],
)
def test_a_refused_round_is_explained_in_chinese(row: str) -> None:
    table = f"公司名称,金额,日期\n{row}\n".encode()
    (reject,) = read_table(io.BytesIO(table), FundingRound).rejects
    assert _ENGLISH.search(reject.reason_zh) is None, reject.reason_zh


def test_a_refused_trial_is_explained_in_chinese() -> None:
    (reject,) = read_ictrp(io.BytesIO(b"TrialID,Public_title\nNCT1,x\n")).rejects
    assert reject.reason_zh == (
        "“NCT1”不是有效的 临床试验编号：格式应为 已知登记平台的编号，如 NCT00912041 或 ChiCTR2600126475"
    )


def test_every_phrase_reads_back_with_its_parts() -> None:
    for row in read_rows("expectation_phrases.csv"):
        parts = [f"{number}x" for number in range(row["en"].count("{}"))]
        chinese = phrase_in_chinese(row["en"].format(*parts))
        assert chinese == row["zh"].format(*parts), row["en"]


def test_what_we_have_no_chinese_for_stays_and_costs_nothing() -> None:
    assert phrase_in_chinese("a thing; three letters such as QIH") == "a thing；三个字母，如 QIH"
    assert phrase_in_chinese("a thing") == "a thing"
    start = time.process_time()
    for hostile in ("a number such as ", ", or such as ", "{}", "part from on is "):
        phrase_in_chinese(hostile * 5000)
        phrase_in_chinese(hostile * (290 // len(hostile)))
    assert time.process_time() - start < 0.3
