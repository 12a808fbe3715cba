"""The audit of both reports, and of claims and landscapes that are not ours."""

from __future__ import annotations

import csv
import json
import pickle
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from medai_landscape.claims import Outcome, UnknownClaimError, UnreadableClaimsError, audit
from medai_landscape.dates import DateSpan, PartialDate
from medai_landscape.errors import ScopeError
from medai_landscape.records import Certificate, Claim, FundingRound, Landscape
from medai_landscape.records.register import Register
from medai_landscape.sources.landscape_files import load_landscape

if TYPE_CHECKING:
    from pathlib import Path

    from medai_landscape.claims import Verdict

LANDSCAPE = load_landscape()
CLAIMS = {claim.id: claim for claim in LANDSCAPE.claims}
REPORT = audit(LANDSCAPE.claims, LANDSCAPE)
SOURCE = {"title": "draft", "publisher": "E", "locator": "page 1"}

# Where our verdict is not that of the list, and docs/claims.md says why.
ARGUED = {"S1-25a": "bound_only", "S1-25b": "bound_only"}


def verdict(name: str, landscape: Landscape = LANDSCAPE, /, **changes: Any) -> Verdict:
    """Audit one claim of the reports, changed."""
    return audit([CLAIMS[name].replace(**changes)], landscape).verdicts[0]


def claim(**parts: Any) -> Claim:
    return Claim.model_validate(
        {"id": "mine", "report": "draft", "statement": "S", "sources": [SOURCE], **parts}
    )


def of(landscape: Landscape = LANDSCAPE, /, **parts: Any) -> Verdict:
    return audit([claim(**parts)], landscape).verdicts[0]


def test_every_claim_of_the_reports_has_the_verdict_of_the_list(shared: Path) -> None:
    with (shared / "reports/claims.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["id"]: row["expected_outcome"] for row in csv.DictReader(file)}
    found = {v.claim.id: v.outcome.value for v in REPORT.verdicts}
    assert found.keys() == expected.keys()
    differing = {name: found[name] for name in found if found[name] != expected[name]}
    assert differing == ARGUED


@pytest.mark.parametrize("found", REPORT.verdicts, ids=lambda v: v.claim.id)
def test_a_verdict_can_be_followed(found: Verdict) -> None:
    ids = {r.id for t in ("certificates", "policies", "funding_rounds") for r in LANDSCAPE.table(t)}
    assert set(found.witnesses) <= ids | CLAIMS.keys()
    assert len(found.sentence) > 30
    assert found.sentence_zh.endswith("。")
    assert "{" not in found.sentence + found.sentence_zh
    if found.outcome in {Outcome.HOLDS, Outcome.CONTRADICTED}:
        assert found.witnesses


def test_the_figures_of_the_report() -> None:
    assert REPORT.of("S1-11a").observed == 11
    assert len(REPORT.of("S1-11a").witnesses) == 11
    assert round(REPORT.of("S1-05a").observed, 2) == Decimal("41.67")
    assert REPORT.of("S1-14a").observed == 9
    assert REPORT.of("S2-28c").observed == 166
    assert REPORT.of("S1-11b").observed == 177
    assert round(REPORT.of("X-01").observed, 3) == Decimal("0.457")
    assert REPORT.of("S1-02b").observed == PartialDate(2024, 12, 3)


def products(name: str) -> set[str]:
    names = {c.id: c.product_name for c in LANDSCAPE.certificates}
    return {names[witness] for witness in REPORT.of(name).witnesses}


def test_exceptions_to_all_are_the_witnesses() -> None:
    assert products("S1-16a") == {"肺外科手术计划软件", "神经外科手术计划软件"}
    assert products("S1-14b") == {"骨科手术模拟软件", "神经外科手术计划软件"}
    assert products("S1-15a") == {"乳腺超声影像辅助检测软件", "甲状腺结节超声影像辅助诊断软件"}
    assert products("S1-20a") == {"神经外科手术计划软件"}
    assert len(products("S1-19a")) == 7
    assert products("S1-18a") == {
        "肺外科手术计划软件", "儿童手部X射线图像骨龄辅助评估软件", "冠脉钙化积分辅助评估软件",
    }  # fmt: skip


def test_another_figure_for_the_same_window_is_contradicted_with_its_rows() -> None:
    found = verdict("S1-11a", id="mine", asserted="= 12", window="2025-01/2025-05")
    assert found.outcome is Outcome.CONTRADICTED
    assert (found.observed, found.expected) == (11, 12)
    assert len(found.witnesses) == 11


def test_a_figure_that_differs_holds_only_with_a_rounding_that_the_claim_declares() -> None:
    assert verdict("S1-05a", rounding="nearest 5").outcome is Outcome.HOLDS_ROUNDED
    assert verdict("S1-05a", rounding="nearest 1").outcome is Outcome.CONTRADICTED
    assert (
        verdict("S1-05a", asserted="= 42 %", rounding="nearest 1").outcome is Outcome.HOLDS_ROUNDED
    )
    assert verdict("S1-11a", asserted="= 12", rounding="nearest 1").outcome is Outcome.CONTRADICTED


def test_a_record_that_changes_turns_the_verdict() -> None:
    warned = [
        c.replace(intended_use=c.intended_use.replace(standalone_prohibited=True))
        if c.intended_use and c.id in REPORT.of("S1-16a").witnesses
        else c
        for c in LANDSCAPE.certificates
    ]
    landscape = attrs.evolve(LANDSCAPE, certificates=warned)
    assert verdict("S1-16a", landscape).outcome is Outcome.HOLDS
    fewer = attrs.evolve(LANDSCAPE, certificates=LANDSCAPE.certificates[1:])
    assert verdict("S1-11a", fewer).outcome is Outcome.CONTRADICTED
    assert verdict("S1-16a", fewer).outcome is Outcome.CONTRADICTED
    moved = [
        c.replace(holder="上海联影智融医疗科技有限公司")
        if (c.holder or "").startswith("武汉")
        else c
        for c in LANDSCAPE.certificates
    ]
    assert verdict("S1-20a", attrs.evolve(LANDSCAPE, certificates=moved)).outcome is Outcome.HOLDS


def test_outside_a_register_rows_refute_and_do_not_confirm() -> None:
    assert verdict("S2-28a").outcome is Outcome.NOT_COVERED
    assert verdict("S2-28a", asserted="= 12").outcome is Outcome.NOT_COVERED
    few = verdict("S2-28a", asserted="= 3")
    assert few.outcome is Outcome.CONTRADICTED
    assert verdict("S2-28a", asserted="> 10").outcome is Outcome.HOLDS
    assert verdict("S2-28a", asserted="> 12").outcome is Outcome.NOT_COVERED
    assert verdict("S2-28a", asserted="< 12").outcome is Outcome.CONTRADICTED
    assert verdict("S2-28a", asserted="<= 12").outcome is Outcome.NOT_COVERED


def test_a_landscape_without_registers_is_taken_as_it_is() -> None:
    bare = attrs.evolve(LANDSCAPE, registers=None)
    assert verdict("S1-11a", bare).outcome is Outcome.HOLDS
    assert verdict("S2-28a", bare).outcome is Outcome.CONTRADICTED
    assert verdict("S2-29c", bare).outcome is Outcome.NOT_COVERED
    assert verdict("S2-33d", bare).outcome is Outcome.NOT_COVERED
    promising_nothing = attrs.evolve(LANDSCAPE, registers=())
    assert verdict("S1-11a", promising_nothing).outcome is Outcome.NOT_COVERED


def test_an_empty_landscape_refutes_no_record_of_a_report() -> None:
    outcomes = {v.claim.id: v.outcome for v in audit(LANDSCAPE.claims, Landscape()).verdicts}
    measures = {c.id: c.measure or "" for c in LANDSCAPE.claims}
    from_records = [n for n, text in measures.items() if "where" in text and "claim(" not in text]
    assert {outcomes[name] for name in from_records} == {Outcome.NOT_COVERED}
    assert outcomes["S1-05a"] is Outcome.CONTRADICTED  # measured by another claim


def test_a_claim_that_is_not_here_is_named() -> None:
    found = audit([CLAIMS["S1-05a"]], Landscape()).verdicts[0]
    assert found.outcome is Outcome.NOT_COVERED
    assert "S1-04a" in found.sentence


def test_a_register_makes_a_superlative_decidable() -> None:
    register = Register.model_validate(
        {"table": "funding_rounds", "where": "amount_currency = CNY", "sources": [SOURCE]}
    )
    whole = attrs.evolve(LANDSCAPE, registers=(*(LANDSCAPE.registers or ()), register))
    undisclosed = verdict("S2-29c", whole)
    assert undisclosed.outcome is Outcome.NOT_COVERED  # the two acquisitions may be larger
    disclosed = [r for r in LANDSCAPE.funding_rounds if r.is_disclosed]
    whole = attrs.evolve(whole, funding_rounds=disclosed)
    assert verdict("S2-29c", whole).outcome is Outcome.HOLDS
    later = verdict("S2-29c", whole, window="../2026-12")
    assert later.outcome is Outcome.CONTRADICTED
    assert later.witnesses == ("brainco-2026-01",)


def test_an_earlier_standard_takes_the_first_away() -> None:
    earlier = [
        p.replace(published="2024-01-01", effective=None) if p.id == "cn-bci-standard-1996" else p
        for p in LANDSCAPE.policies
    ]
    found = verdict("S2-33d", attrs.evolve(LANDSCAPE, policies=earlier))
    assert found.outcome is Outcome.CONTRADICTED
    assert found.witnesses == ("cn-bci-standard-1996",)
    vague = [
        p.replace(published="2025", effective=None) if p.id == "cn-bci-standard-1996" else p
        for p in LANDSCAPE.policies
    ]
    assert verdict("S2-33d", attrs.evolve(LANDSCAPE, policies=vague)).outcome is Outcome.NOT_COVERED


def test_unequal_windows_are_found() -> None:
    assert verdict("S2-42a").outcome is Outcome.SCOPE_MISMATCH
    assert "per day" in verdict("S2-42a").sentence
    same = verdict("S2-42a", window="2025-01/2025-10 against 2024-01/2024-10")
    assert same.outcome is Outcome.NOT_COVERED
    found = verdict("S1-11a", measure="claim('S2-28a')")
    assert found.outcome is Outcome.SCOPE_MISMATCH
    assert "window" in found.sentence
    added = verdict("S1-11a", measure="claim('S1-11a') + claim('S2-28a')")
    assert added.outcome is Outcome.SCOPE_MISMATCH


def test_the_scope_of_the_claim_is_held_against_what_was_counted() -> None:
    found = verdict("S1-11a", scope="risk_class = II")
    assert found.outcome is Outcome.SCOPE_MISMATCH
    assert "'" not in found.sentence
    assert (
        verdict("S2-27a", scope="risk_class = III", window="../2025-12-05").outcome is Outcome.HOLDS
    )


def test_a_change_or_share_without_its_base_says_nothing() -> None:
    assert of(asserted="change 7 -> 26 %", window="2023/2025").outcome is Outcome.NO_BASE
    assert of(asserted="change 7 -> 26", window="2023/?").outcome is Outcome.NO_BASE
    assert of(asserted="change 7 -> 26", window="2023/2025").outcome is Outcome.NOT_COVERED
    stated = of(asserted="change 7 -> 26 %", scope="of = 300 models", window="2023/2025")
    assert stated.outcome is Outcome.NOT_COVERED
    assert "+19, or +271.4 %" in of(asserted="change 7 -> 26 %").sentence


@pytest.mark.parametrize(
    "asserted", ["> 70 %", "< 15 %", ">= 41", "<= 3", "near 160", "order of 10"]
)
def test_a_bound_without_rows_is_only_a_bound(asserted: str) -> None:
    assert of(asserted=asserted).outcome is Outcome.BOUND_ONLY


@pytest.mark.parametrize("asserted", ["= 7", "all of 20", "first", "trend", "planned event", None])
def test_what_nothing_measures_is_not_covered(asserted: str | None) -> None:
    assert of(asserted=asserted).outcome is Outcome.NOT_COVERED


def test_two_figures_of_nought_are_observed() -> None:
    assert of(measure="0; 0", asserted="= 0 and = 0").observed == (0, 0)


HOLDERS = "aggregate(holders, certificates where jurisdiction = US, certificates"


@pytest.mark.parametrize(
    ("measure", "asserted", "outcome"),
    [
        ("count(certificates where jurisdiction = US)", "= 3", "not_covered"),
        ("count(certificates where jurisdiction = US)", ">= 3", "holds"),
        ("2 + 3 * 4", "= 14", "holds"),
        ("(2 + 3) * 4 / 8", "= 2.5", "holds"),
        ("1 / (1 - 1)", "= 1", "not_covered"),
        ("158", "near 160", "holds"),
        ("160", "near 160", "contradicted"),
        ("99", "order of 10", "holds"),
        ("100", "order of 10", "contradicted"),
        ("24; 14", "change 24 -> 14 months", "holds"),
        ("24; 15", "change 24 -> 14 months", "contradicted"),
        ("40; 24", "40 > 24", "holds"),
        ("58; 294", "= 58 and = 294", "holds"),
        ("58; 293", "= 58 and = 294", "contradicted"),
        ("value(trials where id = 'NCT:NCT00912041', enrolment)", "= 27", "holds"),
        ("value(trials where id = 'NCT:NCT00912041', enrolment)", "> 27", "contradicted"),
        ("value(trials where id = 'nowhere', enrolment)", "= 27", "not_covered"),
        ("value(trials where route = eeg, enrolment)", "= 27", "not_covered"),
        ("value(certificates where product_name = 'IDx-DR', approved)", "date = 2018-04-11", "holds"),
        ("value(certificates where product_name = 'Prof. Valmed', approved)", "date = 2025-04-10",
         "not_covered"),
        ("value(certificates where holder = '西门子医疗', use_age)", "age >= 18", "contradicted"),
        ("value(certificates where holder = '西门子医疗', use_age)", "age < 40", "contradicted"),
        ("value(funding_rounds where id = 'brainco-2026-01', amount)", "= 2000000000 CNY",
         "not_covered"),
        ("value(funding_rounds where id = 'brainco-2026-01', amount)", "= 3000000000 CNY",
         "contradicted"),
        ("value(funding_rounds where id = 'brainco-2026-01', amount)", "> 1000000000 CNY", "holds"),
        ("value(funding_rounds where id = 'brainco-2026-01', amount)", "order of 1000000000 CNY",
         "holds"),
        ("value(funding_rounds where id = 'nudge-2025-07', amount)", "= 100000000 CNY",
         "scope_mismatch"),
        ("total(funding_rounds where company = Nudge or company = Neuralink)", ">= 750000000 USD",
         "holds"),
        ("total(funding_rounds where company = Nudge)", "= 750000000 USD", "not_covered"),
        ("total(funding_rounds where company = Nudge)", "= 50000000 USD", "contradicted"),
        ("total(funding_rounds where stage = MA)", "= 5 CNY", "not_covered"),
        ("total(funding_rounds where subsector = bci)", "= 5 CNY", "scope_mismatch"),
        ("largest_amount(funding_rounds where subsector = bci)", "= 5 CNY", "not_covered"),
        ("largest(funding_rounds where amount_currency = USD, company = Neuralink)", "maximum",
         "not_covered"),
        ("exists(funding_rounds where company = Nobody)", "acquisition", "not_covered"),
        ("listed(policies where id = 'cn-ai-plus-2025', 'Key fields', 'industry')", "member of 5",
         "contradicted"),
        ("listed(policies where id = 'cn-gmp-2025', 'Key fields', 'industry')", "member of 5",
         "not_covered"),
        ("years(policies where id = 'cn-gmp-2025', title)", "span", "not_covered"),
        ("only(policies where instrument = catalogue, id = 'cn-priority-catalogue-2025')", "only",
         "contradicted"),
        ("only(policies where instrument = law, id = 'kr-digital-medical-products-2024')", "only",
         "not_covered"),
        ("only(policies where instrument = law, id = 'nowhere')", "only", "not_covered"),
        ("is(policies where id = 'nowhere', stage = final)", "so", "not_covered"),
        ("first(trials where route = unknown and sponsor = nobody, phase = NA)", "first",
         "not_covered"),
        ("claim('S2-27b')", "= 207", "holds"),
        ("aggregate(implanted_by_route, trials where route = eeg, trials, route = eeg)", "> 4",
         "holds"),
        (f"{HOLDERS}, holder = 'IDx, LLC')", ">= 1", "holds"),
        (f"{HOLDERS}, holder = nobody)", ">= 1", "not_covered"),
        ("aggregate(holders, certificates where jurisdiction = XX, certificates)", ">= 0", "holds"),
    ],
)  # fmt: skip
def test_the_language(measure: str, asserted: str, outcome: str) -> None:
    assert of(measure=measure, asserted=asserted).outcome == outcome


NINE = CLAIMS["S1-15a"].measure or ""


@pytest.mark.parametrize(
    ("asserted", "outcome"),
    [
        ("7 of 9", "holds"),
        ("8 of 9", "contradicted"),
        ("7 of 10", "contradicted"),
        ("none of 9", "contradicted"),
        ("= 7", "holds"),
        ("= 6", "contradicted"),
    ],
)
def test_so_many_of_so_many(asserted: str, outcome: str) -> None:
    assert verdict("S1-15a", asserted=asserted).outcome == outcome


def test_a_share_is_of_what_was_asked() -> None:
    share = NINE.replace("all(", "share(")
    found = verdict("S1-15a", measure=share, asserted="= 77.8 %", rounding="nearest 0.1")
    assert found.outcome is Outcome.HOLDS_ROUNDED
    assert round(found.observed, 1) == Decimal("77.8")
    assert verdict("S1-15a", measure=share, asserted="= 77.8 %").outcome is Outcome.CONTRADICTED
    nothing = "share(certificates where jurisdiction = XX, is_ai = true)"
    assert of(measure=nothing, asserted="= 1 %").outcome is Outcome.NOT_COVERED


def test_what_a_record_does_not_say_leaves_a_claim_open() -> None:
    """K242618 does not say whether it is AI, so nobody knows how many of three are."""
    bare = attrs.evolve(LANDSCAPE, registers=None)
    asked = {"measure": "all(certificates where jurisdiction = US, is_ai = true)"}
    assert of(bare, asserted="all of 3", **asked).outcome is Outcome.NOT_COVERED
    assert of(bare, asserted="1 of 3", **asked).outcome is Outcome.CONTRADICTED
    assert of(bare, asserted="2 of 3", **asked).outcome is Outcome.NOT_COVERED
    count = {"measure": "count(certificates where jurisdiction = US and is_ai = true)"}
    assert of(bare, asserted="= 2", **count).outcome is Outcome.NOT_COVERED
    assert of(bare, asserted="= 4", **count).outcome is Outcome.CONTRADICTED
    assert of(bare, asserted="= 1", **count).outcome is Outcome.CONTRADICTED
    assert of(bare, asserted="< 4", **count).outcome is Outcome.HOLDS


def test_a_landscape_of_ones_own() -> None:
    rounds = [
        FundingRound.model_validate(
            {"company": name, "announced": day, "amount": amount, "sources": [SOURCE]}
        )
        for name, day, amount in (
            (
                "A",
                "2024-03",
                {"low": "200", "high": "900", "high_closed": False, "currency": "CNY"},
            ),
            ("B", "2024", {"low": "50", "high": "50", "currency": "CNY"}),
            ("C", "2025-01-02", None),
        )
    ]
    mine = Landscape(funding_rounds=rounds)
    window = {"window": "2024-01/2024-06"}
    counted = {"measure": "count(funding_rounds where announced in window)", **window}
    assert of(mine, asserted="= 1", **counted).outcome is Outcome.NOT_COVERED  # B may be inside
    assert of(mine, asserted="= 3", **counted).outcome is Outcome.CONTRADICTED
    big = {"measure": "count(funding_rounds where amount >= 100)"}
    assert of(mine, asserted="= 3", **big).outcome is Outcome.CONTRADICTED
    assert of(mine, asserted="= 1", **big).outcome is Outcome.NOT_COVERED  # C is undisclosed
    total = {"measure": "total(funding_rounds where amount_currency = CNY)"}
    assert of(mine, asserted="= 250 CNY", **total).outcome is Outcome.NOT_COVERED
    assert of(mine, asserted="= 100 CNY", **total).outcome is Outcome.CONTRADICTED
    assert of(mine, asserted="< 1000 CNY", **total).outcome is Outcome.NOT_COVERED  # C may be huge
    assert of(mine, asserted=">= 250 CNY", **total).outcome is Outcome.HOLDS


def test_clusters_of_a_province_alone_stay_unknown() -> None:
    record = Certificate.model_validate(
        {
            "jurisdiction": "CN", "scheme": "nmpa_registration", "product_name": "P",
            "holder": "广东省医疗器械有限公司", "sources": [SOURCE],
        }
    )  # fmt: skip
    mine = Landscape(certificates=[record])
    for condition, outcome in (
        ("holder_clusters has 珠三角", "not_covered"),
        ("holder_clusters has 长三角", "contradicted"),
        ("holder_clusters != 长三角", "holds"),
        ("holder_province = 广东", "holds"),
    ):
        measure = f"all(certificates, {condition})"
        assert of(mine, measure=measure, asserted="all of 1").outcome == outcome


def test_unreadable_claims_are_all_named() -> None:
    drafts = [
        claim(id="a", asserted="= eleven"),
        claim(id="b", asserted="= 1", window="someday"),
        claim(id="c", asserted="= 1", measure="count(devices)"),
        claim(id="d", asserted="= 1", measure="count(certificates where colour = red)"),
        claim(id="e", asserted="= 1", scope="class III"),
        claim(id="g", asserted="= 1", measure="count(certificates where approved in window)"),
        claim(id="h", asserted="= 1", measure="1", rounding="roughly"),
        claim(id="i", asserted="month = 2025-06-01"),
        claim(id="j", asserted="first", measure="1"),
        claim(id="k", asserted="= 1 and = 2", measure="1"),
        claim(id="l", asserted="= 1", measure="claim('S1-02a')"),
        claim(id="m", asserted="= 1", measure="before('S1-11a')"),
        claim(id="n", asserted="same", measure="same('S1-11a', 'S1-11b', taxonomy)"),
        claim(id="o", asserted="= 1", measure="count(certificates where approved = soon)"),
        claim(id="p", asserted="= 1", measure="count(certificates where holder > 3)"),
        claim(id="q", asserted="= 1", measure="count(trials where enrolment > many)"),
        claim(id="r", asserted="= 1", measure="count(trials where enrolment starts 3)"),
        claim(id="s", asserted="= 1", measure="count(funding_rounds where amount has 3)"),
        claim(id="t", asserted="= 1", measure="1 + is(certificates, is_ai = true)"),
        claim(id="u", asserted="= 1", measure="aggregate(nothing, certificates, rows)"),
        claim(id="v", asserted="= 1", measure="aggregate(holders, certificates, nothing)"),
        claim(id="w", asserted="= 1", measure="aggregate(holders, certificates, share)"),
        claim(id="x", asserted="= 1", measure="count(certificates where holder_clusters has 火星)"),
        claim(id="y", asserted="month = 2025-01", measure="is(certificates, is_ai = true)"),
        claim(id="z", asserted="month = 2025-13"),
        claim(id="aa", asserted="class = III", measure="1"),
        claim(id="ab", asserted="first", measure="value(trials where enrolment = 27, enrolment)"),
        claim(id="ac", asserted="first", measure="value(funding_rounds where stage = E, amount)"),
        claim(id="ad", asserted="= 1", measure="count(certificates where approved starts 2025)"),
        claim(id="ae", asserted="= 1", measure="count(certificates where holder_clusters > 2)"),
    ]
    with pytest.raises(UnreadableClaimsError) as caught:
        audit(drafts, LANDSCAPE)
    assert [name for name, _ in caught.value.problems] == [draft.id for draft in drafts]
    assert "docs/claims.md" in str(caught.value)
    assert all("expected" in problem for _, problem in caught.value.problems)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


def test_the_page_shows_hostile_text_as_text() -> None:
    hostile = "<script>alert(1)</script>"
    report = audit(
        [claim(id=hostile, statement=hostile, asserted="= 1", claimant=hostile)], LANDSCAPE
    )
    tags = Tags()
    tags.feed(report.to_html())
    assert tags.seen <= {
        "html", "head", "meta", "title", "style", "body", "table", "caption", "tr", "th", "td", "br",
        "span",
    }  # fmt: skip


def test_the_report_as_json_frame_and_text() -> None:
    parsed = json.loads(REPORT.to_json())
    assert parsed["counts"] == REPORT.counts()
    assert sum(parsed["counts"].values()) == 75
    rows = {row["claim"]: row for row in parsed["verdicts"]}
    assert rows["S1-11a"]["observed"] == 11
    assert rows["S1-05a"]["observed"] == "41.67"
    assert rows["S2-36a"]["observed"] == "[40, )"
    frame = REPORT.to_frame()
    assert list(frame["outcome"]) == [v.outcome.value for v in REPORT.verdicts]
    assert list(frame["witnesses"].iloc[0]) == list(REPORT.verdicts[0].witnesses)
    assert "75 claims" in REPORT.to_text()
    assert repr(REPORT).startswith("AuditReport(holds=")
    assert hash(REPORT) == hash(audit(LANDSCAPE.claims, LANDSCAPE))
    with pytest.raises(
        UnknownClaimError, match="'nobody' was not audited: expected one of S1-"
    ) as no:
        REPORT.of("nobody")
    assert isinstance(no.value, KeyError)
    again = pickle.loads(pickle.dumps(no.value))  # noqa: S301 - our own
    assert (again.claim, str(again)) == ("nobody", str(no.value))


def test_the_windows_of_sums_and_differences() -> None:
    """207 by 5 December less 41 of the year leaves the years before."""
    from medai_landscape.claims.base import Base

    whole = Base((), DateSpan.of("../2025-12-05"))
    year = Base((), DateSpan.of("2025-01-01/2025-12-05"))
    may = Base((), DateSpan.of("2025-01/2025-05"))
    assert whole.joined(year, "-").window == DateSpan(None, date(2024, 12, 31))
    assert year.joined(may, "-").window == DateSpan(date(2025, 6, 1), date(2025, 12, 5))
    before = whole.joined(year, "-")
    assert before.joined(may, "+").window == may.joined(before, "+").window
    assert year.joined(year, "-").window == year.window
    assert year.joined(year, "+").window == year.window
    assert may.joined(Base(), "+").window == may.window
    assert year.joined(Base((("unit", "a"),)), "/").parts == ()


def test_windows_that_do_not_fit_together_are_refused() -> None:
    from medai_landscape.claims.base import Base

    year = Base((), DateSpan.of("2025"))
    for other, sign in (("2023", "+"), ("2023", "-"), ("2024/2025", "-"), ("2024-01/2024-10", "/")):
        with pytest.raises(ScopeError, match="window"):
            year.joined(Base((), DateSpan.of(other)), sign)
    assert year.joined(Base((), DateSpan.of("2024-01-02/2024-12-31")), "*").window is None


def test_an_exception_says_what_its_record_says() -> None:
    assert "use_modalities: US" in REPORT.of("S1-15a").sentence
    assert "holder_clusters: 武汉 (none)" in REPORT.of("S1-20a").sentence


def test_aggregations_count_in_their_own_window() -> None:
    scope = "certificates where jurisdiction = CN and risk_class = III and is_ai = true"
    for options, asserted, outcome in (
        ("every = month, period = '2025-02'", "= 5", "holds"),
        ("every = month, period = '2025-02'", "= 4", "contradicted"),
        ("every = month, since = '2025-01', until = '2025-05'", "= 11", "holds"),
        ("since = '2025-01', until = '2025-10'", "= 12", "not_covered"),
        ("by = use_functions, use_functions = triage", "= 2", "not_covered"),
    ):
        measure = f"aggregate(approvals_by_period, {scope}, certificates, {options})"
        assert of(measure=measure, asserted=asserted).outcome == outcome, options
    february = of(
        measure=f"aggregate(approvals_by_period, {scope}, certificates, every = month, "
        "period = '2025-02')",
        asserted="= 5",
        window="2025-03",
    )
    assert february.outcome is Outcome.SCOPE_MISMATCH


def test_a_share_of_rows_that_are_not_all_here_is_no_share() -> None:
    measure = "aggregate(shares, certificates where jurisdiction = CN, share, of = use_functions, use_functions = triage)"
    assert of(measure=measure, asserted="> 0").outcome is Outcome.NOT_COVERED
    bare = attrs.evolve(LANDSCAPE, registers=None)
    assert of(bare, measure=measure, asserted="> 0").outcome is Outcome.HOLDS


@pytest.mark.parametrize(
    "options", ["every = decade", "since = soon, until = later", "trace = yes", "by = nothing"]
)
def test_options_that_an_aggregation_does_not_take(options: str) -> None:
    measure = f"aggregate(approvals_by_period, certificates, certificates, {options})"
    with pytest.raises(UnreadableClaimsError):
        of(measure=measure, asserted="= 1")


def test_open_ends_of_figures() -> None:
    """Sums and differences of rows that are not all there keep one end."""
    rows = "count(certificates where jurisdiction = US)"
    for measure, asserted, outcome in (
        (f"{rows} + 1", "= 3", "contradicted"),
        (f"{rows} + 1", "= 4", "not_covered"),
        (f"10 - {rows}", "= 8", "contradicted"),
        (f"10 - {rows}", "< 8", "holds"),
        (f"10 - {rows}", "> 7", "contradicted"),
        (f"{rows} * 2", "= 6", "not_covered"),
        (f"{rows} * 2", "near 7", "not_covered"),
        (f"pace({rows})", "= 1", "not_covered"),
    ):
        assert of(measure=measure, asserted=asserted).outcome == outcome, (measure, asserted)


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("approved < '2025'", 2), ("approved <= '2025-01'", 3), ("approved > '2025-04'", 1),
        ("approved >= '2025-04-29'", 2), ("approved != '2025-02-18'", 14),
        ("approved in ('2018', '2025-10')", 3), ("product_name contains CT", 3),
        ("not product_name starts '头'", 15), ("number stated", 3), ("is_ai != true", 0),
        ("holder_city = 北京", 7), ("use_anatomies = spine", 1), ("use_anatomies != spine", 11),
        ("use_complete = true or jurisdiction = EU", 11),
    ],
)  # fmt: skip
def test_conditions(condition: str, number: int) -> None:
    bare = attrs.evolve(LANDSCAPE, registers=None)
    found = of(bare, measure=f"count(certificates where {condition})", asserted=f">= {number}")
    assert found.observed == number
    assert found.outcome is Outcome.HOLDS


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("amount > 650000000", 0), ("amount >= 650000000", 1), ("amount < 41000001", 1),
        ("amount <= 50000000", 2), ("amount_low != 1", 10), ("amount_low = 41000000", 1),
        ("amount_low < 50000000", 1), ("amount_low <= 50000000", 2), ("amount_high > 650000000", 2),
        ("amount_low in (41000000, 50000000)", 2),
    ],
)  # fmt: skip
def test_conditions_on_amounts(condition: str, number: int) -> None:
    """Whoever did not disclose may be above or below, and is not counted as either."""
    currency = " and amount_currency = USD" if condition.startswith("amount ") else ""
    measure = f"count(funding_rounds where {condition}{currency})"
    assert of(measure=measure, asserted=">= 0").observed == number
