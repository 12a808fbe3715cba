"""Progress of long work: a bar for people who wait, nothing for programs."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self, TypeVar

from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import TypeAlias

__all__ = ["Progress", "ProgressOption", "track"]

Item = TypeVar("Item")

ProgressOption: TypeAlias = "bool | Callable[[int, int | None], None] | None"
"""None: a bar when somebody sits at a terminal; True or False: always or never; \
or a function that is told how much is done, and of how much (None: not known)."""

PATIENCE = 2.0  # seconds without a sign of life that nobody minds
_BETWEEN = 0.1  # seconds between two drawings
_WIDTH = 30


@define
class Progress:
    """A bar on the standard error stream, which first shows itself after two seconds.

    >>> seen = []
    >>> with Progress("reading", 2, lambda done, total: seen.append((done, total))) as bar:
    ...     bar.advance(2)
    >>> seen
    [(2, 2)]
    """

    title: str
    total: int | None = None
    option: ProgressOption = None
    done: int = field(default=0, init=False)
    _next: float = field(default=0.0, init=False)
    _drawn: bool = field(default=False, init=False)

    def __enter__(self) -> Self:
        self._next = 0.0 if callable(self.option) else time.monotonic() + PATIENCE
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def advance(self, by: int = 1) -> None:
        """Say that *by* more is done."""
        self.done += by
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _BETWEEN
        if callable(self.option):
            self.option(self.done, self.total)
        elif self._is_wanted():
            self._drawn = True
            sys.stderr.write(f"\r\x1b[K{self}")
            sys.stderr.flush()

    def _is_wanted(self) -> bool:
        if self.option is not None or sys.stderr is None:
            return bool(self.option) and sys.stderr is not None
        return sys.stderr.isatty()

    def __str__(self) -> str:
        if not self.total:
            return f"{self.title} {self.done:,}"
        share = min(self.done / self.total, 1.0)
        bar = "#" * round(share * _WIDTH)
        return f"{self.title} [{bar:<{_WIDTH}}] {share:4.0%}"


def track(
    items: Iterable[Item], title: str, total: int | None = None, option: ProgressOption = None
) -> Iterator[Item]:
    """Yield *items*, with a bar that follows them."""
    with Progress(title, total, option) as bar:
        for item in items:
            yield item
            bar.advance()
