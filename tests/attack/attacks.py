"""The outsiders: another user of the machine, a page of another site, a page whose name leads here by now."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.attack.listening import Listener

INTRUDER = Path(__file__).with_name("intruder.py")
PATHS = (
    *("/", "/status", "/session", "/sessions", "/wd/hub/session", "/json/version", "/json", "/openapi.json"),
    *("/reset", "/users", "/sso/Login?RL=1", "/v1/api/tickle", "/v1/api/logout", "/WebTrader", "/android/"),
)
X_SETUP = "l\0\x0b\0\0\0\0\0\0\0\0\0"
ADB_CONNECT = "CNXN\0\0\0\1\0\0\4\0\7\0\0\0\x32\2\0\0\xbc\xb1\xa7\xb1host::\0"
DBUS_AUTHENTICATION = "\0AUTH EXTERNAL 30\r\nBEGIN\r\n"
CONSOLE_GREETING = "Android Console: type 'help' for a list of commands\r\nOK\r\n"
NOBODY = 65534


def answers(attempts: Sequence[tuple[Listener, str]], *, user: int | None = None) -> list[str]:
    """What came back from each attempt, empty for nothing, tried by ``user`` or by ourselves."""
    lines = [json.dumps({"at": place(listener), "says": says}) for listener, says in attempts]
    done = subprocess.run(
        [sys.executable, str(INTRUDER), *([] if user is None else [str(user)])],
        input="\n".join(lines),
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line).get("got", "") for line in done.stdout.splitlines()]


def place(listener: Listener) -> str | tuple[str, int]:
    return listener.address if listener.kind == "unix" else (listener.host, listener.port)


def requests(*headers: str) -> list[str]:
    """The requests that a page can have its browser send, with ``headers``; it cannot send JSON unasked."""
    started = [f"GET {path}" for path in PATHS]
    body = '{"capabilities": {"alwaysMatch": {"platformName": "linux"}}}'
    all_headers = ["Connection: close", *headers]
    get = [f"{line} HTTP/1.1\r\n" + "".join(f"{one}\r\n" for one in all_headers) + "\r\n" for line in started]
    with_body = [*all_headers, "Content-Type: text/plain", f"Content-Length: {len(body)}"]
    post = [
        f"POST {path} HTTP/1.1\r\n" + "".join(f"{one}\r\n" for one in with_body) + f"\r\n{body}"
        for path in PATHS
    ]
    return [*get, *post]


def refused(answer: str) -> bool:
    """Whether an answer gives nothing away and did nothing: none, or a client error of HTTP."""
    return not answer or re.match(r"HTTP/1\.[01] 4\d\d ", answer) is not None


def refused_to_a_browser(answer: str) -> bool:
    """The same, at a console that greets before it hears what is wanted of it, and then hangs up."""
    return refused(answer) or answer == CONSOLE_GREETING


def breaches(
    tried: Sequence[tuple[Listener, str]], got: Sequence[str], harmless: Callable[[str], bool] = refused
) -> list[str]:
    """What was got where only a refusal should be, one line a listener."""
    seen: dict[Listener, str] = {}
    for (listener, says), answer in zip(tried, got, strict=True):
        if not harmless(answer):
            seen.setdefault(listener, f"{listener} answered {says[:60]!r} with {answer[:80]!r}")
    return list(seen.values())


def by_another_user(ports: Sequence[Listener]) -> list[str]:
    """What another user of the machine gets at ports, whichever protocol they speak."""
    tried = [
        (port, says)
        for port in ports
        for says in ("", "help\r\n", ADB_CONNECT, *requests(f"Host: 127.0.0.1:{port.port}"))
    ]
    return breaches(tried, answers(tried, user=NOBODY))


def by_a_page(ports: Sequence[Listener]) -> list[str]:
    """What a page of another site gets from its user's browser."""
    foreign = ("Origin: https://news.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")
    tried = [(port, says) for port in ports for says in requests(f"Host: 127.0.0.1:{port.port}", *foreign)]
    return breaches(tried, answers(tried), refused_to_a_browser)


def by_rebinding(ports: Sequence[Listener]) -> list[str]:
    """What a page gets whose own name leads to 127.0.0.1 by now."""
    tried = [(port, says) for port in ports for says in requests(f"Host: news.example:{port.port}")]
    return breaches(tried, answers(tried), refused_to_a_browser)


def by_another_user_at(sockets: Sequence[Listener]) -> list[str]:
    """What another user of the machine gets at Unix sockets."""
    tried = [(one, says) for one in sockets for says in ("", X_SETUP, DBUS_AUTHENTICATION)]
    # The X server answers 0, Failed, to a client that it does not let in.
    return breaches(tried, answers(tried, user=NOBODY), lambda got: not got or got[0] == "\0")


def open_to_others(sockets: Sequence[Listener]) -> list[Listener]:
    """Unix sockets that another user could connect to, by the modes of socket and folders above it."""
    return [one for one in sockets if one.address.startswith("@") or _all_may_enter(Path(one.address))]


def _all_may_enter(socket_file: Path) -> bool:
    modes = [folder.stat().st_mode for folder in socket_file.parents]
    return all(mode & stat.S_IXOTH for mode in modes) and bool(socket_file.stat().st_mode & stat.S_IWOTH)
