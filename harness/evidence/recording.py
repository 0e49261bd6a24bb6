"""One Allure result in the making: its steps, nested, with what is attached to them."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from allure_commons.model2 import (
    ATTACHMENT_PATTERN,
    Attachment,
    ExecutableItem,
    Label,
    Parameter,
    Status,
    StatusDetails,
    TestResult,
    TestStepResult,
)

from harness.collection.model import Step
from harness.evidence.capture import Artefact, redacted
from harness.evidence.labels import describe, tell_notes
from harness.evidence.result_files import write_result
from harness.foreign_text import LONGEST_MESSAGE, message_of
from harness.reports.output import write_whole
from harness.verdicts.model import ScenarioFacts, ScenarioResult, Verdict
from harness.verdicts.progress import told_step

STATUS = {
    Verdict.CONFORMANT: Status.PASSED,
    Verdict.NONCONFORMANT: Status.FAILED,
    Verdict.INCONCLUSIVE: Status.BROKEN,
    Verdict.NOT_VERIFIED: Status.SKIPPED,
    Verdict.NOT_RUN: Status.SKIPPED,
}
"""Allure's word for each verdict; a label says the verdict itself."""


class Recording:
    """The Allure result of one run of one scenario; written once, by ``conclude``.

    Steps opened by another thread nest under the step that is open in the scenario's own.

    Attributes:
        unwritten: Why not all of it is on disk; the scenario's verdict does not depend on that.
        pictures: Those attached so far, as paths below the folder of the output.
    """

    def __init__(self, folder: Path, scenario: ScenarioFacts) -> None:
        self._folder = folder
        self.result = TestResult(uuid=str(uuid.uuid4()), start=now())
        describe(self.result, scenario)
        self._thread = threading.get_ident()
        self._open: dict[int, list[ExecutableItem]] = {self._thread: [self.result]}
        self._by_uuid: dict[str, TestStepResult] = {}
        self.gherkin_steps = 0
        self.unwritten: OSError | None = None
        self.pictures: list[str] = []

    # --- steps ---------------------------------------------------------------------------------------------

    def start_step(self, name: str, *, id_: str | None = None) -> TestStepResult:
        """Open a step inside the one that is open."""
        step = TestStepResult(name=name, start=now())
        self._innermost().steps.append(step)
        self._stack().append(step)
        if id_ is not None:
            self._by_uuid[id_] = step
        return step

    def stop_step(self, error: BaseException | None, *, id_: str | None = None, trace: str = "") -> None:
        """Close the step that is open, or the one of ``id_`` and what was left open inside it."""
        stack = self._stack()
        step = self._by_uuid.pop(id_, None) if id_ is not None else stack[-1]
        if step is None or step not in stack[1:]:
            return
        while True:
            one = stack.pop()
            close(one, error, trace)
            if one is step:
                return

    def start_gherkin_step(self, step: Step) -> None:
        """Open a step of the scenario, with its docstring and table."""
        self.gherkin_steps += 1
        opened = self.start_step(told_step(step))
        if step.docstring is not None:
            self.attach(redacted("text", "text/plain", step.docstring), opened)
        if step.datatable is not None:
            rows = "\n".join(",".join(f'"{cell}"' for cell in row) for row in step.datatable)
            self.attach(redacted("table", "text/csv", rows), opened)

    def stop_gherkin_step(self, error: BaseException | None, artefacts: Iterable[Artefact]) -> None:
        """Close the scenario's open step, and what was left open inside it, then attach ``artefacts`` to it.

        They are taken only now, so the step's duration is its own.
        """
        stack = self._open[self._thread]
        step = stack[1]
        while len(stack) > 1:
            close(stack.pop(), error)
        self.attach_whole(error, step)
        for artefact in artefacts:
            self.attach(artefact, step)

    def add_step(self, name: str, status: str) -> TestStepResult:
        """Add a step that takes no time, such as one that was not reached."""
        step = TestStepResult(name=name, status=status, start=now(), stop=now())
        self.result.steps.append(step)
        return step

    def _stack(self) -> list[ExecutableItem]:
        return self._open.setdefault(threading.get_ident(), [self._open[self._thread][-1]])

    def _innermost(self) -> ExecutableItem:
        return self._stack()[-1]

    # --- attachments ---------------------------------------------------------------------------------------

    def attach(self, artefact: Artefact, to: ExecutableItem | None = None) -> None:
        """Write ``artefact`` and name it in ``to``, or in the step that is open."""
        source = ATTACHMENT_PATTERN.format(prefix=uuid.uuid4(), ext=artefact.extension)
        try:
            write_whole(self._folder / source, artefact.content)
        except OSError as error:
            self.unwritten = error
            return
        if artefact.media_type == "image/png":
            self.pictures.append(f"{self._folder.name}/{source}")
        attachment = Attachment(name=artefact.name, source=source, type=artefact.media_type)
        (to or self._innermost()).attachments.append(attachment)

    def attach_whole(self, error: BaseException | None, to: ExecutableItem) -> None:
        """Attach what ``error`` says, where that is too long to stand in the result."""
        if error is not None and len(message := message_of(error)) > LONGEST_MESSAGE:
            self.attach(redacted("the whole message", "text/plain", message), to)

    # --- end -----------------------------------------------------------------------------------------------

    def _open_items(self) -> Iterator[ExecutableItem]:
        for stack in self._open.values():
            yield from stack[1:]

    def has_failed_step(self) -> bool:
        """Whether one of the steps so far tells why the scenario ended."""
        return any(step.status not in (None, Status.PASSED) for step in self.result.steps)

    def conclude(self, result: ScenarioResult) -> None:
        """Write the result file, free of secrets, so that it is there whole or not at all.

        Its status follows from the verdict, not from the exception; those of its steps tell what rose there.
        """
        for one in (*self._open_items(), self.result):
            one.stop = now()
            one.status = STATUS[result.verdict]
        if result.finding.reason:
            known = True if result.known else None
            details = StatusDetails(known=known, message=result.finding.reason, trace=result.detail or None)
            self.result.statusDetails = details
        self.result.labels.append(Label(name="verdict", value=result.verdict.value))
        tell_notes(self.result, result.notes)
        try:
            write_result(self._folder, self.result)
        except OSError as error:
            self.unwritten = error


def close(item: ExecutableItem, error: BaseException | None, trace: str = "") -> None:
    """Give ``item`` its end and the status that follows from ``error``."""
    item.stop = now()
    item.status = status_of(error)
    if error is not None:
        message = ": ".join(filter(None, [type(error).__name__, message_of(error)]))
        item.statusDetails = StatusDetails(message=message, trace=trace or None)


def status_of(error: BaseException | None) -> str:
    """Allure's word: a failing assertion is failed, anything else broken."""
    if error is None:
        return Status.PASSED
    if isinstance(error, AssertionError):
        return Status.FAILED
    return Status.SKIPPED if type(error).__name__ in ("Skipped", "NotVerified") else Status.BROKEN


def set_parameter(result: TestResult, parameter: Parameter) -> None:
    """Add ``parameter``, or replace the one of the same name."""
    result.parameters = [one for one in result.parameters if one.name != parameter.name] + [parameter]


def now() -> int:
    """Milliseconds since the epoch, as Allure counts."""
    return time.time_ns() // 1_000_000
