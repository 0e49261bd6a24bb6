"""A person at a terminal of the process's own, which a test gives it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness.targets import person
from harness.targets.person import somebody_is_there

ANSWERS_WITHIN_S = 60
WITH_A_TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])"
ASK = """
from harness.targets.person import NotDone, Person, somebody_is_there
assert somebody_is_there()
asked = Person()
try:
    for _ in range({times}):
        print("<" + asked.do("Please touch the sensor", within_s={within_s}) + ">")
except NotDone as error:
    print("<" + str(error) + ">")
"""


@contextmanager
def at_a_terminal(*, times: int = 1, within_s: float = ANSWERS_WITHIN_S) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody is asked at a terminal whose two ends are this process's pipes."""
    script = ASK.format(times=times, within_s=within_s)
    command = [sys.executable, "-c", WITH_A_TERMINAL, sys.executable, "-c", script]
    alone = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=alone) as asked:
        yield asked
        asked.kill()


def until(asked: subprocess.Popen[bytes], end: bytes) -> str:
    """What is on the terminal, up to ``end``."""
    assert asked.stdout is not None
    seen = b""
    while not seen.endswith(end):
        read = asked.stdout.read(1)
        assert read, seen.decode()
        seen += read
    return seen.decode()


def answer(asked: subprocess.Popen[bytes], text: str) -> None:
    assert asked.stdin is not None
    asked.stdin.write(f"{text}\n".encode())
    asked.stdin.flush()


def test_who_did_it_is_told() -> None:
    with at_a_terminal(times=2) as asked:
        assert "Who is at the terminal?" in until(asked, b"s]: ")
        answer(asked, "AB")
        assert "Please touch the sensor. Enter when it is done" in until(asked, b"s]: ")
        answer(asked, "")
        assert until(asked, b">").endswith("<a person (AB)>")
        assert "Who is at the terminal?" not in until(asked, b"s]: ")
        answer(asked, "")
        assert until(asked, b">").endswith("<a person (AB)>")


def test_what_cannot_be_done() -> None:
    with at_a_terminal() as asked:
        until(asked, b"s]: ")
        answer(asked, "")
        until(asked, b"s]: ")
        answer(asked, "n")
        told = until(asked, b">")
        assert told.endswith("<a person could not do what was asked for: Please touch the sensor>")


def test_nobody_answers() -> None:
    with at_a_terminal(within_s=0.5) as asked:
        until(asked, b"s]: ")
        assert "<nobody answered within 0.5 s: Who is at the terminal?" in until(asked, b">")


@pytest.mark.parametrize("why", ["a test worker", "no terminal"])
def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    if why == "a test worker":
        monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    else:
        monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
        monkeypatch.setattr(person, "TERMINAL", "/nowhere/tty")
    assert not somebody_is_there()
