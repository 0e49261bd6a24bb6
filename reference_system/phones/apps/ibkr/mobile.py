"""IBKR Mobile: which of its pages a start, an entry, a link or a notification opens."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.ib_key.wire import Notification
from reference_system.phones.apps.ibkr.activation.android import WaysPage
from reference_system.phones.apps.ibkr.activation.code import code_of
from reference_system.phones.apps.ibkr.activation.iphone import ScannedCodePage, TypedCodePage
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.approval import ApprovalPage
from reference_system.phones.apps.ibkr.challenge import ChallengePage, NotActivePage
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.apps.ibkr.start import StartPage, TradingLoginPage
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Box, Widget


class IbkrMobile(IbkrApp):
    """The app under test, complete."""

    def first_page(self) -> Page:
        return page_at_start(self)

    def register(self) -> None:
        """What the entry to the activation does."""
        open_registration(self)

    def authenticate(self) -> None:
        """What the entry Authenticate does."""
        open_authentication(self)

    def claims(self, url: str) -> bool:
        return url.startswith("ibkr:") or code_of(url) is not None

    def opened_by(self, url: str) -> None:
        code = code_of(url)
        if code is not None and self.phone.surface == "iphone":
            continue_activation(self, code)

    def notified(self, notification: Notification) -> None:
        login_id = notification.payload.get("login_id")
        if login_id is not None:
            open_approval(self, login_id)


@rule
def page_at_start(app: IbkrMobile, /) -> Page:
    """What a start from the icon opens."""
    return StartPage(app)


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
def open_approval(app: IbkrMobile, login_id: str, /) -> None:
    """A tapped login notification opens the approval of IB Key, however the app was before."""
    app.restart_at(StartPage(app), ApprovalPage(app, login_id))


@open_approval.deviation(
    "tap-opens-start-screen",
    clauses=["LOGIN-SEAMLESS-03a"],
    breaks="a tapped notification opens the start screen instead of the approval",
)
def _(app: IbkrMobile, _login_id: str) -> None:
    app.restart_at(StartPage(app))


@open_approval.deviation(
    "tap-opens-trading-login",
    clauses=["LOGIN-SEAMLESS-03a", "TOUCHID-03a", "FACEID-03a"],
    breaks="a tapped notification opens the login for trading, which asks for a password",
)
def _(app: IbkrMobile, _login_id: str) -> None:
    app.restart_at(TradingLoginPage(app))


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
    waiting = [login for key in app.keys for login in app.phone.server.pending(key.instance.instance_id)]
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


class _WaitingPage(IbkrPage):
    """Nothing but waiting for a network."""

    name: ClassVar[str] = "ibkr.connecting"

    def build(self) -> Widget:
        return self.page(
            kit.column(
                kit.centered(kit.picture("spinner", 48)),
                kit.label("Connecting…", "center", "connecting"),
                box=Box(gap=14, grow=1, justify="center"),
            ),
            ident="connecting_page",
        )


@open_authentication.deviation(
    "offline-app-only-waits",
    clauses=["TOUCHID-INT02", "FACEID-INT02"],
    breaks="without a network Authenticate shows a waiting screen and gives no access to the challenge form",
)
def _(app: IbkrMobile) -> None:
    if app.phone.network.state == "offline":
        app.restart_at(_WaitingPage(app))
    else:
        open_authentication.original(app)
