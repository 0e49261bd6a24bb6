"""``./ibkey coverage``: which clauses scenarios cover, which are excluded and why, which are missing."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.collection.item import ScenarioItem
from harness.collection.model import Scenario
from harness.errors import HarnessError
from harness.spec.catalogue import Catalogue, Clause, load_catalogue

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


class Collected:
    """pytest plugin: the scenarios that collection found."""

    def __init__(self) -> None:
        self.scenarios: list[Scenario] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.scenarios = [item.scenario for item in session.items if isinstance(item, ScenarioItem)]


def measure(folder: Path) -> Coverage:
    """Coverage by the features below ``folder``, as collection reads them.

    Raises: HarnessError, when they cannot be collected.
    """
    collected = Collected()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    quiet = ["--collect-only", "-q", "--no-header", f"--rootdir={PROJECT}", "-p", "pytest_bdd.plugin"]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = pytest.main([*quiet, str(folder)], plugins=[collected])
    if code != pytest.ExitCode.OK:
        raise HarnessError(f"the features cannot be collected:\n{said.getvalue()}")
    scenarios: dict[str, list[str]] = {}
    surfaces: dict[str, set[str]] = {}
    for scenario in collected.scenarios:
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
