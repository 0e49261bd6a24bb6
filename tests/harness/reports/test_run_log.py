from __future__ import annotations

from pathlib import Path

import pytest

from harness.reports.run_log import KILLED, RunLog, RunLogError, read
from harness.verdicts.run import Run
from tests.harness.reports.told_runs import result, run

RUN = run(
    result("one", "tws iphone", clause="LOGIN-SEAMLESS-01a"),
    result("two", "tws", "nonconformant", "the link 如未收到通知 is missing", clause="LOGIN-SEAMLESS-02a"),
    result("three", "tws", "not run", "the run ended before"),
    target="staging",
    details={"Client Portal": "https://example.org"},
    deviations=("locks-after-nine",),
    ended_early="stopping after 1 failures",
)


def written(file: Path, told: Run) -> Path:
    log = RunLog(file, told.facts)
    for one in told.results[:2]:
        log.add(one)
    log.end(told)
    return file


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(written(tmp_path / "run.jsonl", RUN)) == RUN


def test_a_killed_run_leaves_what_it_had_finished(tmp_path: Path) -> None:
    file = written(tmp_path / "run.jsonl", RUN)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:3]) + lines[2][:40])
    killed = read(file)
    assert killed.results == RUN.results[:2]
    assert killed.ended_early == KILLED
    assert killed.duration_s == 0.5
    assert killed.facts == RUN.facts


def test_something_else_is_no_log(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text('{"facts": 3}\nshopping list\n')
    with pytest.raises(RunLogError, match=r"run\.jsonl:1"):
        read(file)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none")
