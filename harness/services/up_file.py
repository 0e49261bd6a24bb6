"""What ``./ibkey up`` tells runs that begin later: where its keeper is, and since when it runs which sources.

It is one per checkout: a lock beside the file is held as long as it is up. Where the checkout cannot be
written to, file and lock are in a folder of the user's among the temporary files.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.errors import HarnessError
from harness.services.variables import UP_VARIABLE
from harness.setup.stamps import key_of, write_whole

PROJECT = Path(__file__).resolve().parent.parent.parent
SERVED = ("drivers", "harness/services", "loopback", "reference_system")
"""Folders whose sources an ``up`` has read, and would have to read again if they change."""


class AlreadyUp(HarnessError):
    """Another ``./ibkey up`` of this checkout is there, or is starting."""


@dataclass(frozen=True)
class Kept:
    """An ``up``: the folder of its keeper, its process, and when it began to read sources (s since 1970)."""

    folder: str
    pid: int
    started: float

    @property
    def outdated_by(self) -> Path | None:
        """A source that has changed since it was started, None where none has."""
        return next((file for file in _sources() if file.stat().st_mtime > self.started), None)


def _sources() -> Iterator[Path]:
    for folder in SERVED:
        for place, folders, files in os.walk(PROJECT / folder):
            folders[:] = [name for name in folders if name not in ("__pycache__", "node_modules")]
            yield from (Path(place, name) for name in files)


def up_file() -> Path:
    """Where an ``up`` says that it is there."""
    if named := os.environ.get(UP_VARIABLE):
        return Path(named)
    install = PROJECT / ".ibkey"
    return (install if os.access(install, os.W_OK) else _folder_of_the_user()) / "up.json"


def _folder_of_the_user() -> Path:
    folder = Path(tempfile.gettempdir(), f"ibkey-of-{os.getuid()}-{key_of(str(PROJECT))}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise HarnessError(f"{folder} belongs to somebody else; remove it, or set TMPDIR")
    return folder


def read() -> Kept | None:
    """What an ``up`` said, None where none did; it may have been killed since."""
    try:
        return Kept(**json.loads(up_file().read_text()))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def only_one() -> Iterator[None]:
    """Be the only ``up`` of this checkout. Raises: AlreadyUp."""
    file = up_file()
    with file.with_suffix(".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = read()
            which = f"process {other.pid}" if other is not None else "it is still starting"
            raise AlreadyUp(f"./ibkey up is running already ({which}); end that one first") from None
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def write(kept: Kept) -> None:
    """Tell later runs."""
    write_whole(up_file(), json.dumps(asdict(kept)))
