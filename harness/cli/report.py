"""``./ibkey report``: rebuild and open the report of the last run."""

from __future__ import annotations

import argparse
from pathlib import Path

from harness.reports.command import report

PROJECT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    """Rebuild the report from what the last run left, and show where it is."""
    parser = argparse.ArgumentParser(prog="./ibkey report", description=__doc__)
    parser.add_argument("--output", type=Path, default=PROJECT / "reports", metavar="DIR", help="of the run")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    options = parser.parse_args(arguments)
    return report(options.output, opens=not options.no_open)
