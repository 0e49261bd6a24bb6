"""IBKR Mobile: which IB Keys it holds, which page a start or a notification opens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reference_system.deviations import rule
from reference_system.ib_key.wire import IbKeyInstance, Notification, PendingLogin
from reference_system.phones.apps.ibkr.activation.android import WaysPage
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.activation.iphone import ScannedCodePage, TypedCodePage
from reference_system.phones.apps.ibkr.approval import ApprovalPage
from reference_system.phones.apps.ibkr.challenge import ChallengePage, NotActivePage
from reference_system.phones.apps.ibkr.keys import Key, keys_after_restart
from reference_system.phones.apps.ibkr.start import StartPage, TradingLoginPage, WaitingPage
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.model.app import App, Page
from reference_system.phones.model.words import say

if TYPE_CHECKING:
    from reference_system.phones.model.phone import Phone


class IbkrMobile(App):
    """The app under test.

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

    def install(self, instance: IbKeyInstance, pin: str | None, *, activated_here: bool = False) -> None:
        self.uninstall(instance.instance_id)
        self.keys.insert(0, Key(instance, pin, activated_here=activated_here))

    def uninstall(self, instance_id: str) -> None:
        self.keys = [key for key in self.keys if key.instance.instance_id != instance_id]

    def forget(self) -> None:
        """Nothing is activated any more, and no server knows this installation."""
        super().forget()
        self.installation = _new_installation()
        self.keys = []
        self.message = ""
        self.lost_logins = set()

    def waiting(self) -> list[tuple[Key, PendingLogin]]:
        """The logins that wait for a key of this phone; none while the phone is not online."""
        if self.phone.network != "online":
            return []
        asked = [(key, self.phone.server.pending(key.instance.instance_id)) for key in self.keys]
        return [
            (key, login)
            for key, login in asked
            if login is not None and login.login_id not in self.lost_logins
        ]

    # what opens which page

    def first_page(self) -> Page:
        return StartPage(self)

    def close(self) -> None:
        super().close()
        self.keys = keys_after_restart(self.keys)
        for key in self.keys:
            key.activated_here = False

    def register(self) -> None:
        """What the entry to the activation does."""
        open_registration(self)

    def claims(self, url: str) -> bool:
        return url.startswith("ibkr:") or code_of(url) is not None

    def opened_by(self, url: str) -> None:
        code = code_of(url)
        if code is not None and self.phone.surface == "iphone":
            continue_activation(self, code)

    def authenticate(self) -> None:
        """What the entry Authenticate does."""
        open_authentication(self)

    def notified(self, notification: Notification, *, cold: bool) -> None:
        login_id = notification.payload.get("login_id")
        if login_id is not None:
            open_approval(self, login_id, cold)

    def worded(self, notification: Notification) -> Notification:
        if "login_id" not in notification.payload:
            return notification
        user = notification.payload.get("username")
        body = self.says("push-body", user=user) if user else self.says("push-body-anyone")
        return Notification(notification.app, self.says("push-title"), body, notification.payload)


def _new_installation() -> str:
    return secrets.token_hex(8)


@rule
def open_registration(app: IbkrMobile) -> None:
    """The entry on the start page opens the activation."""
    app.go(WaysPage(app) if app.phone.surface == "android" else TypedCodePage(app))


@open_registration.deviation(
    "activation-entry-opens-login",
    clauses=["IOS-MANUAL-06", "AND-MANUAL-05", "AND-QR-05"],
    breaks="the entry to the activation opens the login for trading",
)
def _(app: IbkrMobile) -> None:
    app.go(TradingLoginPage(app))


@rule
def continue_activation(app: IbkrMobile, code: str, /) -> None:
    """A scanned activation link opens the activation for its code, however the app was before."""
    app.restart_at(StartPage(app), ScannedCodePage(app, code))


@continue_activation.deviation(
    "scanned-code-lost-at-start",
    clauses=["IOS-QR-08b"],
    breaks="a scanned activation link opens the ordinary start page, and its code is lost",
)
def _(app: IbkrMobile, _code: str) -> None:
    app.restart_at(StartPage(app))


@rule
def open_approval(app: IbkrMobile, login_id: str, _cold: bool, /) -> None:
    """A tapped login notification opens the approval of IB Key, however the app was before."""
    app.restart_at(StartPage(app), ApprovalPage(app, login_id))


@open_approval.deviation(
    "tap-opens-start-screen",
    clauses=["LOGIN-SEAMLESS-03a"],
    breaks="a tapped notification opens the start screen, and the pending approval cannot be found",
)
def _(app: IbkrMobile, login_id: str, _cold: bool) -> None:
    app.lost_logins.add(login_id)
    app.restart_at(StartPage(app))


@open_approval.deviation(
    "tap-opens-trading-login",
    clauses=["LOGIN-SEAMLESS-03a", "TOUCHID-03a", "FACEID-03a"],
    breaks="a tapped notification opens the login for trading, which asks for a password",
)
def _(app: IbkrMobile, login_id: str, _cold: bool) -> None:
    app.lost_logins.add(login_id)
    app.restart_at(TradingLoginPage(app))


@open_approval.deviation(
    "cold-start-loses-approval",
    clauses=["TOUCHID-03a", "FACEID-03a"],
    breaks="a tapped notification that has to start the app first loses the pending approval",
)
def _(app: IbkrMobile, login_id: str, cold: bool) -> None:
    if cold:
        app.lost_logins.add(login_id)
        app.restart_at(StartPage(app))
    else:
        open_approval.original(app, login_id, cold)


@rule
def open_authentication(app: IbkrMobile) -> None:
    """Authenticate opens the challenge form, whether or not a login waits and with or without a network."""
    app.go(ChallengePage(app) if app.keys else NotActivePage(app))


@open_authentication.deviation(
    "authenticate-blocked-while-login-waits",
    clauses=["LOGIN-CHALLENGE-03a"],
    breaks="while an approval is pending, Authenticate leads to it instead of the challenge form",
)
def _(app: IbkrMobile) -> None:
    waiting = [
        login for key in app.keys if (login := app.phone.server.pending(key.instance.instance_id)) is not None
    ]
    if waiting:
        app.go(ApprovalPage(app, waiting[0].login_id))
    else:
        open_authentication.original(app)


@open_authentication.deviation(
    "authenticate-opens-trading-login",
    clauses=["FACE-TOUCH-CHALLENGE-03a"],
    breaks="Authenticate opens the login for trading instead of the challenge form",
)
def _(app: IbkrMobile) -> None:
    app.go(TradingLoginPage(app))


@open_authentication.deviation(
    "offline-app-only-waits",
    clauses=["TOUCHID-INT02", "FACEID-INT02"],
    breaks="without a network Authenticate shows a waiting screen and gives no access to the challenge form",
)
def _(app: IbkrMobile) -> None:
    if app.phone.network == "offline":
        app.restart_at(WaitingPage(app))
    else:
        open_authentication.original(app)
