"""The command ``medai-landscape audit``: a publisher runs it on a draft.

It prints the verdicts, and writes them as a page or as JSON where asked.
Exit status 0: clean; 1: an outcome that it was asked to fail on; 2: input
that cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from medai_landscape.atomic import write_atomically
from medai_landscape.claims.audit import audit
from medai_landscape.claims.verdict import Outcome
from medai_landscape.errors import LandscapeError, OutputError
from medai_landscape.sources.landscape_files import load_claims, load_landscape

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from medai_landscape.claims.report import AuditReport

__all__ = ["add_arguments", "run"]

_STEM = "audit"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--claims", metavar="FILE", help="table of claims (CSV); default: bundled")
    parser.add_argument("--records", metavar="DIR", help="folder of records; default: bundled")
    parser.add_argument(
        "--fail-on",
        metavar="OUTCOME",
        action="append",
        default=[],
        choices=[outcome.value for outcome in Outcome],
        help="exit with 1 if a claim has this outcome; may be given several times",
    )
    parser.add_argument(
        "--out",
        metavar="PATH",
        action="append",
        default=[],
        help="write a page (.html) or JSON (.json); a folder gets both; may be given several times",
    )
    parser.add_argument("--force", action="store_true", help="overwrite files that exist")


def run(options: Namespace) -> int:
    """Audit, print, write, and return the exit status."""
    try:
        landscape = load_landscape(options.records)
        claims = landscape.claims if options.claims is None else load_claims(options.claims)
        report = audit(claims, landscape)
        for path in options.out:
            _write(report, Path(path), force=options.force)
    except LandscapeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:  # a folder that cannot be made
        sys.stderr.write(f"cannot write {error.filename}: {error.strerror}\n")
        return 2
    sys.stdout.write(report.to_text() + "\n")
    counts = report.counts()
    return int(any(counts[outcome] for outcome in options.fail_on))


def _write(report: AuditReport, path: Path, *, force: bool) -> None:
    writers = {".html": report.to_html, ".json": report.to_json}
    if path.suffix in writers:
        with write_atomically(path, overwrite=force) as file:
            file.write(writers[path.suffix]().encode())
    elif path.suffix and not path.is_dir():
        raise OutputError(str(path), "the name has to end in .html or .json, or be a folder's")
    else:
        path.mkdir(parents=True, exist_ok=True)
        for suffix in writers:
            _write(report, path / f"{_STEM}{suffix}", force=force)
