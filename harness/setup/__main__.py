"""``python -m harness.setup [--again] [--anew]``: make the environment, or what is missing of it.

Exit code 0 when the harness can start, even if some surfaces cannot be verified; 2 when it cannot; 128 and
the signal's number when interrupted. Writes to standard error only: standard output is the command's own.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from harness.setup import environment
from harness.setup.claim import claimed
from harness.setup.commands import Commands
from harness.setup.failure import Interrupted, SetupFailure
from harness.setup.layout import Layout, here
from harness.setup.node_packages import NodePackages
from harness.setup.preparation import Preparation
from harness.setup.progress import Progress
from harness.setup.python_packages import PythonPackages


def main(argv: list[str]) -> int:
    layout = here()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    os.umask(0o022)
    progress = Progress(sys.stderr)
    if unknown := [one for one in argv if one not in ("--again", "--anew")]:
        progress.say(f"setup: unknown option {unknown[0]} (--anew makes all of it again)")
        progress.close()
        return 2
    commands = Commands(layout.logs)

    def waiting(holder: str) -> None:
        progress.say(f"another ./ibkey (process {holder}) is preparing the environment; waiting for it")

    if lender := _lender(layout):
        progress.say(
            f"{layout.home} leads to the environment of another checkout, {lender}, and would run its code\n"
            f"  what to do: rm {layout.home}; then start ./ibkey again"
        )
        progress.close()
        return 2
    if argv == [] and _read_only_but_whole(layout, commands):
        progress.close()
        return 0
    try:
        with claimed(layout.claim, waiting=waiting):
            shutil.rmtree(layout.temporary, ignore_errors=True)
            again, anew = "--again" in argv, "--anew" in argv
            Preparation(layout, commands, progress, try_again=again, anew=anew).run()
    except SetupFailure as failure:
        progress.say(str(failure))
        return 2
    except Interrupted as interrupted:
        progress.say(str(interrupted))
        return 128 + interrupted.number
    except OSError as error:
        where = error.filename or layout.home
        progress.say(f"the environment could not be made: {error.strerror}\n  where: {where}")
        return 2
    finally:
        progress.close()
    return 0


def _lender(layout: Layout) -> Path | None:
    """The checkout whose environment this one borrows by a symbolic link; None where it has its own."""
    owner = layout.home.resolve().parent
    return owner if owner != layout.root and (owner / "ibkey").exists() else None


def _read_only_but_whole(layout: Layout, commands: Commands) -> bool:
    """Whether nothing can be made here, and nothing need be: only somebody's system packages are newer."""
    if not layout.home.exists() or os.access(layout.home, os.W_OK):
        return False
    try:
        environment.load(layout, {})
    except environment.NoEnvironment:
        return False
    return PythonPackages(layout, commands).complete and NodePackages(layout, commands).complete


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    raise Interrupted(number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
