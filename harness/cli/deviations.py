"""``./ibkey deviations``: let the reference system commit each breach, and see which scenario notices."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from harness.deviations.matrix import Breach, Kill, kills
from harness.deviations.plugin import VARIABLE, breaches
from harness.lab import Lab
from harness.services.client import Services
from harness.services.variables import SERVICES_VARIABLE
from harness.words import nearest

if TYPE_CHECKING:
    from harness.verdicts import Run

PROJECT = Path(__file__).resolve().parent.parent.parent
ALL_KILLED, SURVIVORS, USAGE, INCONCLUSIVE = 0, 1, 2, 3


def main(arguments: list[str]) -> int:
    """Try the deviations and print the kill matrix.

    Returns: 0 when every deviation was killed at the step of every clause it breaks, 1 when one survived.
    """
    parser = argparse.ArgumentParser(prog="./ibkey deviations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="deviations to try; all when none is named")
    parser.add_argument("--list", action="store_true", help="list the deviations and what they break")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the kill matrix there, too")
    parser.add_argument("-n", type=int, default=2, metavar="N", help="test workers (default 2)")
    parser.add_argument("-k", metavar="EXPRESSION", help="only scenarios that match, as pytest's -k")
    parser.add_argument("--sample", type=int, metavar="N", help="try N of them, drawn by the seed")
    parser.add_argument("--seed", type=int, metavar="S", help="draw the same sample as the run that said so")
    options = parser.parse_args(arguments)
    services = Services.start("reference-system")
    try:
        known = _known(services)
        if unknown := set(options.names) - known.keys():
            for name in sorted(unknown):
                print(f"unknown deviation {name}{nearest(name, known)} (--list shows all)", file=sys.stderr)
            return USAGE
        names = options.names or sorted(known)
        if options.sample is not None:
            names = sample(names, options.sample, options.seed)
        chosen = [known[name] for name in names]
        if options.list:
            for breach in chosen:
                print(f"{breach.name}\n    {breach.breaks}\n    {', '.join(breach.clauses)}")
            return ALL_KILLED
        matrix = _try(services, chosen, options.n, options.k)
    finally:
        services.close()
    if options.json:
        options.json.write_text(json.dumps([asdict(kill) for kill in matrix], indent=1, ensure_ascii=False))
    return _report(matrix)


def sample(names: Sequence[str], size: int, seed: int | None) -> list[str]:
    """``size`` of the names at the most, in their order; the seed that draws them is said."""
    seed = random.randrange(1_000_000) if seed is None else seed
    drawn = set(random.Random(seed).sample(list(names), min(size, len(names))))
    print(f"{len(drawn)} of {len(names)} deviations, drawn by --seed {seed}", flush=True)
    return [name for name in names if name in drawn]


def _known(services: Services) -> dict[str, Breach]:
    system = services.need("reference-system")
    lab = Lab(system["lab_url"], system["lab_token"])
    listed = lab.get("/deviations")
    lab.close()
    return {one["name"]: Breach(one["name"], tuple(one["clauses"]), one["breaks"]) for one in listed}


def _try(services: Services, chosen: list[Breach], workers: int, matching: str | None) -> list[Kill]:
    os.environ[SERVICES_VARIABLE] = str(services.folder)
    os.environ[VARIABLE] = json.dumps([asdict(breach) for breach in chosen])
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import pytest

    matrix = Matrix()
    options = [f"--rootdir={PROJECT}", "-p", "harness.collection.lean_pytest_bdd"]
    options += ["-p", "harness.deviations.plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += ["-p", "xdist", "-n", str(workers), "--dist", "loadgroup", "-q", "--tb=no", "-rN"]
    if matching:
        options += ["-k", matching]
    pytest.main([*options, str(PROJECT / "features")], plugins=[matrix])
    return matrix.kills


class Matrix:
    """pytest plugin: reads the results of the run under deviations when it has finished."""

    def __init__(self) -> None:
        self.kills: list[Kill] = []

    def pytest_ibkey_run_finished(self, run: Run) -> None:
        for breach in breaches():
            ran = [one for one in run.results if one.scenario.id.endswith(f"under {breach.name}]")]
            self.kills += kills(breach, ran)


def _report(matrix: Sequence[Kill]) -> int:
    width = max((len(kill.deviation) for kill in matrix), default=0)
    for kill in matrix:
        if kill.killed_by is not None:
            print(f"killed    {kill.deviation:<{width}}  {kill.clause:<26} {kill.killed_by[1]}")
    survivors = [kill for kill in matrix if kill.killed_by is None]
    for kill in survivors:
        print(f"SURVIVED  {kill.deviation:<{width}}  {kill.clause}")
        for scenario, said in kill.otherwise.items():
            print(f"            {scenario}\n              {said}")
        if not kill.otherwise:
            print("            no scenario carries the clause")
    print(f"\n{len(matrix) - len(survivors)} of {len(matrix)} killed at the clause's own step")
    return SURVIVORS if survivors else ALL_KILLED
