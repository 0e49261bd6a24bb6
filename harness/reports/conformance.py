"""``conformance.json``: the statement of conformance, for programs.

=====================  ================================================================================
``format``             1: this table; what is added later leaves it as it is, what is changed counts it up
``target``             name of the system under test; ``target_details``: label to text
``provenance``         {harness, edition, edition_sha256, catalogue_sha256, seed, host, machine, python, job,
                       builds (part to build), programs (name to version)}
``versions``           surface to what was driven there, as it told of itself ([text])
``started``            ISO 8601, UTC; ``duration_s``: seconds
``statement``          the verdict in one sentence
``exit_code``          of the run: 0 conformant, 1 nonconformant, 3 inconclusive or something is missing,
                       5 nothing ran
``unwritten``          part of the output that is not there as a whole, to why; empty when all was written
``ended_early``        why the run did not get to its end, or null
``deviations``         deliberate breaches that were switched on
``totals``             scenarios per verdict; ``clause_totals``: clauses of this run per verdict. Verdicts:
                       ``conformant``, ``nonconformant``, ``not verified``, ``inconclusive``, and
                       ``not run`` after an interruption
``partial``            whether fewer scenarios were selected than ``scenarios_in_features``
``testable_clauses``   how many clauses of the catalogue can be tested: the denominator;
                       ``standing_totals``: how many of them stand where, each counted once:
                       ``conformant``, ``conformant in part``, ``breached``, ``not verified``,
                       ``undecided``, ``not run``, ``without a scenario``, ``not part of this run``
``scenarios``          [{id, feature, line, name, surfaces, clauses, verdict, reason, attempts, duration_s,
                       step (``{line, text}`` that ended it, or null), clause_verdicts (id to verdict),
                       report (address in the Allure report, relative to this file, or null), notes
                       ([{ambiguity, reading, observed, surface}])}]
``clauses``            [{id, article, verdict, standing (null where it cannot be tested), scenarios (ids),
                       reason, text, testable, surfaces (surface to {verdict, reason, scenarios})}], in the
                       order of the catalogue; those that the run's scenarios name
``acts``               [{act, performer, times}]: how what only a human body does was done
``changes``            [{clause, surface, before, now, measured_before}] since the cell was last measured
                       on this target; ``last_run``: start of the last run on it, or null
``notes``              [{ambiguity, reading (its key), speaks_for (in words), issue, chosen, observed
                       ([{observed, surface, scenarios}])}]: what was seen where the articles can be read in
                       more than one way (``spec/ambiguities.yaml``); no verdict depends on it
``known``              [{clause, owner, ticket, expires, surface, scenario, reason, happens}]: breaches that
                       were known; ``happens`` is false where its scenarios show it no more, or not as
                       told. The scenarios that they are of have ``known``: [ticket, owner and day in words]
``without_scenario``   ids of testable clauses that no scenario states; ``not_in_run``: of those that some
                       scenario states, but none of this run
=====================  ================================================================================

Reasons are empty for conformant. The verdict of a clause is the worst of its surfaces', that of a surface the
worst of its scenarios'.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from harness.reports.standing import Standing
from harness.reports.statement import Noted, Statement, report_address
from harness.spec.ambiguities import load_ambiguities
from harness.verdicts.clauses import ClauseResult
from harness.verdicts.model import ScenarioResult

FORMAT = 1
"""Counted up when a program that reads the file would have to be changed."""


def render(statement: Statement) -> str:
    """``conformance.json`` as in the table above."""
    return json.dumps(told(statement), ensure_ascii=False, indent=1) + "\n"


def told(statement: Statement) -> dict[str, Any]:
    """The same as values."""
    run = statement.run
    last = statement.comparison.last
    return {
        "format": FORMAT,
        "target": run.facts.target,
        "target_details": dict(run.facts.details),
        "provenance": asdict(run.facts.provenance),
        "versions": statement.versions,
        "started": iso(run.facts.started),
        "duration_s": round(run.duration_s, 3),
        "statement": statement.sentence,
        "exit_code": statement.exit_code,
        "unwritten": dict(statement.unwritten),
        "ended_early": run.ended_early,
        "deviations": list(run.facts.deviations),
        "totals": run.totals(),
        "clause_totals": statement.clause_totals,
        "partial": not run.facts.scope.is_whole,
        "scenarios_in_features": run.facts.scope.scenarios,
        "testable_clauses": len(statement.standings),
        "standing_totals": {one.value: number for one, number in statement.standing_totals.items()},
        "scenarios": [_scenario(result) for result in run.results],
        "clauses": [_clause(result, statement) for result in statement.clauses],
        "acts": [{"act": act.what, "performer": act.performer, "times": n} for act, n in statement.acts],
        "last_run": iso(last.started) if last else None,
        "changes": [
            {
                "clause": change.clause,
                "surface": change.surface,
                "before": change.before.value,
                "now": change.now.value,
                "measured_before": iso(change.measured_before),
            }
            for change in statement.comparison.changes
        ],
        "notes": [_note(noted) for noted in statement.notes],
        "known": [
            {**entry.to_json(), "happens": entry not in run.no_longer_true} for entry in run.known.entries
        ],
        "without_scenario": _standing_at(statement, Standing.WITHOUT_SCENARIO),
        "not_in_run": _standing_at(statement, Standing.NOT_IN_RUN),
    }


def _standing_at(statement: Statement, standing: Standing) -> list[str]:
    return [id_ for id_, where in statement.standings.items() if where is standing]


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
        "known": list(result.known),
        "notes": [
            {
                "ambiguity": note.ambiguity,
                "reading": note.key,
                "observed": note.observed,
                "surface": note.surface,
            }
            for note in result.notes
        ],
    }


def _note(noted: Noted) -> dict[str, Any]:
    ambiguity = load_ambiguities().get(noted.ambiguity)  # gone, when an old run is told anew
    return {
        "ambiguity": noted.ambiguity,
        "reading": noted.key,
        "speaks_for": noted.reading,
        "issue": ambiguity.issue if ambiguity else "",
        "chosen": ambiguity.chosen if ambiguity else "",
        "observed": [
            {"observed": observed, "surface": surface, "scenarios": list(scenarios)}
            for observed, by_surface in noted.observed.items()
            for surface, scenarios in by_surface.items()
        ],
    }


def _clause(result: ClauseResult, statement: Statement) -> dict[str, Any]:
    return {
        "id": result.clause.id,
        "article": result.clause.article,
        "verdict": result.verdict.value,
        "standing": statement.standings.get(result.clause.id),
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
