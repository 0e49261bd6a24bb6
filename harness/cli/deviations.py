"""``./ibkey deviations``: let the reference system commit each breach, and see which scenario notices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from harness.deviations import outcomes, trial
from harness.deviations.matrix import Kill, kills

ALL_KILLED, SURVIVORS = 0, 1


def main(arguments: list[str]) -> int:
    """Try the deviations, print what became of each, and write the matrix.

    Returns: 0 when every deviation was killed at the step of every clause it breaks, 1 when one survived.
    """
    parser = trial.options("deviations", __doc__)
    parser.add_argument("--operators", action="store_true", help="those that operators make of the rules")
    tried = trial.tried("deviations", parser, arguments)
    if tried is None:
        return ALL_KILLED
    matrix = [kill for one in tried.departures for kill in kills(one, tried.results[one.name])]
    if tried.options.json:
        listed = [asdict(kill) for kill in matrix]
        tried.options.json.write_text(json.dumps(listed, indent=1, ensure_ascii=False))
    code = _report(matrix)
    outcomes.write(tried)
    return code


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
