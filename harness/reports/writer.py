"""Writes the output of a run while it goes on, counts at the end what is there, and says what is missing."""

from __future__ import annotations

import time
import traceback
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.errors import HarnessError, internal_error
from harness.reports import allure_report, history, ledger, run_log
from harness.reports.choice import allure_command
from harness.reports.output import Output
from harness.reports.run_log import RunLog
from harness.reports.scope import scope_of
from harness.reports.statement import Statement
from harness.reports.write import state, writers
from harness.secrets import redact
from harness.verdicts.exit_code import CONFORMANT, INCONCLUSIVE, NOTHING_RAN
from harness.verdicts.model import ScenarioResult, Scope
from harness.verdicts.run import Run
from harness.verdicts.session import describe_run, known_breaches, note_unwritten, run_facts, unwritten

_UNWRITTEN = "ibkey_unwritten"  # in xdist's workeroutput


class OutputWriter:
    """Writes everything but the Allure results, which come from where the scenarios run.

    Attributes:
        statement: What is stated about the run, once it has finished.
    """

    def __init__(self, config: pytest.Config, output: Output) -> None:
        self._config = config
        self._output = output
        self._stale = output.files_of_last_run()
        self._log: RunLog | None = None
        self._session: pytest.Session | None = None
        self.statement: Statement | None = None

    @property
    def page(self) -> Path:
        return self._output.conformance_html

    # --- while the run goes on -----------------------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_ibkey_run_started(self, config: pytest.Config, planned: Collection[str]) -> None:
        with self._noting_failure(self._output.folder):
            scope = scope_of(config.rootpath / "features", planned)
            complete: bool = config.getoption("--complete")
            describe_run(config, replace(run_facts(config), scope=scope, complete=complete))
            self._make_room(scope)
        with self._noting_failure(self._output.run_log):
            self._log = RunLog(self._output.run_log, run_facts(config), known_breaches(config))

    def _make_room(self, scope: Scope) -> None:
        """Take away what an earlier run left; what a whole run left is kept until there is a newer one."""
        stale = [file for file in self._stale if file.exists()]
        if not scope.is_whole and run_log.is_of_whole_run(self._output.run_log):
            self._output.keep_as_last_whole(stale)
        for file in stale:
            file.unlink(missing_ok=True)

    def pytest_ibkey_scenario_finished(self, result: ScenarioResult) -> None:
        log, self._log = self._log, None
        if log is not None:
            with self._noting_failure(self._output.run_log):
                log.add(result)
                self._log = log

    @contextmanager
    def _noting_failure(self, part: Path) -> Iterator[None]:
        """A disk that is full, for instance, ends neither the run nor what the terminal shows of it."""
        try:
            yield
        except OSError as error:
            why = f"{error.strerror or error}; make room, or name another folder: --output DIR"
            note_unwritten(self._config, part.name, why)
        except Exception as error:  # noqa: BLE001  (a fault of ours is none of the product's)
            self._config.get_terminal_writer().write(redact("".join(traceback.format_exception(error))))
            note_unwritten(self._config, part.name, internal_error(error))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Called by pytest-xdist when a test process has ended."""
        for part, why in getattr(node, "workeroutput", {}).get(_UNWRITTEN, {}).items():
            note_unwritten(self._config, part, why)

    # --- the end -------------------------------------------------------------------------------------------

    @pytest.hookimpl(trylast=True)  # the results of what was not run are there
    def pytest_ibkey_run_finished(self, run: Run) -> None:
        with self._noting_failure(self._output.run_log):
            if self._log is not None:
                self._log.end(run)
        with self._noting_failure(self._output.history):
            past = history.read(self._output.history)
            self.statement = state(run, past)
            self._write(self.statement)
            history.keep(self._output.history, past, history.entry_of(run, self.statement.clauses))
            if run.facts.scope.is_whole:
                self._output.last_whole.remove()

    def _write(self, statement: Statement) -> None:
        for file, write in writers(self._output, statement):
            with self._noting_failure(file):
                write()

    @pytest.hookimpl(wrapper=True, trylast=True)  # within the terminal's, which shows the verdicts
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        yield
        self._session = session
        if self.statement is not None:
            known = unwritten(self._config)
            for part, lacks in ledger.missing(self._output, self.statement.run, known):
                note_unwritten(self._config, part, lacks)
        self._settle()

    def _settle(self) -> None:
        """Tell what is missing in what is there, and in the exit code."""
        parts = unwritten(self._config)
        if self.statement is not None and parts != self.statement.unwritten:
            self.statement = replace(self.statement, unwritten=parts)
            self._write(self.statement)
        if self._session is not None and self._session.exitstatus in (CONFORMANT, NOTHING_RAN):
            missing = INCONCLUSIVE if parts else self._session.exitstatus
            self._session.exitstatus = self.statement.exit_code if self.statement else missing

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Make Allure's report: last, as all results are on disk and the verdict was shown."""
        if self.statement is None or config.getoption("--no-allure-report"):
            return
        terminal = config.get_terminal_writer()
        started = time.monotonic()
        try:
            allure_report.build(self._output, allure_command(config))
        except (HarnessError, OSError, KeyboardInterrupt) as error:
            why = str(error) or "interrupted"
            terminal.line(f"no Allure report: {why}", yellow=True)
            terminal.line(
                f"The results are kept in {self._output.allure_results}; ./ibkey report tries again."
            )
            note_unwritten(config, self._output.allure_report.name, why)
            self._settle()
        else:
            index = self._output.allure_report / "index.html"
            terminal.line(f"Allure report: {index} ({time.monotonic() - started:.1f} s)")


class UnwrittenSender:
    """In a test process of pytest-xdist: tells the controller what could not be written."""

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        session.config.workeroutput[_UNWRITTEN] = dict(unwritten(session.config))  # type: ignore[attr-defined]  # pytest-xdist's
