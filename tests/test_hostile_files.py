"""Whatever a file holds, a reader gives a result or an error of ours, and soon."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from attack_files import attack_files, example_files
from medai_landscape import sources
from medai_landscape.errors import LandscapeError
from medai_landscape.records import FundingRound

if TYPE_CHECKING:
    from collections.abc import Callable

SOON = 2.0  # seconds of this process, so that a busy machine fails no test
EXAMPLES = example_files()
ATTACKS = dict(attack_files())
READERS: dict[str, Callable[..., Any]] = {
    name: getattr(sources, name) for name in sources.__all__ if name.startswith("read_")
} | {"read_table": partial(sources.read_table, record=FundingRound)}
# Mutants of each kind in every run, and how many of them a test reads.
MUTANTS = int(os.environ.get("MEDAI_MUTANTS", "5000"))
CHUNK = 500
OWN = {
    "fda": ("read_fda_ai_list",), "510k": ("read_openfda_510k",), "pma": ("read_openfda_pma",),
    "study": ("read_clinicaltrials",), "studies": ("read_clinicaltrials",),
    "ictrp": ("read_ictrp",), "udid": ("read_nmpa_udid",), "rounds": ("read_table",),
}  # fmt: skip


def check(name: str, reader: str, data: bytes) -> bool:
    """Read *data*; fail on a foreign error, a lost row or a long wait; say whether it was read."""
    read = READERS.get(reader)
    if read is None:
        return False
    start = time.process_time()
    loaded: Any = None
    foreign: BaseException | None = None
    try:
        loaded = read(io.BytesIO(data))
    except LandscapeError as error:
        assert str(error)  # noqa: PT017 - every message can be written
    except (Exception, SystemExit) as error:  # noqa: BLE001 - what the test is about
        foreign = error
    assert foreign is None, f"{reader} on {name}: {type(foreign).__name__}: {foreign}"
    took = time.process_time() - start
    assert took < SOON, f"{reader} took {took:.1f} s on {name}"
    if loaded is None:
        return False
    assert loaded.report.rows == len(loaded.records) + len(loaded.rejects)
    loaded.to_json()
    return True


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 150


def test_the_examples_are_sound() -> None:
    for name, data in EXAMPLES.items():
        for reader in OWN[name.partition(".")[0].partition("-")[0]]:
            if reader in READERS:
                assert READERS[reader](io.BytesIO(data)).records, name


@pytest.mark.parametrize("reader", READERS)
def test_no_attack_breaks_a_reader(reader: str) -> None:
    for name, data in ATTACKS.items():
        check(name, reader, data)


@pytest.mark.parametrize("reader", READERS)
def test_no_attack_costs_much_memory(reader: str) -> None:
    resource = pytest.importorskip("resource", reason="this system does not tell of memory")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, data in ATTACKS.items():
        check(name, reader, data)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 500 * 1024


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_beginning_of_a_file_is_read_or_refused(name: str) -> None:
    data = EXAMPLES[name]
    for reader in OWN[name.partition(".")[0].partition("-")[0]]:
        for end in range(len(data)):
            check(f"{name} cut at {end}", reader, data[:end])


TOKENS = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\n", b"\r", b"\t", b"<", b">", b"&",
    b"&lt;", b"<!DOCTYPE a>", b"<!--", b"]]>", b"{", b"}", b"[", b"]", b":", b"NaN", b"1e999", b"-1",
    b"null", b"true", b"\\ud800", b"\\u0000", b"9" * 400, b"A" * 5_000, b"[" * 2_000, b"<a>" * 100,
    "Ⅲ".encode(), "（".encode(), "\u202e".encode(), b"\xe9", b"\x99", b"K", b"00/00/0000", b"N/A",
]  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 4))):
        place = rng.randrange(len(data) + 1)
        end = min(len(data), place + rng.choice((1, 1, 2, 8, 64)))
        kind = rng.randrange(7)
        if kind == 0 and data:
            flipped = bytes(byte ^ (1 << rng.randrange(8)) for byte in data[place:end])
            data = data[:place] + flipped + data[end:]
        elif kind == 1:
            data = data[:place] + data[end:]
        elif kind == 2:
            data = data[:place] + rng.choice(TOKENS) + data[place:]
        elif kind == 3:
            data = data[:place] + rng.choice(TOKENS) + data[end:]
        elif kind == 4:
            data = data[:place] + data[place:end] * rng.choice((2, 3, 50)) + data[end:]
        elif kind == 5:
            other = rng.choice(list(EXAMPLES.values()))
            cut = rng.randrange(len(other))
            data = data[:place] + other[cut : cut + rng.randrange(100)] + data[place:]
        else:
            data = data[:place]
    return data


def mutated_workbook(data: bytes, rng: random.Random) -> bytes:
    """Damage a part of a workbook and pack it again; its bytes alone rarely get past the checksum."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([*parts, "xl/worksheets/s.xml", "xl/worksheets/s.xml"])
    parts[name] = mutated(parts[name], rng)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for each, content in parts.items():
            packed.writestr(each, content)
    return file.getvalue()


CHUNKS = [
    pytest.param(kind, start, id=f"{kind}-{start}")
    for kind in ("csv", "json", "xml", "xlsx", "parquet")
    for start in range(0, MUTANTS, CHUNK)
]


@pytest.mark.parametrize(("kind", "start"), CHUNKS)
def test_no_mutant_breaks_a_reader(kind: str, start: int) -> None:
    names = [
        name for name in EXAMPLES if kind in name or (kind == "json" and name.endswith(".zip"))
    ]
    read = 0
    for number in range(start, min(start + CHUNK, MUTANTS)):
        rng = random.Random(f"{kind} {number}")
        name = rng.choice(names)
        repack = kind == "xlsx" and rng.random() < 0.8
        data = (mutated_workbook if repack else mutated)(EXAMPLES[name], rng)
        for reader in OWN[name.partition(".")[0].partition("-")[0]]:
            read += check(f"{kind} mutant {number}", reader, data)
        if rng.random() < 0.1:
            check(f"{kind} mutant {number}", rng.choice(list(READERS)), data)
    # If none of them were read, the mutants would test nothing but the first check.
    assert read > 0
