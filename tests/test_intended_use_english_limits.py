"""Clinical limits of English statements, one turn of phrase a case, and numbers that limit nothing."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use

LIMITS = [
    ("It marks thyroid nodules from 5 mm up to and including 40 mm.", "<=40mm >=5mm"),
    ("It marks polyps of up to and including 9 mm.", "<=9mm"),
    ("It is for women with a T-score of -2.5 or lower.", "<=-2.5"),
    ("It is for women with a T-score between -1 and -2.5.", "<=-1 >=-2.5"),
    ("It assesses lesions with an FFR of 0.75 to 0.85.", "<=0.85 >=0.75"),
    ("It is for patients with a calcium score above 100.", ">100"),
    ("It detects nodules no bigger than 3 cm.", "<=3cm"),
    ("It detects nodules not under 4 mm.", ">=4mm"),
    ("It is for adults with an HbA1c above 6.5 %.", ">6.5%"),
    ("It was tested on slices not under 4 mm.", ""),
    ("It is not for women with a T-score below -3.", ""),
    ("It detects nodules over the whole lung.", ""),
    ("It is for adults with a body mass index of 30 or more.", ">=30"),
]


@pytest.mark.parametrize(("text", "limits"), LIMITS)
def test_limits(text: str, limits: str) -> None:
    found = parse_intended_use(text, lang="en").thresholds
    assert " ".join(sorted(f"{limit.op}{limit.value:f}{limit.unit}" for limit in found)) == limits


def test_a_time_since_an_event_is_no_age() -> None:
    text = "It is for stroke survivors (at least 6 months post-stroke)."
    assert parse_intended_use(text, lang="en").age is None
