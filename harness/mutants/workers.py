"""The workers of ``./ibkey mutants``: pytest processes that share one keeper of services."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from harness.errors import HarnessError
from harness.mutants.plugin import JOB_VARIABLE
from harness.services.client import Services
from harness.services.variables import SERVICES_VARIABLE

PROJECT = Path(__file__).resolve().parents[2]
OPTIONS = (
    *(f"--rootdir={PROJECT}", "-p", "harness.collection.lean_pytest_bdd", "-p", "harness.mutants.plugin"),
    *("-q", "--tb=no", "-rN", "--evidence=off"),
)


class WorkerFailed(HarnessError):
    """A worker ended before its job was done; says what it said last."""


def work(
    services: Services, count: int, job: Mapping[str, Any], *, features: str = "features"
) -> Generator[dict[str, Any]]:
    """Have ``count`` workers share a job (``plugin.Job``), and give what they find out, as they do.

    Args:
        features: What they collect, in the words of ``./ibkey run``.
    Raises: WorkerFailed.
    """
    found: queue.Queue[dict[str, Any] | None] = queue.Queue()
    services.answers()  # a worker takes a keeper that is not there yet for one that has ended
    with tempfile.TemporaryDirectory(prefix=f"ibkey-{os.getpid()}-mutants-") as folder:
        workers = [_Worker(services, number, Path(folder), job, features, found) for number in range(count)]
        try:
            for _ in workers:
                while (entry := found.get()) is not None:
                    yield entry
            for worker in workers:
                worker.check()
        finally:
            for worker in workers:
                worker.end()


class _Worker:
    def __init__(
        self,
        services: Services,
        number: int,
        folder: Path,
        job: Mapping[str, Any],
        features: str,
        found: queue.Queue[dict[str, Any] | None],
    ) -> None:
        reading, writing = os.pipe()
        name = f"gw{number}"
        claims = folder / "claims"
        claims.mkdir(exist_ok=True)
        description = folder / f"{name}.json"
        mine = {"worker": name, "pipe": writing, "claims": str(claims)}
        description.write_text(json.dumps({**job, **mine}), encoding="utf-8")
        self._log = folder / f"{name}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *OPTIONS, features],
                cwd=PROJECT,
                env={
                    **os.environ,
                    SERVICES_VARIABLE: str(services.folder),
                    JOB_VARIABLE: str(description),
                    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                    "PYTEST_XDIST_WORKER": name,
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[writing],
            )
        os.close(writing)
        threading.Thread(target=self._read, args=(reading, found), daemon=True).start()

    def _read(self, reading: int, found: queue.Queue[dict[str, Any] | None]) -> None:
        with os.fdopen(reading, encoding="utf-8") as lines:
            for line in lines:
                found.put(json.loads(line))
        found.put(None)

    def check(self) -> None:
        """Raises: WorkerFailed."""
        code = self._process.wait()
        if code != 0:
            last = "\n".join(self._log.read_text(errors="replace").splitlines()[-25:])
            raise WorkerFailed(f"a worker ended with exit code {code}; it said last:\n{last}")

    def end(self) -> None:
        """End it, if it still works: nobody wants to know any more."""
        self._process.terminate()
        self._process.wait()
