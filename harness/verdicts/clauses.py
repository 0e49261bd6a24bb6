"""From scenarios to clauses: one cell per clause and surface, the worst verdict decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.spec.catalogue import Catalogue, Clause
from harness.verdicts.model import Finding, ScenarioResult, Verdict, worst


@dataclass(frozen=True, slots=True)
class Cell:
    """What the scenarios of one clause say on one surface.

    Attributes:
        reason: That of the scenario which decided the verdict.
        scenarios: Ids, in the order they ran; the deciding one is ``decided_by``.
    """

    finding: Finding
    scenarios: tuple[str, ...]
    decided_by: str

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """A clause of the catalogue with its cells by surface, in the order of the clause's surfaces."""

    clause: Clause
    cells: Mapping[str, Cell]

    @property
    def finding(self) -> Finding:
        decider = worst(cell.verdict for cell in self.cells.values())
        return next(cell.finding for cell in self.cells.values() if cell.verdict is decider)

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id_ for cell in self.cells.values() for id_ in cell.scenarios))


def surfaces_of(clause: Clause, scenario_surfaces: Iterable[str]) -> tuple[str, ...]:
    """Surfaces on which a scenario speaks for ``clause``: those that both name.

    A scenario that runs on none of the clause's surfaces speaks for the surfaces it ran on, so that no
    verdict is lost; one without any surface, for all of the clause's.
    """
    of_scenario = tuple(scenario_surfaces)
    both = tuple(surface for surface in clause.surfaces if surface in of_scenario)
    return both or of_scenario or clause.surfaces


def clause_results(results: Iterable[ScenarioResult], catalogue: Catalogue) -> list[ClauseResult]:
    """Every clause that one of ``results`` names, in the order of the catalogue.

    Raises: KeyError, when a scenario names a clause that the catalogue lacks (collection refuses that).
    """
    spoken: dict[str, dict[str, list[tuple[ScenarioResult, Finding]]]] = {}
    for result in results:
        for id_, finding in result.clauses.items():
            clause = catalogue.clauses[id_]
            for surface in surfaces_of(clause, result.scenario.surfaces):
                spoken.setdefault(id_, {}).setdefault(surface, []).append((result, finding))
    return [
        ClauseResult(
            clause, {surface: _cell(spoken[clause.id][surface]) for surface in _ordered(clause, spoken)}
        )
        for article in catalogue.articles
        for clause in article.clauses
        if clause.id in spoken
    ]


def _ordered(clause: Clause, spoken: Mapping[str, Mapping[str, object]]) -> list[str]:
    surfaces = list(spoken[clause.id])
    own = [surface for surface in clause.surfaces if surface in surfaces]
    return own + [surface for surface in surfaces if surface not in own]


def _cell(spoken: list[tuple[ScenarioResult, Finding]]) -> Cell:
    decider = worst(finding.verdict for _, finding in spoken)
    result, finding = next((one, found) for one, found in spoken if found.verdict is decider)
    return Cell(finding, tuple(one.scenario.id for one, _ in spoken), result.scenario.id)
