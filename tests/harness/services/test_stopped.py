"""A process that stays stopped is ended; others, and those of other keepers, are left alone."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator

import pytest

from harness.services import stopped
from harness.services.orphans import FOLDER_VARIABLE
from harness.services.stopped import StoppedProcesses, ended_when_stopped
from harness.waiting import settled

ENDS_WITHIN_S = 10.0
Sleep = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def sleep() -> Iterator[Sleep]:
    started: list[subprocess.Popen[bytes]] = []

    def start(**variables: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(["sleep", "60"], env={**os.environ, **variables}))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED)


def test_what_was_stopped_too_long(sleep: Sleep, monkeypatch: pytest.MonkeyPatch) -> None:
    running, halted = sleep(), sleep()
    stop(halted)
    below = StoppedProcesses()
    assert below.end() == []  # only now it was seen
    monkeypatch.setattr(stopped, "STOPPED_FOR_S", 0.0)
    assert below.end() == ["sleep"]
    assert halted.wait(ENDS_WITHIN_S) == -signal.SIGKILL
    assert running.poll() is None


def test_what_went_on_meanwhile(sleep: Sleep, monkeypatch: pytest.MonkeyPatch) -> None:
    process = sleep()
    stop(process)
    below = StoppedProcesses()
    below.end()
    process.send_signal(signal.SIGCONT)
    os.waitid(os.P_PID, process.pid, os.WCONTINUED)
    below.end()
    stop(process)
    monkeypatch.setattr(stopped, "STOPPED_FOR_S", 1000.0)
    assert below.end() == []


def test_each_keeper_looks_after_its_own(sleep: Sleep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopped, "STOPPED_FOR_S", 0.0)
    process = sleep(**{FOLDER_VARIABLE: "/tmp/ibkey-1-a"})
    stop(process)
    assert StoppedProcesses().end() == []
    assert StoppedProcesses("/tmp/ibkey-1-b").end() == []
    assert StoppedProcesses("/tmp/ibkey-1-a").end() == ["sleep"]


def test_thread(sleep: Sleep, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(stopped, "STOPPED_FOR_S", 0.01)
    monkeypatch.setattr(stopped, "LOOK_EVERY_S", 0.01)
    process = sleep()
    with ended_when_stopped():
        stop(process)
        assert process.wait(ENDS_WITHIN_S) == -signal.SIGKILL
        assert settled(
            lambda: "sleep was stopped for" in capfd.readouterr().err, bool, within_s=ENDS_WITHIN_S
        )
