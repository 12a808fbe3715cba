"""What makes English fast changes nothing: cues, the fold in one character class, the memory."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medai_landscape.wording.intended_use import parse_intended_use
from medai_landscape.wording.intended_use.en import folding, read, reader, scope
from medai_landscape.wording.intended_use.en.cues import Wording, cues_in, each_wording
from medai_landscape.wording.intended_use.en.folding import fold_text
from medai_landscape.wording.intended_use.en.needles import needles
from medai_landscape.wording.intended_use.en.sentences import sentences

GATED = [
    "ages_lower", "ages_range", "ages_upper", "disclaimer", "disclaimer_word", "limits_left",
    "limits_clinical", "limits_range", "limits_ratio", "limits_right", "limits_technical",
    "people_patients_use", "people_training_asked", "reader_no_diagnostic_tool", "reader_shared_cancer",
    "reader_verdict", "scope_aside", "scope_denied", "scope_pieces", "scope_ruled_out",
    "scope_spared", "surroundings_chosen", "surroundings_named", "surroundings_only",
]  # fmt: skip
ROWS = [(f"{name}-{i}", row) for name in GATED for i, row in enumerate(each_wording(name))]


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[name for name, _ in ROWS])
def test_whatever_a_wording_matches_has_its_cues(row: Wording) -> None:
    @settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.from_regex(row.pattern))
    def holds(text: str) -> None:
        assert row.may_be_in(cues_in(text)), text

    holds()


PHRASES = [
    "not", "intended for", "use", "sole", "only", "basis", "trained", "physicians", "must", "be",
    "18", "years", "and older", ">=", "5", "mm", "up to", "ffr", "scanner", "x100", "by the",
    "manufacturer", "designated", "without", "except", "excluded", "final", "diagnosis", "made",
    "in conjunction with", "clinical", "judgement", "was", "tested", "patients", "aged", "ten",
    ",", ".", "(", ")", "cannot", "replace", "lung", "or", "breast", "cancer", "gives", '"high"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PHRASES), max_size=30).map(" ".join))
def test_a_search_by_cues_finds_what_a_search_without_finds(text: str) -> None:
    cues = cues_in(text)
    for _, row in ROWS:
        found = [match.span() for match in row.finditer(text, cues)]
        assert found == [match.span() for match in row.pattern.finditer(text)]
        first = row.search(text, cues)
        assert (first and first.span()) == (found[0] if found else None)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bnone?\b", [{"\bnon\b", "\bnone\b"}]),
        (r"(?:wom|m)[ae]n", [{"man", "men", "woman", "women"}]),
        (r"(?:sole|solely) basis", [{"sole basis", "solely basis"}]),
        (r"(?:|very )bold", [{"bold", "very bold"}]),
        (r"[0-9]{1,3} mm", [set("0123456789"), {" mm"}]),
        (r"(?:cat|dog)s* (?:bites|barks)", [{"cat", "dog"}, {" bites", " barks"}]),
        (r"(?:x+|dog)", []),
        (r"the (?:a|\w+)", []),
        (r"(?<!un)trained(?! data)", [{"trained"}]),
        (r"(?:very )*old", [{"old"}]),
        (r"[^a]b", []),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, needed: list[set[str]]) -> None:
    found = [set(choice) for choice in needles(pattern)]
    assert found == [{w for w in n if not any(o != w and o in w for o in n)} for n in needed]


_PLAIN_NOISE = re.compile(
    r"(?<=[a-z])-[ \t]*\n[ \t]*(?=[a-z])|[^\S ][\s\u3000UNSEEN]*| [\s\u3000UNSEEN]+"
    r"|[\u3000UNSEEN]+|[\ufb00-\ufb04]|rn|vv|(?<=[a-z])[01]|[01](?=[a-z])".replace(
        "UNSEEN", folding._UNSEEN
    )
)


@given(st.text("arnmv01-l \t\n\u3000\u200b\u00ad\ufb01x", max_size=60))
def test_noise_is_what_the_alternatives_say(text: str) -> None:
    spans = [match.span() for match in folding._NOISE.finditer(text)]
    assert spans == [match.span() for match in _PLAIN_NOISE.finditer(text)]


@given(st.lists(st.sampled_from(PHRASES), max_size=30).map(" ".join))
def test_a_remembered_sentence_reads_the_same(text: str) -> None:
    normal = fold_text(text).text
    remembered = read(normal)
    reader._sentence.cache_clear()
    assert read(normal) == remembered


def test_a_sentence_too_long_to_be_remembered_reads_the_same() -> None:
    words = "The software detects nodules of the lung on CT images of adults"
    short, long = read(words.lower() + "."), read(f"{words} {'and ' * 200}more.".lower())
    assert [item[:2] for item in short.mentions] == [item[:2] for item in long.mentions]


def test_a_disclaimer_is_looked_for_only_with_its_cues() -> None:
    plain = "results are advisory only"
    assert scope.disclaimers(plain, cues_in(plain))
    assert not scope.disclaimers(plain, 0)


@pytest.mark.parametrize("between", [" and ", "x" * 2_000, " " * 1_500])
def test_a_sentence_longer_than_any_is_cut_between_words(between: str) -> None:
    text = between.join(f"detects lung nodules on ct of {number}" for number in range(80))
    cuts = list(sentences(text))
    assert all(0 < cut.end - cut.start <= 1_000 for cut in cuts)
    kept = "".join(text[cut.start : cut.end] for cut in cuts)
    assert kept.replace(" ", "") == text.replace(" ", "")
    assert all(between[0] != " " or text[cut.start - 1 : cut.start] in {"", " "} for cut in cuts)


def test_what_says_more_than_any_statement_is_read_in_part() -> None:
    use = parse_intended_use("It detects lung nodules on CT and MRI of the chest. " * 90, lang="en")
    assert "mentions were read" in str(use.reason)
    assert 300 < len(use.evidence) < 510
    assert use.findings == parse_intended_use("It detects lung nodules.").findings


def test_what_rules_out_more_than_any_sentence_is_read_in_part() -> None:
    use = parse_intended_use(
        "Detects nodules on CT; " + "not for children, but not " * 30, lang="en"
    )
    assert "not read" in str(use.reason)
    assert [code.value for code in use.exclusions] == ["pediatric"]
    use = parse_intended_use("Detects nodules on CT, not for children, but not for triage.")
    assert use.complete
