"""Who is not the driver's client gets nothing: another user, a page in a browser, a client of the screen."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.drivers.desktop.conftest import MISSING, QT_WINDOW, Wire, start_driver, url_of

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")

ASK_AS_NOBODY = f"""
import os, socket, sys
kind, address, request = sys.argv[1:]
os.setgid({NOBODY})
os.setuid({NOBODY})
connection = socket.socket(socket.AF_INET if kind == "tcp" else socket.AF_UNIX)
try:
    connection.connect(("127.0.0.1", int(address)) if kind == "tcp" else address)
    connection.sendall(bytes.fromhex(request))
    print(connection.recv(10_000).decode(errors="replace"))
except OSError as error:
    print(type(error).__name__)
"""
HELLO_WITHOUT_COOKIE = struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0)
REFUSED_BY_X = 0


def as_nobody(kind: str, address: int | str, request: bytes) -> str:
    """What somebody else reads, or how he fails."""
    command = [sys.executable, "-S", "-c", ASK_AS_NOBODY, kind, str(address), request.hex()]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout.strip()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """A driver that may start the test window, and that keeps what it logs."""
    log = tmp_path_factory.mktemp("driver") / "log"
    with log.open("w") as output:
        running = start_driver("--allow", " ".join(QT_WINDOW), stderr=output)
    running.log = log  # type: ignore[attr-defined]
    yield running
    assert running.stdin is not None
    running.stdin.close()
    assert running.wait(15) == 0


@pytest.fixture(scope="module")
def url(driver: subprocess.Popen[str]) -> str:
    return url_of(driver)


@pytest.fixture(scope="module")
def mark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that comes into being when somebody has run a command of his own."""
    return tmp_path_factory.mktemp("mark") / "was-here"


@pytest.fixture
def theft(mark: Path) -> Iterator[str]:
    """A new session with a command of one's own, as JSON; that it was not run is seen afterwards."""
    yield json.dumps({"capabilities": {"alwaysMatch": {"appium:app": ["touch", str(mark)]}}})
    assert not mark.exists()


def origin_of(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def post(url: str, body: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(url, content=body, headers={"Content-Type": "application/json"} | named)


# --- on the port


def test_without_the_key_there_is_nothing(url: str, theft: str) -> None:
    origin = origin_of(url)
    answers = [
        post(f"{origin}/session", theft),
        post(f"{origin}/wd/hub/session", theft),
        post(f"{url}x/session", theft),
        post(f"{url[:-1]}/session", theft),
        httpx.get(f"{origin}/status"),
        httpx.get(origin),
        httpx.get(f"{url[:-1]}/status"),
        httpx.options(f"{origin}/session"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.text for answer in answers} == {answers[0].text}
    assert "desktop" not in answers[0].text


def test_with_the_key_only_what_is_allowed_is_started(url: str, theft: str) -> None:
    answer = post(f"{url}/session", theft)
    assert answer.status_code == 500
    assert answer.json()["value"]["error"] == "session not created"
    assert f"allowed: {' '.join(QT_WINDOW)};" in answer.json()["value"]["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "evil.example:{port}"},
    ],
    ids=str,
)
def test_a_page_gets_nothing_even_if_it_knew_the_key(url: str, theft: str, headers: dict[str, str]) -> None:
    """A page of another origin, and one whose name leads to 127.0.0.1 now (DNS rebinding)."""
    port = urllib.parse.urlsplit(url).port
    headers = {name: value.format(port=port) for name, value in headers.items()}
    answer = post(f"{url}/session", theft, **headers)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    assert httpx.get(f"{url}/status", headers=named).status_code == 403


def test_its_own_address_as_origin_is_refused_too(url: str, theft: str) -> None:
    """The driver has no pages."""
    assert post(f"{url}/session", theft, Origin=origin_of(url)).status_code == 403


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_what_a_page_may_send_without_asking_is_refused(url: str, theft: str, media_type: str) -> None:
    assert post(f"{url}/session", theft, Content_Type=media_type).status_code == 400


@as_root
def test_another_user_gets_nothing_even_if_he_knew_the_key(url: str, theft: str) -> None:
    parts = urllib.parse.urlsplit(url)
    assert parts.port is not None
    lines = (
        f"POST {parts.path}/session HTTP/1.1", f"Host: {parts.netloc}", "Content-Type: application/json",
        f"Content-Length: {len(theft)}", "", theft,
    )  # fmt: skip
    said = as_nobody("tcp", parts.port, "\r\n".join(lines).encode())
    assert said in ("", "ConnectionResetError", "BrokenPipeError")


def test_the_key_is_in_no_process_list_environment_or_log(driver: subprocess.Popen[str], url: str) -> None:
    key = urllib.parse.urlsplit(url).path.removeprefix("/")
    assert len(key) > 40
    wire = Wire(url)
    window = wire.open(QT_WINDOW)
    refusal = wire.error("GET", "/no/such/command")[2]
    below = psutil.Process(driver.pid)
    for process in (below, *below.children(recursive=True)):
        assert key not in " ".join(process.cmdline())
        assert key not in str(process.environ())
    window.quit()
    assert key not in refusal
    assert key not in driver.log.read_text()  # type: ignore[attr-defined]


# --- on the desk


@pytest.fixture(scope="module")
def desk(url: str) -> Iterator[dict[str, Any]]:
    """Capabilities of an open session: its display and bus are up."""
    window = Wire(url).open(QT_WINDOW)
    yield window.capabilities
    window.quit()


def abstract_sockets(driver: subprocess.Popen[str]) -> list[str]:
    """Names of abstract sockets that the driver's processes listen at: nothing keeps others out of them."""
    below = psutil.Process(driver.pid)
    inodes = set()
    for process in (below, *below.children(recursive=True)):
        for link in Path(f"/proc/{process.pid}/fd").iterdir():
            target = str(link.readlink())
            if target.startswith("socket:["):
                inodes.add(target[len("socket:[") : -1])
    lines = [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    return [line[7] for line in lines if line[6] in inodes and len(line) > 7 and line[7].startswith("@")]


@pytest.mark.usefixtures("desk")
def test_nobody_listens_at_abstract_sockets_or_other_ports(driver: subprocess.Popen[str], url: str) -> None:
    assert abstract_sockets(driver) == []
    below = psutil.Process(driver.pid)
    listening = {
        (connection.laddr.ip, connection.laddr.port)
        for process in (below, *below.children(recursive=True))
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {("127.0.0.1", urllib.parse.urlsplit(url).port)}


def x_socket(desk: dict[str, Any]) -> str:
    return f"/tmp/.X11-unix/X{desk['appium:display'].removeprefix(':')}"


def test_the_screen_asks_even_its_own_user_for_the_cookie(desk: dict[str, Any]) -> None:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(x_socket(desk))
        client.sendall(HELLO_WITHOUT_COOKIE)
        answer = client.recv(1000)
    assert answer[0] == REFUSED_BY_X
    assert b"Authorization required" in answer


@as_root
def test_another_user_sees_nothing_of_the_screen(desk: dict[str, Any]) -> None:
    assert "Authorization required" in as_nobody("unix", x_socket(desk), HELLO_WITHOUT_COOKIE)
    authority = psutil.Process(desk["appium:pid"]).environ()["XAUTHORITY"]
    assert Path(authority).stat().st_mode & 0o777 == 0o600
    assert Path(authority).parent.stat().st_mode & 0o777 == 0o700


@as_root
def test_another_user_reaches_no_bus(desk: dict[str, Any]) -> None:
    environment = psutil.Process(desk["appium:pid"]).environ()
    addresses = {environment["DBUS_SESSION_BUS_ADDRESS"], environment["AT_SPI_BUS_ADDRESS"]}
    for address in addresses:
        path = address.removeprefix("unix:path=").partition(",")[0]
        assert Path(path).is_socket()
        assert as_nobody("unix", path, b"\0AUTH EXTERNAL 3635353334\r\n") == "PermissionError"
