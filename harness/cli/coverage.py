"""``./ibkey coverage``: which clauses scenarios cover, which are excluded and why, which are missing."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.spec import Catalogue, Clause, load_catalogue

PROJECT = Path(__file__).resolve().parent.parent.parent
OK, MISSING = 0, 1


@dataclass(frozen=True)
class Coverage:
    """State of each clause: the scenarios that carry it, and the surfaces they run on, by clause."""

    catalogue: Catalogue
    scenarios: Mapping[str, list[str]]
    surfaces: Mapping[str, set[str]]

    def covered(self, clause: Clause) -> bool:
        """Whether a scenario covers the clause on every surface it names."""
        return clause.id in self.scenarios and not self.surfaces_missing(clause)

    def surfaces_missing(self, clause: Clause) -> tuple[str, ...]:
        """Surfaces of the clause on which no scenario observes it."""
        return tuple(one for one in clause.surfaces if one not in self.surfaces.get(clause.id, ()))

    @property
    def missing(self) -> list[Clause]:
        """Testable clauses without a scenario on every surface."""
        return [
            clause
            for clause in self.catalogue.clauses.values()
            if clause.testable != "no" and not self.covered(clause)
        ]


def measure(folder: Path) -> Coverage:
    """Coverage by the features below ``folder``, as collection reads them."""
    from harness.collection.reading import read_features

    scenarios: dict[str, list[str]] = {}
    surfaces: dict[str, set[str]] = {}
    for scenario in read_features(folder):
        for clause in scenario.clauses:
            scenarios.setdefault(clause, []).append(f"{scenario.feature_file}:{scenario.line}")
            surfaces.setdefault(clause, set()).update(scenario.surfaces)
    return Coverage(load_catalogue(), scenarios, surfaces)


def main(arguments: list[str]) -> int:
    """Print the list, article by article; 1 when a testable clause is missing."""
    parser = argparse.ArgumentParser(prog="./ibkey coverage", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="list the missing clauses only")
    options = parser.parse_args(arguments)
    coverage = measure(PROJECT / "features")
    for article in coverage.catalogue.articles:
        lines = [_line(clause, coverage) for clause in article.clauses]
        if options.missing:
            lines = [line for line in lines if "missing" in line]
        if lines:
            print(f"\n{article.id}: {article.title}", *lines, sep="\n")
    total = len(coverage.catalogue.clauses)
    excluded = sum(clause.testable == "no" for clause in coverage.catalogue.clauses.values())
    missing = len(coverage.missing)
    print(
        f"\n{total - excluded - missing} of {total} clauses covered, {excluded} excluded, {missing} missing"
    )
    return MISSING if missing else OK


def _line(clause: Clause, coverage: Coverage) -> str:
    if clause.testable == "no":
        return f"  {clause.id:<26} excluded: {clause.testable_reason}"
    if coverage.covered(clause):
        first, *more = coverage.scenarios[clause.id]
        return f"  {clause.id:<26} covered by {first}" + (f" and {len(more)} more" if more else "")
    if clause.id not in coverage.scenarios:
        return f"  {clause.id:<26} missing: {clause.text}"
    return f"  {clause.id:<26} missing on {', '.join(coverage.surfaces_missing(clause))}"
