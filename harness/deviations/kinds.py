"""How many kinds of breach of a clause were noticed: one is a chance, three are a check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.deviations.matrix import Departure, Kill

ENOUGH = 3
"""Kinds of breach of a clause that have to be killed at its own step."""


@dataclass(frozen=True)
class ClauseKinds:
    """The kinds of breach of one clause, by what became of them.

    Attributes:
        killed: Of which one was killed at the clause's own step.
        survived: Of which none of those tried was.
        untried: Of which none was tried.
        why_few: Why there are no three of them; empty where there are.
    """

    clause: str
    killed: tuple[str, ...]
    survived: tuple[str, ...]
    untried: tuple[str, ...]
    why_few: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether three kinds were killed, or all there are where there is a reason for fewer."""
        all_there_are = bool(self.why_few and self.killed) and not self.survived and not self.untried
        return len(self.killed) >= ENOUGH or all_there_are

    def __str__(self) -> str:
        kinds = len(self.killed) + len(self.survived) + len(self.untried)
        said = [f"{len(self.killed)} of {kinds} kinds killed: {', '.join(self.killed) or 'none'}"]
        said += [f"survived: {', '.join(self.survived)}"] if self.survived else []
        said += [f"not tried: {len(self.untried)}"] if self.untried else []
        said += [f"no more, as {self.why_few}"] if self.why_few and kinds < ENOUGH else []
        return f"{self.clause:<26} {'; '.join(said)}"


def by_clause(
    there: Iterable[Departure], matrix: Iterable[Kill], few: Mapping[str, str]
) -> list[ClauseKinds]:
    """The kinds of breach of each clause.

    Args:
        there: All deviations, those that were not tried, too.
        few: Why there are fewer than three kinds, by clause.
    """
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    kind_of = {}
    for one in there:
        kind_of[one.name] = one.kind
        for clause in one.clauses:
            kinds[clause].add(one.kind)
    tried: defaultdict[str, set[str]] = defaultdict(set)
    killed: defaultdict[str, set[str]] = defaultdict(set)
    for kill in matrix:
        tried[kill.clause].add(kind_of[kill.deviation])
        if kill.killed_by is not None:
            killed[kill.clause].add(kind_of[kill.deviation])
    return [
        ClauseKinds(
            clause,
            killed=tuple(sorted(killed[clause])),
            survived=tuple(sorted(tried[clause] - killed[clause])),
            untried=tuple(sorted(known - tried[clause])),
            why_few=few.get(clause, ""),
        )
        for clause, known in sorted(kinds.items())
    ]


def enough(there: Iterable[Departure]) -> list[Departure]:
    """All single deviations, and so many of the operators' that three kinds of each clause are tried.

    Of these the plain ones come first: what happens everywhere and always is soonest noticed.
    """
    chosen: list[Departure] = []
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for one in sorted(there, key=lambda departure: departure.name.count("~")):
        if "~" in one.name and not any(
            len(kinds[clause]) < ENOUGH and one.kind not in kinds[clause] for clause in one.clauses
        ):
            continue
        chosen.append(one)
        for clause in one.clauses:
            kinds[clause].add(one.kind)
    return sorted(chosen, key=lambda departure: departure.name)
