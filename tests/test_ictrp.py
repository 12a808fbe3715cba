"""The WHO's portal: a real derived table, and made-up exports in its own shapes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import medai_landscape as ml
from medai_landscape.errors import SourceFormatError
from medai_landscape.sources import read_ictrp

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [
    "TrialID",
    "Last_Refreshed_on",
    "Public_title",
    "Scientific_title",
    "Primary_sponsor",
    "Date_registration",
    "Date_registration3",
    "Recruitment_Status",
    "Inclusion_agemin",
    "Inclusion_agemax",
    "Date_enrollement",
    "Target_size",
    "Study_type",
    "Phase",
    "Countries",
    "Condition",
    "Intervention",
    "web_address",
]
ROW = {
    "TrialID": "ChiCTR2600126475", "Public_title": "脑机接口康复训练的随机对照试验",
    "Primary_sponsor": "示例医院", "Date_registration": "09/06/2026",
    "Date_registration3": "20260609", "Recruitment_Status": "Recruiting",
    "Inclusion_agemin": "18", "Inclusion_agemax": "80", "Date_enrollement": "2026-07-01",
    "Target_size": "试验组:30;对照组:30;", "Study_type": "Interventional study",
    "Phase": "治疗新技术临床试验", "Countries": "China", "Condition": "脑卒中",
    "Intervention": "试验组:脑机接口训练;对照组:常规康复;",
    "web_address": "https://example.org/ChiCTR2600126475",
}  # fmt: skip


def as_csv(*rows: dict[str, str], encoding: str = "utf-8") -> io.BytesIO:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, FIELDS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(file.getvalue().encode(encoding))


def one(**changes: str) -> Any:
    loaded = read_ictrp(as_csv(ROW | changes))
    return loaded.records[0] if loaded.records else loaded.rejects[0]


def test_all_trials_of_the_real_table_are_read(shared: Path) -> None:
    path = shared / "data" / "trials" / "ictrp_ntd_315.csv"
    loaded = read_ictrp(path)
    assert [reject.reason for reject in loaded.rejects] == []
    assert (len(loaded.records), loaded.report.rows) == (315, 315)
    assert dict(loaded.report.repairs)["portal_prefix"] == 9
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    # What the authors of the review read from the same cells by hand.
    by_hand = {
        "NOT APPLICABLE": "NA", "PHASE I TRIAL": "PHASE1", "PHASE I/II TRIAL": "PHASE1_PHASE2",
        "PHASE II TRIAL": "PHASE2", "PHASE II/III TRIAL": "PHASE2_PHASE3",
        "PHASE III TRIAL": "PHASE3", "PHASE IV TRIAL": "PHASE4", "NA": "None",
    }  # fmt: skip
    for trial, row in zip(loaded.records, rows, strict=True):
        if row["Phase_Original"] != "Other":
            assert str(trial.phase) == by_hand[row["PHASE"]], row["TrialID"]
        if row["alpha_2_code"] != "NA":
            assert trial.countries == (row["alpha_2_code"],), row["TrialID"]
        assert str(trial.registered) == row["DATE_REGISTRATION"]
        assert str(trial.started or "NA") == row["DATE_ENROLLEMENT"]
        assert str("NA" if trial.enrolment is None else trial.enrolment) == row["TARGET SIZE"]


def test_the_nine_identifiers_of_the_portal_are_those_of_their_registers(shared: Path) -> None:
    loaded = read_ictrp(shared / "data" / "trials" / "ictrp_ntd_315.csv")
    prefixed = {
        trial.registration_id: trial.registry
        for trial in loaded.records
        if any(prefix in str(trial.sources[0].locator) for prefix in ("EUCTR", "JPRN"))
    }
    assert len(prefixed) == 9
    assert prefixed["2016-004905-15"] == "EUDRACT"
    assert prefixed["UMIN000011426"] == "UMIN"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_chinese_row_in_every_encoding(encoding: str) -> None:
    loaded = read_ictrp(as_csv(ROW, encoding=encoding))
    (trial,) = loaded.records
    assert loaded.report.encoding == encoding
    assert (trial.id, trial.title) == ("CHICTR:ChiCTR2600126475", "脑机接口康复训练的随机对照试验")
    assert (trial.enrolment, trial.countries, trial.conditions) == (60, ("CN",), ("脑卒中",))
    assert (trial.phase, trial.new_treatment_technology) == (None, True)
    assert trial.registered == ml.PartialDate(2026, 6, 9)
    assert trial.interventions == ("对照组:常规康复", "试验组:脑机接口训练")
    assert trial.sources[0].url == "https://example.org/ChiCTR2600126475"
    assert ml.BCITrial.from_trial(trial) is not None


def test_the_export_as_xml() -> None:
    cells = "".join(f"<{name}>{value}</{name}>" for name, value in ROW.items())
    data = (
        '<?xml version="1.0" encoding="UTF-8"?><Trials_downloaded_from_ICTRP>'
        f"<Trial><Internal_Number>1</Internal_Number>{cells}</Trial><Trial>{cells[:-20]}"
    )
    with pytest.raises(SourceFormatError, match="no well-formed XML"):
        read_ictrp(io.BytesIO(data.encode()))
    whole = data.rpartition("<Trial>")[0] + "</Trials_downloaded_from_ICTRP>"
    loaded = read_ictrp(io.BytesIO(whole.encode()))
    assert loaded.records[0].model_dump(exclude={"sources"}) == one().model_dump(
        exclude={"sources"}
    )
    assert "column 'Internal_Number'" in [each.what for each in loaded.report.left_out]


def test_days_stand_before_months_unless_that_is_impossible() -> None:
    assert one(Date_registration3="", Date_registration="04/09/2024").registered == ml.PartialDate(
        2024, 9, 4
    )
    assert one(Date_enrollement="02/28/2020").started == ml.PartialDate(2020, 2, 28)
    assert one(Date_enrollement="September 1, 2023").started == ml.PartialDate(2023, 9, 1)
    assert one(Date_enrollement="2023-10").started == ml.PartialDate(2023, 10)
    assert one(Date_enrollement="NA").started is None


def test_markup_is_taken_out_and_parts_are_parted() -> None:
    trial = one(Condition="Chagas&apos; disease;Infections <br>Other <b>infection</b>; &lt;5 years")
    assert trial.conditions == ("<5 years", "Chagas' disease", "Infections", "Other infection")
    assert trial.sources[0].note.startswith("as written: conditions 'Chagas&apos;")


def test_free_text_that_cannot_be_read_is_unknown_and_named() -> None:
    loaded = read_ictrp(
        as_csv(ROW | {"Target_size": "30 each", "Inclusion_agemin": "adults", "Phase": "Phase 9",
                      "Countries": "China;Asia(except Japan)", "Study_type": "BA/BE"})
    )  # fmt: skip
    (trial,) = loaded.records
    assert (trial.enrolment, trial.phase, trial.study_type) == (None, None, None)
    assert trial.age is not None
    assert (trial.age.min, trial.age.max) == (None, 80)
    assert trial.countries == ("CN",)
    assert {kind for kind, _ in loaded.report.repairs} >= {
        "enrolment not read, left empty: '30 each'", "country not known: 'Asia(except Japan)'",
        "phase not read, left empty: 'Phase 9'", "age_min not read, left empty: 'adults'",
    }  # fmt: skip


def test_ages_the_wrong_way_round_are_left_empty() -> None:
    assert one(Inclusion_agemin="80Y", Inclusion_agemax="18Y").age is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"TrialID": "NCT1"}, "registration_id", "identifier_format"),
        ({"TrialID": ""}, "registration_id", "missing_cell"),
        ({"Date_enrollement": "soon"}, "started", "date"),
        ({"Date_enrollement": "31/02/2020"}, "started", "date"),
    ],
)
def test_a_trial_without_number_or_date_is_a_reject(
    changes: dict[str, str], field: str, code: str
) -> None:
    reject = one(**changes)
    assert [(each.column, each.code) for each in reject.issues] == [(field, code)]
    assert reject.original["Primary_sponsor"] == "示例医院"


def test_dirty_numbers_are_read_as_their_register_writes_them() -> None:
    assert one(TrialID="ChiCTR 2600126475").registration_id == "ChiCTR2600126475"
    assert one(TrialID="ChiCTR–TRC–12002245").registration_id == "ChiCTR-TRC-12002245"
    assert one(TrialID="PER-046-19").registration_id == "046-19"


def test_what_is_no_trial_is_left_out_or_a_reject_in_its_place(tmp_path: Path) -> None:
    text = "Export of 2026-06-09\nTrialID,Phase\nNCT00000001,N/A\nNCT00000002\nNCT00000001,1\n"
    loaded = read_ictrp(io.BytesIO(text.encode()))
    assert [(each.line, each.code) for each in loaded.rejects] == [
        (4, "row_shape"), (5, "repeated_record"),
    ]  # fmt: skip
    assert [(each.what, each.count) for each in loaded.report.left_out] == [
        ("rows above the header", 1)
    ]
    book = openpyxl.Workbook()
    about, trials = book.active, book.create_sheet("Trials")
    assert about is not None
    about.append(["made up"])
    for row in (["TrialID", "Status", "Study type"], ["NCT00000001", "NA", "NA"]):
        trials.append(row)
    book.save(tmp_path / "x.xlsx")
    loaded = read_ictrp(tmp_path / "x.xlsx")
    assert (loaded.records[0].status, loaded.records[0].study_type) == (None, None)
    assert [each.what for each in loaded.report.left_out] == ["sheet 'Sheet'"]


def started(*days: str) -> list[str]:
    rows = [
        ROW | {"TrialID": f"NCT0500000{number}", "Date_enrollement": day, "Date_registration": ""}
        for number, day in enumerate(days)
    ]
    return [str(each.started) for each in read_ictrp(as_csv(*rows)).records]


def test_months_first_where_all_that_can_only_be_read_one_way_say_so() -> None:
    assert started("03/04/2024", "02/28/2024", "12/31/2024")[0] == "2024-03-04"
    assert started("03/04/2024", "28/02/2024", "12/31/2024")[0] == "2024-04-03"
    assert started("03/04/2024", "02/28/2024") == ["2024-04-03", "2024-02-28"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("01/2024", "2024-01"),
        ("Fri Jan 05 2024", "2024-01-05"),
        ("Friday, 5 January 2024", "2024-01-05"),
        ("0000-00-00", "None"),
    ],
)
def test_dates_of_other_registers(written: str, day: str) -> None:
    assert started(written) == [day]


def test_a_status_that_nobody_knows_costs_no_trial() -> None:
    loaded = read_ictrp(as_csv(ROW | {"Recruitment_Status": "Sleeping"}))
    assert loaded.records[0].status is None
    assert dict(loaded.report.repairs)["status not read, left empty: 'Sleeping'"] == 1
    assert one(Recruitment_Status="暂停或中断").status == "SUSPENDED"


@pytest.mark.parametrize("size", ["60例", "n = 60", "60 patients", "试验组:30例;对照组:30例;"])
def test_people_are_counted_with_the_word_for_them(size: str) -> None:
    assert one(Target_size=size).enrolment == 60


def test_countries_on_lines_of_their_own_and_in_their_own_names() -> None:
    assert one(Countries="Germany\r\nEspaña\nKorea (South)").countries == ("DE", "ES", "KR")


def test_a_dash_before_the_digits_is_none_of_the_number() -> None:
    assert one(TrialID="ChiCTR–2600126475").registration_id == "ChiCTR2600126475"
    assert one(TrialID="ChiCTR-TRC-13003000").registration_id == "ChiCTR-TRC-13003000"


def test_an_export_without_names_over_its_columns_is_told_from_another_table() -> None:
    file = io.StringIO(newline="")
    csv.DictWriter(file, FIELDS, restval="").writerows([ROW, ROW])
    begins = "begins with the trial ChiCTR2600126475; expected the names of the columns"
    with pytest.raises(SourceFormatError, match=begins):
        read_ictrp(io.BytesIO(file.getvalue().encode()))
    with pytest.raises(SourceFormatError, match="no header"):
        read_ictrp(io.BytesIO(b"Study,Title\n" + file.getvalue().encode()))
