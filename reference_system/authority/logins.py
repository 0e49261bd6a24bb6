"""Logins: from username and password, through the second factor, to an open session.

Also the server side of IB Key (`reference_system.ib_key.wire.IbKeyServer`).
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from reference_system.authority import credentials, lock, second_factor
from reference_system.authority.activation import Activations
from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.push import PushGateway
from reference_system.authority.second_factor import APPROVED, EXPIRED, REFUSED, WAITING, Answer, Attempt
from reference_system.authority.sessions import Sessions
from reference_system.authority.store import Instance, Login, OpenSession, Store, User
from reference_system.authority.users import Users
from reference_system.ib_key.wire import (
    ActivationRefused,
    ActivationRequest,
    IbKeyInstance,
    Notification,
    PendingLogin,
)

PROGRAMS = {"client-portal": "Client Portal", "webtrader": "WebTrader", "tws": "TWS"}
"""Channel to the program's name as a person says it."""

CHOOSING = "choosing"


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer to a login step that failed.

    Attributes:
        code: ``username-format``, ``credentials``, ``locked``, ``paper-user-in-live-mode``,
            ``second-factor`` (wrong response, or none possible), ``expired``, ``refused`` (by the user on
            the phone), ``unknown-login`` (no such login, or not in a state for this step),
            ``unknown-method``.
    """

    code: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a login stands.

    Attributes:
        login_id: Names the login in the next steps; who knows it may collect the session.
        state: ``choosing`` (several second factors, none chosen), ``waiting``, ``approved``,
            ``refused`` or ``expired``.
        methods: Values of the user's methods, e.g. ``("5.2a",)``; empty without a second factor.
        method: The one in use; None while choosing and without a second factor.
        pushed: A notification was sent (not: arrived).
        session: Open once the state is ``approved``.
    """

    login_id: str = field(repr=False)
    state: str
    methods: tuple[str, ...]
    method: str | None
    pushed: bool
    session: OpenSession | None = None


class Logins:
    """All logins, pending and past. Calls its listeners with the login's id when one may have changed."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        journal: Journal,
        users: Users,
        sessions: Sessions,
        activations: Activations,
        push: PushGateway,
    ) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._users = users
        self._sessions = sessions
        self._activations = activations
        self.push = push
        self._numbers = itertools.count(1)
        self._listeners: list[Callable[[str], None]] = []

    def reset(self) -> None:
        """Count logins from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call ``listener(login_id)`` after each change of a login's state."""
        self._listeners.append(listener)

    # From the login surfaces

    def begin(
        self, typed_name: str, password: str, channel: str, *, paper: bool = False
    ) -> Progress | Refused:
        """Take username and password as typed.

        Args:
            channel: ``client-portal``, ``webtrader`` or ``tws``.
            paper: The surface is in paper mode. A live user may use it, too, and gets the paper account.
        """
        name = credentials.name_to_look_up(typed_name)
        if not credentials.is_well_formed(name):
            return self._refused("username-format", None, channel)
        user = self._users.find(name)
        if user is None:
            return self._refused("credentials", None, channel)
        activation_refused = self._activations.was_refused(user)
        right = credentials.is_right(password, user.password_hash) and second_factor.password_counts(
            channel, activation_refused
        )
        locked = self._users.locked_until(user) is not None
        phone = user.instances[0].phone if user.instances else None
        attempt = Attempt(channel, right, locked, phone, activation_refused)
        if locked and lock.lock_refuses(right):
            self._announce(attempt, login_id=secrets.token_urlsafe(16))
            return self._refused("locked", user, channel)
        if not right:
            self._announce(attempt, login_id=secrets.token_urlsafe(16))
            self._users.failed(user, channel)
            return self._refused("credentials", user, channel)
        if user.paper and not paper:
            return self._refused("paper-user-in-live-mode", user, channel)
        if not user.instances and not second_factor.opens_without_ib_key(channel):
            return self._refused("second-factor", user, channel)
        return self._started(user, attempt, paper=paper)

    def _started(self, user: User, attempt: Attempt, *, paper: bool) -> Progress:
        now = self._clock.now()
        login = Login(
            login_id=secrets.token_urlsafe(16),
            number=next(self._numbers),
            username=user.username,
            channel=attempt.channel,
            paper=paper,
            state=CHOOSING,
            qr_code=secrets.token_hex(8).upper(),
            challenge="",
            challenge_shown=False,
            pushed=False,
            delivered=False,
            started=now,
            expires=now + second_factor.login_life(),
            user=user,
        )
        self._store.add(login)
        self._note("credentials accepted", login, channel=login.channel)
        if not user.instances:
            self._announce(attempt, login_id=login.login_id)
            login.state = APPROVED
        elif len(user.instances) == 1:
            self._use(login, user.instances[0])
        self._store.commit()
        return self._progress(login, self._told(login))

    def choose(self, login_id: str, method: str) -> Progress | Refused:
        """Use this one of the user's several second factors; ``method`` as ``5.2a``."""
        login = self._awaiting(login_id, CHOOSING)
        if isinstance(login, Refused):
            return login
        chosen = next((one for one in login.user.instances if one.method == method), None)
        if chosen is None:
            return Refused("unknown-method")
        self._use(login, chosen)
        self._store.commit()
        return self._progress(login, self._told(login))

    def standing(self, login_id: str) -> Progress | Refused:
        """Where the login stands as its surface is told; an approved one has its session opened here."""
        login = self._find(login_id)
        if login is None:
            return Refused("unknown-login")
        return self._progress(login, self._told(login))

    def next_look(self, login_id: str) -> datetime | None:
        """When the state of a login that still waits may change by the passing of time alone."""
        login = self._find(login_id)
        if login is None or login.state not in (WAITING, CHOOSING):
            return None
        second_look = login.started + second_factor.SECOND_LOOK
        return second_look if self._clock.now() < second_look else login.expires

    def resend(self, login_id: str) -> Progress | Refused:
        """Send the notification once more."""
        login = self._awaiting(login_id, WAITING)
        if isinstance(login, Refused):
            return login
        if login.instance is not None:
            self._announce(self._accepted_attempt(login, login.instance), login_id=login.login_id)
        return self._progress(login)

    def challenge(self, login_id: str) -> str | Refused:
        """The challenge of a waiting login, as it is to be shown: 6 digits."""
        login = self._awaiting(login_id, WAITING)
        if isinstance(login, Refused):
            return login
        login.challenge_shown = True
        self._store.commit()
        self._note("challenge shown", login)
        return second_factor.challenge_shown(login.challenge)

    def qr_code(self, login_id: str) -> str | Refused:
        """The code of a waiting login that a phone can read from the login surface: 16 letters and digits."""
        login = self._awaiting(login_id, WAITING)
        return login if isinstance(login, Refused) else login.qr_code

    def respond(self, login_id: str, response: str) -> Progress | Refused:
        """Check the response to the challenge. A wrong one is a failed login of its channel; the login waits
        on, for another try with the same challenge, until it expires or the failures lock the user."""
        login = self._awaiting(login_id, WAITING)
        if isinstance(login, Refused):
            return login
        if self._users.locked_until(login.user) is not None:
            return self._refused("locked", login.user, login.channel)
        instance = login.instance
        # Without the challenge having been asked for, there is nothing a response could be to.
        counter = (
            second_factor.response_counter(self._answer(login, instance, response))
            if instance is not None and login.challenge_shown
            else None
        )
        if instance is None or counter is None:
            self._users.failed(login.user, login.channel)
            return self._refused("second-factor", login.user, login.channel)
        self._accepted(login, instance, counter, how="response")
        return self._progress(login)

    # From the phones: IbKeyServer

    def pending(self, instance_id: str) -> PendingLogin | None:
        """The newest unfinished login that waits for this instance."""
        newest = (
            select(Login)
            .where(Login.instance_id == instance_id, Login.state == WAITING)
            .where(Login.expires > self._clock.now())
            .order_by(Login.number.desc())
            .limit(1)
        )
        login = self._store.scalar(newest)
        if login is None:
            return None
        return PendingLogin(
            login.login_id, login.username, PROGRAMS[login.channel], login.challenge, login.started
        )

    def approve(self, instance_id: str, login_id: str, proof: str) -> bool:
        """Take the phone's proof, 8 digits; False when it is wrong, or nothing waits for it any more."""
        login = self._awaiting(login_id, WAITING)
        if isinstance(login, Refused) or login.instance is None or login.instance_id != instance_id:
            self._journal.record("authority", "approval of no waiting login refused", instance=instance_id)
            return False
        if self._users.locked_until(login.user) is not None:
            self._note("approval for a locked user refused", login)
            return False
        counter = second_factor.proof_counter(self._answer(login, login.instance, proof))
        if counter is None:
            self._note("approval with a wrong proof refused", login)
            return False
        self._accepted(login, login.instance, counter, how="approval")
        return True

    def refuse(self, instance_id: str, login_id: str) -> None:
        """The user denied the login on the phone."""
        login = self._awaiting(login_id, WAITING)
        if isinstance(login, Refused) or login.instance_id != instance_id:
            return
        login.state = REFUSED
        self._store.commit()
        self._note("refused on the phone", login)
        self._changed(login)

    def activate(self, request: ActivationRequest) -> IbKeyInstance | ActivationRefused:
        """Make an IB Key for the user whom the code was shown to: `Activations.activate`."""
        return self._activations.activate(request)

    def activated(self, instance_id: str) -> None:
        """The phone has got its IB Key: `Activations.activated`."""
        self._activations.activated(instance_id)

    def scanned(self, code: str) -> None:
        """The system camera has read an activation code: `Activations.scanned`."""
        self._activations.scanned(code)

    # Within

    def _use(self, login: Login, instance: Instance) -> None:
        login.instance, login.instance_id = instance, instance.instance_id
        login.challenge = second_factor.new_challenge()
        login.state = WAITING
        self._store.flush()
        login.delivered = self._announce(self._accepted_attempt(login, instance), login_id=login.login_id)
        login.pushed = True

    def _accepted_attempt(self, login: Login, instance: Instance) -> Attempt:
        refused = self._activations.was_refused(login.user)
        return Attempt(login.channel, True, False, instance.phone, refused)

    def _announce(self, attempt: Attempt, *, login_id: str) -> bool:
        """Notify whom the rules say; whether anything arrived."""
        arrived = False
        for phone in second_factor.phones_to_notify(attempt):
            notification = Notification("IBKR Mobile", payload={"login_id": login_id})
            delivered = self.push.send(phone, notification)
            self._journal.record("push", "notification sent", phone=phone, delivered=delivered)
            arrived = arrived or delivered
        return arrived

    def _answer(self, login: Login, instance: Instance, offered: str) -> Answer:
        before = select(Login.challenge).where(
            Login.instance_id == instance.instance_id, Login.state == APPROVED, Login.number < login.number
        )
        return Answer(
            instance.key,
            instance.pin,
            instance.counter,
            login.challenge,
            offered,
            tuple(self._store.scalars(before)),
        )

    def _accepted(self, login: Login, instance: Instance, counter: int, *, how: str) -> None:
        instance.counter = max(instance.counter, counter + 1)
        login.state = APPROVED
        self._store.commit()
        self._note("second factor accepted", login, by=how)
        self._changed(login)

    def _told(self, login: Login) -> str:
        if login.instance is None:
            return login.state
        return second_factor.state_told(login.state, login.channel, self._clock.now() - login.started)

    def _progress(self, login: Login, told: str | None = None) -> Progress:
        state = told or login.state
        session = None
        if state == APPROVED and (session := self._session(login)) is None:
            state = EXPIRED  # collected, and closed since
        methods = tuple(one.method for one in login.user.instances)
        method = login.instance.method if login.instance else None
        return Progress(login.login_id, state, methods, method, login.pushed, session)

    def _session(self, login: Login) -> OpenSession | None:
        if login.session_token is not None:
            return self._sessions.find(login.session_token)
        session = self._sessions.open(login.user, login.channel, paper=login.paper)
        login.session_token = session.token
        self._users.succeeded(login.user)
        return session

    def _find(self, login_id: str) -> Login | None:
        login = self._store.get(Login, login_id)
        if login is not None and login.state in (WAITING, CHOOSING) and login.expires <= self._clock.now():
            login.state = EXPIRED
            self._store.commit()
            self._note("login expired", login)
        if login is not None and login.state == WAITING and not login.delivered:
            login.state = second_factor.state_when_undelivered(self._clock.now() - login.started)
        return login

    def _awaiting(self, login_id: str, state: str) -> Login | Refused:
        login = self._find(login_id)
        if login is None:
            return Refused("unknown-login")
        if login.state == state:
            return login
        return Refused(login.state if login.state in (EXPIRED, REFUSED) else "unknown-login")

    def _note(self, what: str, login: Login, **details: str) -> None:
        self._journal.record("authority", what, username=login.username, login=login.number, **details)

    def _refused(self, code: str, user: User | None, channel: str) -> Refused:
        # Only names of users get into the journal: a password typed into the wrong field must not.
        name = "(no such user)" if user is None else user.username
        self._journal.record("authority", "login refused", username=name, channel=channel, reason=code)
        return Refused(code)

    def _changed(self, login: Login) -> None:
        for listener in list(self._listeners):
            listener(login.login_id)
