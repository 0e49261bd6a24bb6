"""Child processes that never outlive the driver, however it ends.

Each child asks the kernel for a signal when its parent is gone (``setpriv --pdeathsig``), and the driver is
the reaper of orphans below it (PR_SET_CHILD_SUBREAPER), so that daemons that detach are found and ended.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import IO

import psutil

_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Make this process the parent of every orphan below it.

    Raises: OSError, when the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_CHILD_SUBREAPER")


class Spawner:
    """Starts children, all from one thread that lives as long as the driver.

    The kernel's "signal me when my parent dies" watches the *thread* that started the child; a child
    started from a session's thread would be killed when that thread ends.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")

    def start(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        output: IO[bytes] | int = subprocess.DEVNULL,
        errors: IO[bytes] | int = subprocess.STDOUT,
        pass_fds: Sequence[int] = (),
        dies_by: signal.Signals = signal.SIGTERM,
    ) -> subprocess.Popen[bytes]:
        """Start ``command`` in a process group of its own; ``dies_by`` ends it when the driver is gone.

        Raises: OSError, when it cannot be started.
        """
        guarded = ["setpriv", "--pdeathsig", dies_by.name.removeprefix("SIG"), "--", *command]

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                guarded,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                pass_fds=pass_fds,
                start_new_session=True,
            )

        return self._thread.submit(start).result()


def descendants(pid: int) -> list[psutil.Process]:
    """Processes below ``pid``, empty when it has ended."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def end(process: subprocess.Popen[bytes], *, within_s: float = 2.0) -> None:
    """End a child and everything it started: SIGTERM, and SIGKILL for what is left after ``within_s``."""
    below = descendants(process.pid)
    for stop in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(stop)
            try:
                process.wait(within_s)
            except subprocess.TimeoutExpired:
                continue
        break
    end_all(below, within_s=within_s)
    # What the program started and left behind under another parent still is in its session.
    end_all([p for p in descendants(os.getpid()) if _session(p) == process.pid], within_s=within_s)


def _session(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid)
    except ProcessLookupError:
        return -1


def end_all(processes: Sequence[psutil.Process], *, within_s: float = 2.0) -> None:
    """End these processes, the stubborn ones by SIGKILL after ``within_s``, and reap them."""
    left = list(processes)
    for stop in (signal.SIGTERM, signal.SIGKILL):
        for process in left:
            try:
                process.send_signal(stop)
            except psutil.NoSuchProcess:
                continue
        _, left = psutil.wait_procs(left, timeout=within_s)
        if not left:
            return
