"""Which scenarios noticed which deviation, and at whose step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.verdicts.model import ScenarioResult, Verdict


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


@dataclass(frozen=True)
class Kill:
    """What became of one clause under one deviation.

    Attributes:
        killed_by: Scenario and step that turned red at the clause's own step, ``("id", "34: Then ...")``;
            None when the deviation survived.
        otherwise: What the clause's scenarios said instead, by scenario; empty when it was killed.
    """

    deviation: str
    clause: str
    killed_by: tuple[str, str] | None
    otherwise: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Accusation:
    """A scenario that did not hold under a variation, and so accuses a correct system."""

    variation: str
    scenario: str
    verdict: Verdict
    reason: str


def accusations(variation: Departure, results: Iterable[ScenarioResult]) -> list[Accusation]:
    """The scenarios among ``results`` that a permitted variation turned anything but conformant."""
    return [
        Accusation(variation.name, one.scenario.id, one.verdict, one.finding.reason)
        for one in results
        if one.verdict is not Verdict.CONFORMANT
    ]


def kills(breach: Departure, results: Iterable[ScenarioResult]) -> list[Kill]:
    """What became of each clause of ``breach`` in the ``results`` of the scenarios run under it."""
    ran = list(results)
    return [_kill(breach, clause, [one for one in ran if clause in one.clauses]) for clause in breach.clauses]


def _kill(breach: Departure, clause: str, results: Sequence[ScenarioResult]) -> Kill:
    for result in results:
        if result.clauses[clause].verdict is Verdict.NONCONFORMANT:
            line, text = result.step or (result.scenario.line, "")
            return Kill(breach.name, clause, (result.scenario.id, f"{line}: {text}"))
    return Kill(breach.name, clause, None, {one.scenario.id: _told(one, clause) for one in results})


def _told(result: ScenarioResult, clause: str) -> str:
    # What a scenario that was ended early, for it could notice nothing more, has said of the clause by then.
    left = result.verdict is Verdict.NOT_VERIFIED
    finding = result.clauses[clause] if left else result.finding
    return f"{finding.verdict}: {finding.reason}".removesuffix(": ")
