"""Leave no process behind: adopt what descendants leave alone, and end the whole tree."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants(root: int) -> list[int]:
    """Process ids below ``root``, children before grandchildren (Linux's /proc; elsewhere empty)."""
    children: dict[int, list[int]] = {}
    for pid, parent in _processes():
        children.setdefault(parent, []).append(pid)
    found: list[int] = []
    layer = [root]
    while layer:
        layer = [child for pid in layer for child in children.get(pid, ())]
        found += layer
    return found


def _processes() -> Iterator[tuple[int, int]]:
    proc = Path("/proc")
    if not proc.exists():
        return
    for entry in proc.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:  # ended while we looked
                continue
            fields = stat.rpartition(")")[2].split()
            if fields[0] != "Z":
                yield int(entry.name), int(fields[1])


def end_descendants(*, within_s: float) -> None:
    """Ask every descendant of this process to end, wait, then kill what is left, and reap it."""
    for sent, wait_s in ((signal.SIGTERM, within_s), (signal.SIGKILL, 1.0)):
        for pid in descendants(os.getpid()):
            _send(pid, sent)
        deadline = time.monotonic() + wait_s
        while descendants(os.getpid()) and time.monotonic() < deadline:
            _reap()
            signal.sigtimedwait({signal.SIGCHLD}, 0.05)
    _reap()


def _send(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return
