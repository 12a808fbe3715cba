"""The garbage collector is as it was before, whatever a reader runs into."""

from __future__ import annotations

import gc
import io

import pytest

from medai_landscape.errors import SourceFormatError
from medai_landscape.records import Certificate
from medai_landscape.sources import read_fda_ai_list, read_table
from medai_landscape.sources.collector import collector_paused


def test_the_collector_goes_on_after_a_file_that_is_refused() -> None:
    assert gc.isenabled()
    with pytest.raises(SourceFormatError):
        read_table(io.BytesIO(b"a,b\n1,2\n"), Certificate)
    with pytest.raises(SourceFormatError):
        read_fda_ai_list(io.BytesIO(b"a,b\n1,2\n"))
    assert gc.isenabled()


def test_pauses_in_one_another_end_with_the_outer_one() -> None:
    with collector_paused():
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
