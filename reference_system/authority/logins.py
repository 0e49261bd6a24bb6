"""Logins: from username and password, through the second factor, to an open session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reference_system.authority import credentials, lock
from reference_system.authority.factors.factor import Factor
from reference_system.authority.factors.none import opens_without_second_factor
from reference_system.authority.happenings import FactorInUse, LoginRefused
from reference_system.authority.login_book import UNSETTLED
from reference_system.authority.means import Means
from reference_system.authority.sessions import Sessions
from reference_system.authority.store import Login, LoginState, OpenSession, Store, User
from reference_system.authority.users import Users
from reference_system.context import act


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer to a login step that failed.

    Attributes:
        code: ``username-format``, ``credentials``, ``locked``, ``paper-user-in-live-mode``,
            ``second-factor`` (wrong answer, or none possible), ``expired``, ``refused`` (by the user),
            ``unknown-login`` (no such login, or not in a state for this step), ``unknown-method``,
            ``unknown-option``.
        wait_s: Seconds until a locked user may log in again; None for all others.
    """

    code: str
    wait_s: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a login stands.

    Attributes:
        login_id: Names the login in the next steps; who knows it may collect the session.
        state: As the login surface is told.
        choices: The second factors that the login may use; none where it needs none.
        factor: The one in use; None while choosing and where none is needed.
        shown: What the surface has to show of the factor: names of elements, and texts.
        session: Open once the state is ``approved`` or ``read-only``.
    """

    login_id: str = field(repr=False)
    state: LoginState
    choices: tuple[Factor, ...]
    factor: Factor | None
    shown: Mapping[str, str] = field(default_factory=dict, repr=False)
    session: OpenSession | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """Values of the methods to choose from, e.g. ``("5.2a",)``."""
        return tuple(choice.method for choice in self.choices)

    @property
    def method(self) -> str | None:
        """Value of the method in use."""
        return None if self.factor is None else self.factor.method

    @property
    def pushed(self) -> bool:
        """A notification was sent (not: arrived)."""
        return self.factor is not None and self.factor.notifies


class Logins:
    """What the login surfaces ask. Knows second factors only as `Factor`."""

    def __init__(self, store: Store, means: Means, users: Users, sessions: Sessions) -> None:
        self._store = store
        self._means = means
        self._book = means.logins
        self._users = users
        self._sessions = sessions

    def begin(
        self, typed_name: str, password: str, surface: str, *, paper: bool = False
    ) -> Progress | Refused:
        """Take username and password as typed.

        Args:
            surface: One of `reference_system.authority.surfaces.PROGRAMS`.
            paper: The surface is in paper mode. A live user may use it, too, and gets the paper account.
        """
        act(surface=surface, username="", phone="")
        name = credentials.name_to_look_up(typed_name)
        if not credentials.is_well_formed(name):
            return self._refused("username-format", None, surface)
        user = self._users.find(name)
        if user is None:
            return self._refused("credentials", None, surface)
        act(username=user.username)
        right = credentials.password_is_right(password, user)
        if self._users.locked_until(user) is not None and (not right or lock.refuses_right_credentials()):
            return self._refused("locked", user, surface, right=right)
        if not right:
            self._users.failed(user, surface)
            return self._refused("credentials", user, surface)
        if user.paper and not paper:
            return self._refused("paper-user-in-live-mode", user, surface, right=True)
        if not user.factors and not opens_without_second_factor():
            return self._refused("second-factor", user, surface, right=True)
        login = self._book.begin(user, surface, paper=paper)
        if not user.factors:
            self._book.settle(login, LoginState.APPROVED, by="password")
        elif len(user.factors) == 1:
            self._use(login, user.factors[0])
        return self._told(login)

    def choose(self, login_id: str, method: str) -> Progress | Refused:
        """Use this one of the user's several second factors; ``method`` as ``5.2a``."""
        login = self._in_state(login_id, LoginState.CHOOSING)
        if isinstance(login, Refused):
            return login
        chosen = next((factor for factor in login.user.factors if factor.method == method), None)
        if chosen is None:
            return Refused("unknown-method")
        self._use(login, chosen)
        return self._told(login)

    def standing(self, login_id: str) -> Progress | Refused:
        """Where the login stands as its surface is told; an approved one has its session opened here."""
        login = self._book.find(login_id)
        return Refused("unknown-login") if login is None else self._told(login)

    def take(self, login_id: str, option: str) -> Progress | Refused:
        """One of the factor's `Factor.options`, chosen at the surface while the login waits."""
        login = self._in_state(login_id, LoginState.WAITING)
        if isinstance(login, Refused):
            return login
        if login.factor is None or option not in login.factor.options:
            return Refused("unknown-option")
        shown = login.factor.take(option, login, self._means)
        self._store.commit()
        return self._progress(login, login.state, shown)

    def answer(self, login_id: str, typed: str) -> Progress | Refused:
        """Check what was typed for the second factor. A wrong answer is a failed login at its surface; the
        login waits on, for another try, until it expires or the failures lock the user."""
        login = self._in_state(login_id, LoginState.WAITING)
        if isinstance(login, Refused):
            return login
        if self._users.locked_until(login.user) is not None:
            return self._refused("locked", login.user, login.surface, right=True)
        if login.factor is None or not login.factor.accepts(typed, login, self._means):
            if lock.wrong_responses_count():
                self._users.failed(login.user, login.surface)
            return self._refused("second-factor", login.user, login.surface, right=True)
        self._book.settle(login, LoginState.APPROVED, by="answer")
        return self._progress(login, login.state)

    def enter_read_only(self, login_id: str) -> Progress | Refused:
        """Go on without the second factor, to a session that does not trade; TWS alone offers it."""
        login = self._in_state(login_id, *UNSETTLED)
        if isinstance(login, Refused):
            return login
        if login.surface != "tws":
            return Refused("unknown-option")
        self._book.settle(login, LoginState.READ_ONLY, by="choice of read only")
        session = self._sessions.open(login.user, login.surface, paper=login.paper, read_only=True)
        login.session_token = session.token
        self._store.commit()
        return Progress(login_id, login.state, tuple(login.user.factors), login.factor, session=session)

    def _use(self, login: Login, factor: Factor) -> None:
        login.factor, login.factor_id, login.state = factor, factor.factor_id, LoginState.WAITING
        self._store.flush()
        act(phone=factor.phone or "")
        factor.begin(login, self._means)
        self._store.commit()
        self._means.happenings.tell(FactorInUse(login))

    def _told(self, login: Login) -> Progress:
        if login.factor is None:
            return self._progress(login, login.state)
        return self._progress(login, login.factor.told(login), login.factor.shown(login))

    def _progress(self, login: Login, told: LoginState, shown: Mapping[str, str] | None = None) -> Progress:
        session = None
        if told == LoginState.APPROVED and (session := self._session(login)) is None:
            told = LoginState.EXPIRED  # collected, and closed since
        choices = tuple(login.user.factors)
        return Progress(login.login_id, told, choices, login.factor, shown or {}, session)

    def _session(self, login: Login) -> OpenSession | None:
        if login.session_token is not None:
            return self._sessions.find(login.session_token)
        session = self._sessions.open(login.user, login.surface, paper=login.paper)
        login.session_token = session.token
        self._users.succeeded(login.user)
        return session

    def _in_state(self, login_id: str, *states: LoginState) -> Login | Refused:
        login = self._book.find(login_id)
        if login is None:
            return Refused("unknown-login")
        if login.state in states:
            return login
        ended = login.state in (LoginState.EXPIRED, LoginState.REFUSED)
        return Refused(login.state if ended else "unknown-login")

    def _refused(self, code: str, user: User | None, surface: str, *, right: bool = False) -> Refused:
        self._means.happenings.tell(LoginRefused(user, surface, code, right))
        until = self._users.locked_until(user) if user is not None and code == "locked" else None
        return Refused(code, None if until is None else self._means.clock.seconds_until(until))
