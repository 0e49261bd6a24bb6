"""The count at the end: every scenario that was planned is in every output, by its id, or is named.

A folder that was deleted or a disk that was full while the run wrote to it would otherwise pass for a run of
fewer scenarios.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterator
from pathlib import Path
from xml.etree import ElementTree

from harness.reports import run_log
from harness.reports.output import Output, keeps_nothing
from harness.verdicts.run import Run

_NAMED = 3  # scenarios; of more the number is told


def missing(output: Output, run: Run, known: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """The parts of ``output`` that lack something of ``run``, and what they lack.

    Args:
        known: Parts of which it is known already; they are not looked at.
    """
    planned = [result.scenario.id for result in run.results]
    for part, read in (
        (output.run_log, _in_run_log),
        (output.conformance_json, _in_statement),
        (output.conformance_html, lambda file: planned if file.stat().st_size else ()),
        (output.junit, lambda file: planned if _cases(file) == len(planned) else ()),
        (output.allure_results, lambda folder: _with_result(folder, run)),
    ):
        if part.name in known or keeps_nothing(part):
            continue
        try:
            written = read(part)
        except (OSError, ValueError, KeyError, ElementTree.ParseError):
            written = ()
        absent = [id_ for id_ in planned if id_ not in written]
        if absent:
            yield part.name, _told(absent, len(planned))


def _told(absent: list[str], planned: int) -> str:
    if len(absent) == planned:
        return "was written and is gone"
    named = ", ".join(absent[:_NAMED]) + (f" and {len(absent) - _NAMED} more" if absent[_NAMED:] else "")
    return f"lacks {len(absent)} of {planned} scenarios: {named}"


def _in_run_log(file: Path) -> Collection[str]:
    return {result.scenario.id for result in run_log.read(file).results}


def _in_statement(file: Path) -> Collection[str]:
    return {scenario["id"] for scenario in json.loads(file.read_bytes())["scenarios"]}


def _cases(file: Path) -> int:
    return sum(1 for _ in ElementTree.parse(file).getroot().iter("testcase"))


def _with_result(folder: Path, run: Run) -> Collection[str]:
    files = {file.name for file in folder.iterdir()}
    return {one.scenario.id for one in run.results if f"{one.allure_uuid}-result.json" in files}
