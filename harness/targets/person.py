"""A person at the terminal of the run, who is asked to do what only a human body can."""

from __future__ import annotations

import os
import select
import termios
import time

from harness.errors import HarnessError

TERMINAL = "/dev/tty"
CANNOT = "n"


class NotDone(HarnessError):
    """Nobody did what was asked for: it could not be done, or no answer came; says what was asked."""


def somebody_is_there() -> bool:
    """Whether this process has a terminal of its own; test workers would share one."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return False
    try:
        os.close(os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


class Person:
    """Whoever sits at the terminal; gives a name at the first request."""

    def __init__(self) -> None:
        self._name = ""

    def do(self, request: str, *, within_s: float) -> str:
        """Ask for something to be done and wait for the word that it was; who did it, for the report.

        Args:
            request: What to do, an instruction without a full stop.
        Raises: NotDone.
        """
        if not self._name:
            self._name = _answer("Who is at the terminal? (name or initials, for the report)", within_s)
        who = f"a person ({self._name})" if self._name else "a person"
        said = _answer(f"{request}. Enter when it is done, {CANNOT} if it cannot be done", within_s)
        if said.lower() == CANNOT:
            raise NotDone(f"{who} could not do what was asked for: {request}")
        return who


def _answer(question: str, within_s: float) -> str:
    """A line typed after the question; what was typed before is not taken for it."""
    terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
    try:
        termios.tcflush(terminal, termios.TCIFLUSH)
        os.write(terminal, f"\r\nibkey: {question} [{within_s:g} s]: ".encode())
        deadline, typed = time.monotonic() + within_s, b""
        while not typed.endswith(b"\n"):
            left_s = deadline - time.monotonic()
            if left_s <= 0 or not select.select([terminal], [], [], left_s)[0]:
                os.write(terminal, b"\r\nibkey: too late\r\n")
                raise NotDone(f"nobody answered within {within_s:g} s: {question}")
            typed += os.read(terminal, 1024)
        return typed.decode(errors="replace").strip()
    finally:
        os.close(terminal)
