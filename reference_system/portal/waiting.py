"""Waiting for a login to change its state, without asking again and again."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from reference_system.authority.authority import Authority
from reference_system.authority.happenings import LoginChanged
from reference_system.authority.login_book import UNSETTLED
from reference_system.authority.logins import Progress, Refused

LONGEST_WAIT_S = 30.0


class LoginWatch:
    """Wakes those who wait for a login when it, or the clock, has moved. Used on the event loop's thread."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._waiters: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closed = False
        authority.happenings.listen(LoginChanged, self._wake)
        authority.clock.on_change(self._wake_all)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiters.values()))

    async def settled(self, login_id: str, within_s: float) -> Progress | Refused:
        """Where the login stands once it waits no more, or after ``within_s``, at most `LONGEST_WAIT_S`."""
        deadline = asyncio.get_running_loop().time() + min(within_s, LONGEST_WAIT_S)
        while True:
            standing = self._authority.logins.standing(login_id)
            left_s = deadline - asyncio.get_running_loop().time()
            waits = isinstance(standing, Progress) and standing.state in UNSETTLED
            if not waits or left_s <= 0 or self._closed:
                return standing
            await self._changed(login_id, left_s)

    def close(self) -> None:
        """Let everybody go at once; for the end of the process."""
        self._closed = True
        self._wake_all()

    async def _changed(self, login_id: str, within_s: float) -> None:
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

    def _wake(self, changed: LoginChanged) -> None:
        for waiter in self._waiters.get(changed.login.login_id, ()):
            waiter.set()

    def _wake_all(self) -> None:
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.set()
