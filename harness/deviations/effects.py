"""What an exhaustive trial shows besides: rows that kill nothing of their own, deviations that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.deviations.matrix import Departure
from harness.deviations.record import scenario_of
from harness.verdicts.model import ScenarioResult, Verdict

Results = Mapping[str, Sequence[ScenarioResult]]
"""What became of the scenarios of the clauses of each deviation, all of them run to their ends."""


@dataclass(frozen=True)
class IdleRow:
    """A scenario, or a row of one, that could be merged or dropped, together with all others that are listed.

    Attributes:
        row: ``features/x.feature:34``.
        kills: How many pairs of deviation and clause it kills; each is killed by a row that stays, too.
        took_s: How long it took under all deviations together, in seconds.
    """

    row: str
    kills: int
    took_s: float


def idle_rows(results: Results, tried: Iterable[Departure]) -> list[IdleRow]:
    """The rows that can go without a loss, the dearest first."""
    kills: dict[str, set[tuple[str, str]]] = {}
    took: defaultdict[str, float] = defaultdict(float)
    for departure in tried:
        for one in results[departure.name]:
            row = f"{one.scenario.feature}:{one.scenario.line}"
            took[row] += one.duration_s
            kills.setdefault(row, set()).update(
                (departure.name, clause)
                for clause in departure.clauses
                if clause in one.clauses and one.clauses[clause].verdict is Verdict.NONCONFORMANT
            )
    witnesses: defaultdict[tuple[str, str], int] = defaultdict(int)
    for pairs in kills.values():
        for pair in pairs:
            witnesses[pair] += 1
    idle = []
    for row in sorted(kills, key=lambda row: -took[row]):
        if all(witnesses[pair] > 1 for pair in kills[row]):
            for pair in kills[row]:
                witnesses[pair] -= 1
            idle.append(IdleRow(row, len(kills[row]), round(took[row], 1)))
    return idle


def alike(results: Results, tried: Iterable[Departure]) -> list[tuple[str, ...]]:
    """Groups of deviations that break the same clauses and cannot be told apart by any scenario."""
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for departure in tried:
        seen = frozenset(
            (scenario_of(one.scenario.id, departure.name), one.verdict, one.step, one.finding.reason)
            for one in results[departure.name]
        )
        if any(verdict is not Verdict.CONFORMANT for _, verdict, _, _ in seen):
            groups[frozenset(departure.clauses), seen].append(departure.name)
    return [tuple(names) for names in groups.values() if len(names) > 1]
