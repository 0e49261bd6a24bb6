"""IBKR Mobile as its pages know it: its words, the IB Keys that it holds, the logins that wait for them."""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Sequence

from reference_system.ib_key.wire import IbKeyInstance, Notification, PendingLogin
from reference_system.phones.apps.ibkr.keys import Key, keys_after_restart
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
        self.lost_logins: set[str] = set()

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

    def hold(self, instance: IbKeyInstance, pin: str | None = None, *, activated_here: bool = False) -> None:
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
        self.keys.insert(0, Key(instance, pin, activated_here=activated_here))
        self.phone.touch()

    def drop(self, instance_id: str) -> None:
        """Have an IB Key no longer, if it is there."""
        self.keys = [key for key in self.keys if key.instance.instance_id != instance_id]
        self.phone.touch()

    def forget(self) -> None:
        """Nothing is activated any more, and no server knows this installation."""
        super().forget()
        self.installation = _new_installation()
        self.keys = []
        self.message = ""
        self.lost_logins = set()

    def waiting(self) -> list[tuple[Key, PendingLogin]]:
        """The logins that wait for a key of this phone, each key's newest first; none unless it is online."""
        if self.phone.network.state != "online":
            return []
        return [
            (key, login)
            for key in self.keys
            for login in self.phone.server.pending(key.instance.instance_id)
            if login.login_id not in self.lost_logins
        ]

    def close(self) -> None:
        super().close()
        self.keys = keys_after_restart(self.keys)
        for key in self.keys:
            key.activated_here = False

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
