"""Running steps that do nothing: ours beside plain pytest-bdd.  python -m benchmarks.steps [--rounds N]

The cost of a step is the difference between runs with ten and with one step a scenario, divided by the nine:
reading, binding and running it, without the process's start and the cost of an item of pytest.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.collection.process import OURS, PYTEST_BDD, medians, run
from benchmarks.collection.project import write_definitions, write_pytest_bdd_test, write_scenarios

SCENARIOS = 1000
FEW, MANY = 1, 10
LISTENING = """

def pytest_ibkey_step_start(item, step):
    pass


def pytest_ibkey_step_end(item, step, error, duration_s):
    pass
"""


def projects(parent: Path) -> dict[str, Path]:
    """Folders with few and with many steps a scenario, by description."""
    made: dict[str, Path] = {}
    for name, more, conftest in (
        ("10 definitions", 0, ""),
        ("510 definitions", 500, ""),
        ("10 definitions, a plugin listens to our hooks", 0, LISTENING),
    ):
        for steps in (FEW, MANY):
            folder = made[f"{name}|{steps}"] = parent / f"{len(made)}"
            folder.mkdir()
            write_definitions(folder, more=more)
            write_pytest_bdd_test(folder)
            write_scenarios(folder, scenarios=SCENARIOS, steps=steps, files=20)
            with (folder / "conftest.py").open("a") as written:
                written.write(conftest)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        made = projects(Path(folder))
        jobs = {f"{key}|ours": partial(run, OURS, project) for key, project in made.items()}
        for key, project in made.items():
            if "listens" not in key:  # pytest-bdd does not know the hooks and would refuse the conftest.py
                jobs[f"{key}|pytest-bdd"] = partial(run, PYTEST_BDD, project)
        costs = medians(rounds, jobs)

    def per_step_ms(name: str, who: str) -> str:
        many, few = costs.get(f"{name}|{MANY}|{who}"), costs.get(f"{name}|{FEW}|{who}")
        if many is None or few is None:
            return "-"
        return f"{(many.cpu_s - few.cpu_s) / (SCENARIOS * (MANY - FEW)) * 1000:.3f} ms"

    print(f"CPU per step that does nothing, median of {rounds} runs of {SCENARIOS} scenarios\n")
    print("| | ours | pytest-bdd |\n| --- | --- | --- |")
    for name in dict.fromkeys(key.partition("|")[0] for key in made):
        print(f"| {name} | {per_step_ms(name, 'ours')} | {per_step_ms(name, 'pytest-bdd')} |")


if __name__ == "__main__":
    main()
