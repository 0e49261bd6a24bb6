"""Leave no process behind: what a keeper has started ends with it, at the latest when a later run begins.

A process ends with its parent (``end_with_parent``); what it leaves alone is adopted by the keeper, which
ends the whole tree (``end_descendants``); what a killed keeper leaves is known by the folder that stands in
its environment (``end_all_of``).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

FOLDER_VARIABLE = "IBKEY_FOLDER"
"""The folder of the keeper that a process belongs to."""
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent ends (Linux; elsewhere nothing)."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with_parent() -> None:
    """Have this process told to end (SIGTERM) when its parent ends, however that ends (Linux).

    For the time between fork and exec: it calls nothing that could wait for a lock.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


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


def kill_tree(root: int) -> None:
    """Kill a process that does not listen any more, and all below it."""
    for pid in (root, *descendants(root)):
        _send(pid, signal.SIGKILL)


def end_all_of(folder: Path) -> None:
    """Kill every process of the keeper that had ``folder``, but for this one."""
    for pid, _ in _processes():
        if keeper_of(pid) == str(folder) and pid != os.getpid():
            _send(pid, signal.SIGKILL)


def keeper_of(pid: int) -> str:
    """The folder of the keeper that a process belongs to; empty where it is none's, or somebody else's."""
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    mark = f"{FOLDER_VARIABLE}=".encode()
    return next((os.fsdecode(one.removeprefix(mark)) for one in variables if one.startswith(mark)), "")


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
