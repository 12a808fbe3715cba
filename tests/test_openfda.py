"""openFDA's answers: made-up entries in the shape of the real ones."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

import medai_landscape as ml
from medai_landscape.errors import LimitError, SourceFormatError
from medai_landscape.sources import Limits, read_openfda_510k, read_openfda_pma

CLEARANCE: dict[str, Any] = {
    "k_number": "K260714", "device_name": "Example Reader", "applicant": "Example Imaging, Inc.",
    "contact": "Pat Nobody", "address_1": "1 Example Road", "city": "Nowhere", "zip_code": "00000",
    "date_received": "2026-03-11", "decision_date": "2026-07-01", "decision_code": "SESE",
    "decision_description": "Substantially Equivalent", "clearance_type": "Traditional",
    "product_code": "QIH", "advisory_committee": "RA",
    "advisory_committee_description": "Radiology", "review_advisory_committee": "",
    "statement_or_summary": "Summary", "third_party_flag": "N", "expedited_review_flag": "",
    "openfda": {"device_name": "Automated Radiological Image Processing Software",
                "device_class": "2", "regulation_number": "892.2050",
                "registration_number": ["0000000"], "fei_number": ["0000000"]},
}  # fmt: skip
DE_NOVO = CLEARANCE | {
    "k_number": "DEN250057", "decision_code": "DENG", "decision_description": "Unknown",
    "clearance_type": "Direct (De Novo)", "statement_or_summary": "", "decision_date": "2026-01-09",
}  # fmt: skip
APPROVAL: dict[str, Any] = {
    "pma_number": "P130020", "supplement_number": "", "applicant": "EXAMPLE SCREENING",
    "generic_name": "System, image processing", "trade_name": "EXAMPLE SCREENER",
    "product_code": "MNM", "advisory_committee": "PA",
    "advisory_committee_description": "Pathology", "supplement_type": "", "supplement_reason": "",
    "expedited_review_flag": "N", "date_received": "2013-08-30", "decision_date": "2015-02-25",
    "docket_number": "15M-0000", "decision_code": "APPR",
    "ao_statement": "APPROVAL FOR THE EXAMPLE SCREENER.", "street_1": "1 Example Road",
    "openfda": {"device_class": "3", "medical_specialty_description": "Unknown",
                "regulation_number": ""},
}  # fmt: skip


def page(*results: Any, total: int | None = None) -> dict[str, Any]:
    counts = {"skip": 0, "limit": 100, "total": len(results) if total is None else total}
    meta = {"disclaimer": "x", "last_updated": "2026-11-16", "results": counts}
    return {"meta": meta, "results": list(results)}


def as_file(value: Any) -> io.BytesIO:
    return io.BytesIO(json.dumps(value).encode())


def zip_of(**members: Any) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in members.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return io.BytesIO(file.getvalue())


def test_a_clearance_and_a_de_novo_are_certificates() -> None:
    loaded = read_openfda_510k(as_file(page(CLEARANCE, DE_NOVO)))
    clearance, de_novo = loaded.records
    assert (clearance.id, de_novo.id) == ("fda_510k:K260714", "fda_de_novo:DEN250057")
    assert clearance.product_name == "Example Reader"
    assert (clearance.holder, clearance.category, clearance.panel, clearance.risk_class) == (
        "Example Imaging, Inc.", "QIH", "RA", "II",
    )  # fmt: skip
    assert clearance.approved == ml.PartialDate(2026, 7, 1)
    assert clearance.is_ai is None
    (source,) = clearance.sources
    assert (source.locator, source.note) == ("result 1, K260714", "decision SESE")
    assert source.published == ml.PartialDate(2026, 11, 16)


def test_every_wrapping_gives_the_same_records() -> None:
    expected = read_openfda_510k(as_file(page(CLEARANCE, DE_NOVO))).records
    lines = "\n".join(json.dumps(entry) for entry in (CLEARANCE, DE_NOVO)) + "\n"
    pages = "\n".join(json.dumps(page(entry)) for entry in (CLEARANCE, DE_NOVO))
    pretty = json.dumps(page(CLEARANCE, DE_NOVO), indent=1)
    parts = {"b-0002-of-0002.json": page(DE_NOVO), "a-0001-of-0002.json": page(CLEARANCE)}
    for file in (
        as_file([CLEARANCE, DE_NOVO]),
        io.BytesIO(lines.encode()),
        io.BytesIO(pages.encode()),
        io.BytesIO(b"\xef\xbb\xbf" + pretty.encode()),
        zip_of(**parts),
        zip_of(**{"all.jsonl": lines, "README.txt": "read me"}),
    ):
        loaded = read_openfda_510k(file)
        assert [c.number for c in loaded.records] == [c.number for c in expected]
        assert loaded.rejects == ()
    assert read_openfda_510k(as_file(CLEARANCE)).records[0].number == "K260714"


def test_nobodys_name_or_address_is_read_even_into_a_reject() -> None:
    loaded = read_openfda_510k(as_file(page(CLEARANCE, CLEARANCE | {"k_number": "K1"})))
    for text in (loaded.to_json(), *(c.model_dump_json() for c in loaded.records)):
        assert "Nobody" not in text
        assert "Example Road" not in text
    assert loaded.rejects[0].original["number"] == "K1"


@pytest.mark.parametrize("code", ["NE", "NSE", "WD", "DENN", "EX"])
def test_a_decision_that_authorises_nothing_is_left_out_and_counted(code: str) -> None:
    loaded = read_openfda_510k(as_file(page(CLEARANCE, DE_NOVO | {"decision_code": code})))
    assert len(loaded.records) == loaded.report.rows == 1
    assert [(each.what, each.count) for each in loaded.report.left_out] == [
        (f"decision {code!r}", 1)
    ]


def test_an_unknown_decision_is_a_reject_that_names_the_table() -> None:
    (reject,) = read_openfda_510k(as_file(page(CLEARANCE | {"decision_code": "QQQQ"}))).rejects
    assert (reject.field, reject.code, reject.value) == ("decision", "decision_unknown", "QQQQ")
    assert "data/fda_decisions.csv" in reject.reason


def test_a_favourable_decision_that_is_new_to_us_is_kept_with_its_code() -> None:
    loaded = read_openfda_pma(as_file([APPROVAL | {"decision_code": "APXX"}]))
    assert loaded.records[0].sources[0].note == "decision APXX"
    assert loaded.report.repairs == (("decision 'APXX' not known, taken for an authorisation", 1),)
    bare = {key: value for key, value in APPROVAL.items() if key != "decision_code"}
    assert read_openfda_pma(as_file([bare])).report.repairs == (
        ("decision not stated, taken for an authorisation", 1),
    )


def test_the_joined_facts_may_be_missing() -> None:
    bare = {key: value for key, value in CLEARANCE.items() if key != "openfda"}
    for entry in (bare, bare | {"openfda": {}}, bare | {"openfda": None}, bare | {"openfda": "?"}):
        assert read_openfda_510k(as_file([entry])).records[0].risk_class is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", "I"), ("2", "II"), ("3", "III"), ("U", None), ("N", None), ("F", None)],
)
def test_the_class_is_a_text_of_one_character(text: str, expected: str | None) -> None:
    entry = CLEARANCE | {"openfda": {"device_class": text}}
    assert read_openfda_510k(as_file([entry])).records[0].risk_class == expected


def test_a_panel_without_a_code_is_read_from_its_words_or_left_empty() -> None:
    entry = CLEARANCE | {"advisory_committee": "", "openfda": {}}
    assert read_openfda_510k(as_file([entry])).records[0].panel == "RA"
    loaded = read_openfda_510k(as_file([CLEARANCE | {"advisory_committee": "--"}]))
    assert loaded.records[0].panel is None
    assert loaded.report.repairs == (("panel not known, left empty: '--'", 1),)


def test_approvals_and_their_supplements_are_certificates_of_their_own() -> None:
    entries = [
        APPROVAL,
        APPROVAL | {"supplement_number": "S005", "decision_date": "2016-03-01", "trade_name": ""},
        APPROVAL
        | {"supplement_number": "204", "decision_date": "2020-03-01", "decision_code": "APCB"},
        APPROVAL
        | {"pma_number": "H020007", "decision_code": "APWD", "openfda": {"device_class": "F"}},
        APPROVAL | {"pma_number": "P130099", "decision_code": "DENY"},
    ]
    loaded = read_openfda_pma(as_file(page(*entries)))
    assert [(c.number, str(c.scheme)) for c in loaded.records] == [
        ("P130020", "fda_pma"), ("P130020/S005", "fda_pma_supplement"),
        ("P130020/S204", "fda_pma_supplement"), ("H020007", "fda_hde"),
    ]  # fmt: skip
    assert loaded.records[1].product_name == "System, image processing"
    assert [c.status for c in loaded.records] == [None, None, None, "withdrawn"]
    assert loaded.records[2].sources[0].note == "decision APCB"
    assert [each.what for each in loaded.report.left_out] == ["decision 'DENY'"]


def test_a_page_says_how_much_is_on_the_others() -> None:
    loaded = read_openfda_510k(as_file(page(CLEARANCE, total=26)))
    assert [(each.what, each.count) for each in loaded.report.left_out] == [
        ("results on other pages", 25)
    ]


def test_entries_that_are_none_are_rejects_in_their_place() -> None:
    values = [CLEARANCE, None, 5, "K1", [], {}, CLEARANCE, CLEARANCE | {"k_number": ["K260715"]}]
    loaded = read_openfda_510k(as_file(page(*values)))
    assert len(loaded.records) == 1
    assert [(each.line, each.code) for each in loaded.rejects][:4] == [
        (2, "entry_shape"), (3, "entry_shape"), (4, "entry_shape"), (5, "entry_shape"),
    ]  # fmt: skip
    assert {issue.column for issue in loaded.rejects[4].issues} >= {"number", "product_name"}
    assert loaded.rejects[5].code == "repeated_record"
    assert (loaded.rejects[6].field, loaded.rejects[6].code) == ("number", "string_type")


def test_a_line_that_is_cut_off_is_a_reject_and_the_others_stand() -> None:
    text = json.dumps(CLEARANCE) + "\n" + json.dumps(DE_NOVO)[:-9]
    loaded = read_openfda_510k(io.BytesIO(text.encode()))
    assert len(loaded.records) == 1
    assert (loaded.rejects[0].code, loaded.rejects[0].line) == ("line_unreadable", 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}', "No matches found!"),
        ('{"meta": {}}', "no 'results'"),
        ('{"results": {}}', "holds dict"),
        ('{"results": [], "results": []}', "stands twice"),
        ('{"results": [NaN]}', "NaN is no JSON"),
        ('{"results": [', "Expecting value"),
        ("k_number,device_name", "it is text and no JSON"),
        ("", "it is empty"),
    ],
)
def test_what_is_no_answer_is_refused_as_a_whole(text: str, message: str) -> None:
    with pytest.raises(SourceFormatError, match=message):
        read_openfda_510k(io.BytesIO(text.encode()))


def test_nesting_stops_at_the_limit() -> None:
    with pytest.raises(LimitError, match="depth"):
        read_openfda_510k(io.BytesIO(b'{"results": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"))
    with pytest.raises(LimitError, match="depth is 4"):
        read_openfda_510k(as_file(page([[]])), limits=Limits(depth=3))
    with pytest.raises(LimitError, match="rows"):
        read_openfda_510k(as_file(page(CLEARANCE, DE_NOVO)), limits=Limits(rows=1))
