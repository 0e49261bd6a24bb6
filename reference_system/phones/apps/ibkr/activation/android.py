"""Activation on Android: the ways to register, the session with its code and PIN, advice on the PIN."""

from __future__ import annotations

from typing import ClassVar

from reference_system.deviations import rule
from reference_system.ib_key.wire import ActivationRefused
from reference_system.phones.apps.ibkr.activation.code import code_field
from reference_system.phones.apps.ibkr.activation.page import ActivationPage
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.apps.ibkr.scanner import open_scanner
from reference_system.phones.model import kit
from reference_system.phones.model.widget import Box, Field, Scroll, Widget

_GUIDELINES = {"length": "guidelines", "characters": "", "guess": "", "share": ""}


@rule
def offers_session_id() -> bool:
    """SESSION ID is among the ways to register."""
    return True


@offers_session_id.deviation(
    "session-id-not-offered",
    clauses=["AND-MANUAL-06", "AND-QR-06"],
    breaks="the ways to register lack SESSION ID",
)
def _() -> bool:
    return False


@rule
def open_session(app: IbkrApp) -> None:
    """SESSION ID opens the page for code and PIN."""
    app.go(SessionPage(app))


@open_session.deviation(
    "session-id-opens-username-form",
    clauses=["AND-MANUAL-06", "AND-QR-06"],
    breaks="SESSION ID opens what USERNAME AND PASSWORD opens",
)
def _(app: IbkrApp) -> None:
    app.go(UsernamePage(app))


class WaysPage(IbkrPage):
    """What REGISTER TWO-FACTOR opens: the ways to register."""

    name: ClassVar[str] = "ibkr.ways-to-register"
    activity = ".IbKeyActivity"

    def build(self) -> Widget:
        ways = [
            kit.button(
                self.says("username-way"),
                lambda: self.app.go(UsernamePage(self.app)),
                "username_way",
                "secondary",
            )
        ]
        if offers_session_id():
            ways.insert(
                0, kit.button(self.says("session-id-way"), lambda: open_session(self.app), "session_id_way")
            )
        return self.page(
            self.bar(self.says("register-title"), self.says("back"), self.app.leave, "back"),
            kit.column(
                kit.card(
                    kit.centered(kit.picture("shield", 56)),
                    kit.label(self.says("ib-key"), "center", "ib_key"),
                    kit.label(self.says("register-note"), "note-center", "register_note"),
                    kit.space(2),
                    *ways,
                    gap=10,
                ),
                padding=kit.sides(14, 18),
            ),
            ident="ways_page",
        )


class UsernamePage(IbkrPage):
    """The way by username and password, which this phone does not offer."""

    name: ClassVar[str] = "ibkr.register-by-username"
    activity = ".IbKeyActivity"

    def build(self) -> Widget:
        return self.page(
            self.bar(self.says("username-title"), self.says("back"), self.app.leave, "back"),
            kit.column(
                kit.centered(kit.picture("shield-off", 88)),
                kit.space(8),
                kit.label(self.says("username-off"), "title-center", "username_off"),
                kit.label(self.says("username-off-note"), "note-center"),
                box=Box(gap=10, grow=1, justify="center", padding=kit.sides(0, 28)),
            ),
            ident="username_page",
        )


@rule
def offers_qr_code() -> bool:
    """The code can be scanned instead of typed: QR CODE is on the session page."""
    return True


@offers_qr_code.deviation(
    "qr-code-not-offered",
    clauses=["AND-QR-07"],
    breaks="there is no QR CODE behind SESSION ID",
)
def _() -> bool:
    return False


@rule
def pin_field() -> Field:
    """A PIN stays as it was typed, however long it is."""
    return Field()


@rule
def open_guidelines(page: SessionPage, /) -> None:
    """+PIN Guidelines shows advice; what was typed is there again afterwards."""
    page.app.go(GuidelinesPage(page.app))


@open_guidelines.deviation(
    "pin-guidelines-do-nothing",
    clauses=["AND-MANUAL-08e", "AND-QR-10e"],
    breaks="+PIN Guidelines does nothing",
)
def _(_: SessionPage) -> None:
    return


@open_guidelines.deviation(
    "pin-guidelines-clear-the-form",
    clauses=["AND-MANUAL-08e", "AND-QR-10e"],
    breaks="after a look at the guidelines the code and the PIN are gone",
)
def _(page: SessionPage) -> None:
    page.code.clear()
    page.pin.clear()
    open_guidelines.original(page)


class SessionPage(ActivationPage):
    """Code of the Client Portal session and a PIN in, IB Key out."""

    name: ClassVar[str] = "ibkr.activation-session"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.code = code_field()
        self.pin = pin_field()
        self.pin.on_submit = self.activate

    def again(self) -> ActivationPage:
        return SessionPage(self.app)

    def activate(self) -> None:
        """Hand in code and PIN. Whether the PIN is allowed is the server's to say."""
        self.settle()
        if not self.code.text:
            self.tell("message", self.says("session-id-missing"))
        elif not self.pin.text:
            self.tell("pin_error", self.says("new-pin-missing"))
        elif self.hand_in(self.code.text, self.pin.text) is ActivationRefused.PIN:
            self.pin.clear()

    def _scanned(self, code: str) -> None:
        self.settle()
        self.code.text = code
        self.phone.touch()

    def build(self) -> Widget:
        label, pin = self.says("session-id"), self.says("pin")
        session = [
            kit.label(self.says("session-id-note"), "note", "activation_note"),
            kit.label(label, "field-label"),
            kit.field(self.code, "session_id", label, says=label),
        ]
        if offers_qr_code():
            session.append(
                kit.button(
                    self.says("qr-code"),
                    lambda: open_scanner(self.app, self._scanned),
                    "qr_code",
                    "secondary",
                )
            )
        return self.page(
            self.bar(self.says("activate-title"), self.says("back"), self.app.leave, "back"),
            kit.scroll_list(
                self.scroll,
                *self.problem,
                kit.card(*session),
                kit.card(
                    kit.row(
                        kit.label(self.says("new-pin"), "field-label", "new_pin_label", grow=1),
                        kit.link(
                            self.says("pin-guidelines"),
                            lambda: open_guidelines(self),
                            "pin_guidelines",
                            "bar-button",
                        ),
                    ),
                    kit.field(self.pin, "new_pin", pin, secure=True, says=pin),
                    gap=2,
                ),
                kit.button(self.says("activate-android"), self.activate, "activate"),
                gap=14,
                padding=kit.sides(14, 18),
            ),
            ident="session_page",
        )


class GuidelinesPage(IbkrPage):
    """Advice on choosing a PIN."""

    name: ClassVar[str] = "ibkr.pin-guidelines"
    activity = ".IbKeyActivity"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.scroll = Scroll()

    def build(self) -> Widget:
        lines = [
            kit.row(
                kit.picture("info", 22),
                kit.label(self.says(f"guidelines-{line}"), "body", ident, grow=1),
                box=Box(axis="row", gap=14, align="start"),
            )
            for line, ident in _GUIDELINES.items()
        ]
        return self.page(
            self.bar(self.says("guidelines-title"), self.says("back"), self.app.leave, "back"),
            kit.scroll_list(
                self.scroll,
                kit.card(*lines, gap=18, padding=20),
                padding=kit.sides(14, 18),
            ),
            ident="guidelines_page",
        )
