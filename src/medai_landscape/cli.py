"""The command ``medai-landscape``: a thin layer over the library.

Exit status: 0 clean, 1 problems found, 2 input that cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import medai_landscape as ml
from medai_landscape.errors import LandscapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_DEFAULT_REPORT = Path("landscape-report.html")
CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2


def _report(options: argparse.Namespace) -> int:
    from medai_landscape.show.report import is_own_report, write_report

    landscape = ml.load_landscape(options.records)
    overwrite = options.force or is_own_report(options.out)
    audited = ml.audit(landscape.claims, landscape)
    path = write_report(
        landscape, options.out, overwrite=overwrite, lang=options.lang, audited=audited
    )
    outcomes = Counter(str(verdict.outcome) for verdict in audited.verdicts)
    undisclosed = sum(not r.is_disclosed for r in landscape.funding_rounds)
    print(f"{len(landscape.certificates):5} certificates")
    print(f"{len(landscape.policies):5} policy events")
    print(f"{len(landscape.funding_rounds):5} funding rounds, {undisclosed} of them undisclosed")
    print(f"{len(landscape.trials):5} trials")
    print(f"{len(landscape.claims):5} claims of reports: ", end="")
    print(", ".join(f"{n} {outcome}" for outcome, n in outcomes.most_common()))
    print(f"report: {path.resolve()} ({path.stat().st_size / 1e6:.2f} MB, opens without network)")
    return CLEAN


def _parser() -> argparse.ArgumentParser:
    from medai_landscape.claims import command as audit_command
    from medai_landscape.sources import validate_command

    parser = argparse.ArgumentParser(
        prog="medai-landscape",
        description="AI medical devices and brain-computer interfaces as checked records.",
        epilog="Exit status: 0 clean, 1 problems found, 2 input that cannot be read.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {ml.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    report = commands.add_parser(
        "report",
        help="write the landscape as one HTML page",
        description="Write the landscape as one HTML page that needs no network.",
    )
    report.add_argument(
        "--out",
        type=Path,
        default=_DEFAULT_REPORT,
        metavar="PATH",
        help=f"file to write (default: {_DEFAULT_REPORT})",
    )
    report.add_argument(
        "--records",
        type=Path,
        metavar="DIR",
        help="a folder of text tables of your own (default: the bundled landscape)",
    )
    report.add_argument(
        "--lang", choices=("en", "zh"), default="en", help="language the page opens in"
    )
    report.add_argument(
        "--force", action="store_true", help="replace a file that this program did not write"
    )
    report.set_defaults(run=_report)

    for command, name, said in (
        (validate_command, "validate", "check a file of records and report every problem"),
        (audit_command, "audit", "check what reports claim against the records"),
    ):
        sub = commands.add_parser(name, help=said, description=f"{said.capitalize()}.")
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except LandscapeError as error:
        print(f"medai-landscape: {error}", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        sys.stderr.close()
        return CLEAN
    return status
