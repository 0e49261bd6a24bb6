"""Sessions that completed logins have opened."""

from __future__ import annotations

import itertools
import secrets
from datetime import timedelta

from sqlalchemy import select

from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.store import OpenSession, Store, User

SESSION_LIFE = timedelta(hours=24)


class Sessions:
    """Opens, finds and closes sessions; knows who holds a user's one brokerage session."""

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._numbers = itertools.count(1)

    def reset(self) -> None:
        """Count sessions from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)

    def open(self, user: User, channel: str, *, paper: bool) -> OpenSession:
        """A new session; it lives `SESSION_LIFE` by the lab's clock."""
        now = self._clock.now()
        session = OpenSession(
            token=secrets.token_hex(16),
            number=next(self._numbers),
            username=user.username,
            channel=channel,
            paper=paper,
            started=now,
            expires=now + SESSION_LIFE,
            # TWS connects to trading at once; a web login alone does not, until ssodh/init.
            brokerage=channel == "tws",
            competing=False,
            user=user,
        )
        self._store.add(session)
        self._store.commit()
        self._journal.record("authority", "session opened", username=user.username, channel=channel)
        return session

    def find(self, token: str) -> OpenSession | None:
        """The live session of this token."""
        session = self._store.get(OpenSession, token)
        return session if session is not None and self._clock.now() < session.expires else None

    def latest(self, channel: str) -> OpenSession | None:
        """The live session of ``channel`` that was opened last."""
        of_channel = select(OpenSession).where(OpenSession.channel == channel)
        session = self._store.scalar(of_channel.order_by(OpenSession.number.desc()).limit(1))
        return session if session is not None and self._clock.now() < session.expires else None

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
            "authority", "session closed", username=session.username, channel=session.channel
        )
