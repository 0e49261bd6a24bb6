"""Time that passes step by step, in a reference system and its portal that are really there."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import takewhile
from urllib.parse import urlencode

import pytest

from harness.services.client import Services
from harness.targets.lab_ports import JUMPS, LabAccounts, LabClock, LabPortal, LabSystem

LOGIN_LIFE_S = 180


@pytest.fixture(scope="module")
def system() -> Iterator[LabSystem]:
    services = Services.start("reference-system")
    yield LabSystem(services, "main")
    services.close()


def ask(system: LabSystem, **fields: str) -> str:
    request = urllib.request.Request(
        f"{LabPortal(system).url}/sso/Authenticator", urlencode({"LANG": "en", **fields}).encode()
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def test_an_hour_passes_in_steps(system: LabSystem) -> None:
    before = system.lab.get("/clock")["now"]
    assert len(list(LabClock(system).passing(3600))) == JUMPS
    assert system.lab.get("/clock")["now"] > before


def test_the_end_of_a_login_is_not_jumped_over(system: LabSystem) -> None:
    user = LabAccounts(system).user("ib-key-android")
    begun = ask(system, ACTION="INIT", USER=user.username, PASSWORD=user.password)
    login = re.search("<login_id>(.*?)<", begun)
    assert login is not None
    with ThreadPoolExecutor(1) as surface:
        waiting = surface.submit(
            ask, system, ACTION="COMPLETETWOFACT", PUSH="1", LOGIN_ID=login[1], WAIT_MS="25000"
        )
        passing = LabClock(system).passing(3 * LOGIN_LIFE_S)
        steps = len(list(takewhile(lambda _: not waiting.done(), passing)))
        assert "expired" in waiting.result()
    assert steps <= LOGIN_LIFE_S / (3 * LOGIN_LIFE_S / JUMPS) + 2
