"""pytest plugin of a worker of ``./ibkey mutants``: its own loop over the scenarios, in any order, any number
of times, under one mutant after the other.

The worker's job is JSON in a file that the environment names; what it finds out it writes, an object of JSON
a line, into the pipe that the job names.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.collection.item import ScenarioItem
from harness.mutants.fates import Fate, Judgement
from harness.mutants.reach import IMPORT, Run
from harness.services.client import Services, ServiceUnavailable
from harness.services.variables import SERVICES_VARIABLE
from harness.verdicts import ScenarioResult, Verdict, progress_of

JOB_VARIABLE = "IBKEY_MUTANTS_JOB"
HOST = "harness.mutants.host"
DOUBTS = 6
"""So many scenarios that cannot be decided, and no breach: nothing better will come of the mutant."""


@dataclass(frozen=True)
class Job:
    """What one of several workers is to do: to record the scenarios, or to judge the mutants.

    Attributes:
        worker: Its name, which is that of its reference system.
        pipe: File descriptor of what it writes to.
        claims: A folder in which a worker makes a file to say that it does one of the things there are to do.
        folders: Those whose lines are recorded; none, where mutants are judged.
        known: Ids of the scenarios that have been recorded before.
        judge: The mutants; of each its name, its module, the file with its source, who reaches it.
        most: So many scenarios a mutant is shown to at the most.
    """

    worker: str
    pipe: int
    claims: str
    folders: Sequence[str] = ()
    known: Sequence[str] = ()
    judge: Sequence[Mapping[str, Any]] = ()
    most: int = 40


class Worker:
    """Does the job in place of pytest's own loop."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._services = Services(Path(os.environ[SERVICES_VARIABLE]))
        self._pipe = os.fdopen(job.pipe, "w", buffering=1)

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        # Thousands of results of the same scenarios are no run that anybody reads of.
        config.pluginmanager.unregister(name="ibkey-results")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not session.config.option.collectonly:
            scenarios = Scenarios(session)
            for entry in self._recorded(scenarios) if self._job.folders else self._judged(scenarios):
                self._pipe.write(json.dumps(entry) + "\n")
            scenarios.close()
            session.testsfailed = 0  # a red scenario is what was asked for
        return True

    def _claimed(self, number: int) -> bool:
        """Whether this worker is the first that wants to do it."""
        try:
            Path(self._job.claims, str(number)).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _recorded(self, scenarios: Scenarios) -> Iterator[dict[str, Any]]:
        address = str(self._services.folder / f"{self._job.worker}.reach")
        folders = [option for folder in self._job.folders for option in ("--folder", folder)]
        self._services.host([HOST, "--reach", address, *folders], worker=self._job.worker)
        yield asdict(Run(IMPORT, "", 0.0, _lines(address)))
        for number, id_ in enumerate(scenarios.every_outline_first()):
            if id_ not in self._job.known and self._claimed(number):
                _lines(address)
                started = time.perf_counter()
                scenarios.run(id_)
                seconds = time.perf_counter() - started
                yield asdict(Run(id_, scenarios.family(id_), seconds, _lines(address)))

    def _judged(self, scenarios: Scenarios) -> Iterator[dict[str, Any]]:
        for number, mutant in enumerate(self._job.judge):
            if self._claimed(number):
                started = time.perf_counter()
                judgement = self._judge(mutant, scenarios)
                yield {**judgement.to_json(), "seconds": time.perf_counter() - started}

    def _judge(self, mutant: Mapping[str, Any], scenarios: Scenarios) -> Judgement:
        name, waiting = mutant["name"], [id_ for id_ in mutant["scenarios"] if id_ in scenarios.ids]
        of = len(waiting)
        options = ["--module", mutant["module"], "--source", mutant["source"]]
        try:
            self._services.host([HOST, *options], worker=self._job.worker)
        except ServiceUnavailable as failed:
            return Judgement(
                name, Fate.DOES_NOT_START, reason=str(failed).strip().rpartition("\n")[2].strip()
            )
        doubtful: list[tuple[str, ScenarioResult]] = []
        while waiting and of - len(waiting) < self._job.most and len(doubtful) < DOUBTS:
            id_ = waiting.pop(0)
            result = scenarios.run(id_)
            if result.verdict is Verdict.NONCONFORMANT:
                return Judgement(name, Fate.KILLED, id_, result.finding.reason, of - len(waiting), of)
            if result.verdict is Verdict.INCONCLUSIVE:
                doubtful.append((id_, result))
                waiting = scenarios.arranged_otherwise_first(waiting, result)
        tried = of - len(waiting)
        if doubtful:
            id_, result = doubtful[0]
            return Judgement(name, Fate.INCONCLUSIVE, id_, result.finding.reason, tried, of)
        return Judgement(name, Fate.SURVIVED, tried=tried, of=of)


class Scenarios:
    """The collected scenarios, to be run one by one; what they share lives on until ``close``."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._items = {item.nodeid: item for item in session.items if isinstance(item, ScenarioItem)}
        self._any = list(self._items.values())[:2]

    @property
    def ids(self) -> Collection[str]:
        return self._items.keys()

    def family(self, id_: str) -> str:
        """The scenario or outline that it is, or is a row of."""
        item = self._items[id_]
        return f"{item.parent.nodeid}:{item.plan.node.line}"

    def arranged_otherwise_first(self, ids: list[str], result: ScenarioResult) -> list[str]:
        """The ids, last those that bring about what could not be brought about in ``result``, either."""
        steps = self._items[result.scenario.id].plan.steps
        failed = next((one for one in steps if result.step is not None and one.line == result.step[0]), None)
        if failed is None or failed.type != "given":
            return ids

        def brings_it_about(id_: str) -> bool:
            of_it = (one for one in self._items[id_].plan.steps if one.type == "given")
            return any(one.definition is failed.definition for one in of_it)

        return sorted(ids, key=brings_it_about)

    def every_outline_first(self) -> list[str]:
        """The ids, second rows of an outline after all first ones: what is interrupted is of use, too."""
        rank: Counter[str] = Counter()
        ranks = {}
        for id_ in self._items:
            family = self.family(id_)
            ranks[id_] = rank[family]
            rank[family] += 1
        return sorted(ranks, key=ranks.__getitem__)

    def run(self, id_: str) -> ScenarioResult:
        """Run it, whether or not it was run before."""
        item = self._items[id_]
        self._session._setupstate.teardown_exact(item)
        item._initrequest()
        item.stash = pytest.Stash()  # what was noted of the last time, such as pages that are closed by now
        # pytest tears down what the next one does not need: that is this one's own, and nothing else.
        following = next((one for one in self._any if one is not item), None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        progress = progress_of(item)
        assert progress is not None
        return progress.result()

    def close(self) -> None:
        """Tear down what they share."""
        self._session._setupstate.teardown_exact(None)


def _lines(address: str) -> dict[str, list[int]]:
    """The lines that ran since this was last asked."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        lines: dict[str, list[int]] = json.load(connection.makefile("rb"))
    return lines


def pytest_configure(config: pytest.Config) -> None:
    job = Job(**json.loads(Path(os.environ[JOB_VARIABLE]).read_text(encoding="utf-8")))
    config.pluginmanager.register(Worker(job), "ibkey-mutants")
