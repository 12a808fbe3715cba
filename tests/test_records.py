"""Records: closed, frozen, every problem at once, ids from what identifies them in the world."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

import medai_landscape as ml
from medai_landscape.records.vocabularies import vocabulary

SOURCE = {"title": "a register", "publisher": "a regulator", "locator": "row 1"}
CERTIFICATE = {
    "jurisdiction": "CN",
    "scheme": "nmpa_registration",
    "number": "国械注准20243131618",
    "product_name": "某软件",
    "risk_class": "III",
    "approved": "2024-08-20",
    "expires": "2029-08-19",
    "sources": [SOURCE],
}
POLICY = {"jurisdiction": "US", "title_en": "A guidance", "sources": [SOURCE]}
ROUND = {"company": "NA", "announced": "2025-06", "stage": "A轮", "sources": [SOURCE]}
TRIAL = {"registry": "NCT", "registration_id": "NCT05035823", "sources": [SOURCE]}
BCI = {**TRIAL, "route": "endovascular", "enrolment": 6, "implanted": 6}
CLAIM = {"report": "S1", "statement": "eleven were approved", "sources": [SOURCE]}
DEVICE = {"di": "06932372344045", "agency": "GS1", "sources": [SOURCE]}
EXAMPLES: list[tuple[Any, dict[str, Any]]] = [
    (ml.Certificate, CERTIFICATE),
    (ml.PolicyEvent, POLICY),
    (ml.FundingRound, ROUND),
    (ml.Trial, TRIAL),
    (ml.BCITrial, BCI),
    (ml.Claim, CLAIM),
    (ml.DeviceIdentifier, DEVICE),
    (ml.Source, SOURCE),
    (ml.IntendedUse, {"functions": ["detection"], "age": {"min": 0.5, "max": 18}}),
]
by_name = pytest.mark.parametrize(
    ("kind", "data"), EXAMPLES, ids=lambda x: getattr(x, "__name__", "")
)


def problems(kind: Any, data: dict[str, Any]) -> dict[str, str]:
    """Codes and messages of what is wrong, by code."""
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(data)
    return {line["type"]: line["msg"] for line in caught.value.errors()}


@by_name
def test_json_round_trip_keeps_everything(kind: Any, data: dict[str, Any]) -> None:
    record = kind.model_validate(data)
    again = kind.model_validate_json(record.model_dump_json())
    assert again == record
    assert hash(again) == hash(record)
    assert kind.model_validate(record.model_dump()) == record


@by_name
def test_id_is_stable_and_comes_from_the_natural_key(kind: Any, data: dict[str, Any]) -> None:
    assert kind.model_validate(data).id == kind.model_validate(json.loads(json.dumps(data))).id
    assert kind.model_validate({**data, "id": "mine"}).id == "mine"


@by_name
def test_is_closed_and_frozen(kind: Any, data: dict[str, Any]) -> None:
    assert "extra_forbidden" in problems(kind, {**data, "surprise": 1})
    record = kind.model_validate(data)
    with pytest.raises(ValidationError):
        record.id = "other"


@by_name
def test_schema_describes_every_field(kind: Any, data: dict[str, Any]) -> None:
    assert data
    schema = kind.model_json_schema()
    assert all("description" in field for field in schema["properties"].values())


@by_name
def test_unverified_names_fields(kind: Any, data: dict[str, Any]) -> None:
    assert kind.model_validate({**data, "unverified": ["id"]}).unverified == ("id",)
    message = problems(kind, {**data, "unverified": ["holdr"]})["unknown_field_name"]
    assert "holdr" in message


@pytest.mark.parametrize("kind", [k for k, _ in EXAMPLES if k not in (ml.Source, ml.IntendedUse)])
def test_no_fact_without_a_source(kind: Any) -> None:
    data = dict(EXAMPLES)[kind]
    assert "source_missing" in problems(kind, {**data, "sources": []})


def test_sources_that_differ_in_a_note_are_two() -> None:
    source = {"title": "List", "publisher": "Office", "locator": "row 4"}
    read_twice = [source, {**source, "note": "read again"}, source]
    company = ml.FundingRound.model_validate(
        {"company": "E", "announced": "2025", "sources": read_twice}
    )
    assert sorted(str(each.note) for each in company.sources) == ["None", "read again"]


def test_ids_of_registers() -> None:
    assert ml.Certificate.model_validate(CERTIFICATE).id == "nmpa_registration:国械注准20243131618"
    assert ml.Trial.model_validate(TRIAL).id == "NCT:NCT05035823"
    assert ml.DeviceIdentifier.model_validate(DEVICE).id == "GS1:06932372344045"


def test_a_number_is_kept_in_canonical_form() -> None:
    clearance = {
        "jurisdiction": "US", "scheme": "510(k)", "number": " k242618\t", "product_name": "Layer 7-T",
        "risk_class": "2", "sources": [SOURCE],
    }  # fmt: skip
    record = ml.Certificate.model_validate(clearance)
    assert (record.number, record.scheme, record.risk_class) == ("K242618", "fda_510k", "II")


def test_replace_validates_again_and_derives_the_id_again() -> None:
    record = ml.Certificate.model_validate(CERTIFICATE)
    other = record.replace(number="国械注准20233130399", approved="2023-05-01")
    assert other.id == "nmpa_registration:国械注准20233130399"
    with pytest.raises(ValidationError):
        record.replace(approved="2031")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"number": "国械注准20242210001"}, "number_of_scheme", "国械注准20242210001"),
        ({"number": "K242618"}, "number_of_scheme", "K242618"),
        ({"number": "苏械注准20242042183"}, "number_of_scheme", "nmpa_provincial"),
        ({"risk_class": "II"}, "class_of_number", "III"),
        ({"approved": "2023-12-31", "expires": "2028"}, "year_of_number", "2024"),
        ({"expires": "2024-08-20"}, "expires_before_approved", "2024-08-20"),
        ({"jurisdiction": "US"}, "jurisdiction_of_scheme", "CN"),
    ],
)
def test_rules_of_a_certificate(change: dict[str, Any], code: str, said: str) -> None:
    found = problems(ml.Certificate, {**CERTIFICATE, **change})
    assert said in found[code]


def test_a_partial_date_breaks_a_rule_only_where_it_must() -> None:
    assert ml.Certificate.model_validate({**CERTIFICATE, "approved": "2024", "expires": "2024"})
    assert ml.Certificate.model_validate({**CERTIFICATE, "approved": "2024", "expires": "2024-02"})
    assert "expires_before_approved" in problems(
        ml.Certificate, {**CERTIFICATE, "approved": "2024-08", "expires": "2024-07"}
    )


def test_all_problems_at_once_and_rules_run_beside_broken_fields() -> None:
    broken = {
        **CERTIFICATE,
        "product_name": "",
        "risk_class": "IV",
        "expires": "2020",
        "status": "gone",
        "unverified": ["nothing"],
        "is_ai": "yes",
        "sources": [{"title": "t", "publisher": "p"}],
    }
    found = problems(ml.Certificate, broken)
    assert set(found) == {
        "string_too_short", "vocabulary", "expires_before_approved", "unknown_field_name",
        "bool_type", "source_place_missing",
    }  # fmt: skip
    with pytest.raises(ValidationError) as caught:
        ml.Certificate.model_validate(broken)
    assert caught.value.error_count() == 7


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        (ml.PolicyEvent, {**POLICY, "title_en": None}, "title_missing"),
        (ml.PolicyEvent, {**POLICY, "signed": "2025-08-26", "published": "2025-08-21"}, "dates_out_of_order"),
        (ml.PolicyEvent, {**POLICY, "signed": "2025", "effective": "2024-12"}, "dates_out_of_order"),
        (ml.FundingRound, {**ROUND, "lead_investors": ["X"], "investors": ["Y"]}, "lead_investor_missing"),
        (ml.BCITrial, {**BCI, "route": "eeg"}, "non_invasive_implant"),
        (ml.BCITrial, {**BCI, "implanted": 7}, "implanted_over_enrolment"),
        (ml.Trial, {**TRIAL, "registry": "CHICTR"}, "number_of_scheme"),
        (ml.Trial, {**TRIAL, "registration_id": "NCT0503582"}, "number_of_scheme"),
        (ml.Source, {"title": "t", "publisher": "p"}, "source_place_missing"),
    ],
)  # fmt: skip
def test_rules_of_the_other_records(kind: Any, data: dict[str, Any], code: str) -> None:
    assert code in problems(kind, data)


@pytest.mark.parametrize(
    ("kind", "base", "field", "value"),
    [
        (ml.Certificate, CERTIFICATE, "approved", "0"),
        (ml.Certificate, CERTIFICATE, "approved", 0),
        (ml.Certificate, CERTIFICATE, "approved", datetime(2025, 1, 1)),  # noqa: DTZ001
        (ml.Certificate, CERTIFICATE, "is_ai", 1),
        (ml.Certificate, CERTIFICATE, "product_name", " \n"),
        (ml.Certificate, CERTIFICATE, "product_name", 5),
        (ml.Certificate, CERTIFICATE, "number", "国械注准２０２４3131618"),
        (ml.Certificate, CERTIFICATE, "jurisdiction", "XX"),
        (ml.Trial, TRIAL, "enrolment", "6"),
        (ml.Trial, TRIAL, "enrolment", True),
        (ml.Trial, TRIAL, "enrolment", -1),
        (ml.Trial, TRIAL, "enrolment", 6.0),
        (ml.Trial, TRIAL, "countries", ["Atlantis"]),
        (ml.FundingRound, ROUND, "amount", 5),
        (ml.FundingRound, ROUND, "amount", {"low": "1_000"}),
        (ml.FundingRound, ROUND, "stage", "Z"),
        (ml.IntendedUse, {}, "age", {"min": float("nan")}),
        (ml.IntendedUse, {}, "age", {"min": "1_8"}),
        (ml.IntendedUse, {}, "functions", ["cures"]),
    ],
)
def test_nothing_is_converted_in_silence(
    kind: Any, base: dict[str, Any], field: str, value: object
) -> None:
    found = problems(kind, {**base, field: value})
    assert found


def test_a_company_called_na_is_a_company() -> None:
    assert ml.FundingRound.model_validate(ROUND).company == "NA"
    assert not ml.FundingRound.model_validate(ROUND).is_disclosed


def test_undisclosed_is_not_zero() -> None:
    zero = {"low": "0", "high": "0", "currency": "CNY"}
    assert ml.FundingRound.model_validate({**ROUND, "amount": zero}).is_disclosed


def test_collections_are_sorted_and_each_member_stands_once() -> None:
    record = ml.FundingRound.model_validate({**ROUND, "investors": ["红杉", "A", "红杉"]})
    assert record.investors == ("A", "红杉")
    twice = ml.Certificate.model_validate({**CERTIFICATE, "sources": [SOURCE, SOURCE]})
    assert len(twice.sources) == 1


def test_a_date_can_be_given_as_a_date() -> None:
    record = ml.Certificate.model_validate({**CERTIFICATE, "approved": date(2024, 8, 20)})
    assert record.approved == ml.PartialDate(2024, 8, 20)


def test_a_policy_is_dated_by_publication_then_signing_then_effect() -> None:
    event = ml.PolicyEvent.model_validate({**POLICY, "signed": "2025-08-21", "effective": "2026"})
    assert str(event.dated()) == "2025-08-21"
    assert str(event.replace(published="2025-08-26").dated()) == "2025-08-26"
    assert ml.PolicyEvent.model_validate(POLICY).dated() is None


def test_ages_and_limits_are_exact_numbers() -> None:
    use = ml.IntendedUse.model_validate({"age": {"min": 0.1, "max": "18"}})
    assert use.age is not None
    assert use.age.min == Decimal("0.1")
    assert json.loads(use.model_dump_json())["age"] == {
        "min": 0.1, "min_inclusive": True, "max": 18, "max_inclusive": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rounds", "code"), [("A＋轮", "A_PLUS"), ("并购", "MA"), ("战略投资", "STRATEGIC")]
)
def test_rounds_are_read_as_they_are_written(rounds: str, code: str) -> None:
    record = ml.FundingRound.model_validate({**ROUND, "stage": rounds})
    assert record.stage == code
    assert vocabulary(type(record.stage)).read(rounds) == code


def test_a_record_can_be_extended() -> None:
    class MyCertificate(ml.Certificate):
        internal_score: int | None = None

    record = MyCertificate.model_validate({**CERTIFICATE, "internal_score": 3})
    assert record.internal_score == 3
    assert "year_of_number" in problems(
        MyCertificate, {**CERTIFICATE, "approved": "2020", "expires": None}
    )


@by_name
def test_a_notebook_shows_a_record_with_its_texts_escaped(kind: Any, data: dict[str, Any]) -> None:
    hostile = "<script>alert(1)</script>"
    names = {"product_name", "title_en", "company", "title", "statement", "text"}
    changes = dict.fromkeys(names & set(kind.model_fields), hostile)
    shown = kind.model_validate({**data, **changes, "unverified": ["id"]})._repr_html_()
    assert "<script" not in shown
    assert shown.count("<table") == shown.count("</table>")


def test_an_unverified_field_is_marked_in_a_notebook() -> None:
    record = ml.Certificate.model_validate({**CERTIFICATE, "unverified": ["approved"]})
    assert 'approved <span title="unverified">' in record._repr_html_()
    assert "2024-08-20" in record._repr_html_()
