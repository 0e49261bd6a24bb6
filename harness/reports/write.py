"""Writes what is stated about a run."""

from __future__ import annotations

import json

from harness.reports import history
from harness.reports.conformance import Statement
from harness.reports.output import Output, write_whole
from harness.reports.page import render
from harness.spec.catalogue import Catalogue, load_catalogue
from harness.verdicts.clauses import clause_results
from harness.verdicts.run import Run


def write_statement(output: Output, run: Run, catalogue: Catalogue | None = None) -> Statement:
    """Write ``conformance.json`` and ``conformance.html`` of ``run`` and add it to the history."""
    catalogue = catalogue or load_catalogue()
    clauses = tuple(clause_results(run.results, catalogue))
    past = history.read(output.history)
    now = history.entry_of(run, clauses)
    statement = Statement(run, clauses, history.compare(past, now), catalogue)
    write_whole(output.conformance_json, json.dumps(statement.to_json(), ensure_ascii=False, indent=1) + "\n")
    write_whole(output.conformance_html, render(statement))
    history.keep(output.history, past, now)
    return statement
