import asyncio
from collections.abc import Callable

import pytest

from reference_system.authority.logins import Progress, Refused
from reference_system.portal.waiting import LONGEST_WAIT_S, LoginWatch
from tests.reference_system.authority.office import Office

WAKES_WITHIN_S = 10
"""More than a busy machine needs, less than the wait of somebody who is not woken."""


def wait_while(office: Office, *happen: Callable[[LoginWatch, Progress], object]) -> Progress | Refused:
    """Wait for a login and let things happen one by one, all but the last without an end of the wait."""

    async def run() -> Progress | Refused:
        watch = LoginWatch(office.authority)
        begun = office.begin(office.user("ib-key-android"))
        waiting = asyncio.create_task(watch.settled(begun.login_id, LONGEST_WAIT_S))
        for happens in happen:
            for _ in range(5):
                await asyncio.sleep(0)
            assert not waiting.done()
            happens(watch, begun)
        async with asyncio.timeout(WAKES_WITHIN_S):
            return await waiting

    return asyncio.run(run())


@pytest.mark.parametrize("end", ["approved", "refused", "expired"])
def test_wakes_at_once(office: Office, end: str) -> None:
    def happens(_: LoginWatch, begun: Progress) -> None:
        if end == "approved":
            assert office.approve(begun)
        elif end == "refused":
            office.server.refuse(office.ib_key(begun).factor_id, begun.login_id)
        else:
            office.authority.clock.advance(180)

    standing = wait_while(office, happens)
    assert isinstance(standing, Progress)
    assert standing.state == end


def test_a_reset_ends_the_wait(office: Office) -> None:
    assert wait_while(office, lambda *_: office.authority.reset()) == Refused("unknown-login")


def test_waits_on_when_something_else_changes(office: Office) -> None:
    clock = office.authority.clock
    standing = wait_while(office, lambda *_: clock.advance(60), lambda *_: clock.advance(120))
    assert isinstance(standing, Progress)
    assert standing.state == "expired"


def test_close_lets_everybody_go(office: Office) -> None:
    standing = wait_while(office, lambda watch, _: watch.close())
    assert isinstance(standing, Progress)
    assert standing.state == "waiting"


def test_waits_no_longer_than_asked(office: Office) -> None:
    async def run() -> tuple[Progress | Refused, float]:
        begun = office.begin(office.user("ib-key-android"))
        began = asyncio.get_running_loop().time()
        standing = await LoginWatch(office.authority).settled(begun.login_id, 0.15)
        return standing, asyncio.get_running_loop().time() - began

    standing, took_s = asyncio.run(run())
    assert isinstance(standing, Progress)
    assert standing.state == "waiting"
    assert 0.14 <= took_s < WAKES_WITHIN_S
