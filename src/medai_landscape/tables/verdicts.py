"""Verdicts on many batches, worked on by as many threads as there are processors."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from medai_landscape.tables.batches import Batch
    from medai_landscape.tables.kernel import Kernel, Verdict

__all__ = ["verdicts"]

_MOST = 4
"""Threads: Arrow and NumPy work side by side, what is asked in Python takes turns."""


def verdicts(machine: Kernel, batches: Iterable[Batch]) -> Iterator[tuple[Batch, Verdict]]:
    """Check batches side by side, and give them with their verdicts, in order.

    No more of them are taken than are worked on, so that what is held stays small; a frame of
    one batch is checked where it is.
    """
    waiting = iter(batches)
    first = list(islice(waiting, 2))
    workers = min(_MOST, pa.cpu_count())
    if len(first) < 2 or workers < 2:  # noqa: PLR2004 # no two at a time
        yield from ((batch, machine.check(batch)) for batch in (*first, *waiting))
        return
    with ThreadPoolExecutor(workers) as pool:
        working: deque[tuple[Batch, Future[Verdict]]] = deque(
            (batch, pool.submit(machine.check, batch)) for batch in first
        )
        for batch in waiting:
            if len(working) >= workers:
                done, verdict = working.popleft()
                yield done, verdict.result()
            working.append((batch, pool.submit(machine.check, batch)))
        for done, verdict in working:
            yield done, verdict.result()
