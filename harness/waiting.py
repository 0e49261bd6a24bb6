"""Waiting for a state, with a stated limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PROBE_EVERY_S = 0.03


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
