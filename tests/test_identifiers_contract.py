"""The one contract of all identifier modules, so that a new one is covered at once."""

from __future__ import annotations

import importlib
import pkgutil
import random
import string
import time
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from medai_landscape import identifiers
from medai_landscape.errors import InvalidIdentifierError

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = [
    importlib.import_module(f"{identifiers.__name__}.{found.name}")
    for found in pkgutil.iter_modules(identifiers.__path__)
    if not found.name.startswith("_")
]
NAMES = [module.__name__.rpartition(".")[2] for module in MODULES]
CHECKED = ("basic_udi_di", "gtin", "hibc", "ppn", "uscc")
PIECES = [
    *string.printable,
    *"国械注准进许备字第号京津沪苏（）〔〕０１２３Ａａ٠١߁ıſßİ\u200b\u202e\ud800",
]


def field_type(module: Any) -> Any:
    """Return the annotated type of a module: the one public name that is no class."""
    (found,) = (
        getattr(module, name)
        for name in module.__all__
        if hasattr(getattr(module, name), "__metadata__")
    )
    return found


def near(example: str, chance: random.Random) -> str:
    """Return a text that is nearly *example*."""
    chars = list(example)
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(chars) + 1)
        step = chance.randrange(3)
        piece = [chance.choice(PIECES)] if step else []
        chars[place : place + (step < 2)] = piece
    return "".join(chars)


def anything(example: str, count: int) -> Iterator[object]:
    """Yield objects of all kinds, most of them nearly identifiers."""
    chance = random.Random(20251122)
    odd: list[object] = [None, 1, 2.5, float("nan"), b"K252054", [], {}, object(), int, "", " "]
    for turn in range(count):
        if turn % 10 == 0:
            yield chance.choice(odd)
        elif turn % 10 == 1:
            yield "".join(chance.choices(PIECES, k=chance.randint(0, 30)))
        else:
            yield near(example, chance)


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
class TestContract:
    def test_example_is_canonical(self, module: Any) -> None:
        assert module.validate(module.EXAMPLE) == module.EXAMPLE
        assert module.is_valid(module.EXAMPLE)
        assert module.normalise(module.EXAMPLE) == module.EXAMPLE
        assert module.parse(module.EXAMPLE).text == module.EXAMPLE

    def test_parts_are_a_frozen_value(self, module: Any) -> None:
        number = module.parse(module.EXAMPLE)
        assert type(number).__name__.endswith("Number")
        assert hash(number) == hash(module.parse(f" {module.EXAMPLE}\n"))
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            number.text = "another"

    def test_everything_public_is_listed_in_order(self, module: Any) -> None:
        assert {"EXAMPLE", "is_valid", "normalise", "parse", "validate"} <= set(module.__all__)
        assert all(getattr(module, name, None) is not None for name in module.__all__)

    def test_docstring_says_what_validity_does_not_prove(self, module: Any) -> None:
        assert "Source:" in module.__doc__
        assert "not" in module.__doc__

    def test_is_valid_never_raises(self, module: Any) -> None:
        valid = 0
        for value in anything(module.EXAMPLE, 100_000):
            answer = module.is_valid(value)
            assert answer is True or answer is False
            valid += answer
        assert valid  # the generator comes near enough to meet both answers

    def test_canonical_form_is_stable(self, module: Any) -> None:
        for value in anything(module.EXAMPLE, 5_000):
            if module.is_valid(value):
                canonical = module.validate(value)
                assert module.validate(canonical) == canonical
                assert module.parse(value).text == canonical

    @given(value=st.one_of(st.text(), st.none(), st.integers(), st.binary(), st.lists(st.text())))
    def test_validate_raises_only_our_error(self, module: Any, value: Any) -> None:
        for function in (module.validate, module.parse):
            if not module.is_valid(value):
                with pytest.raises(InvalidIdentifierError) as raised:
                    function(value)
                assert raised.value.value == value
                assert repr(value) in str(raised.value)

    @given(text=st.text())
    def test_normalise_is_idempotent(self, module: Any, text: str) -> None:
        once = module.normalise(text)
        assert module.normalise(once) == once

    def test_full_width_is_refused_and_normalise_is_named(self, module: Any) -> None:
        wide = module.EXAMPLE.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
        with pytest.raises(InvalidIdentifierError, match="normalise"):
            module.validate(wide)
        assert module.normalise(wide) == module.EXAMPLE

    @pytest.mark.parametrize("tail", ["\u0661", "\u200b", "x" * 100_000, "0" * 100_000])
    def test_a_tail_is_refused(self, module: Any, tail: str) -> None:
        assert not module.is_valid(module.EXAMPLE + tail)

    def test_hostile_text_takes_no_longer(self, module: Any) -> None:
        for text in ("a" + "\u0301\u0316" * 50_000, module.EXAMPLE * 10_000, "1-" * 50_000):
            start = time.process_time()
            assert not module.is_valid(text)
            module.normalise(text)
            assert time.process_time() - start < 2

    def test_field_type_validates(self, module: Any) -> None:
        adapter = TypeAdapter(field_type(module))
        assert adapter.validate_python(f"{module.EXAMPLE} ") == module.EXAMPLE
        with pytest.raises(ValidationError, match="expected"):
            adapter.validate_python("no identifier")


def test_every_scheme_is_an_attribute_of_the_room() -> None:
    assert identifiers.__all__ == sorted(NAMES)
    assert all(identifiers.__getattr__(name) in MODULES for name in identifiers.__all__)
    assert set(identifiers.__all__) <= set(dir(identifiers))
    with pytest.raises(AttributeError, match="no attribute 'emdn'"):
        _ = identifiers.emdn


@pytest.mark.parametrize("name", CHECKED)
def test_any_single_wrong_character_is_noticed(name: str) -> None:
    module = importlib.import_module(f"{identifiers.__name__}.{name}")
    for place, right in enumerate(module.EXAMPLE):
        for wrong in string.digits + string.ascii_uppercase:
            if wrong != right:
                changed = module.EXAMPLE[:place] + wrong + module.EXAMPLE[place + 1 :]
                assert not module.is_valid(changed), changed
