"""``python -m reference_system`` as others start it."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

ENDS_WITHIN_S = 10

Start = Callable[..., tuple["subprocess.Popen[str]", dict[str, Any]]]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
        process = subprocess.Popen(
            [sys.executable, "-m", "reference_system", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        return process, json.loads(process.stdout.readline())

    yield start
    for process in started:
        process.kill()
        process.wait(ENDS_WITHIN_S)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def ask_lab(described: dict[str, Any], path: str, body: Any = None) -> Any:
    request = urllib.request.Request(
        described["lab_url"] + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {described['lab_token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_one_line_tells_all(start: Start) -> None:
    process, described = start("--lifeline", "--deviation", "never-locks")
    assert set(described) == {"portal_url", "lab_url", "lab_token", "phones", "users"}
    assert [(user["username"], user["second_factor"], user["phone"]) for user in described["users"]] == [
        ("demo", "none", None),
        ("demoandroid", "ib-key-android", "android"),
        ("demoiphone", "ib-key-iphone", "iphone"),
    ]
    for phone in described["phones"]:
        with urllib.request.urlopen(phone["view_url"], timeout=10) as page:
            assert page.status == 200
    with urllib.request.urlopen(described["portal_url"] + "/sso/Login", timeout=10) as page:
        assert b"xyz-field-username" in page.read()
    on = [one["name"] for one in ask_lab(described, "/deviations") if one["on"]]
    assert on == ["never-locks"]
    ask_lab(described, "/reset", {})
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(ENDS_WITHIN_S) == 0
    assert process.stdout.read() == ""


def test_listens_on_loopback_only(start: Start) -> None:
    process, described = start("--lifeline")
    assert described["portal_url"].startswith("http://127.0.0.1:")
    listening = [
        one.laddr.ip for one in psutil.Process(process.pid).net_connections() if one.status == "LISTEN"
    ]
    assert len(listening) >= 2
    assert set(listening) == {"127.0.0.1"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(start: Start, number: signal.Signals) -> None:
    process, _ = start()
    os.kill(process.pid, number)
    assert process.wait(ENDS_WITHIN_S) == 0


def test_without_lifeline_the_end_of_stdin_means_nothing(start: Start) -> None:
    process, described = start()
    assert process.stdin is not None
    process.stdin.close()
    assert ask_lab(described, "/health") == {"ok": True}
    assert process.poll() is None


@pytest.mark.parametrize("options", [["--deviation", "nonsense"], ["--nonsense"]])
def test_a_wrong_option_is_named(options: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "reference_system", "--lifeline", *options],  # one that starts ends as well
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "nonsense" in ended.stderr
    assert ended.stdout == ""
