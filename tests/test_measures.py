"""The language of measures, assertions, windows and scopes: read in full or refused in our words."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.claims._parser import read_condition, read_measure
from medai_landscape.claims.assertion import (
    Bound,
    Change,
    Dated,
    Figures,
    Fraction,
    Property,
    Statement,
    Versus,
    read_assertion,
)
from medai_landscape.claims.base import read_scope, read_windows
from medai_landscape.claims.claim_error import ClaimError
from medai_landscape.claims.fields import TABLES, fields_of
from medai_landscape.claims.measure import (
    FUNCTIONS,
    All,
    Any,
    Arithmetic,
    Call,
    Not,
    Selection,
    Test,
    conjuncts,
)
from medai_landscape.dates import PartialDate
from medai_landscape.sources.landscape_files import load_landscape


def test_precedence_is_that_of_arithmetic() -> None:
    (sum_,) = read_measure("1 + 2 * 3 - 4")
    assert isinstance(sum_, Arithmetic)
    assert sum_.operator == "-"
    assert isinstance(sum_.left, Arithmetic)
    assert sum_.left.operator == "+"


def test_and_binds_more_than_or_and_not_most() -> None:
    condition = read_condition(
        "policies", "not stage = draft and number stated or title ends 'a b'"
    )
    assert isinstance(condition, Any)
    both, last = condition.conditions
    assert isinstance(both, All)
    assert both.conditions[0] == Not(Test("stage", "=", ("draft",)))
    assert last == Test("title", "ends", ("a b",))
    nested = read_condition("policies", "number stated and (stage = draft or stage = final)")
    assert isinstance(nested, All)
    assert isinstance(nested.conditions[1], Any)


def test_lists_windows_and_quotes() -> None:
    (call,) = read_measure(
        'count(certificates where use_functions has (triage, "x y") and approved in window)'
    )
    assert isinstance(call, Call)
    selection = call.arguments[0]
    assert isinstance(selection, Selection)
    assert conjuncts(selection.condition) == {
        Test("use_functions", "has", ("triage", "x y")),
        Test("approved", "in", (), window=True),
    }
    assert conjuncts(None) == frozenset()
    assert len(read_measure("1; 2; count(trials)")) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a number, a function or '(' at its end"),
        ("count(certificates", "')' at its end"),
        ("count(devices)", "one of the tables certificates, policies"),
        ("counts(certificates)", "one of the functions"),
        ("count(certificates where colour = red)", "one of the fields"),
        ("distinct(certificates, colour)", "one of the fields"),
        ("count(certificates where holder is red)", "=, !=, >=, <=, >, <, in, has"),
        ("count(certificates where holder = )", "a word, a number or a text in quotes"),
        ("count(certificates where holder = and)", "a word, a number or a text in quotes"),
        ("count(certificates where holder in (a b))", "')' at 'b'"),
        ("claim(S1)", "a text in quotes"),
        ("1 2", "nothing more at '2', character 3"),
        ("__import__('os')", "one of the functions"),
        ("count(certificates where holder = 'open)", "a word"),
        ("1 +", "a number, a function"),
        ("same('a', 'b', 'c')", "a name"),
        ("aggregate(holders, certificates, certificates, 3 = 4)", "the name of an option"),
        ("(" * 60 + "1" + ")" * 60, "at most 40 brackets"),
        ("1" + "+1" * 101, "at most 100 signs"),
        ("1" + " + 1" * 2000, "at most 4000 characters"),
        ("count(certificates where " + "not " * 60 + "holder stated)", "at most 40 brackets"),
    ],
)
def test_a_measure_that_is_none_says_where(text: str, expected: str) -> None:
    with pytest.raises(ClaimError) as caught:
        read_measure(text)
    assert expected in str(caught.value)


def test_a_condition_ends_where_it_ends() -> None:
    with pytest.raises(ClaimError, match="nothing more"):
        read_condition("trials", "phase = NA )")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_measure, read_assertion, read_windows, read_scope):
        with suppress(ClaimError):
            read(text)


_WORDS = st.sampled_from(
    [
        *FUNCTIONS, *TABLES, "where", "and", "or", "not", "in", "window", "has", "stated", "holder",
        "approved", "(", ")", ",", ";", "=", ">=", "+", "-", "*", "/", "'a'", "1", "2.5", "CN",
    ]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=25))
def test_any_heap_of_its_own_words_is_read_or_refused(words: list[str]) -> None:
    with suppress(ClaimError):
        read_measure(" ".join(words))


@pytest.mark.parametrize(
    "hostile",
    ["(" * 4000, "not " * 1000, "'" * 3999, " " * 4000, "1+" * 2000, "a" * 4000, "= " * 2000],
)
def test_hostile_texts_are_refused_at_once(hostile: str) -> None:
    start = time.process_time()
    for read in (read_measure, read_assertion, read_windows, read_scope):
        with suppress(ClaimError):
            read(hostile * 25)
        with suppress(ClaimError):
            read(hostile)
    assert time.process_time() - start < 1


def test_measures_of_the_bundled_claims_are_read() -> None:
    texts = [claim.measure for claim in load_landscape().claims if claim.measure]
    assert len(texts) > 40
    assert all(read_measure(text) for text in texts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("= 11", Figures), ("11", Figures), ("≥ 40 %", Figures), ("12 approvals", Figures), ("> 40 each of 2023 2024 2025", Figures), ("ratio = 1", Figures),
        ("age >= 40", Figures), ("= 280 and = 180 and = 172 %", Figures), ("near 160", Bound),
        ("order of 1000000000 CNY", Bound), ("change 24 -> 14 months", Change),
        ("all of 11", Fraction), ("none of 3", Fraction), ("9 of 11", Fraction),
        ("40 > 24", Versus), ("date = 2024-12-03", Dated), ("month = 2025-06", Dated),
        ("year = 2025", Dated), ("class = IIb", Property), ("member of 6", Statement),
        ("partition into 3", Statement), ("same taxonomy", Statement), ("首个", Statement),
    ],
)  # fmt: skip
def test_assertions_are_of_their_kind(text: str, kind: type) -> None:
    assert isinstance(read_assertion(text), kind)


def test_the_parts_of_assertions() -> None:
    assert read_assertion("11") == read_assertion("= 11")
    assert read_assertion("≥ 11") == read_assertion(">= 11")
    assert read_assertion("40 ≥ 24") == read_assertion("40 >= 24")
    said = read_assertion("= 280 and = 180 and = 172 %")
    assert isinstance(said, Figures)
    assert [(f.value, f.unit) for f in said.figures] == [(280, "%"), (180, "%"), (172, "%")]
    assert read_assertion("month = 2025-06") == Dated("month", PartialDate(2025, 6))
    assert read_assertion("9 of 11") == Fraction(9, 11)
    assert read_assertion("none of 11") == Fraction(0, 11)
    assert read_assertion("change 0.5 -> 1.5 %") == Change(Decimal("0.5"), Decimal("1.5"), "%")
    each = read_assertion("> 40 each of 2023 2024")
    assert isinstance(each, Figures)
    assert each.years == ("2023", "2024")


@pytest.mark.parametrize(
    "text",
    ["", "=", "= eleven", "-11", "= 11 and more", "month = 2025", "date = soon", "= ١١", "= 1e9"],
)
def test_an_assertion_of_no_form_is_refused(text: str) -> None:
    with pytest.raises(ClaimError, match="asserted"):
        read_assertion(text)


def test_windows() -> None:
    assert read_windows(None).only is None
    assert str(read_windows("2025-01/2025-05").only) == "2025-01-01/2025-05-31"
    two = read_windows("2025-01/2025-10 against 2024")
    assert two.only is None
    assert two.unequal
    assert not read_windows("2025-01/2025-10 against 2024-01/2024-10").unequal
    assert not read_windows("2025-02 against 2024-02").unequal  # 28 days and 29
    assert read_windows("../2024-01-31 and ?").unstated
    assert read_windows("../2024-01-31 and ?").only is None
    with pytest.raises(ClaimError, match="for an end not stated"):
        read_windows("last year")


def test_scopes() -> None:
    assert read_scope(None) == {}
    assert read_scope("unit = a; risk_class = ?;") == {"unit": "a", "risk_class": "?"}
    for text in ("class III", "a = 1; a = 2", "= 3", "a ="):
        with pytest.raises(ClaimError, match="scope"):
            read_scope(text)


@pytest.mark.parametrize("table", list(TABLES))
def test_every_field_can_be_asked_of_every_record(table: str) -> None:
    from medai_landscape.claims.fields import value_of

    for record in load_landscape().table(table)[:3]:
        for name in fields_of(table):
            value_of(table, record, name)
