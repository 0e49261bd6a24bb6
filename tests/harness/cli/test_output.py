"""A reader that leaves ends no command, and is told nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["deviations", "--list"], ["run", "--help"], ["run", "--collect-only", "-q"], ["nonsense"]],
    ids=" ".join,
)
def test_nobody_reads(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "harness.cli", *arguments]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, timeout=120)
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert said == told.stderr
    assert running.returncode == told.returncode
