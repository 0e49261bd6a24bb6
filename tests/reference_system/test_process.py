"""``python -m reference_system`` as others start it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
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


def posted(url: str, body: Any) -> bytes:
    request = urllib.request.Request(url, data=json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        content: bytes = answer.read()
        return content


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


def ports_of(process: "subprocess.Popen[str]") -> list[int]:
    connections = psutil.Process(process.pid).net_connections()
    return [one.laddr.port for one in connections if one.status == "LISTEN"]


def sent(port: int, request: bytes) -> bytes:
    """All that a port answers to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        try:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b""))
        except ConnectionError:
            return b""


GREETING = b"Android Console: type 'help' for a list of commands\r\nOK\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        "Host: evil.example:{port}",
        "Host: 127.0.0.1:{port}\r\nOrigin: https://evil.example",
        "Host: 127.0.0.1:{port}\r\nOrigin: null",
        "Host: 127.0.0.1:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors",
    ],
)
def test_no_port_answers_a_foreign_page(start: Start, headers: str) -> None:
    process, _ = start("--lifeline")
    ports = ports_of(process)
    assert len(ports) >= 6
    for port in ports:
        for method in ("GET", "POST"):
            head = f"{method} / HTTP/1.1\r\n{headers.format(port=port)}\r\nConnection: close\r\n\r\n"
            answer = sent(port, head.encode())
            assert answer in (b"", GREETING) or answer.startswith(b"HTTP/1.1 403 "), (port, answer)


OTHER_USER = """
import os, socket, sys
"".encode("idna")  # what getaddrinfo imports, while this user may still read it
os.setuid(65534)
for port in map(int, sys.argv[1:]):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        try:
            client.sendall(b"GET / HTTP/1.1\\r\\nHost: 127.0.0.1:%d\\r\\n\\r\\n" % port)
            print(client.recv(1))
        except ConnectionError:
            print(b"")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_no_port_answers_another_user(start: Start) -> None:
    process, _ = start("--lifeline")
    ports = ports_of(process)
    asked = subprocess.run(
        [sys.executable, "-S", "-c", OTHER_USER, *map(str, ports)], capture_output=True, text=True, check=True
    )
    assert asked.stdout.split() == ["b''"] * len(ports)


def test_the_iphones_agent_answers_who_knows_its_address(start: Start) -> None:
    _, described = start("--lifeline")
    (iphone,) = (phone for phone in described["phones"] if phone["surface"] == "iphone")
    with urllib.request.urlopen(iphone["wda_url"] + "/status", timeout=30) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(iphone["wda_url"].rpartition("/")[0] + "/status", timeout=30)


def test_an_expression_that_never_ends_stops_nobody(start: Start) -> None:
    _, described = start("--lifeline")
    (iphone,) = (phone for phone in described["phones"] if phone["surface"] == "iphone")
    wda = urllib.parse.urlsplit(iphone["wda_url"])
    begun = json.loads(posted(iphone["wda_url"] + "/session", {"capabilities": {"alwaysMatch": {}}}))
    path = f"{wda.path}/session/{begun['sessionId']}/element"
    body = json.dumps({"using": "xpath", "value": "//*[matches(@type,'(.*.*.*.*.*.*.*)*x')]"}).encode()
    busy = [http.client.HTTPConnection(wda.netloc, timeout=60) for _ in range(5)]
    for connection in busy:
        connection.request("POST", path, body)
    assert ask_lab(described, "/health") == {"ok": True}
    for connection in busy:
        with connection.getresponse() as answer:
            assert (answer.status, json.load(answer)["value"]["error"]) == (400, "invalid selector")
        connection.close()


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
