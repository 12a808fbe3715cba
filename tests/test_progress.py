"""Progress: seen by people who wait, never by programs."""

from __future__ import annotations

import io
import sys

import pytest

from medai_landscape import progress
from medai_landscape.progress import Progress, track


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def run(stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch, clock: list[float],
        option: bool | None = None) -> str:  # fmt: skip
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("reading", 4, option) as bar:
        for _ in range(4):
            clock[0] += 1
            bar.advance()
    return stream.getvalue() if stream is not None else ""


def test_a_terminal_shows_a_bar_after_two_seconds_and_clears_it(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    shown = run(Terminal(), monkeypatch, clock)
    assert " 25%" not in shown
    assert [part for part in (" 50%", " 75%", "100%") if part in shown] == [" 50%", " 75%", "100%"]
    assert shown.endswith("\r\x1b[K")


def test_nothing_is_shown_elsewhere(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    assert run(io.StringIO(), monkeypatch, clock) == ""
    assert run(Terminal(), monkeypatch, clock, option=False) == ""
    assert run(None, monkeypatch, clock) == ""
    assert run(None, monkeypatch, clock, option=True) == ""
    assert "50%" in run(io.StringIO(), monkeypatch, clock, option=True)


def test_short_work_shows_nothing_even_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(track(range(1000), "reading", 1000)) == list(range(1000))
    assert stream.getvalue() == ""


def test_a_function_is_told_how_much_is_done(clock: list[float]) -> None:
    told: list[tuple[int, int | None]] = []
    for _ in track("abc", "reading", None, lambda done, total: told.append((done, total))):
        clock[0] += 1
    assert told == [(1, None), (2, None), (3, None)]
    assert str(Progress("reading")) == "reading 0"
