"""``conformance.json``: the statement of conformance, for programs.

=================  ====================================================================================
``target``         name of the system under test; ``target_details``: label to text
``started``        ISO 8601, UTC; ``duration_s``: seconds
``statement``      the verdict in one sentence
``exit_code``      of the run: 0 conformant, 1 nonconformant, 3 inconclusive or ``unwritten``, 5 nothing ran
``unwritten``      part of the output that is not there as a whole, to why; empty when all was written
``ended_early``    why the run did not get to its end, or null
``deviations``     deliberate breaches that were switched on
``totals``         scenarios per verdict; ``clause_totals``: clauses per verdict. Verdicts: ``conformant``,
                   ``nonconformant``, ``not verified``, ``inconclusive``, and ``not run`` after an
                   interruption
``scenarios``      [{id, feature, line, name, rule, surfaces, clauses, verdict, reason, attempts, duration_s,
                   step (``{line, text}`` that ended it, or null), clause_verdicts (id to verdict), report
                   (address in the Allure report, relative to this file, or null)}]
``clauses``        [{id, article, verdict, scenarios (ids), reason, text, testable, surfaces (surface to
                   {verdict, reason, scenarios})}], in the order of the catalogue; those that the run's
                   scenarios name
``acts``           [{act, performer, times}]: how what only a human body does was done
``changes``        [{clause, surface, before, now, measured_before}] since the cell was last measured on
                   this target; ``last_run``: start of the last run on it, or null
``not_in_run``     ids of clauses of the catalogue that no scenario of the run names
=================  ====================================================================================

Reasons are empty for conformant. The verdict of a clause is the worst of its surfaces', that of a surface the
worst of its scenarios'.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from harness.reports.history import Comparison
from harness.spec.catalogue import Catalogue
from harness.verdicts.clauses import ClauseResult
from harness.verdicts.exit_code import INCONCLUSIVE, NONCONFORMANT
from harness.verdicts.model import Act, ScenarioResult, Verdict
from harness.verdicts.run import Run, totals


@dataclass(frozen=True)
class Statement:
    """All that is stated about a run: the source of ``conformance.json`` and ``conformance.html``."""

    run: Run
    clauses: tuple[ClauseResult, ...]
    comparison: Comparison
    catalogue: Catalogue
    unwritten: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """Of the run: a part of the output that is missing is no verdict, but no success either."""
        code = self.run.exit_code
        return INCONCLUSIVE if self.unwritten and code != NONCONFORMANT else code

    @cached_property
    def clause_totals(self) -> dict[str, int]:
        """Number of clauses per verdict."""
        return totals(clause.verdict for clause in self.clauses)

    @cached_property
    def sentence(self) -> str:
        """The verdict in one sentence, for a release manager."""
        count = Counter(clause.verdict for clause in self.clauses)
        total = len(self.clauses)
        held = _of(count[Verdict.CONFORMANT], "clause holds", "clauses hold")
        unverified = count[Verdict.NOT_VERIFIED]
        rest = f"; {unverified} could not be verified on this target" if unverified else ""
        doubts = self._doubts(count)
        if breached := count[Verdict.NONCONFORMANT]:
            are = _of(breached, "is breached", "are breached")
            doubt = f"; {' and '.join(doubts)}" if doubts else ""
            return f"Not conformant: of {_clauses(total)} checked, {are}{doubt}{rest}."
        if doubts:
            return f"Undecided: no breach was found, {held}, but {' and '.join(doubts)}{rest}."
        if count[Verdict.CONFORMANT]:
            everything = "" if rest or total == 1 else "all "
            return f"Conformant: {everything}{held} on every surface checked{rest}."
        if total:
            return f"Nothing was verified: the target lacks what {_clauses(total)} would need."
        passed = _of(self.run.totals()["conformant"], "scenario", "scenarios")
        return f"No clause was checked: {passed} passed, none of which states one."

    def _doubts(self, count: Mapping[Verdict, int]) -> list[str]:
        """What keeps the verdict open, in words."""
        doubts = []
        if undecided := count[Verdict.INCONCLUSIVE]:
            doubts.append(f"{_clauses(undecided)} could not be decided")
        elif undecided := self.run.totals()["inconclusive"]:
            doubts.append(f"{_of(undecided, 'scenario', 'scenarios')} could not be decided")
        if not_run := count[Verdict.NOT_RUN]:
            doubts.append(_of(not_run, "clause was not run", "clauses were not run"))
        elif not_run := self.run.totals()["not run"]:
            doubts.append(_of(not_run, "scenario was not run", "scenarios were not run"))
        return doubts

    @cached_property
    def not_in_run(self) -> list[str]:
        """Clauses of the catalogue that the run says nothing about."""
        named = {clause.clause.id for clause in self.clauses}
        return [id_ for id_ in self.catalogue.clauses if id_ not in named]

    @cached_property
    def acts(self) -> list[tuple[Act, int]]:
        """Each act by each performer, and how often."""
        counted = Counter(act for result in self.run.results for act in result.acts)
        return sorted(counted.items(), key=lambda entry: (entry[0].what, entry[0].performer))

    def to_json(self) -> dict[str, Any]:
        """``conformance.json`` as in the table above."""
        run = self.run
        last = self.comparison.last
        return {
            "target": run.facts.target,
            "target_details": dict(run.facts.details),
            "started": iso(run.facts.started),
            "duration_s": round(run.duration_s, 3),
            "statement": self.sentence,
            "exit_code": self.exit_code,
            "unwritten": dict(self.unwritten),
            "ended_early": run.ended_early,
            "deviations": list(run.facts.deviations),
            "totals": run.totals(),
            "clause_totals": self.clause_totals,
            "scenarios": [_scenario(result) for result in run.results],
            "clauses": [_clause(result) for result in self.clauses],
            "acts": [{"act": act.what, "performer": act.performer, "times": n} for act, n in self.acts],
            "last_run": iso(last.started) if last else None,
            "changes": [
                {
                    "clause": change.clause,
                    "surface": change.surface,
                    "before": change.before.value,
                    "now": change.now.value,
                    "measured_before": iso(change.measured_before),
                }
                for change in self.comparison.changes
            ],
            "not_in_run": self.not_in_run,
        }


def report_address(result: ScenarioResult) -> str | None:
    """Where the scenario is in the Allure report, relative to the output folder.

    Allure 3 knows a test by the MD5 sum of its result's uuid (``@allurereport/core``, ``store/convert``).
    """
    if result.allure_uuid is None:
        return None
    id_ = hashlib.md5(result.allure_uuid.encode(), usedforsecurity=False).hexdigest()
    return f"allure-report/index.html#{id_}"


def iso(seconds: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _scenario(result: ScenarioResult) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "id": scenario.id,
        "feature": scenario.feature,
        "line": scenario.line,
        "name": scenario.name,
        "rule": scenario.rule,
        "surfaces": list(scenario.surfaces),
        "clauses": list(scenario.clauses),
        "verdict": result.verdict.value,
        "reason": result.finding.reason,
        "attempts": result.attempts,
        "duration_s": round(result.duration_s, 3),
        "step": {"line": result.step[0], "text": result.step[1]} if result.step else None,
        "clause_verdicts": {id_: finding.verdict.value for id_, finding in result.clauses.items()},
        "report": report_address(result),
    }


def _clause(result: ClauseResult) -> dict[str, Any]:
    return {
        "id": result.clause.id,
        "article": result.clause.article,
        "verdict": result.verdict.value,
        "scenarios": list(result.scenarios),
        "reason": result.finding.reason,
        "text": result.clause.text,
        "testable": result.clause.testable,
        "surfaces": {
            surface: {
                "verdict": cell.verdict.value,
                "reason": cell.finding.reason,
                "scenarios": list(cell.scenarios),
            }
            for surface, cell in result.cells.items()
        },
    }


def _clauses(count: int) -> str:
    return _of(count, "clause", "clauses")


def _of(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
