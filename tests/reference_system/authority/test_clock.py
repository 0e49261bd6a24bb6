import asyncio
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest

from reference_system.authority.clock import Clock
from reference_system.context import act, context

START = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_advance_moves_time_and_tells() -> None:
    clock = Clock(START.timestamp)
    seen: list[datetime] = []
    clock.on_change(lambda: seen.append(clock.now()))
    assert clock.advance(180) == START + timedelta(seconds=180)
    assert seen == [START + timedelta(seconds=180)]
    assert clock.now().tzinfo is UTC


def test_reset_goes_back_to_the_machine_s_time() -> None:
    clock = Clock(START.timestamp)
    clock.advance(86_400)
    clock.reset()
    assert clock.now() == START


def test_follows_its_source() -> None:
    times = iter([START.timestamp(), START.timestamp() + 5])
    clock = Clock(lambda: next(times))
    assert clock.now() == START
    assert clock.now() == START + timedelta(seconds=5)


@pytest.mark.parametrize("seconds", [-0.001, 1e17, float("inf"), float("nan")])
def test_refuses_to_go_backwards_or_nowhere(seconds: float) -> None:
    clock = Clock(START.timestamp)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(seconds)
    assert clock.now() == START


def test_ends_before_the_calendar_does() -> None:
    clock = Clock(START.timestamp)
    left_s = clock.seconds_until(datetime(9000, 1, 1, tzinfo=UTC))
    assert clock.advance(left_s).year == 9000
    with pytest.raises(ValueError, match="not beyond 9000-01-01"):
        clock.advance(1)


def test_what_falls_due_is_done_in_order_at_its_own_time() -> None:
    clock = Clock(START.timestamp)
    done: list[tuple[str, datetime]] = []

    def does(name: str) -> Callable[[], None]:
        return lambda: done.append((name, clock.now()))

    for name, after_s in (("late", 60), ("early", 5), ("later", 3600), ("early too", 5)):
        clock.at(START + timedelta(seconds=after_s), does(name))
    clock.advance(4.9)
    assert done == []
    clock.advance(100)
    assert done == [
        ("early", START + timedelta(seconds=5)),
        ("early too", START + timedelta(seconds=5)),
        ("late", START + timedelta(seconds=60)),
    ]
    assert clock.now() == START + timedelta(seconds=104.9)


def test_what_is_done_may_ask_for_more() -> None:
    clock = Clock(START.timestamp)
    done: list[datetime] = []

    def again() -> None:
        done.append(clock.now())
        clock.at(clock.now() + timedelta(seconds=10), again)

    clock.at(START, again)
    clock.advance(25)
    assert done == [START + timedelta(seconds=after_s) for after_s in (0, 10, 20)]


def test_a_reset_forgets_what_was_to_be_done() -> None:
    clock = Clock(START.timestamp)
    done: list[str] = []
    clock.at(START + timedelta(seconds=5), lambda: done.append("too late"))
    clock.reset()
    clock.advance(10)
    assert done == []


def test_it_is_done_in_the_context_in_which_it_was_asked_for() -> None:
    clock = Clock(START.timestamp)
    seen: list[str] = []

    def ask() -> None:
        act(surface="tws")
        clock.at(START + timedelta(seconds=5), lambda: seen.append(context().surface))

    copy_context().run(ask)
    before = context()
    clock.advance(5)
    assert (seen, context()) == (["tws"], before)


def test_a_driven_clock_does_it_as_the_time_goes_on() -> None:
    async def run() -> float:
        clock = Clock()
        clock.drive(asyncio.get_running_loop().call_later)
        done = asyncio.Event()
        began = clock.now()
        clock.at(began + timedelta(hours=1), lambda: None)
        clock.at(began + timedelta(seconds=0.1), done.set)
        async with asyncio.timeout(10):
            await done.wait()
        return -clock.seconds_until(began)

    assert 0.1 <= asyncio.run(run()) < 10
