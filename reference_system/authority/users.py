"""The users: their credentials, their IB Keys, their failed logins."""

from __future__ import annotations

import itertools
import secrets
import string
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from reference_system.authority import credentials, lock, second_factor
from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.pin import is_allowed
from reference_system.authority.store import Failure, Instance, Store, User

SECOND_FACTORS = ("none", *second_factor.METHODS)


class UserRefused(ValueError):
    """A user could not be created as asked; the message says what was wrong."""


class Users:
    """Creates and finds users; counts their failures."""

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self._clock = clock
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
        pin: str | None = None,
        paper: bool = False,
        region: str = "Asia Pacific",
        name: str = "",
        telephone: str = "",
    ) -> User:
        """A new user, with an activated IB Key for each second factor but ``none``.

        Args:
            second_factors: Of `SECOND_FACTORS`; more than one makes the portal ask which to use.
            password: Any text, not empty.
            username: Lower-case letters and digits; made up when None.
            name, telephone: Of the person; empty where nobody needs to know.
            pin: IB Key PIN of an Android instance (`is_allowed`); made up when None. On the iPhone the
                app keeps a secret of its own in its place, and ``pin`` must be None.
        Raises: UserRefused.
        """
        if unknown := set(second_factors) - set(SECOND_FACTORS):
            raise UserRefused(f"second_factor: there is no {', '.join(sorted(unknown))}")
        given = sorted(second_factors)
        if not given or len(set(given)) < len(given) or ("none" in given and given != ["none"]):
            raise UserRefused("second_factor: one, or several different ones without none")
        number = next(self._numbers)
        if username is None:
            username = f"user{number}{secrets.token_hex(2)}"
        if not credentials.is_well_formed(username):
            raise UserRefused("username: it has lower-case letters and digits only, at least one")
        if self._store.get(User, username) is not None:
            raise UserRefused(f"username: {username} is taken")
        if not password:
            raise UserRefused("password: it is not empty")
        if pin is not None and "ib-key-android" not in second_factors:
            raise UserRefused("pin: only IB Key on Android has a PIN")
        # As documented, whatever is in force: the deviations are about PINs made up in an activation.
        if pin is not None and not is_allowed.original(pin):
            raise UserRefused("pin: it has 4 to 6 characters: letters, digits, special characters")
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
        for factor in second_factors:
            if factor == "none":
                continue
            method = second_factor.METHODS[factor]
            secret = (pin or made_up_pin()) if factor == "ib-key-android" else secrets.token_hex(16)
            instance = Instance(
                instance_id=secrets.token_hex(8),
                username=username,
                method=method,
                phone=second_factor.PHONES[method],
                key=secrets.token_bytes(20),
                pin=secret,
                counter=0,
                device=None,
            )
            user.instances.append(instance)
        self._store.add(user)
        self._store.commit()
        self._journal.record(
            "authority", "user created", username=username, factors=", ".join(second_factors)
        )
        return user

    def handed_over(self, instance: Instance, device: str) -> None:
        """The IB Key is on this installation of IBKR Mobile now."""
        instance.device = device
        self._store.commit()

    def find(self, username: str) -> User | None:
        """The user of exactly this name."""
        return self._store.get(User, username)

    def failures(self, user: User) -> list[datetime]:
        """Times of the failures that no success and no support desk has cleared, oldest first."""
        by_time = select(Failure.at).where(Failure.username == user.username).order_by(Failure.number)
        return list(self._store.scalars(by_time))

    def consecutive_failures(self, user: User) -> int:
        """How many failures would count together with one made now."""
        now = self._clock.now()
        return len(lock.counted_together([*self.failures(user), now])) - 1

    def locked_until(self, user: User) -> datetime | None:
        """The end of the lock in force, None when there is none."""
        return lock.locked_until(self.failures(user), self._clock.now())

    def failed(self, user: User, channel: str) -> None:
        """Count a failed login, if the channel counts."""
        if channel not in lock.COUNTING_CHANNELS:
            return
        self._store.add(Failure(username=user.username, at=self._clock.now()))
        self._store.commit()
        if self.locked_until(user):
            self._journal.record("authority", "user locked", username=user.username)

    def succeeded(self, user: User) -> None:
        """A login of the user was completed."""
        self.clear_failures(user, keep=lock.failures_after_success(len(self.failures(user))))

    def clear_failures(self, user: User, *, keep: int = 0) -> None:
        """Forget the failures but for the oldest ``keep``, and with them the lock."""
        newer = select(Failure.number).where(Failure.username == user.username)
        newer = newer.order_by(Failure.number).offset(keep)
        self._store.execute(delete(Failure).where(Failure.number.in_(newer)))
        self._store.commit()


def made_up_password() -> str:
    """12 letters and digits, at least one of each kind."""
    alphabet = string.ascii_letters + string.digits
    return "aA1" + "".join(secrets.choice(alphabet) for _ in range(9))


def made_up_pin() -> str:
    """4 digits."""
    return f"{secrets.randbelow(10_000):04d}"
