"""``./ibkey coverage``: which clauses scenarios cover, which are excluded and why, which are missing.

Or, with ``--against``, what another edition of the articles makes stale.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from harness.collection.crossed import Owed, owed
from harness.collection.item import ScenarioItem
from harness.collection.model import Scenario
from harness.errors import HarnessError
from harness.spec.catalogue import Catalogue, Clause, load_catalogue
from harness.spec.edition import Changes, Edition, compare, read_edition, stale_clauses

PROJECT = Path(__file__).resolve().parent.parent.parent
OK, MISSING = 0, 1


@dataclass(frozen=True)
class Coverage:
    """State of each clause: the scenarios that carry it, and the surfaces they run on, by clause.

    Attributes:
        pairs: What ``harness.spec.crossing`` has scenarios cross, and where each pair is seen.
    """

    catalogue: Catalogue
    scenarios: Mapping[str, list[str]]
    surfaces: Mapping[str, set[str]]
    pairs: Sequence[Owed]

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
    return Coverage(load_catalogue(), scenarios, surfaces, owed(collected.scenarios))


def main(arguments: list[str]) -> int:
    """Print the list, article by article; 1 when a testable clause or a pair is missing."""
    parser = argparse.ArgumentParser(prog="./ibkey coverage", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="list only what is missing")
    parser.add_argument(
        "--pairs",
        action="store_true",
        help="list pairs of surface, phone, proof, language and state of the app instead of clauses",
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="another edition of the articles, UTF-8 text, line by line as the one in spec/edition.yaml: say "
        "which clauses, scenarios and exclusions have to be read again",
    )
    options = parser.parse_args(arguments)
    if options.against is not None:
        return _against(options.against)
    coverage = measure(PROJECT / "features")
    if options.pairs:
        _print_pairs(coverage.pairs, only_missing=options.missing)
        print(f"\n{_counted(coverage.pairs)}")
        return MISSING if any(one.missing for one in coverage.pairs) else OK
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
    print(f"{_counted(coverage.pairs)} (--pairs lists them)")
    return MISSING if missing or any(one.missing for one in coverage.pairs) else OK


def _print_pairs(pairs: Sequence[Owed], *, only_missing: bool) -> None:
    for name, of_crossing in groupby(pairs, lambda one: one.crossing.name):
        listed = [one for one in of_crossing if one.missing or not only_missing]
        if listed:
            print(f"\n{name}", *map(_pair_line, listed), sep="\n")


def _pair_line(one: Owed) -> str:
    pair = " + ".join(one.pair)
    if one.why_not is not None:
        return f"  {pair:<70} excluded: {one.why_not}"
    return f"  {pair:<70} " + (f"seen in {one.seen_in}" if one.seen_in else "missing")


def _counted(pairs: Sequence[Owed]) -> str:
    excluded = sum(one.why_not is not None for one in pairs)
    missing = sum(one.missing for one in pairs)
    seen = len(pairs) - excluded - missing
    return f"{seen} of {len(pairs)} pairs crossed, {excluded} excluded, {missing} missing"


def _line(clause: Clause, coverage: Coverage) -> str:
    if clause.testable == "no":
        return f"  {clause.id:<26} excluded: {clause.testable_reason}"
    if coverage.covered(clause):
        first, *more = coverage.scenarios[clause.id]
        return f"  {clause.id:<26} covered by {first}" + (f" and {len(more)} more" if more else "")
    if clause.id not in coverage.scenarios:
        return f"  {clause.id:<26} missing: {clause.text}"
    return f"  {clause.id:<26} missing on {', '.join(coverage.surfaces_missing(clause))}"


def _against(file: Path) -> int:
    """Print what another edition makes stale; 1 when anything is."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise HarnessError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise HarnessError(f"{file} is not UTF-8: {error.reason}") from error
    edition = read_edition()
    changes = compare(edition, text.split("\n"))
    if not changes.gone and not changes.new:
        print(f"{file}: no sentence differs from {edition.name}; nothing is stale")
        return OK
    print(f"{file} against {edition.name}:")
    print(f"  lines of ours that are gone or changed: {_numbers(changes.gone)}")
    print(f"  lines that are new or changed: {_numbers(changes.new)}")
    coverage = measure(PROJECT / "features")
    for clause in stale_clauses(changes, coverage.catalogue):
        _print_stale(clause, coverage)
    _print_stale_exclusions(changes, edition)
    return MISSING


def _print_stale(clause: Clause, coverage: Coverage) -> None:
    print(f"\n  {clause.id} (line {_numbers(clause.lines)}): {clause.text}")
    if clause.testable == "no":
        print(f"    is excluded: {clause.testable_reason}")
    for scenario in coverage.scenarios.get(clause.id, ()):
        print(f"    is checked by {scenario}")


def _print_stale_exclusions(changes: Changes, edition: Edition) -> None:
    for entry in edition.without_clause:
        if changes.stale(entry.lines):
            changed = sorted(set(entry.lines) & set(changes.gone))
            print(f"\n  without a clause (line {_numbers(changed)}): {entry.what}: {entry.why}")


def _numbers(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines)) or "none"
