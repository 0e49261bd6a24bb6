"""Programs of a run get what they need; loopback is reached without a proxy; what is set aside has a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.setup.child_environment import (
    PROXIES,
    WINDOWS,
    child_environment,
    loopback_without_proxy,
    set_aside,
)

HOME = Path("/run/home")
USER = {
    "PATH": "/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "zh_TW.UTF-8",
    "TZ": "Asia/Taipei",
    "HOME": "/home/user",
    "TMPDIR": "/var/tmp",
    "DISPLAY": ":0",
    "STAGING_PASSWORD": "s3cret",
    "http_proxy": "http://proxy:3128",
    "ALL_PROXY": "socks5://proxy:1080",
    "ANDROID_ADB_SERVER_ADDRESS": "10.0.0.9",
    "ADB_TRACE": "all",
    "NODE_OPTIONS": "--inspect",
    "PYTHONWARNINGS": "error",
    "PWDEBUG": "1",
    "DEBUG": "pw:api",
    "QT_QPA_PLATFORM": "offscreen",
    "PLAYWRIGHT_BROWSERS_PATH": "/opt/browsers",
}
NEEDED = {"PATH": "/bin", "LANG": "C.UTF-8", "LC_ALL": "zh_TW.UTF-8", "TZ": "Asia/Taipei"}


def test_no_more_than_needed() -> None:
    assert child_environment(HOME, environ=USER) == {**NEEDED, "HOME": "/run/home", "TMPDIR": "/run/home"}
    assert child_environment(HOME, temporary=Path("/run/tmp"), environ=USER)["TMPDIR"] == "/run/tmp"


@pytest.mark.parametrize(
    ("also", "more"),
    [(WINDOWS, {"DISPLAY"}), (PROXIES, {"http_proxy", "ALL_PROXY"})],
    ids=["window", "proxy"],
)
def test_what_else_is_asked_for(also: re.Pattern[str], more: set[str]) -> None:
    given = child_environment(HOME, also=also, environ=USER)
    assert given.keys() == NEEDED.keys() | {"HOME", "TMPDIR"} | more


def test_names_of_what_is_set_aside() -> None:
    assert set_aside({**USER, "IBKEY_UNSET": " PYTHONPATH"}) == [
        "ADB_TRACE",
        "ALL_PROXY",
        "ANDROID_ADB_SERVER_ADDRESS",
        "DEBUG",
        "NODE_OPTIONS",
        "PWDEBUG",
        "PYTHONPATH",
        "PYTHONWARNINGS",
        "QT_QPA_PLATFORM",
        "http_proxy",
    ]
    assert set_aside({"PATH": "/bin", "HOME": "/root", "SECRET": "x", "no_proxy": "*"}) == []


@pytest.mark.parametrize(
    ("exempt", "expected"),
    [
        ({}, "127.0.0.1,localhost"),
        ({"NO_PROXY": "corp.example"}, "corp.example,127.0.0.1,localhost"),
        ({"no_proxy": " .corp , localhost", "NO_PROXY": "other"}, ".corp,localhost,127.0.0.1"),
    ],
)
def test_loopback_is_exempt_from_proxies(exempt: dict[str, str], expected: str) -> None:
    told = loopback_without_proxy({"HTTPS_PROXY": "http://proxy:3128", **exempt})
    assert told == {"no_proxy": expected, "NO_PROXY": expected}


def test_without_a_proxy_nothing_is_exempt() -> None:
    assert loopback_without_proxy({"PATH": "/bin"}) == {}
