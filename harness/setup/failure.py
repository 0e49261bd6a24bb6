"""What set-up says when it cannot go on.

SetupError
├── SetupFailure   something could not be made: what, where, what to do
└── Interrupted    Ctrl-C or a signal; starting again goes on
"""

from __future__ import annotations

from pathlib import Path


class SetupError(Exception):
    """Set-up ended before everything was there."""


class SetupFailure(SetupError):
    """One thing could not be made.

    Attributes:
        what: The thing, and why it could not be made, in one clause.
        where: The address, file or folder it happened at.
        remedy: What the reader can do about it.
        log: Full output of the command, if one was run.
    """

    def __init__(self, what: str, *, where: str, remedy: str, log: Path | None = None) -> None:
        self.what, self.where, self.remedy, self.log = what, where, remedy, log
        super().__init__(what)

    def __str__(self) -> str:
        lines = [self.what, f"  where: {self.where}", f"  what to do: {self.remedy}"]
        if self.log is not None:
            lines.append(f"  log: {self.log}")
        return "\n".join(lines)


class Interrupted(SetupError):
    """A signal ended set-up.

    Attributes:
        number: The signal's number; the launcher exits with 128 more.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__("interrupted; what is finished is kept: start ./ibkey again to go on")
