"""What is stated about a run: the one source of all that a run says, on whatever paper."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from harness.reports.history import Comparison
from harness.reports.standing import Standing, counted, standings
from harness.spec.catalogue import Catalogue
from harness.spec.vocabulary import Surface
from harness.verdicts.clauses import ClauseResult
from harness.verdicts.exit_code import INCONCLUSIVE, NONCONFORMANT
from harness.verdicts.model import Act, ScenarioResult, Verdict
from harness.verdicts.run import Run, totals

SURFACE_NAMES = {surface.value: surface.in_words for surface in Surface}
_DOUBTS = {Verdict.INCONCLUSIVE: Standing.UNDECIDED, Verdict.NOT_RUN: Standing.NOT_RUN}
_WHOLE = {Standing.CONFORMANT, Standing.IN_PART}


@dataclass(frozen=True, slots=True)
class Noted:
    """A reading of an ambiguity that showed in this run; told, never judged.

    Attributes:
        observed: What was seen in words, to surface, to ids of the scenarios that saw it.
    """

    ambiguity: str
    key: str
    reading: str
    observed: Mapping[str, Mapping[str, Sequence[str]]]

    @property
    def surfaces(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(surface for one in self.observed.values() for surface in one))

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(id_ for one in self.observed.values() for ids in one.values() for id_ in ids)
        )


@dataclass(frozen=True)
class Statement:
    """A run, seen from the catalogue.

    Attributes:
        clauses: Those that the run's scenarios state.
        unwritten: Parts of the output that are missing, and why.
    """

    run: Run
    clauses: tuple[ClauseResult, ...]
    comparison: Comparison
    catalogue: Catalogue
    unwritten: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """Of the run: what is missing is no verdict, but no success either."""
        code = self.run.exit_code
        lacks = bool(self.unwritten) or (self.run.facts.complete and not self.is_complete)
        return INCONCLUSIVE if lacks and code != NONCONFORMANT else code

    @property
    def is_complete(self) -> bool:
        """Whether every testable clause is conformant, each as far as it can be tested."""
        left_out = any(set(result.clause.surfaces) - result.cells.keys() for result in self.clauses)
        return not left_out and set(self.standings.values()) <= _WHOLE

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """Where each testable clause of the catalogue stands, by its id."""
        return standings(self.catalogue, self.clauses, self.run.facts.scope.clauses)

    @cached_property
    def standing_totals(self) -> dict[Standing, int]:
        """Number of testable clauses per standing."""
        return counted(self.standings)

    @cached_property
    def clause_totals(self) -> dict[str, int]:
        """Number of the run's clauses per verdict."""
        return totals(clause.verdict for clause in self.clauses)

    @cached_property
    def acts(self) -> list[tuple[Act, int]]:
        """Each act by each performer, and how often."""
        counted = Counter(act for result in self.run.results for act in result.acts)
        return sorted(counted.items(), key=lambda entry: (entry[0].what, entry[0].performer))

    @cached_property
    def notes(self) -> list[Noted]:
        """What was seen of ambiguities, by ambiguity and reading, in the order it was seen."""
        seen: dict[tuple[str, str, str], dict[str, dict[str, list[str]]]] = {}
        for result in self.run.results:
            for note in result.notes:
                observations = seen.setdefault((note.ambiguity, note.key, note.reading), {})
                scenarios = observations.setdefault(note.observed, {}).setdefault(note.surface, [])
                scenarios.append(result.scenario.id)
        return [Noted(*reading, seen[reading]) for reading in sorted(seen, key=lambda one: one[0])]

    @cached_property
    def known_clauses(self) -> list[str]:
        """Testable clauses that are breached, and only as is known."""
        new = {
            id_
            for result in self.run.results
            if not result.known
            for id_, one in result.clauses.items()
            if one.verdict is Verdict.NONCONFORMANT
        }
        breached = [id_ for id_, standing in self.standings.items() if standing is Standing.BREACHED]
        return [id_ for id_ in breached if id_ not in new]

    @cached_property
    def versions(self) -> dict[str, list[str]]:
        """What was driven on each surface, as it told of itself: more than one where scenarios differ."""
        told: dict[str, dict[str, None]] = {}
        for result in self.run.results:
            for surface, version in result.versions.items():
                told.setdefault(surface, {})[version] = None
        return {surface: list(versions) for surface, versions in told.items()}

    @property
    def details(self) -> dict[str, str]:
        """What was tested, by what and where: label to text, as every output shows it."""
        facts = self.run.facts
        driven = {SURFACE_NAMES.get(one, one): ", ".join(told) for one, told in self.versions.items()}
        return {**facts.details, **facts.provenance.in_words(), **driven}

    # --- in words ------------------------------------------------------------------------------------------

    @cached_property
    def sentence(self) -> str:
        """The verdict in one sentence, for a release manager: a part is never told as the whole."""
        return "".join([self._partial, self._head, ": ", self._clauses_in_words, "."])

    @property
    def _partial(self) -> str:
        scope = self.run.facts.scope
        if scope.is_whole:
            return ""
        ran = len(self.run.results)
        scenarios = "1 scenario" if ran == 1 else f"{ran} scenarios"
        return f"Partial run ({scenarios}; the features have {scope.scenarios}). "

    @property
    def _head(self) -> str:
        scenarios = self.run.totals()
        if scenarios[Verdict.NONCONFORMANT]:
            breaches = [one for one in self.run.results if one.verdict is Verdict.NONCONFORMANT]
            return "Not conformant, as is known" if all(one.known for one in breaches) else "Not conformant"
        if scenarios[Verdict.INCONCLUSIVE] or scenarios[Verdict.NOT_RUN]:
            return "Undecided, no breach was found"
        if not scenarios[Verdict.CONFORMANT]:
            return "Nothing was verified"
        return "Conformant" if self.is_complete else "No breach was found"

    @property
    def _clauses_in_words(self) -> str:
        count = self.standing_totals
        conformant = count[Standing.CONFORMANT] + count[Standing.IN_PART]
        breached = count[Standing.BREACHED]
        in_part = f" ({count[Standing.IN_PART]} of them in part)" if count[Standing.IN_PART] else ""
        verdicts = [f"{conformant} conformant{in_part}"] if conformant else []
        known = f" ({len(self.known_clauses)} of them known)" if self.known_clauses else ""
        verdicts += [f"{breached} breached{known}"] if breached else []
        checked = f"{conformant + breached} of {len(self.standings)} testable clauses checked"
        parts = [", ".join([checked, *verdicts]), ", ".join(self._unchecked())]
        return "; ".join(filter(None, parts))

    def _unchecked(self) -> Iterator[str]:
        """What keeps clauses without a verdict, and scenarios that state none."""
        count = self.standing_totals
        for standing in list(Standing)[list(Standing).index(Standing.BREACHED) + 1 :]:
            if count[standing]:
                yield f"{count[standing]} {standing.value}"
        scenarios = self.run.totals()
        for verdict, standing in _DOUBTS.items():
            if scenarios[verdict] and not count[standing]:
                yield f"scenarios {standing.value}: {scenarios[verdict]}"


def report_address(result: ScenarioResult) -> str | None:
    """Where the scenario is in the Allure report, relative to the output folder.

    Allure 3 knows a test by the MD5 sum of its result's uuid (``@allurereport/core``, ``store/convert``).
    """
    if result.allure_uuid is None:
        return None
    id_ = hashlib.md5(result.allure_uuid.encode(), usedforsecurity=False).hexdigest()
    return f"allure-report/index.html#{id_}"
