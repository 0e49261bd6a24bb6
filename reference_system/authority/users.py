"""The users: their credentials, their second factors, their failed logins."""

from __future__ import annotations

import itertools
import secrets
import string
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from reference_system.authority import credentials, lock
from reference_system.authority.clock import Clock
from reference_system.authority.factors.factor import Factor
from reference_system.authority.factors.kinds import KINDS
from reference_system.authority.journal import Journal
from reference_system.authority.store import Failure, Store, User

NONE = "none"
"""What the lab calls the second factor of users who hold none."""


class UserRefused(ValueError):
    """A user could not be created as asked; the message says what was wrong."""


class Users:
    """Creates and finds users; counts their failures by ``clock``."""

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self.clock = clock
        self._journal = journal
        self._numbers = itertools.count(1)

    def reset(self) -> None:
        """Count users from 1 again; the store has been emptied."""
        self._numbers = itertools.count(1)

    def create(
        self,
        second_factors: Sequence[str],
        *,
        password: str,
        username: str | None = None,
        settings: Mapping[str, str] | None = None,
        paper: bool = False,
        region: str = "Asia Pacific",
        name: str = "",
        telephone: str = "",
    ) -> User:
        """A new user, who holds the second factors named.

        Args:
            second_factors: Names of `KINDS`, or only `NONE`; with several the surfaces ask which to use.
            password: Any text, not empty.
            username: Lower-case letters and digits; made up when None.
            settings: Of the second factors, as each kind's `Factor.settings`; what is left out is made up.
            name, telephone: Of the person; empty where nobody needs to know.
        Raises: UserRefused.
        """
        factors = _issued(second_factors, settings or {})
        number = next(self._numbers)
        if username is None:
            username = f"user{number}{secrets.token_hex(2)}"
        if not credentials.is_well_formed(username):
            raise UserRefused("username: it has lower-case letters and digits only, at least one")
        if self._store.get(User, username) is not None:
            raise UserRefused(f"username: {username} is taken")
        if not password:
            raise UserRefused("password: it is not empty")
        user = User(
            username=username,
            user_id=100_000 + number,
            password_hash=credentials.hashed(password),
            paper=paper,
            region=region,
            name=name,
            telephone=telephone,
            account=f"{'DU' if paper else 'U'}{1_000_000 + secrets.randbelow(9_000_000)}",
            date_of_birth=f"19{50 + secrets.randbelow(50)}-{1 + secrets.randbelow(12):02d}-15",
            postcode=f"{secrets.randbelow(100_000):05d}",
        )
        user.factors.extend(factors)
        self._store.add(user)
        self._store.commit()
        self._journal.record(
            "authority", "user created", username=username, factors=", ".join(second_factors)
        )
        return user

    def find(self, username: str) -> User | None:
        """The user of exactly this name."""
        return self._store.get(User, username)

    def failures(self, user: User) -> list[datetime]:
        """Times of the failures that no success and no support desk has cleared, oldest first."""
        by_time = select(Failure.at).where(Failure.username == user.username).order_by(Failure.number)
        return list(self._store.scalars(by_time))

    def consecutive_failures(self, user: User) -> int:
        """How many failures would count together with one made now."""
        now = self.clock.now()
        return len(lock.counted_together([*self.failures(user), now])) - 1

    def locked_until(self, user: User) -> datetime | None:
        """The end of the lock in force, None when there is none."""
        return lock.locked_until(self.failures(user), self.clock.now())

    def failed(self, user: User, surface: str) -> None:
        """Count a failed login, if the surface counts."""
        if not lock.counts_at(surface):
            return
        self._store.add(Failure(username=user.username, at=self.clock.now()))
        self._store.commit()
        if self.locked_until(user):
            self._journal.record("authority", "user locked", username=user.username)

    def succeeded(self, user: User) -> None:
        """A login of the user was completed."""
        failures = self.failures(user)
        self.clear_failures(user, keep=len(failures) - len(lock.cleared_by_success(failures)))

    def clear_failures(self, user: User, *, keep: int = 0) -> None:
        """Forget the failures but for the oldest ``keep``, and with them the lock."""
        newer = select(Failure.number).where(Failure.username == user.username)
        newer = newer.order_by(Failure.number).offset(keep)
        self._store.execute(delete(Failure).where(Failure.number.in_(newer)))
        self._store.commit()


def _issued(names: Sequence[str], settings: Mapping[str, str]) -> list[Factor]:
    if unknown := set(names) - KINDS.keys() - {NONE}:
        raise UserRefused(f"second_factor: there is no {', '.join(sorted(unknown))}")
    if not names or len(set(names)) < len(names) or (NONE in names and len(names) > 1):
        raise UserRefused("second_factor: one, or several different ones without none")
    kinds = [KINDS[name] for name in names if name != NONE]
    if unused := settings.keys() - set().union(*(kind.settings for kind in kinds)):
        raise UserRefused(f"{min(unused)}: {' and '.join(names)} can have none")
    try:
        return [
            kind.issued({name: settings[name] for name in kind.settings & settings.keys()}) for kind in kinds
        ]
    except ValueError as wrong:
        raise UserRefused(str(wrong)) from wrong


def made_up_password() -> str:
    """12 letters and digits, at least one of each kind."""
    alphabet = string.ascii_letters + string.digits
    return "aA1" + "".join(secrets.choice(alphabet) for _ in range(9))
