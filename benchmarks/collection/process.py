"""Runs one process and tells what it cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# Both load pytest-bdd and nothing else that has installed itself as a plugin of pytest.
PYTEST = (sys.executable, "-m", "pytest", "-p", "pytest_bdd.plugin", "-p", "no:cacheprovider", "-q")
OURS = (*PYTEST, "-p", "harness.collection.plugin", "features")
PYTEST_BDD = (*PYTEST, "test_features.py")


class Cost(NamedTuple):
    """Of one whole process, start and end included, in seconds."""

    wall_s: float
    cpu_s: float


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run the command in the folder, its output thrown away.

    Raises: RuntimeError, where it does not exit with 0; a benchmark of an error would mislead.
    """
    environment = os.environ | {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
    }
    before = os.times()
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    wall_s = time.perf_counter() - started
    after = os.times()
    if done.returncode != 0:
        raise RuntimeError(
            f"{' '.join(command)} exited {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    cpu_s = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return Cost(wall_s, cpu_s)


def medians(rounds: int, jobs: Mapping[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """The median of each job; the jobs take turns, so that a slow minute of the machine hits all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            costs[name].append(job())
    return {
        name: Cost(median(cost.wall_s for cost in each), median(cost.cpu_s for cost in each))
        for name, each in costs.items()
    }
