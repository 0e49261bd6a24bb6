"""Trying deviations or variations: which there are, which were asked for, and the run under each of them."""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from harness.deviations.kinds import enough
from harness.deviations.matrix import Departure, kills
from harness.deviations.names import operators, refuse_unknown
from harness.deviations.plugin import VARIABLE, Plan
from harness.deviations.record import Record, departure_in, record_file
from harness.lab import Lab
from harness.services.client import Services
from harness.services.variables import SERVICES_VARIABLE

if TYPE_CHECKING:
    import pytest

    from harness.deviations.scheduling import ByDeparture
    from harness.verdicts import Run
    from harness.verdicts.model import ScenarioResult

EXHAUSTIVE = ("idle_rows", "duplicates")
"""Options of a trial that has to see what each scenario says, also where another has noticed already."""
PROJECT = Path(__file__).resolve().parent.parent.parent


def options(command: str, description: str | None) -> argparse.ArgumentParser:
    """The options that both commands share."""
    parser = argparse.ArgumentParser(prog=f"./ibkey {command}", description=description)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{command} to try; all when none is named")
    parser.add_argument("--list", action="store_true", help="list them, what they do and to which clauses")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcome there, too")
    parser.add_argument("-n", type=int, default=2, metavar="N", help="test workers (default 2)")
    parser.add_argument(
        "-k", metavar="EXPRESSION", type=_keywords, help="only scenarios that match, as pytest's -k"
    )
    parser.add_argument(
        "--most", type=int, metavar="N", help="run at most N scenarios under each, spread over its clauses"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="try N of them, drawn by the seed")
    parser.add_argument("--seed", type=int, metavar="S", help="draw the same sample as the run that said so")
    return parser


def _keywords(written: str) -> str:
    """Raises: argparse.ArgumentTypeError."""
    import pytest  # as in `_results`

    from harness.collection.tags import check_keywords

    try:
        return check_keywords(written)
    except pytest.UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


@dataclass(frozen=True)
class Trial:
    """What was tried.

    Attributes:
        departures: Those that were chosen.
        results: Of the scenarios run under each, by name.
        registered: All that the reference system has registered, of both kinds, by name.
        options: The command line.
        there: All that could have been tried; the operators' only where they were asked for.
        few: Why there are fewer than three kinds of breach of a clause, by clause.
    """

    departures: Sequence[Departure]
    results: Mapping[str, Sequence[ScenarioResult]]
    registered: Mapping[str, Departure]
    options: argparse.Namespace
    there: Mapping[str, Departure] = field(default_factory=dict)
    few: Mapping[str, str] = field(default_factory=dict)


def tried(command: str, parser: argparse.ArgumentParser, arguments: list[str]) -> Trial | None:
    """Try the ``deviations`` or ``variations`` that the command line asks for; None: it asked for the list.

    Raises: UnknownName.
    """
    asked = parser.parse_args(arguments)
    services = Services.start("reference-system")
    try:
        registered, there, few = _described(services, command, asked)
        departures = chosen(there, asked, command)
        if asked.list:
            print_list(departures)
            return None
        return Trial(departures, run(services, departures, asked), registered, asked, there, few)
    finally:
        services.close()


def _described(
    services: Services, command: str, asked: argparse.Namespace
) -> tuple[dict[str, Departure], dict[str, Departure], dict[str, str]]:
    """`Trial.registered`, what the command can try (of operators those asked for), `Trial.few`."""
    system = services.need("reference-system")
    lab = Lab(system["lab_url"], system["lab_token"])
    breaches, permitted = _deviations(lab.get("/deviations")), _variations(lab.get("/variations"))
    only_made, all_made = getattr(asked, "operators", False), getattr(asked, "per_clause", False)
    made = _deviations(
        lab.get("/deviations/operators")
        if only_made or all_made
        else operators(lab, asked.names)
        if command == "deviations"
        else ()
    )
    few = {one["clause"]: one["why"] for one in lab.get("/deviations/few")}
    lab.close()
    if command == "variations":
        there = permitted
    elif only_made:
        there = made
    else:
        there = breaches + made
    return _by_name(breaches + permitted), _by_name(there), few


def _deviations(listed: Iterable[Mapping[str, Any]]) -> list[Departure]:
    return [Departure(one["name"], tuple(one["clauses"]), one["breaks"], kind=one["kind"]) for one in listed]


def _variations(listed: Iterable[Mapping[str, Any]]) -> list[Departure]:
    return [
        Departure(one["name"], tuple(one["clauses"]), f"{one['differs']}; {one['permitted']}", permitted=True)
        for one in listed
    ]


def _by_name(departures: Iterable[Departure]) -> dict[str, Departure]:
    return {one.name: one for one in departures}


def chosen(there: Mapping[str, Departure], asked: argparse.Namespace, command: str) -> list[Departure]:
    """Those that the command line asks for. Raises: UnknownName."""
    refuse_unknown(asked.names, there.keys(), command)
    all_of_them = enough(there.values()) if getattr(asked, "per_clause", False) else there.values()
    names = asked.names or sorted(one.name for one in all_of_them)
    if asked.sample is not None:
        names = sample(names, asked.sample, asked.seed)
    return [there[name] for name in names]


def sample(names: Sequence[str], size: int, seed: int | None) -> list[str]:
    """``size`` of the names at the most, in their order; the seed that draws them is said."""
    seed = random.randrange(1_000_000) if seed is None else seed
    drawn = set(random.Random(seed).sample(list(names), min(size, len(names))))
    print(f"{len(drawn)} of {len(names)}, drawn by --seed {seed}", flush=True)  # noqa: T201 - for the command
    return [name for name in names if name in drawn]


def print_list(departures: Collection[Departure]) -> None:
    """What there is, for a person."""
    for one in departures:
        print(f"{one.name}\n    {one.says}\n    {', '.join(one.clauses)}")  # noqa: T201 - for the command


def run(
    services: Services, departures: Sequence[Departure], asked: argparse.Namespace
) -> dict[str, list[ScenarioResult]]:
    """The scenarios of their clauses under each of them; results by name.

    What notices a deviation is kept, so that the next trial begins with it.
    """
    file = record_file(PROJECT)
    record = Record.read(file)
    exhaustive = any(getattr(asked, option, False) for option in EXHAUSTIVE)
    plan = Plan(tuple(departures), record, exhaustive=exhaustive, most=asked.most or 0)
    os.environ[SERVICES_VARIABLE] = str(services.folder)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with TemporaryDirectory(prefix="ibkey-deviations-") as folder:
        os.environ[VARIABLE] = str(plan.write(Path(folder, "plan.json")))
        results = _results(plan, asked)
    record.keep(results, (kill for one in departures for kill in kills(one, results[one.name])))
    record.write(file)
    return results


def _results(plan: Plan, asked: argparse.Namespace) -> dict[str, list[ScenarioResult]]:
    import pytest  # 0.1 s that --list and --help need not wait for

    finished = _Finished()
    arguments = [f"--rootdir={PROJECT}", "-p", "harness.collection.lean_pytest_bdd"]
    arguments += ["-p", "harness.deviations.plugin", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    arguments += ["-p", "xdist", "-n", str(asked.n), "--dist", "loadscope", "-q", "--tb=no", "-rN"]
    if asked.k:
        arguments += ["-k", asked.k]
    pytest.main([*arguments, str(PROJECT / "features")], plugins=[finished])
    results: dict[str, list[ScenarioResult]] = {name: [] for name in plan.by_name}
    for result in finished.results:
        results[departure_in(result.scenario.id)].append(result)
    return results


class _Finished:
    """pytest plugin: keeps the results of the run, and each departure in one test worker.

    What a worker does not know of, it cannot leave out: that a clause was noticed already.
    """

    def __init__(self) -> None:
        self.results: list[ScenarioResult] = []

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> ByDeparture:
        from harness.deviations.scheduling import ByDeparture

        return ByDeparture(config, log)

    def pytest_ibkey_run_finished(self, run: Run) -> None:
        self.results = list(run.results)
