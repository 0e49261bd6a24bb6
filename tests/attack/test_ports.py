"""Loopback is no permission: nothing that ``./ibkey up`` listens on gives an outsider more than a refusal.

The outsiders are another user of the machine, a page in the user's own browser, and a page whose name leads
to 127.0.0.1 since it was loaded. They try all that is found by looking at the processes of ``up`` while there
are sessions on both phones and a window: a port that nobody has told this test of fails it all the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.setup.environment import load
from tests.attack import attacks
from tests.attack.listening import Listener, listeners

PROJECT = Path(__file__).resolve().parents[2]
OPEN = {"Xvfb": "every user can connect to the socket of the screen, and is refused without the cookie"}
"""Sockets that others can reach, by their program, and why that is safe, in the words of docs/security.md."""
GREETING = "the console greets whoever connects from the user's own browser"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can play another user")


@dataclass(frozen=True)
class Up:
    """A system that is up, with sessions open, and all that its processes listen on."""

    described: dict[str, Any]
    found: list[Listener]

    @property
    def ports(self) -> list[Listener]:
        return [one for one in self.found if one.kind != "unix"]

    @property
    def sockets(self) -> list[Listener]:
        return [one for one in self.found if one.kind == "unix"]


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    if load().appium_main is None or not load().desktop.available:
        pytest.skip("not all of it can be up on this machine (./ibkey doctor says why)")
    file = tmp_path_factory.mktemp("up") / "up.json"
    with ExitStack() as opened:
        process = subprocess.Popen(
            [sys.executable, "-m", "harness.cli", "up", "--json"],
            cwd=PROJECT,
            env={**os.environ, "IBKEY_UP": str(file)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        opened.callback(process.wait, 60)
        opened.callback(process.send_signal, signal.SIGTERM)
        assert process.stdout is not None
        described = json.loads(process.stdout.readline())
        for url, capabilities in sessions(described):
            opened.callback(open_session(url, capabilities).quit)
        yield Up(described, listeners(process.pid))


def sessions(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for phone in described["phones"]:
        yield described["appium_url"], phone["capabilities"]
    window = [sys.executable, "-m", "reference_system.tws", "--server", described["portal_url"]]
    wanted = {"platformName": "linux", "appium:automationName": "AtSpi", "appium:app": " ".join(window)}
    yield described["desktop_url"], wanted


def open_session(url: str, capabilities: dict[str, Any]) -> Any:
    from appium.options.common import AppiumOptions
    from appium.webdriver.webdriver import WebDriver

    return WebDriver(url, options=AppiumOptions().load_capabilities(capabilities))


def assert_nothing(got: list[str]) -> None:
    assert not got, "\n".join(["this should have been refused:", *got])


def test_all_listeners_are_found(up: Up) -> None:
    """The test looks where it should: it sees the ports that `up` tells, and sockets of every other part."""
    seen = {port.port for port in up.ports}
    urls = [up.described[f"{name}_url"] for name in ("portal", "lab", "appium", "desktop")]
    assert seen >= {int(re.search(r":(\d+)", url)[1]) for url in urls}  # type: ignore[index]
    for holder in ("adb", "Xvfb", "dbus-daemon"):
        assert any(one.holder == holder for one in up.sockets), f"{holder} was not found among {up.sockets}"
    assert any("/devices/ports/" in one.address for one in up.sockets)  # forwarded for the session on Android


def test_nothing_listens_on_other_interfaces(up: Up) -> None:
    assert [str(port) for port in up.ports if port.host not in ("127.0.0.1", "::1")] == []


@needs_root
def test_another_user_of_the_machine(up: Up) -> None:
    assert_nothing(attacks.by_another_user(up.ports))


def test_page_of_another_site(up: Up) -> None:
    assert_nothing(attacks.by_a_page(up.ports))


def test_page_whose_name_was_rebound(up: Up) -> None:
    assert_nothing(attacks.by_rebinding(up.ports))


def test_sockets_are_in_folders_of_their_owner(up: Up) -> None:
    assert [str(one) for one in attacks.open_to_others(up.sockets) if one.holder not in OPEN] == []


@needs_root
def test_another_user_at_the_sockets(up: Up) -> None:
    assert_nothing(attacks.by_another_user_at(up.sockets))


def test_what_is_open_to_others_is_told(up: Up) -> None:
    document = " ".join((PROJECT / "docs" / "security.md").read_text().split())
    for holder, reason in OPEN.items():
        assert any(one.holder == holder for one in attacks.open_to_others(up.sockets)), (
            f"{holder} needs no excuse"
        )
        assert reason in document
    assert GREETING in document


class TestAnOpenPort:
    """The attacks find what is not protected."""

    @pytest.fixture
    def http_server(self) -> Iterator[Listener]:
        program = "from http.server import *; s = HTTPServer(('127.0.0.1', 0), SimpleHTTPRequestHandler)"
        program += "; print(s.server_port, flush=True); s.serve_forever()"
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/"
        )
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            (found,) = listeners(process.pid)
            assert found.port == port
            yield found
        finally:
            process.kill()
            process.wait()

    @needs_root
    def test_to_another_user(self, http_server: Listener) -> None:
        assert len(attacks.by_another_user([http_server])) == 1

    def test_to_a_page(self, http_server: Listener) -> None:
        assert len(attacks.by_a_page([http_server])) == 1

    def test_to_a_rebound_name(self, http_server: Listener) -> None:
        assert len(attacks.by_rebinding([http_server])) == 1

    @needs_root
    def test_that_greets(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=_greet, args=(server,), daemon=True).start()
            address = f"127.0.0.1:{server.getsockname()[1]}"
            found = [one for one in listeners(os.getpid()) if one.address == address]
            assert len(attacks.by_another_user(found)) == 1

    @pytest.mark.parametrize("name", ["@ibkey-attack-test", "open.sock"])
    def test_socket(self, name: str, tmp_path: Path) -> None:
        address = name if name.startswith("@") else f"/tmp/ibkey-attack-{os.getpid()}.sock"
        with socket.socket(socket.AF_UNIX) as server, ExitStack() as ended:
            server.bind("\0" + address[1:] if name.startswith("@") else address)
            if not name.startswith("@"):
                ended.callback(os.unlink, address)
                Path(address).chmod(0o666)
            server.listen()
            found = [one for one in listeners(os.getpid()) if one.address == address]
            assert attacks.open_to_others(found) == found != []


def _greet(server: socket.socket) -> None:
    with contextlib.suppress(OSError):  # closed at the end of the test
        while True:
            server.accept()[0].sendall(b"OK")
