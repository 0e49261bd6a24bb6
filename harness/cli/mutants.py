"""``./ibkey mutants``: change the reference system's code in one place, and see which scenario notices.

An independent judge: mutmut chooses the changes, nobody here. At least 90 % of the mutants that count must be
red, at most a tenth of those merely inconclusive. docs/mutants.md says how to read survivors.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.mutants import equivalents
from harness.mutants import reach as recorded
from harness.mutants.fates import Fate, Judgement, Tally
from harness.mutants.reach import Reach, Run
from harness.mutants.rooms import FOLDER, PACKAGE, ROOMS, candidates_of, drawn
from harness.mutants.workers import work
from harness.services.client import Services

if TYPE_CHECKING:
    from harness.mutants.generator import Candidate, Mutant

ENOUGH, TOO_FEW_RED = 0, 1
SAMPLE = 100
"""How many are drawn where it is not said: all of some six thousand would take days."""
SCENARIOS = 40
"""How many scenarios a mutant is shown to at the most: those that know nothing new are the last."""


def main(arguments: list[str]) -> int:
    """Judge mutants and print what became of each.

    Returns: 0 when enough of those that count are red, 1 when not.
    """
    asked = _options().parse_args(arguments)
    found = candidates_of(asked.names)
    judged = [one for one in found if not one.excluded]
    chosen = judged if _names_mutants(asked.names) else _drawn(judged, asked)
    if asked.list:
        _print_list(found, chosen)
        return ENOUGH
    mutants = {one.name: one.make() for one in chosen}
    judgements = []
    for judgement in _judge(chosen, mutants, asked):
        judgements.append(judgement)
        _print(judgement, mutants[judgement.mutant])
    if asked.json:
        asked.json.write_text(_as_json(judgements, mutants), encoding="utf-8")
    tally = Tally.of(judgements)
    print(f"\n{tally}")
    return ENOUGH if tally.is_enough else TOO_FEW_RED


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./ibkey mutants", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"a room ({', '.join(ROOMS)}), a module, a function, or a mutant; all where none is named",
    )
    parser.add_argument("--list", action="store_true", help="list them, and how many are left out and why")
    parser.add_argument(
        "--sample", type=int, default=SAMPLE, metavar="N", help=f"judge N of them (default {SAMPLE})"
    )
    parser.add_argument("--seed", type=int, metavar="S", help="draw the same sample as the run that said so")
    parser.add_argument(
        "--scenarios",
        type=int,
        default=SCENARIOS,
        metavar="N",
        help=f"run a mutant under N of the scenarios that reach it at the most (default {SCENARIOS})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcome there, too")
    parser.add_argument("-n", type=int, default=2, metavar="N", help="test workers (default 2)")
    return parser


def _names_mutants(names: Sequence[str]) -> bool:
    return bool(names) and all(":" in name for name in names)


def _drawn(judged: Sequence[Candidate], asked: argparse.Namespace) -> list[Candidate]:
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    chosen = drawn(judged, asked.sample, seed)
    print(f"{len(chosen)} of {len(judged)} mutants, drawn by --seed {seed}", flush=True)
    return chosen


def _print_list(found: Sequence[Candidate], chosen: Sequence[Candidate]) -> None:
    for one in chosen:
        mutant = one.make()
        print(f"{one.name}  (line {one.line})\n    - {mutant.was}\n    + {mutant.becomes}")
    print()
    for reason, number in Counter(one.excluded for one in found if one.excluded).most_common():
        print(f"{number:>6} left out: {reason}")


def _judge(
    chosen: Sequence[Candidate], mutants: dict[str, Mutant], asked: argparse.Namespace
) -> Iterator[Judgement]:
    reviewed = equivalents.read()
    reasons = {one.name: equivalents.reason_of(one.name, reviewed) for one in chosen}
    for name, reason in reasons.items():
        if reason:
            yield Judgement(name, Fate.EQUIVALENT, reason=reason)
    to_judge = [one for one in chosen if not reasons[one.name]]
    if not to_judge:
        return
    services = Services.start()
    try:
        known = _recorded(services, asked.n)
        with tempfile.TemporaryDirectory(prefix="ibkey-sources-") as folder:
            jobs = []
            for number, one in enumerate(to_judge):
                reaching = known.of(one.module, one.statement, one.known_as)
                if not reaching:
                    yield Judgement(one.name, Fate.NOT_REACHED)
                    continue
                source = Path(folder, f"{number}.py")
                source.write_text(mutants[one.name].source, encoding="utf-8")
                jobs.append(_job(one, source, reaching))
            job = {"judge": jobs, "most": asked.scenarios}
            for entry in work(services, min(asked.n, len(jobs)), job):
                yield Judgement.from_json(entry)
    finally:
        services.close()


def _job(one: Candidate, source: Path, reaching: Sequence[str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "module": f"{PACKAGE}.{one.module}",
        "source": str(source),
        "scenarios": reaching,
    }


def _recorded(services: Services, workers: int) -> Reach:
    """What each scenario runs, as an earlier command or this one has recorded."""
    file = recorded.record_file()
    known = recorded.read(file)
    folders = [str(FOLDER.joinpath(*room.split("."))) for room in ROOMS]
    print("which scenario runs which line is recorded ...", flush=True)
    runs = dict(known.runs)
    try:
        for entry in work(services, workers, {"folders": folders, "known": known.scenarios}):
            run = Run(**entry)
            runs[run.id] = run
    finally:  # what was recorded before an interrupt is of use, too
        recorded.write(file, Reach(runs.values()))
    print(f"{len(runs) - 1} scenarios, {len(runs) - len(known.runs)} of them anew", flush=True)
    return Reach(runs.values())


def _print(judgement: Judgement, mutant: Mutant) -> None:
    print(f"{judgement.fate:<13} {judgement.mutant}", flush=True)
    if judgement.fate in (Fate.KILLED, Fate.DOES_NOT_START):
        return
    print(f"                - {mutant.was}\n                + {mutant.becomes}")
    if judgement.reason:
        print(f"                {judgement.reason}")
    if judgement.scenario:
        print(f"                {judgement.scenario}")
    if judgement.fate is Fate.SURVIVED:
        print(f"                {judgement.tried} of the {judgement.of} scenarios that reach it hold")


def _as_json(judgements: Sequence[Judgement], mutants: dict[str, Mutant]) -> str:
    entries = [
        {**one.to_json(), "was": mutants[one.mutant].was, "becomes": mutants[one.mutant].becomes}
        for one in judgements
    ]
    return json.dumps(entries, indent=1, ensure_ascii=False)
