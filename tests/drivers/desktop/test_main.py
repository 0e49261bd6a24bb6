"""The driver as a process: how it starts and that nothing outlives it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.drivers.desktop.conftest import (
    ALLOWED,
    MISSING,
    QT_WINDOW,
    ROOT,
    Window,
    Wire,
    start_driver,
    url_of,
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def all_below(driver: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(driver.pid).children(recursive=True)


@pytest.fixture
def temp(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own with a short name: addresses of sockets end after 107 characters."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.mark.parametrize("how", ["end of input", "SIGTERM", "SIGINT"])
def test_ends_cleanly(temp: Path, how: str) -> None:
    driver = start_driver()
    Wire(url_of(driver)).open(QT_WINDOW)
    below = all_below(driver)
    assert {"Xvfb", "dbus-daemon", "at-spi2-registryd"} <= {p.name()[:17] for p in below}
    assert list(temp.iterdir())
    if how == "end of input":
        assert driver.stdin is not None
        driver.stdin.close()
    else:
        driver.send_signal(signal.Signals[how])
    driver.wait(10)
    assert psutil.wait_procs(below, timeout=5)[1] == []
    assert list(temp.iterdir()) == []


@pytest.mark.usefixtures("temp")
def test_ends_at_once_although_a_command_waits() -> None:
    driver = start_driver()
    window = Wire(url_of(driver)).open(QT_WINDOW)
    window.value("POST", "/timeouts", {"implicit": 60_000})
    answers: list[tuple[int, str, str]] = []
    body = {"using": "name", "value": "Nowhere"}
    asking = threading.Thread(target=lambda: answers.append(window.error("POST", "/element", body)))
    asking.start()
    while not window.wire.value("GET", "/status")["message"].endswith("1 at work"):
        pass
    driver.send_signal(signal.SIGTERM)
    driver.wait(10)
    asking.join(5)
    # What it saw first: that the session was over, or that the program was.
    assert answers[0][:2] in [(404, "invalid session id"), (404, "no such window")]


def test_nothing_outlives_a_kill_and_the_next_driver_tidies_up(temp: Path) -> None:
    driver = start_driver()
    Wire(url_of(driver)).open(QT_WINDOW)
    below = all_below(driver)
    driver.kill()
    driver.wait(5)
    assert psutil.wait_procs(below, timeout=10)[1] == []
    (left,) = temp.iterdir()
    following = start_driver("--warm", *ALLOWED)
    Wire(url_of(following)).open(QT_WINDOW).quit()
    assert not left.exists()
    assert following.stdin is not None
    following.stdin.close()
    assert following.wait(10) == 0


@pytest.mark.usefixtures("temp")
def test_a_desk_whose_accessibility_bus_has_gone_is_replaced() -> None:
    driver = start_driver()
    wire = Wire(url_of(driver))
    wire.open(QT_WINDOW).quit()
    (bus,) = [one for one in all_below(driver) if "at-spi" in " ".join(one.cmdline()[1:])]
    bus.kill()
    bus.wait(5)
    wire.open(QT_WINDOW).quit()
    driver.terminate()
    driver.wait(10)


def test_missing_program_is_named_with_its_package(temp: Path) -> None:
    env = {**os.environ, "PATH": str(temp)}
    driver = subprocess.Popen(
        [sys.executable, "-m", "drivers.desktop", "--lifeline", *ALLOWED],
        cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    body = {"capabilities": {"alwaysMatch": {"appium:app": QT_WINDOW}}}
    status, code, message = Wire(url_of(driver)).error("POST", "/session", body)
    assert (status, code) == (500, "session not created")
    assert "Xvfb is not installed (Debian package xvfb)" in message
    assert "apt-get install -y xvfb dbus-daemon at-spi2-core" in message
    driver.terminate()
    driver.wait(10)


def test_a_temporary_folder_too_long_for_sockets_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 80)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    driver = start_driver()
    body = {"capabilities": {"alwaysMatch": {"appium:app": QT_WINDOW}}}
    status, code, message = Wire(url_of(driver)).error("POST", "/session", body)
    assert (status, code) == (500, "session not created")
    assert "TMPDIR" in message
    driver.terminate()
    driver.wait(10)


def test_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "drivers.desktop", "--port", str(port)],
            cwd=ROOT, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
    assert run.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in run.stderr


def test_attach_to_a_program_on_another_screen(window: Window) -> None:
    """The screen asks for a cookie that this driver has to learn of the program."""
    pid = window.capabilities["appium:pid"]
    asked = {"capabilities": {"alwaysMatch": {"appium:pid": pid}}}
    strict, attaching = start_driver("--allow", sys.executable), start_driver("--attach", *ALLOWED)
    assert "--attach" in Wire(url_of(strict)).error("POST", "/session", asked)[2]
    wire = Wire(url_of(attaching))
    answer = wire.value("POST", "/session", asked)
    guest = Window(wire, answer["sessionId"], answer["capabilities"])
    guest.type(guest.field("Username"), "guest")
    assert len(guest.value("GET", "/screenshot")) > 2000
    guest.quit()
    assert window.get(window.field("Username"), "text") == "guest"
    for driver in (strict, attaching):
        driver.terminate()
        assert driver.wait(10) == 0


@pytest.mark.parametrize("command", ["", "'unclosed"])
def test_a_command_that_is_none_is_told(command: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "drivers.desktop", "--allow", command],
        cwd=ROOT, capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert "--allow" in run.stderr


def test_answers_are_not_held_back(wire: Wire) -> None:
    """Nagle's algorithm together with delayed acknowledgements would make each answer 40 ms late."""
    took_s = []
    for _ in range(20):
        started = time.perf_counter()
        wire.send("GET", "/status")
        took_s.append(time.perf_counter() - started)
    # All but the first would be: a machine at work makes some late, never all.
    assert min(took_s[1:]) < 0.03
