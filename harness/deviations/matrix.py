"""What became of deviations and variations: what was noticed at whose step, and who was accused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from harness.verdicts.model import ScenarioResult, Verdict, worst


@dataclass(frozen=True)
class Departure:
    """A deviation or variation as the lab describes it.

    Attributes:
        says: What it breaks, or what is otherwise and why that is permitted.
        permitted: A variation: nothing may turn red.
        kind: What goes wrong, whatever the rule; of a single deviation its name.
    """

    name: str
    clauses: tuple[str, ...]
    says: str
    permitted: bool = False
    kind: str = ""


class Fate(StrEnum):
    """What became of a clause under a deviation that breaks it; the best first."""

    KILLED = "killed"
    ELSEWHERE = "killed elsewhere"
    UNDECIDED = "inconclusive"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Kill:
    """What became of one clause under one deviation.

    Attributes:
        killed_by: Scenario and step that turned red at the clause's own step, ``("id", "34: Then ...")``;
            None when none did.
        otherwise: What the clause's scenarios said instead, by scenario; empty when it was killed.
        fate: ``KILLED`` at the clause's own step, or what its scenarios came to.
    """

    deviation: str
    clause: str
    killed_by: tuple[str, str] | None
    otherwise: Mapping[str, str] = field(default_factory=dict)
    fate: Fate = Fate.SURVIVED


@dataclass(frozen=True)
class Accusation:
    """A scenario that did not hold under a variation, and so accuses a correct system."""

    variation: str
    scenario: str
    verdict: Verdict
    reason: str


def accusations(variation: Departure, results: Iterable[ScenarioResult]) -> list[Accusation]:
    """Those of the ``results`` that a permitted variation turned anything but conformant; of those run."""
    return [
        Accusation(variation.name, one.scenario.id, one.verdict, one.finding.reason)
        for one in results
        if one.verdict not in (Verdict.CONFORMANT, Verdict.NOT_RUN)
    ]


def all_run(results: Collection[ScenarioResult]) -> bool:
    """Whether there are some, and the run did not end before one of them."""
    return bool(results) and all(one.verdict is not Verdict.NOT_RUN for one in results)


def verdicts_under(results: Iterable[ScenarioResult]) -> dict[str, Verdict]:
    """The worst that the scenarios say of each of their clauses."""
    said: dict[str, list[Verdict]] = {}
    for one in results:
        for clause, finding in one.clauses.items():
            said.setdefault(clause, []).append(finding.verdict)
    return {clause: worst(verdicts) for clause, verdicts in said.items()}


def kills(breach: Departure, results: Iterable[ScenarioResult]) -> list[Kill]:
    """What became of each clause of ``breach`` in the ``results`` of the scenarios run under it."""
    ran = list(results)
    return [_kill(breach, clause, [one for one in ran if clause in one.clauses]) for clause in breach.clauses]


def _kill(breach: Departure, clause: str, results: Sequence[ScenarioResult]) -> Kill:
    for result in results:
        if result.clauses[clause].verdict is Verdict.NONCONFORMANT:
            line, text = result.step or (result.scenario.line, "")
            return Kill(breach.name, clause, (result.scenario.id, f"{line}: {text}"), fate=Fate.KILLED)
    said = {one.scenario.id: _told(one, clause) for one in results}
    return Kill(breach.name, clause, None, said, _fate(results))


def _told(result: ScenarioResult, clause: str) -> str:
    # What a scenario that was ended early, for it could notice nothing more, has said of the clause by then.
    left = result.verdict is Verdict.NOT_VERIFIED
    finding = result.clauses[clause] if left else result.finding
    return f"{finding.verdict}: {finding.reason}".removesuffix(": ")


def _fate(results: Sequence[ScenarioResult]) -> Fate:
    verdicts = {result.verdict for result in results}
    if Verdict.NONCONFORMANT in verdicts:
        return Fate.ELSEWHERE
    return Fate.UNDECIDED if verdicts - {Verdict.CONFORMANT, Verdict.NOT_VERIFIED} else Fate.SURVIVED
