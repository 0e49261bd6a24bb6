"""Writes what is stated about a run, and rebuilds it from the log of one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from harness.reports import allure_report, history, run_log
from harness.reports.conformance import Statement
from harness.reports.output import Output, write_whole
from harness.reports.page import render
from harness.spec import Catalogue, load_catalogue
from harness.verdicts.clauses import clause_results
from harness.verdicts.run import Run


def write_statement(output: Output, run: Run, catalogue: Catalogue | None = None) -> Statement:
    """Write ``conformance.json`` and ``conformance.html`` of ``run`` and add it to the history."""
    catalogue = catalogue or load_catalogue()
    clauses = tuple(clause_results(run.results, catalogue))
    past = history.read(output.history)
    now = history.entry_of(run, clauses)
    statement = Statement(run, clauses, history.compare(past, now), catalogue)
    history.keep(output.history, past, now)
    write_whole(output.conformance_json, json.dumps(statement.to_json(), ensure_ascii=False, indent=1) + "\n")
    write_whole(output.conformance_html, render(statement))
    return statement


def rebuild(output: Output, allure_command: Sequence[str]) -> Statement:
    """Write all reports of the last run again, also of one that was killed.

    Args:
        allure_command: What starts Allure: the paths of node and of Allure's ``cli.js``.
    Raises:
        FileNotFoundError: no run has written to ``output``.
        harness.reports.run_log.RunLogError: what stands there is no run's.
        harness.reports.allure_report.AllureReportError: only Allure's report could not be made.
    """
    statement = write_statement(output, run_log.read(output.run_log))
    allure_report.build(output, allure_command)
    return statement
