"""IBKR Mobile as its pages know it: its words, the IB Keys that it holds, the logins that wait for them."""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Sequence

from reference_system.deviations import deviation, rule
from reference_system.ib_key.wire import IbKeyInstance, Notification, PendingLogin
from reference_system.phones.apps.ibkr.keys import Key
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.apps.phone_app import PhoneApp
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.words import say


class IbkrApp(PhoneApp):
    """The app under test, apart from the question which of its pages is opened when.

    Attributes:
        installation: Names this installation towards the server; a fresh install has another one.
        keys: The activated IB Keys, one for each user, the newest first: the one that is offered.
        message: Why the last attempt failed, for the page that shows it next.
    """

    name = "IBKR Mobile"
    package = "atws.app"
    bundle_id = "com.interactivebrokers.ibkr"
    activity = ".LoginActivity"
    version = "8.4.1126"
    icon = "app-ibkr"

    def __init__(self, phone: Phone) -> None:
        super().__init__(phone)
        self.installation = _new_installation()
        self.keys: list[Key] = []
        self.message = ""

    def says(self, key: str, **values: str) -> str:
        return say(IBKR, self.locale, key, **values)

    @property
    def title(self) -> str:
        return self.says(f"icon-{self.phone.surface}")

    @property
    def sender(self) -> str:
        return self.says("app")

    # IB Keys

    @property
    def instances(self) -> Sequence[IbKeyInstance]:
        return tuple(key.instance for key in self.keys)

    def hold(self, instance: IbKeyInstance, pin: str | None = None) -> None:
        """Have an activated IB Key from now on.

        Args:
            pin: What the response is computed with besides key and counter. On iPhone a random secret of the
                app, released by Touch ID, Face ID or passcode; on Android the user's PIN, which the app keeps
                behind the fingerprint (None: it does not, and asks for the PIN always).
        Raises: ValueError, without it on an iPhone.
        """
        if pin is None and self.phone.surface == "iphone":
            raise ValueError("IB Key on an iPhone needs its secret")
        self.drop(instance.instance_id)
        self.keys.insert(0, Key(instance, pin))
        self.phone.touch()

    def drop(self, instance_id: str) -> None:
        """Have an IB Key no longer, if it is there."""
        self.keys = [key for key in self.keys if key.instance.instance_id != instance_id]
        self.phone.touch()

    def forget(self) -> None:
        """Nothing is activated any more, and no server knows this installation."""
        self.installation = _new_installation()
        self.keys = []
        self.message = ""

    def waiting(self) -> list[tuple[Key, PendingLogin]]:
        """The logins that wait for a key of this phone, each key's newest first; none unless it is online."""
        if self.phone.network.state != "online":
            return []
        return [
            (key, login) for key in self.keys for login in self.phone.server.pending(key.instance.instance_id)
        ]

    def open(self) -> None:
        if not self.running:
            self.keys = stored_keys(self)
        super().open()

    def worded(self, notification: Notification) -> Notification:
        if "login_id" not in notification.payload:
            return notification
        user = notification.payload.get("username")
        body = self.says("push-body", user=user) if user else self.says("push-body-anyone")
        return Notification(notification.app, self.says("push-title"), body, notification.payload)

    # entries

    @abstractmethod
    def register(self) -> None:
        """What the entry to the activation does."""

    @abstractmethod
    def authenticate(self) -> None:
        """What the entry Authenticate does."""


def _new_installation() -> str:
    return secrets.token_hex(8)


@rule
def stored_keys(app: IbkrApp, /) -> list[Key]:
    """The IB Keys at a start: those that the app held when it was closed."""
    return app.keys


def _activated_since_start(app: IbkrApp, starts: set[tuple[str, str]]) -> list[Key]:
    """The IB Keys that have come since the app was last started.

    ``starts`` has installation and IB Key of each that was there at a start, and this one's from now on.
    """
    started_before = (app.installation, "") in starts
    new = [key for key in app.keys if (app.installation, key.instance.instance_id) not in starts]
    starts |= {(app.installation, ""), *((app.installation, one.instance_id) for one in app.instances)}
    return new if started_before else []


_lost = deviation(
    "activation-lost-at-restart",
    clauses=["IOS-MANUAL-09b", "AND-MANUAL-09b", "AND-QR-11b", "IOS-QR-11b"],
    breaks="when the app is started again, the IB Key that was activated in it is gone",
)
_spoilt = deviation(
    "activation-useless-after-restart",
    clauses=["IOS-MANUAL-09b", "AND-MANUAL-09b", "AND-QR-11b", "IOS-QR-11b"],
    breaks="when the app is started again, the IB Key that was activated in it is shown and approves nothing",
)


@_lost.replaces(stored_keys)
def _(app: IbkrApp) -> list[Key]:
    new = _activated_since_start(app, _lost.memory)
    return [key for key in app.keys if key not in new]


@_spoilt.replaces(stored_keys)
def _(app: IbkrApp) -> list[Key]:
    for key in _activated_since_start(app, _spoilt.memory):
        key.instance.key = bytes(len(key.instance.key))
    return app.keys
