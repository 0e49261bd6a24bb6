"""``run.jsonl``: everything measured, one JSON value a line, while the run goes on.

A run that was killed leaves all its finished scenarios here; ``read`` makes a ``Run`` of them.

===============  =================================================================
``{"facts"}``    first line: what is tested (``RunFacts``), and ``known``: which breaches are (``Known``)
``{"result"}``   one per finished scenario (``ScenarioResult``)
``{"end"}``      last line: duration, why it ended early, what was not run
===============  =================================================================
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.foreign_text import encoded
from harness.verdicts.known import NOTHING_KNOWN, Known
from harness.verdicts.model import RunFacts, ScenarioResult, Verdict
from harness.verdicts.run import Run

KILLED = "the run was killed: only what it had finished until then is known"


class RunLogError(ValueError):
    """The file is no log of a run."""

    def __init__(self, file: Path, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")


class RunLog:
    """Writes the log; each line is on disk before the call returns."""

    def __init__(self, file: Path, facts: RunFacts, known: Known = NOTHING_KNOWN) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file.open("wb")
        self._add({"facts": facts.to_json(), "known": known.to_json()})

    def add(self, result: ScenarioResult) -> None:
        """A scenario has finished."""
        self._add({"result": result.to_json()})

    def end(self, run: Run) -> None:
        """The run has ended; closes the file."""
        not_run = [result.to_json() for result in run.results if result.verdict is Verdict.NOT_RUN]
        order = [result.scenario.id for result in run.results]
        end = {
            "duration_s": run.duration_s,
            "ended_early": run.ended_early,
            "not_run": not_run,
            "order": order,
        }
        self._add({"end": end})
        self._file.close()

    def _add(self, entry: dict[str, Any]) -> None:
        self._file.write(encoded(json.dumps(entry, ensure_ascii=False) + "\n"))
        self._file.flush()


def is_of_whole_run(file: Path) -> bool:
    """Whether ``file`` tells of a run of all scenarios that got to its end."""
    try:
        run = read(file)
    except (OSError, RunLogError):
        return False
    return run.facts.scope.is_whole and run.ended_early is None


def read(file: Path) -> Run:
    """The run that ``file`` tells of; of one that was killed, what it had finished.

    Raises:
        FileNotFoundError: no run has written there.
        RunLogError: the file holds something else.
    """
    facts, known = RunFacts(), NOTHING_KNOWN
    results: dict[str, ScenarioResult] = {}
    last = 0.0
    lines = file.read_bytes().splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            if "facts" in entry:
                facts, known = RunFacts.from_json(entry["facts"]), Known.from_json(entry["known"])
            elif "result" in entry:
                result = ScenarioResult.from_json(entry["result"])
                results[result.scenario.id] = result
                last = max(last, result.started + result.duration_s)
            else:
                return replace(_ended(facts, results, entry["end"]), known=known)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number == len(lines):
                break  # the line that was being written when the run was killed
            raise RunLogError(file, number, f"not a line of a run's log ({error})") from error
    duration_s = max(0.0, (last or time.time()) - facts.started)
    return Run(facts, tuple(results.values()), duration_s, ended_early=KILLED, known=known)


def _ended(facts: RunFacts, results: dict[str, ScenarioResult], end: dict[str, Any]) -> Run:
    for entry in end["not_run"]:
        result = ScenarioResult.from_json(entry)
        results[result.scenario.id] = result
    ordered = tuple(results[id_] for id_ in end["order"])
    return Run(facts, ordered, end["duration_s"], end["ended_early"])
