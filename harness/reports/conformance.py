"""``conformance.json``: the statement of conformance, for programs.

=================  ====================================================================================
``target``         name of the system under test; ``target_details``: label to text
``started``        ISO 8601, UTC; ``duration_s``: seconds
``statement``      the verdict in one sentence
``exit_code``      of the run: 0 conformant, 1 nonconformant, 3 inconclusive, 5 nothing ran
``ended_early``    why the run did not get to its end, or null
``deviations``     deliberate breaches that were switched on
``totals``         scenarios per verdict; ``clause_totals``: clauses per verdict. Verdicts: ``conformant``,
                   ``nonconformant``, ``not verified``, ``inconclusive``, and ``not run`` after an
                   interruption
``scenarios``      [{id, feature, line, name, surfaces, clauses, verdict, reason, attempts, duration_s,
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
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from harness.reports.history import Comparison
from harness.spec import Catalogue
from harness.verdicts.clauses import ClauseResult
from harness.verdicts.model import Act, ScenarioResult, Verdict
from harness.verdicts.run import Run, totals


@dataclass(frozen=True)
class Statement:
    """All that is stated about a run: the source of ``conformance.json`` and ``conformance.html``."""

    run: Run
    clauses: tuple[ClauseResult, ...]
    comparison: Comparison
    catalogue: Catalogue

    @cached_property
    def clause_totals(self) -> dict[str, int]:
        """Number of clauses per verdict."""
        return totals(clause.verdict for clause in self.clauses)

    @cached_property
    def sentence(self) -> str:
        """The verdict in one sentence, for a release manager."""
        count = Counter(clause.verdict for clause in self.clauses)
        total = len(self.clauses)
        rest = _rest(count[Verdict.NOT_VERIFIED], count[Verdict.NOT_RUN])
        if count[Verdict.NONCONFORMANT]:
            breached = _are(count[Verdict.NONCONFORMANT], "breached")
            doubt = f", {count[Verdict.INCONCLUSIVE]} inconclusive" if count[Verdict.INCONCLUSIVE] else ""
            return f"Not conformant: of {_clauses(total)} checked, {breached}{doubt}{rest}."
        undecided = sum(one.verdict is Verdict.INCONCLUSIVE for one in self.run.results)
        if count[Verdict.INCONCLUSIVE] or count[Verdict.NOT_RUN] or undecided:
            held = _hold(count[Verdict.CONFORMANT])
            open_ = _clauses(count[Verdict.INCONCLUSIVE]) if count[Verdict.INCONCLUSIVE] else "some checks"
            return f"Undecided: no breach was found, {held}, but {open_} could not be decided{rest}."
        if count[Verdict.CONFORMANT]:
            everything = "" if rest or total == 1 else "all "
            return (
                f"Conformant: {everything}{_hold(count[Verdict.CONFORMANT])} on every surface checked{rest}."
            )
        if total:
            return f"Nothing was verified: the target lacks what {_clauses(total)} would need."
        return f"{self.run.totals()['conformant']} scenarios passed; none of them states a clause."

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
            "exit_code": run.exit_code,
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
    return "1 clause" if count == 1 else f"{count} clauses"


def _are(count: int, what: str) -> str:
    return f"1 is {what}" if count == 1 else f"{count} are {what}"


def _hold(count: int) -> str:
    return "1 clause holds" if count == 1 else f"{count} clauses hold"


def _rest(not_verified: int, not_run: int) -> str:
    """What else has to be said about the clauses."""
    parts = []
    if not_verified:
        parts.append(f"{not_verified} could not be verified on this target")
    if not_run:
        parts.append(f"{not_run} {'was' if not_run == 1 else 'were'} not run")
    return f"; {' and '.join(parts)}" if parts else ""
