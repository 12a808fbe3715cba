"""The short ways of the reader: what is remembered and put together is what is read at length."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medai_landscape.records.intended_use import AgeRange, Evidence, IntendedUse
from medai_landscape.records.intended_use_codes import Function
from medai_landscape.wording.intended_use import batches, parse_intended_use
from medai_landscape.wording.intended_use.assemble import _cite, _labelled
from medai_landscape.wording.intended_use.codes import codes_of
from medai_landscape.wording.intended_use.columns import read_columns
from medai_landscape.wording.intended_use.facts import FACTS, FLAGS, SETS, Fact, Facts
from medai_landscape.wording.intended_use.implications import (
    age_groups_of,
    hull,
    is_empty,
    without_regions,
)
from medai_landscape.wording.intended_use.numbers import _age_of, _thresholds_of
from medai_landscape.wording.intended_use.settling import settle
from medai_landscape.wording.intended_use.statement import joined
from medai_landscape.wording.intended_use.zh.folding import fold_text
from medai_landscape.wording.intended_use.zh.pieces import piece_of
from medai_landscape.wording.intended_use.zh.reader import _pieces
from medai_landscape.wording.intended_use.zh.stretches import read_stretch, read_stretches

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.language import Language

CLAUSES = [
    "用于胸部CT图像的显示、处理", "检出4mm及以上肺结节", "适用于18岁以上成人", "≥5岁", "≤14岁",
    "供经培训合格的医师使用", "由放射科、超声科医师在医疗机构使用", "不适用于孕妇", "以及儿童除外",
    "不适用", "心脏起搏器植入者除外", "不用于诊断", "不提供诊断结论", "除筛查外", "还可用于测量",
    "不能单独用作临床诊疗决策依据", "仅供参考", "功能模块包括", "结节（不含磨玻璃，实性除外）",
    "不适用于以下人群：（1）孕妇", "（2）儿童", "与指定型号的探头配套使用", "输出ＢＩ－ＲＡＤＳ分类",
    "射血分数≤40%", "甲状腺超声图像", "提示良恶性", "适用范围", "其", "PET/CT", "標記位置㎜", "①",
    "血流儲備分數", "狭窄[30%", "]以上", "2 岁 以 下", "≥75岁且≤18岁", "非放射科医生", "結節",
    "用于乳腺癌患者的淋巴结切片", "对肺癌患者", "",
]  # fmt: skip
MARKS = "，。；：、\n ,;!?|（）\u200b\r．"
TEXTS = st.one_of(
    st.lists(st.tuples(st.sampled_from(CLAUSES), st.sampled_from(MARKS)), max_size=9).map(
        lambda parts: "".join(clause + mark for clause, mark in parts)
    ),
    st.text(st.sampled_from("".join(CLAUSES) + MARKS), max_size=60),
)


def codes_at_length(name: str, said: list[Fact]) -> dict[Any, str]:
    """Return the words of one field and the codes that they stand for."""
    known: dict[str, set[Any]] = {}
    for field, value in said:
        known.setdefault(field, set()).add(value)
    if name != "anatomies":
        settled = codes_at_length("anatomies", said)
        known["anatomies"] = {*known.get("anatomies", ()), *settled.values()}
    words = [value for field, value in said if field == name]
    codes = {word: settle(name, word[1:], known) if word[0] == "@" else word for word in words}
    return {word: code for word, code in codes.items() if code}


def read_at_length(text: str) -> dict[str, Any]:
    """Read a Chinese text in normal form, by its sentences, and compose its record plainly."""
    normal = fold_text(text)
    part = joined(_pieces(normal.text), normal)
    facts = dict(FACTS.numbered(part.mask))
    said = list(facts.values())
    fields: dict[str, Any] = {name: True for name, _ in said if name in FLAGS}
    labels: dict[Any, list[tuple[str, str]]] = {(name, True): [(name, "true")] for name in FLAGS}
    for name in SETS:
        codes = codes_at_length(name, said)
        sure = {code for code in codes.values() if not code.endswith("?")}
        kept = sure or {code.removesuffix("?") for code in codes.values()}
        fields[name] = without_regions(kept) if name == "anatomies" else kept
        for word, code in codes.items():
            if code.removesuffix("?") in fields[name]:
                labels[name, word] = [(name, code.removesuffix("?"))]
    ages = [band for band in part.ages if not is_empty(band)]
    if ages:
        low, low_closed, high, high_closed = hull(ages)
        fields["age"] = AgeRange(
            min=low, min_inclusive=low_closed, max=high, max_inclusive=high_closed
        )
        fields["age_groups"] |= {*age_groups_of(low, high)}
    for band in ages:
        groups = [("age_groups", group) for group in fields["age_groups"]]
        labels[band] = [("age", f"{band.low or ''}-{band.high or ''}"), *groups]
    for limit in part.limits:
        labels[limit] = [("thresholds", f"{limit.op} {limit.value} {limit.unit}".strip())]
    fields["thresholds"] = [limit._asdict() for limit in part.limits]
    fields["evidence"] = [
        Evidence(field=field, value=value, start=start, end=end)
        for fact, start, end in part.words
        for field, value in labels.get(facts.get(fact, fact), ())
    ]
    return {name: value for name, value in fields.items() if value}


@given(TEXTS)
def test_the_short_way_reads_what_the_long_way_reads(text: str) -> None:
    use = parse_intended_use(text, lang="zh")
    expected = IntendedUse.model_validate({**read_at_length(text), "text": text})
    for name in (*SETS, *FLAGS, "age", "thresholds", "evidence"):
        assert getattr(use, name) == getattr(expected, name), name


@given(TEXTS)
def test_a_text_folded_twice_is_folded(text: str) -> None:
    once = fold_text(text).text
    assert fold_text(once).text == once


@given(TEXTS)
def test_a_record_put_together_is_the_record_validated(text: str) -> None:
    use = parse_intended_use(text)
    data = {name: getattr(use, name) for name in use.model_fields_set}
    validated = IntendedUse.model_validate(data)
    assert use == validated
    assert hash(use) == hash(validated)
    assert use.id == validated.id
    assert use.model_fields_set == validated.model_fields_set
    assert list(use.model_dump()) == list(validated.model_dump())
    assert use.model_dump_json() == validated.model_dump_json()
    assert IntendedUse.model_validate_json(use.model_dump_json()) == use
    assert use.replace(text=use.text) == use


def test_parts_are_remembered_without_end_to_memory() -> None:
    for memo in (piece_of, read_stretch, codes_of, _age_of, _thresholds_of, _labelled, _cite):
        assert memo.cache_info().maxsize is not None


def test_nothing_long_is_remembered() -> None:
    before = [memo.cache_info().currsize for memo in (_labelled, _cite)]
    text = "，".join(f"检测肺结节{number}" for number in range(400))
    assert len(parse_intended_use(text).evidence) >= 400
    assert [memo.cache_info().currsize for memo in (_labelled, _cite)] == before
    seen = [memo.cache_info().currsize for memo in (_age_of, _thresholds_of)]
    text = "，".join(f"检测{number}mm以上、{number}岁以上的肺结节" for number in range(3, 90))
    assert len(parse_intended_use(text).thresholds) > 20
    assert [memo.cache_info().currsize for memo in (_age_of, _thresholds_of)] == seen


def test_statements_without_stretches_of_their_own_are_left_to_sentences() -> None:
    assert read_stretches("用于CT图像，供医师使用。不适用于孕妇。")
    for text in (
        "不适用于孕妇，儿童。",
        "用于测量（长度，面积）。",
        "不适用于以下人群：孕妇。儿童。",
    ):
        assert not read_stretches(text)


def test_threads_number_facts_alike() -> None:
    facts = Facts()
    wanted = [("findings", f"code_{number}") for number in range(300)]
    with ThreadPoolExecutor(8) as pool:
        masks = set(pool.map(lambda _: facts.mask(random.sample(wanted, 300)), range(16)))
    assert masks == {(1 << 300) - 1}


def test_threads_read_alike() -> None:
    texts = ["，".join(random.sample(CLAUSES, 5)) + "。" for _ in range(200)]
    expected = list(map(parse_intended_use, texts))
    for memo in (piece_of, read_stretch, codes_of, _age_of, _thresholds_of, _labelled, _cite):
        memo.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(parse_intended_use, texts)) == expected


def test_a_field_is_validated_alone() -> None:
    assert IntendedUse.valid_field("functions", ("triage", "detection")) == (
        Function.DETECTION,
        Function.TRIAGE,
    )
    with pytest.raises(ValidationError):
        IntendedUse.valid_field("functions", ("tea",))


@given(st.lists(TEXTS, max_size=6))
def test_columns_say_what_records_say(texts: list[str]) -> None:
    for text, row in zip(texts, read_columns(texts).to_pylist(), strict=True):
        use = parse_intended_use(text)
        assert row["use_lang"] == use.lang
        assert row["use_reason"] == use.reason
        for name in SETS:
            assert row[f"use_{name}"] == [code.value for code in getattr(use, name)], name
        for name in FLAGS:
            assert row[f"use_{name}"] == getattr(use, name), name
        limits = [t.model_dump(mode="json") for t in use.thresholds]
        assert row["use_thresholds"] == limits


@pytest.mark.parametrize(
    "odd",
    [
        "检测肺\ud800结节。",
        "检测肺结节。\udfff",
        "≥5岁，CT/MR。",
        "检测肺结节，≥75岁且≤18岁。",
        "检测肺结节，" * 90 + "供医师使用。",
        "The software detects nodules of the lung on chest CT.",
        "",
    ],
)
@pytest.mark.parametrize("language", ["zh", "en", None])
def test_a_text_out_of_the_ordinary_leaves_the_rest_of_a_column_alone(
    odd: str, language: Language | None
) -> None:
    plain = "用于胸部CT图像的显示，检出4mm及以上肺结节，适用于18岁以上成人。"
    alone = [read_columns([text], language).to_pylist()[0] for text in (plain, odd)]
    assert read_columns([plain, odd] * 300, language).to_pylist() == alone * 300
    assert alone[1]["use_reason"] == parse_intended_use(odd, lang=language).reason


def test_what_a_column_repeats_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"用于肺结节的检测，适用于{age}岁以上患者，供医师使用。" for age in range(9, 99)]
    expected = read_columns(texts)
    monkeypatch.setattr(batches, "_MOST", 20)
    monkeypatch.setattr(batches, "_BATCH", 7)
    assert read_columns(texts) == expected
