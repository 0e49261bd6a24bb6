"""Waiting for a login to change its state, without asking again and again."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime

from reference_system.authority.authority import Authority
from reference_system.authority.logins import CHOOSING, Progress, Refused
from reference_system.authority.second_factor import WAITING

LONGEST_WAIT_S = 30.0


class LoginWatch:
    """Wakes those who wait for a login when it, or the clock, has moved. Used on the event loop's thread."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._waiters: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closed = False
        authority.logins.on_change(self._wake)
        authority.clock.on_advance(self._wake_all)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiters.values()))

    def next_look(self) -> datetime | None:
        """When a login that somebody waits for may change by the passing of time alone."""
        looks = (self._authority.logins.next_look(one) for one in self._waiters)
        return min((look for look in looks if look is not None), default=None)

    async def settled(self, login_id: str, within_s: float) -> Progress | Refused:
        """Where the login stands once it waits no more, or after ``within_s``, at most `LONGEST_WAIT_S`."""
        deadline = asyncio.get_running_loop().time() + min(within_s, LONGEST_WAIT_S)
        while True:
            standing = self._authority.logins.standing(login_id)
            left_s = deadline - asyncio.get_running_loop().time()
            waits = isinstance(standing, Progress) and standing.state in (WAITING, CHOOSING)
            if not waits or left_s <= 0 or self._closed:
                return standing
            await self._changed(login_id, left_s)

    def close(self) -> None:
        """Let everybody go at once; for the end of the process."""
        self._closed = True
        self._wake_all()

    async def _changed(self, login_id: str, within_s: float) -> None:
        look_at = self._authority.logins.next_look(login_id)
        if look_at is not None:
            within_s = min(within_s, max(0.0, self._authority.clock.seconds_until(look_at)) + 0.005)
        changed = asyncio.Event()
        self._waiters[login_id].add(changed)
        try:
            async with asyncio.timeout(within_s):
                await changed.wait()
        except TimeoutError:
            return  # nothing changed: the caller looks at the state anyway
        finally:
            self._waiters[login_id].discard(changed)
            if not self._waiters[login_id]:
                del self._waiters[login_id]

    def _wake(self, login_id: str) -> None:
        for waiter in self._waiters.get(login_id, ()):
            waiter.set()

    def _wake_all(self) -> None:
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.set()
