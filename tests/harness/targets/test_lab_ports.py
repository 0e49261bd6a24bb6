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
from harness.targets.lab_ports import JUMPS, LabAccounts, LabBooks, LabClock, LabPortal, LabSystem
from harness.targets.system import User

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


def test_whoever_has_timers_of_its_own_hears_of_the_time(system: LabSystem) -> None:
    clock, heard = LabClock(system), list[float]()
    end = clock.follow(heard.append)
    clock.advance(5)
    list(clock.passing(10))
    assert sum(heard) == pytest.approx(15, abs=0.1)
    end()
    clock.advance(5)
    assert sum(heard) == pytest.approx(15, abs=0.1)


def test_the_books_tell_what_became_of_a_login(system: LabSystem) -> None:
    system.lab.post("/reset")
    books, accounts = LabBooks(system), LabAccounts(system)
    with_phone, without = accounts.user("ib-key-android"), accounts.user("none")
    assert books.outcome("client-portal") is None
    assert books.owner("client-portal") is None

    def begin(user: User, password: str) -> None:
        ask(system, ACTION="INIT", USER=user.username, PASSWORD=password)

    begin(with_phone, f"not-{with_phone.password}")
    assert books.outcome("client-portal") == "refused"
    begin(with_phone, with_phone.password)
    assert books.outcome("client-portal") == "accepted"
    begin(without, without.password)
    assert books.outcome("client-portal") == "opened"
    assert books.owner("client-portal") == without.username
    assert books.outcome("tws") is None
