"""The emulator's console, as telnet and ``adb emu`` use it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reference_system.phones.android.conftest import Ran, Running
from tests.reference_system.phones.photos import photo

Ask = Callable[[str], str]


@pytest.fixture
def ask(running: Running) -> Iterator[Ask]:
    """Send one line, return the answer up to and including OK or KO."""
    with socket.create_connection(("127.0.0.1", running.face.console_port), timeout=5) as client:
        stream = client.makefile("rw", newline="\r\n")

        def answer() -> str:
            lines: list[str] = []
            while not lines or not (lines[-1] == "OK" or lines[-1].startswith("KO")):
                line = stream.readline()
                assert line, f"the console hung up after {lines}"
                lines.append(line.rstrip("\r\n"))
            return "\n".join(lines)

        def send(line: str) -> str:
            stream.write(line + "\r\n")
            stream.flush()
            return answer()

        assert answer().endswith("OK")
        yield send


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("auth anything", "Android Console: type 'help' for a list of commands\nOK"),
        ("finger remove", "OK"),
    ],
)
def test_answers(ask: Ask, line: str, answer: str) -> None:
    assert ask(line) == answer


REFUSED = (
    "made up",
    "finger touch",
    "finger touch x",
    "sms send 555",
    "geo fix 8.5 47.4",
    "virtualscene-image",
    "virtualscene-image table /no",
)


@pytest.mark.parametrize("line", REFUSED)
def test_refusals(ask: Ask, line: str) -> None:
    assert ask(line).splitlines()[-1].startswith("KO: ")


def test_only_finger_one_unlocks(ask: Ask, running: Running) -> None:
    running.do(running.phone.lock.close)
    assert ask("finger touch 2") == "OK"
    assert running.do(lambda: running.phone.lock.closed)
    assert ask("finger touch 1") == "OK"
    assert not running.do(lambda: running.phone.lock.closed)


def test_adb_emu_moves_the_finger(running: Running, adb: Callable[..., Ran]) -> None:
    running.do(running.phone.lock.close)
    assert adb("emu", "finger", "touch", "1").status == 0
    assert not running.do(lambda: running.phone.lock.closed)


def test_picture_before_the_camera(ask: Ask, running: Running, tmp_path: Path) -> None:
    def read() -> tuple[str, ...] | None:
        picture = running.do(lambda: running.phone.camera.picture("rear"))
        return None if picture is None else tuple(picture.texts)

    (tmp_path / "qr code.png").write_bytes(photo("a code"))
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").touch()
    assert ask(f"virtualscene-image table {tmp_path / 'qr code.png'}") == "OK"
    assert read() == ("a code",)
    for bad in ("text.png", "empty.png", "missing.png"):
        assert ask(f"virtualscene-image wall {tmp_path / bad}").startswith("KO: unable to load image: ")
        assert read() == ("a code",)
    assert ask("virtualscene-image table") == "OK"
    assert read() is None


def test_message_arrives(ask: Ask, running: Running) -> None:
    assert ask("sms send 5551234 Your code is ready") == "OK"
    shown = running.do(lambda: [each.notification.body for each in running.phone.notifications.items])
    assert shown == ["Your code is ready"]


def test_quit_hangs_up(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.face.console_port), timeout=5) as client:
        client.sendall(b"finger remove\nquit\n")
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said.endswith(b"OK\r\nOK\r\n")


def test_a_request_of_a_browser_is_no_command(running: Running) -> None:
    """What a page can send to any port: a form, whose lines would be commands."""
    body = b"sms send 555 hello\r\n"
    request = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    with socket.create_connection(("127.0.0.1", running.face.console_port), timeout=5) as client:
        client.sendall(request)
        said = b""
        with contextlib.suppress(ConnectionError):  # hung up on while more was on its way
            said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said in (b"", b"Android Console: type 'help' for a list of commands\r\nOK\r\n")
    assert running.do(lambda: running.face.system.messages) == []
