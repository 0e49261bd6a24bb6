"""The authority as a whole: one clock, one store, one journal, and the offices that share them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reference_system.authority.activation import Activations
from reference_system.authority.clock import Clock
from reference_system.authority.journal import Journal
from reference_system.authority.logins import Logins
from reference_system.authority.push import NoPhones, PushGateway
from reference_system.authority.second_factor import METHODS, PHONES
from reference_system.authority.sessions import Sessions
from reference_system.authority.store import Store, User
from reference_system.authority.support import SupportDesk
from reference_system.authority.users import Users, made_up_password, made_up_pin


@dataclass(frozen=True, slots=True)
class SeedUser:
    """A user that exists after each reset. Password and PIN are made up at start, anew in each process."""

    username: str
    second_factor: str
    password: str = field(default_factory=made_up_password, repr=False)
    pin: str = field(default_factory=made_up_pin, repr=False)

    @property
    def phone(self) -> str | None:
        """``android``, ``iphone`` or None."""
        method = METHODS.get(self.second_factor)
        return PHONES[method] if method else None

    @property
    def ib_key_pin(self) -> str | None:
        """The PIN of the user's IB Key; None where there is none, or a secret of the app in its place."""
        return self.pin if self.second_factor == "ib-key-android" else None


class Authority:
    """Attributes: ``clock``, ``journal``, ``users``, ``sessions``, ``activations``, ``logins``, ``support``,
    ``seeds``.

    ``logins`` is the `reference_system.ib_key.wire.IbKeyServer` of the phones.
    """

    def __init__(self, clock: Clock | None = None, push: PushGateway | None = None) -> None:
        self.clock = clock or Clock()
        self.journal = Journal(self.clock)
        self._store = Store()
        self.users = Users(self._store, self.clock, self.journal)
        self.sessions = Sessions(self._store, self.clock, self.journal)
        self.activations = Activations(self._store, self.clock, self.journal, self.sessions)
        self.logins = Logins(
            self._store,
            self.clock,
            self.journal,
            self.users,
            self.sessions,
            self.activations,
            push or NoPhones(),
        )
        self.support = SupportDesk(self._store, self.journal, self.users)
        self.seeds = (
            SeedUser("demo", "none"),
            SeedUser("demoandroid", "ib-key-android"),
            SeedUser("demoiphone", "ib-key-iphone"),
        )
        self.reset()

    def reset(self) -> list[User]:
        """Forget everything but the seed users, who are as new; the clock shows the machine's time again.

        Returns: the seed users, whose IB Keys are new and not yet on any phone.
        """
        self._store.empty()
        self.clock.reset()
        self.journal.clear()
        for office in (self.users, self.sessions, self.activations, self.logins, self.support):
            office.reset()
        return [
            self.users.create(
                [seed.second_factor], username=seed.username, password=seed.password, pin=seed.ib_key_pin
            )
            for seed in self.seeds
        ]
