"""A server is ready when it is what the target file says, and not when anything answers."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from harness.targets.certificates import NotTrusted, key_of_certificate
from harness.targets.readiness import fault_of_driver, fault_of_page

CERTIFICATES = Path(__file__).parent / "certificates"
WITHIN_S = 10.0
READY = {"value": {"ready": True, "message": "ready", "build": {"version": "3.1.1"}}}

Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that answers everything with a status and a body; its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(body: Any = "", status: int = 200, certificate: str = "") -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                sent = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the terminal."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / f"{certificate}.key")
            server.socket = context.wrap_socket(server.socket, server_side=True)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def nowhere() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_driver(serve: Serve) -> None:
    assert fault_of_driver(serve(READY), WITHIN_S) is None


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("<html>", 200, "answers, but not as a WebDriver server does"),
        ({"value": "ok"}, 200, "answers, but not as a WebDriver server does"),
        ([], 200, "answers, but not as a WebDriver server does"),
        ({}, 404, "answers with status 404: is there a path missing in the address?"),
        ({"value": {"ready": False, "message": "no slot"}}, 200, "takes no session: no slot"),
    ],
)
def test_no_driver(serve: Serve, body: Any, status: int, told: str) -> None:
    assert told in str(fault_of_driver(serve(body, status), WITHIN_S))


def test_nobody_answers(nowhere: str) -> None:
    assert "does not answer: " in str(fault_of_driver(nowhere, WITHIN_S))
    assert "does not answer: " in str(fault_of_page(nowhere, WITHIN_S))


def test_no_answer_comes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert "no answer came in time" in str(fault_of_driver(url, 0.2))


def test_a_page(serve: Serve) -> None:
    assert fault_of_page(serve("<html>"), WITHIN_S) is None
    assert "answers with status 404" in str(fault_of_page(serve("", 404), WITHIN_S))


def test_a_certificate_of_an_authority_that_nobody_knows(serve: Serve) -> None:
    url = serve("<html>", certificate="server")
    assert "its certificate is not trusted here" in str(fault_of_page(url, WITHIN_S))
    assert fault_of_page(url, WITHIN_S, CERTIFICATES / "ca.pem") is None
    assert "not trusted" in str(fault_of_page(url, WITHIN_S, CERTIFICATES / "other.pem"))


def test_the_key_of_a_certificate(serve: Serve) -> None:
    url = serve("<html>", certificate="server")
    assert (
        key_of_certificate(url, CERTIFICATES / "ca.pem") == (CERTIFICATES / "server.spki").read_text().strip()
    )
    with pytest.raises(NotTrusted, match=r"other\.pem does not vouch for 127\.0\.0\.1"):
        key_of_certificate(url, CERTIFICATES / "other.pem")
