"""What runs of one machine know of a target together: kept in the user's state folder, one file a thing.

The names of the files are digests: neither addresses nor account names can be read from them.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.setup.stamps import key_of

RUN_VARIABLE = "IBKEY_TARGET_RUN"
"""What this run is called in the files; the same in all its test workers."""
LOOK_EVERY_S = 0.1


class InUse(HarnessError):
    """Another worker or run held something for too long; says what and who."""


class BadState(HarnessError):
    """A file of the state folder cannot be read or written; names it."""


def run_name() -> str:
    """The name of this run, made by the first process that asks and handed on to those it starts."""
    return os.environ.setdefault(RUN_VARIABLE, f"{os.getpid()}-{time.time_ns()}")


def state_folder() -> Path:
    """Where the files are: ``$XDG_STATE_HOME/ibkey/targets``, for its owner only. Raises: BadState."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(base) / "ibkey" / "targets"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadState(f"the state folder {folder} cannot be made: {error.strerror}") from error
    return folder


@contextmanager
def shared(*parts: str) -> Iterator[dict[str, Any]]:
    """What is known of the thing called ``parts``, held alone; what is changed in it is kept.

    Raises: BadState.
    """
    file = state_folder() / f"{key_of(*parts)}.json"
    try:
        with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            known: dict[str, Any] = json.loads(stream.read() or "{}")
            yield known
            stream.seek(0)
            stream.write(json.dumps(known))
            stream.truncate()
    except OSError as error:
        raise BadState(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise BadState(f"{file} was damaged ({error}); look at the account, then remove the file") from error


@contextmanager
def alone(told: str, *parts: str, within_s: float) -> Iterator[None]:
    """Nobody else on this machine has the thing called ``parts`` meanwhile.

    Args:
        told: What it is, for a person.
        within_s: How long it is waited for, in seconds.
    Raises: InUse; BadState.
    """
    file = state_folder() / f"{key_of(*parts)}.lock"
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as stream:
        deadline = time.monotonic() + within_s
        while not _locked(stream.fileno()):
            if time.monotonic() >= deadline:
                raise InUse(f"{told} was in use by {stream.read() or 'another run'} for {within_s:g} s")
            time.sleep(LOOK_EVERY_S)
        stream.truncate(0)
        stream.write(f"process {os.getpid()} of run {run_name()}")
        stream.flush()
        yield


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
