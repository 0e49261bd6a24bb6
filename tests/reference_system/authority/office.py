"""An authority with a clock that stands still, and phones that only remember what they were sent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from reference_system.authority.authority import Authority
from reference_system.authority.clock import Clock
from reference_system.authority.factors.ib_key import IbKey
from reference_system.authority.logins import Progress, Refused
from reference_system.authority.store import OpenSession, User
from reference_system.ib_key import ocra
from reference_system.ib_key.wire import (
    ActivationRefused,
    ActivationRequest,
    IbKeyInstance,
    Notification,
    PendingLogin,
)

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
PASSWORD = "Right1Password"


@dataclass
class RememberingPhones:
    """A push gateway: notes every notification; ``reachable`` is whether they arrive."""

    reachable: bool = True
    sent: list[tuple[str, Notification]] = field(default_factory=list)

    def send(self, phone: str, notification: Notification) -> bool:
        self.sent.append((phone, notification))
        return self.reachable


class Office:
    """The authority, and the shortest words for what users do at it."""

    def __init__(self) -> None:
        self.phones = RememberingPhones()
        self.authority = Authority(Clock(START.timestamp), self.phones)
        self.logins = self.authority.logins
        self.users = self.authority.users
        self.server = self.authority.ib_key_server

    def user(self, *factors: str, pin: str | None = None, **options: bool | str) -> User:
        settings = {} if pin is None else {"pin": pin}
        kinds = factors or ["none"]
        return self.users.create(kinds, password=PASSWORD, settings=settings, **options)  # type: ignore[arg-type]

    def try_login(
        self, user: User, password: str = PASSWORD, surface: str = "client-portal"
    ) -> Progress | Refused:
        return self.logins.begin(user.username, password, surface)

    def begin(self, user: User, surface: str = "client-portal") -> Progress:
        begun = self.try_login(user, surface=surface)
        assert isinstance(begun, Progress)
        return begun

    def fail(self, user: User, times: int, surface: str = "client-portal") -> None:
        for _ in range(times):
            assert isinstance(self.try_login(user, "wrong", surface), Refused)

    def session(self, user: User, surface: str = "client-portal") -> OpenSession:
        """A session of the user, without the login before it."""
        return self.authority.sessions.open(user, surface, paper=False)

    def code(self, session: OpenSession) -> str:
        """The activation code that the session shows."""
        code = self.authority.activations.offer(session)
        assert code is not None
        return code

    def activate(
        self,
        code: str,
        device: str = "one",
        surface: Literal["android", "iphone"] = "android",
        secret: str = "aB3!",
    ) -> IbKeyInstance | ActivationRefused:
        """What IBKR Mobile does with a code, where the server's answer arrives."""
        answer = self.server.activate(ActivationRequest(code, device, surface, secret))
        if isinstance(answer, IbKeyInstance):
            self.server.activated(answer.instance_id)
        return answer

    def challenge(self, begun: Progress) -> str:
        asked = self.logins.take(begun.login_id, "challenge")
        assert isinstance(asked, Progress)
        return asked.shown["challenge"]

    def pending(self, begun: Progress) -> PendingLogin:
        """The login as the phone hears of it."""
        waiting = self.server.pending(self.ib_key(begun).factor_id)
        (own,) = [one for one in waiting if one.login_id == begun.login_id]
        return own

    def approve(self, begun: Progress) -> bool:
        """What the phone does after its owner was verified."""
        ib_key, pending = self.ib_key(begun), self.pending(begun)
        proof = ocra.response(ib_key.key, ib_key.counter, pending.question, ib_key.pin)
        return self.server.approve(ib_key.factor_id, pending.login_id, proof)

    def ib_key(self, begun: Progress) -> IbKey:
        assert isinstance(begun.factor, IbKey)
        return begun.factor

    def state(self, begun: Progress) -> str:
        standing = self.logins.standing(begun.login_id)
        return standing.code if isinstance(standing, Refused) else standing.state


def cpu_s(work: Callable[[], object], *, times: int) -> float:
    """What ``work`` costs, in seconds of this thread's CPU: the least of several ``times``, as a busy machine
    and a collection of garbage can only add to it."""

    def once() -> float:
        began = time.thread_time()
        work()
        return time.thread_time() - began

    return min(once() for _ in range(times))


def response_of(ib_key: IbKey, challenge: str, *, ahead: int = 0, pin: str | None = None) -> str:
    """What the phone shows for ``challenge``, ``ahead`` generations after the last one the server knows."""
    return ocra.response(ib_key.key, ib_key.counter + ahead, challenge, pin or ib_key.pin)
