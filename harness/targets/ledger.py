"""What logins of a real account have come to: so that none is locked, and none judged by a wrong password."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from harness.targets.state import run_name, shared

COUNTS_FOR_S = 24 * 3600
"""A failed login locks an account together with those of the 24 hours before it (article LOGIN-HELP)."""


class Ledger:
    """One account of one system, over all workers and runs of this machine.

    A login is written down before it is submitted, and struck out once it is seen to have been accepted: what
    nobody saw the end of counts as failed.

    Args:
        system: Address of the system.
        now: Seconds since 1970.
    """

    def __init__(self, system: str, username: str, now: Callable[[], float] = time.time) -> None:
        self._parts = (system, username)
        self._now = now

    def charge(self, limit: int) -> str | None:
        """Write down a login that may fail; its name, None where ``limit`` are down already."""
        with shared(*self._parts) as known:
            counted = self._counted(known)
            if len(counted) >= limit:
                return None
            name = uuid.uuid4().hex
            known["failures"] = [*counted, [name, self._now()]]
            return name

    @property
    def failures(self) -> int:
        """How many logins count as failed now."""
        with shared(*self._parts) as known:
            return len(self._counted(known))

    def _counted(self, known: dict[str, Any]) -> list[Any]:
        oldest = self._now() - COUNTS_FOR_S
        return [entry for entry in known.get("failures", ()) if entry[1] > oldest]

    def strike(self, name: str) -> None:
        """The login ``name`` was accepted."""
        with shared(*self._parts) as known:
            known["failures"] = [entry for entry in self._counted(known) if entry[0] != name]

    def opened(self) -> None:
        """A session was opened: the system counts from none again."""
        with shared(*self._parts) as known:
            known["failures"] = []

    def prove(self) -> None:
        """The account's own credentials were accepted in this run."""
        with shared(*self._parts) as known:
            known["proved"] = run_name()

    @property
    def proved(self) -> bool:
        """Whether they were."""
        with shared(*self._parts) as known:
            return bool(known.get("proved") == run_name())

    def refuse(self) -> None:
        """The account's own credentials were refused in this run."""
        with shared(*self._parts) as known:
            known["refused"] = run_name()

    @property
    def refused(self) -> bool:
        """Whether they were."""
        with shared(*self._parts) as known:
            return bool(known.get("refused") == run_name())

    def leave(self, for_s: float) -> None:
        """A login was left waiting for the phone; it ends by itself within ``for_s`` seconds."""
        with shared(*self._parts) as known:
            known["left_until"] = self._now() + for_s

    @property
    def left_for_s(self) -> float:
        """How long a login that was left may still wait, in seconds; 0: none does."""
        with shared(*self._parts) as known:
            return max(0.0, float(known.get("left_until", 0)) - self._now())
