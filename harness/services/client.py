"""The run's side of the keeper: find the one of ``./ibkey up``, or start one, and ask it for services."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from harness.child_environment import child_environment
from harness.errors import HarnessError
from harness.services.variables import UP_VARIABLE
from harness.setup.browser import NAMED_BY

PROJECT = Path(__file__).resolve().parent.parent.parent
UP = Path(os.environ.get(UP_VARIABLE) or PROJECT / ".ibkey" / "up.json")
ANSWER_WITHIN_S = 90.0
LONGEST_TEMP_FOLDER = 32
"""Characters; the longest address below it, a desk's accessibility bus, may have 107 in all."""


class ServiceUnavailable(HarnessError):
    """A service of the embedded system could not be had; the message is the keeper's."""


class Services:
    """Services of one keeper.

    ``folder`` is the keeper's; workers of a run get it from the process that started the keeper.
    """

    def __init__(self, folder: Path, *, lifeline: subprocess.Popen[bytes] | None = None) -> None:
        self.folder = folder
        self._keeper = lifeline

    @property
    def warm(self) -> bool:
        """Whether ``./ibkey up`` keeps these services, its browser among them."""
        return self.folder == _kept_folder()

    @classmethod
    def start(cls, *early: str) -> Services:
        """Start a keeper that lives as long as this process, with the services ``early`` already starting."""
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"ibkey-{os.getpid()}-", dir=_temp_folder()))
        keeper = subprocess.Popen(
            [sys.executable, "-S", "-E", "-m", "harness.services.keeper", str(folder), *early],
            cwd=PROJECT,
            env={**child_environment(folder), **_browser_named_by_the_user()},
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us; the keeper ends when we do
        )
        return cls(folder, lifeline=keeper)

    @classmethod
    def kept(cls) -> Services | None:
        """The services that ``./ibkey up`` keeps, None where it is not running."""
        folder = _kept_folder()
        services = cls(folder) if folder is not None else None
        return services if services is not None and services.answers() else None

    def claim(self) -> bool:
        """Have these services for this process alone, until it ends; False where another run has them.

        Two runs on one reference system would reset it under each other's feet.
        """
        self._claim = (self.folder / "claim").open("w")
        try:
            fcntl.flock(self._claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._claim.close()
            return False
        self._ask("a run", {"begin": "run"})
        return True

    def answers(self) -> bool:
        """Whether the keeper accepts connections."""
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.folder / "keeper.sock")) == 0

    def need(self, name: str, *, worker: str = "main") -> dict[str, Any]:
        """The service ``name`` once it is ready (see ``keeper.Keeper.need``).

        Raises: ServiceUnavailable, with the reason and what to do.
        """
        return self._ask(name, {"need": name, "worker": worker})

    def _ask(self, what: str, request: dict[str, str]) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_WITHIN_S)
            try:
                self._connect(connection)
                connection.sendall(json.dumps(request).encode() + b"\n")
                answer = connection.makefile("rb").readline()
            except OSError as error:
                raise ServiceUnavailable(
                    f"{what}: the keeper in {self.folder} does not answer: {error}"
                ) from error
        reply = json.loads(answer or b'{"error": "the keeper ended"}')
        if "error" in reply:
            raise ServiceUnavailable(f"{what}: {reply['error']}")
        service: dict[str, Any] = reply["service"]
        return service

    def want(self, name: str) -> None:
        """Have the service ``name`` started without waiting; who needs it is told whether that went well."""
        with socket.socket(socket.AF_UNIX) as connection, contextlib.suppress(OSError):
            connection.connect(str(self.folder / "keeper.sock"))
            connection.sendall(json.dumps({"need": name}).encode() + b"\n")

    def _connect(self, connection: socket.socket) -> None:
        """Connect; a keeper just started needs some milliseconds before its socket is there."""
        address = str(self.folder / "keeper.sock")
        while connection.connect_ex(address) != 0:
            if self._keeper is None:
                raise ConnectionRefusedError(address)
            try:
                self._keeper.wait(0.005)
            except subprocess.TimeoutExpired:
                continue
            raise ConnectionRefusedError(f"it ended with exit code {self._keeper.returncode}")

    def close(self) -> None:
        """End the keeper and with it all its services, when it is this process's own."""
        if self._keeper is not None:
            assert self._keeper.stdin is not None
            self._keeper.stdin.close()
            self._keeper.wait()
            self._keeper = None


def _browser_named_by_the_user() -> dict[str, str]:
    return {NAMED_BY: os.environ[NAMED_BY]} if NAMED_BY in os.environ else {}


def _kept_folder() -> Path | None:
    try:
        return Path(json.loads(UP.read_text())["folder"])
    except (OSError, ValueError, KeyError):
        return None


def _temp_folder() -> str:
    """The user's folder for temporary files, or the system's where the addresses of sockets would not fit."""
    chosen = tempfile.gettempdir()
    return chosen if len(chosen) <= LONGEST_TEMP_FOLDER else "/tmp"


def _sweep() -> None:
    """Remove folders of keepers that were killed before they could."""
    for folder in Path(_temp_folder()).glob("ibkey-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not _lives(int(owner)) and not Services(folder).answers():
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
