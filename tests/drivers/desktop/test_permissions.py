"""What clients may do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from drivers.desktop.capabilities import Capabilities
from drivers.desktop.errors import SessionNotCreated
from drivers.desktop.permissions import Permissions

TWS = Permissions(commands=(("python", "-m", "tws"), ("java", "-jar", "two words.jar")))


def wish(**capabilities: Any) -> Capabilities:
    return Capabilities.model_validate(capabilities)


@pytest.mark.parametrize(
    "app",
    [
        "python -m tws",
        "python -m tws --server http://127.0.0.1:1",
        "'python' -m 'tws'",
        ["python", "-m", "tws", "; touch /tmp/x"],
        "java -jar 'two words.jar'",
    ],
)
def test_allowed_programs_may_be_started(app: str | list[str]) -> None:
    TWS.require(wish(app=app))


@pytest.mark.parametrize(
    "app",
    [
        "python",
        "python -m",
        "python -m tws2",
        "python -m tws.other",
        "python -c 'import os' -m tws",
        "/tmp/python -m tws",
        "sh -c 'python -m tws'",
        ["python -m tws"],
        ["python", "-m tws"],
        "java -jar two words.jar",
        "touch /tmp/x",
    ],
)
def test_others_may_not(app: str | list[str]) -> None:
    with pytest.raises(SessionNotCreated) as refused:
        TWS.require(wish(app=app))
    assert "allowed: python -m tws; java -jar 'two words.jar'" in refused.value.message


def test_without_permission_nothing_may_be_started() -> None:
    with pytest.raises(SessionNotCreated, match="allowed: none"):
        Permissions().require(wish(app="python"))


def test_variables_are_those_allowed() -> None:
    permissions = Permissions(commands=(("tws",),), variables=frozenset({"LANG", "TZ"}))
    permissions.require(wish(app="tws", environment={"LANG": "C"}))
    with pytest.raises(
        SessionNotCreated, match=r"LD_PRELOAD, PYTHONPATH may not be set \(allowed: LANG, TZ;"
    ):
        permissions.require(
            wish(app="tws", environment={"PYTHONPATH": "/x", "LANG": "C", "LD_PRELOAD": "/x"})
        )


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process below this one."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as below:
        yield below
        below.kill()


def test_attach_to_what_the_driver_started(process: subprocess.Popen[bytes]) -> None:
    Permissions().require(wish(pid=process.pid))


def test_attach_to_what_it_did_not_start_takes_both_permissions() -> None:
    pid = os.getpid()
    with pytest.raises(SessionNotCreated, match="--attach"):
        Permissions(commands=((sys.executable,),)).require(wish(pid=pid))
    with pytest.raises(SessionNotCreated, match="allowed: tws"):
        Permissions(commands=(("tws",),), attach=True).require(wish(pid=pid))
    started_as = sys.orig_argv[0]
    Permissions(commands=((started_as,),), attach=True).require(wish(pid=pid))
