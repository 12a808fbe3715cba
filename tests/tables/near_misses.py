"""Rows that are nearly right: every kind of cell that a table was ever seen to hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from medai_landscape.tables.table_form import table_form

NUMBERS = (
    "国械注准20233130399", "国械注进20172073316", "苏械注准20242042183", "国械注许20193211234",
    "国械注准20232130399", "国械注准20133130399", "国械注准20233000399", "苏械注准20243042183",
    "国食药监械(准)字2013第3461342号", "国食药监械（准）字2013第3461342号", "陕械备20220036号",
    "粤深械备20160123号", "國械注準20233130399", "国械注准２０２３３１３０３９９", " 国械注准20233130399",
    "国械注准20233130399\n", "国械注准2023313039", "食械注准20242042183", "国械注准20233130399 ",
    "K252054", "k252054", "DEN240068", "P140011", "P140011/S008", "P140011/S08", "BK990012",
    "K752054", "H990012", "G990012", "Q991234", "N12345", "K25205４", "BP12345/1", "DE-12",
    "NCT05035823", "NCT0503582", "ChiCTR2600126475", "chictr2600126475", "CTR20231234", "NCT05035823 ",
)  # fmt: skip
DATES = (
    "2023", "2023-06", "2023-06-10", "2024-02-29", "2023-02-29", "2023-13", "2023-00", "0000",
    "0001-01-01", "9999-12-31", "2023-6-1", "2023/06/10", "20230610", "2023-06-10T00:00:00",
    "2023-06-10\n", " 2023-06-10", "２０２３", "2023-06-31", "2023-12-31", "2028-06-10", "1999",
)  # fmt: skip
TEXTS = (
    "", " ", "\t", "\u3000", "\u00a0", "\u200b", "\u2028", "\u1680", "\x00", "a", " a", "影像", "é",
    "\u3000影", "🩻", "がん", "“引号”", "{value}", "{expected}", "{scheme}", "<b>", "=1+1", "x" * 300, "\u0085", "\x7f", "ᚠ",
)  # fmt: skip
WORDS = (
    "CN", "US", "EU", "cn", "ZZ", "中国", "nmpa_registration", "nmpa_provincial", "nmpa_filing",
    "fda_510k", "510(k)", "fda_pma", "fda_pma_supplement", "fda_de_novo", "fda_hde", "ce_mdr",
    "other", "FDA_510K", "I", "II", "III", "IIa", "2", "第三类", "iii", "U", "active", "ACTIVE", "dead",
    "NCT", "CHICTR", "nct", "eeg", "EEG", "intracortical", "unknown", "A轮", "B", "Series A", "zh", "en",
    "CNY", "cny", "USD", "INT", "detection", "Detection", "CT", "mm", "jurisdiction", "number", "adult",
    "final", "draft", "law", "ai", "bci", "PHASE1", "NA", "ACTUAL", "RECRUITING", "female",
)  # fmt: skip
MANY = NUMBERS + DATES + TEXTS + WORDS


_VALUES: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
    (pa.types.is_string, st.sampled_from(MANY)),
    (pa.types.is_boolean, st.booleans()),
    (pa.types.is_integer, st.integers(-2, 20)),
    (pa.types.is_floating, st.sampled_from((0.0, 18.0, -1.0, 0.5, 150.0, float("inf")))),
    (pa.types.is_decimal, st.integers(-100, 10_000).map(lambda cents: Decimal(cents) / 100)),
    (pa.types.is_date, st.sampled_from((date(2023, 6, 10), date(2023, 6, 1), date(2023, 1, 1)))),
)


def cells(kind: pa.DataType) -> st.SearchStrategy[Any]:
    """Draw a cell of a column's own type, mostly one that is right or nearly so."""
    if pa.types.is_list(kind):
        return st.none() | st.lists(cells(kind.value_type), max_size=3)
    if pa.types.is_struct(kind):
        members = {member.name: cells(member.type) for member in kind}
        return st.none() | st.fixed_dictionaries(members)
    return st.none() | next(values for test, values in _VALUES if test(kind))


def spoiled(record: type[Any], valid: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a row of a valid record with some cells replaced by near misses."""
    form = table_form(record)
    kinds = {column.name: column.type for column in form.columns}
    names = sorted(kinds)

    @st.composite
    def row(draw: st.DrawFn) -> dict[str, Any]:
        made = form.row_of(draw(valid))
        for name in draw(st.lists(st.sampled_from(names), max_size=4)):
            made[name] = draw(cells(kinds[name]))
        return made

    return row()
