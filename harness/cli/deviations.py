"""``./ibkey deviations``: let the reference system commit each breach, and see which scenario notices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from harness.deviations import outcomes, trial
from harness.deviations.effects import IdleRow, alike, idle_rows
from harness.deviations.kinds import ClauseKinds, by_clause
from harness.deviations.matrix import Kill, kills

ALL_KILLED, SURVIVORS = 0, 1


def main(arguments: list[str]) -> int:
    """Try the deviations, print what became of each, and write the matrix.

    Returns: 0 when every deviation was killed at the step of every clause it breaks, 1 when one survived.
    """
    parser = trial.options("deviations", __doc__)
    parser.add_argument("--operators", action="store_true", help="those that operators make of the rules")
    parser.add_argument(
        "--per-clause",
        action="store_true",
        help="also the operators' until three kinds of breach of each clause are tried; tell it by clause",
    )
    parser.add_argument(
        "--idle-rows",
        action="store_true",
        help="run every scenario of the clauses, and list the rows that kill nothing of their own",
    )
    parser.add_argument(
        "--duplicates",
        action="store_true",
        help="run every scenario of the clauses, and list the deviations that none tells apart",
    )
    tried = trial.tried("deviations", parser, arguments)
    if tried is None:
        return ALL_KILLED
    matrix = [kill for one in tried.departures for kill in kills(one, tried.results[one.name])]
    if tried.options.json:
        listed = [asdict(kill) for kill in matrix]
        tried.options.json.write_text(json.dumps(listed, indent=1, ensure_ascii=False))
    code = _report(matrix)
    if tried.options.per_clause:
        _report_kinds(by_clause(tried.there.values(), matrix, tried.few))
    if tried.options.idle_rows:
        _report_idle(idle_rows(tried.results, tried.departures), len(tried.departures))
    if tried.options.duplicates:
        _report_alike(alike(tried.results, tried.departures))
    outcomes.write(tried)
    return code


def _report_kinds(clauses: Sequence[ClauseKinds]) -> None:
    print("\nKinds of breach by clause")
    for one in clauses:
        if one.killed or one.survived:
            print(f"{'' if one.is_enough else 'TOO FEW':<9} {one}")
    proven = sum(one.is_enough for one in clauses)
    print(f"{proven} of {len(clauses)} clauses: three kinds were killed, or all there are")


def _report_idle(rows: Sequence[IdleRow], deviations: int) -> None:
    print(f"\nRows that kill nothing that others do not, of {deviations} deviations; all could go together")
    for row in rows:
        print(f"{row.took_s:7.1f} s  {row.row}  ({row.kills} kills that others make, too)")


def _report_alike(groups: Sequence[Sequence[str]]) -> None:
    print("\nDeviations that no scenario tells apart")
    for names in groups:
        print(f"  {', '.join(names)}")


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
