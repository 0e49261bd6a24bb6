"""The files that say what is stated about a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from harness.reports import allure_report, conformance, history, junit, page
from harness.reports.history import PastRun
from harness.reports.output import Output, write_whole
from harness.reports.statement import Statement
from harness.spec.catalogue import load_catalogue
from harness.verdicts.clauses import clause_results
from harness.verdicts.run import Run


def state(run: Run, past: Sequence[PastRun] = ()) -> Statement:
    """What ``run`` shows, compared with earlier runs."""
    catalogue = load_catalogue()
    clauses = tuple(clause_results(run.results, catalogue))
    return Statement(run, clauses, history.compare(past, history.entry_of(run, clauses)), catalogue)


def writers(output: Output, statement: Statement) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Each file that says what ``statement`` says, and what writes it."""
    for file, render in (
        (output.conformance_json, conformance.render),
        (output.conformance_html, page.render),
        (output.allure_results / "environment.properties", allure_report.environment),
        (output.allure_results / "executor.json", allure_report.executor),
        (output.junit, partial(junit.render, folder=output.folder)),
    ):
        yield file, partial(_write, file, render, statement)


def _write(file: Path, render: Callable[[Statement], str], statement: Statement) -> None:
    write_whole(file, render(statement))
