"""Answers and errors on the wire, as W3C WebDriver has them, and the life of sessions."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from drivers.desktop.server import _answer
from tests.drivers.desktop.conftest import QT_WINDOW, Window, Wire


def ask(**capabilities: Any) -> dict[str, Any]:
    return {"capabilities": {"alwaysMatch": {f"appium:{key}": value for key, value in capabilities.items()}}}


def await_end(pid: int) -> None:
    """Wait until a process has ended, reaped by its parent or not."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:  # reaped
        return
    assert select.select([handle], [], [], 15)[0]
    os.close(handle)


def test_status(wire: Wire) -> None:
    response = wire.send("GET", "/status")
    assert response.json()["value"]["ready"] is True
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("verb", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "unknown command"),
        ("POST", "/session/x/cookie", 404, "unknown command"),
        ("POST", "/session/x/element/1/nothing", 404, "unknown command"),
        ("PUT", "/session", 405, "unknown method"),
        ("POST", "/status", 405, "unknown method"),
        ("GET", "/session/x/element/1/click", 405, "unknown method"),
        ("GET", "/session/x/source", 404, "invalid session id"),
        ("POST", "/session/x/element", 404, "invalid session id"),
        ("DELETE", "/session/x", 404, "invalid session id"),
    ],
)
def test_path_that_leads_nowhere(wire: Wire, verb: str, path: str, status: int, code: str) -> None:
    assert wire.error(verb, path, {})[:2] == (status, code)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"3", b"null", b'{"a": NaN}', b'{"a": "\xff"}', b"[" * 100_000, b'{"a": ' * 100_000,
        b'{"a": 1' + b"0" * 5000 + b"}", b'{"a": "' + b"x" * 2**20 + b'"}',
    ],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_body_that_is_no_object(wire: Wire, body: bytes) -> None:
    response = wire.http.post("/session", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["value"]["error"]) == (400, "invalid argument")


@pytest.mark.parametrize(
    "media_type", [None, "text/plain", "application/x-www-form-urlencoded", "application"]
)
def test_body_that_is_not_called_json(wire: Wire, media_type: str | None) -> None:
    """A page can send these to any server; JSON it must ask for first."""
    headers = {} if media_type is None else {"Content-Type": media_type}
    response = wire.http.post("/session", content=json.dumps(ask(app=QT_WINDOW)), headers=headers)
    assert (response.status_code, response.json()["value"]["error"]) == (400, "invalid argument")
    assert "Content-Type" in response.json()["value"]["message"]


def test_half_a_surrogate_pair(wire: Wire) -> None:
    """JSON can hold it, UTF-8 cannot: neither stops the driver from answering."""
    asked = ask(app=QT_WINDOW, startTimeoutS="\ud800")
    assert wire.error("POST", "/session", asked)[:2] == (400, "invalid argument")
    assert json.loads(bytes(_answer(200, "\ud800").body)) == {"value": "\ud800"}


def test_bad_capability(wire: Wire) -> None:
    status, code, message = wire.error("POST", "/session", ask(app=QT_WINDOW, startTimeoutS="soon"))
    assert (status, code) == (400, "invalid argument")
    assert "appium:startTimeoutS" in message


def test_another_platform(wire: Wire) -> None:
    body = {"capabilities": {"alwaysMatch": {"platformName": "ios", "appium:app": "x"}}}
    assert wire.error("POST", "/session", body)[:2] == (500, "session not created")


@pytest.mark.parametrize(
    ("capabilities", "told"),
    [
        ({"app": "no-such-program --x"}, "'no-such-program' is not a program"),
        ({"app": [*QT_WINDOW, "\0"]}, "cannot be started"),
        ({"app": [*QT_WINDOW, "\ud800"]}, "cannot be started"),
        ({"app": QT_WINDOW, "environment": {"GREETING": "\0"}}, "cannot be started"),
        ({"app": QT_WINDOW, "environment": {"PYTHONPATH": "/x"}}, "PYTHONPATH may not be set"),
        ({"app": "touch x"}, "not allowed here"),
        ({"pid": 2**22 + 1}, "no process 4194305"),
        ({"app": [*QT_WINDOW, "--end", "3"]}, "exit code 3; its last output:\ncannot find my settings"),
        ({"app": [sys.executable, "-c", "import os; os.abort()"]}, "was ended by signal 6"),
        ({"app": "sleep 60", "startTimeoutS": 0.3}, "accessibility bus within 0.3 s"),
    ],
)
def test_program_that_does_not_come(wire: Wire, capabilities: dict[str, Any], told: str) -> None:
    status, code, message = wire.error("POST", "/session", ask(**capabilities))
    assert (status, code) == (500, "session not created")
    assert told in message


def test_program_that_shows_no_window(wire: Wire, window: Window) -> None:
    """It runs already: however slowly it starts, it is on the bus when one looks."""
    window.click(window.button("Hide"))
    asked = ask(pid=window.capabilities["appium:pid"], startTimeoutS=0.1)
    status, code, message = wire.error("POST", "/session", asked)
    assert (status, code) == (500, "session not created")
    assert "no window within 0.1 s" in message


def test_quit_ends_the_program_and_all_it_started(wire: Wire) -> None:
    with_child = f"import subprocess, sys; subprocess.run({[*QT_WINDOW]!r})"
    window = wire.open([sys.executable, "-c", with_child])
    pids = {window.capabilities["appium:pid"]}
    pids |= {child.pid for child in psutil.Process(*pids).children(recursive=True)}
    assert len(pids) == 2
    window.quit()
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert window.error("GET", "/title")[:2] == (404, "invalid session id")


def test_sessions_in_parallel_have_desks_of_their_own(open_window: Callable[..., Window]) -> None:
    one, two = open_window(), open_window()
    assert one.capabilities["appium:display"] != two.capabilities["appium:display"]
    one.type(one.field("Username"), "one")
    assert two.get(two.field("Username"), "text") == ""


def test_a_desk_is_used_again(wire: Wire) -> None:
    displays = set()
    for _ in range(3):
        window = wire.open(QT_WINDOW)
        displays.add(window.capabilities["appium:display"])
        window.quit()
    assert len(displays) == 1


def test_environment_reaches_the_program_and_is_not_told_back(open_window: Callable[..., Window]) -> None:
    window = open_window(environment={"GREETING": "hello"})
    assert psutil.Process(window.capabilities["appium:pid"]).environ()["GREETING"] == "hello"
    assert "hello" not in str(window.capabilities)


def test_attach_to_a_running_program_and_leave_it_running(wire: Wire, window: Window) -> None:
    pid = window.capabilities["appium:pid"]
    answer = wire.value("POST", "/session", ask(pid=pid))
    guest = Window(wire, answer["sessionId"], answer["capabilities"])
    guest.type(guest.field("Username"), "guest")
    guest.quit()
    assert psutil.pid_exists(pid)
    assert window.get(window.field("Username"), "text") == "guest"


def test_program_that_ends_during_the_session(window: Window) -> None:
    crash = window.button("Crash")
    window.click(crash)
    window.value("POST", "/timeouts", {"implicit": 0})
    await_end(window.capabilities["appium:pid"])
    for verb, path in (("GET", "/title"), ("GET", f"/element/{crash}/text"), ("GET", "/source")):
        status, code, message = window.error(verb, path)
        assert (status, code) == (404, "no such window")
        assert "exit code 7; its last output:\nit hurts here" in message


def test_silent_client_loses_its_session(wire: Wire) -> None:
    # Not by ``open_window``, whose next command would come too late when the machine is busy.
    opened = wire.value("POST", "/session", ask(app=QT_WINDOW, newCommandTimeout=0.1))
    await_end(opened["capabilities"]["appium:pid"])
    assert wire.error("GET", f"/session/{opened['sessionId']}/title")[:2] == (404, "invalid session id")
