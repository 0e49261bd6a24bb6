"""Writes the output of a run while it goes on, counts at the end what is there, and says what is missing."""

from __future__ import annotations

import time
import traceback
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.errors import HarnessError, internal_error
from harness.reports import allure_report, history, ledger
from harness.reports.choice import allure_command
from harness.reports.conformance import Statement
from harness.reports.output import Output
from harness.reports.run_log import RunLog
from harness.reports.write import state, writers
from harness.secrets import redact
from harness.verdicts.exit_code import CONFORMANT, INCONCLUSIVE, NOTHING_RAN
from harness.verdicts.model import ScenarioResult
from harness.verdicts.run import Run
from harness.verdicts.session import note_unwritten, run_facts, unwritten

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
    def pytest_ibkey_run_started(self, config: pytest.Config) -> None:
        for file in self._stale:
            file.unlink(missing_ok=True)
        with self._noting_failure(self._output.run_log):
            self._log = RunLog(self._output.run_log, run_facts(config))

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

    def _write(self, statement: Statement) -> None:
        for file, write in writers(self._output, statement):
            with self._noting_failure(file):
                write()

    @pytest.hookimpl(wrapper=True, trylast=True)  # within the terminal's, which shows the verdicts
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        with self._noting_failure(self._output.junit):  # pytest writes it here
            yield
        self._session = session
        if self.statement is not None:
            known = unwritten(self._config)
            for part, lacks in ledger.missing(self._output, self.statement.run, known):
                note_unwritten(self._config, part, lacks)
        self._tell_missing()

    def _tell_missing(self) -> None:
        """What is missing is told in what is there; and whoever does not find everything is not told 0."""
        parts = unwritten(self._config)
        if not parts or self._session is None:
            return
        if self.statement is not None and parts != self.statement.unwritten:
            self.statement = replace(self.statement, unwritten=parts)
            self._write(self.statement)
        if self._session.exitstatus in (CONFORMANT, NOTHING_RAN):
            self._session.exitstatus = INCONCLUSIVE

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
            self._tell_missing()
        else:
            index = self._output.allure_report / "index.html"
            terminal.line(f"Allure report: {index} ({time.monotonic() - started:.1f} s)")


class UnwrittenSender:
    """In a test process of pytest-xdist: tells the controller what could not be written."""

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        session.config.workeroutput[_UNWRITTEN] = dict(unwritten(session.config))  # type: ignore[attr-defined]  # pytest-xdist's
