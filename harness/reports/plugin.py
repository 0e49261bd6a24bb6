"""pytest plugin: writes the run's output, and keeps it readable at any moment.

What an earlier run left is removed when the first scenario starts, so a run that fails before (a misspelt
step, a wrong option) leaves the last good reports alone. Each finished scenario goes to ``run.jsonl`` at
once; the statement of conformance follows at the end of the session, also after Ctrl-C, then Allure's report.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

from harness.errors import HarnessError, internal_error
from harness.option_group import option_group
from harness.reports import allure_report
from harness.reports.choice import allure_command, output_of
from harness.reports.conformance import Statement
from harness.reports.output import Output
from harness.reports.run_log import RunLog
from harness.reports.write import write_statement
from harness.secrets import redact
from harness.verdicts.exit_code import INCONCLUSIVE, NONCONFORMANT
from harness.verdicts.model import ScenarioResult, Verdict, worst
from harness.verdicts.run import Run
from harness.verdicts.session import finished_run, is_worker, note_unwritten, run_facts, unwritten

_UNWRITTEN = "ibkey_unwritten"
_MARKUP = {
    Verdict.CONFORMANT: {"green": True},
    Verdict.NONCONFORMANT: {"red": True},
    Verdict.INCONCLUSIVE: {"yellow": True},
    Verdict.NOT_RUN: {"yellow": True},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = option_group(parser)
    group.addoption(
        "--output",
        type=Path,
        metavar="DIR",
        help="write Allure results and report, conformance.html and .json and junit.xml there",
    )
    group.addoption(
        "--no-allure-report",
        action="store_true",
        help="write the Allure results only; `./ibkey report` makes the report of them",
    )


@pytest.hookimpl(tryfirst=True)  # before pytest's own junitxml plugin looks at its option
def pytest_configure(config: pytest.Config) -> None:
    output = output_of(config)
    if config.option.collectonly:
        return
    if is_worker(config):
        config.pluginmanager.register(UnwrittenSender(), "ibkey-unwritten-sender")
        return
    if output is None:
        config.pluginmanager.register(Summary(None), "ibkey-summary")
        return
    try:
        output.folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=output.folder).close()
    except OSError as error:
        raise pytest.UsageError(f"--output {output.folder} cannot be written to: {error.strerror}") from error
    if getattr(config.option, "xmlpath", "") is None:
        config.option.xmlpath = str(output.junit)
    writer = OutputWriter(config, output)
    config.pluginmanager.register(writer, "ibkey-output")
    config.pluginmanager.register(Summary(writer), "ibkey-summary")


class OutputWriter:
    """Writes everything but the Allure results, which come from where the scenarios run."""

    def __init__(self, config: pytest.Config, output: Output) -> None:
        self._config = config
        self._output = output
        self._stale = output.files_of_last_run()
        self._log: RunLog | None = None
        self.statement: Statement | None = None

    @property
    def page(self) -> Path:
        return self._output.conformance_html

    @pytest.hookimpl(tryfirst=True)
    def pytest_ibkey_run_started(self, config: pytest.Config) -> None:
        for file in self._stale:
            file.unlink(missing_ok=True)
        with self._noting_failure():
            self._log = RunLog(self._output.run_log, run_facts(config))

    def pytest_ibkey_scenario_finished(self, result: ScenarioResult) -> None:
        log, self._log = self._log, None
        if log is not None:
            with self._noting_failure():
                log.add(result)
                self._log = log

    def pytest_ibkey_run_finished(self, run: Run) -> None:
        with self._noting_failure():
            if self._log is not None:
                self._log.end(run)
        with self._noting_failure():
            self.statement = write_statement(self._output, run)

    @contextmanager
    def _noting_failure(self) -> Iterator[None]:
        """A disk that is full, for instance, ends neither the run nor what the terminal shows of it."""
        try:
            yield
        except OSError as error:
            note_unwritten(self._config, str(error))
        except Exception as error:  # noqa: BLE001  (a fault of ours is none of the product's)
            self._config.get_terminal_writer().write(redact("".join(traceback.format_exception(error))))
            note_unwritten(self._config, internal_error(error))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Called by pytest-xdist when a test process has ended."""
        why = getattr(node, "workeroutput", {}).get(_UNWRITTEN)
        if why is not None:
            note_unwritten(self._config, why)

    @pytest.hookimpl(wrapper=True, trylast=True)  # within the terminal's, which shows the verdicts
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        """A pipeline that does not find everything is not told that all is well."""
        with self._noting_failure():  # pytest writes junit.xml here
            yield
        if unwritten(self._config) is not None and session.exitstatus != NONCONFORMANT:
            session.exitstatus = INCONCLUSIVE

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Make Allure's report: last, as all results are on disk and the verdict was shown."""
        if self.statement is None or config.getoption("--no-allure-report"):
            return
        terminal = config.get_terminal_writer()
        started = time.monotonic()
        try:
            allure_report.build(self._output, allure_command(config))
        except (HarnessError, KeyboardInterrupt) as error:
            terminal.line(f"no Allure report: {str(error) or 'interrupted'}", yellow=True)
            terminal.line(
                f"The results are kept in {self._output.allure_results}; ./ibkey report tries again."
            )
        else:
            index = self._output.allure_report / "index.html"
            terminal.line(f"Allure report: {index} ({time.monotonic() - started:.1f} s)")


class UnwrittenSender:
    """In a test process of pytest-xdist: tells the controller what could not be written."""

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        why = unwritten(session.config)
        if why is not None:
            session.config.workeroutput[_UNWRITTEN] = why  # type: ignore[attr-defined]  # pytest-xdist's


class Summary:
    """Verdicts on the terminal, below pytest's own report."""

    def __init__(self, writer: OutputWriter | None) -> None:
        self._writer = writer

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter, config: pytest.Config) -> None:
        run = finished_run(config)
        if run is not None:
            self._tell(terminalreporter, run)
        why = unwritten(config)
        if why is not None:
            terminalreporter.write_line(
                f"Not all of the output could be written: {why}. "
                "Make room there, or name another folder: --output DIR",
                red=True,
            )

    def _tell(self, terminalreporter: TerminalReporter, run: Run) -> None:
        terminalreporter.section("verdicts")
        counts = [f"{count} {verdict}" for verdict, count in run.totals().items() if count]
        terminalreporter.write_line(f"scenarios: {', '.join(counts)}")
        for result in run.results:
            if result.verdict is Verdict.NONCONFORMANT:
                breached = [
                    id_ for id_, one in result.clauses.items() if one.verdict is Verdict.NONCONFORMANT
                ]
                where = f"{result.scenario.feature}:{result.scenario.line}"
                told = f"breached: {', '.join(breached)} in {where}: {result.finding.reason}"
                terminalreporter.write_line(told, red=True)
        for reason in _reasons(run, Verdict.INCONCLUSIVE):
            terminalreporter.write_line(f"inconclusive: {reason}", yellow=True)
        for reason in _reasons(run, Verdict.NOT_VERIFIED):
            terminalreporter.write_line(f"not verified: {reason}")
        statement = self._writer.statement if self._writer else None
        if self._writer is not None and statement is not None:
            terminalreporter.write_line(statement.sentence, bold=True, **_MARKUP.get(_worst(run), {}))
            terminalreporter.write_line(f"Statement of conformance: {self._writer.page}")


def _worst(run: Run) -> Verdict:
    return worst(result.verdict for result in run.results)


def _reasons(run: Run, verdict: Verdict) -> list[str]:
    """Each reason once, with the number of scenarios that share it."""
    counted: dict[str, int] = {}
    for result in run.results:
        if result.verdict is verdict:
            counted[result.finding.reason] = counted.get(result.finding.reason, 0) + 1
    return [reason if count == 1 else f"{reason} ({count} scenarios)" for reason, count in counted.items()]
