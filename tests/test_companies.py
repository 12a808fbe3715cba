"""Where companies sit, how their names are written, and which of them are one."""

from __future__ import annotations

import csv
import time
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.answers import Answer
from medai_landscape.companies import link, locate, normalise, with_places
from medai_landscape.errors import FrameError, VocabularyError
from medai_landscape.plain_text import nfkc, visible
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YRD = ("长三角",)
PRD = ("珠三角", "粤港澳大湾区")


def rows_of(shared: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((shared / "spec" / name).read_text("utf-8").splitlines()))


class TestPlaces:
    def test_every_company_of_the_report(self, shared: Path) -> None:
        provinces = {row["gb2260"]: row["name_short"] for row in rows_of(shared, "provinces.csv")}
        rows = rows_of(shared, "report_companies.csv")
        assert len(rows) == 9
        for row in rows:
            place = locate(row["company"])
            if not row["city"]:  # the one whose name has no place
                assert (place.how, place.city) == ("override", "北京")
                assert place.source
                continue
            assert place.city == row["city"]
            assert place.province == provinces[row["gb2260_province"]]
            assert row["cluster"] in place.clusters or (not row["cluster"] and not place.clusters)

    def test_every_city_of_the_spec(self, shared: Path) -> None:
        provinces = {row["gb2260"]: row["name_short"] for row in rows_of(shared, "provinces.csv")}
        for row in rows_of(shared, "regions_cities.csv"):
            for written in (row["city"], row["city_short"]):
                place = locate(f"{written}某某医疗科技有限公司")
                assert place.city == row["city_short"]
                assert place.province == provinces[row["gb2260_province"]]
                assert set(filter(None, row["cluster"].split("|"))) == set(place.clusters)

    def test_every_province_of_the_spec(self, shared: Path) -> None:
        for row in rows_of(shared, "provinces.csv"):
            for written in (row["name_full"], row["name_short"]):
                assert locate(f"{written}某某有限公司").province == row["name_short"]

    def test_every_city_of_the_table_by_every_name(self) -> None:
        for row in read_rows("places/cities.csv"):
            for written in (row["name"], *filter(None, row["aliases"].split("|"))):
                place = locate(f"{written} Co" if written.isascii() else f"{written}某某公司")
                assert place.city == (row["within"] or row["name"]), written
                assert place.province == row["province"]

    def test_the_table_has_all_prefectures(self) -> None:
        prefectures = [r for r in read_rows("places/cities.csv") if len(r["code"]) == 4]
        assert len(prefectures) == 333
        provinces = {row["name"] for row in read_rows("places/provinces.csv")}
        assert {row["province"] for row in read_rows("places/cities.csv")} <= provinces
        names = [row["name"] for row in read_rows("places/cities.csv")]
        assert len(names) == len(set(names))

    @pytest.mark.parametrize(
        ("name", "city", "province", "clusters", "how"),
        [
            ("武汉联影智融医疗科技有限公司", "武汉", "湖北", (), "prefix"),
            ("语坤（北京）网络科技有限公司", "北京", "北京", ("京津冀",), "brackets"),
            ("广东省深圳市某某有限公司", "深圳", "广东", PRD, "prefix"),
            ("浙江杭州某某有限公司", "杭州", "浙江", YRD, "prefix"),
            ("安徽某某有限公司", None, "安徽", YRD, "prefix"),
            ("吉林省吉林市某某有限公司", "吉林市", "吉林", (), "prefix"),
            ("吉林某某有限公司", None, "吉林", (), "prefix"),
            ("海南某某有限公司", None, "海南", (), "prefix"),
            ("海南州某某有限公司", "海南州", "青海", (), "prefix"),
            ("昆山某某有限公司", "苏州", "江苏", YRD, "prefix"),
            ("粤某某", None, None, (), "unknown"),
            ("广州某某（深圳）有限公司", "深圳", "广东", PRD, "brackets"),
            ("国药集团北京医疗器械有限公司", "北京", "北京", ("京津冀",), "infix"),
            ("中国科学院深圳先进技术研究院", "深圳", "广东", PRD, "infix"),
            ("中山大学附属第一医院", "广州", "广东", PRD, "override"),
            ("中山某某有限公司", "中山", "广东", PRD, "prefix"),
            ("重庆某某有限公司", "重庆", "重庆", ("成渝",), "prefix"),
            ("绵阳某某有限公司", "绵阳", "四川", ("成渝",), "prefix"),
            ("香港某某有限公司", "香港", "香港", ("粤港澳大湾区",), "prefix"),
            ("Shenzhen Mindray Bio-Medical Electronics Co., Ltd.", "深圳", "广东", PRD, "prefix"),
            ("United Imaging (Shanghai) Co., Ltd", "上海", "上海", YRD, "brackets"),
            ("Philips Healthcare Suzhou Co., Ltd.", "苏州", "江苏", YRD, "infix"),
            ("Xi’an Something Inc", "西安", "陕西", (), "prefix"),
            ("Inner Mongolia Something", None, "内蒙古", (), "prefix"),
            ("西门子医疗系统有限公司", None, None, (), "unknown"),
            ("上海西门子医疗器械有限公司", "上海", "上海", YRD, "prefix"),
            ("联影智能", None, None, (), "unknown"),
            ("阿里健康科技有限公司", None, None, (), "unknown"),
            ("飞利浦（中国）投资有限公司", None, None, (), "unknown"),
            ("Wuhanese Medical", None, None, (), "unknown"),
            ("HeartFlow, Inc.", None, None, (), "unknown"),
            ("", None, None, (), "unknown"),
        ],
    )
    def test_names(
        self, name: str, city: str | None, province: str | None, clusters: tuple[str, ...], how: str
    ) -> None:
        place = locate(name)
        assert (place.city, place.province) == (city, province)
        assert (place.clusters, place.how) == (clusters, how)

    def test_a_province_alone_may_leave_a_cluster_open(self) -> None:
        place = locate("广东省医疗器械有限公司")
        assert place.in_cluster("珠三角") is Answer.UNKNOWN
        assert place.in_cluster("长三角") is Answer.NO
        assert set(place.undecided) == {"珠三角", "粤港澳大湾区"}
        assert locate("汕头某某有限公司").in_cluster("珠三角") is Answer.NO
        assert locate("四川某某有限公司").undecided == ("成渝",)
        assert locate("武汉某某").undecided == ()
        assert len(locate("西门子").undecided) == 5

    def test_an_unknown_cluster_is_refused(self) -> None:
        with pytest.raises(VocabularyError, match=r"clusters\.csv"):
            locate("武汉某某").in_cluster("长江中游")

    @given(st.text())
    def test_any_text_has_a_place_or_none(self, text: str) -> None:
        place = locate(text)
        assert (place.province is None) == (place.how == "unknown")


DATA: dict[str, list[Any]] = {
    "holder": [
        "北京羽医甘蓝",
        None,
        "武汉联影智融",
        "西门子",
        "赛维森（广州）",
        "广东某某",
        "西门子",
    ],
    "n": [1, 2, 3, 4, 5, 6, 7],
}
EXPECTED = {
    1: ("北京", "北京", ["京津冀"]),
    2: (None, None, None),
    3: ("武汉", "湖北", []),
    4: (None, None, None),
    5: ("广州", "广东", ["珠三角", "粤港澳大湾区"]),
    6: (None, "广东", None),
    7: (None, None, None),
}
MAKERS: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pandas": pd.DataFrame,
    "pandas-arrow": lambda data: pd.DataFrame(data).convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.DataFrame,
    "polars-lazy": pl.LazyFrame,
    "polars-categories": lambda data: pl.DataFrame(data).cast({"holder": pl.Categorical}),
    "pyarrow": pa.table,
    "duckdb": lambda data: duckdb.connect().from_arrow(pa.table(data)),
}


def rows(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame, preserve_index=False)
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    found: list[dict[str, Any]] = frame.to_pylist()
    return found


class TestWithPlaces:
    @pytest.mark.parametrize("backend", MAKERS)
    def test_every_library_gets_the_same_columns(self, backend: str) -> None:
        frame = MAKERS[backend](DATA)
        placed = with_places(frame)
        assert type(placed) is type(frame)
        found = rows(placed)
        assert list(found[0]) == [
            "holder",
            "n",
            "holder_city",
            "holder_province",
            "holder_clusters",
        ]
        assert {
            row["n"]: (row["holder_city"], row["holder_province"], row["holder_clusters"])
            for row in found
        } == EXPECTED
        if backend != "duckdb":
            assert [row["n"] for row in found] == DATA["n"]

    @pytest.mark.parametrize("backend", MAKERS)
    def test_no_rows_give_no_rows(self, backend: str) -> None:
        whole = MAKERS[backend](DATA)
        empty = whole.limit(0) if backend == "duckdb" else whole[:0]
        assert rows(with_places(empty)) == []

    def test_the_index_of_pandas_stays(self) -> None:
        frame = pd.DataFrame(DATA, index=[5, 3, 3, 9, 1, 0, 2])
        placed = with_places(frame)
        assert list(placed.index) == [5, 3, 3, 9, 1, 0, 2]
        assert placed["holder_city"].iloc[2] == "武汉"

    def test_columns_that_are_there_are_replaced(self) -> None:
        once = with_places(pl.DataFrame(DATA))
        assert with_places(once).equals(once)

    def test_another_column_can_be_named(self) -> None:
        frame = pl.DataFrame({"company": ["杭州某某"]})
        assert with_places(frame, column="company")["holder_city"].to_list() == ["杭州"]

    def test_a_missing_or_mistyped_column_is_named(self) -> None:
        with pytest.raises(FrameError, match="'holder' is missing"):
            with_places(pl.DataFrame({"company": ["杭州某某"]}))
        with pytest.raises(FrameError, match="needs text"):
            with_places(pl.DataFrame({"holder": [1]}))


class TestNames:
    @pytest.mark.parametrize(
        ("raw", "core", "form"),
        [
            ("慧迪恺德(北京)医学科技有限公司", "慧迪恺德(北京)医学科技", "有限公司"),
            ("慧迪恺德（北京）医学科技有限公司", "慧迪恺德(北京)医学科技", "有限公司"),
            ("推想医疗科技股份有限公司", "推想医疗科技", "股份有限公司"),
            ("某某有限责任公司", "某某", "有限责任公司"),
            ("某某投资(有限合伙)", "某某投资", "合伙"),
            ("有限公司", "有限公司", None),
            ("联影智融", "联影智融", None),
            ("キヤノン株式会社", "キヤノン", "株式会社"),
            ("株式会社アドイン研究所", "アドイン研究所", "株式会社"),
            ("주식회사 루닛", "루닛", "주식회사"),
            ("HeartFlow, Inc.", "HeartFlow", "Inc."),
            ("HeartFlow Inc", "HeartFlow", "Inc."),
            ("Siemens Healthcare GmbH", "Siemens Healthcare", "GmbH"),
            ("Shenzhen X Co., Ltd.", "Shenzhen X", "Co., Ltd."),
            ("Shenzhen X Co.,LTD", "Shenzhen X", "Co., Ltd."),
            ("Shenzhen X Company Limited", "Shenzhen X", "Co., Ltd."),
            ("Ｓhenzhen　Ｘ　Co．，Ltd．", "Shenzhen X", "Co., Ltd."),
            ("Dräger GmbH & Co. KG", "Dräger", "GmbH & Co. KG"),
            ("Esaote S.p.A.", "Esaote", "S.p.A."),
            ("Cerebriu A/S", "Cerebriu", "A/S"),
            ("Annalise-AI Pty Ltd", "Annalise-AI", "Pty Ltd"),
            ("Inc.", "Inc.", None),
            ("", "", None),
        ],
    )
    def test_the_legal_form_is_split_off(self, raw: str, core: str, form: str | None) -> None:
        name = normalise(raw)
        assert (name.raw, name.core, name.legal_form) == (raw, core, form)

    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            ("  某某 医疗　有限公司 ", "某某医疗有限公司"),
            ("某某【北京】有限公司", "某某(北京)有限公司"),
            ("推想\u200b医疗", "推想医疗"),
            ("L’Oréal", "L'Oréal"),
        ],
    )
    def test_text_becomes_plain(self, raw: str, text: str) -> None:
        assert str(normalise(raw)) == text

    @pytest.mark.parametrize(
        ("raw", "codes"),
        [
            ("推想\u200b医疗", ("invisible_characters",)),
            ("abc\u202egnp.exe", ("bidirectional_controls",)),
            ("\u2066推想\u00ad", ("bidirectional_controls", "invisible_characters")),
            ("Siemеns", ("mixed_alphabets",)),
            ("Αpple", ("mixed_alphabets",)),
            ("Siemens Здравоохранение", ()),
            ("北京ABC", ()),
            ("", ()),
        ],
    )
    def test_what_could_deceive_is_told(self, raw: str, codes: tuple[str, ...]) -> None:
        assert normalise(raw).suspicious == codes

    @given(st.one_of(st.text(), st.text("（）() 有限公司股份CoLtd.,Inc\u200b\u202e'’Ａ")))
    def test_the_normal_form_is_stable(self, raw: str) -> None:
        once = normalise(raw)
        again = normalise(once.text)
        assert (again.text, again.core, again.legal_form) == (once.text, once.core, once.legal_form)
        assert once.raw == raw
        assert normalise(once) is once

    @pytest.mark.parametrize(
        "text",
        [
            "a" + "\u0301\u0316" * 50_000,
            "\u0f73" * 50_000,
            "(" * 100_000,
            "有限公司" * 25_000,
            "a," * 50_000,
        ],
    )
    def test_hostile_names_take_no_longer(self, text: str) -> None:
        start = time.process_time()
        normalise(text)
        locate(text)
        assert time.process_time() - start < 2

    @given(st.text())
    def test_plain_text_is_that_of_unicode(self, text: str) -> None:
        assert nfkc(nfkc(text)) == nfkc(text)
        assert visible(visible(text)) == visible(text)


def groups(*names: str) -> set[tuple[str, ...]]:
    return {group.names for group in link(names).groups if len(group.names) > 1}


def candidates(*names: str) -> set[tuple[str, str, str]]:
    return {(tie.left, tie.right, tie.reason) for tie in link(names).candidates}


class TestLink:
    def test_names_that_differ_in_writing_only_are_one(self) -> None:
        assert groups(
            "语坤（北京）网络科技有限公司", "语坤(北京)网络科技有限公司", "其他有限公司"
        ) == {("语坤(北京)网络科技有限公司", "语坤（北京）网络科技有限公司")}
        assert groups("HeartFlow, Inc.", "HEARTFLOW INC") == {("HEARTFLOW INC", "HeartFlow, Inc.")}

    def test_a_company_that_goes_public_stays_one(self) -> None:
        linked = link(["推想医疗科技有限公司", "推想医疗科技股份有限公司"])
        assert [tie.reason for tie in linked.groups[0].ties] == ["legal_form"]

    def test_western_forms_are_companies_of_their_own(self) -> None:
        names = ("Siemens AG", "Siemens GmbH")
        assert groups(*names) == set()
        assert candidates(*names) == {("Siemens AG", "Siemens GmbH", "legal_form")}

    @pytest.mark.parametrize(
        ("short", "full"),
        [
            ("联影智融", "武汉联影智融医疗科技有限公司"),
            ("羽医甘蓝", "北京羽医甘蓝信息技术有限公司"),
            ("推想医疗", "推想医疗科技股份有限公司"),
            ("赛维森", "赛维森（广州）医疗技术服务有限公司"),
            ("HeartFlow", "HeartFlow, Inc."),
            ("武汉联影智融医疗科技", "武汉联影智融医疗科技有限公司"),
        ],
    )
    def test_short_forms_of_reports(self, short: str, full: str) -> None:
        assert groups(short, full, "杭州安智康生物科技有限公司") == {tuple(sorted((short, full)))}

    def test_a_short_form_of_two_companies_is_a_candidate_for_both(self) -> None:
        names = ("安智康", "杭州安智康生物科技有限公司", "北京安智康医疗有限公司")
        assert groups(*names) == set()
        assert candidates(*names) == {("安智康", full, "short_form") for full in names[1:]}

    def test_two_syllables_or_another_name_behind_are_too_little(self) -> None:
        assert groups("联影", "武汉联影智融医疗科技有限公司") == set()
        assert groups("联影医", "武汉联影医智融科技有限公司") == set()
        assert candidates("联影", "武汉联影智融医疗科技有限公司") == {
            ("联影", "武汉联影智融医疗科技有限公司", "short_form")
        }

    def test_a_bare_name_of_two_companies_is_a_candidate(self) -> None:
        assert groups("Siemens", "Siemens AG", "Siemens GmbH") == set()
        assert len(candidates("Siemens", "Siemens AG", "Siemens GmbH")) == 3

    def test_an_unverified_alias_is_a_candidate_with_its_source(self) -> None:
        linked = link(["数坤科技", "语坤（北京）网络科技有限公司"])
        assert len(linked.groups) == 2
        (tie,) = linked.candidates
        assert tie.reason == "alias"
        assert tie.source

    def test_a_verified_alias_is_a_link(self, monkeypatch: pytest.MonkeyPatch) -> None:
        table = "companies/aliases.csv"
        row = {"name": "甲", "company": "乙有限公司", "source": "announcement", "verified": "yes"}
        monkeypatch.setattr(
            "medai_landscape.companies.linking.read_rows",
            lambda name: (row,) if name == table else read_rows(name),
        )
        assert groups("甲", "乙有限公司") == {("乙有限公司", "甲")}

    @given(
        st.lists(st.text("联影智融医疗科技有限公司武汉北京() ", max_size=12), max_size=12),
        st.randoms(),
    )
    def test_every_name_is_in_one_group_whatever_the_order(
        self, names: list[str], chance: Any
    ) -> None:
        linked = link(names)
        assert sorted(n for group in linked.groups for n in group.names) == sorted(set(names))
        chance.shuffle(names)
        assert link(names) == linked
        owner = {name: group.names for group in linked.groups for name in group.names}
        assert all(owner[tie.left] != owner[tie.right] for tie in linked.candidates)
        assert all(set(owner[tie.left]) >= {tie.right} for g in linked.groups for tie in g.ties)

    def test_many_names_take_seconds_at_most(self) -> None:
        names = [f"北京测试{number}医疗科技有限公司" for number in range(5_000)]
        names += [f"测试{number}医疗" for number in range(5_000)]
        start = time.process_time()
        linked = link(names)
        assert time.process_time() - start < 20
        assert len(linked.groups) == 5_000
