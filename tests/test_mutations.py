"""The audit notices every number of a claim and every row of the records that it rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import pytest

from medai_landscape.claims import Outcome, audit
from medai_landscape.sources.landscape_files import load_landscape
from medai_landscape.testing.mutations import changed, noticed, other_numbers, without

if TYPE_CHECKING:
    from medai_landscape.records import Claim, Landscape

LANDSCAPE = load_landscape()
CLAIMS = {claim.id: claim for claim in LANDSCAPE.claims}
REPORT = audit(LANDSCAPE.claims, LANDSCAPE)
MEASURED = [claim for claim in LANDSCAPE.claims if claim.measure]
COMPARING_TERMS = {"S2-31d", "X-02"}  # they compare how two claims are stated, not their numbers
RECORDS = {
    record.id
    for table in ("certificates", "policies", "funding_rounds", "trials")
    for record in LANDSCAPE.table(table)
}


def with_claim(claim: Claim) -> Landscape:
    others = tuple(claim if other.id == claim.id else other for other in LANDSCAPE.claims)
    return attrs.evolve(LANDSCAPE, claims=others)


def named_in(claim: Claim) -> list[str]:
    return [name for name in re.findall(r"'([^']+)'", claim.measure or "") if name in CLAIMS]


def ids(claims: list[Claim]) -> list[str]:
    return [claim.id for claim in claims]


HOLDING = [claim for claim in MEASURED if REPORT.of(claim.id).outcome is Outcome.HOLDS]
NAMING = [c for c in MEASURED if named_in(c) and c.id not in COMPARING_TERMS]
RESTING = [c for c in MEASURED if RECORDS & set(REPORT.of(c.id).witnesses)]


def test_nearly_every_measured_claim_is_put_to_a_test() -> None:
    tested = {claim.id for claim in (*NAMING, *RESTING)} | COMPARING_TERMS
    assert {claim.id for claim in MEASURED} - tested == {"S2-31b"}  # it counts none


@pytest.mark.parametrize("claim", HOLDING, ids=ids(HOLDING))
def test_a_claim_that_holds_fails_with_any_other_number(claim: Claim) -> None:
    for other in other_numbers(claim):
        outcome = audit([other], LANDSCAPE).verdicts[0].outcome
        assert outcome is Outcome.CONTRADICTED, other.asserted


@pytest.mark.parametrize("claim", NAMING, ids=ids(NAMING))
def test_a_number_of_a_claim_reaches_the_claims_that_name_it(claim: Claim) -> None:
    before = audit([claim], LANDSCAPE)
    for name in named_in(claim):
        others = list(other_numbers(CLAIMS[name]))
        assert others
        for other in others:
            assert noticed(before, audit([claim], with_claim(other))) == (claim.id,), other.asserted


@pytest.mark.parametrize("claim", RESTING, ids=ids(RESTING))
def test_a_row_that_is_gone_is_noticed(claim: Claim) -> None:
    before = audit([claim], LANDSCAPE)
    for witness in RECORDS & set(before.verdicts[0].witnesses):
        after = audit([claim], without(LANDSCAPE, witness))
        assert noticed(before, after) == (claim.id,), witness


def test_a_date_that_moves_is_noticed() -> None:
    for name, record in (("S1-11a", "cn-2025-bone-age"), ("S2-28a", "cn-2025-prostate-mr")):
        before = audit([CLAIMS[name]], LANDSCAPE)
        moved = changed(LANDSCAPE, record, approved="2024-03-21")
        assert noticed(before, audit([CLAIMS[name]], moved)) == (name,)
    later = changed(LANDSCAPE, "us-pccp-final-2024", published="2025-02-03")
    assert audit([CLAIMS["S1-02b"]], later).verdicts[0].outcome is Outcome.HOLDS


def test_terms_that_become_the_same_are_noticed() -> None:
    same = with_claim(CLAIMS["S2-41c"].replace(scope="taxonomy = invasive | non-invasive"))
    assert audit([CLAIMS["S2-31d"]], same).verdicts[0].outcome is Outcome.HOLDS
    exact = with_claim(CLAIMS["S2-29b"].replace(asserted="= 1000000000 CNY"))
    assert audit([CLAIMS["X-02"]], exact).verdicts[0].outcome is Outcome.HOLDS


def test_nothing_is_noticed_where_nothing_changes() -> None:
    assert noticed(REPORT, audit(LANDSCAPE.claims, without(LANDSCAPE, "nobody"))) == ()
    policy = without(LANDSCAPE, "cn-registration-measures-2014")
    assert all("cn-registration-measures-2014" not in p.supersedes for p in policy.policies)


def test_there_is_no_month_thirteen() -> None:
    found = {other.asserted for other in other_numbers(CLAIMS["S1-02a"])}
    assert found == {"date = 2025-12-03", "date = 2024-12-04"}
    assert list(other_numbers(CLAIMS["S2-33h"])) == []
