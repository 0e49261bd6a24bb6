"""pytest plugin: each scenario's verdict, gathered over all test processes, and the exit code of the run.

A scenario is any item with a ``scenario`` (``harness.collection``); other tests are left alone. The verdict
is formed where the scenario runs and travels on the tear-down report: with and without pytest-xdist alike.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from harness.collection.model import Step
from harness.errors import internal_error
from harness.option_group import option_group
from harness.spec.catalogue import load_catalogue
from harness.spec.vocabulary import SURFACES
from harness.verdicts import hooks
from harness.verdicts.exit_code import USAGE
from harness.verdicts.known import Known, KnownError, read_known
from harness.verdicts.longrepr import make_fit
from harness.verdicts.model import ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.progress import Progress, begin, begin_attempt, progress_of, scenario_of, told_step
from harness.verdicts.run import Gathering, Run
from harness.verdicts.session import (
    describe_run,
    finish_run,
    is_worker,
    know_breaches,
    known_breaches,
    run_facts,
)
from harness.verdicts.witness import ANSWERED, witness_of

_PLAN_FILE = "ibkey_plan_file"  # in xdist's workerinput
_RESULT = "ibkey_result"  # attribute of the tear-down report; xdist carries attributes across
_VERDICT = "ibkey_verdict"  # attribute of the report that shows the verdict on the terminal
_WHERE = {"setup": "set-up", "call": "scenario", "teardown": "tear-down"}
_TOLD = "ibkey_told"  # attribute of the same: an earlier report of this scenario was shown
_KNOWN = "ibkey_known"  # attribute of the same: it is a known breach
_NOTHING = ("", "", "")
_KNOWN_LETTERS = ("xfailed", "x", "KNOWN BREACH")
_LETTERS = {
    Verdict.CONFORMANT: ("passed", ".", "PASSED"),
    Verdict.NONCONFORMANT: ("failed", "F", "NONCONFORMANT"),
    Verdict.INCONCLUSIVE: ("error", "I", "INCONCLUSIVE"),
    Verdict.NOT_VERIFIED: ("skipped", "n", "NOT VERIFIED"),
}


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    option_group(parser).addoption(
        "--known",
        type=Path,
        metavar="FILE",
        help="breaches that are known: they fail the run only when they happen otherwise, expire or are gone",
    )


def pytest_configure(config: pytest.Config) -> None:
    if file := config.getoption("--known"):
        try:
            entries = read_known(file, load_catalogue().clauses, SURFACES)
        except KnownError as error:
            raise pytest.UsageError(str(error)) from error
        know_breaches(config, Known(entries, datetime.now(UTC).date()))
    config.pluginmanager.register(ScenarioJudge(), "ibkey-judge")
    if is_worker(config):
        config.pluginmanager.register(PlanSender(config), "ibkey-plan-sender")
    else:
        config.pluginmanager.register(ResultGatherer(config), "ibkey-results")


class ScenarioJudge:
    """Follows each scenario through its steps and puts the result on its last report."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        scenario = scenario_of(item)
        if scenario is None:
            return (yield)
        begin(item, scenario)
        try:
            result = yield
            progress = _following(item)
            if progress.end is not None and progress.end.system.silence:
                item.session.shouldstop = witness_of(item.config).gone() or item.session.shouldstop
            return result
        except BaseException as error:
            # Ctrl-C and pytest.exit skip the reports that would carry the result.
            progress = _following(item)
            progress.ended_by(error, step=None, where="scenario")
            gatherer = item.config.pluginmanager.get_plugin("ibkey-results")
            if isinstance(gatherer, ResultGatherer):
                gatherer.take(progress.result())
            raise

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        begin_attempt(item)

    @pytest.hookimpl(optionalhook=True)
    def pytest_ibkey_step_start(self, item: pytest.Item, step: Step) -> None:
        witness_of(item.config).step_begins(step)

    @pytest.hookimpl(optionalhook=True, tryfirst=True)
    def pytest_ibkey_step_end(self, item: pytest.Item, step: Step, error: BaseException | None) -> None:
        progress = progress_of(item)
        if progress is None:
            return
        witness = witness_of(item.config)
        if error is None:
            progress.passed.append(step)
        else:
            where = f"step at line {step.line}: {told_step(step)}"
            fixture: str | None = getattr(item, "failed_fixture", None)
            system = witness.testify(item, error) if _may_be_the_systems(error) else ANSWERED
            progress.ended_by(error, step=step, where=where, fixture=fixture, system=system)
        witness.step_ends()

    @pytest.hookimpl(wrapper=True, tryfirst=True)  # the evidence sees the report before it is cut
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        progress = progress_of(item)
        if progress is None:
            return report
        if call.excinfo is not None:
            progress.ended_by(call.excinfo.value, step=None, where=_WHERE[call.when])
        progress.over = call.when == "teardown"
        make_fit(report)
        if report.failed:
            progress.detail = progress.detail or report.longreprtext
        if report.when != "setup" or report.failed or report.skipped:
            setattr(report, _TOLD, progress.told)
            progress.told |= not report.passed
            result = progress.result()
            verdict = result.verdict
            item.user_properties[:] = [("verdict", verdict.value)]
            item.user_properties.extend(("clause", clause) for clause in progress.scenario.clauses)
            setattr(report, _VERDICT, verdict.value)
            setattr(report, _KNOWN, bool(result.known))
        if report.when == "teardown":
            report.user_properties = list(item.user_properties)
            setattr(report, _RESULT, progress.result().to_json())
        return report


def _following(item: pytest.Item) -> Progress:
    progress = progress_of(item)
    assert progress is not None, f"nobody follows {item.nodeid}"
    return progress


def _may_be_the_systems(error: BaseException) -> bool:
    """Whether what the system did may have led to ``error``; a skip and an interrupt are ours."""
    return isinstance(error, Exception | pytest.fail.Exception)


class PlanSender:
    """In a test process of pytest-xdist: tells the controller what was selected."""

    def __init__(self, config: pytest.Config) -> None:
        self._file = getattr(config, "workerinput", {}).get(_PLAN_FILE)

    @pytest.hookimpl(tryfirst=True)  # before xdist says that the collection is finished
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if self._file:
            scenarios = (scenario_of(item) for item in session.items)
            selected = [ScenarioFacts.of(scenario).to_json() for scenario in scenarios if scenario]
            Path(self._file).write_text(json.dumps(selected), encoding="utf-8")


class ResultGatherer:
    """Gathers the results of all test processes, tells them to the reports and sets the exit code."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._gathering = Gathering()
        self._plans: tempfile.TemporaryDirectory[str] | None = None
        self._started = time.time()
        self._collection_failed = False
        self._interrupted: str | None = None

    # --- what was selected ---------------------------------------------------------------------------------

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            if hasattr(item, "scenario"):
                self._gathering.plan(item.nodeid, partial(_facts, item))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Called by pytest-xdist before it starts a test process."""
        if self._plans is None:
            self._plans = tempfile.TemporaryDirectory(prefix=f"ibkey-{os.getpid()}-plan-")
        node.workerinput[_PLAN_FILE] = str(self._plan_file(node))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any) -> None:
        entries = json.loads(self._plan_file(node).read_text(encoding="utf-8"))
        for entry in entries:
            self._gathering.plan(entry["id"], partial(ScenarioFacts.from_json, entry))

    def _plan_file(self, node: Any) -> Path:
        assert self._plans is not None
        return Path(self._plans.name) / f"{node.gateway.id}.json"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._collection_failed |= report.failed

    # --- what comes in -------------------------------------------------------------------------------------

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if not self._gathering.knows(nodeid):
            return
        if not self._gathering.any_begun:
            facts = run_facts(self._config)
            describe_run(self._config, replace(facts, started=facts.started or self._started))
            self._config.hook.pytest_ibkey_run_started(config=self._config, planned=self._gathering.planned)
        self._gathering.begun(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        entry = getattr(report, _RESULT, None)
        if entry is not None:
            self.take(ScenarioResult.from_json(entry))
        elif self._tells_of_a_death(report):
            self.tell(self._gathering.lost(report.nodeid, f"its test process died ({report.longrepr})"))

    def _tells_of_a_death(self, report: pytest.TestReport) -> bool:
        """Whether it is pytest-xdist's report of a test process that died: it has no phase."""
        return report.when not in _WHERE and self._gathering.knows(report.nodeid)

    def take(self, result: ScenarioResult) -> None:
        self.tell(self._gathering.add(result))

    def tell(self, result: ScenarioResult) -> None:
        self._config.hook.pytest_ibkey_scenario_finished(config=self._config, result=result)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        if self._tells_of_a_death(report):
            return _LETTERS[Verdict.INCONCLUSIVE]
        verdict = getattr(report, _VERDICT, None)
        if verdict is None or report.outcome not in ("passed", "failed", "skipped"):  # such as "rerun"
            return None
        if report.when == "call" and report.passed:
            return _NOTHING  # its verdict is known when it was torn down
        if report.when == "teardown" and getattr(report, _TOLD):
            return None
        return _KNOWN_LETTERS if getattr(report, _KNOWN) else _LETTERS[Verdict(verdict)]

    # --- the end -------------------------------------------------------------------------------------------

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        stopped = isinstance(excinfo.value, pytest.Session.Interrupted)  # by a part of ours, which says why
        why = str(excinfo.value) if stopped else f"interrupted ({excinfo.typename})"
        self._interrupted = self._interrupted or why

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Called by pytest-xdist when a test process has ended, which may have stopped by itself."""
        self._interrupted = self._interrupted or getattr(node, "workeroutput", {}).get("shouldstop") or None

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._interrupted = internal_error(excinfo.value)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        try:
            yield
        finally:  # also when there was no room for pytest's junit.xml
            self._finish(session)

    def _finish(self, session: pytest.Session) -> None:
        if not self._gathering.any_begun:
            if self._collection_failed:  # pytest-xdist calls this a failed test
                session.exitstatus = USAGE
            return
        for id_ in self._gathering.unfinished():
            self.tell(self._gathering.lost(id_, "the run was interrupted while it ran"))
        run = Run(
            facts=run_facts(self._config),
            results=self._gathering.results(),
            duration_s=time.time() - self._started,
            ended_early=self._interrupted or _stopped(session),
            known=known_breaches(self._config),
        )
        finish_run(self._config, run)
        self._config.hook.pytest_ibkey_run_finished(config=self._config, run=run)
        if session.exitstatus != pytest.ExitCode.INTERNAL_ERROR:
            session.exitstatus = USAGE if self._collection_failed else run.exit_code

    def pytest_unconfigure(self) -> None:
        if self._plans is not None:
            self._plans.cleanup()


def _facts(item: pytest.Item) -> ScenarioFacts:
    scenario = scenario_of(item)
    assert scenario is not None, f"{item.nodeid} has something else as its scenario"
    return ScenarioFacts.of(scenario)


def _stopped(session: pytest.Session) -> str | None:
    """Why pytest stopped by itself (``-x``, ``--maxfail``), None if it did not."""
    reason = session.shouldfail or session.shouldstop
    return str(reason) if reason else None
