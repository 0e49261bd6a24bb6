"""The lab's client, against a server that ends connections as it pleases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from harness.lab import Lab, LabError


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        if self.path == "/refused":
            self.answer(409, b"the account is locked")
            return
        self.answer(200, b'{"authorization": "%s"}' % self.headers["Authorization"].encode())
        if self.path == "/last":
            self.close_connection = True

    def do_POST(self) -> None:
        self.answer(200, self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


class Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ended = threading.Event()

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.ended.set()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lab(server: Server) -> Iterator[Lab]:
    lab = Lab(f"http://127.0.0.1:{server.server_port}", "the-token")
    yield lab
    lab.close()


def test_requests_carry_the_token_and_bodies_are_json(lab: Lab) -> None:
    assert lab.get("/") == {"authorization": "Bearer the-token"}
    assert lab.post("/users", second_factor="none") == {"second_factor": "none"}


def test_a_connection_the_lab_has_ended_is_opened_again(lab: Lab, server: Server) -> None:
    for _ in range(3):
        assert lab.get("/last")
        assert server.ended.wait(5)
        server.ended.clear()
        assert lab.get("/")


def test_a_refusal_names_request_status_and_message(lab: Lab) -> None:
    with pytest.raises(LabError, match="lab GET /refused: 409 the account is locked"):
        lab.get("/refused")
    assert lab.get("/"), "the connection serves on after a refusal"


def test_a_lab_that_has_gone_is_named(lab: Lab, server: Server) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(LabError, match=r"lab GET /health: no answer from 127\.0\.0\.1:\d+: "):
        lab.get("/health")
