"""``./ibkey doctor``: is everything here and reachable? In plain words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from harness.setup.doctor import Finding, as_text, examine

OK, USAGE = 0, 2


def main(arguments: list[str]) -> int:
    """Print what was found; 2 when something that a run needs is not there."""
    parser = argparse.ArgumentParser(prog="./ibkey doctor", description=__doc__)
    parser.add_argument(
        "--target", type=Path, metavar="FILE", help="look at what this target file names, too"
    )
    options = parser.parse_args(arguments)
    without: frozenset[str] = frozenset()
    more: list[Callable[[], Finding]] = []
    if options.target is not None:
        from harness.sessions.examination import LOCAL_TO_THE_TARGET, looks_at
        from harness.targets.file import TargetError, read_target

        try:
            target = read_target(options.target)
        except TargetError as error:
            print(error, file=sys.stderr)
            return USAGE
        without, more = LOCAL_TO_THE_TARGET, looks_at(target, options.target)
    findings = examine(without=without, more=more)
    print(as_text(findings))
    return OK if all(finding.ok for finding in findings) else USAGE
