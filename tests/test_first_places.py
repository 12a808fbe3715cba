"""The places where texts stood first are those that a dictionary would tell."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.sources.first_places import FirstPlaces


@given(st.lists(st.text("ab\0", max_size=3)))
def test_each_text_has_the_place_where_it_stood_first(texts: list[str]) -> None:
    places, known = FirstPlaces(), {}
    for place, text in enumerate(texts):
        assert places.setdefault(text, place) == known.setdefault(text, place)


def test_many_texts_grow_out_of_their_slots_and_take_little_memory() -> None:
    draw = random.Random(20251122)
    texts = [f"GS1:{draw.randrange(30_000):014d}" for _ in range(60_000)]
    places, known = FirstPlaces(), {}
    for place, text in enumerate(texts):
        assert places.setdefault(text, place) == known.setdefault(text, place)
    size = len(places._keys.tobytes()) + len(places._rest.tobytes())
    assert size <= 48 * len(known)


def test_texts_of_one_hash_are_told_apart() -> None:
    class Alike(str):
        __slots__ = ()

        def __hash__(self) -> int:
            return 0

    places = FirstPlaces()
    texts = [Alike(f"text {number}") for number in range(2000)]
    assert [places.setdefault(text, place) for place, text in enumerate(texts)] == [*range(2000)]
    assert [places.setdefault(text, 0) for text in texts] == [*range(2000)]
