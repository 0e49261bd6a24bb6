from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from harness.setup.commands import CommandFailed, Commands, Stopped


def test_output_comes_back_and_stays_in_the_log(tmp_path: Path) -> None:
    commands = Commands(tmp_path)
    assert commands.run(["sh", "-c", "echo out; echo err >&2"], log="a") == "out\nerr\n"
    assert commands.run(["sh", "-c", "echo second"], log="a") == "second\n"
    assert "out\nerr\n$ sh -c echo second\nsecond\n" in (tmp_path / "a.log").read_text()


def test_failure_carries_code_output_and_log(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed) as caught:
        Commands(tmp_path).run(["sh", "-c", "echo no; exit 3"], log="a")
    assert (caught.value.code, caught.value.output, caught.value.log) == (3, "no\n", tmp_path / "a.log")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").exists() else True


def test_stop_all_ends_children_and_grandchildren(tmp_path: Path) -> None:
    commands = Commands(tmp_path)
    pids = tmp_path / "pids"
    outcome: list[BaseException] = []

    def run() -> None:
        try:
            commands.run(
                ["sh", "-c", f"sleep 60 & echo $! $$ >{pids}.new; mv {pids}.new {pids}; wait"], log="a"
            )
        except Stopped as stopped:
            outcome.append(stopped)

    thread = threading.Thread(target=run)
    thread.start()
    until = time.monotonic() + 10
    while not pids.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    commands.stop_all()
    thread.join(10)
    assert len(outcome) == 1
    until = time.monotonic() + 5
    while any(alive(int(pid)) for pid in pids.read_text().split()):
        assert time.monotonic() < until, "a child outlived set-up"
        time.sleep(0.01)
    with pytest.raises(Stopped):
        commands.run(["true"], log="a")
