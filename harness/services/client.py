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

from harness.errors import HarnessError
from harness.services import up_file
from harness.services.orphans import FOLDER_VARIABLE, end_all_of
from harness.setup.browser import NAMED_BY
from harness.setup.child_environment import child_environment

PROJECT = Path(__file__).resolve().parent.parent.parent
ANSWER_WITHIN_S = 90.0
"""Some services take long to start; the keeper itself replies within ``REPLY_WITHIN_S``."""
REPLY_WITHIN_S = 5.0
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
        self._attached = self.warm

    @property
    def warm(self) -> bool:
        """Whether ``./ibkey up`` keeps these services, its browser among them."""
        kept = up_file.read()
        return kept is not None and self.folder == Path(kept.folder)

    @classmethod
    def for_a_run(cls, *early: str) -> Services:
        """Services for this process alone: those of ``./ibkey up``, or new ones with ``early`` starting.

        An ``up`` that another run has is left alone, and so is one that runs older sources than there are:
        what was just changed is what somebody wants to see run.
        """
        kept = cls.kept()
        if kept is not None and (known := up_file.read()) is not None and (changed := known.outdated_by):
            sys.stderr.write(
                f"ibkey: {changed.relative_to(PROJECT)} is newer than the ./ibkey up that is running;"
                " this run starts a system of its own (start up again to have it used)\n"
            )
            kept = None
        return kept if kept is not None and kept.claim() else cls.start(*early)

    @classmethod
    def start(cls, *early: str) -> Services:
        """Start a keeper that lives as long as this process, with the services ``early`` already starting."""
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=f"ibkey-{os.getpid()}-", dir=_temp_folder()))
        return cls(folder, lifeline=_start_keeper(folder, *early))

    @classmethod
    def kept(cls) -> Services | None:
        """The services that ``./ibkey up`` keeps, None where it is not running."""
        known = up_file.read()
        services = None if known is None else cls(Path(known.folder))
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
        """Whether the keeper is there and does not hang."""
        return self._reply_to({"answer": "now"}, REPLY_WITHIN_S) is not None

    def need(self, name: str, *, worker: str = "main") -> dict[str, Any]:
        """The service ``name`` once it is ready (see ``keeper.Keeper.need``).

        Raises: ServiceUnavailable, with the reason and what to do.
        """
        return self._ask(name, {"need": name, "worker": worker})

    def host(self, command: list[str], *, worker: str) -> dict[str, Any]:
        """The worker's reference system, started anew by the module and options in ``command``.

        Raises: ServiceUnavailable, where it does not start.
        """
        return self._ask("reference-system", {"host": command, "worker": worker})

    def _ask(self, what: str, request: dict[str, Any]) -> dict[str, Any]:
        reply = self._reply_to(request)
        if reply is None:
            self._replace_keeper(what)
            reply = self._reply_to(request)
        if reply is None:
            raise ServiceUnavailable(
                f"{what}: the keeper in {self.folder} does not answer{self._exit_code()}"
            )
        if "error" in reply:
            raise ServiceUnavailable(f"{what}: {reply['error']}")
        service: dict[str, Any] = reply["service"]
        return service

    def _reply_to(self, request: dict[str, Any], within_s: float = ANSWER_WITHIN_S) -> dict[str, Any] | None:
        """The keeper's reply; None where it has ended or hangs."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(within_s)
            try:
                self._connect(connection)
                connection.sendall(json.dumps(request).encode() + b"\n")
                answer = connection.makefile("rb").readline()
            except OSError:
                return None
        return json.loads(answer) if answer else None

    def _replace_keeper(self, what: str) -> None:
        """Start another keeper in place of one that was killed or hangs, unless another worker just did.

        Raises: ServiceUnavailable, where the keeper was that of ``./ibkey up``: its end is somebody's wish.
        """
        if self._attached:
            raise ServiceUnavailable(f"{what}: {self.ended}")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with (self.folder / "replacing").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.answers():
                sys.stderr.write("ibkey: the keeper of the services has ended, or hangs; it is replaced\n")
                self._keeper = _start_keeper(self.folder)
                self._reply_to({"answer": "now"})  # only then do other workers look

    @property
    def ended(self) -> str:
        """Why these services are no more and nobody replaces them; empty while they are there."""
        if not self._attached or self.answers():
            return ""
        return "the ./ibkey up that this run uses has ended"

    def _exit_code(self) -> str:
        code = None if self._keeper is None else self._keeper.poll()
        return "" if code is None else f": it ended with exit code {code}"

    def wait(self) -> int:
        """Wait until the keeper of this process ends; its exit code."""
        assert self._keeper is not None
        return self._keeper.wait()

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


def _start_keeper(folder: Path, *early: str) -> subprocess.Popen[bytes]:
    variables = {**child_environment(folder), FOLDER_VARIABLE: str(folder)}
    if NAMED_BY in os.environ:
        variables[NAMED_BY] = os.environ[NAMED_BY]
    return subprocess.Popen(
        [sys.executable, "-S", "-E", "-m", "harness.services.keeper", str(folder), *early],
        cwd=PROJECT,
        env=variables,
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for us; the keeper ends when we do
    )


def _temp_folder() -> str:
    """The user's folder for temporary files, or the system's where the addresses of sockets would not fit."""
    chosen = tempfile.gettempdir()
    return chosen if len(chosen) <= LONGEST_TEMP_FOLDER else "/tmp"


def _sweep() -> None:
    """End the processes and remove the folders of keepers that were killed, or hung, before they could."""
    for folder in Path(_temp_folder()).glob("ibkey-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not _lives(int(owner)) and not Services(folder).answers():
            end_all_of(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
