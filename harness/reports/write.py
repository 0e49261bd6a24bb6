"""What is stated about a run, and the files that say it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from harness.reports import history
from harness.reports.conformance import Statement
from harness.reports.history import PastRun
from harness.reports.output import Output, write_whole
from harness.reports.page import render
from harness.spec.catalogue import Catalogue, load_catalogue
from harness.verdicts.clauses import clause_results
from harness.verdicts.run import Run


def state(run: Run, past: Sequence[PastRun] = (), catalogue: Catalogue | None = None) -> Statement:
    """What ``run`` shows, compared with earlier runs."""
    catalogue = catalogue or load_catalogue()
    clauses = tuple(clause_results(run.results, catalogue))
    return Statement(run, clauses, history.compare(past, history.entry_of(run, clauses)), catalogue)


def writers(output: Output, statement: Statement) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Each file that says what ``statement`` says, and what writes it."""
    for file, make in (
        (output.conformance_json, _json),
        (output.conformance_html, render),
    ):
        yield file, partial(_write, file, make, statement)


def _write(file: Path, make: Callable[[Statement], str], statement: Statement) -> None:
    write_whole(file, make(statement))


def _json(statement: Statement) -> str:
    return json.dumps(statement.to_json(), ensure_ascii=False, indent=1) + "\n"
