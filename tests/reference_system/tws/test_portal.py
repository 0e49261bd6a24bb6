"""TWS's side of the exchange, on a portal that the test writes itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

pytest.importorskip(
    "PySide6.QtNetwork", reason="Qt's libraries: apt-get install libegl1 libgl1", exc_type=ImportError
)

from PySide6.QtCore import QCoreApplication

from reference_system.tws.portal import UNREACHABLE, Answer, Device, Portal, read_answer

WITHIN_S = 5.0


@pytest.mark.parametrize(
    ("document", "answer"),
    [
        (
            "<ib_auth_res><auth_res>ok</auth_res><login_id>L1</login_id><state>waiting</state>"
            "<two_factor><type>SWCR</type><method>5.2i</method><pushed>true</pushed></two_factor></ib_auth_res>",
            Answer(True, "waiting", login_id="L1", method="5.2i"),
        ),
        (
            "<ib_auth_res><auth_res>ok</auth_res><state>approved</state><account>U1234567</account></ib_auth_res>",
            Answer(True, "approved", account="U1234567"),
        ),
        (
            "<ib_auth_res><auth_res>ok</auth_res><login_id>L1</login_id><state>choosing</state>"
            "<sfdevice method='5.2a' label='IB Key'>IB Key(安卓)</sfdevice>"
            "<sfdevice method='4' label='Mobile Authenticator App'>程序</sfdevice></ib_auth_res>",
            Answer(
                True,
                "choosing",
                login_id="L1",
                devices=(
                    Device("5.2a", "IB Key", "IB Key(安卓)"),
                    Device("4", "Mobile Authenticator App", "程序"),
                ),
            ),
        ),
        (
            "<ib_auth_res><auth_res>ok</auth_res><challenge>012345</challenge></ib_auth_res>",
            Answer(True, "", challenge="012345"),
        ),
        (
            "<ib_auth_res><auth_res>failed</auth_res><error code='locked'>Locked</error>"
            "<auth_info><reached_max_login>true</reached_max_login><wait_s>86400</wait_s></auth_info></ib_auth_res>",
            Answer(False, "locked", "Locked", wait_s=86_400),
        ),
        (
            "<ib_auth_res><auth_res>failed</auth_res><error code='second-factor'>用戶</error></ib_auth_res>",
            Answer(False, "second-factor", "用戶"),
        ),
        ("<html></html>", Answer(False, UNREACHABLE)),
        ("", Answer(False, UNREACHABLE)),
    ],
)
def test_answers_are_read(document: str, answer: Answer) -> None:
    assert read_answer(document.encode()) == answer


def test_the_login_id_stays_out_of_what_is_printed() -> None:
    assert "L1" not in repr(Answer(True, "waiting", login_id="L1"))


class FakePortal(ThreadingHTTPServer):
    """Answers each ACTION by a function of its form; keeps the forms."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.forms: list[dict[str, str]] = []
        self.answers = {"INIT": ["<state>waiting</state>"]}
        self.deviations = b'{"deviations": []}'


class _Handler(BaseHTTPRequestHandler):
    server: FakePortal

    def log_message(self, format: str, *args: object) -> None: ...

    def do_GET(self) -> None:
        self._send(self.server.deviations)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
        self.server.forms.append(form)
        answers = self.server.answers[form["ACTION"]]
        content = answers.pop(0) if len(answers) > 1 else answers[0]
        self._send(f"<ib_auth_res><auth_res>ok</auth_res>{content}</ib_auth_res>".encode())

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture
def server() -> Iterator[FakePortal]:
    with FakePortal() as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield serving
        serving.shutdown()


@pytest.fixture
def portal(server: FakePortal, application: QCoreApplication) -> Portal:
    made = Portal(f"http://127.0.0.1:{server.server_port}/", "zh-Hant")
    made.setParent(application)  # as in the program, it lives as long as the process
    return made


def wait_for(answers: list[Answer], application: QCoreApplication) -> Answer:
    deadline = time.monotonic() + WITHIN_S
    while not answers:
        assert time.monotonic() < deadline, "no answer came"
        application.processEvents()
    return answers[0]


def test_credentials_go_out_as_typed(
    portal: Portal, server: FakePortal, application: QCoreApplication
) -> None:
    answers: list[Answer] = []
    portal.begin(" Ä+b&c=%", "p w\n登", paper=True, then=answers.append)
    assert wait_for(answers, application).said == "waiting"
    assert server.forms == [
        {
            "ACTION": "INIT",
            "LANG": "zh-Hant",
            "USER": " Ä+b&c=%",
            "PASSWORD": "p w\n登",
            "LOGIN_TYPE": "2",
            "CHANNEL": "tws",
        }
    ]


def test_an_approval_is_asked_for_until_it_comes(
    portal: Portal, server: FakePortal, application: QCoreApplication
) -> None:
    waiting = "<state>waiting</state>"
    server.answers["COMPLETETWOFACT"] = [waiting, waiting, "<state>approved</state><account>U1</account>"]
    answers: list[Answer] = []
    portal.await_approval("L1", answers.append)
    assert wait_for(answers, application).account == "U1"
    assert [(form["LOGIN_ID"], form["PUSH"]) for form in server.forms] == [("L1", "true")] * 3


def test_a_forgotten_login_is_not_heard_of(
    portal: Portal, server: FakePortal, application: QCoreApplication
) -> None:
    server.answers["COMPLETETWOFACT"] = ["<state>approved</state>"]
    forgotten: list[Answer] = []
    portal.await_approval("L1", forgotten.append)
    portal.forget()
    others: list[Answer] = []
    server.answers["CHALLENGE"] = ["<challenge>123456</challenge>"]
    portal.challenge("L1", others.append)
    assert wait_for(others, application).challenge == "123456"
    assert forgotten == []


def test_a_portal_that_is_not_there(application: QCoreApplication) -> None:
    portal = Portal("http://127.0.0.1:1", "en")
    portal.setParent(application)
    assert portal.deviations() == []
    answers: list[Answer] = []
    portal.await_approval("L1", answers.append)
    assert wait_for(answers, application) == Answer(False, UNREACHABLE)


def test_deviations_in_force_are_asked_for(portal: Portal, server: FakePortal) -> None:
    server.deviations = b'{"deviations": ["of-another-room", "tws-no-response-box"]}'
    assert portal.deviations() == ["of-another-room", "tws-no-response-box"]
