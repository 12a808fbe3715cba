"""Files written whole or not at all.

A reader of an export must never meet half of it, and a failed export must not
cost the one that was there.  So everything is written beside the target,
synced to the disk, and then put in its place in one step.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from medai_landscape.errors import OutputError, OutputExistsError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["write_atomically"]

# What file systems without hard links answer.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@contextmanager
def write_atomically(
    path: str | os.PathLike[str], *, overwrite: bool = False
) -> Iterator[BinaryIO]:
    r"""Open *path* for writing bytes; the file appears only when the block ends well.

    If anything fails, in the block or on the disk, the file that was there is
    untouched and nothing is left beside it.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with write_atomically(folder / "export.csv") as file:
    ...     _ = file.write(b"id\r\n")
    >>> [each.name for each in folder.iterdir()]
    ['export.csv']

    Args:
        path: The file to write.  A symbolic link is followed.
        overwrite: Replace a file that is there.

    Raises:
        OutputExistsError: a file is there and *overwrite* was not asked for.
        OutputError: the disk, or the folder, does not let us write.
    """
    target = Path(os.path.realpath(path))
    if not overwrite and target.exists():
        raise OutputExistsError(str(path))
    beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(8)}.part")
    try:
        # Not tempfile.mkstemp: its files are for the owner's eyes only.
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put(beside, target, overwrite=overwrite)
    except FileExistsError:
        raise OutputExistsError(str(path)) from None
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _put(beside: Path, target: Path, *, overwrite: bool) -> None:
    """Give the finished file its name; a link, unlike a rename, never replaces."""
    if not overwrite:
        try:
            os.link(beside, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if target.exists():
                raise FileExistsError(target) from None
        else:
            return
    os.replace(beside, target)  # noqa: PTH105 - one call for tests to let fail


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can; the content already does."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
