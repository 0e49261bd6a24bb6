"""The authority as a whole: one clock, one store, one journal, and the offices that share them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reference_system import deviations
from reference_system.authority.activation import Activations
from reference_system.authority.clock import Clock
from reference_system.authority.factors.kinds import KINDS
from reference_system.authority.happenings import Happening
from reference_system.authority.ib_key_server import IbKeyServer
from reference_system.authority.journal import Journal
from reference_system.authority.logins import Logins
from reference_system.authority.means import Means
from reference_system.authority.push import NoPhones, PushGateway
from reference_system.authority.sessions import Sessions
from reference_system.authority.store import Store, User
from reference_system.authority.support import SupportDesk
from reference_system.authority.users import NONE, Users, made_up_password


@dataclass(frozen=True, slots=True)
class SeedUser:
    """A user that exists after each reset. The secrets are made up at start, anew in each process."""

    username: str
    second_factor: str
    password: str = field(default_factory=made_up_password, repr=False)
    settings: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.second_factor != NONE:
            self.settings.update(KINDS[self.second_factor].made_up_settings())

    @property
    def phone(self) -> str | None:
        """Kind of phone that the second factor lives on; None: on none."""
        return None if self.second_factor == NONE else KINDS[self.second_factor].phone


class Authority:
    """Attributes: ``clock``, ``journal``, ``happenings``, ``users``, ``sessions``, ``logins``,
    ``activations``, ``ib_key_server``, ``support``, ``seeds``.
    """

    def __init__(self, clock: Clock | None = None, push: PushGateway | None = None) -> None:
        self.clock = clock or Clock()
        self.journal = Journal(self.clock)
        self._store = Store()
        self.users = Users(self._store, self.clock, self.journal)
        self.sessions = Sessions(self._store, self.clock, self.journal)
        means = Means(self._store, self.clock, self.journal, push or NoPhones())
        self.happenings = means.happenings
        self.happenings.listen(Happening, self._note)
        self.activations = Activations(self._store, means, self.sessions)
        self.logins = Logins(self._store, means, self.users, self.sessions)
        self.ib_key_server = IbKeyServer(means, self.users, self.activations)
        self.support = SupportDesk(self._store, self.journal, self.users)
        self._offices = (self.users, self.sessions, self.activations, means.logins, self.support)
        self.seeds = (
            SeedUser("demo", NONE),
            SeedUser("demoandroid", "ib-key-android"),
            SeedUser("demoiphone", "ib-key-iphone"),
        )
        self.reset()

    def reset(self) -> list[User]:
        """Forget everything but the seed users, who are as new; the clock shows the machine's time again.

        Returns: the seed users, whose IB Keys are new and not yet on any phone.
        """
        deviations.forget()
        self._store.empty()
        self.clock.reset()
        self.journal.clear()
        for office in self._offices:
            office.reset()
        return [
            self.users.create(
                [seed.second_factor], username=seed.username, password=seed.password, settings=seed.settings
            )
            for seed in self.seeds
        ]

    def _note(self, happening: Happening) -> None:
        if happening.what:
            self.journal.record(happening.source, happening.what, **happening.details())
