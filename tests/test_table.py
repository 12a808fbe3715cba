"""Tables that people keep, in four formats, with their own headers, units and merged cells."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.amounts import AmountRange
from medai_landscape.dates import PartialDate
from medai_landscape.errors import FrameError, LandscapeError, LimitError, SourceFormatError
from medai_landscape.records import (
    BCITrial,
    Certificate,
    DeviceIdentifier,
    FundingRound,
    PolicyEvent,
    Source,
    Trial,
)
from medai_landscape.sources import table
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.table import read_table
from medai_landscape.sources.table_cells import parted
from medai_landscape.tables.on_demand import RecordsOnDemand
from medai_landscape.wording.money_units import read_money_unit

if TYPE_CHECKING:
    from medai_landscape.loaded import Loaded


def _rounds(text: str, **options: Any) -> Loaded[FundingRound]:
    return read_table(io.BytesIO(text.encode()), FundingRound, **options)


def _sheet(rows: list[Any], merged: dict[str, str] | None = None) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.add_worksheet("说明").write(0, 0, "内部资料")
        sheet = workbook.add_worksheet("数据")
        days = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, days)
                elif cell is not None:
                    sheet.write(number, column, cell)
        for area, text in (merged or {}).items():
            sheet.merge_range(area, text)
    file.seek(0)
    return file


def test_a_funding_table_made_for_people() -> None:
    loaded = _rounds(
        "2025年AI医疗器械融资,,,,,\n"
        "公司名称,融资轮次,融资金额（亿元）,公布日期,投资方,备注\n"
        "阶梯医疗,B轮,3.5,2025-02,启明创投、奥博资本,\n"
        ",A轮,数千万美元,2023年5月,,x\n"
        ",,,,红杉中国等,\n"
        "NA,A+轮,未披露,2025/3/1,-,\n"
        "公司名称,融资轮次,融资金额（亿元）,公布日期,投资方,备注\n"
        '联影智能,A轮,近10,2025-06,"Sequoia Capital, Example Co., Ltd.",\n'
        "合计,,13.5,,,\n"
        "数据来源：某网站,,,,,\n"
    )
    assert loaded.rejects == ()
    assert [(each.company, each.stage, str(each.announced)) for each in loaded.records] == [
        ("阶梯医疗", "B", "2025-02"),
        ("阶梯医疗", "A", "2023-05"),
        ("NA", "A_PLUS", "2025-03-01"),
        ("联影智能", "A", "2025-06"),
    ]
    assert [str(each.amount) for each in loaded.records] == [
        "350000000 CNY",
        "[20000000, 100000000) USD",
        "None",
        "[900000000, 1000000000) CNY",
    ]
    assert loaded.records[0].amount_text == "3.5 (融资金额（亿元）)"
    assert loaded.records[2].amount_text == "未披露 (融资金额（亿元）)"
    assert [each.investors for each in loaded.records] == [
        ("启明创投", "奥博资本"),
        ("红杉中国",),
        (),
        ("Example Co., Ltd.", "Sequoia Capital"),
    ]
    assert dict(loaded.report.repairs) == {
        "and_others_left_out": 1,
        "dash_for_nothing": 1,
        "empty_cell_filled_from_above": 1,
        "row_goes_on_with_the_one_above": 1,
    }
    assert {(item.what, item.reason) for item in loaded.report.left_out} == {
        ("column '备注'", "it fills no field of FundingRound"),
        ("rows above the header", "no data"),
        ("row", "the header again"),
        ("row", "a sum"),
        ("row", "a footnote"),
    }
    assert loaded.records[2].sources[0].locator == "row 6"
    assert loaded.records[2].sources[0].note == "as written: investors '-'"


def test_full_width_is_read_as_plain_and_counted() -> None:
    loaded = _rounds(
        "公司名称,融资金额,公布日期\n甲,３．５亿元,２０２５年２月\n乙,５０００万　美元,2025\n丙,３Ⅲ亿,2025\n"
    )
    found = [(str(each.amount), str(each.announced)) for each in loaded.records]
    assert found == [("350000000 CNY", "2025-02"), ("50000000 USD", "2025")]
    assert loaded.records[0].amount_text == "３．５亿元"
    told = loaded.records[0].sources[0].note
    assert told == "as written: amount '３．５亿元'; announced '２０２５年２月'"
    assert dict(loaded.report.repairs) == {"full_width_characters": 3}
    assert "'３Ⅲ亿'" in loaded.rejects[0].issues[0].message


def test_a_company_called_total_is_no_sum() -> None:
    loaded = _rounds(
        "company,amount (USD million),date\nTotal,5,2025-03\n总计,5,\nTotal,-,\n小计,1.5%,\n"
    )
    assert [record.company for record in loaded.records] == ["Total"]
    assert [(item.reason, item.count) for item in loaded.report.left_out] == [("a sum", 3)]


def test_rows_that_are_no_record_are_refused_with_everything_wrong() -> None:
    loaded = _rounds(
        "公司名称,融资金额（亿元）,公布日期\n"
        "甲,1\n"
        "乙,1,2025,多\n"
        "丙,abc,2025-13\n"
        "丁,3500元,2025\n"
        "戊,1,2025\n"
        "戊,1,2025\n"
    )
    assert [record.company for record in loaded.records] == ["戊"]
    assert [(r.row, r.line, [issue.column for issue in r.issues]) for r in loaded.rejects] == [
        (0, 2, [""]),
        (1, 3, [""]),
        (2, 4, ["amount", "announced"]),
        (3, 5, ["amount"]),
        (5, 7, ["id"]),
    ]
    assert loaded.rejects[0].original == ["甲", "1"]
    assert loaded.rejects[2].original == {
        "公司名称": "丙",
        "融资金额（亿元）": "abc",
        "公布日期": "2025-13",
    }
    assert loaded.report.rows == 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_certificates_need_no_more_than_their_number(encoding: str) -> None:
    text = (
        "序号,注册证编号,产品名称,注册人名称,批准日期,有效期至,适用范围,管理类别\n"
        "01,国械注准20233210399,肺结节软件,某公司,2023年3月1日,2028.02.29,用于胸部CT图像,第三类\n"
        "02,國械注準２０２３３２１０４００,软件,某公司,20230301,,,III类\n"
        "03,K242618,Software,NA,2025-01-02,,,2\n"
        "04,,无编号软件,某公司,2023,,,\n"
    )
    loaded = read_table(io.BytesIO(text.encode(encoding)), Certificate)
    assert [record.id for record in loaded.records] == [
        "nmpa_registration:国械注准20233210399",
        "nmpa_registration:国械注准20233210400",
        "fda_510k:K242618",
    ]
    first, second, third = loaded.records
    assert (first.jurisdiction, first.risk_class, first.expires) == (
        "CN",
        "III",
        PartialDate(2028, 2, 29),
    )
    assert first.intended_use is not None
    assert [code.value for code in first.intended_use.modalities] == ["CT"]
    assert second.sources[0].note == "as written: number '國械注準２０２３３２１０４００'"
    assert (third.jurisdiction, third.holder, third.risk_class) == ("US", "NA", "II")
    (reject,) = loaded.rejects
    assert {issue.column for issue in reject.issues} == {"jurisdiction", "scheme"}
    defaults = {"jurisdiction": "CN", "scheme": "nmpa_registration"}
    again = read_table(io.BytesIO(text.encode(encoding)), Certificate, defaults=defaults)
    assert [record.scheme for record in again.records][2:] == ["fda_510k", "nmpa_registration"]


def test_merged_cells_of_a_workbook_count_for_all_their_rows() -> None:
    file = _sheet(
        [
            ["融资事件一览"],
            [],
            [None, "公司名称", "融资轮次", "融资金额/万美元", "公布日期", "投资方"],
            [None, None, "A轮", 812.5, date(2024, 9, 27), "甲资本"],
            [None, None, "B轮", 2000, datetime(2025, 9, 27), "乙资本"],  # noqa: DTZ001 - as workbooks have it
            [None, None, None, None, None, "丙资本"],
            [None, "00123", "A轮", "未披露", 2025, None],
        ],
        {"A1:F1": "融资事件一览", "B4:B6": "阶梯医疗", "C5:C6": "B轮"},
    )
    loaded = read_table(file, FundingRound)
    assert loaded.rejects == ()
    assert [(each.company, each.stage, str(each.amount)) for each in loaded.records] == [
        ("阶梯医疗", "A", "8125000 USD"),
        ("阶梯医疗", "B", "20000000 USD"),
        ("00123", "A", "None"),
    ]
    assert loaded.records[1].investors == ("丙资本", "乙资本")
    assert [str(each.announced) for each in loaded.records] == ["2024-09-27", "2025-09-27", "2025"]
    assert dict(loaded.report.repairs)["merged_cell"] == 1
    assert loaded.report.format == "xlsx"
    assert ("sheet '说明'", "another sheet was read") in {
        (item.what, item.reason) for item in loaded.report.left_out
    }
    file.seek(0)
    with pytest.raises(SourceFormatError, match="no sheet is called '附录'"):
        read_table(file, FundingRound, sheet="附录")
    file.seek(0)
    with pytest.raises(SourceFormatError, match="no header"):
        read_table(file, FundingRound, sheet="说明")


def test_json_lines_keep_their_types_and_their_bad_lines() -> None:
    lines = [
        {
            "company": "00123",
            "amount": "$5m",
            "announced": "2025-01",
            "investors": ["X", "Y, Inc."],
        },
        {"company": "B", "amount": None, "extra": {"a": [1, True]}},
    ]
    text = "\n".join([*(json.dumps(line) for line in lines), '{"company": ', "3", ""])
    loaded = _rounds(text)
    first, second = loaded.records
    assert (first.company, first.amount, first.investors) == (
        "00123",
        AmountRange.exact(5_000_000, "USD"),
        ("X", "Y, Inc."),
    )
    assert second.amount is None
    assert [(reject.line, reject.original) for reject in loaded.rejects] == [
        (3, ['{"company": ']),
        (4, ["3"]),
    ]
    array = _rounds(json.dumps([*lines, 3]))
    assert [record.company for record in array.records] == ["00123", "B"]
    assert (len(array.rejects), array.report.format) == (1, "json")


def test_parquet_keeps_its_types() -> None:
    arrow = pa.table(
        {
            "Org": ["00123", "NA", "C"],
            "raised": pa.array([Decimal("1.50"), None, Decimal("2.00")]),
            "count": [1, 2, 3],
            "when": pa.array([date(2025, 1, 2), None, date(2025, 3, 4)]),
            "who": [["A", "B"], [], None],
        }
    )
    file = io.BytesIO()
    pq.write_table(arrow, file)
    file.seek(0)
    columns = {"Org": "company", "raised": "amount", "when": "announced", "who": "investors"}
    loaded = read_table(file, FundingRound, columns=columns, currency="USD")
    assert [(each.company, str(each.amount)) for each in loaded.records] == [
        ("00123", "1.5 USD"),
        ("NA", "None"),
        ("C", "2 USD"),
    ]
    assert loaded.records[0].investors == ("A", "B")
    assert loaded.report.format == "parquet"
    with pytest.raises(LimitError):
        read_table(
            io.BytesIO(file.getvalue()), FundingRound, columns=columns, limits=Limits(rows=2)
        )
    with pytest.raises(SourceFormatError):
        read_table(io.BytesIO(file.getvalue()[:-30]), FundingRound, columns=columns)
    twins = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array(["a"])] * 2, names=["company", "company"]), twins)
    with pytest.raises(SourceFormatError, match="one name"):
        read_table(io.BytesIO(twins.getvalue()), FundingRound)


def test_a_mapping_stands_before_what_is_known_and_can_leave_out() -> None:
    text = "公司,客户,日期,金额\n甲,乙,2025,$5m\n"
    assert _rounds(text).records[0].company == "甲"
    mapped = _rounds(text, columns={"客户": "company", "日期": None})
    assert mapped.records[0].company == "乙"
    assert mapped.records[0].announced is None
    with pytest.raises(FrameError) as caught:
        _rounds(text, columns={"公司": "firm", "金额": "amount", "日期": "amount"})
    assert len(caught.value.problems) == 2
    with pytest.raises(FrameError, match="the default for colour"):
        _rounds(text, defaults={"colour": "red"})
    with pytest.raises(SourceFormatError, match="no header"):
        _rounds(text, columns={"融资方": "company"})


def test_each_kind_of_record_has_its_headers() -> None:
    policies = read_table(
        io.BytesIO(
            "政策名称,发布机构,文号,发布日期,施行日期\n"
            "人工智能+行动意见,国务院,国发〔2025〕11号,2025年8月26日,\n".encode()
        ),
        PolicyEvent,
        defaults={"jurisdiction": "CN"},
    )
    assert policies.records[0].published == PartialDate(2025, 8, 26)
    with pytest.raises(SourceFormatError, match="no column fills jurisdiction"):
        read_table(io.BytesIO("政策名称,发布日期\nx,2025\n".encode()), PolicyEvent)
    trials = read_table(
        io.BytesIO(
            '注册号,试验名称,样本量,注册日期\nChiCTR2600126475,x,"1,200",2026-06-09\n'.encode()
        ),
        Trial,
    )
    assert (trials.records[0].registry, trials.records[0].enrolment) == ("CHICTR", 1200)
    bci = read_table(
        io.BytesIO(b"registration id,route,implanted\nNCT06429735,intracortical,3\n"),
        BCITrial,
    )
    assert bci.records[0].implanted == 3
    identifiers = read_table(
        io.BytesIO("产品标识,产品名称\n06932372344045,x\n1,y\n".encode()), DeviceIdentifier
    )
    assert identifiers.records[0].id == "GS1:06932372344045"
    assert identifiers.rejects[0].field == "agency"


class _MyRound(FundingRound):
    """A class of somebody else's."""

    is_followed: bool | None = None
    score: float | None = None


def test_a_class_of_ones_own_has_its_own_columns() -> None:
    text = "company,Is followed,score\n甲,是,3.5\n乙,no,\n丙,maybe,x\n"
    loaded = read_table(io.BytesIO(text.encode()), _MyRound)
    assert [(each.is_followed, each.score) for each in loaded.records] == [
        (True, 3.5),
        (False, None),
    ]
    assert [issue.column for issue in loaded.rejects[0].issues] == ["is_followed", "score"]


class _MyOwnId(FundingRound):
    """A class whose id is made in its own way."""

    def derived(self) -> dict[str, object]:
        return {"id": f"mine:{self.company.casefold()}"}


def test_a_row_repeats_another_by_the_id_of_its_record() -> None:
    text = "id,company,date,stage\n,甲,2025,B轮\n,甲,2025,Series B\nx,乙,2025,\nx,丙,2026,\n,甲,2025,A轮\n"
    loaded = _rounds(text)
    assert [reject.line for reject in loaded.rejects] == [3, 5]
    assert "fundinground:" in loaded.rejects[0].reason
    own = read_table(io.BytesIO(b"company,date\nAb,2025\naB,2026\n"), _MyOwnId)
    assert [reject.reason for reject in own.rejects] == [
        "mine:ab stands already in row 2: keep one of the two"
    ]
    numbers = "number,product name\nK242618,x\n k242618,y\nＫ２４２６１８,z\nP130020/S005,w\n"
    certificates = read_table(io.BytesIO(numbers.encode()), Certificate)
    assert [record.number for record in certificates.records] == ["K242618", "P130020/S005"]


def test_a_long_table_gives_its_records_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{name},{figure},2025-0{figure}" for name in "甲乙丙" for figure in range(1, 9)]
    text = "\n".join(["company,amount (USD million),date", *rows, "坏,x,2025", rows[0]])
    at_once = _rounds(text)
    monkeypatch.setattr(table, "_AT_ONCE", 0)
    on_demand = _rounds(text)
    assert isinstance(on_demand.records, RecordsOnDemand)
    assert tuple(on_demand.records) == at_once.records
    assert on_demand.rejects == at_once.rejects
    assert on_demand.report == at_once.report
    assert on_demand.records[-1] == at_once.records[-1]
    assert on_demand.records[2:5] == at_once.records[2:5]
    assert on_demand.records[3] is on_demand.records[3]
    with pytest.raises(IndexError):
        on_demand.records[24]


def test_a_link_is_read_by_its_label() -> None:
    cell = '"=HYPERLINK(""https://example.org/"", ""K242618"")"'
    text = f"number,product name,expires\n{cell},x,=1+1\n"
    loaded = read_table(io.BytesIO(text.encode()), Certificate)
    assert loaded.rejects[0].field == "expires"
    loaded = read_table(io.BytesIO(text.replace("=1+1", "").encode()), Certificate)
    assert loaded.records[0].number == "K242618"
    assert dict(loaded.report.repairs) == {"hyperlink_formula": 1}


def test_the_document_is_cited_with_the_row() -> None:
    cite = Source(
        title="Report", publisher="E", locator="chart 2", url="https://example.org", note="n"
    )
    (record,) = _rounds("company,date\n甲,2025\n", cite=cite).records
    (source,) = record.sources
    assert (source.title, source.locator, source.url, source.note) == (
        "Report",
        "chart 2, row 2",
        "https://example.org",
        "n",
    )
    assert source.id != cite.id


def test_dates_and_money_that_need_to_be_asked_for() -> None:
    text = "company,date,amount\n甲,03/04/2025,3500\n"
    assert {issue.column for issue in _rounds(text).rejects[0].issues} == {"announced", "amount"}
    (record,) = _rounds(text, order="dmy", currency="EUR").records
    assert (str(record.announced), str(record.amount)) == ("2025-04-03", "3500 EUR")


@pytest.mark.parametrize(
    ("header", "cell", "amount"),
    [
        ("融资金额（亿元）", "3.5", "350000000 CNY"),
        ("融资金额(单位：万元)", "1,200", "12000000 CNY"),
        ("金额/亿元人民币", "1-2", "[100000000, 200000000] CNY"),
        ("Amount (USD million)", "12.5", "12500000 USD"),
        ("Amount ($m)", "超10", "(10000000, 20000000) USD"),
        ("amount_usd_million", "5", "5000000 USD"),
        ("Amount in millions of euros", "5", "5000000 EUR"),
        ("Amount, RMB mn", "5", "5000000 CNY"),
        ("融资额（百万美元）", "5", "5000000 USD"),
        ("融资金额（亿元）", "2000万美元", "20000000 USD"),
        ("融资金额（元）", "5000000", "5000000 CNY"),
    ],
)
def test_units_in_a_header(header: str, cell: str, amount: str) -> None:
    quoted = f'company,"{header}"\n甲,"{cell}"\n'
    assert str(_rounds(quoted).records[0].amount) == amount


@pytest.mark.parametrize("text", ["件", "%", "人", "年", "", "USD EUR", "several", "近亿元", "m m"])
def test_what_is_no_unit_of_money(text: str) -> None:
    assert read_money_unit(text) is None


def test_lists_are_parted_where_a_new_name_begins() -> None:
    assert parted("甲;乙；丙、丁，戊|己\n庚") == list("甲乙丙丁戊己庚")
    assert parted("A, B Co., Ltd., C, Inc.") == ["A", "B Co., Ltd.", "C, Inc."]
    assert parted(" , ") == []


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no header"),
        ("公司名称,公司名称\n1,2\n".encode(), "two columns"),
        (b"<html><body>busy</body></html>", "web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "save it as .xlsx",
        ),
        (b"[]", "no object"),
        (b"[1]", "no object"),
        (b'{"a": 1', "no object"),
        (b"PAR1....", "cannot read"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, match: str) -> None:
    with pytest.raises(SourceFormatError, match=match):
        read_table(io.BytesIO(data), FundingRound)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"company,date\n", b"PAR1", b"[", b'{"company":']),
)
def test_no_file_raises_a_foreign_error(data: bytes, head: bytes) -> None:
    try:
        loaded = read_table(io.BytesIO(head + data), FundingRound)
    except LandscapeError:
        return
    assert loaded.report.rows == len(loaded.records) + len(loaded.rejects)


_NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(
    st.lists(
        st.tuples(_NAMES, st.integers(1, 10**6), st.dates(date(1990, 1, 1), date(2030, 1, 1))),
        max_size=8,
        unique_by=lambda row: (row[0], row[1], row[2]),
    ),
    st.sampled_from(["csv", "xlsx", "json", "parquet"]),
)
def test_every_format_gives_the_same_records(rows: list[tuple[str, int, date]], kind: str) -> None:
    header = ["公司名称", "融资金额（万元）", "公布日期"]
    cells = [[name, str(figure), day.isoformat()] for name, figure, day in rows]
    file = io.BytesIO()
    if kind == "csv":
        file.write("\n".join(",".join(row) for row in [header, *cells]).encode())
    elif kind == "xlsx":
        file = _sheet([header, *([name, figure, day] for name, figure, day in rows)])
    elif kind == "json":
        objects: list[Any] = [dict(zip(header, row, strict=True)) for row in cells]
        objects = objects or [dict.fromkeys(header)]
        file.write("\n".join(map(json.dumps, objects)).encode())
    else:
        columns = [pa.array([row[place] for row in cells], pa.string()) for place in range(3)]
        pq.write_table(pa.Table.from_arrays(columns, names=header), file)
    loaded = read_table(io.BytesIO(file.getvalue()), FundingRound)
    assert [(each.company, each.announced) for each in loaded.records] == [
        (name, PartialDate(day.year, day.month, day.day)) for name, _, day in rows
    ]
    assert [each.amount for each in loaded.records] == [
        AmountRange.exact(figure * 10_000, "CNY") for _, figure, _ in rows
    ]


_SUM_HEAD = "公司名称,轮次,金额,日期\nX,A轮,3亿元,2023-02-03\n"


@pytest.mark.parametrize(
    "row",
    [
        *(
            "合计,,3亿元,",
            "小计,,,",
            "总计：,,3亿元,",
            "合 计,,3亿元人民币,",
            "合计（3家）,,约3亿元,",
        ),
        *("平均,,1.5亿元,", "Grand Total,,$30M,", "Total,,US$ 30 million,", "总计,3起,3亿元,40%"),
    ],
)
def test_a_sum_with_units_is_no_company_that_raised_all_of_it(row: str) -> None:
    loaded = _rounds(f"{_SUM_HEAD}{row}\n")
    assert [each.company for each in loaded.records] == ["X"]
    assert [(each.what, each.reason) for each in loaded.report.left_out] == [("row", "a sum")]


@pytest.mark.parametrize(
    "row",
    ["Total,A轮,3亿元,2023", "Total,,3亿元,2023-02-03", "Sum,B轮,$3M,2023", "共计科技,,3亿元,"],
)
def test_a_company_with_such_a_name_has_more_than_figures(row: str) -> None:
    assert len(_rounds(f"{_SUM_HEAD}{row}\n").records) == 2


@pytest.mark.parametrize(
    "head",
    [
        "公司名称,融资信息,,\n,轮次,金额（亿元）,日期\n",
        "2025年融资,,,\n公司名称,融资信息,,\n,轮次,金额（亿元）,日期\n",
        "公司名称,轮次,金额,日期\n,,亿元,\n",
        "公司名称,轮次,金额,日期\n,,（亿元）,\n",
    ],
)
def test_a_header_of_two_rows_is_one(head: str) -> None:
    (record,) = _rounds(f"{head}X,A轮,3,2023-02-03\n").records
    assert (record.company, record.stage, str(record.amount)) == ("X", "A", "300000000 CNY")


def test_a_header_of_two_rows_in_a_workbook_has_merged_cells() -> None:
    rows: list[list[object]] = [
        ["公司名称", "融资信息"],
        [None, "轮次", "金额（亿元）", "日期"],
        ["X", "A轮", 3, date(2023, 2, 3)],
        [None, "B轮", 5.5, "2024年3月"],
    ]
    merged = {"A1:A2": "公司名称", "B1:D1": "融资信息", "A3:A4": "X"}
    loaded = read_table(_sheet(rows, merged), FundingRound)
    assert [(each.company, str(each.amount), str(each.announced)) for each in loaded.records] == [
        ("X", "300000000 CNY", "2023-02-03"),
        ("X", "550000000 CNY", "2024-03"),
    ]
    assert [each.what for each in loaded.report.left_out] == ["sheet '说明'"]


def test_one_row_of_names_and_a_row_of_data_stay_two() -> None:
    loaded = _rounds("公司名称,金额,日期\n元,3亿元,2023\n")
    assert [each.company for each in loaded.records] == ["元"]


def test_a_sign_in_a_header_is_a_unit_and_a_lost_number_is_nothing() -> None:
    (record,) = _rounds("company,Funding Amount (€),date\nX,30,2023\n").records
    assert str(record.amount) == "30 EUR"
    file = io.BytesIO()
    pq.write_table(
        pa.table({"company": ["X"], "金额（元）": [float("nan")], "date": ["2023"]}), file
    )
    (lost,) = read_table(io.BytesIO(file.getvalue()), FundingRound).records
    assert (lost.amount, lost.amount_text) == (None, None)


def test_rounds_of_later_letters_and_of_no_letter() -> None:
    written = {
        "G轮": "F",
        "Series Seed": "SEED",
        "Pre-Series A": "PRE_A",
        "未披露": "SERIES_UNKNOWN",
    }
    rows = "".join(f"X{place},{stage},3亿元,2023\n" for place, stage in enumerate(written))
    loaded = _rounds(f"公司名称,轮次,金额,日期\n{rows}")
    assert [each.stage for each in loaded.records] == list(written.values())


def test_days_in_numbers_are_refused_with_what_to_do() -> None:
    (reject,) = _rounds("公司名称,金额,日期\nX,3亿元,45000\n").rejects
    assert "from 1900 or from 1904: format the column as dates" in reject.reason
