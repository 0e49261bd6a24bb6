"""One set-up at a time: a lock on a file that the operating system gives back when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def claimed(file: Path, *, waiting: Callable[[str], None]) -> Iterator[bool]:
    """Hold the lock on ``file``; yields whether another set-up had to be waited for.

    Args:
        waiting: Told once, with the holder's process id, before this call starts to wait.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as stream:
        waited = False
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            waiting(stream.read().strip() or "unknown")
            waited = True
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield waited
