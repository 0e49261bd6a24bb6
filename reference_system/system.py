"""The embedded system put together: the authority, the two phones, and the wires between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reference_system.authority.authority import Authority
from reference_system.authority.factors.ib_key import ib_keys_of
from reference_system.authority.store import User
from reference_system.ib_key.wire import IbKeyInstance, Notification
from reference_system.operators import call as operators
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.security import element_for_approval
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Surface
from reference_system.phones.out_of_the_box import new_phone

SURFACES: tuple[Surface, ...] = ("android", "iphone")


class PhoneLines:
    """The push gateway: from the authority to the phones, by name."""

    def __init__(self) -> None:
        self.phones: Mapping[str, Phone] = {}

    def send(self, phone: str, notification: Notification) -> bool:
        """Whether it arrived: not when the phone is offline, or may not show notifications."""
        return self.phones[phone].receive(notification)


class System:
    """Attributes: ``authority`` and ``phones`` (``android``, ``iphone``). One thread owns all of it."""

    def __init__(self) -> None:
        lines = PhoneLines()
        self.authority = Authority(push=lines)
        self.phones: dict[str, Phone] = {
            surface: new_phone(
                surface,
                server=self.authority.ib_key_server,
                clock=self.authority.clock,
                journal=self.authority.journal.of(surface),
            )
            for surface in SURFACES
        }
        lines.phones = self.phones
        operators.keep_time_by(self.authority.clock)
        operators.know_proofs_by(self._proof_of)
        self._listeners: list[Callable[[], None]] = []
        self.reset()

    def reset(self) -> None:
        """As new: the seed users, the phones out of the box with the seed users' IB Keys on them.

        Sessions of phone drivers survive it, and the deviations in force stay in force.
        """
        for phone in self.phones.values():
            phone.reset()
        for user in self.authority.reset():
            self._hand_over(user)
        for listener in self._listeners:
            listener()

    def _proof_of(self, phone: str) -> str:
        return element_for_approval.original(self.phones[phone]) if phone in self.phones else ""

    def on_reset(self, listener: Callable[[], None]) -> None:
        """Call ``listener()`` at the end of each reset: for what a phone has besides its screen."""
        self._listeners.append(listener)

    def create_user(
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
        """A new user whose IB Keys are on the phones. Arguments and errors: `Users.create`."""
        user = self.authority.users.create(
            second_factors,
            password=password,
            username=username,
            settings=settings,
            paper=paper,
            region=region,
            name=name,
            telephone=telephone,
        )
        self._hand_over(user)
        return user

    def _hand_over(self, user: User) -> None:
        for ib_key in ib_keys_of(user):
            ibkr = IbkrApp.on(self.phones[ib_key.phone])
            key = IbKeyInstance(ib_key.factor_id, user.username, ib_key.key, ib_key.counter)
            ibkr.hold(key, ib_key.pin)
            self.authority.activations.handed_over(ib_key, ibkr.installation)
