"""The logins and the changes of their states: where surfaces, second factors and phones meet."""

from __future__ import annotations

import itertools
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from reference_system.authority.clock import Clock
from reference_system.authority.happenings import LoginBegun, LoginSettled
from reference_system.authority.store import Login, LoginState, Store, User
from reference_system.context import act
from reference_system.deviations import rule
from reference_system.happenings import Happenings

if TYPE_CHECKING:
    from reference_system.authority.factors.factor import Factor

UNSETTLED = (LoginState.CHOOSING, LoginState.WAITING)


@rule
def login_life() -> timedelta:
    """How long a login waits for its second factor."""
    return timedelta(seconds=180)


@login_life.variation(
    "logins-wait-for-an-hour",
    near=["LOGIN-SEAMLESS-INT01", "LOGIN-CHALLENGE-INT01", "FACEID-INT01", "TOUCHID-INT01"],
    differs="a login waits an hour for its second factor",
    permitted="no article says how long a login waits",
)
def _() -> timedelta:
    return timedelta(hours=1)


class LoginBook:
    """All logins since the last reset, pending and past."""

    def __init__(self, store: Store, clock: Clock, happenings: Happenings) -> None:
        self._store = store
        self._clock = clock
        self._happenings = happenings
        self._numbers = itertools.count(1)

    def reset(self) -> None:
        """Count logins from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)

    def begin(self, user: User, surface: str, *, paper: bool) -> Login:
        """A new login, for which no second factor is chosen yet. It expires after `login_life`."""
        login = Login(
            login_id=secrets.token_urlsafe(16),
            number=next(self._numbers),
            username=user.username,
            surface=surface,
            paper=paper,
            state=LoginState.CHOOSING,
            kept={},
            started=self._clock.now(),
            user=user,
        )
        self._store.add(login)
        self._store.commit()
        login_id = login.login_id
        self._clock.at(login.started + login_life(), lambda: self._expire(login_id))
        self._happenings.tell(LoginBegun(login))
        return login

    def find(self, login_id: str) -> Login | None:
        """The login of this id; the task acts in its context from here on."""
        login = self._store.get(Login, login_id)
        if login is not None:
            phone = None if login.factor is None else login.factor.phone
            act(surface=login.surface, username=login.username, phone=phone or "")
        return login

    def waiting_for(self, factor_id: str) -> list[Login]:
        """The logins that wait for this second factor, the newest first."""
        waiting = select(Login).where(Login.factor_id == factor_id, Login.state == LoginState.WAITING)
        return list(self._store.scalars(waiting.order_by(Login.number.desc())))

    def settle(self, login: Login, state: LoginState, *, by: str) -> None:
        """End the login's waiting, once and for all.

        Args:
            by: Who or what ended it, in a word for the journal.
        """
        if login.state not in UNSETTLED:
            return
        login.state = state
        self._store.commit()
        self._happenings.tell(LoginSettled(login, by))

    def withdraw(self, factor: Factor) -> None:
        """Take a second factor from its user; the logins that wait for it come to nothing."""
        for login in self._store.scalars(select(Login).where(Login.factor_id == factor.factor_id)).all():
            self.settle(login, LoginState.EXPIRED, by="loss of the second factor")
            login.factor = None
        self._store.get_one(User, factor.username).factors.remove(factor)
        self._store.commit()

    def _expire(self, login_id: str) -> None:
        login = self.find(login_id)
        if login is not None:
            self.settle(login, LoginState.EXPIRED, by="time")
