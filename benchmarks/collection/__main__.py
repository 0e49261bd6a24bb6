"""Collecting features: ours beside plain pytest-bdd.  python -m benchmarks.collection [--rounds N]"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.collection.process import OURS, PYTEST, PYTEST_BDD, Cost, medians, run
from benchmarks.collection.project import (
    write_definitions,
    write_outlines,
    write_pytest_bdd_test,
    write_scenarios,
)

COLLECT = ("--collect-only",)


def projects(parent: Path) -> dict[str, Path]:
    """Folders with what is collected, by description."""
    made: dict[str, Path] = {}

    def project(name: str, *, more: int = 0) -> Path:
        folder = made[name] = parent / name.replace(" ", "-").replace(",", "")
        folder.mkdir()
        write_definitions(folder, more=more)
        write_pytest_bdd_test(folder)
        return folder

    write_scenarios(project("1000 scenarios"), scenarios=1000)
    write_scenarios(project("5000 scenarios"), scenarios=5000)
    write_scenarios(project("5000 scenarios, 500 more definitions", more=500), scenarios=5000)
    write_outlines(project("5000 rows of outlines"), scenarios=5000)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        made = projects(Path(folder))
        jobs = {
            (name, who): partial(run, (*command, *COLLECT), project)
            for name, project in made.items()
            for who, command in (("ours", OURS), ("pytest-bdd", PYTEST_BDD))
        }
        first = next(iter(made.values()))
        keyed = {f"{name}|{who}": job for (name, who), job in jobs.items()}
        costs = medians(rounds, {"start|": partial(run, (*PYTEST, "--markers"), first), **keyed})
    start = costs["start|"]
    print(f"whole process, `pytest --collect-only -q`, median of {rounds}; 10 steps a scenario, 50 files")
    print(f"pytest with pytest-bdd loaded, nothing collected: {_shown(start)}\n")
    print("| | ours: wall (CPU) | pytest-bdd: wall (CPU) |\n| --- | --- | --- |")
    for name in made:
        print(f"| {name} | {_shown(costs[f'{name}|ours'])} | {_shown(costs[f'{name}|pytest-bdd'])} |")


def _shown(cost: Cost) -> str:
    return f"{cost.wall_s:.2f} s ({cost.cpu_s:.2f} s)"


if __name__ == "__main__":
    main()
