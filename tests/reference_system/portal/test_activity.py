"""The portal's clients have settled once nobody is being answered and nobody asks again."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from reference_system.portal.activity import QUIET_S, Activity


class Client:
    """Asks and is answered when told so."""

    def __init__(self, activity: Activity) -> None:
        self.answer = asyncio.Event()
        self._app = activity.watching(self._answered)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.answer.wait()

    def ask(self, scope: str = "http") -> asyncio.Task[None]:
        async def receive() -> dict[str, object]:
            return {}

        async def send(_: object) -> None: ...

        async def asked() -> None:
            await self._app({"type": scope}, receive, send)

        return asyncio.create_task(asked())


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it waited each time, in seconds; none of it when it only let others go on."""
    taken: list[float] = []
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        if seconds > 0:
            taken.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", nap)
    return taken


def test_nobody_is_there(naps: list[float]) -> None:
    asyncio.run(Activity(lambda: 0).settled())
    assert not naps


def test_the_server_is_not_busy_because_it_lives(naps: list[float]) -> None:
    async def run() -> None:
        activity = Activity(lambda: 0)
        living = Client(activity).ask("lifespan")
        await activity.settled()
        living.cancel()

    asyncio.run(run())
    assert not naps


def test_an_answer_held_back_is_waited_for_by_its_client_alone(naps: list[float]) -> None:
    async def run() -> None:
        activity = Activity(lambda: 1)
        client = Client(activity)
        asking = client.ask()
        await activity.settled()
        client.answer.set()
        await asking

    asyncio.run(run())
    assert not naps


def test_a_client_just_answered_may_ask_again() -> None:
    async def run() -> float:
        activity = Activity(lambda: 0)
        client = Client(activity)
        client.answer.set()
        await client.ask()
        answered_at = asyncio.get_running_loop().time()
        await activity.settled()
        return asyncio.get_running_loop().time() - answered_at

    assert asyncio.run(run()) >= QUIET_S * 0.9  # it had been answered a little before


def test_a_client_that_is_being_answered_is_waited_for() -> None:
    async def run() -> bool:
        activity = Activity(lambda: 0)
        client = Client(activity)
        asking = client.ask()
        asyncio.get_running_loop().call_later(3 * QUIET_S, client.answer.set)
        await activity.settled()
        return asking.done()

    assert asyncio.run(run())


def test_a_client_that_never_ends_is_left_alone() -> None:
    async def run() -> bool:
        activity = Activity(lambda: 0)
        asking = Client(activity).ask()
        await activity.settled()
        ended = asking.done()
        asking.cancel()
        return ended

    assert not asyncio.run(run())
