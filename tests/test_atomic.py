"""Exports are whole or not there: every call that can fail is made to fail once."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from medai_landscape.atomic import write_atomically
from medai_landscape.errors import OutputError, OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = b"the old file"
NEW = (b"the ", b"new ", b"file")


class Disk:
    """Counts the calls that reach the disk, and fails the one it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int, code: int) -> None:
        self.calls = 0
        self.fail_at = fail_at
        self.code = code
        for name in ("fsync", "link", "replace"):
            monkeypatch.setattr(os, name, self.failing(getattr(os, name)))
        monkeypatch.setattr(Path, "open", self.opening(Path.open))

    def check(self) -> None:
        self.calls += 1
        if self.calls == self.fail_at:
            raise OSError(self.code, os.strerror(self.code))

    def failing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.check()
            return function(*args, **kwargs)

        return call

    def opening(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Path, mode: str = "r", **kwargs: Any) -> Any:
            self.check()
            file = function(path, mode, buffering=0, **kwargs)
            return Written(file, self)

        return call


class Written:
    """A file whose writes go through the disk."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self.file = file
        self.disk = disk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        self.disk.check()
        return int(self.file.write(data))


def export(path: Path, *, overwrite: bool) -> None:
    with write_atomically(path, overwrite=overwrite) as file:
        for part in NEW:
            file.write(part)


# Open, three writes, one sync and one replace or link; the sync of the folder comes after.
CALLS = 6


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("fail_at", range(1, CALLS + 1))
@pytest.mark.parametrize("overwrite", [True, False])
def test_whatever_fails_the_old_file_is_intact(
    tmp_path: Path, *, fail_at: int, overwrite: bool, code: int
) -> None:
    path = tmp_path / "export.csv"
    if overwrite:
        path.write_bytes(OLD)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, fail_at, code)
        with pytest.raises(OutputError, match=os.strerror(code)):
            export(path, overwrite=overwrite)
        assert disk.calls == fail_at
    assert [each.name for each in tmp_path.iterdir()] == (["export.csv"] if overwrite else [])
    if overwrite:
        assert path.read_bytes() == OLD


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_folder_that_cannot_be_synced_costs_nothing(tmp_path: Path, *, overwrite: bool) -> None:
    path = tmp_path / "export.csv"
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, CALLS + 1, errno.EIO)
        export(path, overwrite=overwrite)
        assert disk.calls == CALLS + 1
    assert path.read_bytes() == b"".join(NEW)


def test_where_there_are_no_links_a_rename_does(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    with pytest.MonkeyPatch.context() as patch:
        Disk(patch, CALLS, errno.EPERM)
        export(path, overwrite=False)
    assert path.read_bytes() == b"".join(NEW)


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(OLD)
    with pytest.raises(OutputExistsError):
        export(path, overwrite=False)
    assert path.read_bytes() == OLD
    export(path, overwrite=True)
    assert path.read_bytes() == b"".join(NEW)


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    path = tmp_path / "export.csv"

    def no_link(*_paths: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", no_link)

    def race() -> None:
        with write_atomically(path) as file:
            file.write(b"new")
            path.write_bytes(OLD)

    with pytest.raises(OutputExistsError):
        race()
    assert path.read_bytes() == OLD
    assert [each.name for each in tmp_path.iterdir()] == ["export.csv"]


def test_an_error_of_the_writer_leaves_nothing_and_is_its_own(tmp_path: Path) -> None:
    def fail() -> None:
        with write_atomically(tmp_path / "x") as file:
            file.write(b"half")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "x.csv", tmp_path):
        with pytest.raises(OutputError), write_atomically(path, overwrite=True):
            pass


@pytest.mark.skipif(os.name == "nt", reason="the system has no modes and links of this kind")
def test_modes_and_links_are_as_for_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    export(tmp_path / "export.csv", overwrite=False)
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "export.csv")}
    assert len(modes) == 1
    (tmp_path / "link").symlink_to(tmp_path / "export.csv")
    with write_atomically(tmp_path / "link", overwrite=True) as file:
        file.write(b"through")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "export.csv").read_bytes() == b"through"
