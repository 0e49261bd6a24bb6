"""Sessions that completed logins have opened."""

from __future__ import annotations

import itertools
import secrets
from datetime import timedelta

from sqlalchemy import select

from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.store import OpenSession, Store, User
from reference_system.deviations import rule

AUTHENTICATES_AFTER = timedelta(seconds=1)
"""So long after its login the gateway's session is connected to trading by itself."""


@rule
def session_life() -> timedelta:
    """How long a session lives, by the lab's clock."""
    return timedelta(hours=24)


class Sessions:
    """Opens, finds and closes sessions; knows who holds a user's one brokerage session.

    Attributes:
        gateway_authenticates: The gateway's session is connected to trading by itself; else it stays as it is
            until somebody asks. The real gateway does either.
    """

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self.reset()

    def reset(self) -> None:
        """Count sessions from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)
        self._gateway_token = ""
        self.gateway_authenticates = True

    def open(self, user: User, surface: str, *, paper: bool, read_only: bool = False) -> OpenSession:
        """A new session; it lives for `session_life`. A read-only one does not trade."""
        now = self._clock.now()
        session = OpenSession(
            token=secrets.token_hex(16),
            number=next(self._numbers),
            username=user.username,
            surface=surface,
            paper=paper,
            started=now,
            expires=now + session_life(),
            # TWS connects to trading at once; a web login alone does not.
            brokerage=surface == "tws" and not read_only,
            competing=False,
            user=user,
        )
        self._store.add(session)
        if surface == "client-portal":
            self._replace_in_gateway(session)
        self._store.commit()
        self._journal.record("authority", "session opened", username=user.username, surface=surface)
        return session

    def find(self, token: str) -> OpenSession | None:
        """The live session of this token."""
        session = self._store.get(OpenSession, token)
        return session if session is not None and self._clock.now() < session.expires else None

    def of_gateway(self) -> OpenSession | None:
        """The one session that the gateway holds: of the last login to Client Portal, unless it has ended."""
        session = self.find(self._gateway_token)
        if session is not None and self._authenticates_now(session):
            self.open_brokerage(session, compete=False)
        return session

    def _replace_in_gateway(self, session: OpenSession) -> None:
        """The gateway holds ``session`` from now on; the one before may live on in its browser."""
        replaced = self.find(self._gateway_token)
        if replaced is not None:
            replaced.brokerage = False
        self._gateway_token = session.token

    def _authenticates_now(self, session: OpenSession) -> bool:
        undecided = not (session.brokerage or session.competing)
        age = self._clock.now() - session.started
        return self.gateway_authenticates and undecided and age >= AUTHENTICATES_AFTER

    def open_brokerage(self, session: OpenSession, *, compete: bool) -> OpenSession:
        """Connect ``session`` to trading. Another session of the user that is connected loses its connection
        when ``compete``, else it keeps it and ``session`` is told that it competes."""
        others = self._store.scalars(
            select(OpenSession).where(
                OpenSession.username == session.username,
                OpenSession.token != session.token,
                OpenSession.brokerage,
            )
        ).all()
        if others and not compete:
            session.competing = True
        else:
            for other in others:
                other.brokerage, other.competing = False, True
            session.brokerage, session.competing = True, False
        self._store.commit()
        return session

    def close(self, session: OpenSession) -> None:
        """End the session."""
        self._store.delete(session)
        self._store.commit()
        self._journal.record(
            "authority", "session closed", username=session.username, surface=session.surface
        )
