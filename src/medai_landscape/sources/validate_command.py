"""The command ``medai-landscape validate``: every problem of a file, with row and column.

Exit status 0: every row is a valid record; 1: some are not; 2: input that
cannot be read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from medai_landscape import records
from medai_landscape.atomic import write_atomically
from medai_landscape.errors import SourceFormatError
from medai_landscape.sources.table import fields_known, read_table

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from medai_landscape.loaded import Loaded
    from medai_landscape.records.source import SourcedRecord

__all__ = ["KINDS", "add_arguments", "run"]

KINDS: dict[str, type[SourcedRecord]] = {
    "certificate": records.Certificate,
    "policy-event": records.PolicyEvent,
    "funding-round": records.FundingRound,
    "trial": records.Trial,
    "bci-trial": records.BCITrial,
    "device-identifier": records.DeviceIdentifier,
    "claim": records.Claim,
}
"""What a row of a file can be, in the words of the command."""

_SHOWN = 200


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("file", metavar="FILE", help="CSV, XLSX, JSON Lines or Parquet")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=sorted(KINDS),
        help="what a row is (default: the record that knows most of the columns)",
    )
    parser.add_argument(
        "--lang", choices=("en", "zh"), default="en", help="language of the messages"
    )
    parser.add_argument(
        "--json", metavar="PATH", type=Path, help="write all problems, none cut off, as JSON"
    )
    parser.add_argument("--force", action="store_true", help="replace the JSON file")


def run(options: Namespace) -> int:
    """Read the file, print its problems, and return the exit status."""
    kind = options.kind or _best_kind(options.file)
    loaded = read_table(options.file, KINDS[kind])
    _print(loaded, kind, options.lang)
    if options.json is not None:
        with write_atomically(options.json, overwrite=options.force) as file:
            file.write(_as_json(loaded))
    return int(bool(loaded.rejects))


def _best_kind(path: str) -> str:
    """Return the kind of record that knows most of the columns of a file.

    Raises:
        SourceFormatError: none knows two of them, or two know equally many.
    """
    known = Counter(dict(zip(KINDS, fields_known(path, KINDS.values()), strict=True)))
    (best, most), (_, second) = known.most_common(2)
    if most < 2 or most == second:  # noqa: PLR2004 - one name alone tells nothing
        found = "its columns do not say what a row is"
        raise SourceFormatError(path, found, f"--as with one of {', '.join(sorted(KINDS))}")
    return best


def _print(loaded: Loaded[SourcedRecord], kind: str, lang: str) -> None:
    issues = [(reject, issue) for reject in loaded.rejects for issue in reject.issues]
    for reject, issue in issues[:_SHOWN]:
        said = issue.message_zh if lang == "zh" else issue.message
        line = "" if reject.line is None else f" (line {reject.line})"
        print(f"row {reject.row + 1}{line}, {issue.column or 'the row'}: {said} [{issue.code}]")
    if len(issues) > _SHOWN:
        print(f"... and {len(issues) - _SHOWN} more; --json writes all of them")
    report = loaded.report
    for left_out in report.left_out:
        print(f"left out: {left_out.what} ({left_out.count}): {left_out.reason}")
    for name, count in report.repairs:
        print(f"read with care: {name} ({count})")
    print(
        f"{report.rows} rows read as {kind}: {len(loaded.records)} valid, "
        f"{len(loaded.rejects)} with {len(issues)} problems"
    )
    sys.stdout.flush()


def _as_json(loaded: Loaded[SourcedRecord]) -> bytes:
    rejects = [reject.to_object() for reject in loaded.rejects]
    return json.dumps(rejects, ensure_ascii=False, indent=2, default=str).encode() + b"\n"
