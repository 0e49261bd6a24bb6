"""Child processes of set-up: output to a log, all ended when set-up is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

GRACE_S = 5.0
"""How long a child may take to end after SIGTERM before it is killed."""


class CommandFailed(Exception):
    """A command ended with an exit code other than 0; ``output`` is what it printed."""

    def __init__(self, argv: Sequence[str], code: int, output: str, log: Path) -> None:
        self.argv, self.code, self.output, self.log = tuple(argv), code, output, log
        super().__init__(f"{Path(argv[0]).name} ended with exit code {code}")


class Stopped(Exception):
    """A command was ended, or not started, because set-up is ending."""


class Commands:
    """Runs commands from several threads and can end them all."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._guard = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopping = False
        # The kernel then ends the child when we are killed without a chance to do it ourselves.
        setpriv = shutil.which("setpriv")
        self._prefix = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []

    def run(
        self,
        argv: Sequence[str],
        *,
        log: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> str:
        """Run ``argv`` to its end and return what it printed, standard error included.

        Args:
            log: Name of the log in ``.ibkey/logs``, without suffix; appended to.
            env: The whole environment; ours by default.
        Raises: CommandFailed; Stopped; FileNotFoundError, when there is no such program.
        """
        file = self._logs / f"{log}.log"
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab+") as stream:
            stream.write(f"$ {' '.join(argv)}\n".encode())
            stream.flush()
            begin = stream.seek(0, os.SEEK_END)
            with self._guard:
                if self._stopping:
                    raise Stopped
                child = subprocess.Popen(
                    [*self._prefix, *argv],
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                    env=env,
                    cwd=cwd,
                    start_new_session=True,
                )
                self._running.add(child)
            try:
                code = child.wait()
            finally:
                with self._guard:
                    self._running.discard(child)
            stream.seek(begin)
            output = stream.read().decode(errors="replace")
        if self._stopping:
            raise Stopped
        if code != 0:
            raise CommandFailed(argv, code, output, file)
        return output

    def stop_all(self) -> None:
        """End every running command and refuse new ones; returns when they have ended."""
        with self._guard:
            self._stopping = True
            running = list(self._running)
        for child in running:
            _signal_group(child, signal.SIGTERM)
        for child in running:
            try:
                child.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                _signal_group(child, signal.SIGKILL)
                child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
