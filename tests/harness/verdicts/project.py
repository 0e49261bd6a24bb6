"""A folder with told scenarios (see ``fake_collector``), in which pytest runs in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = [pytest.param([], id="one process"), pytest.param(["-p", "xdist", "-n", "2"], id="xdist")]


@dataclass
class Project:
    """Runs scenarios in ``path`` with ``plugin``; ``told`` is Python that names them."""

    path: Path
    told: str
    plugin: str

    def command(self, scenarios: str, *arguments: str) -> list[str]:
        """What runs ``scenarios`` (names, separated by commas)."""
        (self.path / "pytest.ini").write_text("[pytest]\n")
        (self.path / "scenarios.py").write_text(f"{self.told}\nSCENARIOS = [{scenarios}]\n")
        plugins = ["-p", "tests.harness.verdicts.fake_collector", "-p", self.plugin]
        return [
            sys.executable,
            "-m",
            "pytest",
            *plugins,
            "--import-mode=importlib",
            "scenarios.py",
            *arguments,
        ]

    def environment(self) -> dict[str, str]:
        """Nothing of the user's, no plugin that loads itself."""
        return {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    def run(self, scenarios: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run to the end; within 60 s."""
        return subprocess.run(
            self.command(scenarios, *arguments),
            cwd=self.path,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )

    @contextlib.contextmanager
    def running(
        self, scenarios: str, *arguments: str, awaited: tuple[str, ...]
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A run in a process group of its own that has made the files ``awaited``; killed in the end."""
        run = subprocess.Popen(
            self.command(scenarios, *arguments),
            cwd=self.path,
            env=self.environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 30
            while not all((self.path / name).exists() for name in awaited):
                assert run.poll() is None, "the run ended before"
                assert time.monotonic() < deadline, f"{awaited} not there within 30 s"
                time.sleep(0.02)
            yield run
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
            run.wait()
