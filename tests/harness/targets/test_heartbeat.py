from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.targets import heartbeat
from harness.targets.heartbeat import Heartbeat
from harness.waiting import settled

NOTICED_WITHIN_S = 20.0


class System:
    """A server that answers with ``status``, unless it is silent."""

    def __init__(self) -> None:
        self.status, self.asked = 404, 0
        self.answers = threading.Event()
        self.answers.set()
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                system.asked += 1
                system.answers.wait()
                self.send_response(system.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def system() -> Iterator[System]:
    system = System()
    yield system
    system.close()


@pytest.fixture
def watch() -> Iterator[Callable[[str | None], Heartbeat]]:
    watched: list[Heartbeat] = []

    def watch(address: str | None) -> Heartbeat:
        watched.append(Heartbeat(lambda: address))
        return watched[-1]

    yield watch
    for one in watched:
        one.close()


@pytest.mark.parametrize("status", [200, 302, 403, 404, 500])
def test_any_answer_is_a_sign_of_life(
    system: System, watch: Callable[[str | None], Heartbeat], status: int
) -> None:
    system.status = status
    beat = watch(system.url)
    beat.begin()
    assert beat.silence_s() is None
    assert system.asked == 1


def test_a_gateway_that_answers_for_the_system_is_none(
    system: System, watch: Callable[[str | None], Heartbeat]
) -> None:
    system.status = 503
    beat = watch(system.url)
    beat.begin()
    assert beat.silence_s() is not None


def test_a_port_that_nobody_has(watch: Callable[[str | None], Heartbeat]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    beat = watch(f"http://127.0.0.1:{port}")
    beat.begin()
    assert beat.silence_s() is not None
    assert not beat.comes_back(within_s=0.1)


def test_a_system_that_is_silent_now(system: System, watch: Callable[[str | None], Heartbeat]) -> None:
    system.answers.clear()
    beat = watch(system.url)
    beat.begin()
    silent = beat.silence_s()
    assert silent is not None
    assert silent >= heartbeat.LONGEST_SILENCE_S


def test_a_pause_within_the_step_is_remembered(
    system: System, watch: Callable[[str | None], Heartbeat]
) -> None:
    system.answers.clear()
    beat = watch(system.url)
    beat.begin()
    began = time.monotonic()
    assert settled(lambda: system.asked, bool, within_s=NOTICED_WITHIN_S)
    settled(lambda: time.monotonic() - began, lambda waited: waited > 1.5, within_s=NOTICED_WITHIN_S)
    system.answers.set()
    assert settled(lambda: system.asked > 1, bool, within_s=NOTICED_WITHIN_S)
    silent = beat.silence_s()
    assert silent is not None
    assert silent >= 1.5
    beat.end()
    beat.begin()
    assert beat.silence_s() is None


def test_a_system_that_comes_back(system: System, watch: Callable[[str | None], Heartbeat]) -> None:
    system.status = 502
    beat = watch(system.url)
    threading.Timer(0.2, setattr, [system, "status", 200]).start()
    assert beat.comes_back(within_s=NOTICED_WITHIN_S)


def test_short_steps_cost_no_question(system: System, watch: Callable[[str | None], Heartbeat]) -> None:
    beat = watch(system.url)
    began = time.monotonic()
    while time.monotonic() - began < 3 * heartbeat.ASK_EVERY_S:
        beat.begin()
        beat.end()
    assert system.asked == 0


def test_where_there_is_nothing_to_ask(watch: Callable[[str | None], Heartbeat]) -> None:
    beat = watch(None)
    beat.begin()
    assert beat.silence_s() is None
    assert beat.comes_back(within_s=0)
