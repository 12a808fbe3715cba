"""The bundled landscape: one named test a promise; the message says what to repair and where."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from medai_landscape.answers import Answer
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.records.bci_trial import BCITrial
from medai_landscape.records.landscape import Landscape
from medai_landscape.show.code_names import code_names
from medai_landscape.sources.landscape_files import load_landscape

if TYPE_CHECKING:
    from pathlib import Path

LANDSCAPE = load_landscape()
RECORDS: list[Any] = [
    *LANDSCAPE.certificates,
    *LANDSCAPE.policies,
    *LANDSCAPE.funding_rounds,
    *LANDSCAPE.trials,
    *LANDSCAPE.claims,
    *(LANDSCAPE.registers or ()),
]
S1_TABLE = [
    c for c in LANDSCAPE.certificates if any("chart 2" in (s.locator or "") for s in c.sources)
]
REPAIR = "edit src/medai_landscape/data/landscape/{}.csv and run pytest tests/test_data.py"


def repair(table: str, record: Any, what: str) -> str:
    return f"{record.id}: {what}; {REPAIR.format(table)}"


def test_every_record_has_a_source_that_a_reader_can_follow() -> None:
    for record in RECORDS:
        for source in record.sources:
            place = source.locator or source.url
            assert place, repair("sources", record, f"source {source.title!r} has no place")
            assert source.publisher.strip(), repair("sources", record, "no publisher")


def test_statements_of_the_reports_say_where_in_the_report_they_stand() -> None:
    for record in RECORDS:
        for source in record.sources:
            assert source.locator not in {"whole report", "registry"}, repair(
                "*", record, "the source names a document and no place in it: write key@place"
            )


def test_addresses_are_web_addresses_without_secrets() -> None:
    for source in LANDSCAPE.sources:
        if source.url is not None:
            assert re.fullmatch(r"https://[a-z0-9.-]+(/[^\s?#@]*)?", source.url), source.url


def test_s1_has_eleven_certificates_of_class_iii_without_numbers() -> None:
    assert len(S1_TABLE) == 11, REPAIR.format("certificates")
    for certificate in S1_TABLE:
        assert (certificate.jurisdiction, certificate.scheme, certificate.risk_class) == (
            "CN", "nmpa_registration", "III",
        ), repair("certificates", certificate, "S1 is a table of NMPA class III")  # fmt: skip
        assert certificate.number is None, repair("certificates", certificate, "S1 prints none")
        assert certificate.is_ai is True


def test_s1_rows_are_numbered_one_to_eleven() -> None:
    places = [
        s.locator or "" for c in S1_TABLE for s in c.sources if "chart 2" in (s.locator or "")
    ]
    assert sorted(int(place.rpartition(" ")[2]) for place in places) == list(range(1, 12))


def test_s1_approvals_by_month_are_one_five_four_one_and_none() -> None:
    by_month = Counter(c.approved.month for c in S1_TABLE if c.approved)
    assert [by_month[month] for month in range(1, 6)] == [1, 5, 4, 1, 0]


def test_s1_has_nine_holders_and_two_of_them_hold_two() -> None:
    holders = Counter(c.holder for c in S1_TABLE)
    assert len(holders) == 9
    assert sorted(holders.values(), reverse=True)[:3] == [2, 2, 1]


def test_the_eleventh_use_is_incomplete_and_says_why() -> None:
    (last,) = [c for c in S1_TABLE if c.product_name == "神经外科手术计划软件"]
    assert last.intended_use is not None
    assert not last.intended_use.complete
    assert last.intended_use.reason, repair("certificates", last, "say why in use_reason")
    complete = [c.intended_use.complete for c in S1_TABLE if c.intended_use is not None]
    assert complete.count(False) == 1


def test_uses_are_coded_and_hold_no_sentence_of_the_report() -> None:
    for certificate in LANDSCAPE.certificates:
        use = certificate.intended_use
        assert use is None or (use.text is None and not use.evidence), repair(
            "certificates", certificate, "keep the constraints and not the text"
        )


def test_uses_of_s1_agree_with_the_annotated_statements(shared: Path) -> None:
    """Two people annotated the eleven statements; only their codes are compared."""
    import json

    lines = (shared / "gold/dev_reports_zh.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {row["product"]: row for row in map(json.loads, lines)}
    for certificate in S1_TABLE:
        use = certificate.intended_use
        assert use is not None
        ours = use.model_dump(mode="json")
        theirs = gold[certificate.product_name]
        for name in (
            "complete", "functions", "modalities", "anatomies", "findings", "age_groups", "sexes",
            "users", "user_training", "settings", "standalone_prohibited", "exclusions",
            "equipment_restricted",
        ):  # fmt: skip
            wanted = theirs[name]
            if isinstance(wanted, list):
                wanted = sorted(wanted)
            assert ours[name] == wanted, repair("certificates", certificate, f"use_{name}")
        limits = sorted(
            (t["measure"], t["op"], t["value"], t["unit"]) for t in theirs["thresholds"]
        )
        assert sorted((t.measure, t.op, t.value, t.unit) for t in use.thresholds) == limits
        ages = use.age and (use.age.min, use.age.max)
        wanted_ages = theirs["age"] and (theirs["age"]["min"], theirs["age"]["max"])
        assert ages == wanted_ages, repair("certificates", certificate, "use_age")


def test_age_limits_are_open_and_closed_as_written() -> None:
    uses = {c.id: c.intended_use for c in LANDSCAPE.certificates if c.intended_use}
    bone = uses["cn-2025-bone-age"].age
    caries = uses["cn-2025-dental-caries"].age
    assert bone is not None
    assert caries is not None
    assert (bone.min, bone.max) == (Decimal("0.5"), Decimal(18))
    assert (caries.min, caries.max) == (Decimal(18), None)


def test_known_errors_of_the_reports_are_no_facts() -> None:
    """Valmed in July, the measures of June, the change control plans of 2025, Wuhan's cluster."""
    by_id = {record.id: record for record in RECORDS}
    assert by_id["eu-2025-prof-valmed"].approved == PartialDate(2025, 4)
    assert by_id["cn-high-end-devices-2025"].published == PartialDate(2025, 7, 3)
    assert by_id["us-pccp-final-2024"].published == PartialDate(2024, 12, 3)


def test_siemens_is_an_import_of_october_for_forty_and_older() -> None:
    (siemens,) = [c for c in LANDSCAPE.certificates if c.holder == "西门子医疗"]
    assert siemens.approved == PartialDate(2025, 10)
    assert siemens.intended_use is not None
    assert siemens.intended_use.age is not None
    assert siemens.intended_use.age.min == 40


def test_authorisations_are_certificates_and_designations_are_nowhere() -> None:
    numbers = {c.number for c in LANDSCAPE.certificates if c.jurisdiction == "US"}
    assert numbers == {"DEN170073", "DEN180001", "K242618"}
    for policy in LANDSCAPE.policies:
        title = f"{policy.title} {policy.title_en}".casefold()
        assert "breakthrough" not in title, repair("policies", policy, "a designation is no policy")
        assert "investigational device" not in title


def test_policies_hold_every_verified_event_once(shared: Path) -> None:
    with (shared / "spec/policy_events.csv").open(encoding="utf-8", newline="") as file:
        events = list(csv.DictReader(file))
    by_day = {
        day.isoformat(): policy
        for policy in LANDSCAPE.policies
        for day in (policy.signed, policy.published)
        if day
    }
    for event in events:
        if event["verified"] == "yes":
            assert event["date"] in by_day, f"no policy of {event['date']}: {event['title_en']}"
    left_out = len(events) - len(LANDSCAPE.policies)
    assert left_out == 1, "all but the FDA's transparency principles of 2024-06, which nobody found"


def test_policies_keep_signing_publication_and_effect_apart() -> None:
    by_id = {policy.id: policy for policy in LANDSCAPE.policies}
    ai_plus = by_id["cn-ai-plus-2025"]
    assert (ai_plus.signed, ai_plus.published) == (
        PartialDate(2025, 8, 21),
        PartialDate(2025, 8, 26),
    )
    act = by_id["eu-ai-act-2024"]
    assert act.published == PartialDate(2024, 7, 12)
    assert act.effective == PartialDate(2024, 8, 1)
    assert [day.isoformat() for day in act.applicable] == [
        "2025-02-02", "2025-08-02", "2026-08-02", "2027-08-02",
    ]  # fmt: skip


def test_drafts_and_reissues_are_events_of_their_own() -> None:
    by_id = {policy.id: policy for policy in LANDSCAPE.policies}
    reissued = by_id["us-pccp-reissued-2025"]
    (final,) = (by_id[name] for name in reissued.supersedes)
    (draft,) = (by_id[name] for name in final.supersedes)
    assert (draft.stage, final.stage, reissued.stage) == ("draft", "final", "reissued")


def test_issuers_are_codes_of_the_issuers_table() -> None:
    from medai_landscape.vocabulary import read_rows

    known = {row["code"] for row in read_rows("vocabularies/issuers.csv")}
    for policy in LANDSCAPE.policies:
        strangers = set(policy.issuers) - known
        assert not strangers, repair("policies", policy, f"issuers {strangers}")
        assert policy.issuers, repair("policies", policy, "name who issued it")


def test_unverified_fields_are_filled_or_known_to_conflict() -> None:
    """A field is named unverified where it holds something that nobody has checked."""
    conflicting = {("NCT:NCT03698149", "phase")}  # NA in one source, early phase 1 in another
    blank = {("NCT:NCT05665998", "device"), ("NCT:NCT06406855", "device")}
    for record in RECORDS:
        for name in record.unverified:
            if (record.id, name) not in conflicting | blank:
                assert getattr(record, name) not in {None, ()}, f"{record.id}: {name} is empty"


def test_rounds_of_the_reports_and_the_table_are_here(shared: Path) -> None:
    with (shared / "spec/funding_examples.csv").open(encoding="utf-8", newline="") as file:
        examples = list(csv.DictReader(file))
    ours = {r.company: r for r in LANDSCAPE.funding_rounds}
    for row in examples:
        found = ours[row["company"].removesuffix(" StairMed")]
        assert found.announced == PartialDate.of(row["date"]), found.id
        assert found.amount is not None
        assert found.amount.currency == row["currency"]
        if row["amount"]:
            assert found.amount.is_exact
            assert found.amount.low == Decimal(row["amount"])
    acquired = {r.company for r in LANDSCAPE.funding_rounds if r.stage == "MA"}
    assert acquired == {"易策医管", "医惠科技"}


def test_amounts_are_those_that_their_words_say() -> None:
    rounds = {r.id: r for r in LANDSCAPE.funding_rounds}
    about = rounds["brainco-2026-01"].amount
    assert about is not None
    assert about.approximate
    assert about.at_least(1_900_000_000) is Answer.YES
    undisclosed = rounds["yice-2025"]
    assert undisclosed.amount is None
    assert not undisclosed.is_disclosed


def test_every_trial_of_the_table_is_here_with_its_route(shared: Path) -> None:
    with (shared / "spec/bci_trials.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["trial_id"]: row for row in csv.DictReader(file)}
    ours = {trial.registration_id: trial for trial in LANDSCAPE.trials}
    assert ours.keys() == rows.keys()
    for number, trial in ours.items():
        assert isinstance(trial, BCITrial), repair("trials", trial, "give it a route")
        assert trial.route == rows[number]["route"]
        day = trial.registered if rows[number]["date_kind"] == "registration" else trial.started
        assert (day.isoformat() if day else "") == rows[number]["date"], number
        assert str(trial.enrolment or "") == rows[number]["enrolment"], number


def test_claims_are_the_75_of_the_list_each_id_once(shared: Path) -> None:
    with (shared / "reports/claims.csv").open(encoding="utf-8", newline="") as file:
        wanted = [row["id"] for row in csv.DictReader(file)]
    ours = [claim.id for claim in LANDSCAPE.claims]
    assert len(ours) == len(set(ours)) == 75
    assert sorted(ours) == sorted(wanted), REPAIR.format("claims")


def test_claims_say_what_is_asserted_and_where() -> None:
    for claim in LANDSCAPE.claims:
        assert claim.asserted, repair("claims", claim, "what is asserted?")
        assert claim.report in {"S1", "S2", "S1 and S2"}, repair("claims", claim, "which report?")


def test_registers_lie_in_the_past_of_the_reports() -> None:
    for register in LANDSCAPE.registers or ():
        assert register.window.last is not None
        assert register.window.last <= date(2025, 12, 31), repair("registers", register, "window")


def test_no_table_copies_a_long_passage_of_a_report(shared: Path) -> None:
    """Facts are free and sentences are not: no 30 characters in a row stand in a report."""
    reports = "".join(
        "".join(path.read_text(encoding="utf-8").split())
        for path in (shared / "reports").glob("*.txt")
    )
    for record in RECORDS:
        texts = [getattr(record, name, None) for name in ("summary", "statement", "title")]
        for text in filter(None, texts):
            compact = "".join(text.split())
            runs = (compact[i : i + 40] for i in range(len(compact) - 39))
            assert not any(run in reports for run in runs), record.id


def test_the_window_of_a_claim_is_a_span_wherever_it_is_one() -> None:
    windows = [c.window for c in LANDSCAPE.claims if c.id in {"S1-11a", "S2-27b"} and c.window]
    assert [str(DateSpan.of(window)) for window in windows] == [
        "2025-01-01/2025-05-31", "../2025-12-05",
    ]  # fmt: skip


def test_the_landscape_shows_itself_as_a_small_escaped_table() -> None:
    html = LANDSCAPE._repr_html_()
    assert "<td>75</td>" in html
    assert html.count("<tr>") == 7


@pytest.mark.parametrize("name", ["certificates", "policies", "funding_rounds", "trials", "claims"])
def test_tables_are_reached_by_name(name: str) -> None:
    assert LANDSCAPE.table(name) == getattr(LANDSCAPE, name)
    assert isinstance(LANDSCAPE, Landscape)


def test_every_issuer_has_a_name_in_both_languages() -> None:
    names = code_names()["issuer"]
    for event in LANDSCAPE.policies:
        for issuer in event.issuers:
            told = f"{event.id}: {issuer} has no name: edit data/vocabularies/issuers.csv"
            assert all(names.get(issuer, ("",))), told


@pytest.mark.parametrize("field", code_names())
def test_every_code_for_people_has_a_name_in_both_languages(field: str) -> None:
    nameless = [code for code, pair in code_names()[field].items() if not all(pair)]
    assert not nameless, f"name these codes of {field} in English and Chinese: {nameless}"
