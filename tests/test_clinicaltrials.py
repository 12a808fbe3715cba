"""ClinicalTrials.gov: made-up studies in the shape of the API's."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from typing import Any

import pytest

import medai_landscape as ml
from medai_landscape.errors import SourceFormatError
from medai_landscape.sources import read_clinicaltrials

STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT05035823", "briefTitle": "Example of a Stentrode Study",
            "officialTitle": "Example, at Length", "orgStudyIdInfo": {"id": "EX-1"},
        },
        "statusModule": {
            "overallStatus": "ACTIVE_NOT_RECRUITING", "statusVerifiedDate": "2024-05",
            "startDateStruct": {"date": "2022-04-27", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2027-01", "type": "ESTIMATED"},
            "studyFirstPostDateStruct": {"date": "2021-09-05", "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2024-06-01", "type": "ESTIMATED"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Example Sponsor", "class": "INDUSTRY"}},
        "conditionsModule": {"conditions": ["Paralysis", "ALS", "Paralysis"]},
        "designModule": {
            "studyType": "INTERVENTIONAL", "phases": ["NA"],
            "enrollmentInfo": {"count": 6, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {"interventions": [{"type": "DEVICE", "name": "Stentrode"}]},
        "eligibilityModule": {"minimumAge": "21 Years", "maximumAge": "75 Years", "sex": "ALL"},
        "contactsLocationsModule": {
            "overallOfficials": [{"name": "Pat Nobody"}],
            "locations": [
                {"facility": "Example Hospital", "country": "United States",
                 "contacts": [{"name": "Pat Nobody", "phone": "555-0100"}]},
                {"facility": "Another", "country": "Viet Nam"},
                {"facility": "Unplaced"},
            ],
        },
    },
    "hasResults": False,
}  # fmt: skip


def study(**changes: Any) -> dict[str, Any]:
    """Return the study with some values changed, by dotted path with ``__`` for the dot."""
    changed = copy.deepcopy(STUDY)
    for path, value in changes.items():
        node = changed["protocolSection"]
        *parents, last = path.split("__")
        for parent in parents:
            node = node[parent]
        if value is None:
            del node[last]
        else:
            node[last] = value
    return changed


def read(value: Any) -> Any:
    return read_clinicaltrials(io.BytesIO(json.dumps(value).encode()))


def test_a_study_is_a_trial() -> None:
    loaded = read(STUDY)
    (trial,) = loaded.records
    assert trial.id == "NCT:NCT05035823"
    assert (trial.title, trial.sponsor) == ("Example of a Stentrode Study", "Example Sponsor")
    assert (trial.conditions, trial.interventions) == (("ALS", "Paralysis"), ("Stentrode",))
    assert (trial.study_type, trial.phase, trial.status) == (
        "INTERVENTIONAL", "NA", "ACTIVE_NOT_RECRUITING",
    )  # fmt: skip
    assert (trial.registered, trial.started, trial.started_kind) == (
        ml.PartialDate(2021, 9, 5), ml.PartialDate(2022, 4, 27), "ACTUAL",
    )  # fmt: skip
    assert (trial.enrolment, trial.enrolment_kind) == (6, "ACTUAL")
    assert trial.age is not None
    assert (trial.age.min, trial.age.max) == (21, 75)
    assert trial.countries == ("US", "VN")
    assert trial.sources[0].published == ml.PartialDate(2024, 6, 1)
    found = ml.BCITrial.from_trial(trial)
    assert found is not None
    assert found.route == "endovascular"


def test_every_wrapping_gives_the_same_trials() -> None:
    two = [STUDY, study(identificationModule__nctId="NCT03834857")]
    lines = "\n".join(map(json.dumps, two)).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, each in enumerate(two):
            archive.writestr(f"NCT{number}.json", json.dumps(each))
    page = {"totalCount": 5, "studies": two, "nextPageToken": "x"}
    for data in (json.dumps(two).encode(), lines, file.getvalue(), json.dumps(page).encode()):
        loaded = read_clinicaltrials(io.BytesIO(data))
        assert {t.registration_id for t in loaded.records} == {"NCT05035823", "NCT03834857"}
    assert [(each.what, each.count) for each in loaded.report.left_out] == [
        ("studies on other pages", 3)
    ]


def test_dates_keep_their_precision_and_plans_stay_plans() -> None:
    changes = {"date": "2026-03", "type": "ESTIMATED"}
    (trial,) = read(study(statusModule__startDateStruct=changes)).records
    assert (trial.started, trial.started_kind) == (ml.PartialDate(2026, 3), "ESTIMATED")


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        (["PHASE1", "PHASE2"], "PHASE1_PHASE2"), (["PHASE2", "PHASE3"], "PHASE2_PHASE3"),
        (["EARLY_PHASE1"], "EARLY_PHASE1"), (["PHASE4"], "PHASE4"), ([], None),
    ],
)  # fmt: skip
def test_two_phases_are_one_that_is_both(phases: list[str], expected: str | None) -> None:
    assert read(study(designModule__phases=phases)).records[0].phase == expected


def test_any_module_may_be_missing_and_that_is_unknown() -> None:
    bare = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    (trial,) = read(bare).records
    assert (trial.title, trial.phase, trial.status, trial.started, trial.age) == (None,) * 5
    assert (trial.conditions, trial.countries) == ((), ())


def test_ages_in_months_and_only_one_end() -> None:
    (trial,) = read(study(eligibilityModule={"minimumAge": "6 Months"})).records
    assert trial.age is not None
    assert (str(trial.age.min), trial.age.max) == ("0.5", None)
    assert read(study(eligibilityModule={"minimumAge": "N/A"})).records[0].age is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identificationModule__nctId": "NCT1"}, "registration_id"),
        ({"identificationModule__nctId": None}, "registration_id"),
        ({"statusModule__overallStatus": "PAUSED"}, "status"),
        ({"statusModule__startDateStruct": {"date": "April 2022"}}, "started"),
        ({"designModule__phases": ["PHASE1", "PHASE3"]}, "phase"),
        ({"designModule__enrollmentInfo": {"count": -1}}, "enrolment"),
        ({"designModule__enrollmentInfo": {"count": "6"}}, "enrolment"),
        ({"conditionsModule__conditions": "ALS"}, "conditions"),
        ({"conditionsModule__conditions": [["ALS"]]}, "conditions"),
        ({"eligibilityModule__minimumAge": "adult"}, "age"),
        ({"eligibilityModule__minimumAge": "80 Years"}, "age"),
        ({"contactsLocationsModule__locations": [{"country": 5}]}, "countries"),
    ],
)
def test_a_value_that_is_none_makes_a_reject_that_names_it(changes: Any, field: str) -> None:
    (reject,) = read(study(**changes)).rejects
    assert field in {issue.column for issue in reject.issues}


def test_a_country_that_is_no_more_costs_no_trial() -> None:
    places = [{"country": "Former Serbia and Montenegro"}, {"country": "Türkiye"}]
    loaded = read(study(contactsLocationsModule__locations=places))
    assert loaded.records[0].countries == ("TR",)
    assert loaded.report.repairs == (("country not known: 'Former Serbia and Montenegro'", 1),)


def test_entries_that_are_none_are_rejects_in_their_place() -> None:
    loaded = read([STUDY, 5, None, STUDY])
    assert [(each.line, each.code) for each in loaded.rejects] == [
        (2, "entry_shape"), (3, "entry_shape"), (4, "repeated_record"),
    ]  # fmt: skip
    lines = json.dumps(STUDY).encode() + b"\n{\n"
    (reject,) = read_clinicaltrials(io.BytesIO(lines)).rejects
    assert (reject.line, reject.code) == (2, "line_unreadable")


def test_a_day_of_update_that_is_none_is_unknown() -> None:
    changed = study(statusModule__lastUpdatePostDateStruct={"date": "lately"})
    assert read(changed).records[0].sources[0].published is None


def test_nobodys_name_is_read_even_into_a_reject() -> None:
    loaded = read([STUDY, study(statusModule__overallStatus="PAUSED")])
    assert "Nobody" not in loaded.to_json() + loaded.records[0].model_dump_json()
    assert loaded.rejects[0].original["countries"] == ["United States", "Viet Nam"]


@pytest.mark.parametrize("data", [b"", b"[1", b'{"studies": 5}', b'{"x": 1}', b"nctId\nNCT1\n"])
def test_what_is_no_study_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(SourceFormatError):
        read_clinicaltrials(io.BytesIO(data))


def test_a_page_that_names_a_next_one_says_that_studies_are_missing() -> None:
    first = {"studies": [STUDY], "nextPageToken": "x"}
    last = {"studies": [study(identificationModule__nctId="NCT03834857")]}
    assert [each.what for each in read(first).report.left_out] == ["studies on the next page"]
    both = "\n".join(map(json.dumps, (first, last))).encode()
    assert read_clinicaltrials(io.BytesIO(both)).report.left_out == ()


@pytest.mark.parametrize(
    "answer",
    [
        {"FullStudiesResponse": {"FullStudies": [{"Study": {"ProtocolSection": {}}}]}},
        {"StudyFieldsResponse": {"StudyFields": [{"NCTId": ["NCT05035823"]}]}},
    ],
)
def test_an_answer_of_the_version_before_is_named(answer: Any) -> None:
    with pytest.raises(
        SourceFormatError, match=f"it has '{next(iter(answer))}' and no 'studies'"
    ) as error:
        read(answer)
    assert "version 2 of the API" in str(error.value)
    assert "again" in str(error.value)


def test_an_answer_that_is_an_error_says_which() -> None:
    with pytest.raises(SourceFormatError, match="the answer is an error: rate limit"):
        read({"error": "rate limit"})


def test_the_order_of_two_phases_does_not_matter() -> None:
    (trial,) = read(study(designModule__phases=["PHASE2", "PHASE1"])).records
    assert trial.phase == "PHASE1_PHASE2"
