"""The garbage collector, paused while a reader makes a million objects that all stay.

Each time their number has grown by some part, Python's collector looks through
all objects for cycles that nobody needs; of what a reader makes, nothing is such
a cycle, and looking for them takes as long as the reading.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["collector_paused"]


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector, unless it is already; what is no longer needed is freed all the same.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
