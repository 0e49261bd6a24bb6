"""``python -m harness.cli COMMAND``: looks up the command and imports no more than that command needs."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from importlib import import_module

from harness.cli.interrupts import forget_handled
from harness.cli.output import forgive_readers_that_leave
from harness.errors import HarnessError, internal_error
from harness.secrets import redact
from harness.setup.browser import NoSuchBrowser
from harness.setup.child_environment import loopback_without_proxy
from harness.setup.environment import NoEnvironment

COMMANDS = {
    "run": "run scenarios: ./ibkey run [PATH[:LINE]...] [pytest options]",
    "test": "check the project itself",
    "up": "keep the embedded system and Appium running, so that runs start at once",
    "doctor": "say what is here and what is missing",
    "coverage": "list the clauses that scenarios cover, exclude or miss",
    "deviations": "let the reference system commit each breach, and see which scenario notices",
    "mutants": "change its code in one place after the other, and see which scenario notices",
    "variations": "let the reference system be correct in other ways, and see that no scenario minds",
    "report": "rebuild and open the report of the last run",
}
SETUP = "make what is missing of the environment; --anew: all of it (the launcher's own)"
USAGE = 2
INTERNAL = 3  # the code of a check that could not be made: never that of a breach
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
INTERRUPTED = 128 + signal.SIGINT
OWNER_ONLY = 0o077
"""Mask of the modes of all files that a command writes: evidence shows accounts at work."""


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {what}" for name, what in {**COMMANDS, "setup": SETUP}.items()]
    return "\n".join(
        [
            "usage: ./ibkey COMMAND [options]",
            "       ./ibkey --version",
            "",
            *lines,
            "",
            "./ibkey COMMAND --help says more.",
        ]
    )


def main(arguments: list[str]) -> int:
    """Run the command that ``arguments`` begins with; its exit code."""
    forgive_readers_that_leave()
    command = arguments[0] if arguments else "--help"
    if command in ("-V", "--version"):
        from harness.setup.version import version  # what it needs would cost every other command 10 ms

        print(f"ibkey {version()}")
        return 0
    if command in ("-h", "--help", "help", "setup"):
        print(_help())
        return 0 if arguments else USAGE
    if command not in COMMANDS:
        print(f"ibkey: there is no command {command!r}\n\n{_help()}", file=sys.stderr)
        return USAGE
    os.umask(OWNER_ONLY)
    os.environ.update(loopback_without_proxy())
    try:
        code: int = import_module(f"harness.cli.{command}").main(arguments[1:])
    except ImportError as error:
        if not {"-h", "--help"} & set(arguments):
            return _failed(command, error)
        # Before anything was set up: the launcher does not set up just to help.
        print(f"{_help()}\n{command} says more once it is set up: ./ibkey doctor")
        return 0
    except KeyboardInterrupt:
        print(f"\nibkey {command}: interrupted", file=sys.stderr)
        code = INTERRUPTED
    except (HarnessError, NoEnvironment, NoSuchBrowser) as error:
        print(f"ibkey {command}: {error}", file=sys.stderr)
        return USAGE
    except OSError as error:
        if error.errno not in NO_ROOM:
            return _failed(command, error)
        print(f"ibkey {command}: {error}; make room and start again", file=sys.stderr)
        return USAGE
    except Exception as error:  # noqa: BLE001  (Python's own code for it is 1: a clause is breached)
        return _failed(command, error)
    forget_handled()
    return code


def _failed(command: str, error: Exception) -> int:
    print(redact("".join(traceback.format_exception(error))), file=sys.stderr)
    print(f"ibkey {command}: {internal_error(error)}", file=sys.stderr)
    return INTERNAL


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
