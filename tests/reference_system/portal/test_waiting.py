import asyncio
import time
from collections.abc import Callable

import pytest

from reference_system.authority.logins import Progress, Refused
from reference_system.portal.waiting import LoginWatch
from tests.reference_system.authority.office import Office


def wait_while(
    office: Office, happens: Callable[[Progress], object], *, within_s: float = 5
) -> tuple[Progress | Refused, float]:
    """Wait for a login, let ``happens`` happen once it is waited for; the outcome and the seconds it took."""

    async def run() -> tuple[Progress | Refused, float]:
        watch = LoginWatch(office.authority)
        begun = office.begin(office.user("ib-key-android"))
        began = time.perf_counter()
        waiting = asyncio.create_task(watch.settled(begun.login_id, within_s))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not waiting.done()
        happens(begun)
        return await waiting, time.perf_counter() - began

    return asyncio.run(run())


@pytest.mark.parametrize("end", ["approved", "refused", "expired"])
def test_wakes_at_once(office: Office, end: str) -> None:
    def happens(begun: Progress) -> None:
        if end == "approved":
            assert office.approve(begun)
        elif end == "refused":
            office.logins.refuse(office.instance(begun).instance_id, begun.login_id)
        else:
            office.authority.clock.advance(180)

    standing, took_s = wait_while(office, happens)
    assert isinstance(standing, Progress)
    assert standing.state == end
    assert took_s < 1


def test_a_reset_ends_the_wait(office: Office) -> None:
    standing, took_s = wait_while(office, lambda _: office.authority.reset())
    assert standing == Refused("unknown-login")
    assert took_s < 1


def test_waits_on_when_something_else_changes(office: Office) -> None:
    standing, took_s = wait_while(office, lambda _: office.authority.clock.advance(60), within_s=0.15)
    assert isinstance(standing, Progress)
    assert standing.state == "waiting"
    assert took_s >= 0.14


def test_close_lets_everybody_go(office: Office) -> None:
    async def run() -> Progress | Refused:
        watch = LoginWatch(office.authority)
        begun = office.begin(office.user("ib-key-android"))
        waiting = asyncio.create_task(watch.settled(begun.login_id, 5))
        await asyncio.sleep(0)
        watch.close()
        async with asyncio.timeout(1):
            return await waiting

    standing = asyncio.run(run())
    assert isinstance(standing, Progress)
    assert standing.state == "waiting"
