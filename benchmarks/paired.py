"""Runs jobs in turns beside a warm system, and tells what each cost, alone and against another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psutil

ROOT = Path(__file__).resolve().parent.parent
IBKEY = (sys.executable, "-P", "-m", "harness.cli")
"""What ``./ibkey`` comes down to, once the environment is there."""


class Cost(NamedTuple):
    """Of one whole process, in seconds.

    Attributes:
        cpu_s: The process and its children.
        all_cpu_s: The same, and what the warm services (browser, Appium, reference system) spent meanwhile.
    """

    wall_s: float
    cpu_s: float
    all_cpu_s: float


@contextmanager
def up() -> Iterator[tuple[int, dict[str, Any]]]:
    """A system kept by ``./ibkey up``: its process id, and what ``up --json`` says."""
    for number in (signal.SIGTERM, signal.SIGINT):  # whichever it is, what is up comes down
        signal.signal(number, signal.default_int_handler)
    command = [*IBKEY, "up", "--json"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise SystemExit("./ibkey up did not start; is one running already?")
        yield process.pid, json.loads(line)
    finally:
        process.terminate()
        process.wait()


def measure(command: Sequence[str], services: int, *, given: str = "") -> Cost:
    """Run ``command`` in the project's root; ``services`` is the id of the process that keeps the services.

    Raises: RuntimeError, where it does not exit with 0; a benchmark of an error would mislead.
    """
    before, services_before = os.times(), _cpu_of_tree(services)
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    wall_s = time.perf_counter() - started
    after, services_after = os.times(), _cpu_of_tree(services)
    if done.returncode != 0:
        raise RuntimeError(
            f"{' '.join(command)} exited {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    cpu_s = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return Cost(wall_s, cpu_s, cpu_s + services_after - services_before)


def _cpu_of_tree(root: int) -> float:
    """Seconds spent by the living processes from ``root`` down and by those they have outlived."""
    spent = 0.0
    for process in (psutil.Process(root), *psutil.Process(root).children(recursive=True)):
        try:
            spent += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return spent


def in_turns(rounds: int, jobs: Mapping[str, Callable[[], Cost]]) -> dict[str, list[Cost]]:
    """The costs of each job by round; after one round to warm up, the order is turned round every time."""
    costs: dict[str, list[Cost]] = {name: [] for name in jobs}
    for number in range(-1, rounds):
        names = list(jobs)[:: 1 if number % 2 else -1]
        for name in names:
            cost = jobs[name]()
            if number >= 0:
                costs[name].append(cost)
    return costs


def spread(values: Sequence[float]) -> str:
    """Least, median and greatest."""
    return f"{min(values):.2f} / {median(values):.2f} / {max(values):.2f}"


def table(costs: Mapping[str, Sequence[Cost]], *, beside: Mapping[str, str]) -> str:
    """One line a job; ``beside`` names the job that another is compared with, round by round."""
    lines = [
        "| min / med / max | wall, s | CPU, s | ... with services | more CPU | x CPU | ... with services |",
        f"|{' --- |' * 7}",
    ]
    for name, own in costs.items():
        cells = [spread([cost[column] for cost in own]) for column in range(3)]
        if name in beside:
            pairs = list(zip(own, costs[beside[name]], strict=True))
            cells += [
                spread([cost.all_cpu_s - other.all_cpu_s for cost, other in pairs]),
                spread([cost.cpu_s / other.cpu_s for cost, other in pairs]),
                spread([cost.all_cpu_s / other.all_cpu_s for cost, other in pairs]),
            ]
        else:
            cells += ["", "", ""]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def load_now() -> str:
    """How busy the machine is, for the caption of a table."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
