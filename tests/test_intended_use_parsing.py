"""Reading statements of any kind: no text breaks it, evidence is where it says it is."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.errors import FrameError
from medai_landscape.records.intended_use import IntendedUse
from medai_landscape.tables.intended_uses import parse_intended_uses
from medai_landscape.wording.intended_use import parse_intended_use
from medai_landscape.wording.intended_use.columns import read_columns

CLAUSES = [
    "用于胸部CT图像的显示、处理", "检出4mm及以上肺结节", "适用于18岁以上成人", "≥5岁", "≤14岁",
    "供经培训合格的医师使用", "由放射科、超声科医师在医疗机构使用", "不适用于孕妇", "以及儿童除外",
    "不适用", "心脏起搏器植入者除外", "不用于诊断", "不提供诊断结论", "除筛查外", "还可用于测量",
    "不能单独用作临床诊疗决策依据", "仅供参考", "功能模块包括", "结节（不含磨玻璃，实性除外）",
    "不适用于以下人群：（1）孕妇", "（2）儿童", "与指定型号的探头配套使用", "输出ＢＩ－ＲＡＤＳ分类",
    "射血分数≤40%", "甲状腺超声图像", "提示良恶性", "适用范围", "其", "PET/CT", "",
]  # fmt: skip
STATEMENTS = st.lists(
    st.tuples(st.sampled_from(CLAUSES), st.sampled_from("，。；：、\n ,;")), max_size=9
).map(lambda parts: "".join(clause + mark for clause, mark in parts))


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    use = parse_intended_use(text)
    assert use.complete == (use.reason is None)


@given(st.text(st.characters(min_codepoint=0x2E00, max_codepoint=0xFFFF), max_size=40))
def test_no_chinese_text_breaks_it(text: str) -> None:
    parse_intended_use(text, lang="zh")


@given(STATEMENTS)
def test_evidence_stands_in_the_text(text: str) -> None:
    use = parse_intended_use(text)
    cited = {(item.field, item.value) for item in use.evidence}
    for item in use.evidence:
        assert 0 <= item.start < item.end <= len(text)
    for name in ("functions", "modalities", "anatomies", "findings", "users", "exclusions"):
        assert {(name, code.value) for code in getattr(use, name)} == {
            pair for pair in cited if pair[0] == name
        }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("用于全身ＣＴ图像", "ＣＴ"),
        ("用于全 身 磁 共 振 图像", "磁 共 振"),
        ("適用於超音波影像", "超音波"),
        ("用于磁共\n振图像", "磁共\n振"),
        ("用于磁\u200b共\u00ad振图像", "磁\u200b共\u00ad振"),
    ],
)
def test_evidence_is_cited_as_given(text: str, words: str) -> None:
    use = parse_intended_use(text)
    spans = {text[e.start : e.end] for e in use.evidence if e.field == "modalities"}
    assert words in spans


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the text is empty"),
        (" \n\t", "the text is empty"),
        ("12345", "no words in Chinese or English"),
        ("Только по-русски", "no words in Chinese or English"),
        ("。；。", "no words in Chinese or English"),
        ("今天天气很好。", "no constraint could be read"),
        ("用于CT图像的显示，", "the text breaks off"),
        ("软件由图像浏览模块和测量模块组成", "only a list of modules, not a statement of use"),
    ],
)
def test_what_is_not_complete(text: str, reason: str) -> None:
    use = parse_intended_use(text)
    assert not use.complete
    assert use.reason == reason


def test_half_a_surrogate_pair_is_replaced() -> None:
    use = parse_intended_use("用于CT\ud800图像。")
    assert use.text == "用于CT\ufffd图像。"
    assert [code.value for code in use.modalities] == ["CT"]


@pytest.mark.parametrize(
    ("text", "read"), [("用于CT图像的显示。", 2_000), ("It displays CT images. ", 5_000)]
)
def test_what_is_longer_than_any_statement_is_said_to_be(text: str, read: int) -> None:
    use = parse_intended_use(text * 4_000)
    assert not use.complete
    assert f"{read} characters" in str(use.reason)
    assert read - 2 * len(text) < use.evidence[-1].end <= read
    whole = text * (read // len(text) + 1)
    assert parse_intended_use(whole[:read]).reason != use.reason


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "除",
        "不用于",
        "（",
        "不适用于孕妇，及",
        "提示",
        "1mm以上",
        "，",
        "除外，",
        "18岁、",
        "、或",
        "医",
    ],
)
def test_time_is_bounded(piece: str) -> None:
    text = "用于CT，" + piece * (100_000 // len(piece.encode()))
    parse_intended_use(text)
    start = time.process_time()
    parse_intended_use(text)
    assert time.process_time() - start < 0.5


def test_the_language_can_be_given() -> None:
    assert parse_intended_use("CT", lang="zh").lang == "zh"
    assert parse_intended_use("CT").lang == "en"


@given(st.lists(STATEMENTS, max_size=6))
def test_columns_say_what_the_records_say(texts: list[str]) -> None:
    rows = read_columns(texts).to_pylist()
    for text, row in zip(texts, rows, strict=True):
        use = parse_intended_use(text)
        for name, value in row.items():
            if name.startswith(("use_age_m", "use_thresholds")):
                continue
            expected = getattr(use, name.removeprefix("use_"))
            if isinstance(expected, tuple):
                expected = [code.value for code in expected]
            assert value == expected, (text, name)
        assert row["use_age_min"] == (use.age and use.age.min and float(use.age.min))
        assert len(row["use_thresholds"]) == len(use.thresholds)


FRAMES: dict[str, Any] = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "lazy": lambda data: pl.DataFrame(data).lazy(),
    "arrow": pa.table,
}


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_keep_their_kind_and_rows(kind: str) -> None:
    data = {"id": ["b", "a"], "scope": ["用于头部CT图像的显示，供护士使用。", None]}
    frame = FRAMES[kind](data)
    read = parse_intended_uses(frame, "scope")
    assert type(read) is type(frame)
    rows = read.collect() if kind == "lazy" else read
    wanted = pa.table(rows.to_arrow() if kind in {"polars", "lazy"} else rows)
    assert wanted["id"].to_pylist() == ["b", "a"]
    assert wanted["use_users"].to_pylist() == [["nurse"], None]
    assert wanted["use_complete"].to_pylist() == [True, None]


def test_frames_keep_their_index() -> None:
    frame = pd.DataFrame({"scope": ["用于CT图像的显示。"] * 2}, index=["x", "y"])
    assert parse_intended_uses(frame, "scope").index.tolist() == ["x", "y"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": ["用于CT"]}, "'scope' is missing"),
        ({"scope": [3]}, "has 3 in row 0"),
        ({"scope": ["用于CT"], "use_users": [None]}, "'use_users' is there already"),
    ],
)
def test_what_is_no_frame_of_statements(data: dict[str, list[Any]], words: str) -> None:
    with pytest.raises(FrameError, match=words):
        parse_intended_uses(pd.DataFrame(data), "scope")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert {name for name, _ in attrs} <= {"style", "title"}

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.one_of(STATEMENTS, st.text()))
def test_a_marked_statement_holds_nothing_live(text: str) -> None:
    use = parse_intended_use(text + "<script>alert(1)</script>用于CT图像")
    tags = Tags()
    tags.feed(use._repr_html_())
    assert tags.seen <= {"div", "mark", "table", "tr", "td", "p", "em"}
    assert "<script>alert(1)</script>" in tags.text


def test_a_use_without_text_is_shown() -> None:
    assert "no text" in IntendedUse(complete=False, reason="x < y")._repr_html_()
    assert "x &lt; y" in IntendedUse(complete=False, reason="x < y")._repr_html_()


@pytest.mark.parametrize("ages", ["≥75岁且≤18岁", "75-18岁", ">18岁且<18岁"])
def test_ages_that_leave_nothing_are_no_ages(ages: str) -> None:
    text = f"用于CT图像的显示，适用于{ages}的患者。"
    use = parse_intended_use(text)
    assert use.age is None
    assert "age" not in {item.field for item in use.evidence}
    assert read_columns([text])["use_age_min"].to_pylist() == [None]
