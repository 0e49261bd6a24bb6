"""Runs of ``./ibkey run`` as somebody sees them from outside: output, exit code, what they leave behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

T = TypeVar("T")
PROJECT = Path(__file__).resolve().parents[3]
NOTHING_LEFT_WITHIN_S = 10.0
LOOK_AGAIN_AFTER_S = 0.02


class Run:
    """A run in a process group of its own, whose temporary files, and by them its processes, can be told
    from others'."""

    def __init__(
        self,
        folder: Path,
        program: list[str],
        arguments: tuple[str, ...],
        environment: Mapping[str, str],
    ) -> None:
        self.output = folder / "output"
        # Of a short name, as a run takes the system's folder where the addresses of its sockets do not fit.
        self.temporary = Path(tempfile.mkdtemp(prefix="run-", dir="/tmp"))
        self._said = folder / "said.txt"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [*program, *([] if "up" in program else [f"--output={self.output}"]), *arguments],
                cwd=PROJECT,
                env={
                    **os.environ,
                    "TMPDIR": str(self.temporary),
                    "IBKEY_UP": str(folder / "up.json"),  # nobody's, so that it attaches to no `./ibkey up`
                    **environment,
                },
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._said.read_text(errors="replace")

    @property
    def finished_scenarios(self) -> int:
        """How many scenarios the log of the run tells of; its first line is about the run."""
        log = self.output / "run.jsonl"
        return max(0, log.read_text().count("\n") - 1) if log.exists() else 0

    @property
    def verdicts(self) -> list[str]:
        statement: dict[str, Any] = json.loads((self.output / "conformance.json").read_text())
        return [scenario["verdict"] for scenario in statement["scenarios"]]

    def processes(self) -> list[psutil.Process]:
        """All that the run started, wherever in the tree of processes they are now."""
        found = []
        for process in psutil.process_iter():
            try:
                if Path(process.environ().get("TMPDIR", "/")).is_relative_to(self.temporary):
                    found.append(process)
            except psutil.Error:  # ended meanwhile, a zombie, or somebody else's
                continue
        return found

    def process_of(self, *words: str) -> psutil.Process:
        """The one whose command line has all of ``words``, waited for."""

        def look() -> list[psutil.Process]:
            found = []
            for process in self.processes():
                try:
                    if set(words) <= set(process.cmdline()):
                        found.append(process)
                except psutil.Error:
                    continue
            return found

        return self.until(look)[0]

    def until(self, look: Callable[[], T]) -> T:
        """What ``look`` gives once it is true; the run must not end before.

        A run that hangs is the whole test's matter, whose time is limited: how long a run takes on a busy
        machine is no promise.
        """
        while not (seen := look()):
            assert self.process.poll() is None, f"the run ended before:\n{self.said}"
            time.sleep(LOOK_AGAIN_AFTER_S)
        return seen

    def end(self) -> int:
        """Wait for the end; the exit code."""
        return self.process.wait()

    def left(self) -> list[str]:
        """Processes and temporary files that are still there when all have had time to go."""
        deadline = time.monotonic() + NOTHING_LEFT_WITHIN_S
        while (left := self._left()) and time.monotonic() < deadline:
            time.sleep(LOOK_AGAIN_AFTER_S)
        return left

    def _left(self) -> list[str]:
        return [repr(one) for one in self.processes()] + [one.name for one in self.temporary.iterdir()]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Starts a run with the arguments given.

    ``program`` stands in for ``python -m harness.cli run``; ``environment`` is added to the test's own.
    """
    started: list[Run] = []

    def start(
        *arguments: str,
        program: tuple[str, ...] = ("-m", "harness.cli", "run"),
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        folder = tmp_path / str(len(started))
        folder.mkdir()
        started.append(Run(folder, [sys.executable, *program], arguments, environment or {}))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        shutil.rmtree(one.temporary, ignore_errors=True)
