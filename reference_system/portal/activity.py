"""Whether the portal's clients are busy with it: pages that load, a program that asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

QUIET_S = 0.1
"""A client that was answered and has not asked anew for so long does nothing more about it."""
LONGEST_S = 2.0


class Activity:
    """Counts the requests under way.

    Args:
        held: How many of them are held back until something happens: these keep nobody busy.
    """

    def __init__(self, held: Callable[[], int]) -> None:
        self._held = held
        self._under_way = 0
        self._answered_at = float("-inf")  # by the event loop's time, in seconds

    def watching(self, app: ASGIApp) -> ASGIApp:
        """``app``, with its requests counted."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":  # such as the lifespan, under way as long as the server
                await app(scope, receive, send)
                return
            self._under_way += 1
            try:
                await app(scope, receive, send)
            finally:
                self._under_way -= 1
                self._answered_at = asyncio.get_running_loop().time()

        return counted

    async def settled(self) -> None:
        """Come back when what has just happened has reached all clients, and no later than `LONGEST_S`."""
        for _ in range(20):  # those whose answer was held back send it now
            await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + LONGEST_S
        while self._is_busy(loop.time()) and loop.time() < deadline:
            await asyncio.sleep(QUIET_S / 10)

    def _is_busy(self, now: float) -> bool:
        return self._under_way > self._held() or now - self._answered_at < QUIET_S
