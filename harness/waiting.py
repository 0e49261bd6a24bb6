"""Waiting for a state, with a stated limit, and watching that a state lasts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
PROBE_EVERY_S = 0.03
LOOK_EVERY_S = 0.2


def settled(read: Callable[[], T], accept: Callable[[T], object], *, within_s: float) -> T:
    """What ``read`` gives as soon as ``accept`` likes it, or what it gave last after ``within_s`` seconds.

    ``read`` is called at least once, and once more at the very end, so a slow read is never judged by a stale
    value.
    """
    deadline = time.monotonic() + within_s
    while True:
        last_chance = time.monotonic() >= deadline
        value = read()
        if accept(value) or last_chance:
            return value
        time.sleep(PROBE_EVERY_S)


def lasting(read: Callable[[], T], accept: Callable[[T], object], passing: Iterable[None]) -> T:
    """What ``read`` gives first that ``accept`` does not like, or what it gives when all the time has passed.

    For what must not happen, and for "exactly n": it is watched for as long as its coming is waited for::

        after = lasting(read, lambda now: now == before, clock.passing(patience.answered_s))

    Args:
        passing: Lets the time pass step by step: ``harness.targets.system.Clock.passing``.
    """
    value = read()
    for _ in passing:
        if not accept(value):
            break
        value = read()
    return value


def appeared(look: Callable[[], T], passing: Iterable[None]) -> T:
    """What ``look`` gives of what must not come; something false where nothing came in all the time."""
    return lasting(look, lambda found: not found, passing)


def real_time(seconds: float) -> Iterator[None]:
    """Wait, with a chance to look every `LOOK_EVERY_S`."""
    deadline = time.monotonic() + seconds
    while (left_s := deadline - time.monotonic()) > 0:
        time.sleep(min(left_s, LOOK_EVERY_S))
        yield
