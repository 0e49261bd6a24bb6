"""pytest hooks that keep a scenario's evidence as an Allure result: every Gherkin step, and why it ended.

It goes to one of two places: our own ``allure-results`` (``AllureResults``), or, where only ``--alluredir``
was given, the result of allure-pytest (``ThroughAllurePytest``), which would hold no Gherkin steps otherwise.
"""

from __future__ import annotations

import uuid
from collections.abc import Generator
from pathlib import Path

import allure_commons
import pytest
from allure_commons.model2 import Status, TestStepResult

from harness.collection.model import Step
from harness.evidence.allure_calls import AllureCalls
from harness.evidence.capture import redacted
from harness.evidence.recording import Recording, close
from harness.evidence.taker import EvidenceTaker
from harness.reports.output import ALLURE_RESULTS
from harness.verdicts.model import ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.progress import Progress, progress_of, told_step
from harness.verdicts.run import Run
from harness.verdicts.session import note_unwritten

_RECORDING = pytest.StashKey[Recording]()
_PHASES = {"setup": "Set-up", "call": "Scenario", "teardown": "Tear-down"}


class AllureResults:
    """Writes one result file per scenario into ``folder``, with its attachments beside it."""

    def __init__(self, folder: Path, taker: EvidenceTaker) -> None:
        self._folder = folder
        self._taker = taker
        self._current: Recording | None = None
        self._progress: Progress | None = None
        self.calls = AllureCalls(lambda: self._current)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        progress = progress_of(item)
        if progress is None:
            return (yield)
        self._begin(item, progress)
        try:
            return (yield)
        finally:
            self._conclude(item.config)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """An attempt that follows another one of the same scenario has a result of its own."""
        progress = progress_of(item)
        if progress is not None and progress is not self._progress:
            self._conclude(item.config)
            self._begin(item, progress)

    def _begin(self, item: pytest.Item, progress: Progress) -> None:
        recording = Recording(self._folder, ScenarioFacts.of(progress.scenario))
        item.stash[_RECORDING] = self._current = recording
        self._progress = progress
        progress.allure_uuid = recording.result.uuid

    def _conclude(self, config: pytest.Config) -> None:
        recording, progress = self._current, self._progress
        self._current = self._progress = None
        if recording is not None and progress is not None:
            for step in progress.scenario.steps[recording.gherkin_steps :]:
                recording.add_step(told_step(step), Status.SKIPPED)
            recording.conclude(progress.result())
            _tell_unwritten(config, recording)

    @pytest.hookimpl(optionalhook=True)
    def pytest_ibkey_step_start(self, step: Step) -> None:
        if self._current is not None:
            self._current.start_gherkin_step(step)

    @pytest.hookimpl(optionalhook=True)
    def pytest_ibkey_step_end(self, item: pytest.Item, error: BaseException | None) -> None:
        if self._current is not None:
            self._current.stop_gherkin_step(error, self._taker.after_step(item, error))
            progress = progress_of(item)
            if error is not None and progress is not None:
                progress.screens[:] = self._current.pictures

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        recording = item.stash.get(_RECORDING, None)
        if recording is None or self._current is not recording:
            return report
        if call.excinfo is not None and not (call.when == "call" and recording.has_failed_step()):
            self._add_phase(item, recording, call.when, call.excinfo.value)
        if call.when == "teardown":
            for title, text in report.sections:
                recording.attach(redacted(title, "text/plain", text), recording.result)
        return report

    def _add_phase(self, item: pytest.Item, recording: Recording, when: str, error: BaseException) -> None:
        """Tell of an error outside of the Gherkin steps, with the evidence, in a step of its own."""
        phase = TestStepResult(name=_PHASES[when], start=recording.result.start)
        close(phase, error)
        steps = recording.result.steps
        steps.insert(0 if when == "setup" else len(steps), phase)
        recording.attach_whole(error, phase)
        for artefact in self._taker.after_failure(item, error):
            recording.attach(artefact, phase)


class LostResults:
    """In the process that gathers results: writes those of scenarios whose own process could not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pytest_ibkey_scenario_finished(self, config: pytest.Config, result: ScenarioResult) -> None:
        if not result.is_measured and result.allure_uuid is not None:
            self._write(config, result)

    def pytest_ibkey_run_finished(self, config: pytest.Config, run: Run) -> None:
        for result in run.results:
            if result.verdict is Verdict.NOT_RUN:
                self._write(config, result)

    def _write(self, config: pytest.Config, result: ScenarioResult) -> None:
        recording = Recording(self._folder, result.scenario)
        recording.result.uuid = result.allure_uuid
        recording.conclude(result)
        _tell_unwritten(config, recording)


def _tell_unwritten(config: pytest.Config, recording: Recording) -> None:
    if recording.unwritten is not None:
        why = recording.unwritten.strerror or str(recording.unwritten)
        note_unwritten(config, ALLURE_RESULTS, f"{why}: something of {recording.result.name!r} is not there")


class ThroughAllurePytest:
    """Tells allure-pytest of the Gherkin steps and of the evidence, by the hooks that its users call."""

    def __init__(self, taker: EvidenceTaker) -> None:
        self._taker = taker
        self._open: str | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_ibkey_step_start(self, step: Step) -> None:
        self._open = str(uuid.uuid4())
        allure_commons.plugin_manager.hook.start_step(uuid=self._open, title=told_step(step), params={})

    @pytest.hookimpl(optionalhook=True)
    def pytest_ibkey_step_end(self, item: pytest.Item, error: BaseException | None) -> None:
        hook = allure_commons.plugin_manager.hook
        for one in self._taker.after_step(item, error):
            hook.attach_data(
                body=one.content, name=one.name, attachment_type=one.media_type, extension=one.extension
            )
        kind, trace = (type(error), error.__traceback__) if error is not None else (None, None)
        hook.stop_step(uuid=self._open, title=None, exc_type=kind, exc_val=error, exc_tb=trace)
