"""Processes that somebody has stopped (SIGSTOP, a job in the background that wants the terminal) are ended.

A stopped process is as useless as an ended one, but whoever waits for its answer waits for ever: Playwright
for a page's source, a client for Appium. Once it has ended, whoever started it knows what to do.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harness.services.orphans import descendants, keeper_of

STOPPED_FOR_S = 5.0
LOOK_EVERY_S = 2.0


class StoppedProcesses:
    """Those below this process that belong to the keeper with ``folder``, or to none."""

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self._since: dict[int, float] = {}

    def end(self) -> list[str]:
        """Kill those that have been seen stopped for ``STOPPED_FOR_S``; their names."""
        now = time.monotonic()
        stopped = filter(_is_stopped, descendants(os.getpid()))
        self._since = {pid: self._since.get(pid, now) for pid in stopped if keeper_of(pid) == self._folder}
        ended = []
        for pid, since in self._since.items():
            if now - since >= STOPPED_FOR_S:
                ended.append(_name(pid))
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        return ended


def tell(names: list[str]) -> None:
    """Say what was ended, a line each, to whoever sees this process's errors."""
    for name in names:
        sys.stderr.write(f"ibkey: {name} was stopped for {STOPPED_FOR_S:g} s; it is ended\n")


@contextmanager
def ended_when_stopped() -> Iterator[None]:
    """Meanwhile end, in a thread, what is below this process and stays stopped."""
    over = threading.Event()
    below = StoppedProcesses()

    def look() -> None:
        while not over.wait(LOOK_EVERY_S):
            tell(below.end())

    thread = threading.Thread(target=look, name="stopped processes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _is_stopped(pid: int) -> bool:
    """Whether it is (``T``); one that a debugger holds (``t``) is not meant."""
    return _stat(pid).rpartition(")")[2].split()[:1] == ["T"]


def _name(pid: int) -> str:
    return _stat(pid).partition("(")[2].rpartition(")")[0]


def _stat(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # ended while we looked
        return ""
